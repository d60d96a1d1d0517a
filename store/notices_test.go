package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// retraction is the notice that retracts a PMID, as PubMed has it.
func retraction(pmid, of string) study.Record {
	r := article(pmid, "", "Retraction: "+of)
	r.Report.Kind = study.KindNotice
	r.Report.Relations = []study.Relation{{Type: study.RetractionOf, Target: study.Ref{PMID: of}}}
	return r
}

func notices(t *testing.T, db *store.DB, ref string) []string {
	t.Helper()
	s, err := db.Study(t.Context(), resolve(t, db, ref))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range s.Notices {
		out = append(out, string(n.Type)+" "+n.Source+" "+n.By.PMID)
	}
	return out
}

// A notice reaches the report that it is against, whichever comes first, and
// leaves it when its source takes it back.
func TestNoticeReachesItsReport(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("1", "10.1000/a", "A"), article("2", "", "B"), retraction("93", "3")))
		before, err := db.Library(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		apply(t, db, batch(retraction("91", "1"), article("3", "", "C")))
		for ref, want := range map[string][]string{"pmid:1": {"retraction pubmed 91"}, "pmid:2": nil, "pmid:3": {"retraction pubmed 93"}, "pmid:91": nil} {
			if diff := cmp.Diff(want, notices(t, db, ref)); diff != "" {
				t.Errorf("notices of %s (-want +got):\n%s", ref, diff)
			}
		}
		changes, err := db.Changes(t.Context(), before.Seq, 10)
		if err != nil {
			t.Fatal(err)
		}
		noticed := false
		for _, c := range changes {
			noticed = noticed || c.Kind == study.ChangeNoticed && c.Study == resolve(t, db, "pmid:1")
		}
		if !noticed {
			t.Errorf("changes = %+v, want one that says the article was noticed", changes)
		}
		apply(t, db, study.Batch{Source: "pubmed", Deleted: []string{"91"}})
		if got := notices(t, db, "pmid:1"); got != nil {
			t.Errorf("after the notice was deleted: %v, want none", got)
		}
	})
}

func TestLedgerSaysWhoWasAskedWhen(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		now := newClock()
		db := open(t, url, store.Options{Now: now.now})
		a := article("1", "10.1000/a", "A")
		a.Fetched = now.at.Add(-time.Hour)
		c := crossref("10.1000/a", "A")
		c.Fetched = now.at.Add(-time.Hour)
		c.Report.Notices = []study.Notice{{Type: study.NoticeConcern, Source: "crossref", By: study.Ref{DOI: "10.1000/n"}}}
		apply(t, db, batch(a))
		apply(t, db, batch(c))
		id := resolve(t, db, "pmid:1")
		check := func(want ...study.CheckState) {
			t.Helper()
			got, err := db.Ledger(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			var states []study.CheckState
			for _, l := range got {
				states = append(states, l.State)
			}
			if diff := cmp.Diff(want, states); diff != "" {
				t.Errorf("states of %v (-want +got):\n%s", study.NoticeSources(), diff)
			}
		}
		check(study.CheckClear, study.CheckNotChecked, study.CheckNoticed, study.CheckNotChecked, study.CheckNotChecked)
		if err := db.CheckFailed(t.Context(), "pubmed", []string{id}, now.at, "answered 500"); err != nil {
			t.Fatal(err)
		}
		check(study.CheckNotChecked, study.CheckNotChecked, study.CheckNoticed, study.CheckNotChecked, study.CheckNotChecked)
		if got, err := db.Ledger(t.Context(), id); err != nil || !got[0].Checked.Equal(a.Fetched) || got[0].Reason != "answered 500" {
			t.Errorf("ledger = %+v, %v, want not checked since the record was fetched", got, err)
		}
		// The record again, unchanged: the source answered.
		now.at = now.at.Add(time.Hour)
		a.Fetched = now.at
		apply(t, db, batch(a))
		if err := db.Checked(t.Context(), "europepmc", []string{id}, now.at); err != nil {
			t.Fatal(err)
		}
		check(study.CheckClear, study.CheckClear, study.CheckNoticed, study.CheckNotChecked, study.CheckNotChecked)
		now.at = now.at.Add(study.StaleAfter + time.Hour)
		check(study.CheckNotChecked, study.CheckNotChecked, study.CheckNoticed, study.CheckNotChecked, study.CheckNotChecked)
	})
}

func TestDueChecksGoRoundTheWholeLibrary(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		now := newClock()
		db := open(t, url, store.Options{Now: now.now})
		var records []study.Record
		for i, pmid := range []string{"1", "2", "3"} {
			r := article(pmid, "10.1000/"+pmid, "T"+pmid)
			r.Fetched = now.at.Add(time.Duration(i-10) * time.Hour)
			records = append(records, r)
		}
		apply(t, db, batch(records...))
		due := func(n int) (out []string) {
			t.Helper()
			list, err := db.DueChecks(t.Context(), "pubmed", now.at.Add(-time.Hour), n)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				out = append(out, d.Ref.PMID)
			}
			return out
		}
		if diff := cmp.Diff([]string{"1", "2"}, due(2)); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
		records[0].Fetched = now.at
		apply(t, db, batch(records[0]))
		if err := db.CheckFailed(t.Context(), "pubmed", []string{resolve(t, db, "pmid:2")}, now.at, "no answer"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"3"}, due(5)); diff != "" {
			t.Errorf("due after one answer and one failure (-want +got):\n%s", diff)
		}
		now.at = now.at.Add(2 * time.Hour)
		if diff := cmp.Diff([]string{"2", "3", "1"}, due(5)); diff != "" {
			t.Errorf("due two hours later (-want +got):\n%s", diff)
		}
	})
}

// Only what reports a trial is in its family.
func TestFamilies(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		number := "NCT00000001"
		link := func(r study.Record, role study.TrialRole, year int) study.Record {
			r.Report.Trials = []study.TrialLink{{Number: number, Role: role}}
			r.Report.Published.Print, _ = study.NewDate(year, 0, 0)
			return r
		}
		reg := study.Record{Source: "clinicaltrials", Key: number, Report: study.Report{Kind: study.KindRegistration, Title: "A trial", IDs: study.IDs{Registry: number},
			Relations: []study.Relation{{Type: study.TrialResult, Target: study.Ref{PMID: "4"}}, {Type: study.TrialReference, Target: study.Ref{PMID: "5"}}}}}
		reg.Report.Dates.Entered, _ = study.NewDate(2015, 1, 1)
		apply(t, db, batch(link(article("1", "", "Ketamine or placebo in veterans: a randomized trial"), study.RoleReports, 2019),
			link(article("2", "", "Long-term follow-up of veterans after ketamine"), study.RoleReports, 2022),
			link(article("3", "", "A review of ketamine"), study.RoleMentions, 2021), article("4", "", "Secondary analysis of sleep"), article("5", "", "Background")))
		apply(t, db, batch(reg))
		for _, ref := range []string{"pmid:1", "pmid:4", "nct:" + number} {
			got, err := db.Families(t.Context(), resolve(t, db, ref))
			if err != nil || len(got) != 1 {
				t.Fatalf("Families of %s = %+v, %v, want one", ref, got, err)
			}
			var members []string
			for _, m := range got[0].Members {
				members = append(members, string(m.Stage)+" "+m.Title+" ("+m.Why+")")
			}
			want := []string{"registered A trial (registration)", "results Ketamine or placebo in veterans: a randomized trial (lists the number)",
				"followup Long-term follow-up of veterans after ketamine (lists the number)", "followup Secondary analysis of sleep (listed by the registry)"}
			if diff := cmp.Diff(want, members); diff != "" {
				t.Errorf("family of %s (-want +got):\n%s", ref, diff)
			}
		}
		for _, ref := range []string{"pmid:3", "pmid:5"} {
			if got, err := db.Families(t.Context(), resolve(t, db, ref)); err != nil || len(got) != 0 {
				t.Errorf("Families of %s = %+v, %v, want none", ref, got, err)
			}
		}
		// The registry takes the reference back.
		reg.Revision, reg.Report.Relations = "2", nil
		apply(t, db, batch(reg))
		if got, err := db.Families(t.Context(), resolve(t, db, "pmid:4")); err != nil || len(got) != 0 {
			t.Errorf("Families of what is no longer listed = %+v, %v, want none", got, err)
		}
	})
}
