package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"evidelic/index"
	"evidelic/study"
)

// versions is a small library of studies as they were, for an index of its own.
type versions []study.Study

// Library gives the identity of a library that nothing else has.
func (v versions) Library(context.Context) (study.Library, error) {
	return study.Library{ID: "versions", Epoch: "then", Seq: uint64(len(v)), Count: len(v)}, nil
}

// Changes gives one change a study.
func (v versions) Changes(_ context.Context, after uint64, n int) ([]study.Change, error) {
	var out []study.Change
	for i := after; i < uint64(len(v)) && len(out) < n; i++ {
		out = append(out, study.Change{Seq: i + 1, Study: v[i].ID, Kind: study.ChangeAdded})
	}
	return out, nil
}

// Studies gives the named studies.
func (v versions) Studies(_ context.Context, ids []string) ([]study.Study, error) {
	var out []study.Study
	for _, st := range v {
		if slices.Contains(ids, st.ID) {
			out = append(out, st)
		}
	}
	return out, nil
}

// Scan gives n studies after an id; v is sorted.
func (v versions) Scan(_ context.Context, after string, n int) ([]study.Study, error) {
	at, found := slices.BinarySearchFunc(v, after, func(st study.Study, id string) int { return cmp.Compare(st.ID, id) })
	if found {
		at++
	}
	return v[at:min(len(v), at+n)], nil
}

// matchVersions says which of the studies a search finds. It reads the query as
// the library's own index does. Words that none of the versions has all of find
// nothing here: the whole library decides whether a question is relaxed.
func matchVersions(ctx context.Context, list []study.Study, req index.Request) (_ map[string]bool, err error) {
	out := map[string]bool{}
	if len(list) == 0 {
		return out, nil
	}
	src := versions(slices.Clone(list))
	slices.SortFunc(src, func(a, b study.Study) int { return cmp.Compare(a.ID, b.ID) })
	for i := range src {
		src[i].Seq = uint64(i + 1)
	}
	dir, err := os.MkdirTemp("", "evidelic-asof-")
	if err != nil {
		return nil, fmt.Errorf("compare versions: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	x, err := index.Open(ctx, dir, src, index.Options{})
	if err != nil {
		return nil, fmt.Errorf("compare versions: %w", err)
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	if err := x.Follow(ctx); err != nil {
		return nil, fmt.Errorf("compare versions: %w", err)
	}
	req.Page, req.Size, req.Cursor, req.Facets, req.Snippets = 1, 1, "", false, false
	res, err := x.Search(ctx, req)
	if err != nil || res.Query.Relaxed {
		return out, err
	}
	ids, err := x.Matches(ctx, req)
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}
