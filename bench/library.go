package main

import (
	"context"
	"fmt"
	"sort"

	"evidelic/study"
)

// memoryLibrary is a library in memory for the index to follow: measuring the
// index alone needs no store.
type memoryLibrary struct {
	studies []study.Study // sorted by id
	at      map[string]int
}

// newMemoryLibrary gives the studies ids in their order and makes them a library.
func newMemoryLibrary(studies []study.Study) *memoryLibrary {
	l := &memoryLibrary{studies: studies, at: make(map[string]int, len(studies))}
	for i := range studies {
		studies[i].ID = fmt.Sprintf("ev%08d", i)
		studies[i].Seq = uint64(i + 1)
		l.at[studies[i].ID] = i
	}
	return l
}

// Library names the library.
func (l *memoryLibrary) Library(context.Context) (study.Library, error) {
	return study.Library{ID: "bench", Epoch: "1", Seq: uint64(len(l.studies)), Count: len(l.studies)}, nil
}

// Changes gives one "added" a study.
func (l *memoryLibrary) Changes(_ context.Context, after uint64, n int) ([]study.Change, error) {
	var out []study.Change
	for seq := after + 1; seq <= uint64(len(l.studies)) && len(out) < n; seq++ {
		out = append(out, study.Change{Seq: seq, Study: l.studies[seq-1].ID, Kind: study.ChangeAdded})
	}
	return out, nil
}

// Studies gives the named studies.
func (l *memoryLibrary) Studies(_ context.Context, ids []string) ([]study.Study, error) {
	out := make([]study.Study, 0, len(ids))
	for _, id := range ids {
		if i, ok := l.at[id]; ok {
			out = append(out, l.studies[i])
		}
	}
	return out, nil
}

// Scan gives n studies behind an id.
func (l *memoryLibrary) Scan(_ context.Context, after string, n int) ([]study.Study, error) {
	from := sort.Search(len(l.studies), func(i int) bool { return l.studies[i].ID > after })
	return l.studies[from:min(from+n, len(l.studies))], nil
}
