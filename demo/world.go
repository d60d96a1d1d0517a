package demo

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"evidelic/study"
)

// The world's places on its server, each the base address of one source.
const (
	pathEutils    = "/eutils/"
	pathEuropePMC = "/europepmc/"
	pathTrials    = "/ctgov/"
)

// DefaultStudies is how many studies a world holds when Options do not say.
const DefaultStudies = 2000

// Options say what a world is like. The zero Options give 2,000 studies of seed
// 0 ending today, at the sources' real rate limits, without faults.
type Options struct {
	Studies     int       // reports of all kinds, notices included: 1 to 900,000; 0: DefaultStudies
	Seed        uint64    // the same seed gives the same world
	Now         time.Time // the day on which the world ends; zero: today (UTC)
	Faults      Faults    // what goes wrong; see SetFaults
	NoRateLimit bool      // answer any number of requests a second, for tests
}

// World is a running set of sources. Its methods may be called from any number
// of goroutines.
type World struct {
	limits  *limiter // nil: none
	faults  *striker
	history *history
	stop    chan struct{} // closed when the world stops: ends hanging answers
	stopped sync.Once
	dois    doiIndex

	mu    sync.RWMutex // guards what follows
	now   time.Time
	seed  uint64
	moves uint64 // how often the world advanced: part of the registry's data version
	items []*item
}

// New makes a world. It returns an error wrapping study.ErrInvalid for Options
// out of range. 20,000 studies take well under a second and some ten megabytes;
// texts are made when they are asked for.
func New(opt Options) (*World, error) {
	if opt.Studies == 0 {
		opt.Studies = DefaultStudies
	}
	if opt.Studies < 1 || opt.Studies > maxStudies {
		return nil, fmt.Errorf("demo: %d studies: want 1 to %d: %w", opt.Studies, maxStudies, study.ErrInvalid)
	}
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	if y := opt.Now.UTC().Year(); y < 2007 || y > 2200 {
		return nil, fmt.Errorf("demo: now %s: want a year from 2007 to 2200: %w", opt.Now.Format(time.DateOnly), study.ErrInvalid)
	}
	strikes, err := newStriker(opt.Faults)
	if err != nil {
		return nil, err
	}
	w := &World{faults: strikes, history: newHistory(), stop: make(chan struct{}), now: opt.Now.UTC(), seed: opt.Seed}
	if !opt.NoRateLimit {
		w.limits = newLimiter()
	}
	w.items = generate(opt.Studies, opt.Seed, w.now)
	return w, nil
}

// Start serves the world on a free port of 127.0.0.1 until ctx ends and gives
// the address, "http://127.0.0.1:PORT"; BaseURLs gives those of the sources.
func (w *World) Start(ctx context.Context) (baseURL string, err error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("demo: listen on loopback: %w", err)
	}
	srv := &http.Server{Handler: w.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 1 << 20,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)} // cut bodies are meant to be cut
	context.AfterFunc(ctx, func() {
		w.Close()
		_ = srv.Close()
	})
	go func() { _ = srv.Serve(ln) }() // ends with Close above
	return "http://" + ln.Addr().String(), nil
}

// Close lets go of requests that hang on purpose. Start does it when its ctx
// ends; a test that serves Handler itself calls it before it closes its server.
func (w *World) Close() { w.stopped.Do(func() { close(w.stop) }) }

// BaseURLs gives the base address of each source of a world at base, by the
// source's name (study.SourcePubMed …). Each ends with a slash.
func BaseURLs(base string) map[string]string {
	return map[string]string{
		study.SourcePubMed:         base + pathEutils,
		study.SourceEuropePMC:      base + pathEuropePMC,
		study.SourceClinicalTrials: base + pathTrials,
	}
}
