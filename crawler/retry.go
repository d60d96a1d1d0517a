package crawler

import (
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// oddTries bounds the tries for an answer that came whole but is of no use: the
// wrong type, too large, undecodable. Caches and balancers give such ones in
// passing, yet most are for good.
const oddTries = 3

// retry makes tries until one succeeds, fails for good, or ctx ends.
func (f *Fetcher) retry(ctx context.Context, c *call) (*Response, error) {
	pauses := &backoff.ExponentialBackOff{
		InitialInterval: f.options.Pause, RandomizationFactor: 0.5, Multiplier: 2, MaxInterval: time.Minute,
	}
	pauses.Reset()
	odd := 0
	for n := 1; ; n++ {
		last := n == f.options.Tries || odd == oddTries-1
		res, err := f.try(ctx, c, last)
		if err == nil {
			return res, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		kind := kindOf(err)
		if kind == oddAnswer {
			odd++
		}
		if kind == forGood || n >= f.options.Tries || odd == oddTries {
			return nil, plain(err)
		}
		if err := f.pause(ctx, c, err, pauses.NextBackOff()); err != nil {
			return nil, err
		}
	}
}

// pause waits before the next try: what the server asked for, or else d.
func (f *Fetcher) pause(ctx context.Context, c *call, cause error, d time.Duration) error {
	host := slotHost(c.first.url)
	var status *StatusError
	if errors.As(cause, &status) && status.RetryAfter > 0 {
		// The jitter of d keeps processes that were told the same from coming
		// back at the same moment.
		d = status.RetryAfter + min(d, status.RetryAfter/4)
		at := f.pacer.now().Add(d)
		f.pacer.hold(host, c.Pace.Key, at)
		if d > f.options.MaxWait {
			return &LaterError{Host: host, At: at, Reason: "the server asked for a pause", Err: cause}
		}
	}
	f.options.Log.Info("fetch: trying again", "url", RedactURL(c.URL), "in", d, "because", cause)
	return f.pacer.wait(ctx, d)
}

// failure says what a failed try means for the next.
type failure int

const (
	inPassing failure = iota // the network or the server, likely better soon
	oddAnswer                // whole, but of no use
	forGood
)

func kindOf(err error) failure {
	var (
		permanent *backoff.PermanentError
		status    *StatusError
		redirect  *RedirectError
		kind      *TypeError
		large     *TooLargeError
		encoding  *EncodingError
	)
	switch {
	case errors.As(err, &permanent), errors.Is(err, ErrBadRequest), errors.Is(err, ErrPrivateAddress):
		return forGood
	case errors.As(err, &status):
		return kindOfStatus(status.Status)
	case errors.As(err, &redirect), errors.As(err, &kind), errors.As(err, &large), errors.As(err, &encoding):
		return oddAnswer
	}
	return kindOfNetwork(err)
}

func kindOfStatus(status int) failure {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
		520, 521, 522, 523, 524: // Cloudflare's words for an origin that does not answer
		return inPassing
	}
	return forGood
}

func kindOfNetwork(err error) failure {
	var (
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound, errors.As(err, &certificate),
		errors.Is(err, syscall.ENETUNREACH): // no network at all: the schedule tries again later
		return forGood
	}
	return inPassing
}

// final marks an error that no further try mends.
func final(err error) error { return backoff.Permanent(err) }

// plain takes final's mark off.
func plain(err error) error {
	var permanent *backoff.PermanentError
	if errors.As(err, &permanent) {
		return permanent.Unwrap()
	}
	return err
}

// maxRetryAfter bounds what a server can ask for.
const maxRetryAfter = 30 * 24 * time.Hour

// ParseRetryAfter reads the value of a Retry-After header, seconds or an HTTP
// date (RFC 9110, 10.2.3), as the time to wait from now: never negative, at most
// 30 days. ok is false when it is neither.
func ParseRetryAfter(value string, now time.Time) (d time.Duration, ok bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if strings.Trim(value, "0123456789") == "" {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil { // more digits than fit
			n = math.MaxInt32
		}
		return time.Duration(min(n, int64(maxRetryAfter/time.Second))) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), maxRetryAfter), true
}
