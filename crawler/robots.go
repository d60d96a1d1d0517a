package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// How long rules are believed: RFC 9309, 2.4 asks for no more than a day. Rules
// that could not be read are asked for again after an hour.
const (
	robotsFresh   = 24 * time.Hour
	robotsUnknown = time.Hour
)

// robotsBytes bounds a robots.txt; RFC 9309, 2.5 asks for at least 500 KiB.
const robotsBytes = 512 << 10

// robotsHosts bounds how many hosts' rules are kept.
const robotsHosts = 4096

// robots knows the rules of the hosts that were asked. It is safe for concurrent
// use; one host is asked once, however many wait.
type robots struct {
	f     *Fetcher
	mu    sync.Mutex
	hosts map[string]*robotsEntry
}

// robotsEntry is one host's rules. turn is held while they are read or fetched.
type robotsEntry struct {
	turn  chan struct{}
	rules *robotsRules // nil when err
	err   error
	until time.Time
}

func newRobots(f *Fetcher) *robots {
	return &robots{f: f, hosts: make(map[string]*robotsEntry)}
}

// check gives the host's Crawl-delay, or a *RobotsError when the address is not
// allowed or the rules are not known.
func (r *robots) check(ctx context.Context, u *url.URL, pace Pace) (time.Duration, error) {
	e := r.entry(u.Scheme + "://" + slotHost(u))
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	if !r.f.pacer.now().Before(e.until) {
		if err := r.refresh(ctx, e, u, pace); err != nil {
			return 0, err
		}
	}
	if e.err != nil {
		return 0, final(&RobotsError{URL: RedactURL(u.String()), Unknown: true, Err: e.err})
	}
	if ok, rule := e.rules.allows(u); !ok {
		return 0, final(&RobotsError{URL: RedactURL(u.String()), Rule: rule})
	}
	return e.rules.delay, nil
}

func (r *robots) entry(origin string) *robotsEntry {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.hosts[origin]
	if e == nil {
		if len(r.hosts) >= robotsHosts {
			clear(r.hosts) // they are asked again, politely
		}
		e = &robotsEntry{turn: make(chan struct{}, 1)}
		r.hosts[origin] = e
	}
	return e
}

// refresh asks the host. Its error is one that says nothing about the rules: ctx
// ended, or the host is to be asked later.
func (r *robots) refresh(ctx context.Context, e *robotsEntry, u *url.URL, pace Pace) error {
	rules, err := r.fetch(ctx, u, pace)
	var later *LaterError
	if ctx.Err() != nil || errors.As(err, &later) {
		return final(err)
	}
	e.rules, e.err, e.until = rules, err, r.f.pacer.now().Add(robotsFresh)
	if err != nil {
		e.until = r.f.pacer.now().Add(robotsUnknown)
	}
	return nil
}

// fetch reads the rules, in a slot of their own.
func (r *robots) fetch(ctx context.Context, u *url.URL, pace Pace) (*robotsRules, error) {
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	c, err := newCall(Request{URL: at.String(), MaxBytes: robotsBytes, Pace: pace})
	if err != nil {
		return nil, err
	}
	res, err := r.f.retry(ctx, c)
	var status *StatusError
	switch {
	case errors.As(err, &status) && status.Status >= 400 && status.Status < 500 && status.Status != http.StatusTooManyRequests:
		return &robotsRules{}, nil // there are none (RFC 9309, 2.3.1.3)
	case err != nil:
		return nil, err // not reachable: nothing is allowed (2.3.1.4)
	}
	if found := sniff(res.Body); found != "text/plain" && found != "an empty body" {
		return nil, fmt.Errorf("the answer is no list of rules: it begins as %s: %s", found, excerpt(res.Body, nil))
	}
	return parseRobots(res.Body, Product), nil
}
