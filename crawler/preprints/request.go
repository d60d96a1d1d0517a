package preprints

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strconv"

	"evidelic/crawler"
	"evidelic/study"
)

// get asks and reads.
func (s *Source) get(ctx context.Context, path string) (Answer, []string, error) {
	req := crawler.Request{
		URL: s.opt.BaseURL + path, Accept: []string{"application/json", "text/json"}, MaxBytes: maxBody, Pace: crawler.Pace{Interval: s.opt.Interval},
	}
	parse := func(body []byte) (Answer, error) { return Parse(s.opt.Server, body) }
	a, resp, err := crawler.Ask(ctx, s.fetch, req, parse, nil)
	if err != nil {
		return Answer{}, nil, fmt.Errorf("%s: %s: %w", s.opt.Server, path, err)
	}
	return a, resp.Warnings, nil
}

// interval asks for a page of what was posted (kind "details") or published
// ("pubs") in a range of days.
func (s *Source) interval(ctx context.Context, kind, from, to string, at int) (Answer, []string, error) {
	return s.get(ctx, "/"+kind+"/"+s.opt.Server+"/"+from+"/"+to+"/"+strconv.Itoa(at)+"/json")
}

// preprint asks for all versions of a preprint and gives its record; found is
// false when the server does not have it.
func (s *Source) preprint(ctx context.Context, doi string) (rec study.Record, found bool, warnings []string, err error) {
	a, warnings, err := s.get(ctx, "/details/"+s.opt.Server+"/"+escape(doi)+"/na/json")
	if err != nil {
		return rec, false, nil, err
	}
	var versions []Item
	for _, it := range a.Items {
		if it.DOI == doi {
			versions = append(versions, it)
		}
	}
	if len(versions) == 0 && len(a.Failed) == 0 {
		return rec, false, warnings, nil
	}
	if len(a.Failed) > 0 {
		return rec, true, warnings, &study.RecordError{Source: s.opt.Server, Position: a.Failed[0].Position, Key: doi, Reason: a.Failed[0].Reason}
	}
	rec, err = Record(s.opt.Server, versions)
	if err != nil {
		err = &study.RecordError{Source: s.opt.Server, Key: doi, Reason: err.Error()}
	}
	return rec, true, warnings, err
}

// escape writes a DOI into an address, its slash as it is.
func escape(doi string) string {
	return (&url.URL{Path: doi}).EscapedPath()
}

// rePreprint takes the number out of the servers' DOIs; all of bioRxiv's have six
// digits, all of medRxiv's eight.
var rePreprint = regexp.MustCompile(`^10\.(?:1101|64898)/(?:[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)?([0-9]{6}|[0-9]{8})$`)

// mayHave says whether the preprint can be the server's.
func (s *Source) mayHave(doi string) bool {
	m := rePreprint.FindStringSubmatch(doi)
	return m == nil || (len(m[1]) == 6) == (s.opt.Server == study.SourceBioRxiv)
}
