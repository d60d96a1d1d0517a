package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/store"
	"evidelic/study"
)

func TestApplyStoresAndReadsBack(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		rec := article("101", "10.1000/a", "Ketamine α for depression")
		got := apply(t, db, study.Batch{Source: "pubmed", Records: []study.Record{rec}, Cursor: []byte(`{"v":1}`)})
		if diff := cmp.Diff(study.Applied{New: 1, Seq: 1}, got); diff != "" {
			t.Errorf("Applied (-want +got):\n%s", diff)
		}
		id := resolve(t, db, "pmid:101")
		s, err := db.Study(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(rec.Report, s.Report); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		records, err := db.Records(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]study.Record{rec}, records); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
		cursor, err := db.Cursor(t.Context(), "pubmed")
		if err != nil || string(cursor) != `{"v":1}` {
			t.Errorf("Cursor = %s, %v, want the one stored", cursor, err)
		}
	})
}

func TestApplyComparesRevisions(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		newer := article("101", "10.1000/a", "Second title")
		newer.Revision = "2025-06-01"
		older := article("101", "10.1000/a", "First title")
		apply(t, db, batch(newer))
		if got := apply(t, db, batch(older)); got.Older != 1 || got.Seq != 1 {
			t.Errorf("an older revision: %+v, want Older 1 and no change", got)
		}
		if got := apply(t, db, batch(newer)); got.Unchanged != 1 || got.Seq != 1 {
			t.Errorf("the same again: %+v, want Unchanged 1 and no change", got)
		}
		newest := article("101", "10.1000/a", "Third title")
		newest.Revision = "2025-07-01"
		if got := apply(t, db, batch(newest)); got.Changed != 1 || got.Seq != 2 {
			t.Errorf("a newer revision: %+v, want Changed 1 and a change", got)
		}
		id := resolve(t, db, "doi:10.1000/A")
		first, err := db.Version(t.Context(), id, 1)
		if err != nil || first.Title != "Second title" {
			t.Errorf("version 1 is %q, %v, want the title of then", first.Title, err)
		}
	})
}

func TestJoinRedirectsForEver(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("101", "", "A")))
		apply(t, db, batch(crossref("10.1000/a", "A")))
		older, younger := resolve(t, db, "pmid:101"), resolve(t, db, "doi:10.1000/a")
		linked := article("101", "10.1000/a", "A")
		linked.Revision = "2025-02-01"
		apply(t, db, batch(linked))
		if got := resolve(t, db, "doi:10.1000/a"); got != older {
			t.Errorf("after the join the DOI leads to %s, want the older %s", got, older)
		}
		var to *study.Redirect
		if _, err := db.Study(t.Context(), younger); !errors.As(err, &to) || to.To != older {
			t.Errorf("Study(%s) = %v, want a redirect to %s", younger, err, older)
		}
		want := []study.Change{{Seq: 1, Study: older, Kind: study.ChangeAdded}, {Seq: 2, Study: younger, Kind: study.ChangeAdded},
			{Seq: 3, Study: younger, Kind: study.ChangeJoined, Other: older}, {Seq: 4, Study: older, Kind: study.ChangeChanged}}
		got := allChanges(t, t.Context(), db)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(study.Change{}, "At")); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
		// The DOI was a mistake of the source: the younger study comes back.
		unlinked := article("101", "", "A")
		unlinked.Revision = "2025-03-01"
		apply(t, db, batch(unlinked))
		if got := resolve(t, db, "doi:10.1000/a"); got != younger {
			t.Errorf("after the split the DOI leads to %s, want %s again", got, younger)
		}
		lib, err := db.Library(t.Context())
		if err != nil || lib.Count != 2 {
			t.Errorf("Library = %+v, %v, want 2 studies", lib, err)
		}
	})
}

func TestDeletedRecordsAreKeptAndMarked(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("101", "10.1000/a", "A")))
		got := apply(t, db, study.Batch{Source: "pubmed", Deleted: []string{"101", "999"}})
		if got.Changed != 1 || got.Seq != 2 {
			t.Errorf("deleting: %+v, want one change", got)
		}
		s, err := db.Study(t.Context(), resolve(t, db, "pmid:101"))
		if err != nil || !s.Withdrawn || !s.Records[0].Gone || s.Title != "A" {
			t.Errorf("study = %+v, %v, want it kept and marked withdrawn", s, err)
		}
		if again := apply(t, db, study.Batch{Source: "pubmed", Deleted: []string{"101"}}); again.Seq != 2 {
			t.Errorf("deleting again: %+v, want no change", again)
		}
		if back := apply(t, db, batch(article("101", "10.1000/a", "A"))); back.Changed != 1 {
			t.Errorf("coming back: %+v, want a change", back)
		}
	})
}

func TestLeaseAndHarvestOfABatch(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		c := newClock()
		db := open(t, url, store.Options{Now: c.now})
		lease, err := db.AcquireLease(t.Context(), "pubmed", "one", 2*time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		h := study.Harvest{Source: "pubmed", Gaps: []study.Gap{}}
		if h.ID, err = db.BeginHarvest(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		c.at = c.at.Add(time.Minute)
		b := batch(article("101", "", "A"), article("102", "", "B"))
		b.Lease, b.Harvest = &lease, &h
		apply(t, db, b)
		if h.Seen != 2 || h.New != 2 || !lease.Until.Equal(c.at.Add(2*time.Minute)) {
			t.Errorf("harvest %+v, lease %+v: want 2 seen, 2 new, lease renewed", h, lease)
		}
		c.at = c.at.Add(3 * time.Minute)
		if _, err := db.AcquireLease(t.Context(), "pubmed", "two", time.Minute); err != nil {
			t.Fatalf("an expired lease: %v, want it given", err)
		}
		if _, err := db.Apply(t.Context(), b); !errors.Is(err, study.ErrLeaseLost) {
			t.Errorf("Apply with a lost lease: %v, want ErrLeaseLost", err)
		}
	})
}

func TestWrongKindIsRefused(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		demo := article("101", "", "Demo")
		demo.Report.Demo = true
		if _, err := db.Apply(t.Context(), batch(article("102", "", "Real"), demo)); !errors.Is(err, study.ErrWrongLibrary) {
			t.Errorf("a demo record in a real library: %v, want ErrWrongLibrary", err)
		}
		if got := allChanges(t, t.Context(), db); len(got) != 0 {
			t.Errorf("changes after a refusal: %v, want none", got)
		}
		if _, err := store.Open(t.Context(), url, store.Options{Demo: true}); !errors.Is(err, study.ErrWrongLibrary) {
			t.Errorf("opening as demo: %v, want ErrWrongLibrary", err)
		}
	})
}
