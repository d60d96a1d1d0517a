package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"

	"evidelic/study"
)

// retagBatch bounds how long one step of Retag holds the lock.
const retagBatch = 200

// Retag reads the tags again off every study whose tags were made by other rules
// than Options.TagVersion names, in small transactions, so that it may run beside
// a harvest and go on where it was stopped. It gives the number of studies whose
// tags became different; each of them is a study.ChangeTagged.
func (db *DB) Retag(ctx context.Context) (int, error) {
	if db.opt.Tag == nil {
		return 0, nil
	}
	total, after := 0, ""
	for {
		n, last, err := db.retagSome(ctx, after)
		if err != nil {
			return total, fmt.Errorf("retag after %q: %w", after, err)
		}
		total += n
		if last == "" {
			return total, nil
		}
		after = last
	}
}

// retagSome does the next studies after an id; last is "" at the end.
func (db *DB) retagSome(ctx context.Context, after string) (n int, last string, err error) {
	err = db.change(ctx, func(c *change) error {
		n, last, err = c.retag(ctx, after)
		return err
	})
	return n, last, err
}

func (c *change) retag(ctx context.Context, after string) (n int, last string, err error) {
	var list []packed
	err = each(ctx, c.tx, `SELECT s.id, s.tags, v.body FROM studies s JOIN versions v ON v.seq = s.seq
		WHERE s.tags <> $1 AND s.state = 'live' AND s.id > $2 ORDER BY s.id LIMIT $3`,
		[]any{c.db.opt.TagVersion, after, retagBatch}, func(rows *sql.Rows) error {
			var p packed
			err := rows.Scan(&p.id, &p.tags, &p.body)
			list = append(list, p)
			return err
		})
	if err != nil || len(list) == 0 {
		return 0, "", err
	}
	studies, err := unpackAll(list)
	if err != nil {
		return 0, "", err
	}
	differs, err := c.tagAgain(ctx, studies)
	if err != nil {
		return 0, "", err
	}
	n, err = c.storeTags(ctx, studies, differs)
	return n, list[len(list)-1].id, err
}

// tagAgain tags studies and says of each whether its tags became different.
func (c *change) tagAgain(ctx context.Context, studies []study.Study) ([]bool, error) {
	before := make([][]byte, len(studies))
	err := parallel(len(studies), func(i int) (err error) {
		before[i], err = marshal(studies[i].Tags)
		c.db.tag(&studies[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := c.overrule(ctx, pointers(studies)); err != nil {
		return nil, err
	}
	differs := make([]bool, len(studies))
	err = parallel(len(studies), func(i int) error {
		after, err := marshal(studies[i].Tags)
		differs[i] = !bytes.Equal(before[i], after)
		return err
	})
	return differs, err
}

// storeTags writes new versions of the studies whose tags differ, and notes for
// all of them by which rules they are tagged now.
func (c *change) storeTags(ctx context.Context, studies []study.Study, differs []bool) (int, error) {
	var changed []*study.Study
	seqs := make([]int64, len(studies))
	for i := range studies {
		s := &studies[i]
		seqs[i] = int64(s.Seq)
		if differs[i] {
			seqs[i] = c.next(s.ID, study.ChangeTagged, "")
			s.Seq, s.Changed = uint64(seqs[i]), c.now
			changed = append(changed, s)
		}
	}
	rows := make([][]any, len(changed))
	err := parallel(len(changed), func(i int) error {
		body, err := c.db.packer.study(changed[i])
		rows[i] = []any{int64(changed[i].Seq), changed[i].ID, body}
		return err
	})
	if err != nil {
		return 0, err
	}
	if err := c.insert(ctx, `INSERT INTO versions (seq, study, body)`, 3, rows, ""); err != nil {
		return 0, err
	}
	for i := range studies {
		_, err := c.tx.ExecContext(ctx, `UPDATE studies SET seq = $1, tags = $2, out_rule = $3 WHERE id = $4`,
			seqs[i], c.db.opt.TagVersion, study.OutOfScope(studies[i].Tags), studies[i].ID)
		if err != nil {
			return 0, err
		}
	}
	return len(changed), nil
}
