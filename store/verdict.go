package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"evidelic/study"
)

// Join makes one study of two by an operator's decision, which no rule undoes.
// It gives the id that stays. reason is required and shown to readers.
func (db *DB) Join(ctx context.Context, id, other, reason string) (string, error) {
	err := db.decide(ctx, reason, func(c *change) ([]*row, error) {
		a, err := c.members(ctx, id)
		if err != nil {
			return nil, err
		}
		b, err := c.members(ctx, other)
		if err != nil {
			return nil, err
		}
		if id == other {
			return nil, fmt.Errorf("%w: that is one study already", study.ErrInvalid)
		}
		if err := c.forget(ctx, a, b, true); err != nil {
			return nil, err
		}
		return append(a, b...), c.putVerdict(ctx, a[0], b[0], reason, false)
	})
	if err != nil {
		return "", fmt.Errorf("join %s and %s: %w", id, other, err)
	}
	var to *study.Redirect
	if _, err := db.resolveOwn(ctx, id); errors.As(err, &to) {
		return to.To, nil
	}
	return id, nil
}

// Unjoin takes a record out of a study by an operator's decision: no rule brings
// it back. It gives the id of the study that the record is in now, which is the
// one it had before it was joined where there was one. reason is required and
// shown to readers.
func (db *DB) Unjoin(ctx context.Context, id string, record study.RecordKey, reason string) (string, error) {
	var out *row
	err := db.decide(ctx, reason, func(c *change) ([]*row, error) {
		members, err := c.members(ctx, id)
		if err != nil {
			return nil, err
		}
		var rest []*row
		for _, r := range members {
			if r.rec.ID() == record {
				out = r
			} else {
				rest = append(rest, r)
			}
		}
		if out == nil || len(rest) == 0 {
			return nil, fmt.Errorf("record %s among several of the study: %w", record, study.ErrNotFound)
		}
		if err := c.forget(ctx, []*row{out}, rest, false); err != nil {
			return nil, err
		}
		for _, r := range rest {
			if err := c.putVerdict(ctx, out, r, reason, true); err != nil {
				return nil, err
			}
		}
		return members, nil
	})
	if err != nil {
		return "", fmt.Errorf("unjoin %s from %s: %w", record, id, err)
	}
	return out.study, nil
}

// decide stores a verdict and makes the studies of the records that it is about
// anew, in one transaction.
func (db *DB) decide(ctx context.Context, reason string, f func(*change) ([]*row, error)) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	return db.change(ctx, func(c *change) error {
		rows, err := f(c)
		if err != nil {
			return err
		}
		return c.settle(ctx, rows)
	})
}

// checkReason refuses a decision without a reason that can be shown.
func checkReason(reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("%w: give a reason", study.ErrInvalid)
	}
	return checkText("reason", reason, maxKey)
}

// members gives the records of a study that can be found under id, in the order
// in which they came.
func (c *change) members(ctx context.Context, id string) ([]*row, error) {
	var numbers []int64
	err := each(ctx, c.tx, `SELECT r.id FROM records r JOIN studies s ON s.id = r.study WHERE s.id = $1 AND s.state = 'live' ORDER BY r.id`,
		[]any{id}, func(rows *sql.Rows) error {
			var n int64
			err := rows.Scan(&n)
			numbers = append(numbers, n)
			return err
		})
	if err != nil {
		return nil, err
	}
	if len(numbers) == 0 {
		return nil, fmt.Errorf("study %s: %w", id, study.ErrNotFound)
	}
	byID, err := c.load(ctx, numbers)
	if err != nil {
		return nil, err
	}
	out := make([]*row, len(numbers))
	for i, n := range numbers {
		out[i] = byID[n]
	}
	return out, nil
}

// forget removes earlier verdicts between two sets of records: those that kept
// them apart (undone), or those that held them together.
func (c *change) forget(ctx context.Context, as, bs []*row, undone bool) error {
	for _, a := range as {
		for _, b := range bs {
			_, err := c.tx.ExecContext(ctx, `DELETE FROM joins WHERE a = $1 AND b = $2 AND frozen = 1 AND undone = $3`,
				min(a.id, b.id), max(a.id, b.id), boolInt(undone))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// putVerdict stores what an operator decided about two records.
func (c *change) putVerdict(ctx context.Context, a, b *row, reason string, undone bool) error {
	_, err := c.tx.ExecContext(ctx, `INSERT INTO joins (a, b, rule, evidence, undone, frozen, at) VALUES ($1, $2, $3, $4, $5, 1, $6)
		ON CONFLICT (a, b) DO UPDATE SET rule = excluded.rule, evidence = excluded.evidence, undone = excluded.undone, frozen = 1, at = excluded.at`,
		min(a.id, b.id), max(a.id, b.id), study.RuleOperator, reason, boolInt(undone), micros(c.now))
	return err
}
