package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"evidelic/study"
)

// storeLinks keeps to which other versions the changed studies lead.
func (c *change) storeLinks(ctx context.Context, drafts []*draft) error {
	var rows [][]any
	for _, d := range drafts {
		if !d.changed && !c.all {
			continue
		}
		if err := c.clear(ctx, d, "linked"); err != nil {
			return err
		}
		for _, l := range study.VersionLinks(&d.study.Report) {
			rows = append(rows, []any{l.Key, string(l.Relation), d.ident.id})
		}
	}
	return c.insert(ctx, `INSERT INTO linked (value, type, study)`, 3, rows, `ON CONFLICT (value, type, study) DO NOTHING`)
}

// Versions gives the studies that a study says to be its versions, and those that
// say so of it, the later ones first: a superseded preprint leads to its article
// whichever of the two tells. It fails like Study for an id that is none.
func (db *DB) Versions(ctx context.Context, id string) ([]study.Version, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	found := map[string]study.RelationType{}
	if err := db.linkedFrom(ctx, &s, found); err != nil {
		return nil, fmt.Errorf("versions of %s: %w", id, explain(err))
	}
	if err := db.linkedTo(ctx, &s, found); err != nil {
		return nil, fmt.Errorf("versions of %s: %w", id, explain(err))
	}
	delete(found, id)
	ids := make([]string, 0, len(found))
	for other := range found {
		ids = append(ids, other)
	}
	slices.Sort(ids)
	studies, err := db.Studies(ctx, ids[:min(len(ids), maxFamily)])
	if err != nil {
		return nil, err
	}
	out := make([]study.Version, len(studies))
	for i := range studies {
		o := &studies[i]
		out[i] = study.Version{ID: o.ID, Relation: found[o.ID], Kind: o.Kind, Title: o.Title, Date: o.Published.Earliest()}
	}
	slices.SortStableFunc(out, func(a, b study.Version) int { return boolInt(b.Supersedes()) - boolInt(a.Supersedes()) })
	return out, nil
}

// linkedFrom finds the studies that s names.
func (db *DB) linkedFrom(ctx context.Context, s *study.Study, found map[string]study.RelationType) error {
	relation := map[string]study.RelationType{}
	var keys []string
	for _, l := range study.VersionLinks(&s.Report) {
		if relation[l.Key] == "" {
			relation[l.Key] = l.Relation
			keys = append(keys, l.Key)
		}
	}
	const query = `SELECT i.value, r.study FROM identifiers i JOIN records r ON r.id = i.record
		JOIN studies s ON s.id = r.study AND s.state = 'live' WHERE i.value IN %s`
	return eachIn(ctx, db.read, query, nil, keys, func(rows *sql.Rows) error {
		var key, id string
		err := rows.Scan(&key, &id)
		found[id] = relation[key]
		return err
	})
}

// linkedTo finds the studies that name s; what s says itself stands.
func (db *DB) linkedTo(ctx context.Context, s *study.Study, found map[string]study.RelationType) error {
	keys := study.Keys(&study.Record{Report: study.Report{IDs: s.IDs}})
	const query = `SELECT l.type, l.study FROM linked l JOIN studies s ON s.id = l.study AND s.state = 'live' WHERE l.value IN %s`
	return eachIn(ctx, db.read, query, nil, keys, func(rows *sql.Rows) error {
		var t study.RelationType
		var id string
		if err := rows.Scan(&t, &id); err != nil {
			return err
		}
		if inverse, ok := t.Inverse(); ok && found[id] == "" {
			found[id] = inverse
		}
		return nil
	})
}

// Decisions gives what operators decided about the records of a study, the joins
// and those that they undid. It fails like Study for an id that is none.
func (db *DB) Decisions(ctx context.Context, id string) ([]study.Decision, error) {
	if _, err := db.Study(ctx, id); err != nil {
		return nil, err
	}
	var out []study.Decision
	const query = `SELECT a.source, a.key, a.study, b.source, b.key, b.study, j.undone, j.evidence, j.at FROM joins j
		JOIN records a ON a.id = j.a JOIN records b ON b.id = j.b WHERE j.frozen = 1 AND %s.study = $1`
	for _, side := range []string{"a", "b"} {
		err := each(ctx, db.read, strings.ReplaceAll(query, "%s", side), []any{id}, func(rows *sql.Rows) error {
			var d study.Decision
			var inA, inB string
			var undone bool
			var at int64
			if err := rows.Scan(&d.A.Source, &d.A.Key, &inA, &d.B.Source, &d.B.Key, &inB, &undone, &d.Reason, &at); err != nil {
				return err
			}
			d.Join, d.At = !undone, fromMicros(at)
			switch {
			case inA != id:
				d.Other = inA
			case inB != id:
				d.Other = inB
			case side == "b":
				return nil // found from the other side
			}
			out = append(out, d)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("decisions about %s: %w", id, explain(err))
		}
	}
	slices.SortFunc(out, func(a, b study.Decision) int {
		return strings.Compare(a.A.String()+" "+a.B.String(), b.A.String()+" "+b.B.String())
	})
	return out, nil
}
