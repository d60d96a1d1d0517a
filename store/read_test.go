package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

func TestResolve(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		r := article("101", "10.1002/(sici)1097<1::aid>3.0.co;2-#", "A")
		r.Report.IDs.PMCID = "PMC7"
		reg := study.Record{Source: "clinicaltrials", Key: "NCT06341426",
			Report: study.Report{Kind: study.KindRegistration, IDs: study.IDs{Registry: "NCT06341426"}, Title: "R"}}
		apply(t, db, batch(r, reg))
		id, trial := resolve(t, db, "pmid:101"), resolve(t, db, "nct:nct06341426")
		for _, ref := range []string{id, "PMID:101", "pmcid:pmc7", "doi:10.1002/(SICI)1097<1::AID>3.0.CO;2-#", " " + id + " "} {
			if got := resolve(t, db, ref); got != id {
				t.Errorf("Resolve(%q) = %s, want %s", ref, got, id)
			}
		}
		if trial == id {
			t.Error("the registration is the article")
		}
		for ref, want := range map[string]error{"pmid:999": study.ErrNotFound, "ev00000000": study.ErrNotFound,
			"pmid:x": study.ErrInvalid, "": study.ErrInvalid, "isbn:1": study.ErrInvalid, "hello": study.ErrInvalid} {
			if _, err := db.Resolve(t.Context(), ref); !errors.Is(err, want) {
				t.Errorf("Resolve(%q): %v, want %v", ref, err, want)
			}
		}
		found, err := db.FindAll(t.Context(), []study.Ref{{PMID: "999", DOI: "10.1002/(sici)1097<1::aid>3.0.co;2-#"}, {}, {NCT: "NCT06341426"}})
		if diff := cmp.Diff([]string{id, "", trial}, found); diff != "" || err != nil {
			t.Errorf("FindAll: %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestStudiesInTheOrderAsked(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("101", "", "A"), article("102", "", "B"), article("103", "", "C")))
		a, b, c := resolve(t, db, "pmid:101"), resolve(t, db, "pmid:102"), resolve(t, db, "pmid:103")
		if _, err := db.Join(t.Context(), a, b, "one paper"); err != nil {
			t.Fatal(err)
		}
		got, err := db.Studies(t.Context(), []string{c, b, "ev00000000", a, c})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, s := range got {
			ids = append(ids, s.ID)
		}
		if diff := cmp.Diff([]string{c, a, c}, ids); diff != "" {
			t.Errorf("Studies (-want +got):\n%s", diff)
		}
	})
}

func TestNoticesAreChangesOfTheirOwn(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("101", "", "A"), article("102", "", "B")))
		retracted := article("101", "", "A")
		retracted.Revision = "2025-05-05"
		retracted.Report.Notices = []study.Notice{{Type: study.NoticeRetraction, Source: "pubmed", By: study.Ref{PMID: "900"}, Checked: time.Unix(1000, 0).UTC()}}
		apply(t, db, batch(retracted))
		id := resolve(t, db, "pmid:101")
		got, err := db.Noticed(t.Context(), 5)
		if err != nil || len(got) != 1 || got[0].Study != id || got[0].Kind != study.ChangeNoticed {
			t.Errorf("Noticed = %+v, %v, want the retraction", got, err)
		}
		checked := retracted
		checked.Report.Notices = []study.Notice{retracted.Report.Notices[0]}
		checked.Report.Notices[0].Checked = time.Unix(2000, 0).UTC()
		if got := apply(t, db, batch(checked)); got.Unchanged != 1 {
			t.Errorf("the same notice, looked at again: %+v, want no change", got)
		}
		history, err := db.History(t.Context(), id)
		if err != nil || len(history) != 2 {
			t.Errorf("History = %+v, %v, want added and noticed", history, err)
		}
	})
}

func TestRetag(t *testing.T) {
	tagger := func(value string) func(*study.Study) study.Tags {
		return func(s *study.Study) study.Tags {
			if s.Title == "B" {
				value := "always"
				return study.Tags{study.TaskScope: {Status: study.Reported, Values: []study.TagValue{{Value: value}}}}
			}
			return study.Tags{study.TaskScope: {Status: study.Reported, Values: []study.TagValue{{Value: value}}}}
		}
	}
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{Tag: tagger("old"), TagVersion: "1"})
		apply(t, db, batch(article("101", "", "A"), article("102", "", "B")))
		if n, err := db.Retag(t.Context()); n != 0 || err != nil {
			t.Errorf("Retag by the same rules = %d, %v, want nothing to do", n, err)
		}
		next := open(t, url, store.Options{Tag: tagger("new"), TagVersion: "2"})
		if n, err := next.Retag(t.Context()); n != 1 || err != nil {
			t.Errorf("Retag = %d, %v, want the one study whose tags differ", n, err)
		}
		a, err := next.Study(t.Context(), resolve(t, next, "pmid:101"))
		if err != nil || a.TagVersion != "2" || !a.Tags.Has(study.TaskScope, "new") || a.Seq != 3 {
			t.Errorf("A = %+v, %v, want new tags by change 3", a, err)
		}
		b, err := next.Study(t.Context(), resolve(t, next, "pmid:102"))
		if err != nil || b.TagVersion != "2" || b.Seq != 2 {
			t.Errorf("B = %+v, %v, want its old change, by the new rules", b, err)
		}
		if n, err := next.Retag(t.Context()); n != 0 || err != nil {
			t.Errorf("Retag again = %d, %v, want nothing to do", n, err)
		}
		if err := next.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestShortFormDoesNotEmptyAFullOne(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		full := article("101", "10.1000/a", "A")
		full.Revision = ""
		short := study.Record{Source: "pubmed", Key: "101", Report: study.Report{IDs: study.IDs{PMID: "101"}, Title: "A", Volume: "7"}}
		apply(t, db, batch(full))
		apply(t, db, batch(short))
		s, err := db.Study(t.Context(), resolve(t, db, "doi:10.1000/a"))
		if err != nil || s.Volume != "7" || len(s.Abstract) == 0 {
			t.Errorf("study = %+v, %v, want the abstract kept and the volume added", s.Report, err)
		}
	})
}

func TestHostileRecordsFailAlone(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		nul := article("1\x002", "", "NUL in the key")
		nul.Report.IDs.PMID = "12"
		unnamed := article("", "", "no key")
		badDOI := article("13", "10.1000/\xff", "no UTF-8")
		sql := article("14", "10.1000/'); DROP TABLE records; --", "quotes \x00 and NUL in the title")
		got := apply(t, db, batch(nul, unnamed, badDOI, sql))
		if got.New != 1 || len(got.Failed) != 3 {
			t.Errorf("Applied = %+v, want one stored and three failed", got)
		}
		for _, f := range got.Failed {
			if f.Reason == "" || f.Source != "pubmed" {
				t.Errorf("failure without a reason or source: %+v", f)
			}
		}
		if err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
