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
	"fmt"
	"regexp"
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
	fetch   crawler.Client
	library crawler.Catalogue
	opt     Options
	terms   *regexp.Regexp // nil: none
}

// New gives the source. library's Wanted gives the preprints that may be the
// server's: those with a DOI of the prefixes 10.1101 and 10.64898, which the two
// servers share. It returns an error that names the option when one cannot be
// used.
func New(f crawler.Client, library crawler.Catalogue, opt Options) (*Source, error) {
	if opt.Server != study.SourceBioRxiv && opt.Server != study.SourceMedRxiv {
		return nil, fmt.Errorf("biorxiv: server %q is neither %s nor %s", opt.Server, study.SourceBioRxiv, study.SourceMedRxiv)
	}
	var err error
	if opt.BaseURL, err = crawler.BaseURL(opt.Server, opt.BaseURL, DefaultBaseURL); err != nil {
		return nil, err
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
	terms, err := crawler.WordBeginnings(opt.Server, opt.Terms)
	if err != nil {
		return nil, err
	}
	return &Source{fetch: f, library: library, opt: opt, terms: terms}, nil
}

// Name gives "biorxiv" or "medrxiv".
func (s *Source) Name() string { return s.opt.Server }
