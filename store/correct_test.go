package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// titleTagger answers "substance" with the first word of the title and "design"
// with its last, by rules of a version.
func titleTagger(version string) store.Options {
	return store.Options{TagVersion: version, Tag: func(s *study.Study) study.Tags {
		words := strings.Fields(s.Title)
		value := func(w string) study.Tag {
			return study.Tag{Status: study.Reported, Values: []study.TagValue{{Value: w, Label: w, From: "title"}}}
		}
		return study.Tags{study.TaskSubstance: value(words[0]), study.TaskDesign: value(words[len(words)-1])}
	}}
}

func reported(values ...string) *study.Tag {
	t := &study.Tag{Status: study.Reported}
	for _, v := range values {
		t.Values = append(t.Values, study.TagValue{Value: v, Label: v})
	}
	return t
}

// answers gives what a study's tags say in short.
func answers(s study.Study) string {
	return strings.Join(s.Tags.Values(study.TaskSubstance), "+") + " " + string(s.Tags[study.TaskSubstance].Status) + ", " +
		strings.Join(s.Tags.Values(study.TaskDesign), "+")
}

func TestCorrect(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, titleTagger("1"))
		apply(t, db, batch(article("101", "10.1000/a", "ketamine in a trial"), article("102", "10.1000/b", "psilocybin in a cohort")))
		id, other := resolve(t, db, "pmid:101"), resolve(t, db, "pmid:102")
		now := func() string {
			t.Helper()
			s, err := db.Study(t.Context(), resolve(t, db, "pmid:101"))
			if err != nil {
				t.Fatal(err)
			}
			return answers(s)
		}
		must := func(task study.Task, tag *study.Tag) study.Study {
			t.Helper()
			s, err := db.Correct(t.Context(), id, task, tag, "read in full")
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := must(study.TaskSubstance, reported("esketamine", "arketamine"))
		if got := answers(s); got != "esketamine+arketamine reported, trial" {
			t.Errorf("after the correction: %s", got)
		}
		want := study.TagValue{Value: "esketamine", Label: "esketamine", From: "operator",
			Proofs: []study.Proof{{Field: "operator", Text: "read in full", Rule: "operator"}}}
		if diff := cmp.Diff(want, s.Tags[study.TaskSubstance].Values[0]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		history, err := db.History(t.Context(), id)
		if err != nil || len(history) != 2 || history[1].Kind != study.ChangeTagged || history[1].Seq != s.Seq {
			t.Errorf("history %+v, %v", history, err)
		}
		if stored := now(); stored != answers(s) {
			t.Errorf("stored: %s", stored)
		}

		newer := article("101", "10.1000/a", "ketamine in a survey")
		newer.Revision = "2025-09-09"
		apply(t, db, batch(newer))
		if got := now(); got != "esketamine+arketamine reported, survey" {
			t.Errorf("after a newer record: %s", got)
		}
		again := open(t, url, titleTagger("2"))
		if n, err := again.Retag(t.Context()); n != 0 || err != nil {
			t.Errorf("Retag by the same rules under a new name = %d, %v", n, err)
		}
		if got := now(); got != "esketamine+arketamine reported, survey" {
			t.Errorf("after Retag: %s", got)
		}
		if _, err := db.Join(t.Context(), id, other, "one report"); err != nil {
			t.Fatal(err)
		}
		if got := now(); !strings.HasPrefix(got, "esketamine+arketamine reported") {
			t.Errorf("after a join: %s", got)
		}
		if _, err := db.Unjoin(t.Context(), id, study.RecordKey{Source: "pubmed", Key: "102"}, "two after all"); err != nil {
			t.Fatal(err)
		}
		if b, err := db.Study(t.Context(), resolve(t, db, "pmid:102")); err != nil || answers(b) != "psilocybin reported, cohort" {
			t.Errorf("the other study says %s, %v", answers(b), err)
		}

		if got := answers(must(study.TaskSubstance, &study.Tag{Status: study.NotReported})); got != " not_reported, survey" {
			t.Errorf("as not reported: %s", got)
		}
		if got := answers(must(study.TaskSubstance, nil)); got != "ketamine reported, survey" {
			t.Errorf("taken back: %s", got)
		}
		if got := now(); got != "ketamine reported, survey" {
			t.Errorf("taken back, as stored: %s", got)
		}
		if err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
		first := s.Tags[study.TaskSubstance]
		wantCorrections(t, db, id, &first, &study.Tag{Status: study.NotReported}, nil)
	})
}

// wantCorrections checks the decisions about a study's substance, in their order.
func wantCorrections(t *testing.T, db *store.DB, id string, tags ...*study.Tag) {
	t.Helper()
	decided, err := db.Corrections(t.Context(), id)
	if err != nil || len(decided) != len(tags) {
		t.Fatalf("corrections %+v, %v, want %d", decided, err, len(tags))
	}
	for i, want := range tags {
		d := decided[i]
		if d.Task != study.TaskSubstance || d.Reason != "read in full" || d.At.IsZero() || !cmp.Equal(want, d.Tag) {
			t.Errorf("correction %d is %+v, want %+v", i, d, want)
		}
	}
}

// TestLastCorrectionHolds joins two studies that were both corrected: the last
// decision holds, one that took an answer back included.
func TestLastCorrectionHolds(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, titleTagger("1"))
		apply(t, db, batch(article("101", "10.1000/a", "ketamine in a trial"), article("102", "10.1000/b", "ketamine in a trial")))
		a, b := resolve(t, db, "pmid:101"), resolve(t, db, "pmid:102")
		for _, d := range []struct {
			id  string
			tag *study.Tag
		}{{a, reported("lsd")}, {b, reported("dmt")}, {b, nil}} {
			if _, err := db.Correct(t.Context(), d.id, study.TaskSubstance, d.tag, "reason"); err != nil {
				t.Fatal(err)
			}
		}
		stays, err := db.Join(t.Context(), a, b, "one report")
		if err != nil {
			t.Fatal(err)
		}
		if s, err := db.Study(t.Context(), stays); err != nil || answers(s) != "ketamine reported, trial" {
			t.Errorf("joined: %s, %v", answers(s), err)
		}
	})
}

func TestCorrectRefuses(t *testing.T) {
	db := open(t, "sqlite:"+t.TempDir()+"/library.db", titleTagger("1"))
	apply(t, db, batch(article("101", "10.1000/a", "ketamine in a trial")))
	id := resolve(t, db, "pmid:101")
	before, err := db.Library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		id     string
		task   study.Task
		tag    *study.Tag
		reason string
		want   error
	}{
		{"no reason", id, study.TaskN, reported("20"), " ", study.ErrInvalid},
		{"unknown task", id, "colour", reported("blue"), "r", study.ErrInvalid},
		{"unknown study", "ev00000000", study.TaskN, reported("20"), "r", study.ErrNotFound},
		{"reported without a value", id, study.TaskN, reported(), "r", study.ErrInvalid},
		{"a value that is none", id, study.TaskN, reported("\xff"), "r", study.ErrInvalid},
		{"too many", id, study.TaskN, reported(make([]string, 51)...), "r", study.ErrInvalid},
	} {
		if _, err := db.Correct(t.Context(), tt.id, tt.task, tt.tag, tt.reason); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	if after, err := db.Library(t.Context()); err != nil || after != before {
		t.Errorf("the library is %+v, was %+v (%v)", after, before, err)
	}
}
