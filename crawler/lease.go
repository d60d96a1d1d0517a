package crawler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"evidelic/study"
)

// leasePoll is how often a held lease is tried again: its holder may give it
// back long before it runs out.
const leasePoll = time.Second

// acquire takes the lease on a source, waiting up to wait for another holder. The
// lease of a process that was killed is taken at once where that can be proved.
func (h *Harvester) acquire(ctx context.Context, source string, wait time.Duration) (study.Lease, error) {
	holder, until := holderName(), time.Now().Add(wait)
	for {
		lease, err := h.leases.AcquireLease(ctx, source, holder, LeaseTime)
		var held *study.LeaseHeld
		left := time.Until(until)
		if !errors.As(err, &held) {
			return lease, err
		}
		// Giving back names the holder, so that nobody else loses a lease by it; of two
		// who find the process gone, one gets the lease.
		if gone(held.Lease.Holder) {
			h.log.Warn("harvest: the process that held this source has ended without giving it back", "source", source, "holder", held.Lease.Holder)
			if err := h.leases.ReleaseLease(ctx, held.Lease); err != nil {
				return study.Lease{}, err
			}
			continue
		}
		if left <= 0 {
			return lease, err
		}
		if err := sleep(ctx, min(leasePoll, left)); err != nil {
			return study.Lease{}, err
		}
	}
}

// keepLease renews the lease between pages, as a page may take longer than the
// lease lasts: the host asked for a pause, or the next slot is far away. The
// context that it gives ends with study.ErrLeaseLost when another process took
// the lease. stop ends the renewal and waits for it.
func (r *run) keepLease(ctx context.Context) (_ context.Context, stop func()) {
	r.turn = make(chan struct{}, 1)
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for sleep(ctx, LeaseTime/2) == nil {
			if err := r.renewLease(ctx); errors.Is(err, study.ErrLeaseHeld) || errors.Is(err, study.ErrLeaseLost) {
				cancel(fmt.Errorf("%w: %w", study.ErrLeaseLost, err))
			} else if err != nil && ctx.Err() == nil {
				r.log.Warn("harvest: lease not renewed", "source", r.src.Name(), "error", err)
			}
		}
	}()
	return ctx, func() {
		cancel(context.Canceled)
		<-done
	}
}

func (r *run) renewLease(ctx context.Context) error {
	if err := r.takeLease(ctx); err != nil {
		return err
	}
	defer r.giveLease()
	lease, err := r.leases.AcquireLease(ctx, r.lease.Source, r.lease.Holder, LeaseTime)
	if err == nil {
		r.lease = lease
	}
	return err
}

// takeLease waits until nobody else uses the lease: a renewal and a page's
// transaction never meet.
func (r *run) takeLease(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (r *run) giveLease() { <-r.turn }

// release gives the lease back, also when ctx has ended. A failure is harmless:
// the lease runs out by itself.
func (r *run) release(ctx context.Context) {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if err := r.leases.ReleaseLease(last, r.lease); err != nil {
		r.log.Warn("harvest: lease not given back", "source", r.src.Name(), "until", r.lease.Until, "error", err)
	}
}
