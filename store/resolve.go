package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"evidelic/study"
)

// Resolve finds the study that ref names: our own id, or "pmid:…", "pmcid:…",
// "doi:…", "nct:…" (any registry's number), in any case. It fails with a
// *study.Redirect for an id of ours that was joined into another, with
// study.ErrNotFound when the library has no such study, and with
// study.ErrInvalid for what is no reference at all. Where several studies hold
// one identifier, which rules refused to join, the oldest is meant.
func (db *DB) Resolve(ctx context.Context, ref string) (id string, err error) {
	if own, ok := study.ValidID(ref); ok {
		return db.resolveOwn(ctx, own)
	}
	key, err := lookupKey(ref)
	if err != nil {
		return "", err
	}
	var found []string
	err = each(ctx, db.read, `SELECT s.id FROM identifiers i JOIN records r ON r.id = i.record
		JOIN studies s ON s.id = r.study WHERE i.value = $1 AND s.state = 'live' ORDER BY r.gone, s.born LIMIT 1`,
		[]any{key}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			found = append(found, id)
			return err
		})
	if err != nil {
		return "", fmt.Errorf("resolve %.80q: %w", ref, explain(err))
	}
	if len(found) == 0 {
		return "", fmt.Errorf("%.80q: %w", ref, study.ErrNotFound)
	}
	return found[0], nil
}

// resolveOwn looks one of our own ids up.
func (db *DB) resolveOwn(ctx context.Context, id string) (string, error) {
	var state, other string
	err := db.read.QueryRowContext(ctx, `SELECT state, other FROM studies WHERE id = $1`, id).Scan(&state, &other)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && state == stateDeleted:
		return "", fmt.Errorf("study %s: %w", id, study.ErrNotFound)
	case err != nil:
		return "", fmt.Errorf("resolve %s: %w", id, explain(err))
	case state == stateJoined:
		return "", fmt.Errorf("study %s: %w", id, &study.Redirect{To: other})
	}
	return id, nil
}

// lookupKey turns a reference into the key under which records are found.
func lookupKey(ref string) (string, error) {
	scheme, value, ok := strings.Cut(strings.TrimSpace(ref), ":")
	if !ok || len(ref) > 1000 {
		return "", fmt.Errorf("reference %.80q: %w: want one of our ids, pmid:…, pmcid:…, doi:… or nct:…", ref, study.ErrInvalid)
	}
	var ids study.IDs
	switch strings.ToLower(scheme) {
	case "pmid":
		ids.PMID, ok = study.NormalPMID(value)
	case "pmcid":
		ids.PMCID, ok = study.NormalPMCID(value)
	case "doi":
		ids.DOI, ok = study.NormalDOI(value)
	case "nct", "registry":
		ids.Registry, _, ok = study.NormalRegistry(value)
	default:
		ok = false
	}
	if !ok {
		return "", fmt.Errorf("reference %.80q: %w: that is no %.10s", ref, study.ErrInvalid, scheme)
	}
	return study.Keys(&study.Record{Report: study.Report{IDs: ids}})[0], nil
}

// FindAll gives, for each ref that carries an identifier the library holds, the
// id of its study, in one look-up: for reference lists. The answer has one entry
// for every ref, "" where nothing was found.
func (db *DB) FindAll(ctx context.Context, refs []study.Ref) ([]string, error) {
	wanted := make([][]string, len(refs))
	var all []string
	for i, r := range refs {
		rec := study.Record{Report: study.Report{IDs: study.IDs{PMID: r.PMID, DOI: r.DOI, Registry: r.NCT}}}
		wanted[i] = study.Keys(&rec)
		all = append(all, wanted[i]...)
	}
	slices.Sort(all)
	type hit struct {
		id   string
		born int64
	}
	found := map[string]hit{}
	err := eachIn(ctx, db.read, `SELECT i.value, s.id, s.born FROM identifiers i JOIN records r ON r.id = i.record
		JOIN studies s ON s.id = r.study WHERE s.state = 'live' AND i.value IN %s`, nil, slices.Compact(all),
		func(rows *sql.Rows) error {
			var key string
			var h hit
			err := rows.Scan(&key, &h.id, &h.born)
			if have, ok := found[key]; !ok || cmp.Less(h.born, have.born) {
				found[key] = h
			}
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("look up %d references: %w", len(refs), explain(err))
	}
	out := make([]string, len(refs))
	for i, keys := range wanted {
		for _, k := range keys {
			if h, ok := found[k]; ok && out[i] == "" {
				out[i] = h.id
			}
		}
	}
	return out, nil
}
