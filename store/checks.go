package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"evidelic/study"
)

// Ledger gives, for every source that tells of notices, what it says of a study
// and when it was last asked; a source that was not asked or did not answer is
// "not checked", never "clear". It fails like Study for an id that is none.
func (db *DB) Ledger(ctx context.Context, id string) ([]study.NoticeCheck, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	asked := map[string]study.Asked{}
	merge := func(rows *sql.Rows) error {
		var a study.Asked
		var at, failed int64
		if err := rows.Scan(&a.Source, &at, &failed, &a.Reason); err != nil {
			return err
		}
		have := asked[a.Source]
		have.Source = a.Source
		if t := fromMicros(at); t.After(have.At) {
			have.At = t
		}
		if t := fromMicros(failed); t.After(have.Failed) {
			have.Failed, have.Reason = t, a.Reason
		}
		asked[a.Source] = have
		return nil
	}
	for _, query := range []string{
		`SELECT source, fetched, 0, '' FROM records WHERE study = $1 AND gone = 0`,
		`SELECT source, at, failed, reason FROM checks WHERE study = $1`,
	} {
		if err := each(ctx, db.read, query, []any{id}, merge); err != nil {
			return nil, fmt.Errorf("ledger of %s: %w", id, explain(err))
		}
	}
	list := make([]study.Asked, 0, len(asked))
	for _, a := range asked {
		list = append(list, a)
	}
	return study.Ledger(s.Notices, list, db.now()), nil
}

// retryCheck is how long a record that its source could not be asked about waits
// at most until it is due again.
const retryCheck = 24 * time.Hour

// DueChecks gives the n records of a source that were neither fetched nor tried
// since before, the longest ago first: what a re-check of the whole library asks
// next. One that was tried in vain is due again after a day. Records that the
// source has deleted are not asked for.
func (db *DB) DueChecks(ctx context.Context, source string, before time.Time, n int) ([]study.DueCheck, error) {
	tried := db.now().Add(-retryCheck)
	if tried.Before(before) {
		tried = before
	}
	var numbers []int64
	err := each(ctx, db.read, `SELECT r.id FROM records r LEFT JOIN checks c ON c.study = r.study AND c.source = r.source
		WHERE r.source = $1 AND r.gone = 0 AND r.fetched < $2 AND COALESCE(c.at, 0) < $2 AND COALESCE(c.failed, 0) < $3
		ORDER BY r.fetched, r.id LIMIT $4`, []any{source, micros(before), micros(tried), n}, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		numbers = append(numbers, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("checks due of %s: %w", source, explain(err))
	}
	byID, err := loadRows(ctx, db.read, numbers)
	if err != nil {
		return nil, fmt.Errorf("checks due of %s: %w", source, explain(err))
	}
	out := make([]study.DueCheck, 0, len(numbers))
	for _, id := range numbers {
		if r := byID[id]; r != nil {
			ids := r.rec.Report.IDs
			out = append(out, study.DueCheck{Record: r.rec.ID(), Checked: r.rec.Fetched,
				Ref: study.Ref{ID: r.study, PMID: ids.PMID, DOI: ids.DOI, NCT: ids.Registry}})
		}
	}
	return out, nil
}

// Checked notes that a source answered about studies (by our ids) at a time, for
// answers that bring no record. A record that is stored needs no such note.
func (db *DB) Checked(ctx context.Context, source string, ids []string, at time.Time) error {
	return db.noteChecks(ctx, source, ids, `ON CONFLICT (study, source) DO UPDATE SET at = excluded.at`, micros(at), 0, "")
}

// CheckFailed notes that a source could not be asked about studies (by our ids),
// and why. Their ledgers say "not checked since" until it answers again.
func (db *DB) CheckFailed(ctx context.Context, source string, ids []string, at time.Time, reason string) error {
	if err := checkText("reason", reason, maxKey); err != nil {
		reason = "the source did not answer"
	}
	return db.noteChecks(ctx, source, ids, `ON CONFLICT (study, source) DO UPDATE SET failed = excluded.failed, reason = excluded.reason`, 0, micros(at), reason)
}

func (db *DB) noteChecks(ctx context.Context, source string, ids []string, conflict string, at, failed int64, reason string) error {
	if err := checkText("source", source, maxSource); err != nil {
		return fmt.Errorf("note checks: %w", err)
	}
	err := db.change(ctx, func(c *change) error {
		var rows [][]any
		seen := map[string]bool{}
		for _, id := range ids {
			if _, ok := study.ValidID(id); ok && !seen[id] {
				seen[id] = true
				rows = append(rows, []any{id, source, at, failed, reason})
			}
		}
		return c.insert(ctx, `INSERT INTO checks (study, source, at, failed, reason)`, 5, rows, conflict)
	})
	if err != nil {
		return fmt.Errorf("note checks of %s: %w", source, err)
	}
	return nil
}
