package openalex

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// maxIDs is how many values one filter takes (docs.openalex.org, "filter entity
// lists": OR).
const maxIDs = 100

var reWork = regexp.MustCompile(`^W[1-9][0-9]{0,11}$`)

// FetchByID asks for works by their ids ("W2741809807"), in batches of a hundred:
// such a list costs a tenth of a search. missing lists the ids that OpenAlex does
// not know; it forgets those that it merged into others. The page has the records
// and those that could not be read, and no cursor.
func (s *Source) FetchByID(ctx context.Context, keys []string) (page crawler.Page, missing []string, err error) {
	for _, k := range keys {
		if !reWork.MatchString(k) {
			return crawler.Page{}, nil, fmt.Errorf("openalex: %.80q is no id of a work: %w", k, study.ErrInvalid)
		}
	}
	have := map[string]bool{}
	for batch := range slices.Chunk(keys, maxIDs) {
		a, _, err := s.ask(ctx, s.byID(batch))
		if err != nil {
			return crawler.Page{}, nil, fmt.Errorf("openalex: %d works by id: %w", len(batch), err)
		}
		if a.Size < a.Total {
			return crawler.Page{}, nil, fmt.Errorf("openalex: %d works by id: %d announced, %d delivered", len(batch), a.Total, a.Size)
		}
		page.Records, page.Failed, page.Warnings = append(page.Records, a.Records...), append(page.Failed, a.Failed...), append(page.Warnings, a.Warnings...)
	}
	for i := range page.Records {
		have[page.Records[i].Key] = true
	}
	for _, f := range page.Failed {
		have[f.Key] = true
	}
	for _, k := range keys {
		if !have[k] {
			missing = append(missing, k)
		}
	}
	page.Announced = len(keys)
	return page, missing, nil
}

// byID builds the request for works by their ids.
func (s *Source) byID(ids []string) crawler.Request {
	return s.works(url.Values{"filter": {"openalex:" + strings.Join(ids, "|")}, "per_page": {strconv.Itoa(MaxPageSize)}, "select": {selected}})
}
