package store

import (
	"context"
	"fmt"
	"time"
)

// ReserveSlot takes the next free moment for a request to host under key and
// gives it: at least interval after the last one that was given to any process,
// and such that at most daily requests (0: no limit) fall on one UTC day. A slot
// that is not used is not given back.
func (db *DB) ReserveSlot(ctx context.Context, host, key string, interval time.Duration, daily int) (time.Time, error) {
	var at time.Time
	err := db.reserve(ctx, host, key, func(s *slot) {
		at = s.next(db.now(), interval, int64(daily))
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("reserve a request to %s: %w", host, explain(err))
	}
	return at, nil
}

// slot is the last reserved request and how many fall on its day.
type slot struct {
	last time.Time
	day  int64 // days since 1970 in UTC
	used int64
}

// next moves the slot on.
func (s *slot) next(now time.Time, interval time.Duration, daily int64) time.Time {
	at := now
	if after := s.last.Add(interval); !s.last.IsZero() && after.After(at) {
		at = after
	}
	if d := dayOf(at); d != s.day {
		s.day, s.used = d, 0
	}
	if daily > 0 && s.used >= daily {
		s.day, s.used = s.day+1, 0
		at = time.Unix(s.day*secondsADay, 0).UTC()
	}
	s.used++
	s.last = at
	return at
}

const secondsADay = 24 * 60 * 60

func dayOf(t time.Time) int64 { return t.Unix() / secondsADay }

// reserve reads a slot, lets f move it, and writes it, while nobody else can.
// The first statement locks the row, on PostgreSQL, too.
func (db *DB) reserve(ctx context.Context, host, key string, f func(*slot)) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var s slot
	var last int64
	err = tx.QueryRowContext(ctx, `INSERT INTO slots (host, key, last, day, used) VALUES ($1, $2, 0, 0, 0)
		ON CONFLICT (host, key) DO UPDATE SET host = excluded.host RETURNING last, day, used`, host, key).Scan(&last, &s.day, &s.used)
	if err != nil {
		return err
	}
	s.last = fromMicros(last)
	f(&s)
	_, err = tx.ExecContext(ctx, `UPDATE slots SET last = $1, day = $2, used = $3 WHERE host = $4 AND key = $5`,
		micros(s.last), s.day, s.used, host, key)
	if err != nil {
		return err
	}
	return tx.Commit()
}
