package webpage_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/crawler/webpage"
	"evidelic/demo"
	"evidelic/study"
)

// TestDemoWorld asks for the landing page of every study of the demo world: it
// gets the abstract of those that have one and that robots.txt allows, and none of
// the teasers and slogans.
func TestDemoWorld(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	w, err := demo.New(demo.Options{Studies: 500, Seed: 5, Now: now, NoRateLimit: true,
		Faults: demo.Faults{Every: 5, Kinds: []demo.Fault{demo.Fault429Bare, demo.Fault500, demo.Fault503, demo.FaultCut, demo.FaultCharset}}})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lib := &sourcetest.Library{}
	for i, s := range w.Truth().Studies {
		if s.DOI != "" {
			lib.Refs = append(lib.Refs, study.Ref{ID: fmt.Sprintf("ev%08d", i), DOI: s.DOI})
		}
	}
	src, err := webpage.New(sourcetest.RealFetcher(t), lib, webpage.Options{BaseURL: demo.FurtherURLs(base)[study.SourceWebpage], Limit: 1000, Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0)
	if got.Err != nil || len(got.Failed) > 0 {
		t.Fatalf("failed %v, error %v", got.Failed, got.Err)
	}
	if diff := cmp.Diff(w.TruthOf(study.SourceWebpage).Keys, slices.Sorted(maps.Keys(got.Keys))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	for _, r := range got.Records {
		if !strings.HasSuffix(r.Report.AbstractText(), demo.Disclaimer) {
			t.Errorf("%s: the abstract does not end as it should: %q", r.Key, r.Report.AbstractText())
		}
	}
	if all := strings.Join(got.Warnings, "\n"); !strings.Contains(all, "robots.txt") {
		t.Errorf("warnings %q say nothing of robots.txt", got.Warnings)
	}
}
