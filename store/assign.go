package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"

	"evidelic/study"
)

// States of an id.
const (
	stateLive    = "live"
	stateJoined  = "joined"
	stateDeleted = "deleted"
)

// identity is one id as stored. It belongs to the study of its founding record
// for ever: when that record is joined to an older study the id redirects, and
// when the join is undone it has its study back.
type identity struct {
	id      string
	founder int64
	born    int64 // the change that made it: the smaller, the older
	state   string
	other   string // where a joined one redirects
	seq     int64
	created int64
	fresh   bool
	dirty   bool
}

// draft is one group of records on its way to become a study.
type draft struct {
	rows     []*row
	ident    *identity   // the id that the group has
	losers   []*identity // ids of its records that redirect to it
	from     string      // for a new or revived id: the study that its records were in
	study    study.Study
	before   *study.Study // what was stored, nil for a new or revived id
	changed  bool
	kind     study.ChangeKind
	body     []byte
	position int
}

// assign partitions the closure and gives each group the oldest id that one of
// its records founded, or a new one.
func (c *change) assign(ctx context.Context, cl *closure) ([]*draft, error) {
	owned, err := c.identities(ctx, cl)
	if err != nil {
		return nil, err
	}
	place := make(map[int64]int, len(cl.rows))
	for i, r := range cl.rows {
		place[r.id] = i
	}
	var drafts []*draft
	for _, members := range cl.groups() {
		drafts = append(drafts, draftOf(members, owned, place))
	}
	// New studies get their numbers in the order in which the page brought them.
	slices.SortFunc(drafts, func(a, b *draft) int { return cmp.Compare(a.position, b.position) })
	return drafts, c.nameNew(ctx, drafts)
}

// identities reads the ids that the closure's records founded, by founder.
func (c *change) identities(ctx context.Context, cl *closure) (map[int64][]*identity, error) {
	var known []int64
	for _, r := range cl.rows {
		if !r.fresh {
			known = append(known, r.id)
		}
	}
	owned := map[int64][]*identity{}
	err := eachIn(ctx, c, `SELECT id, founder, born, state, other, seq, created FROM studies WHERE founder IN %s`, nil, known,
		func(rows *sql.Rows) error {
			i := &identity{}
			err := rows.Scan(&i.id, &i.founder, &i.born, &i.state, &i.other, &i.seq, &i.created)
			owned[i.founder] = append(owned[i.founder], i)
			return err
		})
	return owned, err
}

// draftOf gives a group the ids of its records.
func draftOf(members []*row, owned map[int64][]*identity, place map[int64]int) *draft {
	d := &draft{rows: members, position: place[members[0].id]}
	var all []*identity
	for _, r := range members {
		all = append(all, owned[r.id]...)
		d.position = min(d.position, place[r.id])
		if d.from == "" {
			d.from = r.study
		}
	}
	if len(all) == 0 {
		return d
	}
	slices.SortFunc(all, func(a, b *identity) int {
		return cmp.Or(cmp.Compare(a.born, b.born), cmp.Compare(a.id, b.id))
	})
	d.ident, d.losers = all[0], all[1:]
	return d
}

// nameNew makes an id for every group that has none. Its founder is the group's
// first record.
func (c *change) nameNew(ctx context.Context, drafts []*draft) error {
	var nameless []*draft
	for _, d := range drafts {
		if d.ident == nil {
			nameless = append(nameless, d)
		}
	}
	free, err := c.freeIDs(ctx, len(nameless))
	if err != nil {
		return err
	}
	for i, d := range nameless {
		d.ident = &identity{id: free[i], founder: d.rows[0].id, created: micros(c.now), fresh: true}
	}
	return nil
}

// freeIDs makes n ids that no study has or had.
func (c *change) freeIDs(ctx context.Context, n int) ([]string, error) {
	out := make([]string, 0, n)
	taken := map[string]bool{}
	for range 10 {
		fresh, err := randomIDs(n-len(out), taken)
		if err != nil {
			return nil, err
		}
		used := map[string]bool{}
		err = eachIn(ctx, c, `SELECT id FROM studies WHERE id IN %s`, nil, fresh, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			used[id] = true
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, id := range fresh {
			if !used[id] {
				out = append(out, id)
			}
		}
		if len(out) == n {
			return out, nil
		}
	}
	return nil, errors.New("no free study id found")
}

// randomIDs makes n different ids, none of which is in taken; it adds them.
func randomIDs(n int, taken map[string]bool) ([]string, error) {
	var out []string
	for len(out) < n {
		id, err := study.NewID(rand.Reader)
		if err != nil {
			return nil, err
		}
		if !taken[id] {
			taken[id] = true
			out = append(out, id)
		}
	}
	return out, nil
}
