package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"evidelic/study"
)

// TestLoad reads over HTTP while studies come in: no error, and memory that does
// not grow beyond what comes in; thirty seconds in a long run.
func TestLoad(t *testing.T) {
	f := loadFlags{clients: 4, length: 2 * time.Second}
	if os.Getenv("EVIDELIC_LONG") != "" {
		f.clients, f.length = 8, 30*time.Second
	}
	words := strings.Fields("ketamine depression placebo anxiety infusion trial patients suicidal ideation memory outcome weeks dose safety remission")
	rng := rand.New(rand.NewPCG(1, 2))
	text := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[rng.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	var texts []study.Study
	for i := range 400 {
		texts = append(texts, variant(textStudy(fmt.Sprintf("%s %d", text(6), i), text(60)), i, 0))
	}
	got, err := load(t.Context(), f, texts)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d answers, %d turned away", len(got.took), got.away)
	if got.away > len(got.took) {
		t.Errorf("%d questions were turned away, %d answered", got.away, len(got.took))
	}
	if len(got.took) == 0 || got.added == 0 {
		t.Errorf("%d answers, %d studies came in", len(got.took), got.added)
	}
	if got.late > 2*got.early+64 {
		t.Errorf("the heap grew from %.0f to %.0f MB", got.early, got.late)
	}
}
