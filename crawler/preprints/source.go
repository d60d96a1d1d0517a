// Package preprints reads the preprint servers bioRxiv and medRxiv through their
// common API, which has no search. It asks about the preprints of the library by
// DOI, for their versions, licence and published article, and looks through what
// was posted or published since the last run for preprints of the library and for
// new ones whose title or abstract has one of the operator's words.
//
// See https://api.biorxiv.org for the service. Each preprint carries the licence
// that its authors chose; without one, its text is theirs alone.
package preprints

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// DefaultBaseURL is the address of the public service.
const DefaultBaseURL = "https://api.biorxiv.org"

// The defaults of Options. The servers publish no limit; one request a second is
// what their tools keep to.
const (
	Interval       = time.Second
	DefaultOverlap = 3 * 24 * time.Hour
	DefaultRecheck = 30 * 24 * time.Hour
	DefaultFirst   = 30 * 24 * time.Hour
)

// batch is how many preprints are asked about for one page.
const batch = 20

// maxBody bounds an answer; a page of 100 preprints has about 0.3 MB.
const maxBody = 32 << 20

// fetcher is what the source needs of the crawler's Fetcher.
type fetcher interface {
	Fetch(ctx context.Context, r crawler.Request) (*crawler.Response, error)
}

// Options say which server to read and how.
type Options struct {
	Server   string        // study.SourceBioRxiv or study.SourceMedRxiv; required
	BaseURL  string        // "": DefaultBaseURL
	Terms    []string      // beginnings of words that make a new preprint one for the library; none: only those that it has
	First    time.Duration // how far a first harvest looks back for new preprints; 0: DefaultFirst
	Overlap  time.Duration // by which a later run reaches back behind the last; 0: DefaultOverlap
	Recheck  time.Duration // after which every preprint is asked about again; 0: DefaultRecheck
	Interval time.Duration // between requests; 0: Interval
}

// Source is one preprint server as a crawler.Source. It is safe for concurrent
// use.
type Source struct {
	fetch   fetcher
	library crawler.Catalogue
	opt     Options
	terms   *regexp.Regexp // nil: none
}

// New gives the source. library's Wanted gives the preprints that may be the
// server's: those with a DOI of the prefixes 10.1101 and 10.64898, which the two
// servers share. It returns an error that names the option when one cannot be
// used.
func New(f fetcher, library crawler.Catalogue, opt Options) (*Source, error) {
	if opt.Server != study.SourceBioRxiv && opt.Server != study.SourceMedRxiv {
		return nil, fmt.Errorf("biorxiv: server %q is neither %s nor %s", opt.Server, study.SourceBioRxiv, study.SourceMedRxiv)
	}
	if opt.BaseURL == "" {
		opt.BaseURL = DefaultBaseURL
	}
	opt.BaseURL = strings.TrimRight(opt.BaseURL, "/")
	if u, err := url.Parse(opt.BaseURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%s: base_url %q is not an http address", opt.Server, opt.BaseURL)
	}
	for _, d := range []struct {
		name     string
		v        *time.Duration
		fallback time.Duration
	}{{"first", &opt.First, DefaultFirst}, {"overlap", &opt.Overlap, DefaultOverlap}, {"recheck", &opt.Recheck, DefaultRecheck}, {"interval", &opt.Interval, Interval}} {
		if *d.v == 0 {
			*d.v = d.fallback
		}
		if *d.v < 0 {
			return nil, fmt.Errorf("%s: %s %v is negative", opt.Server, d.name, *d.v)
		}
	}
	if opt.Interval < Interval && opt.BaseURL == DefaultBaseURL {
		return nil, fmt.Errorf("%s: interval %v is shorter than %v", opt.Server, opt.Interval, Interval)
	}
	s := &Source{fetch: f, library: library, opt: opt}
	var words []string
	for i, t := range opt.Terms {
		if t = strings.TrimSpace(t); t == "" {
			return nil, fmt.Errorf("%s: terms[%d] is empty", opt.Server, i)
		}
		words = append(words, regexp.QuoteMeta(t))
	}
	if len(words) > 0 {
		s.terms = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + strings.Join(words, "|") + `)`)
	}
	return s, nil
}

// Name gives "biorxiv" or "medrxiv".
func (s *Source) Name() string { return s.opt.Server }
