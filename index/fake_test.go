package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"evidelic/study"
)

// fakeSource is a library in memory.
type fakeSource struct {
	mu      sync.Mutex
	lib     study.Library
	studies map[string]study.Study
	changes []study.Change
}

func newFake() *fakeSource {
	return &fakeSource{lib: study.Library{ID: "lib1", Epoch: "e1"}, studies: map[string]study.Study{}}
}

func (f *fakeSource) put(studies ...study.Study) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range studies {
		kind := study.ChangeAdded
		if _, ok := f.studies[s.ID]; ok {
			kind = study.ChangeChanged
		}
		f.lib.Seq++
		s.Seq = f.lib.Seq
		f.studies[s.ID] = s
		f.changes = append(f.changes, study.Change{Seq: f.lib.Seq, Study: s.ID, Kind: kind})
	}
}

func (f *fakeSource) remove(id string, kind study.ChangeKind) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.studies, id)
	f.lib.Seq++
	f.changes = append(f.changes, study.Change{Seq: f.lib.Seq, Study: id, Kind: kind})
}

func (f *fakeSource) Library(context.Context) (study.Library, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	lib := f.lib
	lib.Count = len(f.studies)
	return lib, nil
}

func (f *fakeSource) Changes(_ context.Context, after uint64, n int) ([]study.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i, _ := slices.BinarySearchFunc(f.changes, after+1, func(c study.Change, seq uint64) int { return cmp.Compare(c.Seq, seq) })
	return slices.Clone(f.changes[i:min(i+n, len(f.changes))]), nil
}

func (f *fakeSource) Studies(_ context.Context, ids []string) ([]study.Study, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []study.Study
	for _, id := range ids {
		if s, ok := f.studies[id]; ok {
			out = append(out, s)
		}
	}
	return out, nil
}

func (f *fakeSource) Scan(_ context.Context, after string, n int) ([]study.Study, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []string
	for id := range f.studies {
		if id > after {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var out []study.Study
	for _, id := range ids[:min(n, len(ids))] {
		out = append(out, f.studies[id])
	}
	return out, nil
}

// article makes a study with a title and an abstract.
func article(id, title, abstract string) study.Study {
	s := study.Study{ID: id}
	s.Kind = study.KindArticle
	s.Title = title
	if abstract != "" {
		s.Abstract = []study.Section{{Text: abstract}}
	}
	return s
}

// mustOpen opens an index over a source and follows it.
func mustOpen(t testing.TB, src Source) *Index {
	t.Helper()
	return mustOpenIn(t, t.TempDir(), src)
}

func mustOpenIn(t testing.TB, dir string, src Source) *Index {
	t.Helper()
	x, err := Open(t.Context(), dir, src, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x
}

// ids searches and gives the ids of the hits.
func ids(t testing.TB, x *Index, req Request) []string {
	t.Helper()
	res, err := x.Search(t.Context(), req)
	if err != nil {
		t.Fatalf("search %q: %v", req.Text, err)
	}
	out := []string{}
	for _, h := range res.Hits {
		out = append(out, h.Study.ID)
	}
	return out
}

// numbered gives an id that sorts by number.
func numbered(n int) string { return fmt.Sprintf("ev%07d", n) }
