package clinicaltrials

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// idBatch is how many registrations one request names.
const idBatch = 50

// FetchByID asks for registrations by number. missing lists the numbers that the
// registry does not give. The page has the records and those that could not be
// read, and no cursor.
func (s *Source) FetchByID(ctx context.Context, numbers []string) (page crawler.Page, missing []string, err error) {
	for _, n := range numbers {
		if !reNCT.MatchString(n) {
			return crawler.Page{}, nil, fmt.Errorf("clinicaltrials: %.40q is no registry number: %w", n, study.ErrInvalid)
		}
	}
	have := map[string]bool{}
	for part := range slices.Chunk(numbers, idBatch) {
		if err := s.byNumber(ctx, part, &page, have); err != nil {
			return crawler.Page{}, nil, err
		}
	}
	for _, n := range numbers {
		if !have[n] {
			missing = append(missing, n)
		}
	}
	page.Announced = len(numbers)
	return page, missing, nil
}

// byNumber asks for a part. One number that the registry refuses makes it refuse
// all, so that they are asked for in halves then.
func (s *Source) byNumber(ctx context.Context, numbers []string, page *crawler.Page, have map[string]bool) error {
	v := url.Values{
		"format": {"json"}, "markupFormat": {"markdown"}, "fields": {fields},
		"filter.ids": {strings.Join(numbers, "|")}, "pageSize": {strconv.Itoa(len(numbers))},
	}
	a, err := s.ask(ctx, v)
	var status *crawler.StatusError
	switch {
	case errors.As(err, &status) && status.Status == 400 && len(numbers) > 1:
		if err := s.byNumber(ctx, numbers[:len(numbers)/2], page, have); err != nil {
			return err
		}
		return s.byNumber(ctx, numbers[len(numbers)/2:], page, have)
	case errors.As(err, &status) && (status.Status == 400 || status.Status == 404):
		return nil
	case err != nil:
		return fmt.Errorf("clinicaltrials: %d registrations by number: %w", len(numbers), err)
	}
	page.Warnings = append(page.Warnings, a.Warnings...)
	for _, r := range a.Records {
		if slices.Contains(numbers, r.Key) && !have[r.Key] {
			have[r.Key] = true
			page.Records = append(page.Records, r)
		}
	}
	for _, f := range a.Failed {
		have[f.Key] = true
		page.Failed = append(page.Failed, f)
	}
	return nil
}
