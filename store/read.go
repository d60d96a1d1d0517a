package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"evidelic/study"
)

// Changes gives the next n changes after a number, in their order. None is
// missing: numbers become visible in the order in which they are given.
func (db *DB) Changes(ctx context.Context, after uint64, n int) ([]study.Change, error) {
	out, err := db.changes(ctx, `SELECT seq, study, kind, at, other FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2`,
		int64(min(after, math.MaxInt64)), n)
	if err != nil {
		return nil, fmt.Errorf("changes after %d: %w", after, err)
	}
	return out, nil
}

// History gives every change of a study, the oldest first; an id that was joined
// into another has its own history. It fails with study.ErrNotFound for an id
// that was never given.
func (db *DB) History(ctx context.Context, id string) ([]study.Change, error) {
	out, err := db.changes(ctx, `SELECT seq, study, kind, at, other FROM changes WHERE study = $1 ORDER BY seq`, id)
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", id, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("history of %s: %w", id, study.ErrNotFound)
	}
	return out, nil
}

// Noticed gives the n studies to which a notice came last, the newest first, each
// with the change that brought it.
func (db *DB) Noticed(ctx context.Context, n int) ([]study.Change, error) {
	out, err := db.changes(ctx, `SELECT c.seq, c.study, c.kind, c.at, c.other FROM changes c
		JOIN (SELECT n.study, MAX(n.seq) AS seq FROM notices n JOIN studies s ON s.id = n.study AND s.state = 'live'
			GROUP BY n.study) latest ON latest.seq = c.seq
		ORDER BY c.seq DESC LIMIT $1`, n)
	if err != nil {
		return nil, fmt.Errorf("newest notices: %w", err)
	}
	return out, nil
}

func (db *DB) changes(ctx context.Context, query string, args ...any) ([]study.Change, error) {
	var out []study.Change
	err := each(ctx, db.read, query, args, func(rows *sql.Rows) error {
		var c study.Change
		var at int64
		err := rows.Scan(&c.Seq, &c.Study, &c.Kind, &at, &c.Other)
		c.At = fromMicros(at)
		out = append(out, c)
		return err
	})
	return out, explain(err)
}

// Studies gives the named studies in the order asked for. Those that were joined
// into another, or that the library does not have, are left out.
func (db *DB) Studies(ctx context.Context, ids []string) ([]study.Study, error) {
	found, err := db.handedOver(ctx, ids)
	if err == nil {
		err = db.readStudies(ctx, ids, found)
	}
	if err != nil {
		return nil, fmt.Errorf("read %d studies: %w", len(ids), explain(err))
	}
	out := make([]study.Study, 0, len(found))
	for _, id := range ids {
		if s, ok := found[id]; ok {
			out = append(out, s)
		}
	}
	return out, nil
}

// readStudies adds those of the named studies that are not found yet.
func (db *DB) readStudies(ctx context.Context, ids []string, found map[string]study.Study) error {
	var missing []string
	for _, id := range ids {
		if _, ok := found[id]; !ok {
			missing = append(missing, id)
		}
	}
	var list []packed
	const query = `SELECT s.id, s.tags, v.body FROM studies s JOIN versions v ON v.seq = s.seq
		WHERE s.state = 'live' AND s.id IN %s`
	err := eachIn(ctx, db.read, query, nil, missing, func(rows *sql.Rows) error {
		var p packed
		err := rows.Scan(&p.id, &p.tags, &p.body)
		list = append(list, p)
		return err
	})
	if err != nil {
		return err
	}
	studies, err := unpackAll(list)
	for _, s := range studies {
		found[s.ID] = s
	}
	return err
}

// Scan gives n studies after an id in the order of ids, "" for the first.
func (db *DB) Scan(ctx context.Context, after string, n int) ([]study.Study, error) {
	var list []packed
	err := each(ctx, db.read, `SELECT s.id, s.tags, v.body FROM studies s JOIN versions v ON v.seq = s.seq
		WHERE s.state = 'live' AND s.id > $1 ORDER BY s.id LIMIT $2`, []any{after, n}, func(rows *sql.Rows) error {
		var p packed
		err := rows.Scan(&p.id, &p.tags, &p.body)
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read studies after %q: %w", after, explain(err))
	}
	return unpackAll(list)
}

// packed is a study as stored; tags names the rules that its tags agree with.
type packed struct {
	id, tags string
	body     []byte
}

// unpackAll unpacks on all processors.
func unpackAll(list []packed) ([]study.Study, error) {
	out := make([]study.Study, len(list))
	err := parallel(len(list), func(i int) error {
		if err := unmarshal(list[i].body, &out[i]); err != nil {
			return fmt.Errorf("study %s: %w", list[i].id, err)
		}
		out[i].TagVersion = list[i].tags
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Study gives one study. It fails with a *study.Redirect for an id that was
// joined into another, and with study.ErrNotFound for one that was never given
// or has no record left.
func (db *DB) Study(ctx context.Context, id string) (study.Study, error) {
	var p packed
	var state, other string
	err := db.read.QueryRowContext(ctx, `SELECT s.id, s.tags, s.state, s.other, v.body FROM studies s
		LEFT JOIN versions v ON v.seq = s.seq WHERE s.id = $1`, id).Scan(&p.id, &p.tags, &state, &other, &p.body)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && state == stateDeleted:
		return study.Study{}, fmt.Errorf("study %s: %w", id, study.ErrNotFound)
	case err != nil:
		return study.Study{}, fmt.Errorf("study %s: %w", id, explain(err))
	case state == stateJoined:
		return study.Study{}, fmt.Errorf("study %s: %w", id, &study.Redirect{To: other})
	}
	out, err := unpackAll([]packed{p})
	if err != nil {
		return study.Study{}, err
	}
	return out[0], nil
}

// Version gives a study as it was after its change seq. It fails with
// study.ErrNotFound when that change was none of this study or left no state.
func (db *DB) Version(ctx context.Context, id string, seq uint64) (study.Study, error) {
	var body []byte
	err := db.read.QueryRowContext(ctx, `SELECT body FROM versions WHERE seq = $1 AND study = $2`,
		int64(min(seq, math.MaxInt64)), id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return study.Study{}, fmt.Errorf("study %s as of change %d: %w", id, seq, study.ErrNotFound)
	}
	if err != nil {
		return study.Study{}, fmt.Errorf("study %s as of change %d: %w", id, seq, explain(err))
	}
	var s study.Study
	return s, unmarshal(body, &s)
}

// Records gives the records of a study as fetched, payloads included, in the
// order of trust. It fails as Study does.
func (db *DB) Records(ctx context.Context, id string) ([]study.Record, error) {
	s, err := db.Study(ctx, id)
	if err != nil {
		return nil, err
	}
	at := map[study.RecordKey]study.Record{}
	err = each(ctx, db.read, `SELECT source, key, revision, fetched, gone, body, raw, raw_type FROM records WHERE study = $1`,
		[]any{id}, func(rows *sql.Rows) error {
			r, err := scanRecord(rows)
			at[r.ID()] = r
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", id, explain(err))
	}
	var out []study.Record
	for _, ref := range s.Records {
		if r, ok := at[ref.ID()]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// scanRecord reads a whole record.
func scanRecord(rows *sql.Rows) (study.Record, error) {
	var r study.Record
	var fetched int64
	var body, raw []byte
	err := rows.Scan(&r.Source, &r.Key, &r.Revision, &fetched, &r.Gone, &body, &raw, &r.RawType)
	if err != nil {
		return r, err
	}
	r.Fetched = fromMicros(fetched)
	if err := unmarshal(body, &r.Report); err != nil {
		return r, fmt.Errorf("record %s: %w", r.ID(), err)
	}
	r.Raw, err = unpack(raw)
	return r, err
}
