package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"evidelic/cite"
	"evidelic/study"
)

// Options say what a Server shows and reads. Search and Library are required;
// every other field has a default.
type Options struct {
	Search  Index
	Library Library

	// Cite writes one reference in a style ("apa"), as plain text and as HTML
	// with <i> alone; it fails with study.ErrInvalid for a style that it does not
	// know. nil: no styles are offered.
	Cite func(s *study.Study, style string) (text, html string, err error)
	// Styles lists the styles that Cite knows, in the order of display.
	Styles []Style

	Abstracts Policy                          // how much of an abstract without an open licence is shown; "" is PolicyFull
	Demo      bool                            // the library is synthetic: every page says so
	Version   string                          // of the program
	Operator  string                          // who runs this library, in words; "" leaves it out
	Contact   string                          // a mail or web address of the operator; "" leaves it out
	BaseURL   string                          // where readers reach the server, e.g. "https://evidence.example.org"; "" gives relative links
	Logger    *slog.Logger                    // nil: slog.Default()
	Metrics   *prometheus.Registry            // nil: a new one
	Ready     func() (ok bool, detail string) // whether an index answers; nil: always
	Now       func() time.Time                // nil: time.Now
	Notes     func() []string                 // what the operator should know, in words; nil: nothing
	Accuracy  Table                           // how often tags are right; see AccuracyTable. Empty: the page about the library names no figures
	Robots    string                          // the text of /robots.txt; "" keeps crawlers out of searches and the API
}

// Style is a citation style for readers: its name in addresses and its label.
type Style struct{ Name, Label string }

// Server answers requests. Make one with New. It is safe for concurrent use.
type Server struct {
	opt    Options
	echo   *echo.Echo
	pages  pages
	assets assets
	topics topicCache
	states stateCache
	checks chan struct{} // one for each check that runs
	past   chan struct{} // holds one while old versions are compared: one at a time

	spec       []byte          // the OpenAPI document, made once
	operations []operationView // the same for the page about the API
	formats    []cite.Format   // those that this version writes
}

// New gives a server, or an error that names what is missing in the options.
// Templates and static files are parsed here, so that a broken one stops the
// program at its start.
func New(opt Options) (*Server, error) {
	if err := opt.complete(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s := &Server{opt: opt, echo: echo.New(), formats: writable(), past: make(chan struct{}, 1), checks: make(chan struct{}, 2)}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if s.pages, err = s.parsePages(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := s.middleware(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := s.routes(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	return s, nil
}

// Handler gives the handler of every address of the server. Requests are put
// into the form that the routes know before the router sees them.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.echo.ServeHTTP(w, rewriteStudy(headAsGet(r)))
	})
}

// HTTPServer gives an http.Server for h with the limits that suit this handler:
// 10 s for the head of a request, 64 KiB of it, 2 minutes between requests. It
// sets no limit on writing, since an export may take long; pages have their own.
func HTTPServer(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxQuery + 32<<10,
	}
}

// complete fills in defaults and refuses options that cannot work.
func (o *Options) complete() error {
	if o.Search == nil || o.Library == nil {
		return errors.New("options: Search and Library are required")
	}
	if o.Abstracts == "" {
		o.Abstracts = PolicyFull
	}
	if !o.Abstracts.known() {
		return fmt.Errorf("server.abstracts: %q is not full, licensed or extract", o.Abstracts)
	}
	if u, err := url.Parse(o.BaseURL); err != nil || (o.BaseURL != "" && (u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"))) {
		return fmt.Errorf("server.base_url: %q is not an http or https address", o.BaseURL)
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	o.defaults()
	return nil
}

func (o *Options) defaults() {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	if o.Ready == nil {
		o.Ready = func() (bool, string) { return true, "" }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Notes == nil {
		o.Notes = func() []string { return nil }
	}
	if o.Robots == "" {
		o.Robots = "User-agent: *\nDisallow: /search\nDisallow: /api/\n"
	}
}

// address gives the absolute address of a path where the base is known, else
// the path.
func (s *Server) address(path string) string { return s.opt.BaseURL + path }

func (s *Server) studyURL(id string) string { return s.address("/study/" + id) }
