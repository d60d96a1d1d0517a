package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

func TestLeaseIsHeldByOne(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		c := newClock()
		db := open(t, url, store.Options{Now: c.now})
		first, err := db.AcquireLease(t.Context(), "pubmed", "one", 2*time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		c.at = c.at.Add(time.Minute)
		var held *study.LeaseHeld
		_, err = db.AcquireLease(t.Context(), "pubmed", "two", 2*time.Minute)
		if !errors.As(err, &held) || !errors.Is(err, study.ErrLeaseHeld) {
			t.Fatalf("a second holder: %v, want LeaseHeld", err)
		}
		if diff := cmp.Diff(first, held.Lease); diff != "" {
			t.Errorf("who holds it (-want +got):\n%s", diff)
		}
		if _, err := db.AcquireLease(t.Context(), "europepmc", "two", time.Minute); err != nil {
			t.Errorf("another source: %v, want it given", err)
		}
		again, err := db.AcquireLease(t.Context(), "pubmed", "one", 2*time.Minute)
		if err != nil || !again.Since.Equal(first.Since) || !again.Until.Equal(c.at.Add(2*time.Minute)) {
			t.Errorf("the holder again: %+v, %v, want it prolonged", again, err)
		}
		if err := db.ReleaseLease(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		if _, err := db.AcquireLease(t.Context(), "pubmed", "two", time.Minute); err != nil {
			t.Errorf("after the release: %v, want it given", err)
		}
		if err := db.ReleaseLease(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		if _, err := db.AcquireLease(t.Context(), "pubmed", "one", time.Minute); !errors.Is(err, study.ErrLeaseHeld) {
			t.Errorf("a late release took another's lease away: %v", err)
		}
	})
}

func TestKilledHarvestIsInterrupted(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		c := newClock()
		db := open(t, url, store.Options{Now: c.now})
		if _, err := db.AcquireLease(t.Context(), "pubmed", "one", 2*time.Minute); err != nil {
			t.Fatal(err)
		}
		h := study.Harvest{Source: "pubmed", Gaps: []study.Gap{}}
		if _, err := db.BeginHarvest(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		if s := sourceState(t, db, "pubmed"); s.Running == nil || s.Last != nil {
			t.Errorf("while it runs: %+v, want it running", s)
		}
		c.at = c.at.Add(3 * time.Minute)
		s := sourceState(t, db, "pubmed")
		if s.Running != nil || s.Last == nil || s.Last.Outcome != study.HarvestInterrupted {
			t.Errorf("after its lease ran out: %+v, want it interrupted", s)
		}
		if _, err := db.AcquireLease(t.Context(), "pubmed", "two", 2*time.Minute); err != nil {
			t.Fatal(err)
		}
		second, err := db.BeginHarvest(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		h.ID, h.Outcome, h.Seen = second, study.HarvestDone, 5
		if err := db.EndHarvest(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		list, err := db.Harvests(t.Context(), "pubmed", 10)
		if err != nil || len(list) != 2 || list[0].Outcome != study.HarvestDone || list[1].Outcome != study.HarvestInterrupted {
			t.Errorf("Harvests = %+v, %v, want done and interrupted", list, err)
		}
		if err := db.EndHarvest(t.Context(), study.Harvest{ID: 99, Source: "pubmed"}); !errors.Is(err, study.ErrNotFound) {
			t.Errorf("ending an unknown harvest: %v, want ErrNotFound", err)
		}
	})
}

func sourceState(t *testing.T, db *store.DB, source string) study.SourceState {
	t.Helper()
	all, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Source == source {
			return s
		}
	}
	t.Fatalf("no state of %s among %+v", source, all)
	return study.SourceState{}
}

func TestTimetable(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		if got, err := db.NextRun(t.Context(), "pubmed"); err != nil || !got.IsZero() {
			t.Errorf("NextRun before anything = %v, %v, want the zero time", got, err)
		}
		at := time.Date(2025, 4, 1, 3, 0, 0, 0, time.UTC)
		for _, want := range []time.Time{at, at.Add(time.Hour)} {
			if err := db.SetNextRun(t.Context(), "pubmed", want, "by the timetable"); err != nil {
				t.Fatal(err)
			}
			if got, err := db.NextRun(t.Context(), "pubmed"); err != nil || !got.Equal(want) {
				t.Errorf("NextRun = %v, %v, want %v", got, err, want)
			}
		}
		if s := sourceState(t, db, "pubmed"); s.Retry != "by the timetable" {
			t.Errorf("state = %+v, want the reason", s)
		}
	})
}

func TestSlotsPaceAcrossProcesses(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		c := newClock()
		handles := []*store.DB{open(t, url, store.Options{Now: c.now}), open(t, url, store.Options{Now: c.now})}
		start := c.at
		var got []time.Duration
		for i := range 4 {
			at, err := handles[i%2].ReserveSlot(t.Context(), "api.example.org", "", time.Second, 0)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, at.Sub(start))
		}
		if diff := cmp.Diff([]time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}, got); diff != "" {
			t.Errorf("slots (-want +got):\n%s", diff)
		}
		if at, err := handles[0].ReserveSlot(t.Context(), "api.example.org", "key", time.Second, 0); err != nil || !at.Equal(start) {
			t.Errorf("another key: %v, %v, want it at once", at, err)
		}
		c.at = start.Add(time.Hour)
		if at, err := handles[1].ReserveSlot(t.Context(), "api.example.org", "", time.Second, 0); err != nil || !at.Equal(c.at) {
			t.Errorf("after a pause: %v, %v, want it at once", at, err)
		}
	})
}

func TestDailyBudget(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		c := newClock()
		db := open(t, url, store.Options{Now: c.now})
		midnight := time.Date(2025, 3, 2, 0, 0, 0, 0, time.UTC)
		want := []time.Time{c.at, c.at.Add(time.Minute), midnight, midnight.Add(time.Minute), midnight.AddDate(0, 0, 1)}
		for i, w := range want {
			at, err := db.ReserveSlot(t.Context(), "h", "", time.Minute, 2)
			if err != nil || !at.Equal(w) {
				t.Errorf("request %d: %v, %v, want %v", i+1, at, err, w)
			}
		}
	})
}

// Re-checks are planned and recorded beside the harvests, and shown with their
// source.
func TestRechecksAreShownWithTheirSource(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		ctx := t.Context()
		next := time.Date(2026, 5, 4, 3, 0, 0, 0, time.UTC)
		name := study.RecheckOf(study.SourcePubMed)
		if err := db.SetNextRun(ctx, name, next, "as planned"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.BeginHarvest(ctx, study.Harvest{Source: name, Outcome: study.HarvestDone, Announced: 7, Ended: next.Add(-time.Hour)}); err != nil {
			t.Fatal(err)
		}
		sources, err := db.Sources(ctx)
		if err != nil || len(sources) != 1 {
			t.Fatalf("%+v, %v", sources, err)
		}
		if s := sources[0]; s.Source != study.SourcePubMed || s.Check == nil || s.Check.Announced != 7 || !s.NextCheck.Equal(next) || s.Last != nil || !s.NextRun.IsZero() {
			t.Errorf("%+v", s)
		}
	})
}
