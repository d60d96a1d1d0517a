// Package clinicaltrials reads the registry ClinicalTrials.gov through its API,
// version 2. A registration becomes a record of kind registration, with what the
// registry says about the trial in study.Trial.
//
// See https://clinicaltrials.gov/data-api/api for the service and
// https://clinicaltrials.gov/about-site/terms-conditions for its terms: name the
// source and the date of the data, and say what was changed.
package clinicaltrials

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// DefaultBaseURL is the address of the public service.
const DefaultBaseURL = "https://clinicaltrials.gov/api/v2"

// Limits of the service. 1000 is its largest page. The registry publishes no
// limit but a Crawl-delay of one second; 50 requests a minute are repeated widely,
// and one in 1.2 seconds satisfies both.
const (
	MaxPageSize     = 1000
	DefaultPageSize = 100
	Interval        = 1200 * time.Millisecond
)

// DefaultOverlap is how far a later run reaches back behind the data of the one
// before: posting dates may lie some days before the data that first show them.
const DefaultOverlap = 7 * 24 * time.Hour

// maxBody bounds an answer; a page of 1000 records without results has about
// 40 MB.
const maxBody = 96 << 20

// Query is one search expression of the registry: interventions, conditions and
// other terms, each in Essie syntax and all of them required; "" asks nothing.
type Query struct {
	Intr string
	Cond string
	Term string
}

// Options say what to harvest and from where.
type Options struct {
	BaseURL  string        // "": DefaultBaseURL
	Queries  []Query       // what to look for; a study that several find is taken once; required
	PageSize int           // 1 to MaxPageSize; 0: DefaultPageSize
	Overlap  time.Duration // 0: DefaultOverlap
	Interval time.Duration // between requests; 0: Interval, which is the least that the public service allows
}

// Source is ClinicalTrials.gov as a crawler.Source. It is safe for concurrent
// use.
type Source struct {
	fetch crawler.Client
	opt   Options
}

// New gives the source. It returns an error that names the option when one
// cannot be used.
func New(f crawler.Client, opt Options) (*Source, error) {
	var err error
	if opt.BaseURL, err = crawler.BaseURL(study.SourceClinicalTrials, opt.BaseURL, DefaultBaseURL); err != nil {
		return nil, err
	}
	if len(opt.Queries) == 0 {
		return nil, fmt.Errorf("clinicaltrials: queries is empty")
	}
	queries := make([]Query, len(opt.Queries))
	for i, q := range opt.Queries {
		queries[i] = Query{fold(q.Intr), fold(q.Cond), fold(q.Term)}
		if queries[i] == (Query{}) {
			return nil, fmt.Errorf("clinicaltrials: queries[%d] asks nothing", i)
		}
	}
	opt.Queries = queries
	opt.PageSize = cmp.Or(opt.PageSize, DefaultPageSize)
	opt.Overlap = cmp.Or(opt.Overlap, DefaultOverlap)
	opt.Interval = cmp.Or(opt.Interval, Interval)
	if opt.PageSize < 1 || opt.PageSize > MaxPageSize {
		return nil, fmt.Errorf("clinicaltrials: page_size %d is not between 1 and %d", opt.PageSize, MaxPageSize)
	}
	if opt.Overlap < 0 {
		return nil, fmt.Errorf("clinicaltrials: overlap %v is negative", opt.Overlap)
	}
	if opt.Interval < 0 || opt.Interval < Interval && opt.BaseURL == DefaultBaseURL {
		return nil, fmt.Errorf("clinicaltrials: interval %v is shorter than the %v that the service asks for", opt.Interval, Interval)
	}
	return &Source{fetch: f, opt: opt}, nil
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// Name gives "clinicaltrials".
func (s *Source) Name() string { return study.SourceClinicalTrials }
