package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// rulesOfTheHouse are facts about a sound library: each query counts what breaks
// one.
var rulesOfTheHouse = []struct{ what, query string }{
	{"studies without a version", `SELECT COUNT(*) FROM studies s LEFT JOIN versions v ON v.seq = s.seq AND v.study = s.id
		WHERE s.state = 'live' AND v.seq IS NULL`},
	{"records of no study", `SELECT COUNT(*) FROM records r LEFT JOIN studies s ON s.id = r.study AND s.state = 'live' WHERE s.id IS NULL`},
	{"redirects that lead nowhere", `SELECT COUNT(*) FROM studies a LEFT JOIN studies b ON b.id = a.other AND b.state = 'live'
		WHERE a.state = 'joined' AND b.id IS NULL`},
	{"changes beyond the last number", `SELECT COUNT(*) FROM changes c JOIN library l ON l.one = 1 WHERE c.seq > l.seq`},
	{"numbers without a change", `SELECT l.seq - (SELECT COUNT(*) FROM changes) FROM library l`},
	{"studies that were not counted", `SELECT ABS(l.studies - (SELECT COUNT(*) FROM studies WHERE state = 'live')) FROM library l`},
}

// Check reads the whole library and gives an error that names what is wrong with
// it, nil when it is sound. On SQLite that includes every page of the file.
func (db *DB) Check(ctx context.Context) error {
	if !db.at.postgres() {
		if err := db.checkFile(ctx); err != nil {
			return fmt.Errorf("check: %w", explain(err))
		}
	}
	var wrong []error
	for _, r := range rulesOfTheHouse {
		var n int64
		if err := db.read.QueryRowContext(ctx, r.query).Scan(&n); err != nil {
			return fmt.Errorf("check %s: %w", r.what, explain(err))
		}
		if n != 0 {
			wrong = append(wrong, fmt.Errorf("%d %s", n, r.what))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("check: %s (%w)", hintCorrupt, errors.Join(wrong...))
	}
	return nil
}

// checkFile asks SQLite about its pages and indexes.
func (db *DB) checkFile(ctx context.Context) error {
	var said []string
	err := each(ctx, db.read, `PRAGMA integrity_check(20)`, nil, func(rows *sql.Rows) error {
		var line string
		err := rows.Scan(&line)
		said = append(said, line)
		return err
	})
	if err != nil {
		return err
	}
	if len(said) == 1 && said[0] == "ok" {
		return nil
	}
	return fmt.Errorf("%s (%s)", hintCorrupt, strings.Join(said, "; "))
}
