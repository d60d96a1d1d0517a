// Package webpage reads the landing pages of journals, for studies that came
// without an abstract. A page is asked for through the resolver of its DOI, only
// where robots.txt allows it, and read for what publishers put there for
// programs: Highwire's citation_* tags, JSON-LD, Dublin Core, in that order. What
// stands in the place of an abstract counts only when it is one.
//
// The texts are their publishers'; a licence is kept where the page names one.
package webpage

import (
	"context"
	"fmt"
	"net/url"
	"strings"
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

// fetcher is what the source needs of the crawler's Fetcher.
type fetcher interface {
	Fetch(ctx context.Context, r crawler.Request) (*crawler.Response, error)
}

// Options say how to ask.
type Options struct {
	BaseURL  string        // of the resolver; "": DefaultBaseURL
	Limit    int           // pages a run; 0: DefaultLimit
	Recheck  time.Duration // after which studies that are still without an abstract are asked about again; 0: DefaultRecheck
	Interval time.Duration // between requests to one host; 0: Interval
}

// Source reads landing pages as a crawler.Source. It is safe for concurrent use.
type Source struct {
	fetch   fetcher
	library crawler.Catalogue
	opt     Options
}

// New gives the source. library's Wanted gives the studies that have a DOI and no
// abstract. It returns an error that names the option when one cannot be used.
func New(f fetcher, library crawler.Catalogue, opt Options) (*Source, error) {
	if opt.BaseURL == "" {
		opt.BaseURL = DefaultBaseURL
	}
	opt.BaseURL = strings.TrimRight(opt.BaseURL, "/")
	if u, err := url.Parse(opt.BaseURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("webpage: base_url %q is not an http address", opt.BaseURL)
	}
	if opt.Limit == 0 {
		opt.Limit = DefaultLimit
	}
	if opt.Recheck == 0 {
		opt.Recheck = DefaultRecheck
	}
	if opt.Interval == 0 {
		opt.Interval = Interval
	}
	if opt.Limit < 0 || opt.Recheck < 0 || opt.Interval < 0 {
		return nil, fmt.Errorf("webpage: limit %d, recheck %v or interval %v is negative", opt.Limit, opt.Recheck, opt.Interval)
	}
	return &Source{fetch: f, library: library, opt: opt}, nil
}

// Name gives "webpage".
func (s *Source) Name() string { return study.SourceWebpage }
