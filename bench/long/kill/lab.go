// Package kill shows that a harvest loses and invents nothing: it harvests a demo
// world with the real program, whole or killed again and again, and compares what
// is stored with what the world holds and with other harvests of it. The test of
// the program and bench/long use it.
package kill

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"evidelic/crawler"
	"evidelic/demo"
	"evidelic/store"
	"evidelic/study"
)

// Program is how the program is started: its file, and what is added to the
// environment.
type Program struct {
	Path string
	Env  []string
}

// Lab is a world of sources and a folder for the libraries harvested from it. It
// is used by one goroutine.
type Lab struct {
	World *demo.World

	program  Program
	dir      string
	settings string // path of the settings that lead to the world
}

// New starts a world, on loopback until ctx ends, and keeps its libraries in dir.
// pageSize is how many records the program asks for at once: each page is one
// transaction.
func New(ctx context.Context, dir string, p Program, opt demo.Options, pageSize int) (*Lab, error) {
	w, err := demo.New(opt)
	if err != nil {
		return nil, err
	}
	base, err := w.Start(ctx)
	if err != nil {
		return nil, err
	}
	l := &Lab{World: w, program: p, dir: dir, settings: filepath.Join(dir, "settings.yaml")}
	// The world is our own: nobody need be spared.
	text := "crawler:\n  allow_private: [127.0.0.1]\n  sources:\n"
	for name, address := range demo.BaseURLs(base) {
		pace := "interval: 20ms"
		if name == study.SourcePubMed {
			pace = "api_key: a-key-of-the-lab" // ten requests a second
		}
		text += fmt.Sprintf("    %s: {url: %q, page_size: %d, %s}\n", name, address, pageSize, pace)
	}
	for _, name := range []string{study.SourceCrossref, study.SourceOpenAlex, study.SourceBioRxiv, study.SourceMedRxiv, study.SourceWebpage} {
		text += fmt.Sprintf("    %s: {enabled: false}\n", name) // they are no part of the world
	}
	return l, os.WriteFile(l.settings, []byte(text), 0o600)
}

// data gives the data folder of a library. Its name tells the program that the
// library is synthetic.
func (l *Lab) data(name string) string { return filepath.Join(l.dir, name, "demo") }

// Open opens a library for reading.
func (l *Lab) Open(ctx context.Context, name string) (*store.DB, error) {
	return l.openAt(ctx, name, time.Now)
}

func (l *Lab) openAt(ctx context.Context, name string, now func() time.Time) (*store.DB, error) {
	return store.Open(ctx, "sqlite:"+filepath.Join(l.data(name), "evidelic.db"), store.Options{Demo: true, Now: now})
}

// maxRuns bounds how often a harvest that failed is run again.
const maxRuns = 4

// Harvest crawls every source into the library of that name, to the end. A run
// that a fault of the world ends is followed by another, as by the timetable.
func (l *Lab) Harvest(ctx context.Context, name string) error {
	var err error
	for range maxRuns {
		if err = l.Crawl(ctx, name); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return fmt.Errorf("after %d runs: %w", maxRuns, err)
}

// Crawl makes one run of the program.
func (l *Lab) Crawl(ctx context.Context, name string) error {
	r, err := l.start(ctx, name)
	if err != nil {
		return err
	}
	return r.wait()
}

// HarvestKilled crawls as Harvest does, but kills the program at up to kills
// moments, each at random less than most after its start, and starts it again.
// It gives how often it killed: less than kills when a run came to its end before.
func (l *Lab) HarvestKilled(ctx context.Context, name string, kills int, most time.Duration, r *rand.Rand) (int, error) {
	for n := range kills {
		killed, err := l.killOne(ctx, name, time.Duration(r.Int64N(int64(most))))
		if err != nil {
			return n, err
		}
		if !killed {
			return n, l.Harvest(ctx, name)
		}
	}
	return kills, l.Harvest(ctx, name)
}

// killOne runs the program for a time and kills it, unless it has come to its end
// before.
func (l *Lab) killOne(ctx context.Context, name string, after time.Duration) (killed bool, err error) {
	r, err := l.start(ctx, name)
	if err != nil {
		return false, err
	}
	timer := time.NewTimer(after)
	defer timer.Stop()
	select {
	case <-r.ended:
		return false, nil
	case <-timer.C:
	}
	if err := r.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return false, fmt.Errorf("kill: %w", err)
	}
	<-r.ended
	if r.cmd.ProcessState.Exited() {
		return false, nil // it ended in the same moment
	}
	return true, l.forgetLeases(ctx, name)
}

// run is a running program.
type run struct {
	cmd   *exec.Cmd
	said  bytes.Buffer
	ended chan struct{}
	err   error // of the end; to be read once ended is closed
}

func (l *Lab) start(ctx context.Context, name string) (*run, error) {
	r := &run{ended: make(chan struct{})}
	r.cmd = exec.CommandContext(ctx, l.program.Path, "crawl", "--json", "--config", l.settings, "--data", l.data(name))
	r.cmd.Env = append(os.Environ(), l.program.Env...)
	r.cmd.Stdout, r.cmd.Stderr = &r.said, &r.said
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(r.ended)
		r.err = r.cmd.Wait()
	}()
	return r, nil
}

// maxSaid bounds what an error repeats of the program's own words, in bytes.
const maxSaid = 4000

// wait waits for the end and gives its error with what the program said.
func (r *run) wait() error {
	<-r.ended
	if r.err != nil {
		said := bytes.TrimSpace(r.said.Bytes())
		return fmt.Errorf("crawl: %w: %s", r.err, said[max(0, len(said)-maxSaid):])
	}
	return nil
}

// forgetLeases lets the time pass after which the leases of a killed program end,
// so that the next one need not wait for it.
func (l *Lab) forgetLeases(ctx context.Context, name string) error {
	if _, err := os.Stat(filepath.Join(l.data(name), "evidelic.db")); err != nil {
		return nil // killed before it had a library
	}
	db, err := l.openAt(ctx, name, func() time.Time { return time.Now().Add(crawler.LeaseTime + time.Second) })
	if err != nil {
		return fmt.Errorf("the killed library: %w", err)
	}
	defer func() { _ = db.Close() }()
	for source := range demo.BaseURLs("") {
		lease, err := db.AcquireLease(ctx, source, "kill", time.Second)
		if err == nil {
			err = db.ReleaseLease(ctx, lease)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Remove deletes a library.
func (l *Lab) Remove(name string) error { return os.RemoveAll(filepath.Dir(l.data(name))) }

// Harvests gives the last harvest of each source in a library.
func (l *Lab) Harvests(ctx context.Context, name string) ([]study.SourceState, error) {
	db, err := l.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	return db.Sources(ctx)
}
