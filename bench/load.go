package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/server"
	"evidelic/store"
	"evidelic/study"
)

// loadFlags are the flags of the measure.
type loadFlags struct {
	corpus  string
	studies int
	clients int
	length  time.Duration
}

// runLoad lets clients read pages and answers over HTTP while studies keep coming
// in and are indexed. Any answer that is not whole is an error; a client that is turned
// away (503 with Retry-After) asks again after that time, and is counted.
func runLoad(ctx context.Context, args []string, stdout io.Writer) error {
	var f loadFlags
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.StringVar(&f.corpus, "corpus", filepath.Join("..", "shared", "corpus", "abstracts-42k.jsonl.gz"), "texts: .jsonl, .xml, .gz, or a folder of them")
	flags.IntVar(&f.studies, "studies", 5000, "studies that are there at the start")
	flags.IntVar(&f.clients, "clients", 8, "clients that read at once")
	flags.DurationVar(&f.length, "length", 5*time.Minute, "how long")
	if err := flags.Parse(args); err != nil {
		return err
	}
	texts, err := readTexts(ctx, f.corpus, f.studies)
	if err != nil {
		return err
	}
	got, err := load(ctx, f, texts)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "load    %d clients  %d answers, %.0f a second  %d turned away  p50 %.1f ms  p99 %.1f ms  %d studies came in  heap %.0f MB after a quarter, %.0f MB at the end\n",
		f.clients, len(got.took), float64(len(got.took))/got.length.Seconds(), got.away, quantile(got.took, .5), quantile(got.took, .99), got.added, got.early, got.late)
	return err
}

// loaded is what came of a load.
type loaded struct {
	length      time.Duration // of the whole
	took        []time.Duration
	away        int // questions turned away for the moment
	added       int
	early, late float64 // MB of the heap after a collection
}

// load stores and indexes the texts and puts clients and an importer to work.
func load(ctx context.Context, f loadFlags, texts []study.Study) (got loaded, err error) {
	tmp, err := os.MkdirTemp("", "evidelic-bench-")
	if err != nil {
		return got, err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(tmp, "evidelic.db"), store.Options{Tag: evidence.Tag, TagVersion: evidence.Version})
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := storeTexts(ctx, db, texts, 0); err != nil {
		return got, err
	}
	ix, err := index.Open(ctx, filepath.Join(tmp, "index"), db, index.Options{})
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	if err := ix.Follow(ctx); err != nil {
		return got, err
	}
	s, err := server.New(server.Options{Search: ix, Library: db, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return got, err
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	return letRun(ctx, f, texts, db, ix, web)
}

// letRun runs clients, importer and follower for a time, and until some studies have
// come in: on a slow machine the first ones may take longer than the whole time.
func letRun(ctx context.Context, f loadFlags, texts []study.Study, db *store.DB, ix *index.Index, web *httptest.Server) (loaded, error) {
	var got loaded
	start := time.Now()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	came := make(chan struct{})
	clients := make([]loaded, f.clients)
	for c := range f.clients {
		g.Go(func() (err error) {
			clients[c], err = read(ctx, web, texts, rand.New(rand.NewPCG(uint64(c), 3)))
			return err
		})
	}
	g.Go(func() error { return untilDone(ctx, ix.Run(ctx, 200*time.Millisecond)) })
	g.Go(func() (err error) {
		got.added, err = keepAdding(ctx, db, texts, came)
		return err
	})
	g.Go(func() error {
		defer stop()
		if wait(ctx, time.After(f.length/4)) {
			got.early = heap()
		}
		wait(ctx, time.After(f.length-f.length/4))
		wait(ctx, came)
		return nil
	})
	err := g.Wait()
	got.length, got.late = time.Since(start), heap()
	for _, c := range clients {
		got.took = append(got.took, c.took...)
		got.away += c.away
	}
	return got, err
}

// wait waits for an event, and says whether it came before ctx was done.
func wait[T any](ctx context.Context, event <-chan T) bool {
	select {
	case <-event:
		return true
	case <-ctx.Done():
		return false
	}
}

// untilDone leaves the end of the time out of errors.
func untilDone(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// read asks for pages and answers of the API until the time is over.
func read(ctx context.Context, web *httptest.Server, texts []study.Study, rng *rand.Rand) (got loaded, err error) {
	for ctx.Err() == nil {
		path := []string{"/search", "/api/v1/search"}[rng.IntN(2)]
		req := requestFor(randomQuestion(rng, titlesOf(texts), kinds[rng.IntN(len(kinds))]))
		start := time.Now()
		later, err := fetch(ctx, web, path+"?q="+url.QueryEscape(req.Text))
		switch {
		case err != nil:
			return got, untilDone(ctx, fmt.Errorf("%s %q: %w", path, req.Text, err))
		case later > 0:
			got.away++
			wait(ctx, time.After(later))
		default:
			got.took = append(got.took, time.Since(start))
		}
	}
	return got, nil
}

// fetch reads an answer to its end. A server that is busy says after how long to ask
// again.
func fetch(ctx context.Context, web *httptest.Server, path string) (later time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, web.URL+path, nil)
	if err != nil {
		return 0, err
	}
	res, err := web.Client().Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
	switch {
	case err != nil:
		return 0, err
	case res.StatusCode == http.StatusServiceUnavailable && seconds > 0:
		return time.Duration(seconds) * time.Second, nil
	case res.StatusCode != http.StatusOK:
		return 0, fmt.Errorf("status %s", res.Status)
	case !strings.HasSuffix(strings.TrimSpace(string(body)), "}") && !strings.HasSuffix(strings.TrimSpace(string(body)), "</html>"):
		return 0, errors.New("the answer is cut")
	}
	return 0, nil
}

// keepAdding stores 50 studies every half second, changed ones of the texts, and
// closes came behind the first of them.
func keepAdding(ctx context.Context, db *store.DB, texts []study.Study, came chan<- struct{}) (int, error) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for added := 0; ; added += 50 {
		select {
		case <-ctx.Done():
			return added, nil
		case <-tick.C:
		}
		some := make([]study.Study, 50)
		for i := range some {
			some[i] = variant(texts[(added+i)%len(texts)], added+i, 1+(added+i)/len(texts))
		}
		if err := storeTexts(ctx, db, some, len(texts)+added); err != nil {
			return added, untilDone(ctx, err)
		}
		if added == 0 {
			close(came)
		}
	}
}

// storeTexts stores texts as records of PubMed, numbered from a number on.
func storeTexts(ctx context.Context, db *store.DB, texts []study.Study, from int) error {
	for len(texts) > 0 {
		n := min(len(texts), 500)
		b := study.Batch{Source: "import:bench"}
		for i, s := range texts[:n] {
			r := s.Report
			r.IDs = study.IDs{PMID: strconv.Itoa(70_000_000 + from + i)}
			b.Records = append(b.Records, study.Record{Source: study.SourcePubMed, Key: r.IDs.PMID, Fetched: time.Now(), Report: r})
		}
		if _, err := db.Apply(ctx, b); err != nil {
			return err
		}
		texts, from = texts[n:], from+n
	}
	return nil
}
