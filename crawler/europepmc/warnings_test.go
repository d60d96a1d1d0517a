package europepmc

import (
	"net/http/httptest"
	"slices"
	"testing"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
)

// TestWhatWasRepairedInTransitIsPassedOn looks for the fetcher's warnings among
// the page's.
func TestWhatWasRepairedInTransitIsPassedOn(t *testing.T) {
	srv := httptest.NewServer(newWorld(t, 3, today))
	defer srv.Close()
	s, err := New(sourcetest.Fetcher{Client: srv.Client(), Warn: "text repaired"}, Options{BaseURL: srv.URL + "/rest", Query: "ketamine"})
	if err != nil {
		t.Fatal(err)
	}
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0); got.Err != nil || !slices.Contains(got.Warnings, "text repaired") {
		t.Errorf("warnings %q, error %v", got.Warnings, got.Err)
	}
}
