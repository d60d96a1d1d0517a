package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"evidelic/study"
)

// AcquireLease takes the right to harvest source for ttl. While another holder's
// lease lasts it fails with a *study.LeaseHeld that says who and since when; the
// same holder's lease is prolonged. Apply renews it by ttl.
func (db *DB) AcquireLease(ctx context.Context, source, holder string, ttl time.Duration) (study.Lease, error) {
	l := study.Lease{Source: source, Holder: holder}
	err := db.change(ctx, func(c *change) error {
		l.Since, l.Until = c.now, c.now.Add(ttl)
		held, err := leases(ctx, c.tx)
		if err != nil {
			return err
		}
		if h, ok := held[source]; ok && h.Until.After(c.now) {
			if h.Holder != holder {
				return &study.LeaseHeld{Lease: h}
			}
			l.Since = h.Since
		}
		_, err = c.tx.ExecContext(ctx, `INSERT INTO leases (source, holder, since, until, ttl) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (source) DO UPDATE SET holder = excluded.holder, since = excluded.since, until = excluded.until, ttl = excluded.ttl`,
			source, holder, micros(l.Since), micros(l.Until), ttl.Microseconds())
		return err
	})
	if err != nil {
		return study.Lease{}, fmt.Errorf("lease on %s: %w", source, err)
	}
	return l, nil
}

// ReleaseLease gives a lease back; one that another holder took meanwhile stays
// with that one.
func (db *DB) ReleaseLease(ctx context.Context, l study.Lease) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM leases WHERE source = $1 AND holder = $2`, l.Source, l.Holder)
	if err != nil {
		return fmt.Errorf("release lease on %s: %w", l.Source, explain(err))
	}
	return nil
}

// renew prolongs a lease from now by the time that it was taken for. A lease
// that ran out but that nobody took is still its holder's.
func renew(ctx context.Context, tx *sql.Tx, l study.Lease, now time.Time) (until time.Time, err error) {
	var at int64
	err = tx.QueryRowContext(ctx, `UPDATE leases SET until = $1 + ttl WHERE source = $2 AND holder = $3 RETURNING until`,
		micros(now), l.Source, l.Holder).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, fmt.Errorf("%s, held by %s: %w", l.Source, l.Holder, study.ErrLeaseLost)
	}
	return fromMicros(at), err
}

// leases gives every lease by source.
func (db *DB) leases(ctx context.Context) (map[string]study.Lease, error) {
	out, err := leases(ctx, db.read)
	if err != nil {
		return nil, fmt.Errorf("leases: %w", explain(err))
	}
	return out, nil
}

func leases(ctx context.Context, q querier) (map[string]study.Lease, error) {
	out := map[string]study.Lease{}
	err := each(ctx, q, `SELECT source, holder, since, until FROM leases`, nil, func(rows *sql.Rows) error {
		var l study.Lease
		var since, until int64
		err := rows.Scan(&l.Source, &l.Holder, &since, &until)
		l.Since, l.Until = fromMicros(since), fromMicros(until)
		out[l.Source] = l
		return err
	})
	return out, err
}
