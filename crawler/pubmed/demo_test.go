package pubmed_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/pubmed"
	"evidelic/demo"
	"evidelic/study"
)

// freeSlots lets every request go at once.
type freeSlots struct{}

func (freeSlots) ReserveSlot(context.Context, string, string, time.Duration, int) (time.Time, error) {
	return time.Now(), nil
}

// harvest takes everything from the demo world, one page a call when single is
// set, as if the program were stopped after each.
func harvest(t *testing.T, world *demo.World, now time.Time, cursor json.RawMessage, single bool) (records []study.Record, gaps []study.Gap, next json.RawMessage) {
	t.Helper()
	base, err := world.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f, err := crawler.NewFetcher(freeSlots{}, crawler.Options{AllowPrivate: []string{"127.0.0.1"}, Pause: time.Millisecond, Tries: 6, Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	src, err := pubmed.New(f, pubmed.Options{BaseURL: demo.BaseURLs(base)[study.SourcePubMed], Query: strings.Repeat("ketamine OR ", 90) + "psilocybin", Tool: "evidelic",
		PageSize: 50, Pause: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		more := false
		for page, err := range src.Pages(t.Context(), crawler.Plan{Now: now, Cursor: cursor}) {
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, page.Records...)
			for _, e := range page.Failed {
				t.Errorf("failed: %v", &e)
			}
			gaps, cursor = append(gaps, page.Gaps...), page.Next
			if single && len(page.Records) > 0 {
				more = true
				break
			}
		}
		if !more {
			return records, gaps, cursor
		}
	}
	t.Fatal("the harvest does not end")
	return nil, nil, nil
}

func keysOf(records []study.Record) []string {
	var keys []string
	for i := range records {
		keys = append(keys, records[i].Key)
	}
	slices.Sort(keys)
	return keys
}

// TestDemoWorld harvests the demo world with and without faults, stopped after
// each page or not, and gets exactly what it holds.
func TestDemoWorld(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		faults demo.Faults
		single bool
	}{
		"calm":    {},
		"stopped": {single: true},
		"faults":  {faults: demo.Faults{Every: 2, Times: 1}},
		"both":    {faults: demo.Faults{Every: 3, Times: 1, Seed: 7}, single: true},
	} {
		t.Run(name, func(t *testing.T) {
			world, err := demo.New(demo.Options{Studies: 320, Seed: 5, Now: now, Faults: row.faults, NoRateLimit: true})
			if err != nil {
				t.Fatal(err)
			}
			records, gaps, _ := harvest(t, world, now, nil, row.single)
			keys := keysOf(records)
			want := slices.Sorted(slices.Values(world.Truth().Sources[study.SourcePubMed].Keys))
			if diff := cmp.Diff(want, keys); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			if len(gaps) != 0 {
				t.Errorf("got gaps %v, want none", gaps)
			}
		})
	}
}

// TestDemoWrongTotal sees that records that are announced but do not exist are a
// gap, and no reason to stop or to go round in circles.
func TestDemoWrongTotal(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	world, err := demo.New(demo.Options{Studies: 300, Seed: 5, Now: now, NoRateLimit: true, Faults: demo.Faults{Standing: []demo.Fault{demo.FaultWrongTotal}}})
	if err != nil {
		t.Fatal(err)
	}
	records, gaps, _ := harvest(t, world, now, nil, false)
	keys := keysOf(records)
	truth := world.Truth().Sources[study.SourcePubMed]
	if len(keys) != len(truth.Keys) || len(gaps) != 1 || gaps[0].Announced != truth.Announced || gaps[0].Delivered != len(truth.Keys) {
		t.Errorf("got %d records, gaps %v; want %d and a gap to %d", len(keys), gaps, len(truth.Keys), truth.Announced)
	}
}

// TestDemoContent compares what was read with what the world meant.
func TestDemoContent(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	world, err := demo.New(demo.Options{Studies: 320, Seed: 11, Now: now, NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	records, _, _ := harvest(t, world, now, nil, false)
	byKey := map[string]study.Report{}
	for _, r := range records {
		byKey[r.Key] = r.Report
	}
	type facts struct {
		Title, DOI, PMCID    string
		Kind                 study.Kind
		Retracted, Corrected bool
		Replaced             bool
		Trial                string
	}
	for _, s := range world.Truth().Studies {
		r, ok := byKey[s.PMID]
		if s.PMID == "" || !ok {
			continue
		}
		want := facts{s.Title, s.DOI, s.PMCID, s.Kind, s.Retracted || s.Replaced, s.Corrected, s.Replaced, s.Trial}
		got := facts{r.Title, r.IDs.DOI, r.IDs.PMCID, r.Kind, r.Retracted(), hasNotice(r, study.NoticeCorrection), hasNotice(r, study.NoticeReplacement), ""}
		if len(r.Trials) > 0 {
			got.Trial = r.Trials[0].Number
		} else {
			want.Trial = "" // not every article names its trial
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.PMID, diff)
		}
	}
}

func hasNotice(r study.Report, kind study.NoticeType) bool {
	return slices.ContainsFunc(r.Notices, func(n study.Notice) bool { return n.Type == kind })
}

// TestDemoUpdate lets the world live on and sees that a later run brings
// everything that is new or changed.
func TestDemoUpdate(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	world, err := demo.New(demo.Options{Studies: 320, Seed: 3, Now: now, NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	_, _, cursor := harvest(t, world, now, nil, false)
	moved, err := world.Advance(demo.Step{Days: 20, Add: 30, Revise: 5, Retract: 2, Correct: 2, Publish: 2})
	if err != nil {
		t.Fatal(err)
	}
	records, gaps, _ := harvest(t, world, now.AddDate(0, 0, 20), cursor, false)
	got := keysOf(records)
	for _, keys := range [][]study.RecordKey{moved.Added, moved.Revised, moved.Retracted, moved.Corrected, moved.Published} {
		for _, k := range keys {
			if _, found := slices.BinarySearch(got, k.Key); k.Source == study.SourcePubMed && !found {
				t.Errorf("got no %s, which is new or changed", k)
			}
		}
	}
	if got = slices.Compact(got); len(gaps) != 0 || len(got) > 250 {
		t.Errorf("got %d records, gaps %v; want what moved and an overlap", len(got), gaps)
	}
}
