package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"slices"

	"evidelic/study"
)

// citedHash is how a lookup key stands in the table of cited works.
func citedHash(key string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	return int64(h.Sum64())
}

// storeCited keeps which works the changed studies cite. Lists change seldom, so
// only what came and what went is written.
func (c *change) storeCited(ctx context.Context, drafts []*draft) error {
	var rows [][]any
	for _, d := range drafts {
		if !d.changed && !c.all {
			continue
		}
		had := map[string]bool{}
		if d.before != nil && !c.all {
			for _, k := range study.Cited(&d.before.Report) {
				had[k] = true
			}
		}
		for _, k := range study.Cited(&d.study.Report) {
			if !had[k] {
				rows = append(rows, []any{citedHash(k), d.ident.id})
			}
			delete(had, k)
		}
		for k := range had {
			if _, err := c.tx.ExecContext(ctx, `DELETE FROM cited WHERE value = $1 AND study = $2`, citedHash(k), d.ident.id); err != nil {
				return err
			}
		}
	}
	return insertKeys[int64](ctx, c, `INSERT INTO cited (value, study)`, 2, rows, `ON CONFLICT (value, study) DO NOTHING`)
}

// maxCiting bounds the studies that one answer about citations holds.
const maxCiting = 200

// CitedRetracted gives the studies of the library that a study cites and that were
// retracted, withdrawn or replaced, at most 200, the newest first. It fails like
// Study for an id that is none.
func (db *DB) CitedRetracted(ctx context.Context, id string) ([]study.Study, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []string
	const query = `SELECT r.study FROM identifiers i JOIN records r ON r.id = i.record
		JOIN studies s ON s.id = r.study AND s.state = 'live' AND s.notice IN ('retraction', 'withdrawal', 'replacement') WHERE i.value IN %s`
	err = eachIn(ctx, db.read, query, nil, study.Cited(&s.Report), scanInto(&ids))
	if err != nil {
		return nil, fmt.Errorf("retracted works that %s cites: %w", id, explain(err))
	}
	return db.citations(ctx, ids, func(other *study.Study) bool { return study.Cites(&s.Report, &other.Report) })
}

// Citing gives the studies of the library that cite a study, as far as sources
// give reference lists, at most 200, the newest first. It fails like Study for an
// id that is none.
func (db *DB) Citing(ctx context.Context, id string) ([]study.Study, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	var hashes []int64
	for _, k := range study.Keys(&study.Record{Report: study.Report{IDs: s.IDs}}) {
		hashes = append(hashes, citedHash(k))
	}
	var ids []string
	const query = `SELECT c.study FROM cited c JOIN studies s ON s.id = c.study AND s.state = 'live' WHERE c.value IN %s`
	if err := eachIn(ctx, db.read, query, nil, hashes, scanInto(&ids)); err != nil {
		return nil, fmt.Errorf("works that cite %s: %w", id, explain(err))
	}
	return db.citations(ctx, ids, func(other *study.Study) bool { return study.Cites(&other.Report, &s.Report) })
}

// scanInto appends a column of text to a list.
func scanInto(to *[]string) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var v string
		err := rows.Scan(&v)
		*to = append(*to, v)
		return err
	}
}

// citations reads studies and keeps those that hold.
func (db *DB) citations(ctx context.Context, ids []string, holds func(*study.Study) bool) ([]study.Study, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	studies, err := db.Studies(ctx, ids[:min(len(ids), maxCiting)])
	if err != nil {
		return nil, err
	}
	studies = slices.DeleteFunc(studies, func(s study.Study) bool { return !holds(&s) })
	slices.SortFunc(studies, func(a, b study.Study) int {
		return cmp.Or(b.Published.Earliest().Compare(a.Published.Earliest()), cmp.Compare(a.ID, b.ID))
	})
	return studies, nil
}
