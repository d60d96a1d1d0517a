package pubmed

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// The defaults and limits of Options.
const (
	DefaultBaseURL  = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
	DefaultPageSize = 200
	DefaultOverlap  = 7 * 24 * time.Hour
	maxPageSize     = 1000
)

// The intervals between requests that NCBI allows (NBK25497): 3 a second from one
// address, 10 with a key, each with some room.
const (
	intervalPlain = 340 * time.Millisecond
	intervalKey   = 105 * time.Millisecond
)

// Options say what a Source harvests and how.
type Options struct {
	BaseURL  string        // of the E-utilities; "": DefaultBaseURL
	Query    string        // the search expression, without dates
	Tool     string        // the name of the program, without spaces
	Email    string        // the operator's address; without one NCBI may block the program
	APIKey   string        // raises NCBI's limit to ten requests a second
	PageSize int           // records a request, up to 1,000; 0: DefaultPageSize
	Overlap  time.Duration // by which a later run goes back behind the last one; 0: DefaultOverlap
	Pause    time.Duration // before an answer that was an error under status 200 is asked for again, doubling; 0: one second
}

// Source harvests PubMed through the E-utilities. It keeps no state between
// calls and is safe for concurrent use.
type Source struct {
	fetch crawler.Client
	opt   Options
	base  string
}

// New gives a source that asks through f. It fails when an option cannot be used,
// and names it.
func New(f crawler.Client, opt Options) (*Source, error) {
	opt.Query = strings.Join(strings.Fields(opt.Query), " ")
	opt.BaseURL = cmp.Or(opt.BaseURL, DefaultBaseURL)
	opt.PageSize = cmp.Or(opt.PageSize, DefaultPageSize)
	opt.Overlap = cmp.Or(opt.Overlap, DefaultOverlap)
	opt.Pause = cmp.Or(opt.Pause, time.Second)
	u, err := url.Parse(opt.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("pubmed: url %q is no web address: %w", opt.BaseURL, study.ErrInvalid)
	case opt.Query == "":
		return nil, fmt.Errorf("pubmed: query is empty: %w", study.ErrInvalid)
	case strings.ContainsAny(opt.Tool, " \t\r\n"):
		return nil, fmt.Errorf("pubmed: tool %q has a space in it, which NCBI does not allow: %w", opt.Tool, study.ErrInvalid)
	case opt.PageSize < 1 || opt.PageSize > maxPageSize:
		return nil, fmt.Errorf("pubmed: page size %d is not between 1 and %d: %w", opt.PageSize, maxPageSize, study.ErrInvalid)
	case opt.Overlap < 0:
		return nil, fmt.Errorf("pubmed: overlap %s is negative: %w", opt.Overlap, study.ErrInvalid)
	}
	return &Source{fetch: f, opt: opt, base: strings.TrimRight(opt.BaseURL, "/") + "/"}, nil
}

// Name gives "pubmed".
func (s *Source) Name() string { return study.SourcePubMed }

// longTerm is the length in bytes from which a parameter is sent as a POST body;
// NCBI asks for POST from some hundred identifiers on.
const longTerm = 800

// ask sends a request to one of the E-utilities. Long parameters and the key go
// into the body, so that the key stands in no address.
func (s *Source) ask(ctx context.Context, tool string, params url.Values) (*crawler.Response, error) {
	form := url.Values{}
	for name, values := range params {
		if len(values[0]) >= longTerm {
			form[name] = values
			params.Del(name)
		}
	}
	params.Set("db", "pubmed")
	if s.opt.Tool != "" {
		params.Set("tool", s.opt.Tool)
	}
	if s.opt.Email != "" {
		params.Set("email", s.opt.Email)
	}
	req := crawler.Request{Pace: crawler.Pace{Interval: intervalPlain}}
	if s.opt.APIKey != "" {
		form.Set("api_key", s.opt.APIKey)
		req.Pace = crawler.Pace{Key: s.opt.APIKey, Interval: intervalKey}
	}
	if len(form) > 0 {
		req.Form = form
	}
	req.URL = s.base + tool + "?" + params.Encode()
	return s.fetch.Fetch(ctx, req)
}

// tries bounds how often an error under status 200 is answered by asking again.
const tries = 4

// patiently calls f until it succeeds, fails for good, or has been tried often
// enough. Failures of the connection are for the fetcher, which has retried them.
func (s *Source) patiently(ctx context.Context, f func() error) error {
	pause := s.opt.Pause
	for n := 1; ; n++ {
		err := f()
		if err == nil || n == tries || !passing(err) || ctx.Err() != nil {
			return err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		}
		pause *= 2
	}
}
