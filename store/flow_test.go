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
		want := study.Flow{Records: 6, Studies: 2, Included: 2, OutOfScope: []study.FlowCount{}, Noticed: []study.FlowCount{},
			Sources:    []study.FlowCount{{Name: "crossref", N: 2}, {Name: "import:refs.ris", N: 1}, {Name: "pubmed", N: 3}},
			Duplicates: []study.FlowCount{{Name: "doi", N: 2}, {Name: "title-pages", N: 1}, {Name: "operator", N: 1}}}
		got, err := db.Flow(t.Context())
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("flow: %v (-want +got):\n%s", err, diff)
		}
	})
}

// tagged says that a study is about nothing of the field where its title says so.
func tagged(s *study.Study) study.Tags {
	switch s.Title {
	case "Bees":
		return study.Tags{study.TaskScope: {Status: study.Reported, Values: []study.TagValue{{Value: study.ScopeOut}}}}
	case "Knees":
		return study.Tags{study.TaskScope: {Status: study.Reported, Values: []study.TagValue{{Value: study.ScopeOut, Proofs: []study.Proof{{Rule: "scope.mentioned-only"}}}}}}
	}
	return study.Tags{study.TaskScope: {Status: study.Reported, Values: []study.TagValue{{Value: "clinical"}}}}
}

func TestFlowOfSomeStudies(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{Tag: tagged, TagVersion: "1"})
		apply(t, db, batch(article("1", "10.1000/a", "A"), article("2", "10.1000/b", "Bees"), article("3", "", "Knees"), retraction("91", "1"), article("4", "", "D")))
		apply(t, db, batch(crossref("10.1000/a", "A"), crossref("10.1000/b", "Bees")))
		count := func(name string, n int) []study.FlowCount { return []study.FlowCount{{Name: name, N: n}} }
		want := study.Flow{Records: 7, Studies: 5, Included: 3, Sources: append(count("crossref", 2), count("pubmed", 5)...), Duplicates: count("doi", 2),
			OutOfScope: append(count("scope.mentioned-only", 1), count(study.RuleNoneNamed, 1)...), Noticed: count("retraction", 1)}
		got, err := db.Flow(t.Context())
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("flow: %v (-want +got):\n%s", err, diff)
		}
		a, bees := resolve(t, db, "pmid:1"), resolve(t, db, "pmid:2")
		want = study.Flow{Records: 4, Studies: 2, Included: 1, Sources: append(count("crossref", 2), count("pubmed", 2)...), Duplicates: count("doi", 2),
			OutOfScope: count(study.RuleNoneNamed, 1), Noticed: count("retraction", 1)}
		got, err = db.FlowOf(t.Context(), []string{a, bees, a, "ev00000000"}, true)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("flow of two: %v (-want +got):\n%s", err, diff)
		}
		if got, err = db.FlowOf(t.Context(), []string{bees}, false); err != nil || got.Included != 1 || len(got.OutOfScope) > 0 {
			t.Errorf("flow that the scope does not matter to: %+v, %v", got, err)
		}
		if got, err = db.FlowOf(t.Context(), nil, true); err != nil || got.Records+got.Studies != 0 {
			t.Errorf("flow of none: %+v, %v", got, err)
		}
	})
}

// A correction by hand and a retag move a study in and out of the scope, and the
// flow with it.
func TestFlowFollowsTheScope(t *testing.T) {
	db := open(t, "sqlite:"+t.TempDir()+"/l.db", store.Options{Tag: tagged, TagVersion: "1"})
	apply(t, db, batch(article("2", "", "Bees")))
	included := func() int {
		t.Helper()
		f, err := db.Flow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return f.Included
	}
	if n := included(); n != 0 {
		t.Fatalf("included %d, want none", n)
	}
	id := resolve(t, db, "pmid:2")
	in := &study.Tag{Status: study.Reported, Values: []study.TagValue{{Value: "clinical", Label: "clinical"}}}
	if _, err := db.Correct(t.Context(), id, study.TaskScope, in, "it is"); err != nil || included() != 1 {
		t.Errorf("after a correction: %d, %v", included(), err)
	}
	if _, err := db.Correct(t.Context(), id, study.TaskScope, nil, "it is not"); err != nil || included() != 0 {
		t.Errorf("after it was taken back: %d, %v", included(), err)
	}
}
