package store

import (
	"context"
	"errors"
	"fmt"

	"evidelic/study"
)

// Apply stores one page of a harvest, or one piece of an import, in a single
// transaction: records, the studies that they make, the cursor, the lease's
// renewal and the harvest's counts. After an error nothing of it is stored.
//
// A record that cannot be stored (no key, say) goes into Applied.Failed and the
// others are stored. A record of the wrong kind, demo or real, refuses the whole
// batch with study.ErrWrongLibrary. A lease that another process took refuses it
// with study.ErrLeaseLost.
//
// With b.Harvest set, Apply adds what it did to the harvest's Seen, New, Changed
// and Failed, stores the harvest as it then is, and, after the commit, writes the
// sums to *b.Harvest; with b.Lease set, it writes the new end to *b.Lease.
func (db *DB) Apply(ctx context.Context, b study.Batch) (study.Applied, error) {
	rows, failed, err := db.digestAll(b.Records)
	if err != nil {
		return study.Applied{}, fmt.Errorf("apply %s: %w", b.Source, err)
	}
	if err := db.pretag(ctx, rows); err != nil {
		return study.Applied{}, fmt.Errorf("apply %s: %w", b.Source, err)
	}
	a := applying{batch: b, result: study.Applied{Failed: failed}}
	err = db.change(ctx, func(c *change) error {
		a.change = c
		return a.run(ctx, rows)
	})
	if err != nil {
		return study.Applied{}, fmt.Errorf("apply %s: %w", b.Source, err)
	}
	if b.Lease != nil {
		*b.Lease = a.lease
	}
	if b.Harvest != nil {
		*b.Harvest = a.harvest
	}
	return a.result, nil
}

// digestAll prepares the records on all processors, outside the transaction.
func (db *DB) digestAll(records []study.Record) ([]*row, []study.RecordError, error) {
	rows := make([]*row, len(records))
	errs := make([]error, len(records))
	_ = parallel(len(records), func(i int) error {
		rows[i], errs[i] = newRow(records[i])
		return nil
	})
	var good []*row
	var failed []study.RecordError
	for i, r := range rows {
		switch {
		case records[i].Report.Demo != db.opt.Demo:
			return nil, nil, fmt.Errorf("record %s: %w", records[i].ID(), study.ErrWrongLibrary)
		case errs[i] != nil:
			failed = append(failed, study.RecordError{Source: records[i].Source, Key: records[i].Key, Reason: errs[i].Error()})
		default:
			good = append(good, r)
		}
	}
	return good, failed, nil
}

// applying is one Apply inside its transaction.
type applying struct {
	*change
	batch   study.Batch
	result  study.Applied
	lease   study.Lease
	harvest study.Harvest
}

func (a *applying) run(ctx context.Context, rows []*row) error {
	if err := a.renewLease(ctx); err != nil {
		return err
	}
	dirty, err := a.incoming(ctx, rows)
	if err != nil {
		return fmt.Errorf("records: %w", err)
	}
	gone, err := a.deleted(ctx, dirty)
	if err != nil {
		return fmt.Errorf("deleted records: %w", err)
	}
	if err := a.settle(ctx, append(dirty, gone...)); err != nil {
		return err
	}
	a.result.Seq = uint64(a.seq)
	if err := a.storeCursor(ctx); err != nil {
		return fmt.Errorf("cursor: %w", err)
	}
	return a.countHarvest(ctx)
}

// renewLease prolongs the harvest's lease by the time it was asked for.
func (a *applying) renewLease(ctx context.Context) error {
	if a.batch.Lease == nil {
		return nil
	}
	a.lease = *a.batch.Lease
	until, err := renew(ctx, a.tx, a.lease, a.now)
	if err != nil {
		return err
	}
	a.lease.Until = until
	return nil
}

// storeCursor keeps where the source goes on.
func (a *applying) storeCursor(ctx context.Context) error {
	if a.batch.Cursor == nil {
		return nil
	}
	if a.batch.Source == "" {
		return errors.New("a cursor without a source")
	}
	_, err := a.tx.ExecContext(ctx, `INSERT INTO cursors (source, cursor, at) VALUES ($1, $2, $3)
		ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, at = excluded.at`,
		a.batch.Source, string(a.batch.Cursor), micros(a.now))
	return err
}

// countHarvest adds what this batch did to the running harvest.
func (a *applying) countHarvest(ctx context.Context) error {
	if a.batch.Harvest == nil {
		return nil
	}
	h := *a.batch.Harvest
	h.Seen += len(a.batch.Records)
	h.New += a.result.New
	h.Changed += a.result.Changed
	h.Failed += len(a.result.Failed)
	a.harvest = h
	if err := putHarvest(ctx, a.tx, h); err != nil {
		return fmt.Errorf("harvest %d: %w", h.ID, err)
	}
	return nil
}
