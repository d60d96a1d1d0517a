package crossref

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// TestSamplesAreReadWhole reads every recorded list and work.
func TestSamplesAreReadWhole(t *testing.T) {
	for _, name := range sourcetest.Samples(t, "crossref/*.json") {
		body := sourcetest.Sample(t, name)
		var e envelope
		if json.Unmarshal(body, &e) != nil || e.Status != "ok" || e.Type != "work" && e.Type != "work-list" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			var l list
			if e.Type == "work-list" {
				if err := json.Unmarshal(e.Message, &l); err != nil {
					t.Fatal(err)
				}
			}
			if strings.Contains(name, "select") {
				return // parts of works, without their DOI
			}
			a, err := Parse(body)
			if err != nil || len(a.Failed) > 0 {
				t.Fatalf("failed %v, error %v", a.Failed, err)
			}
			if e.Type == "work-list" && len(a.Records) != len(l.Items) {
				t.Errorf("%d records of %d", len(a.Records), len(l.Items))
			}
		})
	}
}

func TestSampleErrors(t *testing.T) {
	for file, want := range map[string]string{
		"habanero_test_cursor_fails_cursor_value.json":      "refused: Cursor specified but it is invalid",
		"habanero_test_works_bad_id_warn.txt":               `want JSON, have "Resource not found."`,
		"rcrossref_cr_works_fails_well_2.json":              "refused: Integer specified as 200",
		"rcrossref_cr_works_with_cursor_fails_well.json":    "refused: Response Exception",
		"habanero_test_registration_agency_bad_request.txt": "want JSON",
	} {
		if _, err := Parse(sourcetest.Sample(t, "crossref/"+file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", file, err, want)
		}
	}
}

func sampleReport(t *testing.T, file string) study.Report {
	t.Helper()
	a, err := Parse(sourcetest.Sample(t, "crossref/"+file))
	if err != nil || len(a.Records) != 1 {
		t.Fatalf("%s: %d records, %v", file, len(a.Records), err)
	}
	return a.Records[0].Report
}

func TestSampleRetraction(t *testing.T) {
	got := sampleReport(t, "real_trimmed_retracted_work.json")
	want := []study.Notice{
		{Type: study.NoticeCorrection, Source: "crossref", By: study.Ref{DOI: "10.1016/s0140-6736(04)15715-2"}, Date: study.Date{Year: 2004, Month: 3, Day: 6}, Detail: "Correction (retraction-watch)"},
		{Type: study.NoticeRetraction, Source: "crossref", By: study.Ref{DOI: "10.1016/s0140-6736(10)60175-4"}, Date: study.Date{Year: 2010, Month: 2, Day: 6}, Detail: "Retraction (retraction-watch)"},
	}
	if diff := cmp.Diff(want, got.Notices); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	notice := sampleReport(t, "real_trimmed_retraction_notice.json")
	wantRel := []study.Relation{{Type: study.RetractionOf, Target: study.Ref{DOI: "10.1016/s0140-6736(97)11096-0"}, Note: "Retraction (retraction-watch)", Date: study.Date{Year: 2010, Month: 2, Day: 6}}}
	if diff := cmp.Diff(wantRel, notice.Relations); diff != "" || notice.Kind != study.KindNotice || len(notice.Notices) > 0 {
		t.Errorf("kind %s, notices %v, relations (-want +got):\n%s", notice.Kind, notice.Notices, diff)
	}
}

func TestSamplePreprint(t *testing.T) {
	got := sampleReport(t, "real_trimmed_has_preprint.json")
	want := []study.Relation{
		{Type: study.UpdateIn, Target: study.Ref{DOI: "10.1038/s41586-020-2951-z"}, Note: "Addendum", Date: study.Date{Year: 2020, Month: 11, Day: 17}},
		{Type: study.UpdateOf, Target: study.Ref{DOI: "10.1101/2020.01.22.914952"}},
	}
	if diff := cmp.Diff(want, got.Relations); diff != "" || len(got.Notices) > 0 {
		t.Errorf("notices %v, relations (-want +got):\n%s", got.Notices, diff)
	}
	if len(got.Abstract) != 1 || got.Abstract[0].Label != "" || !strings.HasPrefix(got.Abstract[0].Text, "Since the outbreak") {
		t.Errorf("abstract %+v", got.Abstract)
	}
}

// TestSampleEdges reads works without title, type, publisher or member.
func TestSampleEdges(t *testing.T) {
	var works map[string]json.RawMessage
	if err := json.Unmarshal(sourcetest.Sample(t, "crossref/emillindfors_work_edge_cases.json"), &works); err != nil {
		t.Fatal(err)
	}
	for name, w := range works {
		got := parseOne(t, string(w))
		if got.IDs.DOI == "" || (got.Title == "") != (name == "no_title") {
			t.Errorf("%s: DOI %q, title %q", name, got.IDs.DOI, got.Title)
		}
	}
}

// TestSampleCorrections reads corrections of PLOS and one corrigendum.
func TestSampleCorrections(t *testing.T) {
	a, err := Parse(sourcetest.Sample(t, "crossref/rcrossref_update_to_and_ctn_items.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Records {
		if r.Report.Kind != study.KindNotice || r.Report.Relations[0].Type != study.ErratumFor {
			t.Errorf("%s: kind %s, relations %v", r.Key, r.Report.Kind, r.Report.Relations)
		}
	}
}
