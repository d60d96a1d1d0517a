package crossref

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// get asks and reads.
func (s *Source) get(ctx context.Context, path string, v url.Values) (Answer, error) {
	if s.opt.Email != "" {
		v.Set("mailto", s.opt.Email)
	}
	req := crawler.Request{
		URL: s.opt.BaseURL + path, Accept: []string{"application/json"}, MaxBytes: maxBody, Pace: crawler.Pace{Interval: s.opt.Interval},
	}
	if len(v) > 0 {
		req.URL += "?" + v.Encode()
	}
	a, resp, err := crawler.Ask(ctx, s.fetch, req, Parse, nil)
	if err != nil {
		return Answer{}, err
	}
	a.Warnings = append(a.Warnings, resp.Warnings...)
	return a, nil
}

// feed asks for a page of the notices that were indexed in a range of days.
func (s *Source) feed(ctx context.Context, from, to, mark string) (Answer, error) {
	filters := []string{"from-index-date:" + from, "until-index-date:" + to}
	for _, t := range feedTypes {
		filters = append(filters, "update-type:"+t)
	}
	a, err := s.get(ctx, "/works", url.Values{
		"filter": {strings.Join(filters, ",")}, "rows": {strconv.Itoa(feedRows)}, "cursor": {mark},
	})
	if err != nil {
		return Answer{}, fmt.Errorf("crossref: notices indexed %s..%s: %w", from, to, err)
	}
	return a, nil
}

// rePlain are the DOIs that can stand in a filter: commas separate its parts, and
// the signs of old DOIs are not safe there.
var rePlain = regexp.MustCompile(`^[a-z0-9._/()-]+$`)

// works asks for works by DOI and gives those that Crossref knows; an answer that
// was not asked for is left out, with a warning.
func (s *Source) works(ctx context.Context, dois []string) (Answer, error) {
	var out Answer
	var batch, single []string
	size := 0
	for _, doi := range dois {
		if !rePlain.MatchString(doi) {
			single = append(single, doi)
			continue
		}
		if size += len(doi) + len(",doi:"); len(batch) == s.opt.Batch || size > maxFilter {
			if err := s.batch(ctx, batch, &out); err != nil {
				return Answer{}, err
			}
			batch, size = nil, len(doi)
		}
		batch = append(batch, doi)
	}
	if err := s.batch(ctx, batch, &out); err != nil {
		return Answer{}, err
	}
	for _, doi := range single {
		if err := s.single(ctx, doi, &out); err != nil {
			return Answer{}, err
		}
	}
	return out, nil
}

// batch asks for several works at once. A request that is refused is made again
// in halves, so that one DOI that Crossref takes for malformed costs itself alone.
func (s *Source) batch(ctx context.Context, dois []string, out *Answer) error {
	if len(dois) == 0 {
		return nil
	}
	a, err := s.get(ctx, "/works", url.Values{"filter": {"doi:" + strings.Join(dois, ",doi:")}, "rows": {strconv.Itoa(len(dois))}})
	var status *crawler.StatusError
	switch {
	case err == nil:
		out.take(a, dois)
		return nil
	case errors.As(err, &status) && status.Status == http.StatusBadRequest && len(dois) == 1:
		return s.single(ctx, dois[0], out)
	case errors.As(err, &status) && status.Status == http.StatusBadRequest:
		if err := s.batch(ctx, dois[:len(dois)/2], out); err != nil {
			return err
		}
		return s.batch(ctx, dois[len(dois)/2:], out)
	}
	return fmt.Errorf("crossref: %d works from %s on: %w", len(dois), dois[0], err)
}

// single asks for one work; one that Crossref does not know is none.
func (s *Source) single(ctx context.Context, doi string, out *Answer) error {
	a, err := s.get(ctx, "/works/"+url.PathEscape(doi), url.Values{})
	var status *crawler.StatusError
	if errors.As(err, &status) && (status.Status == http.StatusNotFound || status.Status == http.StatusBadRequest) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("crossref: work %s: %w", doi, err)
	}
	out.take(a, []string{doi})
	return nil
}

// take adds what was asked for.
func (a *Answer) take(b Answer, dois []string) {
	asked := make(map[string]bool, len(dois))
	for _, d := range dois {
		asked[d] = true
	}
	for _, r := range b.Records {
		ok := asked[r.Key]
		for _, alias := range b.aliases[r.Key] {
			ok = ok || asked[alias]
		}
		if !ok {
			a.Warnings = append(a.Warnings, fmt.Sprintf("Crossref answered with %s, which was not asked for: left out", r.Key))
			continue
		}
		a.Records = append(a.Records, r)
		if aliases := b.aliases[r.Key]; len(aliases) > 0 {
			if a.aliases == nil {
				a.aliases = map[string][]string{}
			}
			a.aliases[r.Key] = aliases
		}
	}
	for _, f := range b.Failed {
		if f.Key == "" || asked[f.Key] {
			a.Failed = append(a.Failed, f)
		}
	}
	a.Warnings = append(a.Warnings, b.Warnings...)
	a.Size += b.Size
}

// dois gives the DOIs of refs in their normal form.
func dois(refs []study.Ref) []string {
	var out []string
	for _, r := range refs {
		if d, ok := study.NormalDOI(r.DOI); ok {
			out = append(out, d)
		}
	}
	return out
}
