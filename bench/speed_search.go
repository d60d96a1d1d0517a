package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"evidelic/bench/peers"
	"evidelic/evidence"
	"evidelic/index"
	"evidelic/study"
)

// searchTimes is the outcome for one kind of query and number of clients.
type searchTimes struct {
	Measure   string  `json:"measure"`          // "search"
	Engine    string  `json:"engine,omitempty"` // where it is not Evidelic
	Kind      string  `json:"kind"`             // "page", "or", "and", "phrase"
	Clients   int     `json:"clients"`
	P50       float64 `json:"p50_ms"`
	P95       float64 `json:"p95_ms"`
	P99       float64 `json:"p99_ms"`
	PerSecond float64 `json:"per_second"`
	CPU       float64 `json:"cpu_ms"`     // processor time of the whole program for each query
	CPU50     float64 `json:"cpu_p50_ms"` // processor time of the thread that asks: what others on the machine change little
	CPU99     float64 `json:"cpu_p99_ms"`
	Found     float64 `json:"found"` // studies that a query finds, counted to peers.Most, on average
}

func (p printer) times(t searchTimes) error {
	return p.line(t, "search  %-7s %d clients  p50 %6.2f ms  p95 %6.2f ms  p99 %6.2f ms  %7.0f a second  processor %6.2f ms, p50 %6.2f, p99 %6.2f\n", t.Kind, t.Clients, t.P50, t.P95, t.P99, t.PerSecond, t.CPU, t.CPU50, t.CPU99)
}

// measureSearch makes an index of the corpus, or opens one that is there, and
// searches in it; the other engines behind it, where they are asked for.
func measureSearch(ctx context.Context, f speedFlags, tmp string, out printer) error {
	studies, err := readTexts(ctx, f.corpus, f.studies)
	if err != nil {
		return err
	}
	ours, err := measureOurs(ctx, f, tmp, studies, out)
	if err != nil || !f.peers {
		return err
	}
	return measurePeers(ctx, f, tmp, studies, ours, out)
}

// figures are what one engine was measured with.
type figures struct {
	index rate // zero where the index was there already
	times []searchTimes
}

// clientCounts are the numbers of clients that each kind of question is measured with.
var clientCounts = []int{1, 8}

func measureOurs(ctx context.Context, f speedFlags, tmp string, studies []study.Study, out printer) (figures, error) {
	ix, made, err := searchIndex(ctx, f, tmp, studies, out)
	got := figures{index: made}
	if err != nil {
		return got, err
	}
	defer func() { _ = ix.Close() }()
	ask := asker(ix)
	if _, err := measureQueries(ctx, ask, f.questions(titlesOf(studies), peers.Page, warmSeed), pace{seconds: f.warm}, 2); err != nil {
		return got, err
	}
	for _, kind := range kinds {
		list := f.questions(titlesOf(studies), kind, measureSeed)
		for _, clients := range clientCounts {
			t, err := measureKind(ctx, ask, list, f, clients)
			if err != nil {
				return got, fmt.Errorf("%s: %w", kind, err)
			}
			if err := out.times(t); err != nil {
				return got, err
			}
			got.times = append(got.times, t)
		}
	}
	return got, out.memory()
}

// Questions that are measured are not those that come before.
const (
	measureSeed = 1
	warmSeed    = 2
)

// questions makes the questions of a kind: more than are asked in the time, unless a
// client asks 500 a second.
func (f speedFlags) questions(t titles, kind string, seed uint64) []peers.Question {
	return randomQuestions(t, kind, max(f.queries, 4000*f.seconds, 1000), seed)
}

// asking answers a question and says how many studies it finds, counted to peers.Most.
type asking func(ctx context.Context, q peers.Question) (int, error)

// asker asks our own index.
func asker(ix *index.Index) asking {
	return func(ctx context.Context, q peers.Question) (int, error) {
		req := requestFor(q)
		res, err := ix.Search(ctx, req)
		if err != nil {
			return 0, fmt.Errorf("%q: %w", req.Text, err)
		}
		return min(res.Total, peers.Most), nil
	}
}

// searchIndex gives the index of the studies: the one in the folder that is
// named, where it has all of them, else a new one.
func searchIndex(ctx context.Context, f speedFlags, tmp string, studies []study.Study, out printer) (ix *index.Index, made rate, err error) {
	lib := newMemoryLibrary(studies)
	dir := f.index
	if dir == "" {
		dir = filepath.Join(tmp, "search-index")
	}
	ix, err = index.Open(ctx, dir, lib, index.Options{QueueTime: time.Minute}) // whoever waits is measured, not refused
	if err != nil {
		return nil, made, err
	}
	if s := ix.Status(); s.Docs == len(studies) && !s.Building {
		return ix, made, nil
	}
	if err := tagAll(ctx, studies, out); err != nil {
		return nil, made, errors.Join(err, ix.Close())
	}
	memory := watchMemory(ctx)
	work := begin()
	if err := ix.Follow(ctx); err != nil {
		return nil, made, errors.Join(err, ix.Close())
	}
	made = work.end("index", len(studies))
	made.BytesPerStudy, made.PeakMB = folderSize(dir)/float64(len(studies)), memory()
	return ix, made, out.rate(made)
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

// measureKind measures one kind of question, under a profile where one is asked for.
func measureKind(ctx context.Context, ask asking, list []peers.Question, f speedFlags, clients int) (searchTimes, error) {
	stop, err := profileTo(f.profile, fmt.Sprintf("%s-%d", list[0].Kind, clients))
	if err != nil {
		return searchTimes{}, err
	}
	defer stop()
	return measureQueries(ctx, ask, list, f.pace(), clients)
}

// pace is how long questions are asked, at least.
type pace struct {
	seconds int
	queries int // of all clients together
}

func (f speedFlags) pace() pace { return pace{f.seconds, f.queries} }

// measureQueries lets clients ask the questions of a list, each of them every so many
// of it and from its beginning again at its end, and says how long each took.
func measureQueries(ctx context.Context, ask asking, list []peers.Question, p pace, clients int) (searchTimes, error) {
	began, before := time.Now(), programTime()
	took := make([]spent, clients)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for n := 0; n < p.queries/clients || time.Since(began) < time.Duration(p.seconds)*time.Second; n++ {
				start, used := time.Now(), threadTime()
				found, err := ask(ctx, list[(c+n*clients)%len(list)])
				if err != nil {
					errs[c] = err
					return
				}
				took[c].time = append(took[c].time, time.Since(start))
				took[c].processor = append(took[c].processor, threadTime()-used)
				took[c].found += found
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
		all.found += t.found
	}
	n := float64(max(len(all.time), 1))
	return searchTimes{Measure: "search", Kind: list[0].Kind, Clients: clients,
		P50: quantile(all.time, .5), P95: quantile(all.time, .95), P99: quantile(all.time, .99), PerSecond: n / length.Seconds(),
		CPU: milliseconds(used) / n, CPU50: quantile(all.processor, .5), CPU99: quantile(all.processor, .99), Found: float64(all.found) / n}, ctx.Err()
}

// spent is what queries took.
type spent struct {
	time      []time.Duration
	processor []time.Duration // of the thread that asked
	found     int
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
