package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"evidelic/study"
)

// merge makes each draft's study, and finds out whether it differs from the one
// stored. Merging and tagging run on all processors.
func (c *change) merge(ctx context.Context, cl *closure, drafts []*draft) error {
	if err := c.readBefore(ctx, drafts); err != nil {
		return err
	}
	acts, err := c.readActs(ctx, cl)
	if err != nil {
		return err
	}
	if err := parallel(len(drafts), func(i int) error { return c.mergeOne(drafts[i], acts) }); err != nil {
		return err
	}
	var changed []*study.Study
	for _, d := range drafts {
		if d.changed {
			changed = append(changed, &d.study)
		}
	}
	return c.overrule(ctx, changed)
}

// readBefore reads the last version of the studies whose ids go on.
func (c *change) readBefore(ctx context.Context, drafts []*draft) error {
	bySeq := map[int64]*draft{}
	var seqs []int64
	for _, d := range drafts {
		if !d.ident.fresh && d.ident.state == stateLive {
			bySeq[d.ident.seq] = d
			seqs = append(seqs, d.ident.seq)
		}
	}
	return eachIn(ctx, c, `SELECT seq, body FROM versions WHERE seq IN %s`, nil, seqs, func(rows *sql.Rows) error {
		var seq int64
		var body []byte
		if err := rows.Scan(&seq, &body); err != nil {
			return err
		}
		d := bySeq[seq]
		d.before = &study.Study{}
		if err := unmarshal(body, d.before); err != nil {
			return fmt.Errorf("study %s: %w", d.ident.id, err)
		}
		return nil
	})
}

// mergeOne makes one study and decides what kind of change it is.
func (c *change) mergeOne(d *draft, acts map[string][]study.Act) error {
	records := make([]study.Record, len(d.rows))
	for i, r := range d.rows {
		records[i] = r.rec
	}
	s := &d.study
	s.ID, s.Created, s.Changed = d.ident.id, fromMicros(d.ident.created), c.now
	s.Report, s.Provenance = study.Merge(records)
	against := actsAgainst(d.rows, acts)
	study.AddActs(&s.Report, s.Provenance, records, against)
	s.Records = recordRefs(d.rows)
	s.Withdrawn = !slices.ContainsFunc(d.rows, func(r *row) bool { return !r.rec.Gone })
	kind, err := kindOfChange(d)
	if err != nil {
		return err
	}
	if d.kind = kind; kind == "" {
		return nil
	}
	d.changed = true
	c.db.tagDraft(d, against)
	return nil
}

// tag reads the tags off a study.
func (db *DB) tag(s *study.Study) {
	if db.opt.Tag != nil {
		s.Tags, s.TagVersion = db.opt.Tag(s), db.opt.TagVersion
	}
}

// recordRefs lists the records of a study in the order of trust.
func recordRefs(rows []*row) []study.RecordRef {
	out := make([]study.RecordRef, len(rows))
	for i, r := range rows {
		out[i] = study.RecordRef{Source: r.rec.Source, Key: r.rec.Key, Revision: r.rec.Revision, Fetched: r.rec.Fetched,
			Gone: r.rec.Gone, Rule: r.rule, Evidence: r.evidence}
	}
	return out
}

// kindOfChange compares a study with its last version; "" means that nothing
// changed that a reader could see.
func kindOfChange(d *draft) (study.ChangeKind, error) {
	switch {
	case d.before == nil && d.from != "":
		return study.ChangeSplit, nil
	case d.before == nil:
		return study.ChangeAdded, nil
	}
	before, err := visible(d.before)
	if err != nil {
		return "", err
	}
	after, err := visible(&d.study)
	if err != nil {
		return "", err
	}
	if bytes.Equal(before, after) {
		return "", nil
	}
	if !slices.Equal(noticeNames(d.before.Notices), noticeNames(d.study.Notices)) || d.before.Withdrawn != d.study.Withdrawn {
		return study.ChangeNoticed, nil
	}
	return study.ChangeChanged, nil
}

// visible gives what readers see of a study: all but numbers, tags, and when its
// records and notices were last looked at.
func visible(s *study.Study) ([]byte, error) {
	c := *s
	c.Seq, c.Changed, c.Tags, c.TagVersion = 0, time.Time{}, nil, ""
	c.Records = slices.Clone(s.Records)
	for i := range c.Records {
		c.Records[i].Fetched, c.Records[i].Revision = time.Time{}, ""
	}
	c.Notices = slices.Clone(s.Notices)
	for i := range c.Notices {
		c.Notices[i].Checked = time.Time{}
	}
	return marshal(&c)
}

// noticeNames gives what tells notices apart, sorted.
func noticeNames(notices []study.Notice) []string {
	out := make([]string, 0, len(notices))
	for _, n := range notices {
		by := n.By
		if by.PMID != "" || by.DOI != "" {
			by.Text = ""
		}
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%s|%s", n.Type, n.Source, by.PMID, by.DOI, by.NCT, by.Text))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
