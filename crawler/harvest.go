package crawler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"evidelic/study"
)

// LeaseTime is how long a lease on a source lasts unless it is renewed, which a
// harvest does with each page and once a minute besides.
const LeaseTime = 2 * time.Minute

// The limits of what a harvest takes from a source.
const (
	maxCursor   = 1 << 20 // bytes of one cursor
	maxRepeats  = 3       // pages in a row whose cursors the run has had before
	maxWarnings = 100     // kept with a harvest; all of them are logged
)

// endTime is how long the last entries of a stopped harvest may take.
const endTime = 10 * time.Second

// Harvester runs harvests: pages from a source into a library, each page with
// its cursor in one transaction. It is safe for concurrent use; one source is
// harvested once at a time, whoever asks.
type Harvester struct {
	library Library
	leases  Leases
	log     *slog.Logger
}

// NewHarvester gives a harvester that stores into library. A nil log is silent.
func NewHarvester(library Library, leases Leases, log *slog.Logger) *Harvester {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Harvester{library, leases, log}
}

// RunOptions say what one harvest is to fetch. The zero value goes on from where
// the last one ended.
type RunOptions struct {
	Since    time.Time           // see Plan
	Full     bool                // see Plan
	Wait     time.Duration       // how long to wait for a lease that another process holds
	Progress func(study.Harvest) // called at the start, after each page and at the end, in order; may be nil

	due   func(context.Context) (bool, error)               // asked once the lease is held
	ended func(context.Context, study.Harvest, error) error // told while the lease is still held
}

// errNotDue says that another process has made the run in the meantime.
var errNotDue = errors.New("no longer due")

// Run makes one harvest of src and gives what came of it. The error is nil when
// everything announced was stored or is named in the harvest as failed or as a
// gap (outcomes done, partial, unchanged); it is a *study.LeaseHeld when another
// process harvests the source, the cause of ctx's end when that came first, and
// else what stopped the run. The harvest's end is recorded in each case but the
// first; what was stored before it stays, and the next run goes on from there.
func (h *Harvester) Run(ctx context.Context, src Source, o RunOptions) (study.Harvest, error) {
	failed := study.Harvest{Source: src.Name(), Started: time.Now().UTC(), Outcome: study.HarvestFailed, Gaps: []study.Gap{}}
	lease, err := h.acquire(ctx, src.Name(), o.Wait)
	if err != nil {
		failed.Ended, failed.Error = time.Now().UTC(), err.Error()
		return failed, fmt.Errorf("harvest %s: %w", src.Name(), err)
	}
	r := &run{Harvester: h, src: src, options: o, lease: lease,
		cursors: make(map[[sha256.Size]byte]bool), given: make(map[string]bool)}
	defer r.release(ctx)
	if o.due != nil {
		if due, err := o.due(ctx); err != nil {
			return failed, fmt.Errorf("harvest %s: %w", src.Name(), err)
		} else if !due {
			return failed, errNotDue
		}
	}
	err = r.harvest(ctx)
	err = r.finish(ctx, err)
	if err != nil {
		err = fmt.Errorf("harvest %s: %w", src.Name(), err)
	}
	return r.state, err
}

// run is one harvest while it goes on.
type run struct {
	*Harvester
	src      Source
	options  RunOptions
	state    study.Harvest
	pages    int
	warnings int  // all of them; state keeps the first
	nothing  bool // the source said that it has nothing new
	whole    bool // nothing of what is announced was delivered to an earlier harvest
	cursors  map[[sha256.Size]byte]bool
	given    map[string]bool // keys of a run beside the usual one, whose cursor stands still
	repeats  int

	turn  chan struct{} // held by whoever uses the lease
	lease study.Lease
}

// harvest begins the run and takes its pages.
func (r *run) harvest(ctx context.Context) error {
	cursor, err := r.library.Cursor(ctx, r.src.Name())
	if err != nil {
		return fmt.Errorf("cursor: %w", err)
	}
	r.whole = cursor == nil
	now := time.Now().UTC()
	r.state = study.Harvest{Source: r.src.Name(), Started: now, Outcome: study.HarvestRunning, Gaps: []study.Gap{}}
	if r.state.ID, err = r.library.BeginHarvest(ctx, r.state); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	r.progress()
	ctx, stop := r.keepLease(ctx)
	defer stop()
	err = r.take(ctx, Plan{Since: r.options.Since, Full: r.options.Full, Cursor: cursor, Now: now})
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, study.ErrLeaseLost) {
		return cause
	}
	return err
}

// take stores page after page. A panic of the source ends the run, not the
// program.
func (r *run) take(ctx context.Context, plan Plan) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the source's reader broke: %v", p)
			r.log.Error("harvest: panic", "source", r.src.Name(), "panic", p, "stack", string(debug.Stack()))
		}
	}()
	for page, err := range r.src.Pages(ctx, plan) {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.checkCursor(page); err != nil {
			return err
		}
		if err := r.store(ctx, page); err != nil {
			return fmt.Errorf("page %d: %w", r.pages+1, err)
		}
		r.pages++
		r.progress()
		if r.repeats >= maxRepeats {
			return fmt.Errorf("the source repeats its cursor: page %d ended where an earlier one did", r.pages)
		}
	}
	return ctx.Err() // a source that stops quietly because ctx ended has not finished
}

// checkCursor refuses a page from which no run could go on, and counts those
// that lead nowhere new.
func (r *run) checkCursor(p Page) error {
	next := p.Next
	switch {
	case len(bytes.TrimSpace(next)) == 0 || string(next) == "null":
		return fmt.Errorf("page %d has no cursor", r.pages+1)
	case len(next) > maxCursor:
		return fmt.Errorf("the cursor of page %d has %d bytes, at most %d", r.pages+1, len(next), maxCursor)
	case !json.Valid(next):
		return fmt.Errorf("the cursor of page %d is no JSON", r.pages+1)
	}
	sum := sha256.Sum256(next)
	fresh := r.fresh(p)
	if r.cursors[sum] && !fresh {
		r.repeats++
		return nil
	}
	r.cursors[sum], r.repeats = true, 0
	return nil
}

// fresh says whether a page of a run by Since or Full brings a record that the
// run has not had: such a run leaves the stored place alone, so that a cursor that
// does not move says nothing there.
func (r *run) fresh(p Page) bool {
	if !r.options.Full && r.options.Since.IsZero() {
		return false
	}
	before := len(r.given)
	for i := range p.Records {
		r.given[p.Records[i].Key] = true
	}
	for _, f := range p.Failed {
		r.given[f.Key+" "+f.Position] = true
	}
	return len(r.given) > before
}

// store puts one page into the library. The harvest's counts change only when
// the page is in.
func (r *run) store(ctx context.Context, p Page) error {
	state := r.state
	state.Seen += len(p.Failed)
	state.Failed += len(p.Failed)
	state.Announced = max(state.Announced, p.Announced)
	state.Gaps = append(state.Gaps[:len(state.Gaps):len(state.Gaps)], p.Gaps...)
	state.Warnings = state.Warnings[:len(state.Warnings):len(state.Warnings)]
	if p.From != "" {
		state.From = p.From
	}
	if p.To != "" {
		state.To = p.To
	}
	count := r.warnings
	for _, w := range p.Warnings {
		count = r.warn(&state, count, w)
	}
	for _, f := range p.Failed {
		count = r.warn(&state, count, "not stored: "+f.Error())
	}
	applied, err := r.apply(ctx, p, &state)
	if err != nil {
		return err
	}
	for _, f := range applied.Failed {
		count = r.warn(&state, count, "not stored: "+f.Error())
	}
	r.state, r.warnings, r.nothing = state, count, p.Unchanged
	return nil
}

func (r *run) warn(state *study.Harvest, count int, what string) int {
	what = clip(what, 500)
	r.log.Warn("harvest: "+what, "source", r.src.Name())
	switch {
	case count < maxWarnings:
		state.Warnings = append(state.Warnings, what)
	default:
		state.Warnings = append(state.Warnings[:maxWarnings:maxWarnings], fmt.Sprintf("and %d more, see the log", count+1-maxWarnings))
	}
	return count + 1
}

func (r *run) apply(ctx context.Context, p Page, state *study.Harvest) (study.Applied, error) {
	if err := r.takeLease(ctx); err != nil {
		return study.Applied{}, err
	}
	defer r.giveLease()
	return r.library.Apply(ctx, study.Batch{
		Source: r.src.Name(), Records: p.Records, Deleted: p.Deleted, Cursor: p.Next, Lease: &r.lease, Harvest: state,
	})
}

// finish judges the run, records its end, and gives the error that Run returns.
func (r *run) finish(ctx context.Context, cause error) error {
	if r.state.Source == "" { // it never began
		r.state = study.Harvest{Source: r.src.Name(), Started: time.Now().UTC(), Gaps: []study.Gap{}}
	}
	r.state.Ended = time.Now().UTC()
	switch {
	case cause == nil:
		r.compare()
		r.state.Outcome = outcome(r.state, r.nothing)
	case ctx.Err() != nil:
		cause = context.Cause(ctx)
		r.state.Outcome, r.state.Error = study.HarvestInterrupted, "stopped: "+cause.Error()
	default:
		r.state.Outcome, r.state.Error = study.HarvestFailed, cause.Error()
	}
	// The program is perhaps being stopped; the end is recorded all the same.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if r.state.ID != 0 {
		if err := r.library.EndHarvest(last, r.state); err != nil {
			cause = errors.Join(cause, fmt.Errorf("end: %w", err))
		}
	}
	if r.options.ended != nil {
		cause = errors.Join(cause, r.options.ended(last, r.state, cause))
	}
	r.progress()
	return cause
}

// compare records what was announced and did not come, beyond the gaps that the
// source itself has named. It can do so for a first harvest alone: any other may
// go on with a run that was stopped, of which an earlier harvest has seen a part
// that only the source's cursor knows; there the source names the gaps.
func (r *run) compare() {
	if !r.whole {
		return
	}
	s := &r.state
	missing := s.Announced - s.Seen
	for _, g := range s.Gaps {
		missing -= max(g.Announced-g.Delivered, 0)
	}
	if s.Announced > 0 && missing > 0 {
		what := "the whole run"
		if s.From != "" || s.To != "" {
			what = s.From + ".." + s.To
		}
		s.Gaps = append(s.Gaps, study.Gap{
			What: what, Announced: s.Announced, Delivered: s.Seen, Reason: "the source announced more records than it delivered",
		})
	}
}

// outcome names the end of a run that no error stopped.
func outcome(s study.Harvest, nothing bool) study.HarvestOutcome {
	switch {
	case s.Failed > 0 || len(s.Gaps) > 0:
		return study.HarvestPartial
	case nothing && s.Seen == 0:
		return study.HarvestUnchanged
	}
	return study.HarvestDone
}

func (r *run) progress() {
	if r.options.Progress != nil {
		r.options.Progress(r.state)
	}
}
