// Package openalex reads OpenAlex, an open index of scholarly works. Its search
// expressions are run one after another, the newest works first. The changes of
// the index are for paying accounts, so that a later harvest takes again what was
// published within some months.
//
// See https://docs.openalex.org for the service. Since 13 February 2026 each
// request has a price: a free key gives one dollar a day, no key a tenth of that.
// The data are in the public domain (CC0); abstracts come as lists of words with
// their places.
package openalex

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// DefaultBaseURL is the address of the public service.
const DefaultBaseURL = "https://api.openalex.org"

// The limits of the service. A search costs USD 0.001, so that the free dollar of
// a key pays for 1000 a day, and 100 are free without one; a tenth is left for
// other uses of the key. 100 requests a second are allowed; few are needed.
const (
	MaxPageSize     = 100
	Interval        = 200 * time.Millisecond
	DailyKey        = 900
	DailyPlain      = 90
	maxURL          = 4000 // the service refuses addresses above 4094 bytes
	maxBody         = 64 << 20
	DefaultWindow   = 180 * 24 * time.Hour
	DefaultPageSize = 100
)

// Options say what to harvest and how.
type Options struct {
	BaseURL  string        // "": DefaultBaseURL
	APIKey   string        // raises the daily budget tenfold
	Queries  []string      // expressions over title and abstract ("psilocybin OR (ketamine AND depression)"); required
	PageSize int           // 1 to MaxPageSize; 0: DefaultPageSize
	Window   time.Duration // by which a later run goes back, counted by dates of publication; 0: DefaultWindow
	Daily    int           // requests a day; 0: DailyKey or DailyPlain
	Interval time.Duration // between requests; 0: Interval
}

// Source is OpenAlex as a crawler.Source. It is safe for concurrent use.
type Source struct {
	fetch crawler.Client
	opt   Options
}

// New gives the source. It returns an error that names the option when one cannot
// be used.
func New(f crawler.Client, opt Options) (*Source, error) {
	var err error
	if opt.BaseURL, err = crawler.BaseURL(study.SourceOpenAlex, opt.BaseURL, DefaultBaseURL); err != nil {
		return nil, err
	}
	daily := DailyPlain
	if opt.APIKey != "" {
		daily = DailyKey
	}
	opt.PageSize = cmp.Or(opt.PageSize, DefaultPageSize)
	opt.Window = cmp.Or(opt.Window, DefaultWindow)
	opt.Daily = cmp.Or(opt.Daily, daily)
	opt.Interval = cmp.Or(opt.Interval, Interval)
	if opt.PageSize < 1 || opt.PageSize > MaxPageSize {
		return nil, fmt.Errorf("openalex: page_size %d is not between 1 and %d", opt.PageSize, MaxPageSize)
	}
	if opt.Window < 0 || opt.Daily < 0 || opt.Interval < 0 {
		return nil, fmt.Errorf("openalex: window %v, daily %d or interval %v is negative", opt.Window, opt.Daily, opt.Interval)
	}
	s := &Source{fetch: f, opt: opt}
	return s, s.checkQueries()
}

// checkQueries folds the expressions and refuses those that the service would.
func (s *Source) checkQueries() error {
	if len(s.opt.Queries) == 0 {
		return fmt.Errorf("openalex: queries is empty")
	}
	queries := make([]string, len(s.opt.Queries))
	for i, q := range s.opt.Queries {
		queries[i] = strings.Join(strings.Fields(q), " ")
		if queries[i] == "" {
			return fmt.Errorf("openalex: queries[%d] is empty", i)
		}
		if strings.ContainsAny(q, ",|") {
			return fmt.Errorf("openalex: queries[%d] has a comma or a bar, which separate filters: write OR", i)
		}
		// A cursor has some 100 bytes.
		if n := len(s.request(queries[i], "1900-01-01", strings.Repeat("x", 200)).URL); n > maxURL {
			return fmt.Errorf("openalex: queries[%d] makes an address of %d bytes, at most %d: split it", i, n, maxURL)
		}
	}
	s.opt.Queries = queries
	return nil
}

// Name gives "openalex".
func (s *Source) Name() string { return study.SourceOpenAlex }
