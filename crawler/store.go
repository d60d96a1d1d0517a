package crawler

import (
	"context"
	"encoding/json"
	"time"

	"evidelic/study"
)

// Library is where harvests put what they find. Apply stores a page and its
// cursor in one transaction.
type Library interface {
	Apply(ctx context.Context, b study.Batch) (study.Applied, error)
	Cursor(ctx context.Context, source string) (json.RawMessage, error)
	BeginHarvest(ctx context.Context, h study.Harvest) (id int64, err error)
	EndHarvest(ctx context.Context, h study.Harvest) error
}

// Leases keep two processes from harvesting one source at the same time.
// AcquireLease fails with a *study.LeaseHeld while another holder's lease lasts.
type Leases interface {
	AcquireLease(ctx context.Context, source, holder string, ttl time.Duration) (study.Lease, error)
	ReleaseLease(ctx context.Context, l study.Lease) error
}

// Slots hold the pacing of requests across processes. ReserveSlot takes the next
// free moment for a request to host under key (an API key or ""), at least
// interval after the one before, and gives it; at most daily requests fall on one
// UTC day (0: no limit), a request over that gets a slot on the next.
type Slots interface {
	ReserveSlot(ctx context.Context, host, key string, interval time.Duration, daily int) (time.Time, error)
}

// Timetable keeps each source's next run, so that a restart forgets nothing. A
// source without one gives the zero time.
type Timetable interface {
	NextRun(ctx context.Context, source string) (time.Time, error)
	SetNextRun(ctx context.Context, source string, at time.Time, why string) error
}
