package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"evidelic/study"
)

// change is one transaction that changes the library. It holds the lock on the
// library's row from its first statement, so that numbers become visible in the
// order in which they are given, and writes the counters back at the end.
type change struct {
	db  *DB
	tx  *sql.Tx
	now time.Time

	seq     int64 // of the last change so far
	records int64 // the last record number given
	studies int64 // studies that can be found
	began   int64 // the last record number before it
	all     bool  // what is derived from records is stored of unchanged ones as well

	log  []study.Change
	made []*study.Study // studies as this change leaves them
}

// change runs f in one transaction: all of it is stored, or nothing.
func (db *DB) change(ctx context.Context, f func(*change) error) error {
	if !db.at.postgres() {
		if err := db.prepared.prepare(ctx, db.write); err != nil {
			return explain(err)
		}
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	c := &change{db: db, tx: tx, now: db.now()}
	if err := c.lock(ctx); err != nil {
		return explain(err)
	}
	if err := f(c); err != nil {
		return explain(err)
	}
	if err := c.finish(ctx); err != nil {
		return explain(err)
	}
	if err := tx.Commit(); err != nil {
		return explain(err)
	}
	db.handover.put(c.made)
	return nil
}

// lock takes the library's row. The update that changes nothing locks it on
// PostgreSQL, too: MAX(seq)+1 under concurrent writers would give numbers twice.
func (c *change) lock(ctx context.Context) error {
	err := c.tx.QueryRowContext(ctx, `UPDATE library SET seq = seq WHERE one = 1 RETURNING seq, records, studies`).
		Scan(&c.seq, &c.records, &c.studies)
	c.began = c.records
	return err
}

// next gives the number of a further change and keeps it for the log.
func (c *change) next(id string, kind study.ChangeKind, other string) int64 {
	c.seq++
	c.log = append(c.log, study.Change{Seq: uint64(c.seq), Study: id, Kind: kind, At: c.now, Other: other})
	return c.seq
}

// finish writes the log and the counters.
func (c *change) finish(ctx context.Context) error {
	rows := make([][]any, len(c.log))
	for i, l := range c.log {
		rows[i] = []any{int64(l.Seq), l.Study, string(l.Kind), micros(l.At), l.Other}
	}
	err := c.insert(ctx, `INSERT INTO changes (seq, study, kind, at, other)`, 5, rows, "")
	if err != nil {
		return fmt.Errorf("log of changes: %w", err)
	}
	_, err = c.tx.ExecContext(ctx, `UPDATE library SET seq = $1, records = $2, studies = $3,
		match_upto = CASE WHEN match_version = $4 AND match_upto = $5 THEN $2 ELSE match_upto END WHERE one = 1`,
		c.seq, c.records, c.studies, derived, c.began)
	return err
}
