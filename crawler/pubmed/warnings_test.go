package pubmed_test

import (
	"net/http"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/crawler/pubmed"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

// TestWhatWasRepairedInTransitIsPassedOn looks for the fetcher's warnings among
// the page's, those of searches as well as those of records.
func TestWhatWasRepairedInTransitIsPassedOn(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	world, err := demo.New(demo.Options{Studies: 20, Seed: 5, Now: now, NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := world.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := pubmed.New(sourcetest.Fetcher{Client: http.DefaultClient, Warn: "text repaired"}, pubmed.Options{BaseURL: demo.BaseURLs(base)[study.SourcePubMed], Query: "ketamine"})
	if err != nil {
		t.Fatal(err)
	}
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: now}, 0)
	n := 0
	for _, w := range got.Warnings {
		if w == "text repaired" {
			n++
		}
	}
	if got.Err != nil || n < 2 {
		t.Errorf("%d warnings of repairs in %q, error %v; want one of a search and one of records", n, got.Warnings, got.Err)
	}
}
