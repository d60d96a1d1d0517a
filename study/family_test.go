package study

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNewFamily(t *testing.T) {
	date := func(y int) Date { return Date{Year: y} }
	member := func(id string, kind Kind, title string, year int, types ...string) Study {
		s := Study{ID: id, Report: Report{Kind: kind, Title: title, PublicationTypes: types}}
		s.Published.Print = date(year)
		if year == 0 {
			s.Published.Print = Date{}
		}
		return s
	}
	reg := member("r", KindRegistration, "A trial", 0)
	reg.IDs.Registry, reg.Dates.Entered = "NCT00000001", date(2015)
	reg.Trial = &Trial{Status: "completed", PrimaryCompletion: Date{Year: 2018, Month: 6}}
	now := time.Date(2019, 6, 30, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		studies []Study
		now     time.Time
		want    []Stage
		overdue bool
	}{
		{"a whole life", []Study{member("a", KindArticle, "Ketamine in veterans", 2019), member("b", KindArticle, "Ketamine in veterans: study protocol", 2016), reg,
			member("d", KindArticle, "One-year follow-up of veterans", 2020), member("e", KindArticle, "Ketamine trials", 2021, "Review"), member("f", KindNotice, "Erratum", 2022)},
			now.AddDate(5, 0, 0), []Stage{StageRegistered, StageProtocol, StageResults, StageFollowUp, StageReview, StageNotice}, false},
		{"a preprint before its article", []Study{member("a", KindPreprint, "Ketamine in veterans", 2018), member("b", KindArticle, "Ketamine in veterans", 2019)}, now, []Stage{StageFollowUp, StageResults}, false},
		{"within the year", []Study{reg}, now, []Stage{StageRegistered}, false},
		{"a day later", []Study{reg}, now.AddDate(0, 0, 2), []Stage{StageRegistered}, true},
		{"a protocol is no result", []Study{reg, member("b", KindArticle, "Study protocol of a trial", 2016)}, now.AddDate(1, 0, 0), []Stage{StageRegistered, StageProtocol}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFamily("NCT00000001", tt.studies, nil, tt.now)
			var got []Stage
			for _, m := range f.Members {
				got = append(got, m.Stage)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("stages (-want +got):\n%s", diff)
			}
			if f.Overdue != tt.overdue {
				t.Errorf("Overdue = %v, want %v", f.Overdue, tt.overdue)
			}
		})
	}
}

func TestActs(t *testing.T) {
	rec := Record{Source: "crossref", Key: "10.1/n", Report: Report{Kind: KindNotice, Title: "Retraction", IDs: IDs{DOI: "10.1/n"}, Relations: []Relation{
		{Type: RetractionOf, Target: Ref{DOI: "10.1/a", PMID: "1"}}, {Type: ErratumFor, Target: Ref{DOI: "10.1/n"}},
		{Type: RetractionOf, Target: Ref{DOI: "10.1/w"}, Note: "Withdrawal"}, {Type: CommentOn, Target: Ref{PMID: "9"}}, {Type: ErratumFor, Target: Ref{Text: "a paper"}}}}}
	got := Acts(&rec)
	want := []Act{
		{rec.ID(), []string{"pmid:1", "doi:10.1/a"}, Notice{Type: NoticeRetraction, Source: "crossref", By: Ref{DOI: "10.1/n", Text: "Retraction"}, Detail: "RetractionOf"}},
		{rec.ID(), []string{"doi:10.1/w"}, Notice{Type: NoticeWithdrawal, Source: "crossref", By: Ref{DOI: "10.1/n", Text: "Retraction"}, Detail: "Withdrawal"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Acts (-want +got):\n%s", diff)
	}
	if rec.Gone = true; Acts(&rec) != nil {
		t.Error("a deleted record still acts")
	}
	target := []Record{{Source: "crossref", Key: "10.1/a", Report: Report{IDs: IDs{DOI: "10.1/a"}, Title: "A",
		Notices: []Notice{{Type: NoticeRetraction, Source: "crossref", By: Ref{DOI: "10.1/n"}}}}}}
	rep, from := Merge(target)
	AddActs(&rep, from, target, got)
	if len(rep.Notices) != 1 {
		t.Errorf("a notice told twice by one source: %d, want 1", len(rep.Notices))
	}
	target[0].Report.Notices = nil
	rep, from = Merge(target)
	AddActs(&rep, from, target, got)
	if len(rep.Notices) != 1 || from["notices"] != "crossref:10.1/n" {
		t.Errorf("notices = %+v from %q, want the retraction from its record", rep.Notices, from["notices"])
	}
}
