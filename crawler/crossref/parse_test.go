package crossref

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// parseOne reads one work.
func parseOne(t *testing.T, work string) study.Report {
	t.Helper()
	a, err := Parse([]byte(`{"status":"ok","message-type":"work","message":` + work + `}`))
	if err != nil || len(a.Failed) > 0 || len(a.Records) != 1 {
		t.Fatalf("%d records, failed %v, error %v", len(a.Records), a.Failed, err)
	}
	return a.Records[0].Report
}

func TestWork(t *testing.T) {
	got := parseOne(t, `{"DOI":"10.5555/ABC","type":"journal-article","title":["Oral <i>S</i>-ketamine"],"subtitle":["a randomised trial"],
		"author":[{"given":"Jane Q","family":"Doe","suffix":"Jr","ORCID":"http://orcid.org/0000-0002-1825-0097","affiliation":[{"name":"Univ. of X"}]},
			{"name":"The K Group"},{}],
		"container-title":["Journal of Things"],"short-container-title":["J Things"],"ISSN":["1234-5678","1234-567X"],
		"volume":"7","issue":"2","article-number":"e17","language":"de",
		"published-print":{"date-parts":[[2025,3]]},"published-online":{"date-parts":[[2025,2,30]]},
		"abstract":"<jats:title>Abstract</jats:title><jats:sec><jats:title>Methods</jats:title><jats:p>n &lt; 5, P&lt;0.001.</jats:p></jats:sec>",
		"license":[{"URL":"http://tdm.example/","content-version":"tdm"},{"URL":"https://creativecommons.org/licenses/by/4.0/","content-version":"vor","delay-in-days":0}],
		"funder":[{"name":"Fund","award":["A1","A2"]},{"DOI":"10.13039/1"}],
		"clinical-trial-number":[{"clinical-trial-number":"nct01234567","type":"results"},{"clinical-trial-number":"ISRCTN12345678"}],
		"reference":[{"DOI":"10.1/x"},{"DOI":"10.1000/XY"},{"DOI":"10.1000/xy"}],
		"relation":{"has-preprint":[{"id-type":"doi","id":"10.1101/p1"}],"is-review-of":{"id-type":"doi","id":"10.1101/p2"},"cites":[]},
		"is-referenced-by-count":-1,"created":{"date-parts":[[2025,2,1]]},"deposited":{"date-parts":[[2025,4,1]],"date-time":"2025-04-01T01:02:03Z"}}`)
	want := study.Report{
		Kind: study.KindArticle, IDs: study.IDs{DOI: "10.5555/abc"}, Title: "Oral S-ketamine: a randomised trial",
		TitleMarkup: "Oral <i>S</i>-ketamine: a randomised trial",
		Authors: []study.Author{
			{Family: "Doe", Given: "Jane Q", Suffix: "Jr", ORCID: "0000-0002-1825-0097", Affiliations: []string{"Univ. of X"}},
			{Collective: "The K Group"},
		},
		Journal: study.Journal{Title: "Journal of Things", Abbrev: "J Things", ISSN: []string{"1234-5678", "1234-567X"}},
		Volume:  "7", Issue: "2", ELocator: "e17", Languages: []string{"ger"},
		Published:        study.Published{Print: study.Date{Year: 2025, Month: 3}, Electronic: study.Date{Year: 2025, Month: 2}},
		Abstract:         []study.Section{{Label: "Methods", Category: "METHODS", Text: "n < 5, P<0.001."}},
		PublicationTypes: []string{"Journal Article"},
		License:          study.License{Code: "cc-by", URL: "https://creativecommons.org/licenses/by/4.0/"},
		Grants:           []study.Grant{{ID: "A1", Agency: "Fund"}, {ID: "A2", Agency: "Fund"}},
		Trials:           []study.TrialLink{{Number: "NCT01234567", Role: study.RoleReports}, {Number: "ISRCTN12345678", Role: study.RoleMentions}},
		References:       []study.Ref{{DOI: "10.1000/xy"}},
		Relations:        []study.Relation{{Type: study.UpdateOf, Target: study.Ref{DOI: "10.1101/p1"}}},
		Dates:            study.Dates{Created: study.Date{Year: 2025, Month: 2, Day: 1}, Revised: study.Date{Year: 2025, Month: 4, Day: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPreprintAndBook(t *testing.T) {
	p := parseOne(t, `{"DOI":"10.1101/p1","type":"posted-content","subtype":"preprint","title":["P"],"institution":[{"name":"bioRxiv"}],
		"group-title":"Neuroscience","posted":{"date-parts":[[2024,5,6]]},"relation":{"is-preprint-of":[{"id-type":"doi","id":"10.1000/a"}]}}`)
	if p.Kind != study.KindPreprint || p.Journal.Title != "bioRxiv" || p.Published.Electronic.Day != 6 || p.Relations[0].Type != study.UpdateIn {
		t.Errorf("preprint: %+v", p)
	}
	b := parseOne(t, `{"DOI":"10.1007/c1","type":"book-chapter","title":["Chapter"],"container-title":["The Book"],"publisher":"House","ISBN":["9781234567897"],
		"editor":[{"family":"Ed"}],"page":"1-9"}`)
	if b.Kind != study.KindBook || b.Book.Title != "The Book" || b.Book.Editors[0].Family != "Ed" || b.Journal.Title != "" {
		t.Errorf("chapter: %+v", b)
	}
}

func TestNotices(t *testing.T) {
	date := `"updated":{"date-parts":[[2024,8,9]]}`
	for _, tt := range []struct {
		name, work string
		kind       study.Kind
		notices    []study.NoticeType
		relations  []study.RelationType
	}{
		{"retracted, told twice", `"updated-by":[{"DOI":"10.1/n1","type":"x"},{"DOI":"10.1000/n","type":"retraction","source":"publisher",` + date + `},{"DOI":"10.1000/N","type":"retraction","source":"retraction-watch"}]`,
			study.KindArticle, []study.NoticeType{study.NoticeRetraction}, []study.RelationType{study.RetractionIn}},
		{"concern and correction", `"updated-by":[{"DOI":"10.1000/n","type":"expression_of_concern"},{"DOI":"10.1000/m","type":"corrigendum"}]`,
			study.KindArticle, []study.NoticeType{study.NoticeConcern, study.NoticeCorrection}, []study.RelationType{study.ErratumIn, study.ConcernIn}},
		{"an addendum takes nothing back", `"updated-by":[{"DOI":"10.1000/n","type":"addendum"}]`, study.KindArticle, nil, []study.RelationType{study.UpdateIn}},
		{"withdrawn in place", `"update-to":[{"DOI":"10.5555/w","type":"withdrawal"}]`, study.KindArticle, []study.NoticeType{study.NoticeWithdrawal}, nil},
		{"a notice", `"update-to":[{"DOI":"10.1000/a","type":"retraction",` + date + `}]`, study.KindNotice, nil, []study.RelationType{study.RetractionOf}},
		{"a new version is no notice", `"update-to":[{"DOI":"10.1000/a","type":"new_version"}]`, study.KindArticle, nil, []study.RelationType{study.UpdateOf}},
		{"republished whole", `"abstract":"` + strings.Repeat("Whole words again. ", 80) + `","update-to":[{"DOI":"10.1000/a","type":"correction"}]`,
			study.KindArticle, nil, []study.RelationType{study.ErratumFor}},
		{"a notice by its title", `"title":["Erratum to: A study"]`, study.KindNotice, nil, nil},
		{"by the title alone", `"title":["WITHDRAWN: A study"]`, study.KindArticle, []study.NoticeType{study.NoticeWithdrawal}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parseOne(t, `{"DOI":"10.5555/w","type":"journal-article","title":["A study"],`+tt.work+`}`)
			var notices []study.NoticeType
			for _, n := range got.Notices {
				notices = append(notices, n.Type)
			}
			var relations []study.RelationType
			for _, r := range got.Relations {
				relations = append(relations, r.Type)
			}
			if got.Kind != tt.kind || !cmp.Equal(tt.notices, notices) || !cmp.Equal(tt.relations, relations) {
				t.Errorf("kind %s, notices %v, relations %v; want %s, %v, %v", got.Kind, notices, relations, tt.kind, tt.notices, tt.relations)
			}
		})
	}
	twice := parseOne(t, `{"DOI":"10.5555/w","title":["A"],"updated-by":[{"DOI":"10.1000/n","type":"retraction","label":"Retraction","source":"publisher"},
		{"DOI":"10.1000/n","type":"retraction","label":"Retraction","source":"retraction-watch",`+date+`}]}`)
	if n := twice.Notices[0]; n.Detail != "Retraction; Retraction (retraction-watch)" || n.Date.Day != 9 {
		t.Errorf("notice %+v", n)
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"empty", "", "want JSON"},
		{"html", "<html>", "want JSON"},
		{"cut", `{"status":"ok","mess`, "read the answer"},
		{"failed", `{"status":"failed","message-type":"validation-failure","message":[{"type":"x","message":"This is wrong."}]}`, "refused: This is wrong."},
		{"inner", `{"status":"error","message-type":"exception","message":{"message":"Response Exception"}}`, "refused: Response Exception"},
		{"other type", `{"status":"ok","message-type":"member","message":{}}`, `type "member"`},
		{"no list", `{"status":"ok","message-type":"work-list","message":{}}`, "no list"},
		{"nothing", `{}`, "refused: no reason given"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.body))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			var refused *RefusedError
			if strings.Contains(tt.want, "refused") != errors.As(err, &refused) {
				t.Errorf("%v is a %T", err, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"status":"ok","message-type":"work","message":{"DOI":"10.5555/a","title":["T"],"relation":{"has-preprint":{"id":"10.1/x"}}}}`))
	f.Add([]byte(`{"status":"ok","message-type":"work-list","message":{"total-results":1,"next-cursor":"x","items":[{"DOI":"10.5555/a","issued":{"date-parts":[[null]]},
		"updated-by":[{"DOI":"10.5555/n","type":"retraction"}],"update-to":[{"DOI":"10.5555/a","type":"removal"}],"abstract":"<jats:p>x"}]}}`))
	f.Add([]byte(`{"status":"failed","message":[{"message":"no"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := Parse(body)
		if err != nil && len(a.Records) > 0 {
			t.Error("an error and records")
		}
		for _, r := range a.Records {
			if r.Key == "" || r.Key != r.Report.IDs.DOI || !json.Valid(r.Raw) {
				t.Errorf("record %q with DOI %q", r.Key, r.Report.IDs.DOI)
			}
		}
	})
}
