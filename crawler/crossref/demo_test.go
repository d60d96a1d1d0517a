package crossref_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/crossref"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

var now = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

// library holds every study of the world that has a DOI.
func library(w *demo.World) *sourcetest.Library {
	lib := &sourcetest.Library{}
	for i, s := range w.Truth().Studies {
		if s.DOI != "" {
			lib.Refs = append(lib.Refs, study.Ref{ID: fmt.Sprintf("ev%08d", i), DOI: s.DOI})
		}
	}
	return lib
}

// TestDemoWorld completes every study of the demo world, with and without faults,
// and finds every notice; later it finds the notices that have come since.
func TestDemoWorld(t *testing.T) {
	for name, faults := range map[string]demo.Faults{"calm": {}, "faults": {Every: 3, Seed: 4}} {
		t.Run(name, func(t *testing.T) {
			w, err := demo.New(demo.Options{Studies: 600, Seed: 5, Now: now, Faults: faults, NoRateLimit: true})
			if err != nil {
				t.Fatal(err)
			}
			base, err := w.Start(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			lib := library(w)
			src, err := crossref.New(sourcetest.RealFetcher(t), lib, crossref.Options{BaseURL: demo.FurtherURLs(base)[study.SourceCrossref], Interval: time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0)
			if got.Err != nil || len(got.Failed) > 0 || len(got.Gaps) > 0 {
				t.Fatalf("failed %v, gaps %v, error %v", got.Failed, got.Gaps, got.Err)
			}
			checkKeys(t, w, got)
			checkNotices(t, w, got)
			later(t, w, src, got)
		})
	}
}

func checkKeys(t *testing.T, w *demo.World, got sourcetest.Outcome) {
	t.Helper()
	var keys []string
	for k := range got.Keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if diff := cmp.Diff(w.TruthOf(study.SourceCrossref).Keys, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// checkNotices compares the notices with the truth, as far as both sides have a
// DOI.
func checkNotices(t *testing.T, w *demo.World, got sourcetest.Outcome) {
	t.Helper()
	truth := w.Truth()
	records := map[string]study.Record{}
	for _, r := range got.Records {
		records[r.Key] = r
	}
	types := map[study.RelationType]study.NoticeType{study.RetractionIn: study.NoticeRetraction, study.ErratumIn: study.NoticeCorrection, study.ConcernIn: study.NoticeConcern}
	found := map[study.NoticeType]int{}
	for _, s := range truth.Studies {
		r, ok := records[s.DOI]
		if !ok {
			continue
		}
		want := 0
		for _, l := range s.Links {
			if n := types[l.Type]; n != "" && l.Target >= 0 && truth.Studies[l.Target].DOI != "" {
				want++
				found[n]++
				if !slices.ContainsFunc(r.Report.Notices, func(x study.Notice) bool { return x.Type == n && x.By.DOI == truth.Studies[l.Target].DOI }) {
					t.Errorf("%s lacks its %s: %+v", s.DOI, n, r.Report.Notices)
				}
			}
		}
		// A notice about an article without a DOI has nothing to say so by.
		dumb := s.Kind == study.KindNotice && !slices.ContainsFunc(s.Links, func(l demo.LinkTruth) bool { return l.Target >= 0 && truth.Studies[l.Target].DOI != "" })
		if len(r.Report.Notices) != want || r.Report.Kind != s.Kind && !dumb {
			t.Errorf("%s is a %s with notices %+v; want a %s with %d", s.DOI, r.Report.Kind, r.Report.Notices, s.Kind, want)
		}
	}
	if found[study.NoticeRetraction] < 5 || found[study.NoticeConcern] < 2 {
		t.Errorf("the world has too few notices to tell: %v", found)
	}
}

// later retracts some studies and finds exactly those in the feed.
func later(t *testing.T, w *demo.World, src *crossref.Source, before sourcetest.Outcome) {
	t.Helper()
	moved, err := w.Advance(demo.Step{Days: 3, Retract: 8})
	if err != nil {
		t.Fatal(err)
	}
	got := sourcetest.Harvest(t, src, crawler.Plan{Now: now.AddDate(0, 0, 3), Cursor: before.Cursor}, 0)
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	retracted := map[string]bool{}
	for _, r := range got.Records {
		if r.Report.Retracted() {
			retracted[r.Key] = true
		}
	}
	for _, s := range w.Truth().Studies {
		if !s.Retracted || s.DOI == "" || !slices.ContainsFunc(s.Records, func(k study.RecordKey) bool { return slices.Contains(moved.Retracted, k) }) {
			continue
		}
		_, known := before.Keys[s.DOI]
		notice := w.Truth().Studies[s.Links[len(s.Links)-1].Target].DOI
		if _, registered := slices.BinarySearch(w.TruthOf(study.SourceCrossref).Keys, notice); known && registered && !retracted[s.DOI] {
			t.Errorf("the retraction of %s by %s is missed", s.DOI, notice)
		}
	}
	if len(retracted) == 0 {
		t.Error("no retraction came through the feed")
	}
}
