package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// What is handed over must be what reading it back gives.
func TestStudiesHandedOverEqualThoseReadBack(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		tag := func(s *study.Study) study.Tags {
			return study.Tags{study.TaskDesign: {Status: study.Reported, Values: []study.TagValue{{Value: s.Title}}}}
		}
		db := open(t, url, store.Options{Tag: tag, TagVersion: "7"})
		rec := article("101", "10.1000/a", "Ketamine α for depression")
		rec.Report.Notices = []study.Notice{{Type: study.NoticeRetraction, Checked: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)}}
		apply(t, db, batch(rec, article("102", "10.1000/b", "Another"), crossref("10.1000/a", "Ketamine")))
		ids := []string{resolve(t, db, "pmid:102"), resolve(t, db, "pmid:101"), "ev_none"}
		handed, err := db.Studies(t.Context(), ids)
		if err != nil || len(handed) != 2 {
			t.Fatalf("Studies = %d, %v, want 2", len(handed), err)
		}
		read, err := db.Studies(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(read, handed); diff != "" {
			t.Errorf("handed over (-read back +handed over):\n%s", diff)
		}
		if read[0].TagVersion != "7" {
			t.Errorf("tag version %q, want 7", read[0].TagVersion)
		}
	})
}

// A study that changed since it was put by is read anew.
func TestStudiesHandsOverNothingOld(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db, other := open(t, url, store.Options{}), open(t, url, store.Options{})
		apply(t, db, batch(article("101", "", "First title")))
		newer := article("101", "", "Second title")
		newer.Revision = "2025-06-01"
		apply(t, other, batch(newer))
		got, err := db.Studies(t.Context(), []string{resolve(t, db, "pmid:101")})
		if err != nil || len(got) != 1 || got[0].Title != "Second title" {
			t.Errorf("Studies = %+v, %v, want the title of the other process", got, err)
		}
	})
}
