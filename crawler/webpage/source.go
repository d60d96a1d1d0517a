// Package webpage reads the landing pages of journals, for studies that came
// without an abstract. A page is asked for through the resolver of its DOI, only
// where robots.txt allows it, and read for what publishers put there for
// programs: Highwire's citation_* tags, JSON-LD, Dublin Core, in that order. What
// stands in the place of an abstract counts only when it is one.
//
// The texts are their publishers'; a licence is kept where the page names one.
package webpage

import (
	"cmp"
	"fmt"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// DefaultBaseURL is the address of the resolver of DOIs.
const DefaultBaseURL = "https://doi.org"

// The defaults of Options. A Crawl-delay in robots.txt that is longer than
// Interval holds instead.
const (
	Interval       = 3 * time.Second
	DefaultLimit   = 200
	DefaultRecheck = 90 * 24 * time.Hour
)

// batch is how many studies are asked about for one page of a harvest.
const batch = 10

// maxBody bounds a landing page in bytes; the largest have some 2 MB.
const maxBody = 8 << 20

// Options say how to ask.
type Options struct {
	BaseURL  string        // of the resolver; "": DefaultBaseURL
	Limit    int           // pages a run; 0: DefaultLimit
	Recheck  time.Duration // after which studies that are still without an abstract are asked about again; 0: DefaultRecheck
	Interval time.Duration // between requests to one host; 0: Interval
}

// Source reads landing pages as a crawler.Source. It is safe for concurrent use.
type Source struct {
	fetch   crawler.Client
	library crawler.Catalogue
	opt     Options
}

// New gives the source. library's Wanted gives the studies that have a DOI and no
// abstract. It returns an error that names the option when one cannot be used.
func New(f crawler.Client, library crawler.Catalogue, opt Options) (*Source, error) {
	var err error
	if opt.BaseURL, err = crawler.BaseURL(study.SourceWebpage, opt.BaseURL, DefaultBaseURL); err != nil {
		return nil, err
	}
	opt.Limit = cmp.Or(opt.Limit, DefaultLimit)
	opt.Recheck = cmp.Or(opt.Recheck, DefaultRecheck)
	opt.Interval = cmp.Or(opt.Interval, Interval)
	if opt.Limit < 0 || opt.Recheck < 0 || opt.Interval < 0 {
		return nil, fmt.Errorf("webpage: limit %d, recheck %v or interval %v is negative", opt.Limit, opt.Recheck, opt.Interval)
	}
	return &Source{fetch: f, library: library, opt: opt}, nil
}

// Name gives "webpage".
func (s *Source) Name() string { return study.SourceWebpage }
