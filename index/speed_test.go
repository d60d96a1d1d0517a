package index

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"evidelic/study"
)

// corpusStudies reads the first n texts of the large corpus.
func corpusStudies(t testing.TB, n int) []study.Study {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedDir(t), "corpus", "abstracts-42k.jsonl.gz"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []study.Study
	for d := json.NewDecoder(z); len(out) < n; {
		var l struct{ Title, Text, Abstract string }
		if err := d.Decode(&l); err != nil {
			break
		}
		out = append(out, article(numbered(len(out)), l.Title, l.Abstract+l.Text))
	}
	return out
}

// BenchmarkFollow measures indexing: studies a second, from reading them to
// searchable on disk.
func BenchmarkFollow(b *testing.B) {
	src := newFake()
	src.put(corpusStudies(b, 10_000)...)
	for b.Loop() {
		mustOpen(b, src).Close()
	}
	b.ReportMetric(float64(len(src.studies)*b.N)/b.Elapsed().Seconds(), "studies/s")
}

// BenchmarkAnalyze measures the analysis alone.
func BenchmarkAnalyze(b *testing.B) {
	studies := corpusStudies(b, 1000)
	fold := newFolder()
	for b.Loop() {
		for i := range studies {
			fold.analyze(studies[i].AbstractText())
		}
	}
	b.ReportMetric(float64(len(studies)*b.N)/b.Elapsed().Seconds(), "studies/s")
}

// BenchmarkSearch measures a page of a ranked OR query of eight words.
func BenchmarkSearch(b *testing.B) {
	src := newFake()
	src.put(corpusStudies(b, 10_000)...)
	x := mustOpen(b, src)
	for b.Loop() {
		if _, err := x.Search(b.Context(), Request{Text: "effect of treatment on depression and anxiety in patients with chronic pain or cancer risk", Size: 10}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen measures a start: checksums, columns and words of an index that
// is up to date.
func BenchmarkOpen(b *testing.B) {
	src := newFake()
	src.put(corpusStudies(b, 10_000)...)
	dir := b.TempDir()
	mustOpenIn(b, dir, src).Close()
	for b.Loop() {
		mustOpenIn(b, dir, src).Close()
	}
}

// BenchmarkComplete measures completions of what somebody types who has a title
// in mind: after each of its letters. p99 is of single calls, in microseconds.
func BenchmarkComplete(b *testing.B) {
	studies := corpusStudies(b, 42_000)
	src := newFake()
	src.put(studies...)
	x := mustOpen(b, src)
	var typed []string
	for i := 0; i < len(studies); i += 997 {
		title := studies[i].Title[:min(len(studies[i].Title), 60)]
		for n := 2; n < len(title); n += 3 {
			typed = append(typed, strings.ToValidUTF8(title[:n], ""))
		}
	}
	took := make([]time.Duration, 0, len(typed))
	for b.Loop() {
		took = took[:0]
		for _, text := range typed {
			began := time.Now()
			if _, err := x.Complete(b.Context(), text, 8); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
