package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"evidelic/bench/peers"
	"evidelic/study"
)

// peersAbout is printed before the figures: what is compared, and what is not the same.
const peersAbout = `the same texts and questions for all, words in title and abstract with positions; ratio = ours / theirs.
        Bleve and Lucene have titles and abstracts in one field, which is faster for them; ours scores the two apart and can be asked for either.
        page: all words, a range of years, the counts of all columns, snippets of ten hits; ours may go on with related studies.
        or, and, phrase: ten hits, no counts of columns. What is found is counted to 1000 here; Lucene counts no further, ours and Bleve count all.
        On disk, Bleve has the texts as well, which its snippets need; Lucene and ours do not. Lucene's index is measured with its merges done.
        Ours answers as many at once as there are processors and lets the others wait; Bleve and Lucene answer all at once.`

// measurePeers gives Bleve as shipped and Lucene the texts and questions that our own
// index was measured with, and prints what they took beside what ours did. Whichever
// cannot be had is said to be skipped, and why.
func measurePeers(ctx context.Context, f speedFlags, tmp string, studies []study.Study, ours figures, out printer) error {
	if err := out.note("peers", peersAbout); err != nil {
		return err
	}
	if err := measureBleve(ctx, f, filepath.Join(tmp, "bleve"), studies, ours, out); err != nil {
		return err
	}
	err := measureLucene(ctx, f, tmp, studies, ours, out)
	if errors.Is(err, peers.ErrAbsent) {
		return out.note("lucene", "skipped: "+err.Error())
	}
	return err
}

// note prints words about an engine.
func (p printer) note(engine, text string) error {
	n := struct {
		Measure string `json:"measure"` // "note"
		Engine  string `json:"engine"`
		Text    string `json:"text"`
	}{"note", engine, text}
	return p.line(n, "%-7s %s\n", engine, text)
}

// peerTexts gives the studies in the form that the engines get.
func peerTexts(studies []study.Study) func(yield func(peers.Text) bool) {
	return func(yield func(peers.Text) bool) {
		for i := range studies {
			s := &studies[i]
			t := peers.Text{ID: s.ID, Title: s.Title, Abstract: s.AbstractText(), Year: s.Published.Date().Year, Columns: peerColumns(s)}
			if !yield(t) {
				return
			}
		}
	}
}

// peerColumns gives what our own index filters by and counts.
func peerColumns(s *study.Study) []peers.Column {
	var out []peers.Column
	add := func(key, value string) {
		if c := (peers.Column{Key: key, Value: value}); value != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	add("kind", string(s.Kind))
	add("year", strconv.Itoa(s.Published.Date().Year))
	add("journal", s.Journal.Title)
	for _, t := range s.PublicationTypes {
		add("type", t)
	}
	for _, r := range s.Records {
		add("source", r.Source)
	}
	for _, task := range study.Tasks() {
		tag, ok := s.Tags[task]
		if ok && tag.Status == study.NotReported {
			add(string(task), "not reported")
		}
		for _, v := range tag.Values {
			add(string(task), v.Value)
		}
	}
	return out
}

// columnKeys gives the keys of all columns.
func columnKeys() []string {
	keys := []string{"kind", "year", "journal", "type", "source"}
	for _, task := range study.Tasks() {
		keys = append(keys, string(task))
	}
	return keys
}

// measureBleve measures Bleve as it is shipped.
func measureBleve(ctx context.Context, f speedFlags, dir string, studies []study.Study, ours figures, out printer) error {
	b, err := peers.NewBleve(dir, columnKeys())
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	work := begin()
	var some []peers.Text
	for t := range peerTexts(studies) {
		if some = append(some, t); len(some) == 1000 {
			if err := errors.Join(b.Add(some), ctx.Err()); err != nil {
				return err
			}
			some = some[:0]
		}
	}
	if err := b.Add(some); err != nil {
		return err
	}
	r := work.end("index", len(studies))
	r.BytesPerStudy = folderSize(dir) / float64(len(studies))
	if err := out.peerRate("bleve", r, ours); err != nil {
		return err
	}
	for _, kind := range kinds {
		if _, err := measureQueries(ctx, b.Ask, f.questions(titlesOf(studies), kind, warmSeed), pace{seconds: f.warm}, 2); err != nil {
			return err
		}
		list := f.questions(titlesOf(studies), kind, measureSeed)
		for _, clients := range clientCounts {
			t, err := measureQueries(ctx, b.Ask, list, f.pace(), clients)
			if err != nil {
				return err
			}
			if err := out.peerTimes("bleve", t, ours); err != nil {
				return err
			}
		}
	}
	return nil
}

// measureLucene measures Lucene in a Java program of its own, start-up not counted. It
// wraps peers.ErrAbsent where Java or Lucene is missing.
func measureLucene(ctx context.Context, f speedFlags, tmp string, studies []study.Study, ours figures, out printer) error {
	l, err := findLucene(ctx, f.lucene, tmp)
	if err != nil {
		return err
	}
	dir := filepath.Join(tmp, "lucene")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	run := peers.LuceneRun{Dir: dir, Texts: peerTexts(studies), Length: time.Duration(f.seconds) * time.Second, Least: f.queries,
		Warm: time.Duration(f.warm) * time.Second, Clients: clientCounts}
	for _, kind := range kinds {
		run.Questions = append(run.Questions, f.questions(titlesOf(studies), kind, measureSeed)...)
	}
	name := "lucene " + l.Version
	return l.Measure(ctx, run, func(line []byte) error { return out.luceneLine(name, line, filepath.Join(dir, "index"), ours) })
}

// luceneLine prints one outcome of the Java program.
func (p printer) luceneLine(name string, line []byte, dir string, ours figures) error {
	var got struct {
		Measure string `json:"measure"`
	}
	if err := json.Unmarshal(line, &got); err != nil {
		return fmt.Errorf("lucene: %w: %s", err, line)
	}
	if got.Measure == "index" {
		var r rate
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("lucene: %w: %s", err, line)
		}
		r.BytesPerStudy = folderSize(dir) / float64(r.Studies)
		return p.peerRate(name, r, ours)
	}
	var t searchTimes
	if err := json.Unmarshal(line, &t); err != nil {
		return fmt.Errorf("lucene: %w: %s", err, line)
	}
	return p.peerTimes(name, t, ours)
}

// findLucene finds Lucene where it is, or lets Maven get it.
func findLucene(ctx context.Context, jars, tmp string) (*peers.Lucene, error) {
	classes, fetched := filepath.Join(tmp, "classes"), filepath.Join(tmp, "jars")
	if err := errors.Join(os.MkdirAll(classes, 0o755), os.MkdirAll(fetched, 0o755)); err != nil {
		return nil, err
	}
	l, err := peers.FindLucene(ctx, jars, classes)
	if !errors.Is(err, peers.ErrAbsent) || jars != "" {
		return l, err
	}
	if fetch := peers.FetchLucene(ctx, fetched); fetch != nil {
		return nil, errors.Join(err, fetch)
	}
	return peers.FindLucene(ctx, fetched, classes)
}

// ratio gives ours / theirs; 0 where one of them is not known.
func ratio(ours, theirs float64) float64 {
	if theirs == 0 {
		return 0
	}
	return ours / theirs
}

// peerRate prints how an engine indexes, beside ours.
func (p printer) peerRate(engine string, r rate, ours figures) error {
	r.Engine = engine
	o := ours.index
	beside := struct {
		rate
		Ours rate `json:"ours"`
	}{r, o}
	return p.line(beside, "%-12s index    %6.0f studies a second, ours %.0f, ratio %.2f   %5.0f µs of a core each, ours %.0f, ratio %.2f   %5.0f bytes a study, ours %.0f, ratio %.2f\n",
		engine, r.PerSecond, o.PerSecond, ratio(o.PerSecond, r.PerSecond), r.CPUMicros, o.CPUMicros, ratio(o.CPUMicros, r.CPUMicros),
		r.BytesPerStudy, o.BytesPerStudy, ratio(o.BytesPerStudy, r.BytesPerStudy))
}

// peerTimes prints how an engine answers, beside ours.
func (p printer) peerTimes(engine string, t searchTimes, ours figures) error {
	t.Engine = engine
	var o searchTimes
	for _, have := range ours.times {
		if have.Kind == t.Kind && have.Clients == t.Clients {
			o = have
		}
	}
	beside := struct {
		searchTimes
		Ours searchTimes `json:"ours"`
	}{t, o}
	return p.line(beside, "%-12s %-6s %d clients  p50 %.2f  p95 %.2f  p99 %.2f ms, ours %.2f  %.2f  %.2f, ratio %.2f  %.2f  %.2f   %.0f a second, ours %.0f, ratio %.2f   processor %.2f ms, ours %.2f, ratio %.2f   finds %.0f, ours %.0f\n",
		engine, t.Kind, t.Clients, t.P50, t.P95, t.P99, o.P50, o.P95, o.P99, ratio(o.P50, t.P50), ratio(o.P95, t.P95), ratio(o.P99, t.P99),
		t.PerSecond, o.PerSecond, ratio(o.PerSecond, t.PerSecond), t.CPU, o.CPU, ratio(o.CPU, t.CPU), t.Found, o.Found)
}
