package crawler

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"
)

// pacer waits for the moment at which a request may go out: the slot that all
// processes share, and any pause that the host itself asked this process for.
type pacer struct {
	slots   Slots
	maxWait time.Duration
	now     func() time.Time
	wait    func(context.Context, time.Duration) error

	mu    sync.Mutex
	holds map[string]time.Time // host and key -> not before
}

// admit reserves a slot and waits for it. It gives a *LaterError, without
// waiting, when the moment is further away than maxWait.
func (p *pacer) admit(ctx context.Context, host string, pace Pace) error {
	at, err := p.slots.ReserveSlot(ctx, host, pace.Key, pace.Interval, pace.Daily)
	if err != nil {
		return fmt.Errorf("reserve a slot for %s: %w", host, err)
	}
	reason := "the pace of this source, or its budget for the day, allows no earlier request"
	if hold := p.held(host, pace.Key); hold.After(at) {
		at, reason = hold, "the server asked for a pause"
	}
	d := at.Sub(p.now())
	if d > p.maxWait {
		return &LaterError{Host: host, At: at, Reason: reason}
	}
	return p.wait(ctx, d)
}

// slotHost names the host of an address in one way, so that all its requests
// share their slots: lower case, and the port where it is not the usual one.
func slotHost(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if port := u.Port(); port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return host
}

// hold keeps requests of this process from host until at.
func (p *pacer) hold(host, key string, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at.After(p.holds[host+" "+key]) {
		p.holds[host+" "+key] = at
	}
}

func (p *pacer) held(host, key string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := host + " " + key
	at, ok := p.holds[name]
	if ok && !at.After(p.now()) {
		delete(p.holds, name)
		return time.Time{}
	}
	return at
}

// sleep waits for d or until ctx ends, and gives the cause of the latter.
func sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
