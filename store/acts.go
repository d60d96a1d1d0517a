package store

import (
	"context"
	"database/sql"
	"slices"

	"evidelic/study"
)

// actTargets gives the lookup keys of what a record acts against.
func actTargets(r *study.Record) []string {
	var out []string
	for _, a := range study.Acts(r) {
		out = append(out, a.Targets...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// targets gives the stored records against which one of rows acts, now or before
// its change: their studies gain or lose a notice.
func (c *change) targets(ctx context.Context, rows []*row) ([]int64, error) {
	var keys []string
	for _, r := range rows {
		keys = append(append(keys, r.acts...), r.oldActs...)
	}
	slices.Sort(keys)
	return c.holders(ctx, slices.Compact(keys))
}

// readActs gives the acts against the closure's records, by the key of the record
// that they are against. Records of the closure speak as they are now, others as
// they are stored.
func (c *change) readActs(ctx context.Context, cl *closure) (map[string][]study.Act, error) {
	keys := make([]string, 0, 3*len(cl.rows))
	for _, r := range cl.rows {
		keys = append(keys, r.keys...)
	}
	slices.Sort(keys)
	var others []int64
	err := eachIn(ctx, c, `SELECT record FROM acts WHERE value IN %s`, nil, slices.Compact(keys), func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		if cl.byID[id] == nil {
			others = append(others, id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(others)
	stored, err := c.load(ctx, slices.Compact(others))
	if err != nil {
		return nil, err
	}
	out := map[string][]study.Act{}
	add := func(r *row) {
		for _, a := range study.Acts(&r.rec) {
			for _, t := range a.Targets {
				out[t] = append(out[t], a)
			}
		}
	}
	for _, r := range stored {
		add(r)
	}
	for _, r := range cl.rows {
		if len(r.acts) > 0 {
			add(r)
		}
	}
	return out, nil
}

// actsAgainst gives the acts against one of the records, each once.
func actsAgainst(rows []*row, acts map[string][]study.Act) []study.Act {
	if len(acts) == 0 {
		return nil
	}
	type name struct {
		record study.RecordKey
		notice study.NoticeType
	}
	seen := map[name]bool{}
	var out []study.Act
	for _, r := range rows {
		for _, k := range r.keys {
			for _, a := range acts[k] {
				if n := (name{a.Record, a.Notice.Type}); !seen[n] {
					seen[n] = true
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// storeActs brings up to date what changed records act against.
func (c *change) storeActs(ctx context.Context, drafts []*draft) error {
	var added [][]any
	for _, d := range drafts {
		for _, r := range d.rows {
			if !r.dirty && !c.all {
				continue
			}
			for _, k := range r.oldActs {
				if slices.Contains(r.acts, k) {
					continue
				}
				if _, err := c.tx.ExecContext(ctx, `DELETE FROM acts WHERE value = $1 AND record = $2`, k, r.id); err != nil {
					return err
				}
			}
			for _, k := range r.acts {
				added = append(added, []any{k, r.id})
			}
		}
	}
	return c.insert(ctx, `INSERT INTO acts (value, record)`, 2, added, `ON CONFLICT (value, record) DO NOTHING`)
}
