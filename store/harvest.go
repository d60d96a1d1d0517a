package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"evidelic/study"
)

// Cursor gives where a source goes on, nil when it was never harvested.
func (db *DB) Cursor(ctx context.Context, source string) (json.RawMessage, error) {
	var cursor string
	err := db.read.QueryRowContext(ctx, `SELECT cursor FROM cursors WHERE source = $1`, source).Scan(&cursor)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cursor of %s: %w", source, explain(err))
	}
	return json.RawMessage(cursor), nil
}

// BeginHarvest notes that a harvest runs and gives its number. Whoever calls it
// holds the source's lease, so one that is still noted as running was left by a
// killed process: it is closed as interrupted.
func (db *DB) BeginHarvest(ctx context.Context, h study.Harvest) (id int64, err error) {
	err = db.change(ctx, func(c *change) error {
		if err := c.interrupt(ctx, h.Source); err != nil {
			return err
		}
		err := c.tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(id), 0) + 1 FROM harvests`).Scan(&h.ID)
		if err != nil {
			return err
		}
		if h.Outcome == "" {
			h.Outcome = study.HarvestRunning
		}
		if h.Started.IsZero() {
			h.Started = c.now
		}
		return putHarvest(ctx, c.tx, h)
	})
	if err != nil {
		return 0, fmt.Errorf("begin harvest of %s: %w", h.Source, err)
	}
	return h.ID, nil
}

// interrupt closes the harvests of a source that nobody runs any longer.
func (c *change) interrupt(ctx context.Context, source string) error {
	left, err := harvests(ctx, c.tx, `SELECT id, body FROM harvests WHERE source = $1 AND outcome = 'running' ORDER BY id`, source)
	if err != nil {
		return err
	}
	for _, h := range left {
		h.Outcome, h.Ended = study.HarvestInterrupted, c.now
		if err := putHarvest(ctx, c.tx, h); err != nil {
			return err
		}
	}
	return nil
}

// EndHarvest stores a harvest as it ended. It fails with study.ErrNotFound for
// a number that BeginHarvest did not give.
func (db *DB) EndHarvest(ctx context.Context, h study.Harvest) error {
	err := db.change(ctx, func(c *change) error {
		var one int
		err := c.tx.QueryRowContext(ctx, `SELECT 1 FROM harvests WHERE id = $1`, h.ID).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return study.ErrNotFound
		}
		if err != nil {
			return err
		}
		if h.Ended.IsZero() {
			h.Ended = c.now
		}
		return putHarvest(ctx, c.tx, h)
	})
	if err != nil {
		return fmt.Errorf("end harvest %d of %s: %w", h.ID, h.Source, err)
	}
	return nil
}

// putHarvest writes a harvest's row.
func putHarvest(ctx context.Context, q querier, h study.Harvest) error {
	body, err := marshal(h)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `INSERT INTO harvests (id, source, outcome, started, ended, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, ended = excluded.ended, body = excluded.body`,
		h.ID, h.Source, string(h.Outcome), micros(h.Started), micros(h.Ended), string(body))
	return err
}

// Harvests gives the last n harvests of a source, of every source for "", the
// newest first. One that a killed process left shows as interrupted.
func (db *DB) Harvests(ctx context.Context, source string, n int) ([]study.Harvest, error) {
	query := `SELECT id, body FROM harvests WHERE source = $1 ORDER BY id DESC LIMIT $2`
	if source == "" {
		query = `SELECT id, body FROM harvests WHERE source <> $1 ORDER BY id DESC LIMIT $2`
	}
	out, err := harvests(ctx, db.read, query, source, n)
	if err != nil {
		return nil, fmt.Errorf("harvests of %q: %w", source, explain(err))
	}
	leases, err := db.leases(ctx)
	if err != nil {
		return nil, err
	}
	for i := range out {
		showInterrupted(&out[i], leases[out[i].Source], db.now())
	}
	return out, nil
}

// showInterrupted changes a running harvest whose lease is gone: its process was
// killed. The row itself is closed by the next harvest.
func showInterrupted(h *study.Harvest, l study.Lease, now time.Time) {
	if h.Outcome != study.HarvestRunning || l.Until.After(now) {
		return
	}
	h.Outcome = study.HarvestInterrupted
	h.Ended = h.Started
	if l.Until.After(h.Started) {
		h.Ended = l.Until
	}
}

// harvests reads rows of id and body.
func harvests(ctx context.Context, q querier, query string, args ...any) ([]study.Harvest, error) {
	var out []study.Harvest
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		var h study.Harvest
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &h); err != nil {
			return fmt.Errorf("harvest %d: %w", id, err)
		}
		h.ID = id
		out = append(out, h)
		return nil
	})
	return out, err
}
