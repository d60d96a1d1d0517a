package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"evidelic/study"
)

// NextRun gives when a source is to be harvested next, the zero time when nobody
// said so.
func (db *DB) NextRun(ctx context.Context, source string) (time.Time, error) {
	var at int64
	err := db.read.QueryRowContext(ctx, `SELECT at FROM timetable WHERE source = $1`, source).Scan(&at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, fmt.Errorf("next run of %s: %w", source, explain(err))
	}
	return fromMicros(at), nil
}

// SetNextRun keeps when a source is to be harvested next, and why then.
func (db *DB) SetNextRun(ctx context.Context, source string, at time.Time, why string) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO timetable (source, at, why) VALUES ($1, $2, $3)
		ON CONFLICT (source) DO UPDATE SET at = excluded.at, why = excluded.why`, source, micros(at), why)
	if err != nil {
		return fmt.Errorf("set next run of %s: %w", source, explain(err))
	}
	return nil
}

// Sources gives what the library knows about every source that it ever heard of,
// by name: the last harvest that ended, one that runs, the next run, the same of
// its re-checks, and the number of records that the source still holds.
func (db *DB) Sources(ctx context.Context) ([]study.SourceState, error) {
	states := map[string]*study.SourceState{}
	for _, read := range []func(context.Context, map[string]*study.SourceState) error{db.countRecords, db.lastHarvests, db.nextRuns} {
		if err := read(ctx, states); err != nil {
			return nil, fmt.Errorf("state of the sources: %w", explain(err))
		}
	}
	foldRechecks(states)
	out := make([]study.SourceState, 0, len(states))
	for _, s := range states {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b study.SourceState) int {
		if ra, rb := study.Rank(a.Source), study.Rank(b.Source); ra != rb {
			return ra - rb
		}
		if a.Source < b.Source {
			return -1
		}
		return 1
	})
	return out, nil
}

// foldRechecks puts what is known of re-checks to their sources.
func foldRechecks(states map[string]*study.SourceState) {
	for _, name := range slices.Collect(maps.Keys(states)) {
		source, ok := study.RecheckedSource(name)
		if !ok {
			continue
		}
		s := stateOf(states, source)
		s.Check, s.NextCheck = states[name].Last, states[name].NextRun
		delete(states, name)
	}
}

// stateOf gives the entry of a source, made where it is missing.
func stateOf(states map[string]*study.SourceState, source string) *study.SourceState {
	s := states[source]
	if s == nil {
		s = &study.SourceState{Source: source}
		states[source] = s
	}
	return s
}

func (db *DB) countRecords(ctx context.Context, states map[string]*study.SourceState) error {
	return each(ctx, db.read, `SELECT source, COUNT(*) FROM records WHERE gone = 0 GROUP BY source`, nil, func(rows *sql.Rows) error {
		var source string
		var n int
		err := rows.Scan(&source, &n)
		stateOf(states, source).Records = n
		return err
	})
}

// lastHarvests reads, of each source, the last harvest that ended and the one
// that runs.
func (db *DB) lastHarvests(ctx context.Context, states map[string]*study.SourceState) error {
	leases, err := db.leases(ctx)
	if err != nil {
		return err
	}
	list, err := harvests(ctx, db.read, `SELECT h.id, h.body FROM harvests h JOIN
		(SELECT source, MAX(id) AS id FROM harvests GROUP BY source, CASE WHEN outcome = 'running' THEN 1 ELSE 0 END) latest
		ON latest.id = h.id ORDER BY h.id`)
	if err != nil {
		return err
	}
	for i := range list {
		h, s := &list[i], stateOf(states, list[i].Source)
		showInterrupted(h, leases[h.Source], db.now())
		if h.Outcome == study.HarvestRunning {
			s.Running = h
		} else {
			s.Last = h
		}
	}
	return nil
}

func (db *DB) nextRuns(ctx context.Context, states map[string]*study.SourceState) error {
	return each(ctx, db.read, `SELECT source, at, why FROM timetable`, nil, func(rows *sql.Rows) error {
		var source, why string
		var at int64
		err := rows.Scan(&source, &at, &why)
		s := stateOf(states, source)
		s.NextRun, s.Retry = fromMicros(at), why
		return err
	})
}
