// Package europepmc reads Europe PMC: MEDLINE, PubMed Central and, above all,
// preprints, which no other source finds by keyword. It walks windows of the
// date on which Europe PMC last changed a record (UPDATE_DATE), newest first,
// with cursorMark inside each window.
//
// See https://europepmc.org/RestfulWebService for the service and
// https://europepmc.org/Copyright for its terms: the texts belong to their
// publishers and authors, and each record carries its licence.
package europepmc

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// DefaultBaseURL is the address of the public service.
const DefaultBaseURL = "https://www.ebi.ac.uk/europepmc/webservices/rest"

// Limits of the service. 1000 is its largest page; 10 requests a second and 500
// a minute are what its staff allow (developer forum, 26 February 2026), of which
// the slower one is kept.
const (
	MaxPageSize     = 1000
	DefaultPageSize = 200
	Interval        = 120 * time.Millisecond
)

// DefaultOverlap is how far a later run reaches back behind the bound of the one
// before: the index of Europe PMC follows its dates by a day or two.
const DefaultOverlap = 3 * 24 * time.Hour

// maxGET is the longest expression that is sent in an address; longer ones go by
// POST. The service accepts more, but proxies on the way may not.
const maxGET = 1500

// maxBody bounds an answer; a page of 1000 full records has about 20 MB.
const maxBody = 64 << 20

// Options say what to harvest and from where.
type Options struct {
	BaseURL  string        // "": DefaultBaseURL
	Query    string        // the search expression without dates; required
	Email    string        // the operator's address, sent with each request; may be ""
	PageSize int           // 1 to MaxPageSize; 0: DefaultPageSize
	Overlap  time.Duration // 0: DefaultOverlap
	Interval time.Duration // between requests; 0: Interval, which is the least that the public service allows
}

// Source is Europe PMC as a crawler.Source. It is safe for concurrent use.
type Source struct {
	fetch crawler.Client
	opt   Options
}

// New gives the source. It returns an error that names the option when one
// cannot be used.
func New(f crawler.Client, opt Options) (*Source, error) {
	var err error
	if opt.BaseURL, err = crawler.BaseURL(study.SourceEuropePMC, opt.BaseURL, DefaultBaseURL); err != nil {
		return nil, err
	}
	opt.Query = strings.Join(strings.Fields(opt.Query), " ")
	if opt.Query == "" {
		return nil, fmt.Errorf("europepmc: query is empty")
	}
	if strings.Contains(strings.ToUpper(opt.Query), "UPDATE_DATE:") {
		return nil, fmt.Errorf("europepmc: query must not name UPDATE_DATE: the source adds it")
	}
	opt.PageSize = cmp.Or(opt.PageSize, DefaultPageSize)
	opt.Overlap = cmp.Or(opt.Overlap, DefaultOverlap)
	opt.Interval = cmp.Or(opt.Interval, Interval)
	if opt.PageSize < 1 || opt.PageSize > MaxPageSize {
		return nil, fmt.Errorf("europepmc: page_size %d is not between 1 and %d", opt.PageSize, MaxPageSize)
	}
	if opt.Overlap < 0 {
		return nil, fmt.Errorf("europepmc: overlap %v is negative", opt.Overlap)
	}
	if opt.Interval < 0 || opt.Interval < Interval && opt.BaseURL == DefaultBaseURL {
		return nil, fmt.Errorf("europepmc: interval %v is shorter than the %v that the service asks for", opt.Interval, Interval)
	}
	return &Source{fetch: f, opt: opt}, nil
}

// Name gives "europepmc".
func (s *Source) Name() string { return study.SourceEuropePMC }
