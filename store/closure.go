package store

import (
	"context"
	"database/sql"
	"slices"

	"evidelic/study"
)

// closure gathers the records that share a lookup key or a match key with one of
// dirty, now or before its change, the ones that operators joined with them, and
// so on until nothing more is found. It begins with dirty and with what those act
// against.
func (c *change) closure(ctx context.Context, dirty []*row) (*closure, error) {
	cl := &closure{byID: make(map[int64]*row, len(dirty)), joined: map[[2]int64]bool{}}
	seen, alike := make(map[string]bool, 4*len(dirty)), make(map[matchKey]bool, 4*len(dirty))
	against, err := c.targets(ctx, dirty)
	if err != nil {
		return nil, err
	}
	for fresh := dirty; len(fresh) > 0; {
		cl.add(fresh)
		found, err := c.holders(ctx, newKeys(fresh, seen))
		if err != nil {
			return nil, err
		}
		similar, err := c.lookAlikes(ctx, fresh, alike)
		if err != nil {
			return nil, err
		}
		partners, err := c.partners(ctx, cl, fresh)
		if err != nil {
			return nil, err
		}
		if fresh, err = c.missing(ctx, cl, slices.Concat(against, found, similar, partners)); err != nil {
			return nil, err
		}
	}
	return cl, c.readVerdicts(ctx, cl)
}

// add takes rows into the closure.
func (cl *closure) add(rows []*row) {
	for _, r := range rows {
		cl.byID[r.id] = r
		cl.rows = append(cl.rows, r)
	}
}

// newKeys gives the keys of rows that were not looked up before.
func newKeys(rows []*row, seen map[string]bool) []string {
	var out []string
	for _, r := range rows {
		for _, keys := range [][]string{r.keys, r.oldKeys} {
			for _, k := range keys {
				if !seen[k] {
					seen[k] = true
					out = append(out, k)
				}
			}
		}
	}
	return out
}

// holders gives the stored records that have one of the keys.
func (c *change) holders(ctx context.Context, keys []string) ([]int64, error) {
	var out []int64
	err := eachIn(ctx, c, `SELECT record FROM identifiers WHERE value IN %s`, nil, keys, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// partners gives the records that a stored join ties to one of rows, and notes
// the joins made by rules.
func (c *change) partners(ctx context.Context, cl *closure, rows []*row) ([]int64, error) {
	var known []int64
	for _, r := range rows {
		if !r.fresh {
			known = append(known, r.id)
		}
	}
	var out []int64
	scan := func(rows *sql.Rows) error {
		var a, b int64
		var frozen bool
		if err := rows.Scan(&a, &b, &frozen); err != nil {
			return err
		}
		if !frozen {
			cl.joined[[2]int64{a, b}] = true
		}
		out = append(out, a, b)
		return nil
	}
	if err := eachIn(ctx, c, `SELECT a, b, frozen FROM joins WHERE a IN %s`, nil, known, scan); err != nil {
		return nil, err
	}
	return out, eachIn(ctx, c, `SELECT a, b, frozen FROM joins WHERE b IN %s`, nil, known, scan)
}

// missing loads those records that the closure does not have.
func (c *change) missing(ctx context.Context, cl *closure, found []int64) ([]*row, error) {
	var want []int64
	for _, id := range found {
		if cl.byID[id] == nil {
			want = append(want, id)
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	rows, err := c.load(ctx, want)
	out := make([]*row, 0, len(want))
	for _, id := range want {
		if r := rows[id]; r != nil {
			out = append(out, r)
		}
	}
	return out, err
}

// readVerdicts reads what operators decided about the closure's records.
func (c *change) readVerdicts(ctx context.Context, cl *closure) error {
	var known []int64
	for _, r := range cl.rows {
		if !r.fresh {
			known = append(known, r.id)
		}
	}
	return eachIn(ctx, c, `SELECT a, b, undone, evidence FROM joins WHERE frozen = 1 AND a IN %s ORDER BY a, b`, nil, known,
		func(rows *sql.Rows) error {
			var a, b int64
			var v study.Verdict
			var undone bool
			if err := rows.Scan(&a, &b, &undone, &v.Reason); err != nil {
				return err
			}
			ra, rb := cl.byID[a], cl.byID[b]
			if ra == nil || rb == nil {
				return nil
			}
			v.A, v.B, v.Join = ra.rec.ID(), rb.rec.ID(), !undone
			cl.verdicts = append(cl.verdicts, v)
			return nil
		})
}
