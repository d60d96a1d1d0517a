// Package crossref reads Crossref, where publishers register DOIs. It does not
// find studies: it completes those of the library that have a DOI, in batches, and
// follows the feed of notices (retractions, corrections, Retraction Watch's among
// them) for those that are against a study of the library.
//
// See https://api.crossref.org for the service and
// https://www.crossref.org/documentation/retrieve-metadata/rest-api/ for its
// terms: facts may be kept and used by anybody, abstracts remain their
// publisher's.
package crossref

import (
	"cmp"
	"fmt"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// DefaultBaseURL is the address of the public service.
const DefaultBaseURL = "https://api.crossref.org"

// Limits of the service since 1 December 2025: one list request a second, three
// for those who name a mail address; each with a little room.
const (
	IntervalPublic = 1050 * time.Millisecond
	IntervalPolite = 350 * time.Millisecond
)

// The defaults and limits of Options.
const (
	DefaultBatch   = 50
	MaxBatch       = 100
	DefaultOverlap = 2 * 24 * time.Hour
	DefaultRecheck = 7 * 24 * time.Hour
)

// feedRows is the size of a page of the feed of notices.
const feedRows = 200

// maxFilter bounds a filter in bytes: longer addresses are refused on the way.
const maxFilter = 3000

// maxBody bounds an answer; 200 works with long reference lists have some 20 MB.
const maxBody = 64 << 20

// Options say how to ask. The zero Options work, at the lower limit.
type Options struct {
	BaseURL  string        // "": DefaultBaseURL
	Email    string        // the operator's address; with it the higher limit holds
	Batch    int           // DOIs a request, 1 to MaxBatch; 0: DefaultBatch
	Overlap  time.Duration // by which the feed of notices reaches back behind the last run; 0: DefaultOverlap
	Recheck  time.Duration // after which every study is asked about again; 0: DefaultRecheck
	Interval time.Duration // between requests; 0: what the service allows
}

// Source is Crossref as a crawler.Source. It is safe for concurrent use.
type Source struct {
	fetch   crawler.Client
	library crawler.Catalogue
	opt     Options
}

// New gives the source. library's Wanted gives the studies that have a DOI. It
// returns an error that names the option when one cannot be used.
func New(f crawler.Client, library crawler.Catalogue, opt Options) (*Source, error) {
	var err error
	if opt.BaseURL, err = crawler.BaseURL(study.SourceCrossref, opt.BaseURL, DefaultBaseURL); err != nil {
		return nil, err
	}
	least := IntervalPublic
	if opt.Email != "" {
		least = IntervalPolite
	}
	opt.Batch = cmp.Or(opt.Batch, DefaultBatch)
	opt.Overlap = cmp.Or(opt.Overlap, DefaultOverlap)
	opt.Recheck = cmp.Or(opt.Recheck, DefaultRecheck)
	opt.Interval = cmp.Or(opt.Interval, least)
	if opt.Batch < 1 || opt.Batch > MaxBatch {
		return nil, fmt.Errorf("crossref: batch %d is not between 1 and %d", opt.Batch, MaxBatch)
	}
	if opt.Overlap < 0 || opt.Recheck < 0 {
		return nil, fmt.Errorf("crossref: overlap %v or recheck %v is negative", opt.Overlap, opt.Recheck)
	}
	if opt.Interval < 0 || opt.Interval < least && opt.BaseURL == DefaultBaseURL {
		return nil, fmt.Errorf("crossref: interval %v is shorter than the %v that the service asks for", opt.Interval, least)
	}
	return &Source{fetch: f, library: library, opt: opt}, nil
}

// Name gives "crossref".
func (s *Source) Name() string { return study.SourceCrossref }
