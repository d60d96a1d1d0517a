package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"evidelic/study"
)

// incoming compares the records with those stored and gives the ones to store:
// new ones and changed ones. It counts the others and notes that they were seen.
func (a *applying) incoming(ctx context.Context, rows []*row) ([]*row, error) {
	latest := a.latest(rows)
	stored, err := a.stored(ctx, latest)
	if err != nil {
		return nil, err
	}
	var dirty, same []*row
	for _, r := range latest {
		old, ok := stored[r.rec.ID()]
		switch {
		case !ok:
			a.records++
			r.id, r.fresh, r.dirty = a.records, true, true
			a.result.New++
			dirty = append(dirty, r)
		case r.rec.Revision < old.rec.Revision:
			a.result.Older++
		case bytes.Equal(r.hash, old.hash) && !old.rec.Gone:
			r.id = old.id
			a.result.Unchanged++
			same = append(same, r)
		default:
			r.id, r.study, r.dirty = old.id, old.study, true
			dirty = append(dirty, r)
		}
	}
	if err := a.seenAgain(ctx, same); err != nil {
		return nil, err
	}
	return a.readOld(ctx, dirty, stored)
}

// latest drops all but the newest of the records that one batch brings twice;
// of two that their source does not order, the later one stands.
func (a *applying) latest(rows []*row) []*row {
	at := make(map[study.RecordKey]int, len(rows))
	out := make([]*row, 0, len(rows))
	for _, r := range rows {
		i, twice := at[r.rec.ID()]
		switch {
		case !twice:
			at[r.rec.ID()] = len(out)
			out = append(out, r)
		case r.rec.Revision < out[i].rec.Revision:
			a.result.Older++
		default:
			out[i] = r
			a.result.Unchanged++
		}
	}
	return out
}

// stored gives what the library knows of the records, without their bodies.
func (c *change) stored(ctx context.Context, rows []*row) (map[study.RecordKey]*row, error) {
	bySource := map[string][]string{}
	for _, r := range rows {
		bySource[r.rec.Source] = append(bySource[r.rec.Source], r.rec.Key)
	}
	return c.storedKeys(ctx, bySource)
}

// storedKeys looks records up by source and key.
func (c *change) storedKeys(ctx context.Context, bySource map[string][]string) (map[study.RecordKey]*row, error) {
	out := map[study.RecordKey]*row{}
	for source, keys := range bySource {
		slices.Sort(keys)
		const query = `SELECT id, key, revision, gone, study, hash FROM records WHERE source = $1 AND key IN %s`
		err := eachIn(ctx, c, query, []any{source}, keys, func(rows *sql.Rows) error {
			r := &row{rec: study.Record{Source: source}}
			if err := rows.Scan(&r.id, &r.rec.Key, &r.rec.Revision, &r.rec.Gone, &r.study, &r.hash); err != nil {
				return err
			}
			out[r.rec.ID()] = r
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look up records of %s: %w", source, err)
		}
	}
	return out, nil
}

// seenAgain notes when unchanged records were last fetched.
func (a *applying) seenAgain(ctx context.Context, same []*row) error {
	for _, r := range same {
		_, err := a.tx.ExecContext(ctx, `UPDATE records SET fetched = $1, revision = $2 WHERE id = $3`,
			micros(r.rec.Fetched), r.rec.Revision, r.id)
		if err != nil {
			return err
		}
	}
	return nil
}

// readOld reads the former content of changed records: their old lookup keys
// lead to the studies that may change with them, and a short form that its
// source does not order must not empty what a full one gave. A record that then
// says nothing new is left out.
func (a *applying) readOld(ctx context.Context, dirty []*row, stored map[study.RecordKey]*row) ([]*row, error) {
	changed := slices.DeleteFunc(slices.Clone(dirty), func(r *row) bool { return r.fresh })
	old, err := a.load(ctx, ids(changed))
	if err != nil {
		return nil, err
	}
	out := dirty[:0]
	for _, r := range dirty {
		if r.fresh {
			out = append(out, r)
			continue
		}
		before := old[r.id]
		r.oldKeys, r.oldMatch, r.oldActs = before.keys, before.match, before.acts
		if r.rec.Revision == "" && before.rec.Revision == "" {
			r.rec.Report = study.Fill(r.rec.Report, before.rec.Report)
			if err := r.digest(); err != nil {
				return nil, err
			}
		}
		if was := stored[r.rec.ID()]; bytes.Equal(r.hash, was.hash) && !was.rec.Gone {
			a.result.Unchanged++
			continue
		}
		a.result.Changed++
		out = append(out, r)
	}
	return out, nil
}

// deleted marks records that their source says it has deleted, and gives those
// that were not marked before. Keys that the library does not know are nothing
// to it.
func (a *applying) deleted(ctx context.Context, dirty []*row) ([]*row, error) {
	var keys []string
	for _, key := range a.batch.Deleted {
		// Of a page that both brings and deletes a record the deletion is the later word.
		i := slices.IndexFunc(dirty, func(d *row) bool { return d.rec.Source == a.batch.Source && d.rec.Key == key })
		if i >= 0 {
			dirty[i].rec.Gone, dirty[i].acts = true, nil
		} else if checkText("key", key, maxKey) == nil {
			keys = append(keys, key)
		}
	}
	stored, err := a.storedKeys(ctx, map[string][]string{a.batch.Source: keys})
	if err != nil {
		return nil, err
	}
	var known []int64
	for _, r := range stored {
		if !r.rec.Gone {
			known = append(known, r.id)
		}
	}
	slices.Sort(known)
	rows, err := a.load(ctx, known)
	if err != nil {
		return nil, err
	}
	out := make([]*row, len(known))
	for i, id := range known {
		r := rows[id]
		r.oldKeys, r.oldMatch, r.oldActs = r.keys, r.match, r.acts
		r.rec.Gone, r.dirty = true, true
		if err := r.digest(); err != nil {
			return nil, err
		}
		out[i] = r
	}
	a.result.Changed += len(out)
	return out, nil
}

// load reads stored records with their reports, without raw payloads.
func (c *change) load(ctx context.Context, ids []int64) (map[int64]*row, error) {
	return loadRows(ctx, c, ids)
}

// loadRows reads records by number; the bodies are unpacked on all processors.
func loadRows(ctx context.Context, q querier, ids []int64) (map[int64]*row, error) {
	var list []*row
	var bodies [][]byte
	const query = `SELECT id, source, key, revision, fetched, gone, study, hash, body FROM records WHERE id IN %s`
	err := eachIn(ctx, q, query, nil, ids, func(rows *sql.Rows) error {
		r, body := &row{}, []byte(nil)
		var fetched int64
		err := rows.Scan(&r.id, &r.rec.Source, &r.rec.Key, &r.rec.Revision, &fetched, &r.rec.Gone, &r.study, &r.hash, &body)
		r.rec.Fetched = fromMicros(fetched)
		list, bodies = append(list, r), append(bodies, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = parallel(len(list), func(i int) error {
		r := list[i]
		if err := unmarshal(bodies[i], &r.rec.Report); err != nil {
			return fmt.Errorf("record %s: %w", r.rec.ID(), err)
		}
		r.keys, r.match, r.acts = study.Keys(&r.rec), matchKeysOf(&r.rec), actTargets(&r.rec)
		return nil
	})
	out := make(map[int64]*row, len(list))
	for _, r := range list {
		out[r.id] = r
	}
	return out, err
}

func ids(rows []*row) []int64 {
	out := make([]int64, len(rows))
	for i, r := range rows {
		out[i] = r.id
	}
	return out
}
