package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"evidelic/bench/peers"
	"evidelic/index"
)

// curvePoint is what an index of one size takes.
type curvePoint struct {
	Measure       string        `json:"measure"` // "curve"
	Studies       int           `json:"studies"`
	PerSecond     float64       `json:"per_second"` // indexed, since the size before
	CPUMicros     float64       `json:"cpu_us"`     // of the processors, for each of these
	PeakMB        float64       `json:"peak_mb"`    // that the program held meanwhile
	BytesPerStudy float64       `json:"bytes_per_study"`
	ColumnsMB     float64       `json:"columns_mb"`  // of the heap, that an open index takes by itself
	IndexMB       float64       `json:"index_mb"`    // the same with what searches keep of the postings
	ResidentMB    float64       `json:"resident_mb"` // of the whole program, files mapped into memory and texts among them
	OpenMS        float64       `json:"open_ms"`     // until the first page is answered
	OpenCPU       float64       `json:"open_cpu_ms"` // of the processors, meanwhile
	Times         []searchTimes `json:"times"`       // of each kind, with one client
}

// curve measures one index as it grows.
type curve struct {
	f   speedFlags
	dir string
	lib *growingLibrary
	out printer
}

// measureCurve grows an index to one size after the other and measures each, a line
// of a table a size. The texts beyond the corpus are made as they are needed.
func measureCurve(ctx context.Context, f speedFlags, tmp string, out printer) error {
	sizes, err := curveSizes(f.curve)
	if err != nil {
		return err
	}
	lib, err := newGrowingLibrary(ctx, f.corpus)
	if err != nil {
		return err
	}
	c := curve{f, filepath.Join(tmp, "curve-index"), lib, out}
	if err := out.curveHead(); err != nil {
		return err
	}
	for _, size := range sizes {
		p, err := c.point(ctx, size)
		if err != nil {
			return fmt.Errorf("%d studies: %w", size, err)
		}
		if err := out.curve(p); err != nil {
			return err
		}
	}
	return nil
}

// curveSizes reads sizes, each greater than the one before.
func curveSizes(list string) ([]int, error) {
	var out []int
	for _, s := range strings.Split(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 || len(out) > 0 && n <= out[len(out)-1] {
			return nil, fmt.Errorf("curve %q: %q is no number greater than the one before", list, s)
		}
		out = append(out, n)
	}
	return out, nil
}

// point grows the index to a size and measures it: as it is filled, opened without
// what searches keep, and opened as it is served.
func (c *curve) point(ctx context.Context, size int) (curvePoint, error) {
	p := curvePoint{Measure: "curve", Studies: size}
	if err := c.grow(ctx, size, &p); err != nil {
		return p, err
	}
	before := heapMB()
	bare, err := index.Open(ctx, c.dir, c.lib, index.Options{Memory: 1})
	if err != nil {
		return p, err
	}
	p.ColumnsMB = heapMB() - before
	if err := bare.Close(); err != nil {
		return p, err
	}
	return p, c.search(ctx, before, &p)
}

// grow indexes what is missing to a size.
func (c *curve) grow(ctx context.Context, size int, p *curvePoint) (err error) {
	ix, err := index.Open(ctx, c.dir, c.lib, index.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	more := size - c.lib.size
	c.lib.size = size
	memory := watchMemory(ctx)
	work := begin()
	err = ix.Follow(ctx)
	r := work.end("index", more)
	p.PerSecond, p.CPUMicros, p.PeakMB = r.PerSecond, r.CPUMicros, memory()
	if got := ix.Status().Docs; err == nil && got != size {
		err = fmt.Errorf("%d studies can be found", got)
	}
	return err
}

// search opens the index, asks every kind of question, and looks at memory and disk
// behind that, when merges are done.
func (c *curve) search(ctx context.Context, heapBefore float64, p *curvePoint) (err error) {
	t := titles{c.lib.size, func(i int) string { return c.lib.title(i) }}
	first := c.f.questions(t, peers.Page, warmSeed)
	ix, err := c.open(ctx, first[0], p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	ask := asker(ix)
	if _, err := measureQueries(ctx, ask, first, pace{seconds: c.f.warm}, 2); err != nil {
		return err
	}
	for _, kind := range kinds {
		got, err := measureKind(ctx, ask, c.f.questions(t, kind, measureSeed), c.f, 1)
		if err != nil {
			return err
		}
		p.Times = append(p.Times, got)
	}
	p.IndexMB, p.ResidentMB = heapMB()-heapBefore, residentMB()
	p.BytesPerStudy = folderSize(c.dir) / float64(p.Studies)
	return nil
}

// open opens the index and asks the first question.
func (c *curve) open(ctx context.Context, first peers.Question, p *curvePoint) (*index.Index, error) {
	stop, err := profileTo(c.f.profile, fmt.Sprintf("open-%d", p.Studies))
	if err != nil {
		return nil, err
	}
	defer stop()
	start, used := time.Now(), programTime()
	ix, err := index.Open(ctx, c.dir, c.lib, index.Options{QueueTime: time.Minute}) // whoever waits is measured, not refused
	if err != nil {
		return nil, err
	}
	if _, err := asker(ix)(ctx, first); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	p.OpenMS, p.OpenCPU = milliseconds(time.Since(start)), milliseconds(programTime()-used)
	return ix, nil
}

// heapMB gives what is in use of the heap, without garbage.
func heapMB() float64 {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// curveHead prints the head of the table, but for programs.
func (p printer) curveHead() error {
	if p.json {
		return nil
	}
	columns := []string{"studies", "indexed a second", "µs of a core each", "peak MB", "bytes a study", "columns MB", "with postings MB", "resident MB", "open ms", "its processor ms"}
	for _, kind := range kinds {
		columns = append(columns, kind+" p50 / p99 ms")
	}
	rule := slices.Repeat([]string{"--:"}, len(columns))
	_, err := fmt.Fprintf(p.w, "| %s |\n|%s|\n", strings.Join(columns, " | "), strings.Join(rule, "|"))
	return err
}

// curve prints a line of the table.
func (p printer) curve(c curvePoint) error {
	var times strings.Builder
	for _, t := range c.Times {
		fmt.Fprintf(&times, " %.2f / %.2f |", t.P50, t.P99)
	}
	return p.line(c, "| %d | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f |%s\n",
		c.Studies, c.PerSecond, c.CPUMicros, c.PeakMB, c.BytesPerStudy, c.ColumnsMB, c.IndexMB, c.ResidentMB, c.OpenMS, c.OpenCPU, times.String())
}
