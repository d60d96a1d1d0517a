package main

import (
	"context"
	"errors"
	"log/slog"
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
// long not spoken of, until ctx ends: a retraction that came without a new date
// of change is found so. What a harvest is busy with is looked at later.
func recheck(ctx context.Context, h *crawler.Harvester, db *store.DB, jobs []crawler.Job, log *slog.Logger) error {
	tick := time.NewTicker(recheckEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			for _, j := range jobs {
				if src, ok := j.Source.(crawler.Fetchable); ok {
					recheckOne(ctx, h, src, db, now.Add(-recheckAge), log)
				}
			}
		}
	}
}

// recheckOne asks one source and logs what came of it.
func recheckOne(ctx context.Context, h *crawler.Harvester, src crawler.Fetchable, db *store.DB, before time.Time, log *slog.Logger) {
	out, err := h.Recheck(ctx, src, db, before)
	var held *study.LeaseHeld
	switch {
	case errors.As(err, &held), ctx.Err() != nil:
	case err != nil:
		log.Error("re-check: the source did not answer for all; its studies say since when they were not checked", "source", src.Name(), "asked", out.Asked, "again", recheckEvery, "error", err)
	case out.Asked > 0:
		log.Info("re-check: done", "source", src.Name(), "asked", out.Asked, "changed", out.Changed, "missing", out.Missing, "failed", out.Failed)
	}
	for _, w := range out.Warnings {
		log.Warn("re-check: "+w, "source", src.Name())
	}
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
