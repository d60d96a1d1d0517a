package study

import (
	"errors"
	"fmt"
	"time"
)

// The errors that every room knows. They are wrapped with what was asked for;
// test with errors.Is.
var (
	// ErrNotFound: the library has no such study, record or source.
	ErrNotFound = errors.New("not found")
	// ErrInvalid: the caller's input is malformed; the message says where.
	ErrInvalid = errors.New("invalid input")
	// ErrLeaseHeld: another process harvests this source at the moment.
	ErrLeaseHeld = errors.New("another process is harvesting this source")
	// ErrLeaseLost: the lease ran out and another process took it.
	ErrLeaseLost = errors.New("the lease on this source was lost")
	// ErrWrongLibrary: demo records were given to a real library, or the reverse.
	ErrWrongLibrary = errors.New("demo and real studies never mix in one library")
	// ErrBusy: the place is taken or overloaded at the moment; trying later helps.
	ErrBusy = errors.New("busy")
)

// Redirect is the error for an id that was joined into another: the study lives
// under To. Find it with errors.As.
type Redirect struct{ To string }

// Error names the surviving id.
func (e *Redirect) Error() string { return "moved to " + e.To }

// LeaseHeld is the error for a source that another process harvests: who, and
// since when. It wraps ErrLeaseHeld.
type LeaseHeld struct{ Lease Lease }

// Error names the holder and the times.
func (e *LeaseHeld) Error() string {
	return fmt.Sprintf("%s: %v: %s since %s, until %s unless renewed", e.Lease.Source, ErrLeaseHeld, e.Lease.Holder,
		e.Lease.Since.UTC().Format(time.RFC3339), e.Lease.Until.UTC().Format(time.RFC3339))
}

// Unwrap gives ErrLeaseHeld.
func (e *LeaseHeld) Unwrap() error { return ErrLeaseHeld }
