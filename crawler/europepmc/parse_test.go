package europepmc

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

// one wraps results into an answer and parses it.
func one(t *testing.T, results string) Answer {
	t.Helper()
	a, err := Parse([]byte(`{"version":"6.9","hitCount":1,"resultList":{"result":[` + results + `]}}`))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const retracted = `{"id":"90000001","source":"MED","pmid":"90000001","pmcid":"PMC9000001","doi":"https://doi.org/10.5555/KET.1",
 "title":"Oral ketamine &amp; mood: 5-HT<sub>2A</sub> (P<0.001)","authorList":{"author":[
  {"collectiveName":"The Example Group"},{"fullName":"van der Berg AB","lastName":"van der Berg","firstName":"Anna B","initials":"AB",
   "authorId":{"type":"ORCID","value":"https://orcid.org/0000-0002-1825-0097"},"affiliation":"Example <i>Clinic</i>"}]},
 "journalInfo":{"volume":"3","issue":"2","dateOfPublication":"2021 Nov-Dec","yearOfPublication":2021,"journal":{"title":"Journal of Examples","isoabbreviation":"J Ex","issn":"1234-567x"}},
 "pubYear":2021,"pubModel":"Print-Electronic","electronicPublicationDate":"2021-10-05","language":"eng","license":"CC BY-NC 4.0","citedByCount":7,
 "abstractText":"<h4>Background</h4>Ketamine, n < 5. <h4>Plain language summary</h4>In short.",
 "pubTypeList":{"pubType":"Retracted Publication"},
 "grantsList":{"grant":{"grantId":"EX-1","agency":"Example Fund"}},
 "commentCorrectionList":{"commentCorrection":{"id":"90000002","source":"MED","type":"Retraction in","reference":"J Ex. 2023 Feb;5(1):9. doi: 10.5555/ret.1."}},
 "fullTextUrlList":{"fullTextUrl":[{"documentStyle":"pdf","url":"https://example.org/a.pdf"},{"documentStyle":"html","url":"javascript:alert(1)"}]},
 "dateOfRevision":"2023-03-01"}`

func TestParseRetracted(t *testing.T) {
	a := one(t, retracted)
	if len(a.Records) != 1 {
		t.Fatalf("failed: %+v", a.Failed)
	}
	by := study.Ref{PMID: "90000002", DOI: "10.5555/ret.1", Text: "J Ex. 2023 Feb;5(1):9. doi: 10.5555/ret.1."}
	plain := study.Abstract{Type: "plain-language-summary", Sections: []study.Section{{Text: "In short."}}}
	want := study.Report{
		Kind: study.KindArticle, IDs: study.IDs{PMID: "90000001", PMCID: "PMC9000001", DOI: "10.5555/ket.1", DOIPrinted: "10.5555/KET.1"},
		Title: "Oral ketamine & mood: 5-HT2A (P<0.001)", TitleMarkup: "Oral ketamine &amp; mood: 5-HT<sub>2A</sub> (P&lt;0.001)",
		Authors: []study.Author{
			{Collective: "The Example Group"},
			{Family: "van der Berg", Given: "Anna B", Initials: "AB", ORCID: "0000-0002-1825-0097", Affiliations: []string{"Example Clinic"}},
		},
		Journal: study.Journal{Title: "Journal of Examples", Abbrev: "J Ex", ISSN: []string{"1234-567X"}},
		Volume:  "3", Issue: "2", Published: study.Published{Print: d(2021, 11, 0), Electronic: d(2021, 10, 5)},
		Abstract:      []study.Section{{Label: "Background", Category: "BACKGROUND", Text: "Ketamine, n < 5."}},
		OtherAbstract: []study.Abstract{plain}, Languages: []string{"eng"}, PublicationTypes: []string{"Retracted Publication"},
		Grants: []study.Grant{{ID: "EX-1", Agency: "Example Fund"}}, License: study.License{Code: "cc-by-nc"}, CitedBy: ptr(7),
		Relations: []study.Relation{{Type: study.RetractionIn, Target: by, Date: d(2023, 2, 0)}},
		Notices:   []study.Notice{{Type: study.NoticeRetraction, Source: "europepmc", By: by, Date: d(2023, 2, 0), Detail: "Retraction in"}},
		Links:     []study.Link{{Kind: "source", URL: "https://europepmc.org/article/MED/90000001"}, {Kind: "pdf", URL: "https://example.org/a.pdf"}},
		Dates:     study.Dates{Revised: d(2023, 3, 1)},
	}
	if diff := cmp.Diff(want, a.Records[0].Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNotices(t *testing.T) {
	link := func(kind string) string {
		return `"commentCorrectionList":{"commentCorrection":[{"id":"9","source":"MED","type":"` + kind + `"}]}`
	}
	for _, tt := range []struct {
		name, source, title, more string
		kind                      study.Kind
		relation                  study.RelationType
		notice                    study.NoticeType
	}{
		{"retraction in", "MED", "T", link("Retraction in"), study.KindArticle, study.RetractionIn, study.NoticeRetraction},
		{"retraction of", "MED", "T", link("Retraction of"), study.KindArticle, study.RetractionOf, ""},
		{"erratum in", "MED", "T", link("Erratum in"), study.KindArticle, study.ErratumIn, study.NoticeCorrection},
		{"erratum for", "MED", "T", link("Erratum for"), study.KindArticle, study.ErratumFor, ""},
		{"concern in", "MED", "T", link("Expression of concern in"), study.KindArticle, study.ConcernIn, study.NoticeConcern},
		{"concern for", "MED", "T", link("Expression of concern for"), study.KindArticle, study.ConcernFor, ""},
		{"replaced", "MED", "T", link("Retracted and republished in"), study.KindArticle, study.RetractedRepublishedIn, study.NoticeReplacement},
		{"update in", "MED", "T", link("Update in"), study.KindArticle, study.UpdateIn, ""},
		{"preprint of", "PPR", "T", link("Preprint of"), study.KindPreprint, study.UpdateIn, ""},
		{"preprint in", "MED", "T", link("Preprint in"), study.KindArticle, study.UpdateOf, ""},
		{"other words", "MED", "T", link("Summary for patients in"), study.KindArticle, "SummaryForPatientsIn", ""},
		{"type alone", "MED", "T", `"pubTypeList":{"pubType":["Retracted Publication"]}`, study.KindArticle, "", study.NoticeRetraction},
		{"title alone", "MED", "RETRACTED ARTICLE: T", `"x":1`, study.KindArticle, "", study.NoticeRetraction},
		{"withdrawn preprint", "PPR", "WITHDRAWN: T", `"x":1`, study.KindPreprint, "", study.NoticeWithdrawal},
		{"withdrawal statement", "PPR", "T", `"abstractText":"<h4>Withdrawal Statement</h4>The authors have withdrawn this manuscript."`, study.KindPreprint, "", study.NoticeWithdrawal},
		{"a study of withdrawal", "PPR", "Withdrawn and alone: T", `"x":1`, study.KindPreprint, "", ""},
		{"the notice by its type", "MED", "T", `"pubTypeList":{"pubType":["retraction"]}`, study.KindNotice, "", ""},
		{"the notice by its title", "MED", "Retraction: T", `"x":1`, study.KindNotice, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := one(t, `{"id":"1","source":"`+tt.source+`","title":"`+tt.title+`",`+tt.more+`}`)
			rep := a.Records[0].Report
			var relation study.RelationType
			var notice study.NoticeType
			if len(rep.Relations) > 0 {
				relation = rep.Relations[0].Type
			}
			if len(rep.Notices) > 0 {
				notice = rep.Notices[0].Type
			}
			if rep.Kind != tt.kind || relation != tt.relation || notice != tt.notice || len(rep.Notices) > 1 {
				t.Errorf("got %s, %s, %+v; want %s, %s, %s", rep.Kind, relation, rep.Notices, tt.kind, tt.relation, tt.notice)
			}
		})
	}
}

func TestParseFailures(t *testing.T) {
	a := one(t, `{"id":"1","source":"MED","title":"Good"},
		{"id":"2","source":"MED","title":{"wrong":1}},
		{"id":"3","source":"MED","title":"B","authorList":{"author":["x"]}},
		{"id":"4","source":"MED"},
		{"id":"../5","source":"MED","title":"B"},
		17, null`)
	if len(a.Records) != 1 || a.Records[0].Key != "MED:1" || a.Size != 7 {
		t.Errorf("size %d, records %+v", a.Size, a.Records)
	}
	want := []study.RecordError{
		{Source: "europepmc", Position: "record 2", Key: "MED:2", Reason: "title: did not expect a JSON object here"},
		{Source: "europepmc", Position: "record 3", Key: "MED:3", Reason: "authorList.author: did not expect a JSON string here"},
		{Source: "europepmc", Position: "record 4", Key: "MED:4", Reason: "title: the record has none"},
		{Source: "europepmc", Position: "record 5", Reason: `source "MED" and id "../5" name no record`},
		{Source: "europepmc", Position: "record 6", Reason: "the record: did not expect a JSON number here"},
		{Source: "europepmc", Position: "record 7", Reason: `source "" and id "" name no record`},
	}
	if diff := cmp.Diff(want, a.Failed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "want JSON"},
		{"html", "<html>Bad gateway</html>", "want JSON"},
		{"cut", `{"version":"6.9","hitCount":3,"resultList":{"result":[{"id":"1",`, "read the answer"},
		{"error inside 200", `{"errCode":404,"errMsg":"No"}`, "the service refused: 404: No"},
		{"version only", `{"version":"6.9"}`, "empty envelope"},
		{"count without list", `{"version":"6.9","hitCount":12}`, "empty envelope"},
		{"wrong list", `{"hitCount":1,"resultList":{"result":{}}}`, "read the answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse([]byte(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	var refused *RefusedError
	if _, err := Parse([]byte(`{"errCode":404,"errMsg":"No"}`)); !errors.As(err, &refused) || refused.Code != 404 {
		t.Errorf("got %v, want a RefusedError", err)
	}
}

func TestLicense(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "cc by": "cc-by", "cc by-nc-nd": "cc-by-nc-nd", "CC BY 4.0": "cc-by", "cc0": "cc0", "cc-zero": "cc0",
		"publisher": "publisher", "ccdc terms": "other", "cc by unless noted": "other", "public domain": "other",
	} {
		if got := license(in).Code; got != want {
			t.Errorf("license(%q) = %q, want %q", in, got, want)
		}
	}
	if license("ccdc terms").Open() {
		t.Error("an unknown licence opens the text")
	}
}

func TestPrintedDate(t *testing.T) {
	for in, want := range map[string]study.Date{
		"2025": d(2025, 0, 0), "2025 Dec": d(2025, 12, 0), "2025 Dec 5": d(2025, 12, 5), "1998 Dec-1999 Jan": d(1998, 12, 0),
		"2025 December": d(2025, 12, 0), "2021 Feb 30": d(2021, 2, 0), "2020 Spring": {Year: 2020, Month: 3, Season: "Spring"},
		"": {}, "n.d.": {}, "2025 Foo": d(2025, 0, 0), "0999 Dec": {},
	} {
		if got := printedDate(in); got != want {
			t.Errorf("printedDate(%q) = %+v, want %+v", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"version":"6.9","hitCount":1,"nextCursorMark":"x","resultList":{"result":[` + retracted + `]}}`,
		`{"errCode":404,"errMsg":"No"}`, `{"version":"6.9"}`, `{"hitCount":-1,"resultList":{"result":[null,1,{"id":"1","source":"PPR","title":"<i>a"}]}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := Parse(b)
		if err != nil {
			return
		}
		if len(a.Records)+len(a.Failed) != a.Size {
			t.Fatalf("%d records and %d failures on a page of %d", len(a.Records), len(a.Failed), a.Size)
		}
		for _, r := range a.Records {
			if r.Key == "" || r.Report.Title == "" || !json.Valid(r.Raw) {
				t.Errorf("record %+v", r)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add([]byte(`{"v":1,"query":"a","bound":"2026-01-01"}`))
	f.Add([]byte(cursor{V: 1, Query: "a", Run: newRun("2020-01-01", "2026-01-01")}.raw()))
	f.Add([]byte(`{"v":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parseCursor(b)
		if err != nil || c.Run == nil {
			return
		}
		for range 20000 {
			if err := c.Run.check(); err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			if !c.Run.next() {
				return
			}
		}
		t.Fatalf("%s: the windows do not end", b)
	})
}
