package store

import (
	"context"

	"evidelic/study"
)

// storeStudies numbers the changes and writes versions, ids and notices.
func (c *change) storeStudies(ctx context.Context, drafts []*draft) error {
	var changed []*draft
	for _, d := range drafts {
		c.redirect(d)
		if d.changed {
			c.number(d)
			changed = append(changed, d)
		}
		for _, r := range d.rows {
			if r.study != d.ident.id {
				r.study, r.moved = d.ident.id, true
			}
		}
	}
	packing := background(len(changed), func(i int) (err error) {
		changed[i].body, err = c.db.packer.draft(changed[i])
		return err
	})
	defer packing()
	if err := c.storeIdentities(ctx, drafts); err != nil {
		return err
	}
	if err := c.storeNotices(ctx, changed); err != nil {
		return err
	}
	if err := c.storeKeys(ctx, drafts); err != nil {
		return err
	}
	for _, store := range []func(context.Context, []*draft) error{c.storeMatching, c.storeActs, c.storeTrials, c.storeLinks, c.storeCited} {
		if err := store(ctx, drafts); err != nil {
			return err
		}
	}
	if err := packing(); err != nil {
		return err
	}
	for _, d := range changed {
		made := d.study // without the draft, which holds the payloads
		c.made = append(c.made, &made)
	}
	return c.storeVersions(ctx, changed)
}

// redirect lets the ids that lost point to the one that stays.
func (c *change) redirect(d *draft) {
	for _, l := range d.losers {
		if l.state == stateJoined && l.other == d.ident.id {
			continue
		}
		if l.state == stateLive {
			c.studies--
		}
		l.state, l.other, l.dirty = stateJoined, d.ident.id, true
		l.seq = c.next(l.id, study.ChangeJoined, d.ident.id)
	}
}

// number gives a changed study its change.
func (c *change) number(d *draft) {
	i, other := d.ident, ""
	if d.kind == study.ChangeSplit {
		other = d.from
	}
	if i.state != stateLive {
		c.studies++
	}
	i.seq = c.next(i.id, d.kind, other)
	if i.fresh {
		i.born = i.seq
	}
	i.state, i.other, i.dirty = stateLive, "", true
	d.study.Seq = uint64(i.seq)
}

// storeVersions writes the new state of each changed study.
func (c *change) storeVersions(ctx context.Context, changed []*draft) error {
	rows := make([][]any, len(changed))
	for i, d := range changed {
		rows[i] = []any{d.ident.seq, d.ident.id, d.body}
	}
	return c.insert(ctx, `INSERT INTO versions (seq, study, body)`, 3, rows, "")
}

// storeIdentities writes the ids that are new or point elsewhere.
func (c *change) storeIdentities(ctx context.Context, drafts []*draft) error {
	var rows [][]any
	for _, d := range drafts {
		s := d.current()
		out, notice := study.OutOfScope(s.Tags), string(study.Gravest(s.Notices))
		for _, i := range append(d.losers, d.ident) {
			if i.dirty || c.all {
				rows = append(rows, []any{i.id, i.founder, i.born, i.state, i.other, i.seq, i.created, s.TagVersion, out, notice})
			}
		}
	}
	return c.insert(ctx, `INSERT INTO studies (id, founder, born, state, other, seq, created, tags, out_rule, notice)`, 10, rows,
		`ON CONFLICT (id) DO UPDATE SET state = excluded.state, other = excluded.other, seq = excluded.seq, tags = excluded.tags,
		out_rule = excluded.out_rule, notice = excluded.notice`)
}

// current gives the study as it is stored after this change: one that nothing
// changed was not tagged again.
func (d *draft) current() *study.Study {
	if !d.changed && d.before != nil {
		return d.before
	}
	return &d.study
}

// storeNotices keeps by which change each notice first came to a study.
func (c *change) storeNotices(ctx context.Context, changed []*draft) error {
	var rows [][]any
	for _, d := range changed {
		seen := map[string]bool{}
		for _, n := range d.study.Notices {
			name := noticeNames([]study.Notice{n})[0]
			if !seen[name] {
				seen[name] = true
				rows = append(rows, []any{d.ident.id, name, string(n.Type), d.ident.seq})
			}
		}
	}
	return c.insert(ctx, `INSERT INTO notices (study, notice, type, seq)`, 4, rows, `ON CONFLICT (study, notice) DO NOTHING`)
}

// storeJoins keeps the joins that rules made: the pair of a study's first record
// and each other, with rule and evidence. A join that no longer holds is removed;
// what operators decided stays.
func (c *change) storeJoins(ctx context.Context, cl *closure, drafts []*draft) error {
	var rows [][]any
	for _, d := range drafts {
		for _, r := range d.rows[1:] {
			a, b := min(d.rows[0].id, r.id), max(d.rows[0].id, r.id)
			if r.rule == study.RuleOperator || cl.joined[[2]int64{a, b}] {
				delete(cl.joined, [2]int64{a, b})
				continue
			}
			rows = append(rows, []any{a, b, r.rule, r.evidence, 0, 0, micros(c.now)})
		}
	}
	for pair := range cl.joined {
		if _, err := c.tx.ExecContext(ctx, `DELETE FROM joins WHERE a = $1 AND b = $2 AND frozen = 0`, pair[0], pair[1]); err != nil {
			return err
		}
	}
	return c.insert(ctx, `INSERT INTO joins (a, b, rule, evidence, undone, frozen, at)`, 7, rows, `ON CONFLICT (a, b) DO NOTHING`)
}

// storeRecords writes new and changed records, and moves the others to their studies.
func (c *change) storeRecords(ctx context.Context, cl *closure) error {
	var dirty []*row
	for _, r := range cl.rows {
		switch {
		case r.dirty:
			dirty = append(dirty, r)
		case r.moved:
			if _, err := c.tx.ExecContext(ctx, `UPDATE records SET study = $1 WHERE id = $2`, r.study, r.id); err != nil {
				return err
			}
		}
	}
	rows := make([][]any, len(dirty))
	for i, r := range dirty {
		rows[i] = r.values()
	}
	// A record that only went keeps the payload that it had.
	return c.insert(ctx, `INSERT INTO records (id, source, key, revision, fetched, gone, study, hash, body, raw, raw_type)`, 11, rows,
		`ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, fetched = excluded.fetched, gone = excluded.gone,
		study = excluded.study, hash = excluded.hash, body = excluded.body, raw = COALESCE(excluded.raw, records.raw),
		raw_type = CASE WHEN excluded.raw IS NULL THEN records.raw_type ELSE excluded.raw_type END`)
}

// storeKeys brings the lookup keys of changed records up to date.
func (c *change) storeKeys(ctx context.Context, drafts []*draft) error {
	var rows [][]any
	for _, d := range drafts {
		for _, r := range d.rows {
			if !r.dirty && !c.all {
				continue
			}
			if !r.dirty {
				r.oldKeys = nil // the rules for keys may have changed: all are stored again
			}
			added, err := c.keysOf(ctx, r)
			if err != nil {
				return err
			}
			rows = append(rows, added...)
		}
	}
	return insertKeys[string](ctx, c, `INSERT INTO identifiers (value, record)`, 2, rows, `ON CONFLICT (value, record) DO NOTHING`)
}

// keysOf gives the rows of a record's new keys and removes those that it lost.
func (c *change) keysOf(ctx context.Context, r *row) (rows [][]any, err error) {
	was := make(map[string]bool, len(r.oldKeys))
	for _, k := range r.oldKeys {
		was[k] = true
	}
	for _, k := range r.keys {
		if !was[k] {
			rows = append(rows, []any{k, r.id})
		}
		delete(was, k)
	}
	for k := range was {
		if _, err := c.tx.ExecContext(ctx, `DELETE FROM identifiers WHERE value = $1 AND record = $2`, k, r.id); err != nil {
			return nil, err
		}
	}
	return rows, nil
}
