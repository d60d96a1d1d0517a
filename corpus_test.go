package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"evidelic/store"
	"evidelic/study"
)

// sharedDir gives the folder of collections that lies beside the project, and
// skips where it is absent.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("EVIDELIC_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "shared")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no collections of real texts: %v", err)
	}
	return dir
}

// question is a search as a clinician types it, and what the title or abstract of
// a fitting study speaks of: each of the patterns.
type question struct {
	text string
	want []string
}

var questions = []question{
	{"ketamine depression", []string{`ketamin`, `depress`}},
	{"esketamine suicidal ideation", []string{`esketamin|s-ketamin|ketamin`, `suicid`}},
	{"psilocybin end of life anxiety", []string{`psilocybin|psychedelic`, `end.of.life|life.threatening|terminal|advanced|palliative|cancer|existential|death|serious illness`, `anxi`}},
	{"MDMA PTSD", []string{`mdma|methylenedioxymeth`, `ptsd|post.?traumatic`}},
	{"oral sublingual ketamine", []string{`ketamin`, `\boral|sublingual|by mouth|lozenge|troche`}},
	{"ketamine synaptic plasticity", []string{`ketamin`, `synap|plasticity|potentiation|neurotrophic|bdnf`}},
}

// The share of fitting studies that a first page must have, and its first ten.
const (
	fitOnPage = 0.75
	fitInTen  = 0.7
)

// TestFirstPage imports real citations of three collections by the real path and
// asks six questions of practice: each first page fits.
func TestFirstPage(t *testing.T) {
	shared := sharedDir(t)
	data := filepath.Join(t.TempDir(), "data")
	files := []string{filepath.Join(shared, "corpus", "psychedelic_pubmed_2025.jsonl"), filepath.Join(shared, "evidence", "abstracts.jsonl")}
	files = append(files, citationFiles(t, filepath.Join(shared, "samples", "pubmed"))...)
	got := command1(t, append([]string{"import", "--data", data}, files...)...)
	if got.code != exitPartial || !strings.Contains(got.out, " new, ") { // some samples are malformed on purpose
		t.Fatalf("status %d: %.500s %.2000s", got.code, got.out, got.faults)
	}
	if n := state(t, data).Count; n < 2400 {
		t.Errorf("only %d studies", n)
	}
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(data, "evidelic.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	s := startServe(t, data, "--config", closedPort(t))
	poll(t, "the index", func() bool { return s.indexed(t) })
	for _, q := range questions {
		t.Run(q.text, func(t *testing.T) { q.ask(t, s, db) })
	}
}

// citationFiles lists the samples that hold citations: others are answers of
// another kind, which an import refuses.
func citationFiles(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.xml", "*.xml.gz"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(f, ".gz") || regexp.MustCompile(`<Pubmed(Article|Book)`).Match(b) {
				out = append(out, f)
			}
		}
	}
	if len(out) < 20 {
		t.Fatalf("only %d samples in %s", len(out), dir)
	}
	return out
}

func (q question) ask(t *testing.T, s *serving, db *store.DB) {
	answer := s.search(t, "q="+url.QueryEscape(q.text))
	if len(answer.Hits) < 10 {
		t.Fatalf("%d hits of %d", len(answer.Hits), answer.Total)
	}
	var ids []string
	for _, h := range answer.Hits {
		ids = append(ids, h.ID)
	}
	studies, err := db.Studies(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	fit, ten := 0, 0
	var odd []string
	for i := range studies {
		if missing := q.missing(&studies[i]); missing != "" {
			odd = append(odd, fmt.Sprintf("%d. %s (nothing of %s)", i+1, studies[i].Title, missing))
			continue
		}
		fit++
		if i < 10 {
			ten++
		}
	}
	t.Logf("%d of %d fit, %d of the first ten; %d in all", fit, len(studies), ten, answer.Total)
	if float64(fit) < fitOnPage*float64(len(studies)) || float64(ten) < fitInTen*10 {
		t.Errorf("do not fit:\n%s", strings.Join(odd, "\n"))
	}
}

// missing gives the first pattern that a study's title and abstract do not have.
func (q question) missing(s *study.Study) string {
	text := s.Title + "\n" + s.AbstractText()
	for _, pattern := range q.want {
		if !regexp.MustCompile(`(?i)` + pattern).MatchString(text) {
			return pattern
		}
	}
	return ""
}
