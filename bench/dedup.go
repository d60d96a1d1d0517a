package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"evidelic/study"
)

// dedupFlags are the flags of the measure.
type dedupFlags struct {
	dir      string
	generate int
	json     bool
	show     bool
}

// runDedup measures how records without shared identifiers are matched: against
// the true clusters of a collection, or, with --generate, what matching costs as
// a made-up library grows.
func runDedup(ctx context.Context, args []string, stdout io.Writer) error {
	var f dedupFlags
	flags := flag.NewFlagSet("dedup", flag.ContinueOnError)
	flags.StringVar(&f.dir, "dir", filepath.Join("..", "shared", "dedup", "cytology"), "folder with records.jsonl and clusters.jsonl")
	flags.IntVar(&f.generate, "generate", 0, "make N records, one in ten a duplicate, and print the cost per record instead")
	flags.BoolVar(&f.json, "json", false, "print one JSON object a line")
	flags.BoolVar(&f.show, "show", false, "print every false merge and every duplicate that was missed")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if f.generate > 0 {
		return growDedup(ctx, f, stdout)
	}
	c, err := readClusters(f.dir)
	if err != nil {
		return err
	}
	started := time.Now()
	groups := study.Partition(c.records, nil)
	res := c.score(groups)
	res.Seconds = time.Since(started).Seconds()
	if f.show {
		c.show(stdout, groups)
	}
	return res.print(stdout, f.json)
}

// dedupResult is the outcome for one collection; doc/design.md "Measuring" says
// how it is counted.
type dedupResult struct {
	Collection  string  `json:"collection"`
	Records     int     `json:"records"`
	TP          int     `json:"tp"`
	FP          int     `json:"fp"`
	FN          int     `json:"fn"`
	TN          int     `json:"tn"`
	Sensitivity float64 `json:"sensitivity"`
	Precision   float64 `json:"precision"`
	Seconds     float64 `json:"seconds"`
}

// print writes the result as a line of JSON or for people.
func (r dedupResult) print(w io.Writer, asJSON bool) error {
	return printer{w, asJSON}.line(r, "%s: %d records\n  duplicates found  %d of %d (sensitivity %.4f)\n  false merges      %d (precision %.4f)\n  seconds           %.2f\n",
		r.Collection, r.Records, r.TP, r.TP+r.FN, r.Sensitivity, r.FP, r.Precision, r.Seconds)
}

// clusters is a collection with its truth.
type clusters struct {
	name    string
	records []study.Record
	lines   []string       // the records as they were given, for --show
	truth   []int          // by record: its cluster; a record in none is one of its own
	sizes   map[int]int    // records of each cluster
	at      map[string]int // id -> record
}

// score counts what groups found of the truth.
func (c *clusters) score(groups []study.Group) dedupResult {
	res := dedupResult{Collection: c.name, Records: len(c.records)}
	spread := map[int]int{} // cluster -> groups it is in
	for _, g := range groups {
		in := map[int]bool{}
		for _, m := range g.Members {
			in[c.truth[m.Index]] = true
		}
		for cluster := range in {
			spread[cluster]++
		}
		res.FP += len(in) - 1
	}
	for cluster, size := range c.sizes {
		res.TP += size - spread[cluster]
		res.FN += spread[cluster] - 1
	}
	res.TN = res.Records - res.TP - res.FP - res.FN
	res.Sensitivity, res.Precision = share(res.TP, res.FN), share(res.TP, res.FP)
	return res
}

// share gives a/(a+b), 1 where there was nothing to find.
func share(a, b int) float64 {
	if a+b == 0 {
		return 1
	}
	return float64(a) / float64(a+b)
}

// show prints where groups and truth differ.
func (c *clusters) show(w io.Writer, groups []study.Group) {
	group := make([]int, len(c.records))
	first := map[int]int{} // cluster -> its first record
	for n, g := range groups {
		in := map[int]bool{}
		for _, m := range g.Members {
			group[m.Index] = n
			in[c.truth[m.Index]] = true
		}
		if len(in) > 1 {
			fmt.Fprintln(w, "FALSE MERGE")
			for _, m := range g.Members {
				fmt.Fprintf(w, "  %s\n    %s: %s\n", c.lines[m.Index], m.Rule, m.Evidence)
			}
		}
	}
	for i, cluster := range c.truth {
		if at, ok := first[cluster]; !ok {
			first[cluster] = i
		} else if group[i] != group[at] {
			fmt.Fprintf(w, "MISSED\n  %s\n  %s\n", c.lines[at], c.lines[i])
		}
	}
}

// maxAtOnce is up to how many records are matched all at once as well, which keeps
// what is compared of each in memory.
const maxAtOnce = 100_000

// growDedup prints what a batch of records costs of the processors' time when the
// library has as many as the table says, and what matching all at once takes.
func growDedup(ctx context.Context, f dedupFlags, stdout io.Writer) error {
	records := madeRecords(f.generate)
	var whole, used time.Duration
	if studies := 0; len(records) <= maxAtOnce {
		started, before := time.Now(), programTime()
		studies = len(study.Partition(records, nil))
		if whole, used = time.Since(started), programTime()-before; !f.json {
			fmt.Fprintf(stdout, "%d records matched at once: %d studies in %.2f s, %.2f s of the processors\n\n", len(records), studies, whole.Seconds(), used.Seconds())
		}
	}
	lib := newKeyLibrary(len(records))
	const steps = 10
	if !f.json {
		fmt.Fprintln(stdout, "  library   µs of processors/record   looked at/record")
	}
	for n := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		from, to := len(records)*n/steps, len(records)*(n+1)/steps
		before, looked := programTime(), lib.looked
		for at := from; at < to; at += 500 {
			lib.arrive(records[at:min(at+500, to)])
		}
		per := float64((programTime() - before).Microseconds()) / float64(max(1, to-from))
		row := growth{"dedup", to, per, float64(lib.looked-looked) / float64(max(1, to-from)), whole.Seconds(), used.Seconds()}
		if err := row.print(stdout, f.json); err != nil {
			return err
		}
	}
	return nil
}

// growth is one row of the table.
type growth struct {
	Measure string  `json:"measure"`
	Library int     `json:"library"`
	Micros  float64 `json:"us_per_record"` // of the processors' time
	Looked  float64 `json:"looked_at_per_record"`
	Whole   float64 `json:"seconds_at_once"`     // for all records of the run; 0 above maxAtOnce
	Used    float64 `json:"cpu_seconds_at_once"` // of the processors' time
}

func (g growth) print(w io.Writer, asJSON bool) error {
	return printer{w, asJSON}.line(g, "%9d   %23.1f   %16.2f\n", g.Library, g.Micros, g.Looked)
}

// base gives the collection's name.
func base(dir string) string { return strings.TrimSuffix(filepath.Base(filepath.Clean(dir)), "/") }
