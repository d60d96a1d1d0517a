package store

import (
	"context"
	"database/sql"
	"slices"

	"evidelic/study"
)

// pretag reads the tags of records that will most likely be studies of their own,
// before the library is locked: reading them is the dearest part of an import. A
// record of which an identifier is known already is left to the merge.
func (db *DB) pretag(ctx context.Context, rows []*row) error {
	if db.opt.Tag == nil {
		return nil
	}
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.keys...)
	}
	slices.Sort(keys)
	known := map[string]bool{}
	err := eachIn(ctx, db.read, `SELECT value FROM identifiers WHERE value IN %s`, nil, slices.Compact(keys), func(rows *sql.Rows) error {
		var k string
		err := rows.Scan(&k)
		known[k] = true
		return err
	})
	if err != nil {
		return explain(err)
	}
	return parallel(len(rows), func(i int) error {
		r := rows[i]
		if !slices.ContainsFunc(r.keys, func(k string) bool { return known[k] }) {
			s := study.Study{}
			s.Report, _ = study.Merge([]study.Record{r.rec})
			r.tags, r.tagged = db.opt.Tag(&s), true
		}
		return nil
	})
}

// tagDraft tags a study that was merged: from its only record's tags where they
// were read before and nothing was added to it.
func (db *DB) tagDraft(d *draft, acts []study.Act) {
	if r := d.rows[0]; len(d.rows) == 1 && r.tagged && len(acts) == 0 {
		d.study.Tags, d.study.TagVersion = r.tags, db.opt.TagVersion
		return
	}
	db.tag(&d.study)
}
