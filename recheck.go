package main

import (
	"context"
	"time"

	"evidelic/crawler"
	"evidelic/store"
	"evidelic/study"
)

const (
	// recheckAge is how old a source's word about a record may become before it is
	// asked again: half of what the ledger of notices calls stale.
	recheckAge = study.StaleAfter / 2
	// recheckEvery is how often the library is looked through for such records.
	recheckEvery = time.Hour
)

// recheck asks the sources again about records of the library that they have
// long not spoken of, by the store's timetable, until ctx ends: a retraction that
// came without a new date of change is found so.
func recheck(ctx context.Context, h *crawler.Harvester, db *store.DB, jobs []crawler.Job) error {
	var sources []crawler.Fetchable
	for _, j := range jobs {
		if src, ok := j.Source.(crawler.Fetchable); ok {
			sources = append(sources, src)
		}
	}
	return crawler.NewRechecker(h, db, db, sources, crawler.RecheckOptions{Every: recheckEvery, Age: recheckAge}).Run(ctx)
}

// asDemo gives a source whose records are marked as synthetic.
func asDemo(src crawler.Source) crawler.Source {
	if f, ok := src.(crawler.Fetchable); ok {
		return demoFetchable{demoSource{src}, f}
	}
	return demoSource{src}
}

// demoFetchable is a demoSource that can be asked for single records.
type demoFetchable struct {
	demoSource
	fetch crawler.Fetchable
}

// FetchByID gives the records with every one marked.
func (d demoFetchable) FetchByID(ctx context.Context, keys []string) (page crawler.Page, missing []string, err error) {
	page, missing, err = d.fetch.FetchByID(ctx, keys)
	for i := range page.Records {
		page.Records[i].Report.Demo = true
	}
	return page, missing, err
}
