package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"evidelic/study"
)

// Fetchable is a source that can be asked about single records by their keys.
// missing lists the keys that it does not give: deleted there, or never there. The
// page needs no cursor.
type Fetchable interface {
	Source
	FetchByID(ctx context.Context, keys []string) (page Page, missing []string, err error)
}

// Checks is the library's account of when each source was asked about each
// record. See the methods of the same names in package store.
type Checks interface {
	DueChecks(ctx context.Context, source string, before time.Time, n int) ([]study.DueCheck, error)
	Checked(ctx context.Context, source string, ids []string, at time.Time) error
	CheckFailed(ctx context.Context, source string, ids []string, at time.Time, reason string) error
}

// recheckBatch is how many records one step of a re-check asks about.
const recheckBatch = 200

// reasonMissing is what the ledger says of a record that its source does not give
// any more: that is no "clear".
const reasonMissing = "the source does not give the record any more"

// Rechecked is what came of a re-check.
type Rechecked struct {
	Asked, Changed, Missing, Failed int
	Warnings                        []string // at most maxWarnings
}

// Recheck asks a source again about every record of the library that it has not
// been asked about since before, the longest ago first: a retraction that came
// without a new date of change is found so, and the ledger of notices knows that
// somebody looked. It holds the source's lease, so that it fails with a
// *study.LeaseHeld while a harvest runs, and leaves the cursor alone. When the
// source does not answer, the studies that were asked about say "not checked
// since", and the error is returned; what came before stays.
func (h *Harvester) Recheck(ctx context.Context, src Fetchable, checks Checks, before time.Time) (Rechecked, error) {
	return h.recheckIf(ctx, src, checks, before, nil, nil)
}

// recheckIf is Recheck for a timetable: due is asked, and ended told, while the
// lease is held; it gives errNotDue when due says no. Both may be nil.
func (h *Harvester) recheckIf(ctx context.Context, src Fetchable, checks Checks, before time.Time,
	due func(context.Context) (bool, error), ended func(context.Context, Rechecked, error) error) (out Rechecked, err error) {
	lease, err := h.acquire(ctx, src.Name(), 0)
	if err != nil {
		return out, fmt.Errorf("re-check %s: %w", src.Name(), err)
	}
	r := &run{Harvester: h, src: src, lease: lease}
	defer r.release(ctx)
	if due != nil {
		if ok, err := due(ctx); err != nil || !ok {
			return out, cmp.Or(err, errNotDue)
		}
	}
	out, err = r.recheckAll(ctx, src, checks, before)
	if ended != nil {
		err = errors.Join(err, ended(ctx, out, err))
	}
	return out, err
}

// recheckAll asks about all records that are due.
func (r *run) recheckAll(ctx context.Context, src Fetchable, checks Checks, before time.Time) (out Rechecked, err error) {
	ctx, stop := r.keepLease(ctx)
	defer stop()
	for last := ""; ; {
		due, err := checks.DueChecks(ctx, src.Name(), before, recheckBatch)
		if err != nil {
			return out, fmt.Errorf("re-check %s: %w", src.Name(), err)
		}
		if len(due) == 0 {
			return out, nil
		}
		first := due[0].Record.Key
		if first == last {
			return out, fmt.Errorf("re-check %s: the library asks for %s again and again", src.Name(), first)
		}
		last = first
		if err := r.recheck(ctx, src, checks, due, &out); err != nil {
			return out, fmt.Errorf("re-check %s: %w", src.Name(), err)
		}
	}
}

// recheck asks about one batch.
func (r *run) recheck(ctx context.Context, src Fetchable, checks Checks, due []study.DueCheck, out *Rechecked) error {
	ids, keys := make(map[string]string, len(due)), make([]string, len(due))
	for i, d := range due {
		keys[i], ids[d.Record.Key] = d.Record.Key, d.Ref.ID
	}
	now := time.Now().UTC()
	page, missing, err := src.FetchByID(ctx, keys)
	if err != nil {
		if ctx.Err() == nil {
			if noted := checks.CheckFailed(ctx, src.Name(), valuesOf(ids), now, err.Error()); noted != nil {
				return noted
			}
		}
		return err
	}
	for i := range page.Records {
		page.Records[i].Fetched = now
	}
	if err := r.takeLease(ctx); err != nil {
		return err
	}
	applied, err := r.library.Apply(ctx, study.Batch{Source: src.Name(), Records: page.Records, Lease: &r.lease})
	r.giveLease()
	if err != nil {
		return err
	}
	out.Asked += len(keys)
	out.Changed += applied.Changed
	for _, w := range page.Warnings {
		if len(out.Warnings) < maxWarnings {
			out.Warnings = append(out.Warnings, w)
		}
	}
	return r.silent(ctx, checks, ids, page, missing, applied, now, out)
}

// silent notes what the source said nothing good about: records that it does not
// give, those that could not be read, those that an older revision stands for, and
// any that it left out without a word.
func (r *run) silent(ctx context.Context, checks Checks, ids map[string]string, page Page, missing []string, applied study.Applied, now time.Time, out *Rechecked) error {
	note := func(key, reason string) error {
		id, ok := ids[key]
		if !ok {
			return nil
		}
		delete(ids, key)
		return checks.CheckFailed(ctx, r.src.Name(), []string{id}, now, reason)
	}
	for _, f := range append(page.Failed, applied.Failed...) {
		out.Failed++
		if err := note(f.Key, f.Reason); err != nil {
			return err
		}
	}
	for _, key := range missing {
		out.Missing++
		if err := note(key, reasonMissing); err != nil {
			return err
		}
	}
	var answered []string
	for i := range page.Records {
		if id, ok := ids[page.Records[i].Key]; ok {
			answered = append(answered, id)
			delete(ids, page.Records[i].Key)
		}
	}
	for key := range ids {
		out.Missing++
		if err := note(key, reasonMissing); err != nil {
			return err
		}
	}
	// Stored records carry the time themselves, but not those that came in an older
	// state than the library has.
	return checks.Checked(ctx, r.src.Name(), answered, now)
}

func valuesOf(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	return out
}
