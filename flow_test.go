package main

import (
	"log/slog"
	"path/filepath"
	"slices"
	"testing"

	"evidelic/store"
	"evidelic/study"
)

// flowAnswer is the part of /api/v1/flow that the test looks at.
type flowAnswer struct {
	NotMatched int `json:"not_matched"`
	Studies    int `json:"studies"`
	Included   int `json:"included"`

	Identified, Matched, Duplicates, Noticed flowShare
	OutOfScope                               flowShare `json:"out_of_scope"`
}

type flowShare struct {
	N  int
	By []study.FlowCount
}

// TestFlowAddsUp crawls the demo world and holds the flow of its records against
// the store, the search and itself.
func TestFlowAddsUp(t *testing.T) {
	s := startServe(t, t.TempDir(), "--demo", "--demo-studies", "500")
	s.waitFor(t, 500)
	for _, query := range []string{"", "q=ketamine", "q=psilocybin+depression&kind=article", "q=zebrafish+cosmology", "notice=retraction", "scope=out"} {
		var f flowAnswer
		s.getJSON(t, "/api/v1/flow?"+query, &f)
		for name, p := range map[string]flowShare{"identified": f.Identified, "matched": f.Matched, "duplicates": f.Duplicates, "out of scope": f.OutOfScope, "noticed": f.Noticed} {
			if p.N != study.Sum(p.By) {
				t.Errorf("%s: %s is %d, its shares add up to %d", query, name, p.N, study.Sum(p.By))
			}
		}
		if f.Identified.N-f.NotMatched != f.Matched.N || f.Matched.N-f.Duplicates.N != f.Studies || f.Studies-f.OutOfScope.N != f.Included {
			t.Errorf("%s does not add up: %+v", query, f)
		}
		found := s.search(t, query)
		if f.Included != found.Total-found.Related {
			t.Errorf("%s: the flow includes %d, the search finds %d (%d of them related)", query, f.Included, found.Total, found.Related)
		}
		if query == "notice=retraction" && (f.Included == 0 || f.Noticed.N != f.Included) {
			t.Errorf("of %d retracted studies %d have a notice", f.Included, f.Noticed.N)
		}
		if query == "" && (f.Duplicates.N == 0 || f.Identified.N < 500) {
			t.Errorf("nothing to count: %+v", f)
		}
	}
	s.stop()
	s.flowOfStore(t)
}

// flowOfStore holds the flow of all studies, named one by one, against that of
// the library, and the citations against the world's truth.
func (s *serving) flowOfStore(t *testing.T) {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(s.data, "demo", "evidelic.db"), store.Options{Demo: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	all, err := db.Flow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	records := 0
	for _, st := range states {
		records += st.Records
	}
	lib, err := db.Library(t.Context())
	if err != nil || lib.Count != all.Studies || records != all.Records {
		t.Errorf("the library has %d studies of %d records, its flow %d of %d (%v)", lib.Count, records, all.Studies, all.Records, err)
	}
	studies, err := db.Scan(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	out := 0
	for i := range studies {
		ids = append(ids, studies[i].ID)
		if study.OutOfScope(studies[i].Tags) != "" {
			out++
		}
	}
	named, err := db.FlowOf(t.Context(), ids, true)
	if err != nil || named.Records != all.Records || named.Included != all.Included || study.Sum(named.Duplicates) != study.Sum(all.Duplicates) || len(studies)-out != all.Included {
		t.Errorf("all studies by name: %+v, the library: %+v, %d of %d out of scope by their tags (%v)", named, all, out, len(studies), err)
	}
	citations(t, db, studies)
}

// citations wants every citation of a retracted study seen from both sides, and
// none that is not there.
func citations(t *testing.T, db *store.DB, studies []study.Study) {
	t.Helper()
	n := 0
	for i := range studies {
		cited, err := db.CitedRetracted(t.Context(), studies[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for k := range studies {
			if studies[k].Retracted() && study.Cites(&studies[i].Report, &studies[k].Report) {
				want++
			}
		}
		if n += want; len(cited) != want {
			t.Errorf("%s cites %d retracted studies, the library says %d", studies[i].ID, want, len(cited))
		}
		for _, c := range cited {
			citing, err := db.Citing(t.Context(), c.ID)
			if err != nil || !slices.ContainsFunc(citing, func(s study.Study) bool { return s.ID == studies[i].ID }) {
				t.Errorf("%s cites %s, which does not know it (%v)", studies[i].ID, c.ID, err)
			}
		}
	}
	if n == 0 {
		t.Error("no study of the world cites a retracted one")
	}
}
