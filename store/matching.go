package store

import (
	"context"
	"database/sql"
	"fmt"

	"evidelic/study"
)

// matchKey is one way to find a record without an identifier that it shares.
type matchKey struct {
	value   int64
	anchors int // see study.Anchors
}

// matchKeysOf gives the keys of a record with what it is anchored by.
func matchKeysOf(r *study.Record) []matchKey {
	values := study.MatchKeys(r)
	out := make([]matchKey, len(values))
	for i, v := range values {
		out[i] = matchKey{v, study.Anchors(r)}
	}
	return out
}

// joinable lists, for a record's anchors, those of the records that the
// bibliographic rules may join it with.
var joinable = [4]string{"0, 1, 2, 3", "0, 2", "0, 1", "0"}

// lookAlikes gives the stored records that share a key with one of rows and no
// kind of anchor. seen holds what was looked up before.
func (c *change) lookAlikes(ctx context.Context, rows []*row, seen map[matchKey]bool) ([]int64, error) {
	var wanted [len(joinable)][]int64
	for _, r := range rows {
		for _, keys := range [][]matchKey{r.match, r.oldMatch} {
			for _, k := range keys {
				if !seen[k] {
					seen[k] = true
					wanted[k.anchors] = append(wanted[k.anchors], k.value)
				}
			}
		}
	}
	var out []int64
	for anchors, values := range wanted {
		query := `SELECT record FROM matching WHERE value IN %s AND anchors IN (` + joinable[anchors] + `)`
		err := eachIn(ctx, c, query, nil, values, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			out = append(out, id)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("look alikes: %w", err)
		}
	}
	return out, nil
}

// storeMatching brings the match keys of changed records up to date.
func (c *change) storeMatching(ctx context.Context, drafts []*draft) error {
	var added [][]any
	for _, d := range drafts {
		for _, r := range d.rows {
			if !r.dirty {
				continue
			}
			was := make(map[matchKey]bool, len(r.oldMatch))
			for _, k := range r.oldMatch {
				was[k] = true
			}
			for _, k := range r.match {
				if !was[k] {
					added = append(added, []any{k.value, k.anchors, r.id})
				}
				delete(was, k)
			}
			for k := range was {
				_, err := c.tx.ExecContext(ctx, `DELETE FROM matching WHERE value = $1 AND anchors = $2 AND record = $3`, k.value, k.anchors, r.id)
				if err != nil {
					return err
				}
			}
		}
	}
	return c.insertMatching(ctx, added)
}

func (c *change) insertMatching(ctx context.Context, rows [][]any) error {
	return insertKeys[int64](ctx, c, `INSERT INTO matching (value, anchors, record)`, 3, rows, `ON CONFLICT (value, anchors, record) DO NOTHING`)
}

// derived names the form of the tables that Rematch fills: match keys, trials,
// acts, versions, cited works and how studies stand. The last three digits count the
// changes to all but the first.
const derived = study.MatchVersion*1000 + 3

// rematchBatch bounds how long one step of Rematch holds the lock.
const rematchBatch = 200

// Rematch gives every record that an earlier version of the program stored the
// keys by which the bibliographic rules find it, joins what they find, and notes
// trials and notices that were not looked for at the time. It
// works in small transactions, so that it may run beside a harvest and go on where
// it was stopped; on a library that is up to date it does nothing. It gives the
// number of records that it went through.
func (db *DB) Rematch(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := db.rematchSome(ctx)
		if err != nil {
			return total, fmt.Errorf("rematch: %w", err)
		}
		if total += n; n == 0 {
			return total, nil
		}
	}
}

// rematchSome does the next records; n is 0 at the end.
func (db *DB) rematchSome(ctx context.Context) (n int, err error) {
	var version, upto, records int64
	const state = `SELECT match_version, match_upto, records FROM library WHERE one = 1`
	if err := db.read.QueryRowContext(ctx, state).Scan(&version, &upto, &records); err != nil {
		return 0, explain(err)
	}
	if version == derived && upto >= records {
		return 0, nil
	}
	err = db.change(ctx, func(c *change) error {
		if err := c.tx.QueryRowContext(ctx, state).Scan(&version, &upto, &records); err != nil {
			return err
		}
		if version != derived {
			upto = 0
			if _, err := c.tx.ExecContext(ctx, `DELETE FROM matching`); err != nil {
				return err
			}
		}
		rows, last, err := c.following(ctx, upto)
		if n = len(rows); err != nil {
			return err
		}
		if err := c.rematch(ctx, rows); err != nil {
			return err
		}
		_, err = c.tx.ExecContext(ctx, `UPDATE library SET match_version = $1, match_upto = $2 WHERE one = 1`, derived, last)
		return err
	})
	return n, err
}

// following reads the records after a number, and gives the last one's number, or
// the library's last where there are none.
func (c *change) following(ctx context.Context, after int64) ([]*row, int64, error) {
	var numbers []int64
	err := each(ctx, c.tx, `SELECT id FROM records WHERE id > $1 ORDER BY id LIMIT $2`, []any{after, rematchBatch}, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		numbers = append(numbers, id)
		return err
	})
	if err != nil || len(numbers) == 0 {
		return nil, c.records, err
	}
	byID, err := c.load(ctx, numbers)
	rows := make([]*row, 0, len(numbers))
	for _, id := range numbers {
		if r := byID[id]; r != nil {
			rows = append(rows, r)
		}
	}
	return rows, numbers[len(numbers)-1], err
}

// rematch stores the keys of records and makes their studies anew.
func (c *change) rematch(ctx context.Context, rows []*row) error {
	var keys [][]any
	for _, r := range rows {
		for _, k := range r.match {
			keys = append(keys, []any{k.value, k.anchors, r.id})
		}
	}
	if err := c.insertMatching(ctx, keys); err != nil {
		return err
	}
	c.all = true
	return c.settle(ctx, rows)
}
