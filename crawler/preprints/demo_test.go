package preprints_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/preprints"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

// TestDemoWorld asks both servers of the demo world about every preprint; each
// knows its own, and the articles that they became.
func TestDemoWorld(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	w, err := demo.New(demo.Options{Studies: 500, Seed: 5, Now: now, NoRateLimit: true, Faults: demo.Faults{Every: 3, Kinds: []demo.Fault{
		demo.Fault429Bare, demo.Fault500, demo.FaultCut, demo.FaultTruncated, demo.FaultMalformed, demo.FaultErrorIn200, demo.FaultHTML}}})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	truth := w.Truth()
	lib, articles := &sourcetest.Library{}, map[string]string{}
	for i, s := range truth.Studies {
		if s.Kind != study.KindPreprint {
			continue
		}
		lib.Refs = append(lib.Refs, study.Ref{ID: fmt.Sprintf("ev%08d", i), DOI: s.DOI})
		for _, l := range s.Links {
			if l.Type == study.UpdateIn && l.Target >= 0 {
				articles[s.DOI] = truth.Studies[l.Target].DOI
			}
		}
	}
	linked := 0
	for _, server := range []string{study.SourceBioRxiv, study.SourceMedRxiv} {
		src, err := preprints.New(sourcetest.RealFetcher(t), lib, preprints.Options{Server: server, BaseURL: demo.FurtherURLs(base)[server], Interval: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0)
		if got.Err != nil || len(got.Failed) > 0 || len(got.Gaps) > 0 {
			t.Fatalf("%s: failed %v, gaps %v, error %v", server, got.Failed, got.Gaps, got.Err)
		}
		if diff := cmp.Diff(w.TruthOf(server).Keys, slices.Sorted(maps.Keys(got.Keys))); diff != "" {
			t.Errorf("%s: keys (-want +got):\n%s", server, diff)
		}
		for _, r := range got.Records {
			article := ""
			if len(r.Report.Relations) > 0 {
				article = r.Report.Relations[0].Target.DOI
				linked++
			}
			if article != articles[r.Key] {
				t.Errorf("%s became %q, want %q", r.Key, article, articles[r.Key])
			}
		}
	}
	if linked < 10 {
		t.Errorf("only %d preprints became articles", linked)
	}
}
