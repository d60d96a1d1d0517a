package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpusFile writes a corpus of n short texts.
func corpusFile(t *testing.T, n int) string {
	t.Helper()
	words := strings.Fields("ketamine depression placebo anxiety infusion trial patients suicidal ideation memory outcome weeks dose safety remission")
	rng := rand.New(rand.NewPCG(1, 2))
	text := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[rng.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	var b bytes.Buffer
	for i := range n {
		if err := json.NewEncoder(&b).Encode(map[string]any{"title": fmt.Sprintf("%s %d", text(6), i), "abstract": text(40), "year": 1990 + i%30}); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "texts.jsonl")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// measured reads what a measure printed, a JSON object a line.
func measured(t *testing.T, out string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(out) {
		m := map[string]any{}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, m)
	}
	return all
}

// TestSpeedPeers measures all engines over a small corpus: each kind of question with
// each number of clients, by every engine that is there, beside ours.
func TestSpeedPeers(t *testing.T) {
	jars := cmp.Or(os.Getenv("EVIDELIC_LUCENE"), "/usr/share/java") // a named folder: nothing is fetched
	var out bytes.Buffer
	args := []string{"speed", "--import", "0", "--corpus", corpusFile(t, 30), "--studies", "50", "--seconds", "0", "--warm", "0", "--queries", "16", "--peers", "--lucene", jars, "--json"}
	if err := run(t.Context(), args, &out); err != nil {
		t.Fatal(err)
	}
	lines, skipped := map[string]int{}, false
	for _, m := range measured(t, out.String()) {
		engine, _ := m["engine"].(string)
		name, _, _ := strings.Cut(engine, " ")
		lines[name+" "+m["measure"].(string)]++
		if text, _ := m["text"].(string); name == "lucene" && strings.HasPrefix(text, "skipped: ") {
			t.Log(text)
			skipped = true
			continue
		}
		ours, beside := m["ours"].(map[string]any)
		if name == "bleve" || name == "lucene" {
			if !beside || ours["per_second"].(float64) <= 0 || m["per_second"].(float64) <= 0 {
				t.Errorf("no figures of both: %v", m)
			}
		}
	}
	want := map[string]int{" tag": 1, " index": 1, " search": 8, " memory": 1, "peers note": 1, "bleve index": 1, "bleve search": 8}
	if !skipped {
		want["lucene index"], want["lucene search"] = 1, 8
	}
	for name, n := range want {
		if lines[name] != n {
			t.Errorf("%d lines of %q, want %d", lines[name], name, n)
		}
	}
}

// TestSpeedCurve grows an index in three steps, from a corpus smaller than each of them.
func TestSpeedCurve(t *testing.T) {
	var out bytes.Buffer
	args := []string{"speed", "--corpus", corpusFile(t, 30), "--seconds", "0", "--warm", "0", "--queries", "4", "--curve", "20,50,90", "--json"}
	if err := run(t.Context(), args, &out); err != nil {
		t.Fatal(err)
	}
	lines := measured(t, out.String())
	if len(lines) != 3 {
		t.Fatalf("%d lines, want 3: %s", len(lines), out.String())
	}
	for i, m := range lines {
		if want := []float64{20, 50, 90}[i]; m["studies"] != want {
			t.Errorf("line %d is of %v studies, want %v", i, m["studies"], want)
		}
		for _, name := range []string{"per_second", "bytes_per_study", "open_ms"} {
			if n, _ := m[name].(float64); n <= 0 {
				t.Errorf("line %d: %s is %v", i, name, m[name])
			}
		}
		if times, _ := m["times"].([]any); len(times) != len(kinds) {
			t.Errorf("line %d: times %v", i, m["times"])
		}
	}
}

// TestSpeedCurveTable holds the words for people to one table.
func TestSpeedCurveTable(t *testing.T) {
	var out bytes.Buffer
	args := []string{"speed", "--corpus", corpusFile(t, 10), "--seconds", "0", "--warm", "0", "--queries", "2", "--curve", "10"}
	if err := run(t.Context(), args, &out); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(rows) != 3 {
		t.Fatalf("%d rows, want 3: %s", len(rows), out.String())
	}
	for _, row := range rows {
		if got, want := strings.Count(row, "|"), 15; got != want {
			t.Errorf("%d bars in %q, want %d", got, row, want)
		}
	}
}

// TestCurveSizes refuses what does not grow.
func TestCurveSizes(t *testing.T) {
	for _, list := range []string{"", "0", "10,10", "20,10", "10,,20", "ten", "-5"} {
		if got, err := curveSizes(list); err == nil {
			t.Errorf("curveSizes(%q) = %v, want an error", list, got)
		}
	}
}
