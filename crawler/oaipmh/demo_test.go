package oaipmh_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/oaipmh"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
)

// TestDemoWorld harvests the demo world's repository with and without faults, and
// later what was deleted from it.
func TestDemoWorld(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, faults := range map[string]demo.Faults{"calm": {}, "faults": {Every: 2, Seed: 4}} {
		t.Run(name, func(t *testing.T) {
			w, err := demo.New(demo.Options{Studies: 700, Seed: 5, Now: now, Faults: faults, NoRateLimit: true})
			if err != nil {
				t.Fatal(err)
			}
			base, err := w.Start(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			src, err := oaipmh.New(sourcetest.RealFetcher(t), oaipmh.Options{Name: "demo", BaseURL: demo.FurtherURLs(base)[demo.SourceRepository], Interval: time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0)
			if got.Err != nil || len(got.Failed) > 0 || len(got.Gaps) > 0 {
				t.Fatalf("failed %v, gaps %v, error %v", got.Failed, got.Gaps, got.Err)
			}
			if diff := cmp.Diff(w.TruthOf(src.Name()).Keys, slices.Sorted(maps.Keys(got.Keys))); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			if _, err := w.Advance(demo.Step{Days: 5, Delete: 60}); err != nil {
				t.Fatal(err)
			}
			later := sourcetest.Harvest(t, src, crawler.Plan{Now: now.AddDate(0, 0, 5), Cursor: got.Cursor}, 0)
			slices.Sort(later.Deleted)
			if want := w.TruthOf(src.Name()).Deleted; later.Err != nil || len(want) == 0 || !cmp.Equal(want, later.Deleted) {
				t.Errorf("deleted %v, want %v, error %v", later.Deleted, want, later.Err)
			}
		})
	}
}
