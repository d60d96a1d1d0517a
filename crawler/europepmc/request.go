package europepmc

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"evidelic/crawler"
)

// page fetches one page of the window and reads it.
func (s *Source) page(ctx context.Context, from, to, mark, resultType string, size int) (Answer, error) {
	a, resp, err := crawler.Ask(ctx, s.fetch, s.request(from, to, mark, resultType, size), Parse, nil)
	if err != nil {
		return Answer{}, fmt.Errorf("europepmc: changed %s..%s: %w", from, to, err)
	}
	a.Warnings = append(a.Warnings, resp.Warnings...)
	return a, nil
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
