package preprints

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

func answer(entries ...string) []byte {
	return []byte(`{"messages":[{"status":"ok","cursor":0,"count":1,"total":"1"}],"collection":[` + strings.Join(entries, ",") + `]}`)
}

const v1 = `{"title":"Ketamine in mice","authors":"Doe, J. Q.; The K Group; van Dyk, A.","doi":"10.1101/2024.01.02.573000","date":"2024-01-05",
	"version":"1","type":"new results","license":"cc_no","category":"neuroscience","abstract":"Old text.","funder":"NA","published":"NA","server":"bioRxiv"}`

const v2 = `{"title":"Ketamine in <i>old</i> mice","authors":"Doe, J. Q.","doi":"10.1101/2024.01.02.573000","date":"2024-03-01","version":2,
	"license":"cc_by_nc_nd","category":"neuroscience","abstract":"AO_SCPLOWBSTRACTC_SCPLOWO_ST_ABSBackgroundC_ST_ABSMice {micro} & P<0.001.\n\nMethodsWe gave 5 mg.\n\nFundingNIH.\n\nGraphical Abstract\n\nO_FIG O_LINKSMALLFIG WIDTH=200 M_FIG C_FIG",
	"funder":[{"name":"NIH"},"NA"],"published":"10.1016/J.X.2024.1","server":"bioRxiv"}`

func record(t *testing.T, entries ...string) study.Record {
	t.Helper()
	a, err := Parse("biorxiv", answer(entries...))
	if err != nil || len(a.Failed) > 0 {
		t.Fatalf("failed %v, error %v", a.Failed, err)
	}
	rec, err := Record("biorxiv", a.Items)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func TestRecord(t *testing.T) {
	got := record(t, v2, v1)
	want := study.Report{
		Kind: study.KindPreprint, IDs: study.IDs{DOI: "10.1101/2024.01.02.573000"}, Title: "Ketamine in old mice", TitleMarkup: "Ketamine in <i>old</i> mice",
		Authors: []study.Author{{Family: "Doe", Initials: "JQ"}}, Journal: study.Journal{Title: "bioRxiv"},
		Published: study.Published{Electronic: study.Date{Year: 2024, Month: 1, Day: 5}}, Keywords: []string{"neuroscience"},
		Abstract: []study.Section{
			{Label: "Background", Category: "BACKGROUND", Text: "Mice µ & P<0.001."}, {Label: "Methods", Category: "METHODS", Text: "We gave 5 mg."},
			{Label: "Funding", Text: "NIH."},
		},
		PublicationTypes: []string{"Preprint"}, License: study.License{Code: "cc-by-nc-nd"}, Grants: []study.Grant{{Agency: "NIH"}},
		Relations: []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: "10.1016/j.x.2024.1"}}},
		Links:     []study.Link{{Kind: "source", URL: "https://www.biorxiv.org/content/10.1101/2024.01.02.573000v2"}},
		Dates:     study.Dates{Entered: study.Date{Year: 2024, Month: 1, Day: 5}, Revised: study.Date{Year: 2024, Month: 3, Day: 1}},
	}
	if diff := cmp.Diff(want, got.Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Revision != "0002" || !json.Valid(got.Raw) {
		t.Errorf("revision %q, raw %s", got.Revision, got.Raw)
	}
	if diff := cmp.Diff(got, record(t, v1, v2), cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Raw" }, cmp.Ignore())); diff != "" {
		t.Errorf("the order of the versions matters:\n%s", diff)
	}
	if l := record(t, v1).Report.License; l.Open() || l.Code != "other" {
		t.Errorf("cc_no is licence %+v", l)
	}
}

func TestWithdrawn(t *testing.T) {
	for name, change := range map[string][2]string{
		"type": {`"type":"new results"`, `"type":"withdrawn"`}, "title": {"Ketamine in mice", "WITHDRAWN: Ketamine in mice"},
		"statement": {"Old text.", "The authors have withdrawn this manuscript because."},
	} {
		got := record(t, strings.Replace(v1, change[0], change[1], 1)).Report
		if len(got.Notices) != 1 || got.Notices[0].Type != study.NoticeWithdrawal || got.Notices[0].Date.Year != 2024 {
			t.Errorf("%s: notices %+v", name, got.Notices)
		}
	}
	if got := record(t, v1).Report.Notices; len(got) > 0 {
		t.Errorf("notices %+v", got)
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ body, want string }{
		{"", "want JSON"}, {"<html>", "want JSON"}, {"{", "read the answer"}, {"{}", "no message"},
		{`{"messages":[{"status":"Error : (2002) Connection refused"}],"collection":[]}`, "refused: error : (2002) connection refused"},
	} {
		if _, err := Parse("biorxiv", []byte(tt.body)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.body, err, tt.want)
		}
	}
	a, err := Parse("biorxiv", []byte(`{"messages":[{"status":"no posts found"}],"collection":[]}`))
	if err != nil || a.Size != 0 {
		t.Errorf("no posts: %+v, %v", a, err)
	}
	a, err = Parse("biorxiv", answer(`{"doi":"x"}`, strings.Replace(v1, `"version":"1"`, `"version":"x"`, 1), `{"doi":7}`, `{"preprint_doi":"10.1101/1"}`))
	if err != nil || len(a.Failed) != 3 || a.Failed[1].Key != "10.1101/2024.01.02.573000" || a.Items[0].DOI != "10.1101/1" {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestServersByNumber(t *testing.T) {
	bio, med := &Source{opt: Options{Server: "biorxiv"}}, &Source{opt: Options{Server: "medrxiv"}}
	for doi, want := range map[string][2]bool{
		"10.1101/029900": {true, false}, "10.1101/2024.01.02.573000": {true, false}, "10.1101/2023.10.21.23297352": {false, true},
		"10.64898/2025.12.01.25341234": {false, true}, "10.1101/19000123": {false, true}, "10.1101/gr.1234": {true, true},
	} {
		if got := [2]bool{bio.mayHave(doi), med.mayHave(doi)}; got != want {
			t.Errorf("%s: bioRxiv and medRxiv %v, want %v", doi, got, want)
		}
	}
}

// TestSamples reads the recorded pages: every entry, no token of the flattening
// left, withdrawals found, all numbers of the right server.
func TestSamples(t *testing.T) {
	for server, want := range map[string]struct{ total, preprints, withdrawn int }{"biorxiv": {60568, 79, 2}, "medrxiv": {15523, 99, 0}} {
		a, err := Parse(server, sourcetest.Sample(t, "biorxiv/fastpaper_"+server+"_details.json"))
		if err != nil || len(a.Items) != 100 || len(a.Failed) > 0 || a.Total != want.total {
			t.Fatalf("%s: %d items of %d, failed %v, error %v", server, len(a.Items), a.Total, a.Failed, err)
		}
		byDOI, withdrawn, linked := map[string][]Item{}, 0, 0
		for _, it := range a.Items {
			byDOI[it.DOI] = append(byDOI[it.DOI], it)
		}
		s := &Source{opt: Options{Server: server}}
		for doi, versions := range byDOI {
			rec, err := Record(server, versions)
			if err != nil {
				t.Fatalf("%s: %v", doi, err)
			}
			for _, token := range []string{"O_", "C_LI", "C_ST", "SCPLOW", "LINKSMALLFIG", "{degrees}"} {
				if strings.Contains(rec.Report.AbstractText(), token) {
					t.Errorf("%s has %s in its abstract", doi, token)
				}
			}
			if len(rec.Report.Notices) > 0 {
				withdrawn++
			} else if len(rec.Report.AbstractText()) < 200 || len(rec.Report.Authors) == 0 {
				t.Errorf("%s: %d authors, abstract %q", doi, len(rec.Report.Authors), rec.Report.AbstractText())
			}
			linked += len(rec.Report.Relations)
			if !s.mayHave(doi) {
				t.Errorf("%s is taken for the other server's", doi)
			}
		}
		if len(byDOI) != want.preprints || withdrawn != want.withdrawn || linked < 10 {
			t.Errorf("%s: %d preprints, %d withdrawn, %d published; want %d, %d", server, len(byDOI), withdrawn, linked, want.preprints, want.withdrawn)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(answer(v1, v2))
	f.Add([]byte(`{"messages":[{"status":"no posts found","total":7}]}`))
	f.Add(answer(`{"doi":"10.1101/1","title":"t","abstract":"O_ST_ABSO_FIGC_ST_ABS{beta}\n\nMethodsX","published":"10.1/x","authors":";;,"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := Parse("biorxiv", body)
		if err != nil {
			return
		}
		if len(a.Items)+len(a.Failed) != a.Size {
			t.Errorf("%d items and %d failures of %d", len(a.Items), len(a.Failed), a.Size)
		}
		for _, it := range a.Items {
			rec, err := Record("biorxiv", []Item{it})
			var bad *study.RecordError
			if err == nil && (rec.Key != it.DOI || rec.Report.Title == "") || errors.As(err, &bad) {
				t.Errorf("record %q, %v", rec.Key, err)
			}
		}
	})
}
