package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"evidelic/study"
)

// FromOperator is what TagValue.From says of a value that an operator decided on.
const FromOperator = "operator"

// maxValues bounds the values of one correction.
const maxValues = 50

// Correct lets an operator answer a task of a study by hand; a nil tag takes the
// decision back, so that the rules answer again. Later rules, records and joins
// leave the answer as it is. Every value is marked as the operator's, with reason
// as its proof. It is one change of the study (study.ChangeTagged), and gives the
// study as it is then. It fails with study.ErrNotFound for an id that cannot be
// found, and with study.ErrInvalid for an unknown task or a missing reason.
func (db *DB) Correct(ctx context.Context, id string, task study.Task, tag *study.Tag, reason string) (study.Study, error) {
	out, err := db.correct(ctx, id, task, tag, reason)
	if err != nil {
		return study.Study{}, fmt.Errorf("correct %s of %s: %w", task, id, err)
	}
	return out, nil
}

func (db *DB) correct(ctx context.Context, id string, task study.Task, tag *study.Tag, reason string) (out study.Study, err error) {
	if !slices.Contains(study.Tasks(), task) {
		return out, fmt.Errorf("%w: there is no such task", study.ErrInvalid)
	}
	if err := checkReason(reason); err != nil {
		return out, err
	}
	body, err := correctionBody(tag, reason)
	if err != nil {
		return out, err
	}
	err = db.change(ctx, func(c *change) error {
		if out, err = c.current(ctx, id); err != nil {
			return err
		}
		first := out.Records[0].ID()
		// The number is that of the change which storeTags makes below.
		_, err := c.tx.ExecContext(ctx, `INSERT INTO corrections (seq, source, key, task, tag, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			c.seq+1, first.Source, first.Key, string(task), body, reason, micros(c.now))
		if err != nil {
			return err
		}
		delete(out.Tags, task)
		db.tag(&out)
		studies := []study.Study{out}
		if err := c.overrule(ctx, pointers(studies)); err != nil {
			return err
		}
		_, err = c.storeTags(ctx, studies, []bool{true})
		out = studies[0]
		return err
	})
	return out, err
}

// correctionBody gives a decision as it is stored; "" takes one back.
func correctionBody(tag *study.Tag, reason string) (string, error) {
	if tag == nil {
		return "", nil
	}
	if len(tag.Values) > maxValues {
		return "", fmt.Errorf("%w: %d values are more than %d", study.ErrInvalid, len(tag.Values), maxValues)
	}
	if (tag.Status == study.Reported) != (len(tag.Values) > 0) {
		return "", fmt.Errorf("%w: status %q with %d values", study.ErrInvalid, tag.Status, len(tag.Values))
	}
	t := study.Tag{Status: tag.Status, Values: slices.Clone(tag.Values)}
	for i := range t.Values {
		v := &t.Values[i]
		if err := errors.Join(checkText("value", v.Value, maxKey), checkText("label", v.Label, maxKey)); err != nil {
			return "", err
		}
		v.From = FromOperator
		v.Proofs = []study.Proof{{Field: FromOperator, Text: reason, Rule: study.RuleOperator}}
	}
	b, err := marshal(t)
	return string(b), err
}

// current gives a study that can be found.
func (c *change) current(ctx context.Context, id string) (s study.Study, err error) {
	var body []byte
	err = c.tx.QueryRowContext(ctx, `SELECT v.body FROM studies s JOIN versions v ON v.seq = s.seq WHERE s.id = $1 AND s.state = 'live'`, id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return s, study.ErrNotFound
	}
	if err != nil {
		return s, err
	}
	return s, unmarshal(body, &s)
}

// overrule puts the operators' decisions in place of what the rules answered.
func (c *change) overrule(ctx context.Context, studies []*study.Study) error {
	var any bool
	if err := c.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM corrections)`).Scan(&any); err != nil || !any {
		return err
	}
	of := map[study.RecordKey]*study.Study{}
	var keys []string
	for _, s := range studies {
		for _, r := range s.Records {
			of[r.ID()] = s
			keys = append(keys, r.Key)
		}
	}
	decided, err := readCorrections(ctx, c.tx, keys)
	if err != nil {
		return err
	}
	type about struct {
		study *study.Study
		task  study.Task
	}
	last := map[about]correction{}
	for _, d := range decided {
		at := about{of[d.record], d.task}
		if at.study != nil && last[at].seq < d.seq {
			last[at] = d
		}
	}
	for at, d := range last {
		if d.tag != nil {
			tags := maps.Clone(at.study.Tags) // Options.Tag may have given them to others, too
			if tags == nil {
				tags = study.Tags{}
			}
			tags[at.task] = *d.tag
			at.study.Tags = tags
		}
	}
	return nil
}

// correction is one stored decision.
type correction struct {
	seq    int64
	record study.RecordKey
	task   study.Task
	tag    *study.Tag // nil: taken back
	reason string
	at     time.Time
}

// readCorrections reads the decisions about records with one of the keys.
func readCorrections(ctx context.Context, q querier, keys []string) (out []correction, err error) {
	const query = `SELECT seq, source, key, task, tag, reason, at FROM corrections WHERE key IN %s`
	err = eachIn(ctx, q, query, nil, keys, func(rows *sql.Rows) error {
		var d correction
		var body string
		var at int64
		if err := rows.Scan(&d.seq, &d.record.Source, &d.record.Key, &d.task, &body, &d.reason, &at); err != nil {
			return err
		}
		d.at = fromMicros(at)
		if body != "" {
			d.tag = &study.Tag{}
			if err := json.Unmarshal([]byte(body), d.tag); err != nil {
				return fmt.Errorf("correction %d: %w", d.seq, err)
			}
		}
		out = append(out, d)
		return nil
	})
	return out, err
}

func pointers(studies []study.Study) []*study.Study {
	out := make([]*study.Study, len(studies))
	for i := range studies {
		out[i] = &studies[i]
	}
	return out
}

// Corrections gives what operators decided about the tags of a study, the first
// first, taken back ones among them; those about records that it was joined with
// as well. It fails like Study for an id that is none.
func (db *DB) Corrections(ctx context.Context, id string) ([]study.Correction, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	mine, keys := map[study.RecordKey]bool{}, []string{}
	for _, r := range s.Records {
		mine[r.ID()], keys = true, append(keys, r.Key)
	}
	decided, err := readCorrections(ctx, db.read, keys)
	if err != nil {
		return nil, fmt.Errorf("corrections of %s: %w", id, explain(err))
	}
	slices.SortFunc(decided, func(a, b correction) int { return cmp.Compare(a.seq, b.seq) })
	var out []study.Correction
	for _, d := range decided {
		if mine[d.record] {
			out = append(out, study.Correction{Task: d.task, Tag: d.tag, Reason: d.reason, At: d.at})
		}
	}
	return out, nil
}
