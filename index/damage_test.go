package index

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"evidelic/study"
)

// filled gives a source with some studies and its closed index.
func filled(t *testing.T) (*fakeSource, string) {
	t.Helper()
	src := newFake()
	r := rand.New(rand.NewPCG(4, 2))
	for n := range 300 {
		src.put(randomStudy(r, n))
	}
	dir := t.TempDir()
	x := mustOpenIn(t, dir, src)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return src, dir
}

// segments gives the files that the newest state of a closed index names.
func segments(t *testing.T, dir string) (files []string) {
	t.Helper()
	roots, err := filepath.Glob(filepath.Join(dir, "index-*", "store", "root.bolt"))
	must(t, err)
	for _, root := range roots {
		names, err := newestSegments(root, time.Second)
		must(t, err)
		for _, n := range names {
			files = append(files, filepath.Join(filepath.Dir(root), n))
		}
	}
	if len(files) == 0 {
		t.Fatalf("no segments in %s", dir)
	}
	return files
}

// flip changes bytes of a file in place.
func flip(t *testing.T, path string, at ...int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, i := range at {
		var b [1]byte
		if _, err := f.ReadAt(b[:], int64(i)); err != nil {
			t.Fatal(err)
		}
		b[0] ^= 0xff
		if _, err := f.WriteAt(b[:], int64(i)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamageAtStart flips bytes of a closed index and wants a whole one after
// the next start, with a line in the log.
func TestDamageAtStart(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, dir string){
		"a byte of a segment": func(t *testing.T, dir string) { flip(t, segments(t, dir)[0], 100) },
		"a cut segment":       func(t *testing.T, dir string) { must(t, os.Truncate(segments(t, dir)[0], 50)) },
		"no segment":          func(t *testing.T, dir string) { must(t, os.Remove(segments(t, dir)[0])) },
		"the root":            func(t *testing.T, dir string) { harmRoot(t, dir) },
		"the name": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "CURRENT"), []byte("../x"), 0o644))
		},
		"the folder": func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Dir(filepath.Dir(segments(t, dir)[0])))) },
	} {
		t.Run(name, func(t *testing.T) {
			src, dir := filled(t)
			harm(t, dir)
			var log bytes.Buffer
			x, err := Open(t.Context(), dir, src, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			if !x.Status().Building {
				t.Error("the index does not say that it is building")
			}
			must(t, x.Follow(t.Context()))
			if got := x.Status(); got.Docs != 300 || got.Building {
				t.Errorf("status %+v", got)
			}
			if name != "the name" && !strings.Contains(log.String(), "making it again") {
				t.Errorf("log: %s", log.String())
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func harmRoot(t *testing.T, dir string) {
	files, _ := filepath.Glob(filepath.Join(dir, "index-*", "store", "root.bolt"))
	must(t, os.WriteFile(files[0], []byte("nothing that a database would hold"), 0o644))
}

// TestDamageWhileOpen flips bytes under an open index: no search may crash, and
// whatever a search finds broken is made again.
func TestDamageWhileOpen(t *testing.T) {
	src, dir := filled(t)
	path := segments(t, dir)[0]
	x := mustOpenIn(t, dir, src)
	file, err := os.OpenFile(path, os.O_RDWR, 0) // in place: the index has it mapped into memory
	must(t, err)
	defer file.Close()
	whole, err := os.ReadFile(file.Name())
	must(t, err)
	for i := 0; i < len(whole); i += 3 {
		whole[i] ^= 0xff
	}
	_, err = file.WriteAt(whole, 0)
	must(t, err)
	broke := false
	for _, w := range vocabulary {
		if _, err := x.Search(t.Context(), Request{Text: w, Facets: true, Snippets: true}); err != nil {
			if !errors.Is(err, study.ErrBusy) {
				t.Fatalf("%q: %v", w, err)
			}
			broke = true
		}
	}
	if !broke {
		t.Fatal("no search noticed the damage")
	}
	must(t, x.repair(t.Context()))
	res, err := x.Search(t.Context(), Request{Text: "ketamine"})
	if err != nil || res.Total == 0 {
		t.Fatalf("after the repair: %v, %+v", err, res)
	}
}

// lineLog hands over what is logged.
type lineLog chan string

func (l lineLog) Write(b []byte) (int, error) {
	l <- string(b)
	return len(b), nil
}

// TestPanicInSearch wants a panic below to end in a repair in the background.
func TestPanicInSearch(t *testing.T) {
	src, dir := filled(t)
	lines := make(lineLog, 100)
	x, err := Open(t.Context(), dir, src, Options{Logger: slog.New(slog.NewTextHandler(lines, nil))})
	must(t, err)
	defer x.Close()
	must(t, x.Follow(t.Context()))
	err = x.run(t.Context(), func(context.Context, *view) error { panic("slice out of range") })
	if !errors.Is(err, study.ErrBusy) {
		t.Fatalf("got %v, want ErrBusy", err)
	}
	for line := range lines {
		if strings.Contains(line, "made again") {
			break
		}
	}
	awaitRepair(x)
	if got := ids(t, x, Request{}); len(got) != DefaultSize {
		t.Errorf("%d hits after the repair", len(got))
	}
}

// awaitRepair returns when the repair, which holds the lock until the new index
// is shown, has ended.
func awaitRepair(x *Index) {
	x.work.Lock()
	defer x.work.Unlock()
}

func TestRebuildUnderLoad(t *testing.T) {
	src, dir := filled(t)
	x := mustOpenIn(t, dir, src)
	want := ids(t, x, Request{Text: "ketamine depression", Size: MaxSize})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				res, err := x.Search(t.Context(), Request{Text: "ketamine depression", Size: MaxSize, Facets: true})
				if err != nil || len(res.Hits) != len(want) || res.Building {
					t.Errorf("search during a rebuild: %v, %+v", err, res)
					return
				}
			}
		})
	}
	for range 3 {
		must(t, x.Rebuild(t.Context()))
	}
	close(stop)
	wg.Wait()
	if got := ids(t, x, Request{Text: "ketamine depression", Size: MaxSize}); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	folders, _ := filepath.Glob(filepath.Join(dir, "index-*"))
	if len(folders) != 1 {
		t.Errorf("folders left: %v", folders)
	}
}

func TestOtherLibrary(t *testing.T) {
	for name, change := range map[string]func(l *study.Library){
		"another library": func(l *study.Library) { l.ID = "lib2" },
		"another epoch":   func(l *study.Library) { l.Epoch = "e2" },
	} {
		for _, open := range []bool{false, true} {
			src, dir := filled(t)
			var x *Index
			if open {
				x = mustOpenIn(t, dir, src)
			}
			change(&src.lib)
			src.remove(numbered(1), study.ChangeDeleted)
			if !open {
				x = mustOpenIn(t, dir, src)
			}
			must(t, x.Follow(t.Context()))
			if got := x.Status(); got.Docs != 299 || got.Library != src.lib.ID || got.Seq != src.lib.Seq {
				t.Errorf("%s, open %v: status %+v", name, open, got)
			}
		}
	}
	t.Run("a seq above the store's", func(t *testing.T) {
		src, dir := filled(t)
		src.lib.Seq, src.changes = 100, src.changes[:100]
		for n := 100; n < 300; n++ {
			delete(src.studies, numbered(n))
		}
		if got := mustOpenIn(t, dir, src).Status(); got.Docs != 100 || got.Seq != 100 {
			t.Errorf("status %+v", got)
		}
	})
}

// failing is a source that stops answering after some calls.
type failing struct {
	*fakeSource
	left int
}

var errSource = errors.New("the store is gone")

func (f *failing) Scan(ctx context.Context, after string, n int) ([]study.Study, error) {
	if f.left--; f.left < 0 {
		return nil, errSource
	}
	return f.fakeSource.Scan(ctx, after, n)
}

// TestFillResumes interrupts the first filling and wants the next start to go
// on where it ended.
func TestFillResumes(t *testing.T) {
	src, _ := filled(t)
	dir := t.TempDir()
	f := &failing{src, 2}
	x, err := Open(t.Context(), dir, f, Options{Batch: 100})
	must(t, err)
	if err := x.Follow(t.Context()); !errors.Is(err, errSource) {
		t.Fatalf("got %v, want the source's error", err)
	}
	if got := x.Status(); got.Docs != 200 || !got.Building {
		t.Errorf("status %+v", got)
	}
	res, err := x.Search(t.Context(), Request{})
	if err != nil || res.Total+res.OutOfScope != 200 || !res.Building {
		t.Errorf("search while filling: %v, %+v", err, res)
	}
	if ids, err := x.Matches(t.Context(), Request{}); !errors.Is(err, study.ErrBusy) {
		t.Errorf("matches while filling: %d, %v, want a refusal", len(ids), err)
	}
	must(t, x.Close())
	f.left = 2 // one batch and the empty one
	x, err = Open(t.Context(), dir, f, Options{Batch: 100})
	must(t, err)
	defer x.Close()
	must(t, x.Follow(t.Context()))
	if got := x.Status(); got.Docs != 300 || got.Building {
		t.Errorf("status %+v", got)
	}
	if ids, err := x.Matches(t.Context(), Request{AllScopes: true}); err != nil || len(ids) != 300 {
		t.Errorf("matches when filled: %d, %v", len(ids), err)
	}
}

func TestBusy(t *testing.T) {
	src, dir := filled(t)
	x, err := Open(t.Context(), dir, src, Options{Searches: 1, QueueTime: time.Millisecond})
	must(t, err)
	defer x.Close()
	err = x.run(t.Context(), func(context.Context, *view) error {
		_, err := x.Search(t.Context(), Request{})
		return err
	})
	if !errors.Is(err, study.ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, Request{Text: "ketamine"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want Canceled", err)
	}
}

// TestBudget wants a search that takes too long told so, and the index whole.
func TestBudget(t *testing.T) {
	src := shelf()
	x, err := Open(t.Context(), t.TempDir(), src, Options{Budget: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Search(t.Context(), Request{Text: "ketamine"}); !errors.Is(err, study.ErrBusy) || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("got %v, want ErrBusy", err)
	}
	if x.Status().Building {
		t.Error("the index is taken for damaged")
	}
}
