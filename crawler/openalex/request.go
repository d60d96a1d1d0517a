package openalex

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"evidelic/crawler"
)

// kinds are the types of works that are asked for.
const kinds = "article|review|preprint|letter|editorial|erratum|retraction|book-chapter"

// selected are the fields that are asked for.
var selected = strings.Join([]string{
	"id", "doi", "ids", "title", "display_name", "type", "publication_date", "publication_year", "language", "is_retracted",
	"authorships", "primary_location", "best_oa_location", "locations", "biblio", "abstract_inverted_index", "mesh", "awards", "funders",
	"cited_by_count", "created_date", "updated_date",
}, ",")

// page fetches one page of a search and reads it. left is the budget of the day
// that the service says is left, in US dollars; -1 when it does not say.
func (s *Source) page(ctx context.Context, query, from, mark string) (a Answer, left float64, err error) {
	if a, left, err = s.ask(ctx, s.request(query, from, mark)); err != nil {
		err = fmt.Errorf("openalex: %.60q from %s on: %w", query, from, err)
	}
	return a, left, err
}

// ask sends a request for works and reads the answer.
func (s *Source) ask(ctx context.Context, r crawler.Request) (a Answer, left float64, err error) {
	a, resp, err := crawler.Ask(ctx, s.fetch, r, Parse, nil)
	if err != nil {
		return Answer{}, 0, err
	}
	a.Warnings = append(a.Warnings, resp.Warnings...)
	return a, remaining(resp), nil
}

func remaining(resp *crawler.Response) float64 {
	v, err := strconv.ParseFloat(resp.Header.Get("X-RateLimit-Remaining-USD"), 64)
	if err != nil || v < 0 {
		return -1
	}
	return v
}

// request builds the request for a page.
func (s *Source) request(query, from, mark string) crawler.Request {
	return s.works(url.Values{
		"filter":   {"title_and_abstract.search:(" + query + "),from_publication_date:" + from + ",type:" + kinds},
		"sort":     {"publication_date:desc"},
		"per_page": {strconv.Itoa(s.opt.PageSize)},
		"cursor":   {mark},
		"select":   {selected},
	})
}

// works builds a request for a list of works.
func (s *Source) works(v url.Values) crawler.Request {
	if s.opt.APIKey != "" {
		v.Set("api_key", s.opt.APIKey)
	}
	return crawler.Request{
		URL: s.opt.BaseURL + "/works?" + v.Encode(), Accept: []string{"application/json"}, MaxBytes: maxBody,
		Pace: crawler.Pace{Key: s.opt.APIKey, Interval: s.opt.Interval, Daily: s.opt.Daily},
	}
}

// tomorrow is when the day's budget is renewed: at midnight, UTC.
func tomorrow(now time.Time) time.Time {
	return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
}

// refused says whether an error is the answer to a cursor that the service does
// not know.
func refused(err error) bool {
	var status *crawler.StatusError
	var words *RefusedError
	return errors.As(err, &words) || errors.As(err, &status) && status.Status >= 400 && status.Status < 500 && status.Status != 429
}
