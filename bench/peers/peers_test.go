package peers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"evidelic/bench/peers"
)

// TestBleve holds Bleve to finding what the texts have.
func TestBleve(t *testing.T) {
	texts := someTexts()
	b, err := peers.NewBleve(filepath.Join(t.TempDir(), "bleve"), []string{"design"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if err := b.Add(texts); err != nil {
		t.Fatal(err)
	}
	for _, q := range someQuestions() {
		got, err := b.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want := matches(texts, q); got != want {
			t.Errorf("%+v finds %d, want %d", q, got, want)
		}
	}
}

// TestLucene runs the Java program, one question after the other, and holds Lucene to
// finding what the texts have.
func TestLucene(t *testing.T) {
	l, err := peers.FindLucene(t.Context(), os.Getenv("EVIDELIC_LUCENE"), t.TempDir())
	if errors.Is(err, peers.ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	texts, questions := someTexts(), someQuestions()
	want, each := map[string]int{}, len(stems)
	for _, q := range questions {
		want[q.Kind] += matches(texts, q)
	}
	run := peers.LuceneRun{Dir: t.TempDir(), Texts: slices.Values(texts), Questions: questions, Least: each, Clients: []int{1}}
	for kind, found := range luceneFinds(t, l, run) {
		if got := found * float64(each); math.Abs(got-float64(want[kind])) > 0.1 {
			t.Errorf("%s: %d questions find %.2f, want %d", kind, each, got, want[kind])
		}
	}
}

// luceneFinds runs the program and gives what each kind of question finds on average.
func luceneFinds(t *testing.T, l *peers.Lucene, run peers.LuceneRun) map[string]float64 {
	t.Helper()
	found := map[string]float64{}
	var measures []string
	err := l.Measure(t.Context(), run, func(line []byte) error {
		var got struct {
			Measure, Kind string
			PerSecond     float64 `json:"per_second"`
			Found         float64
		}
		if err := json.Unmarshal(line, &got); err != nil {
			return fmt.Errorf("%w: %s", err, line)
		}
		if got.PerSecond <= 0 {
			t.Errorf("%s", line)
		}
		measures = append(measures, strings.TrimSpace(got.Measure+" "+got.Kind))
		if got.Kind != "" {
			found[got.Kind] = got.Found
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"index", "search page", "search or", "search and", "search phrase"}; !slices.Equal(measures, want) {
		t.Errorf("measures %v, want %v", measures, want)
	}
	return found
}

// TestLuceneAbsent says what is missing.
func TestLuceneAbsent(t *testing.T) {
	if _, err := peers.FindLucene(t.Context(), t.TempDir(), t.TempDir()); !errors.Is(err, peers.ErrAbsent) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := peers.FetchLucene(ctx, t.TempDir()); err == nil {
		t.Error("no error although nothing may run")
	}
}

// stems are words that no stemmer changes and that no list of stop words has.
var stems = strings.Fields("bravox charlix deltox echox foxtrox golfox")

// someTexts makes texts of few words, with what JSON writes in another way in one of them.
func someTexts() []peers.Text {
	rng := rand.New(rand.NewPCG(1, 1))
	words := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = stems[rng.IntN(len(stems))]
		}
		return strings.Join(out, " ")
	}
	out := make([]peers.Text, 40)
	for i := range out {
		out[i] = peers.Text{ID: fmt.Sprint("t", i), Title: words(2), Abstract: words(4), Year: 2000 + i%10,
			Columns: []peers.Column{{Key: "design", Value: []string{"trial", "review"}[i%2]}, {Key: "design", Value: "study"}}}
	}
	out[7].Abstract += " \"quoted\" \\ <p> é \u2028 \t\n 𝄞"
	return out
}

// someQuestions makes questions of every kind, a stop word in some.
func someQuestions() []peers.Question {
	var out []peers.Question
	for i, w := range stems {
		next := stems[(i+1)%len(stems)]
		out = append(out, peers.Question{Kind: peers.Or, Words: []string{w, "with", next}},
			peers.Question{Kind: peers.And, Words: []string{w, "with", next}},
			peers.Question{Kind: peers.Phrase, Words: []string{w, next}},
			peers.Question{Kind: peers.Page, Words: []string{w, next}, From: 2002, To: 2005})
	}
	return out
}

// matches counts the texts that a question asks for.
func matches(texts []peers.Text, q peers.Question) int {
	n := 0
	for _, t := range texts {
		hits, phrase := 0, strings.Join(q.Words, " ")
		for _, w := range q.Words {
			if w == "with" || has(t, w) {
				hits++
			}
		}
		switch q.Kind {
		case peers.Or:
			hits = max(hits-1, 0) // "with" is no word
		case peers.Phrase:
			hits = 0
			if has(t, phrase) {
				hits = 1
			}
		case peers.And, peers.Page:
			hits /= len(q.Words)
		}
		if hits > 0 && (q.Kind != peers.Page || t.Year >= q.From && t.Year <= q.To) {
			n++
		}
	}
	return n
}

// has says whether title or abstract has words one behind the other.
func has(t peers.Text, words string) bool {
	return strings.Contains(" "+t.Title+" ", " "+words+" ") || strings.Contains(" "+t.Abstract+" ", " "+words+" ")
}
