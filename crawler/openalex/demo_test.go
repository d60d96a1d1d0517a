package openalex_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/openalex"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

// TestDemoWorld harvests the demo world with and without faults and gets exactly
// what it holds, retractions among it.
func TestDemoWorld(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, faults := range map[string]demo.Faults{"calm": {}, "faults": {Every: 2, Seed: 4}} {
		t.Run(name, func(t *testing.T) {
			w, err := demo.New(demo.Options{Studies: 500, Seed: 5, Now: now, Faults: faults, NoRateLimit: true})
			if err != nil {
				t.Fatal(err)
			}
			base, err := w.Start(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			src, err := openalex.New(sourcetest.RealFetcher(t), openalex.Options{
				BaseURL: demo.FurtherURLs(base)[study.SourceOpenAlex], Queries: []string{"ketamine OR psilocybin"}, PageSize: 40, Interval: time.Millisecond,
			})
			if err != nil {
				t.Fatal(err)
			}
			got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0)
			if got.Err != nil || len(got.Failed) > 0 || len(got.Gaps) > 0 {
				t.Fatalf("failed %v, gaps %v, error %v", got.Failed, got.Gaps, got.Err)
			}
			if diff := cmp.Diff(w.TruthOf(study.SourceOpenAlex).Keys, slices.Sorted(maps.Keys(got.Keys))); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			retracted := map[string]bool{}
			for _, s := range w.Truth().Studies {
				retracted[s.DOI] = s.Retracted
			}
			for _, r := range got.Records {
				if doi := r.Report.IDs.DOI; doi != "" && r.Report.Retracted() != retracted[doi] {
					t.Errorf("%s is retracted: %v, want %v", doi, r.Report.Retracted(), retracted[doi])
				}
			}
		})
	}
}
