package crawler

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"evidelic/study"
)

// Rechecker asks sources again about records that they have long not spoken of, by
// a timetable in the store: a restart forgets nothing, and what was missed is made
// up for once. Two processes on one store never ask the same source at once, nor
// twice for one entry of the timetable.
type Rechecker struct {
	harvester *Harvester
	table     Timetable
	checks    Checks
	sources   []Fetchable
	options   RecheckOptions
}

// RecheckOptions say how often to re-check and what.
type RecheckOptions struct {
	Every time.Duration // between two runs over one source
	Age   time.Duration // how old a source's word about a record may be before it is asked again
}

// NewRechecker gives a re-checker that Run carries out.
func NewRechecker(h *Harvester, table Timetable, checks Checks, sources []Fetchable, o RecheckOptions) *Rechecker {
	return &Rechecker{harvester: h, table: table, checks: checks, sources: sources, options: o}
}

// Run re-checks each source whenever it is due, until ctx ends; then it waits for
// the runs to stop and gives nil. What goes wrong is logged and recorded, and tried
// again with the next entry.
func (c *Rechecker) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, src := range c.sources {
		wg.Go(func() {
			for wait := time.Duration(0); sleep(ctx, wait) == nil; {
				wait = c.look(ctx, src)
			}
		})
	}
	wg.Wait()
	return nil
}

// look re-checks a source if it is due and gives the time until the timetable is
// to be looked at again.
func (c *Rechecker) look(ctx context.Context, src Fetchable) time.Duration {
	at, err := c.next(ctx, src)
	switch {
	case err != nil && ctx.Err() == nil:
		c.harvester.log.Error("re-check: timetable not read", "source", src.Name(), "error", err)
	case err == nil && !at.After(time.Now()):
		c.once(ctx, src)
	case err == nil:
		return min(checkTime, time.Until(at))
	}
	return checkTime
}

// next gives when the source is due, and enters the first time for one that is not
// in the timetable: a library that was crawled before is looked through at once.
func (c *Rechecker) next(ctx context.Context, src Fetchable) (time.Time, error) {
	name := study.RecheckOf(src.Name())
	at, err := c.table.NextRun(ctx, name)
	if err != nil || !at.IsZero() {
		return at, err
	}
	cursor, err := c.harvester.library.Cursor(ctx, src.Name())
	if err != nil {
		return at, err
	}
	if at = time.Now().UTC(); cursor == nil {
		at = at.Add(c.options.Every)
	}
	return at, c.table.SetNextRun(ctx, name, at, "the first re-check of this source")
}

// once re-checks a source that is due, unless another process has done so in the
// meantime or harvests it.
func (c *Rechecker) once(ctx context.Context, src Fetchable) {
	started, log := time.Now().UTC(), c.harvester.log.With("source", src.Name())
	due := func(ctx context.Context) (bool, error) {
		at, err := c.table.NextRun(ctx, study.RecheckOf(src.Name()))
		return err == nil && !at.After(time.Now()), err
	}
	ended := func(ctx context.Context, out Rechecked, err error) error {
		return c.record(ctx, src, started, out, err)
	}
	out, err := c.harvester.recheckIf(ctx, src, c.checks, started.Add(-c.options.Age), due, ended)
	var held *study.LeaseHeld
	switch {
	case errors.As(err, &held), errors.Is(err, errNotDue), ctx.Err() != nil:
		return
	case err != nil:
		log.Error("re-check: the source did not answer for all; its studies say since when they were not checked", "asked", out.Asked, "again", c.options.Every, "error", err)
	case out.Asked > 0:
		log.Info("re-check: done", "asked", out.Asked, "changed", out.Changed, "missing", out.Missing, "failed", out.Failed)
	}
	for _, w := range out.Warnings {
		log.Warn("re-check: " + w)
	}
}

// record keeps what came of a re-check that had something to ask, and plans the
// next. One that was stopped with the program stays due.
func (c *Rechecker) record(ctx context.Context, src Fetchable, started time.Time, out Rechecked, cause error) error {
	if ctx.Err() != nil {
		return nil
	}
	name, ended := study.RecheckOf(src.Name()), time.Now().UTC()
	h := study.Harvest{Source: name, Started: started, Ended: ended, Outcome: study.HarvestDone, Announced: out.Asked, Seen: out.Asked - out.Missing - out.Failed,
		Changed: out.Changed, Failed: out.Failed + out.Missing, Gaps: []study.Gap{}, Warnings: out.Warnings}
	switch {
	case cause != nil:
		h.Outcome, h.Error = study.HarvestFailed, cause.Error()
	case h.Failed > 0:
		h.Outcome = study.HarvestPartial
	}
	if out.Asked > 0 || cause != nil {
		if _, err := c.harvester.library.BeginHarvest(ctx, h); err != nil {
			return fmt.Errorf("record the re-check: %w", err)
		}
	}
	next, why := ended.Add(c.options.Every), "as planned"
	var later *LaterError
	if errors.As(cause, &later) && later.At.After(next) {
		next, why = later.At, clip(later.Error(), 500)
	}
	return c.table.SetNextRun(ctx, name, next, why)
}
