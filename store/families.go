package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"evidelic/study"
)

// storeTrials keeps which trials the changed studies register, report on or list
// reports of.
func (c *change) storeTrials(ctx context.Context, drafts []*draft) error {
	var trials, listed [][]any
	for _, d := range drafts {
		if !d.changed && !c.all {
			continue
		}
		if err := c.clear(ctx, d, "trials", "listed"); err != nil {
			return err
		}
		s := &d.study
		for _, n := range study.Reporting(&s.Report) {
			trials = append(trials, []any{n, d.ident.id})
		}
		for _, k := range study.Listed(&s.Report) {
			listed = append(listed, []any{k, s.IDs.Registry, d.ident.id})
		}
	}
	if err := c.insert(ctx, `INSERT INTO trials (number, study)`, 2, trials, `ON CONFLICT (number, study) DO NOTHING`); err != nil {
		return err
	}
	return c.insert(ctx, `INSERT INTO listed (value, number, study)`, 3, listed, `ON CONFLICT (value, number, study) DO NOTHING`)
}

// clear removes from tables what an earlier version of a study said, and what the
// ids that it took over said.
func (c *change) clear(ctx context.Context, d *draft, tables ...string) error {
	var ids []string
	if !d.ident.fresh {
		ids = append(ids, d.ident.id)
	}
	for _, l := range d.losers {
		ids = append(ids, l.id)
	}
	for _, id := range ids {
		for _, table := range tables {
			if _, err := c.tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE study = $1`, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Bounds of a family: a number that a platform trial or a mistake gives to
// hundreds of reports does not fill a page without end.
const (
	maxFamily   = 200
	maxFamilies = 10
)

// Families gives the trials that a study registers or reports on, each with its
// studies in the order of time: those that list the number as theirs and those
// that the registration lists as its results. A study that only mentions a number
// is in no family. It fails like Study for an id that is none.
func (db *DB) Families(ctx context.Context, id string) ([]study.Family, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	numbers, err := db.trialsOf(ctx, &s)
	if err != nil {
		return nil, fmt.Errorf("families of %s: %w", id, explain(err))
	}
	var out []study.Family
	for _, n := range numbers[:min(len(numbers), maxFamilies)] {
		f, err := db.family(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("family %s: %w", n, explain(err))
		}
		out = append(out, f)
	}
	return out, nil
}

// trialsOf gives the numbers of a study's trials, sorted.
func (db *DB) trialsOf(ctx context.Context, s *study.Study) ([]string, error) {
	numbers := study.Reporting(&s.Report)
	add := func(rows *sql.Rows) error {
		var n string
		err := rows.Scan(&n)
		numbers = append(numbers, n)
		return err
	}
	keys := study.Keys(&study.Record{Report: study.Report{IDs: s.IDs}})
	if err := eachIn(ctx, db.read, `SELECT number FROM listed WHERE value IN %s`, nil, keys, add); err != nil {
		return nil, err
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}

// family gathers the studies of one trial.
func (db *DB) family(ctx context.Context, number string) (study.Family, error) {
	tie := map[string]string{}
	err := each(ctx, db.read, `SELECT t.study FROM trials t JOIN studies s ON s.id = t.study AND s.state = 'live' WHERE t.number = $1 ORDER BY s.born LIMIT $2`,
		[]any{number, maxFamily}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			tie[id] = study.TieReports
			return err
		})
	if err != nil {
		return study.Family{}, err
	}
	// A record that its study's other records contradict about an identifier is
	// found by that identifier, too, but never a preprint in its article's place.
	err = each(ctx, db.read, `SELECT r.study FROM listed l JOIN identifiers i ON i.value = l.value JOIN records r ON r.id = i.record
		JOIN studies s ON s.id = r.study AND s.state = 'live' WHERE l.number = $1 ORDER BY s.born LIMIT $2`,
		[]any{number, maxFamily}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			if tie[id] == "" {
				tie[id] = study.TieListed
			}
			return err
		})
	if err != nil {
		return study.Family{}, err
	}
	ids := make([]string, 0, len(tie))
	for id := range tie {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	studies, err := db.Studies(ctx, ids[:min(len(ids), maxFamily)])
	if err != nil {
		return study.Family{}, err
	}
	for i := range studies {
		if studies[i].Kind == study.KindRegistration {
			tie[studies[i].ID] = study.TieRegistration
		}
	}
	return study.NewFamily(number, studies, tie, db.now()), nil
}
