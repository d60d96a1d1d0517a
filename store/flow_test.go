package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

func TestFlowCountsDuplicatesByRule(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(indexed("77", 1, infusions), article("1", "10.1000/a", "A"), article("2", "", "B")))
		apply(t, db, batch(crossref("10.1000/a", "A"), crossref("10.1000/77", infusions)))
		apply(t, db, batch(told("a", 1, infusions)))
		if _, err := db.Join(t.Context(), resolve(t, db, "pmid:1"), resolve(t, db, "pmid:2"), "printed twice"); err != nil {
			t.Fatal(err)
		}
		want := study.Flow{Records: 6, Studies: 2,
			Sources:    []study.FlowCount{{Name: "crossref", N: 2}, {Name: "import:refs.ris", N: 1}, {Name: "pubmed", N: 3}},
			Duplicates: []study.FlowCount{{Name: "doi", N: 2}, {Name: "title-pages", N: 1}, {Name: "operator", N: 1}}}
		got, err := db.Flow(t.Context())
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("flow: %v (-want +got):\n%s", err, diff)
		}
	})
}
