package pubmed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// fetched is one answer of efetch.
type fetched struct {
	records  []study.Record
	failed   []study.RecordError
	warnings []string
}

// keys gives the PMIDs of what arrived, readable or not.
func (f *fetched) keys() map[string]bool {
	keys := make(map[string]bool, len(f.records)+len(f.failed))
	for i := range f.records {
		keys[f.records[i].Key] = true
	}
	for i := range f.failed {
		if f.failed[i].Key != "" {
			keys[f.failed[i].Key] = true
		}
	}
	return keys
}

// efetch asks for records and checks that the answer is whole.
func (s *Source) efetch(ctx context.Context, params url.Values) (fetched, error) {
	var out fetched
	err := s.patiently(ctx, func() error {
		asked := url.Values{"retmode": {"xml"}}
		for name, v := range params {
			asked[name] = v
		}
		answer, err := s.ask(ctx, "efetch.fcgi", asked)
		if err != nil {
			return err
		}
		out, err = readFetch(ctx, answer.Body)
		out.warnings = append(out.warnings, answer.Warnings...)
		return err
	})
	return out, err
}

func readFetch(ctx context.Context, body []byte) (fetched, error) {
	var out fetched
	for item, err := range ReadXML(ctx, bytes.NewReader(body), "efetch", ReadOptions{Workers: 2, Fetched: time.Now().UTC()}) {
		switch {
		case err != nil:
			return fetched{}, err
		case item.Record != nil:
			out.records = append(out.records, *item.Record)
		case item.Failed != nil:
			item.Failed.File = ""
			out.failed = append(out.failed, *item.Failed)
		}
	}
	return out, nil
}

// fromHistory asks for n records of a set from a place on.
func (s *Source) fromHistory(ctx context.Context, set result, start, n int) (fetched, error) {
	return s.efetch(ctx, url.Values{"WebEnv": {set.env}, "query_key": {set.key}, "retstart": {strconv.Itoa(start)}, "retmax": {strconv.Itoa(n)}})
}

// expired says whether a failed request may mean that the history server has
// forgotten the set, which it does after some hours.
func expired(err error) bool {
	var a *AnswerError
	var status *crawler.StatusError
	return errors.As(err, &a) && !a.Limited && !a.Blocked || errors.As(err, &status) && status.Status == 400
}

// complete asks once more, by PMID, for those of want that have not arrived, or
// arrived unreadable. It gives those that still have not.
func (s *Source) complete(ctx context.Context, got *fetched, want []string) (missing []string, err error) {
	have := make(map[string]bool, len(got.records))
	for i := range got.records {
		have[got.records[i].Key] = true
	}
	for _, id := range want {
		if !have[id] {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil, nil
	}
	again, err := s.efetch(ctx, url.Values{"id": {strings.Join(missing, ",")}})
	if err != nil {
		return nil, fmt.Errorf("fetch %d records again: %w", len(missing), err)
	}
	got.records = append(got.records, again.records...)
	got.failed = again.failed // the errors of the first answer are of these same records
	got.warnings = append(got.warnings, again.warnings...)
	keys := again.keys()
	return slices.DeleteFunc(missing, func(id string) bool { return keys[id] }), nil
}

// FetchByID asks for records by PMID, in pages of the source's size. missing
// lists the PMIDs, in normal form, that PubMed does not give: deleted, or never
// there. The page has the records and those that could not be read, and no
// cursor.
func (s *Source) FetchByID(ctx context.Context, pmids []string) (page crawler.Page, missing []string, err error) {
	var ids []string
	for _, p := range pmids {
		id, ok := study.NormalPMID(p)
		if !ok {
			return crawler.Page{}, nil, fmt.Errorf("pubmed: %.40q is not a PMID: %w", p, study.ErrInvalid)
		}
		ids = append(ids, id)
	}
	for part := range slices.Chunk(ids, s.opt.PageSize) {
		got, err := s.efetch(ctx, url.Values{"id": {strings.Join(part, ",")}})
		if err != nil {
			return crawler.Page{}, nil, fmt.Errorf("pubmed: fetch by PMID: %w", err)
		}
		page.Records = append(page.Records, got.records...)
		page.Failed = append(page.Failed, got.failed...)
		page.Warnings = append(page.Warnings, got.warnings...)
		keys := got.keys()
		missing = append(missing, slices.DeleteFunc(slices.Clone(part), func(id string) bool { return keys[id] })...)
	}
	page.Announced = len(ids)
	return page, missing, nil
}
