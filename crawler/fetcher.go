package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"
)

// Product is the name by which hosts know this program: the first word of its
// user agent, and the token that robots.txt rules are looked up by.
const Product = "Evidelic"

// The limits of a Fetcher unless its options say otherwise.
const (
	DefaultTimeout = 90 * time.Second
	DefaultTries   = 5
	DefaultMaxWait = 5 * time.Minute
	DefaultPause   = time.Second
)

// maxURL bounds an address in bytes; longer terms go into a POST.
const maxURL = 16 << 10

// maxRedirects is how many redirects one try follows.
const maxRedirects = 5

// Options say who asks and how patiently. The zero value works.
type Options struct {
	Version      string        // of the program, for the user agent
	Site         string        // an address that describes the program
	Mail         string        // the operator's address
	Timeout      time.Duration // for one try, from its slot to the last byte; 0: DefaultTimeout
	Tries        int           // at most, for one Fetch; 0: DefaultTries
	MaxWait      time.Duration // longest wait for a slot or for Retry-After, above it a *LaterError; 0: DefaultMaxWait
	Pause        time.Duration // before the second try, doubling from there with jitter, at most a minute; 0: DefaultPause
	AllowPrivate []string      // hosts ("127.0.0.1", "localhost:8081") that may be reached though they are not public
	Log          *slog.Logger  // retries and repaired answers; nil: nothing is logged
}

// Fetcher makes requests politely: each waits for its slot, names the program
// and its operator, and is bounded in time and size. It is safe for concurrent
// use.
type Fetcher struct {
	options   Options
	agent     string
	transport *transport
	colly     *colly.Collector // cloned for each exchange, never used itself
	pacer     *pacer
	robots    *robots
}

// NewFetcher gives a fetcher whose requests are paced through slots; nil slots
// pace this process alone. It fails when an option cannot be part of a header.
func NewFetcher(slots Slots, o Options) (*Fetcher, error) {
	for name, v := range map[string]string{"version": o.Version, "site": o.Site, "mail": o.Mail} {
		if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("();", r) }) {
			return nil, fmt.Errorf("fetcher: %s %q cannot stand in a user agent", name, v)
		}
	}
	if slots == nil {
		slots = &MemorySlots{}
	}
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	o.Tries = cmp.Or(o.Tries, DefaultTries)
	o.MaxWait = cmp.Or(o.MaxWait, DefaultMaxWait)
	o.Pause = cmp.Or(o.Pause, DefaultPause)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	t := newTransport(newDialer(o.AllowPrivate))
	f := &Fetcher{options: o, agent: userAgent(o), transport: t, colly: newCollector(t)}
	f.pacer = &pacer{slots: slots, maxWait: o.MaxWait, now: time.Now, wait: sleep, holds: make(map[string]time.Time)}
	f.robots = newRobots(f)
	return f, nil
}

// userAgent gives "Evidelic/1.0 (+https://example.org; mailto:ops@example.org)".
func userAgent(o Options) string {
	var about []string
	if o.Site != "" {
		about = append(about, "+"+o.Site)
	}
	if o.Mail != "" {
		about = append(about, "mailto:"+o.Mail)
	}
	agent := Product + "/" + cmp.Or(o.Version, "dev")
	if len(about) > 0 {
		agent += " (" + strings.Join(about, "; ") + ")"
	}
	return agent
}

// newCollector sets everything in colly that would otherwise cut, forget,
// repeat or wait on its own. Init is called in place of NewCollector because
// that one lets COLLY_* variables of the environment change the settings.
func newCollector(t *transport) *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.MaxBodySize = 0 // its limit cuts silently; transport limits with an error
	c.AllowURLRevisit = true
	c.IgnoreRobotsTxt = true // our own reading of the rules is stricter: robots.go
	c.ParseHTTPErrorResponse = true
	c.SetClient(&http.Client{Transport: t}) // no cookies, no time limit but the context's
	return c
}

// Close closes the connections that are kept for further requests. Requests that
// are under way go on, and new ones open connections again.
func (f *Fetcher) Close() { f.transport.base.CloseIdleConnections() }

// Fetch makes the request and gives the whole answer. Answers that may be
// different next time are asked for again, each try in its own slot. Errors are
// wrapped and carry no keys; find the cause with errors.As and errors.Is:
// *StatusError, *TypeError, *TooLargeError, *EncodingError, *LaterError,
// *RedirectError, *RobotsError, ErrCutBody, ErrTimeout, ErrPrivateAddress,
// ErrBadRequest. When ctx ends it returns at once with the cause.
func (f *Fetcher) Fetch(ctx context.Context, req Request) (*Response, error) {
	c, err := newCall(req)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", RedactURL(req.URL), err)
	}
	res, err := f.retry(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", RedactURL(req.URL), err)
	}
	return res, nil
}

// call is one Fetch: what was asked for, checked.
type call struct {
	Request
	first   hop
	secrets []string
}

// hop is one request of a call: the first, or one that a redirect asked for.
type hop struct {
	url  *url.URL
	home bool // the host that the caller named: it gets the caller's headers, key and form
}

func newCall(req Request) (*call, error) {
	if len(req.URL) > maxURL {
		return nil, fmt.Errorf("%w: the address has %d bytes, at most %d", ErrBadRequest, len(req.URL), maxURL)
	}
	u, err := url.Parse(req.URL)
	if err != nil {
		// A *url.Error repeats the whole address, with its keys.
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return nil, fmt.Errorf("%w: %w", ErrBadRequest, err)
	}
	if err := checkURL(u); err != nil {
		return nil, err
	}
	if req.MaxBytes <= 0 {
		req.MaxBytes = DefaultMaxBytes
	}
	return &call{Request: req, first: hop{u, true}, secrets: secretsOf(&req, u)}, nil
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: %q is neither http nor https", ErrBadRequest, clip(u.Scheme, 20))
	case u.Hostname() == "":
		return fmt.Errorf("%w: the address names no host", ErrBadRequest)
	case u.User != nil:
		return fmt.Errorf("%w: the address carries a user name", ErrBadRequest)
	}
	return nil
}

// try makes one attempt, redirects included.
func (f *Fetcher) try(ctx context.Context, c *call, last bool) (*Response, error) {
	h := c.first
	for n := 0; ; n++ {
		x, err := f.exchange(ctx, c, h)
		if err != nil {
			return nil, err
		}
		if !x.redirects() {
			return f.judge(c, h, x, last)
		}
		if n == maxRedirects {
			return nil, &RedirectError{To: RedactURL(x.location), Reason: fmt.Sprintf("it is number %d in a row", n+1)}
		}
		if h, err = c.follow(h, x); err != nil {
			return nil, err
		}
	}
}

// exchange makes one HTTP exchange: rules, slot, request, body.
func (f *Fetcher) exchange(ctx context.Context, c *call, h hop) (*exchange, error) {
	pace := c.Pace
	if !h.home {
		pace = Pace{Interval: c.Pace.Interval}
	}
	if c.Robots {
		delay, err := f.robots.check(ctx, h.url, pace)
		if err != nil {
			return nil, err
		}
		pace.Interval = max(pace.Interval, delay)
	}
	if err := f.pacer.admit(ctx, slotHost(h.url), pace); err != nil {
		return nil, final(err)
	}
	bounded, cancel := context.WithTimeoutCause(ctx, f.options.Timeout, ErrTimeout)
	defer cancel()
	x := &exchange{limit: c.MaxBytes}
	err := f.visit(context.WithValue(bounded, exchangeKey{}, x), c, h, x)
	switch {
	case err == nil:
		return x, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case bounded.Err() != nil:
		return nil, fmt.Errorf("%w: %s", ErrTimeout, f.options.Timeout)
	}
	return nil, err
}

// visit hands one request to colly.
func (f *Fetcher) visit(ctx context.Context, c *call, h hop, x *exchange) error {
	collector := f.colly.Clone()
	collector.Context = ctx
	collector.OnResponse(func(r *colly.Response) {
		x.status, x.header, x.body = r.StatusCode, *r.Headers, r.Body
	})
	method, body := http.MethodGet, io.Reader(nil)
	if c.Form != nil && h.home {
		method, body = http.MethodPost, strings.NewReader(c.Form.Encode())
	}
	err := collector.Request(method, h.url.String(), body, nil, f.header(c, h))
	var ue *url.Error // repeats the address, with its keys
	if errors.As(err, &ue) {
		err = ue.Err
	}
	return err
}

func (f *Fetcher) header(c *call, h hop) http.Header {
	header := http.Header{}
	if h.home {
		maps.Copy(header, c.Header.Clone())
	}
	header.Set("User-Agent", f.agent)
	header.Set("Accept-Encoding", "gzip")
	header.Set("Accept", cmp.Or(strings.Join(c.Accept, ", "), "*/*"))
	return header
}
