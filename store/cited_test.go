package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// citing is an article with a reference list.
func citing(pmid, title string, refs ...study.Ref) study.Record {
	r := article(pmid, "", title)
	r.Report.References = refs
	return r
}

func pmids(studies []study.Study) []string {
	var out []string
	for _, s := range studies {
		out = append(out, s.IDs.PMID)
	}
	return out
}

// A study that cites a retracted one and the retracted one find each other,
// whichever came first and by whatever identifier.
func TestCitationsOfRetractedStudies(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(citing("20", "Early review", study.Ref{DOI: "10.1000/a"}, study.Ref{PMID: "2"}), article("1", "10.1000/a", "A"), article("2", "", "B")))
		review := resolve(t, db, "pmid:20")
		if got, err := db.CitedRetracted(t.Context(), review); err != nil || len(got) != 0 {
			t.Fatalf("before the retraction: %v, %v", pmids(got), err)
		}
		notice := retraction("91", "1")
		notice.Report.References = []study.Ref{{PMID: "1"}}
		apply(t, db, batch(notice, citing("21", "Late review", study.Ref{PMID: "1"})))
		for _, ref := range []string{"pmid:20", "pmid:21"} {
			got, err := db.CitedRetracted(t.Context(), resolve(t, db, ref))
			if diff := cmp.Diff([]string{"1"}, pmids(got)); diff != "" || err != nil {
				t.Errorf("%s cites: %v (-want +got):\n%s", ref, err, diff)
			}
		}
		check := func(when string, want ...string) {
			t.Helper()
			got, err := db.Citing(t.Context(), resolve(t, db, "pmid:1"))
			seen := map[string]bool{}
			for _, p := range pmids(got) {
				seen[p] = true
			}
			if err != nil || len(seen) != len(want) {
				t.Errorf("%s: cited by %v, %v, want %v (its notice is none of them)", when, pmids(got), err, want)
			}
			for _, p := range want {
				if !seen[p] {
					t.Errorf("%s: %s is not among those that cite it", when, p)
				}
			}
		}
		check("at first", "20", "21")
		apply(t, db, batch(citing("20", "Early review, corrected", study.Ref{PMID: "2"}, study.Ref{PMID: "3"})))
		check("after a list without it", "21")
	})
}
