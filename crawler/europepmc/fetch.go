package europepmc

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// idBatch is how many identifiers one search names: the service has given up on
// 25 in one expression.
const idBatch = 20

// FetchByID asks for records by key ("MED:123"), in short searches. missing lists
// the keys that Europe PMC does not give: deleted, or never there. The page has the
// records and those that could not be read, and no cursor.
func (s *Source) FetchByID(ctx context.Context, keys []string) (page crawler.Page, missing []string, err error) {
	bySource := map[string][]string{}
	for _, k := range keys {
		source, id, ok := strings.Cut(k, ":")
		if _, err := key(source, id); !ok || err != nil {
			return crawler.Page{}, nil, fmt.Errorf("europepmc: %.60q names no record: %w", k, study.ErrInvalid)
		}
		bySource[source] = append(bySource[source], id)
	}
	have := map[string]bool{}
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		for part := range slices.Chunk(bySource[source], idBatch) {
			if err := s.byID(ctx, source, part, &page, have); err != nil {
				return crawler.Page{}, nil, err
			}
		}
	}
	for _, k := range keys {
		if !have[k] {
			missing = append(missing, k)
		}
	}
	page.Announced = len(keys)
	return page, missing, nil
}

// byID asks for records of one source. Identifiers stand without quotes: with
// them, and a source, nothing is found.
func (s *Source) byID(ctx context.Context, source string, ids []string, page *crawler.Page, have map[string]bool) error {
	query := "(EXT_ID:" + strings.Join(ids, " OR EXT_ID:") + ") AND SRC:" + source
	coded := func(err error) bool {
		var refused *RefusedError
		return errors.As(err, &refused) && refused.Code != 0
	}
	a, resp, err := crawler.Ask(ctx, s.fetch, s.searchRequest(query, "*", "core", 2*len(ids)), Parse, coded)
	if err != nil {
		return fmt.Errorf("europepmc: %d records by identifier: %w", len(ids), err)
	}
	page.Warnings = append(append(page.Warnings, a.Warnings...), resp.Warnings...)
	s.takeAsked(a, source, ids, page, have)
	return nil
}

// takeAsked adds what was asked for.
func (s *Source) takeAsked(a Answer, source string, ids []string, page *crawler.Page, have map[string]bool) {
	for _, r := range a.Records {
		if from, id, _ := strings.Cut(r.Key, ":"); from == source && slices.Contains(ids, id) && !have[r.Key] {
			have[r.Key] = true
			page.Records = append(page.Records, r)
		}
	}
	for _, f := range a.Failed {
		have[f.Key] = true
		page.Failed = append(page.Failed, f)
	}
}
