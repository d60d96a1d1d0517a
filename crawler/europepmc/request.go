package europepmc

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"evidelic/crawler"
)

// attempts is how often a page is asked for whose body cannot be read or holds a
// refusal, which a service under load sends in passing, too. Refusals by status
// are retried below, in the Fetcher.
const attempts = 3

// page fetches one page of the window and reads it.
func (s *Source) page(ctx context.Context, from, to, mark, resultType string, size int) (Answer, error) {
	var err error
	for range attempts {
		var resp *crawler.Response
		resp, err = s.fetch.Fetch(ctx, s.request(from, to, mark, resultType, size))
		if err != nil {
			return Answer{}, fmt.Errorf("europepmc: changed %s..%s: %w", from, to, err)
		}
		var a Answer
		if a, err = Parse(resp.Body); err == nil {
			a.Warnings = append(a.Warnings, resp.Warnings...)
			return a, nil
		}
	}
	return Answer{}, fmt.Errorf("europepmc: changed %s..%s: %w", from, to, err)
}

// request builds the request for a page of a window.
func (s *Source) request(from, to, mark, resultType string, size int) crawler.Request {
	return s.searchRequest(fmt.Sprintf("(%s) AND UPDATE_DATE:[%s TO %s]", s.opt.Query, from, to), mark, resultType, size)
}

// searchRequest builds the request for a page of a search.
func (s *Source) searchRequest(query, mark, resultType string, size int) crawler.Request {
	v := url.Values{
		"query":      {query},
		"resultType": {resultType},
		"format":     {"json"},
		"pageSize":   {strconv.Itoa(size)},
		"cursorMark": {mark},
		"synonym":    {"false"},
	}
	if s.opt.Email != "" {
		v.Set("email", s.opt.Email)
	}
	r := crawler.Request{
		URL:      s.opt.BaseURL + "/search",
		Accept:   []string{"application/json"},
		MaxBytes: maxBody,
		Pace:     crawler.Pace{Interval: s.opt.Interval},
	}
	if len(v.Get("query")) > maxGET {
		r.URL, r.Form = s.opt.BaseURL+"/searchPOST", v
		return r
	}
	r.URL += "?" + v.Encode()
	return r
}
