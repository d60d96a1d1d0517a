package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/study"
)

// searchTimes is the outcome for one kind of query and number of clients.
type searchTimes struct {
	Measure   string  `json:"measure"` // "search"
	Kind      string  `json:"kind"`    // "page", "or", "and", "phrase"
	Clients   int     `json:"clients"`
	P50       float64 `json:"p50_ms"`
	P95       float64 `json:"p95_ms"`
	P99       float64 `json:"p99_ms"`
	PerSecond float64 `json:"per_second"`
	CPU       float64 `json:"cpu_ms"`     // processor time of the whole program for each query
	CPU50     float64 `json:"cpu_p50_ms"` // processor time of the thread that asks: what others on the machine change little
	CPU99     float64 `json:"cpu_p99_ms"`
}

func (p printer) times(t searchTimes) error {
	return p.line(t, "search  %-7s %d clients  p50 %6.2f ms  p95 %6.2f ms  p99 %6.2f ms  %7.0f a second  processor %6.2f ms, p50 %6.2f, p99 %6.2f\n", t.Kind, t.Clients, t.P50, t.P95, t.P99, t.PerSecond, t.CPU, t.CPU50, t.CPU99)
}

// measureSearch makes an index of the corpus, or opens one that is there, and
// searches in it.
func measureSearch(ctx context.Context, f speedFlags, tmp string, out printer) error {
	studies, err := readTexts(ctx, f.corpus, f.studies)
	if err != nil {
		return err
	}
	ix, err := searchIndex(ctx, f, tmp, studies, out)
	if err != nil {
		return err
	}
	defer func() { _ = ix.Close() }()
	warm := f
	warm.seconds, warm.queries = f.warm, 0
	if _, err := measureQueries(ctx, ix, studies, warm, "page", 2); err != nil {
		return err
	}
	for _, kind := range []string{"page", "or", "and", "phrase"} {
		for _, clients := range []int{1, 8} {
			t, err := measureKind(ctx, ix, studies, f, kind, clients)
			if err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			if err := out.times(t); err != nil {
				return err
			}
		}
	}
	return out.memory()
}

// searchIndex gives the index of the studies: the one in the folder that is
// named, where it has all of them, else a new one.
func searchIndex(ctx context.Context, f speedFlags, tmp string, studies []study.Study, out printer) (*index.Index, error) {
	lib := newMemoryLibrary(studies)
	dir := f.index
	if dir == "" {
		dir = filepath.Join(tmp, "search-index")
	}
	ix, err := index.Open(ctx, dir, lib, index.Options{QueueTime: time.Minute}) // whoever waits is measured, not refused
	if err != nil {
		return nil, err
	}
	if s := ix.Status(); s.Docs == len(studies) && !s.Building {
		return ix, nil
	}
	if err := tagAll(ctx, studies, out); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	memory := watchMemory(ctx)
	work := begin()
	if err := ix.Follow(ctx); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	r := work.end("index", len(studies))
	r.BytesPerStudy, r.PeakMB = folderSize(dir)/float64(len(studies)), memory()
	return ix, out.rate(r)
}

// tagAll puts tags on the studies, on all processors.
func tagAll(ctx context.Context, studies []study.Study, out printer) error {
	memory := watchMemory(ctx)
	work := begin()
	var wg sync.WaitGroup
	for chunk := range slices.Chunk(studies, 512+len(studies)/64) {
		wg.Go(func() {
			for i := range chunk {
				chunk[i].Tags = evidence.Tag(&chunk[i])
			}
		})
	}
	wg.Wait()
	r := work.end("tag", len(studies))
	r.PeakMB = memory()
	return out.rate(r)
}

// memory prints what the program holds after a collection of garbage, studies and
// index together.
func (p printer) memory() error {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	held := struct {
		Measure string  `json:"measure"` // "memory"
		HeapMB  float64 `json:"heap_mb"`
		HeldMB  float64 `json:"held_mb"`
	}{"memory", float64(m.HeapAlloc) / (1 << 20), float64(m.Sys-m.HeapReleased) / (1 << 20)}
	return p.line(held, "memory  %.0f MB in use, %.0f MB held, the texts among them\n", held.HeapMB, held.HeldMB)
}

// measureKind measures one kind of query, under a profile where one is asked for.
func measureKind(ctx context.Context, ix *index.Index, studies []study.Study, f speedFlags, kind string, clients int) (searchTimes, error) {
	stop, err := profileTo(f.profile, fmt.Sprintf("%s-%d", kind, clients))
	if err != nil {
		return searchTimes{}, err
	}
	defer stop()
	return measureQueries(ctx, ix, studies, f, kind, clients)
}

// measureQueries lets clients ask one query after the other, for a time and for a
// number of queries, and says how long each took.
func measureQueries(ctx context.Context, ix *index.Index, studies []study.Study, f speedFlags, kind string, clients int) (searchTimes, error) {
	began, before := time.Now(), programTime()
	took := make([]spent, clients)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			rng := rand.New(rand.NewPCG(uint64(c), uint64(f.seconds+f.queries)))
			for n := 0; n < f.queries/clients || time.Since(began) < time.Duration(f.seconds)*time.Second; n++ {
				req := randomRequest(rng, studies, kind)
				start, used := time.Now(), threadTime()
				if _, err := ix.Search(ctx, req); err != nil {
					errs[c] = fmt.Errorf("%q: %w", req.Text, err)
					return
				}
				took[c].time = append(took[c].time, time.Since(start))
				took[c].processor = append(took[c].processor, threadTime()-used)
			}
		})
	}
	wg.Wait()
	used, length := programTime()-before, time.Since(began)
	var all spent
	for c, t := range took {
		if errs[c] != nil {
			return searchTimes{}, errs[c]
		}
		all.time = append(all.time, t.time...)
		all.processor = append(all.processor, t.processor...)
	}
	n := float64(max(len(all.time), 1))
	return searchTimes{Measure: "search", Kind: kind, Clients: clients,
		P50: quantile(all.time, .5), P95: quantile(all.time, .95), P99: quantile(all.time, .99), PerSecond: n / length.Seconds(),
		CPU: milliseconds(used) / n, CPU50: quantile(all.processor, .5), CPU99: quantile(all.processor, .99)}, ctx.Err()
}

// spent is what queries took.
type spent struct {
	time      []time.Duration
	processor []time.Duration // of the thread that asked
}

// quantile gives a quantile in milliseconds; it sorts the times.
func quantile(all []time.Duration, q float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return milliseconds(all[min(len(all)-1, int(q*float64(len(all))))])
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// randomRequest makes a query of words that stand in a random study.
func randomRequest(rng *rand.Rand, studies []study.Study, kind string) index.Request {
	words := titleWords(rng, studies)
	at := rng.IntN(len(words) - 1)
	switch kind {
	case "phrase":
		return index.Request{Text: `"` + words[at] + " " + words[at+1] + `"`, Size: 10, AllScopes: true}
	case "and":
		return index.Request{Text: words[at] + " AND " + words[at+1], Size: 10, AllScopes: true}
	case "or":
		n := min(2+rng.IntN(4), len(words))
		return index.Request{Text: strings.Join(words[:n], " OR "), Size: 10, AllScopes: true}
	}
	n := min(2+rng.IntN(2), len(words))
	from := 1990 + rng.IntN(20)
	return index.Request{Text: strings.Join(words[:n], " "), Size: 10, AllScopes: true, Facets: true, Snippets: true,
		Filters: map[string][]string{"year": {fmt.Sprintf("%d..%d", from, from+15)}}}
}

// titleWords gives the words of a random title that has two or more, lower case
// and without operators.
func titleWords(rng *rand.Rand, studies []study.Study) []string {
	for range 1000 {
		words := strings.FieldsFunc(strings.ToLower(studies[rng.IntN(len(studies))].Title), func(r rune) bool {
			return r != '-' && (r < 'a' || r > 'z')
		})
		words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 4 || strings.HasPrefix(w, "-") || strings.HasSuffix(w, "-") })
		if len(words) >= 2 {
			return words
		}
	}
	return []string{"ketamine", "depression"}
}

// readTexts reads titles and abstracts until there are n, beginning again with
// changed words when the corpus ends.
func readTexts(ctx context.Context, corpus string, n int) ([]study.Study, error) {
	files := []string{corpus}
	if info, err := os.Stat(corpus); err != nil {
		return nil, err
	} else if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(corpus, "*")); err != nil {
			return nil, err
		}
	}
	var base []study.Study
	for _, file := range files {
		read, err := textsOf(ctx, file)
		if err != nil {
			return nil, err
		}
		base = append(base, read...)
	}
	if len(base) == 0 {
		return nil, fmt.Errorf("%s holds no texts", corpus)
	}
	out := make([]study.Study, 0, n)
	for i := range n {
		out = append(out, variant(base[i%len(base)], i, i/len(base)))
	}
	return out, nil
}
