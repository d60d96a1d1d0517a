package crawler

import (
	"errors"
	"fmt"
	"time"
)

// The errors of a fetch that carry nothing beyond their text. They come wrapped
// with the address; test with errors.Is.
var (
	// ErrPrivateAddress: the host, or a redirect, leads to an address that is not
	// public: loopback, a private network, a cloud's metadata service.
	ErrPrivateAddress = errors.New("refusing an address that is not public")
	// ErrCutBody: the connection ended before the announced end of the body.
	ErrCutBody = errors.New("the answer was cut short")
	// ErrBadRequest: the request cannot be sent as it is; it is our mistake or a
	// hostile link, and trying again does not help.
	ErrBadRequest = errors.New("cannot send this request")
	// ErrTimeout: the answer was not complete within the time limit of one try.
	ErrTimeout = errors.New("no complete answer in time")
)

// StatusError is an answer whose status is not 2xx. Body is its beginning, at
// most 300 bytes in one line, with our keys blanked out.
type StatusError struct {
	Status     int
	URL        string // without keys
	Body       string
	RetryAfter time.Duration // what the answer asked for; 0 when it did not
}

// Error names the status and shows the beginning of the body.
func (e *StatusError) Error() string {
	if e.Body == "" {
		return fmt.Sprintf("status %d", e.Status)
	}
	return fmt.Sprintf("status %d: %s", e.Status, e.Body)
}

// TooLargeError is a body above its limit, counted after decompression.
type TooLargeError struct{ Limit int64 }

// Error names the limit in bytes.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d bytes", e.Limit)
}

// TypeError is an answer of another kind than the request accepts: an HTML page
// in place of JSON, or nothing at all. Excerpt is its beginning, as in
// StatusError.
type TypeError struct {
	Want    []string
	Got     string // what it is by its header and its first bytes
	Excerpt string
}

// Error names what was wanted and what came.
func (e *TypeError) Error() string {
	return fmt.Sprintf("want %v, have %s: %s", e.Want, e.Got, e.Excerpt)
}

// EncodingError is a body whose compression or character set cannot be read.
type EncodingError struct {
	Encoding string
	Err      error
}

// Error names the encoding.
func (e *EncodingError) Error() string {
	return fmt.Sprintf("cannot read encoding %q: %v", e.Encoding, e.Err)
}

// Unwrap gives the reader's error.
func (e *EncodingError) Unwrap() error { return e.Err }

// LaterError says that a request cannot be made before At, which is further away
// than the fetcher waits: the server asked for the pause, or the day's budget is
// used up. Err is the server's answer, nil when it was our own budget.
type LaterError struct {
	Host   string
	At     time.Time
	Reason string
	Err    error
}

// Error names the time at which to try again.
func (e *LaterError) Error() string {
	return fmt.Sprintf("%s: try again at %s: %s", e.Host, e.At.UTC().Format(time.RFC3339), e.Reason)
}

// Unwrap gives the server's answer.
func (e *LaterError) Unwrap() error { return e.Err }

// RedirectError is a redirect that was not followed.
type RedirectError struct {
	To     string // without keys
	Reason string
	Err    error
}

// Error names the target and the reason.
func (e *RedirectError) Error() string {
	return fmt.Sprintf("redirect to %s not followed: %s", e.To, e.Reason)
}

// Unwrap gives the cause, if another error was one.
func (e *RedirectError) Unwrap() error { return e.Err }

// RobotsError says that robots.txt does not allow an address, or that the rules
// are not known (Unknown), which counts as not allowed until they can be read.
type RobotsError struct {
	URL     string // without keys
	Rule    string // the line that forbids it
	Unknown bool
	Err     error // why the rules are not known
}

// Error names the address and the rule.
func (e *RobotsError) Error() string {
	if e.Unknown {
		return fmt.Sprintf("robots.txt could not be read, so %s is left alone: %v", e.URL, e.Err)
	}
	return fmt.Sprintf("robots.txt does not allow %s (%s)", e.URL, e.Rule)
}

// Unwrap gives the reason why the rules are not known.
func (e *RobotsError) Unwrap() error { return e.Err }
