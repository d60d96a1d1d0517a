package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// A preprint and its article lead to each other whichever of the two says so, and
// stay two studies.
func TestVersions(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		preprint := crossref("10.1101/p", infusions)
		preprint.Report.Kind = study.KindPreprint
		told := article("1", "10.1000/a", infusions)
		told.Report.Relations = []study.Relation{{Type: study.UpdateOf, Target: study.Ref{DOI: "10.1101/p"}}}
		silent := article("2", "10.1000/b", "Another paper")
		other := crossref("10.1101/q", "Another paper")
		other.Report.Kind = study.KindPreprint
		other.Report.Relations = []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: "10.1000/b"}}, {Type: study.CommentIn, Target: study.Ref{PMID: "1"}}}
		apply(t, db, batch(preprint, silent))
		apply(t, db, batch(told, other))
		for _, tt := range []struct{ ref, to, relation string }{
			{"doi:10.1101/p", "doi:10.1000/a", "UpdateIn"}, {"doi:10.1000/a", "doi:10.1101/p", "UpdateOf"},
			{"doi:10.1101/q", "doi:10.1000/b", "UpdateIn"}, {"doi:10.1000/b", "doi:10.1101/q", "UpdateOf"},
		} {
			got, err := db.Versions(t.Context(), resolve(t, db, tt.ref))
			if err != nil || len(got) != 1 {
				t.Fatalf("Versions of %s = %+v, %v, want one", tt.ref, got, err)
			}
			if got[0].ID != resolve(t, db, tt.to) || string(got[0].Relation) != tt.relation || got[0].Supersedes() != (tt.relation == "UpdateIn") {
				t.Errorf("Versions of %s = %+v, want %s %s", tt.ref, got[0], tt.relation, tt.to)
			}
		}
	})
}

func TestDecisionsAreShown(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("1", "10.1000/a", "A"), crossref("10.1000/a", "A"), article("2", "", "B")))
		id, key := resolve(t, db, "pmid:1"), study.RecordKey{Source: "crossref", Key: "10.1000/a"}
		out, err := db.Unjoin(t.Context(), id, key, "another paper")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Join(t.Context(), id, resolve(t, db, "pmid:2"), "printed twice"); err != nil {
			t.Fatal(err)
		}
		one, two := study.RecordKey{Source: "pubmed", Key: "1"}, study.RecordKey{Source: "pubmed", Key: "2"}
		apart := study.Decision{A: one, B: key, Reason: "another paper", Other: out}
		got, err := db.Decisions(t.Context(), id)
		if diff := cmp.Diff([]study.Decision{apart, {A: one, B: two, Join: true, Reason: "printed twice"}}, got, anyTime); diff != "" || err != nil {
			t.Errorf("decisions: %v (-want +got):\n%s", err, diff)
		}
		apart.Other = id
		got, err = db.Decisions(t.Context(), out)
		if diff := cmp.Diff([]study.Decision{apart}, got, anyTime); diff != "" || err != nil {
			t.Errorf("decisions about the other: %v (-want +got):\n%s", err, diff)
		}
	})
}

// anyTime wants a time where the other side says none.
var anyTime = cmp.Comparer(func(a, b time.Time) bool { return a.IsZero() != b.IsZero() })
