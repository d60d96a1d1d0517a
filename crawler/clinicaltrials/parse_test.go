package clinicaltrials

import (
	"encoding/json"
	"strings"
	"testing"

	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

const registration = `{"protocolSection":{
 "identificationModule":{"nctId":"NCT90000001","nctIdAliases":["NCT80000001"],"orgStudyIdInfo":{"id":"EX-7"},
  "secondaryIdInfos":[{"id":"2015-001234-56","type":"EUDRACT_NUMBER"},{"id":"NCT70000001","type":"REGISTRY","domain":"ClinicalTrials.gov"},
   {"id":"G-5","type":"OTHER_GRANT","domain":"Example Fund"},{"id":"EX-7","type":"OTHER"}],
  "briefTitle":"Oral ketamine & mood"},
 "statusModule":{"overallStatus":"WITHDRAWN","whyStopped":"Funding \\[ended\\]","startDateStruct":{"date":"2024-04"},"lastUpdatePostDateStruct":{"date":"2026-01-05"}},
 "sponsorCollaboratorsModule":{"leadSponsor":{"name":"Example Clinic"}},
 "descriptionModule":{"briefSummary":"Does it help?\n\n* P\\<0.05\n* a &gt; b"},
 "designModule":{"studyType":"INTERVENTIONAL","phases":["EARLY_PHASE1","PHASE2"],"designInfo":{"allocation":"NON_RANDOMIZED","interventionModel":"SINGLE_GROUP","maskingInfo":{"masking":"NONE"}},"enrollmentInfo":{"count":0,"type":"ACTUAL"}},
 "eligibilityModule":{"healthyVolunteers":true,"sex":"FEMALE","minimumAge":"18 Years"},
 "contactsLocationsModule":{"locations":[{"country":"Spain"},{"country":"Canada"},{"country":"Spain"}]},
 "referencesModule":{"references":[
  {"pmid":"90000001","type":"RESULT","citation":"Doe J. J Ex. 2020. doi: 10.5555/ket.1.","retractions":[{"pmid":"90000002","source":"J Ex. 2021"}]},
  {"type":"BACKGROUND","citation":"Roe R. A book."},{"type":"DERIVED"}]}},
 "derivedSection":{"miscInfoModule":{"versionHolder":"2026-02-01"}},"hasResults":false,"somethingNew":[1]}`

func TestParseRegistration(t *testing.T) {
	a, err := Parse([]byte(`{"totalCount":1,"studies":[` + registration + `]}`))
	if err != nil || len(a.Records) != 1 || !a.Counted || a.Total != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	result := study.Ref{PMID: "90000001", DOI: "10.5555/ket.1", Text: "Doe J. J Ex. 2020. doi: 10.5555/ket.1."}
	want := study.Report{
		Kind: study.KindRegistration, IDs: study.IDs{Registry: "NCT90000001"}, Title: "Oral ketamine & mood",
		Authors:  []study.Author{{Collective: "Example Clinic"}},
		Abstract: []study.Section{{Label: "Brief summary", Text: "Does it help? * P<0.05 * a > b"}},
		Grants:   []study.Grant{{ID: "G-5", Agency: "Example Fund"}},
		Trials:   []study.TrialLink{{Number: "2015-001234-56", Role: study.RoleReports}},
		Relations: []study.Relation{
			{Type: study.TrialResult, Target: result, Note: "retracted: J Ex. 2021 (PMID 90000002)"},
			{Type: ReferenceRetracted, Target: study.Ref{PMID: "90000002", Text: "J Ex. 2021"}, Note: "retracts Doe J. J Ex. 2020. doi: 10.5555/ket.1. (PMID 90000001)"},
			{Type: study.TrialReference, Target: study.Ref{Text: "Roe R. A book."}, Note: "background"},
		},
		Links: []study.Link{{Kind: "source", URL: "https://clinicaltrials.gov/study/NCT90000001"}},
		Dates: study.Dates{Revised: d(2026, 1, 5)},
		Trial: &study.Trial{
			Status: "withdrawn", WhyStopped: "Funding [ended]", Type: "interventional", Phases: []string{"early 1", "2"}, Allocation: "non randomized",
			Model: "single group", Masking: "none", Enrollment: ptr(0), EnrollmentActual: true, Sex: "female", MinAge: "18 Years", Healthy: ptr(true),
			Start: d(2024, 4, 0), Sponsor: "Example Clinic", Countries: []string{"Spain", "Canada"},
			SecondaryIDs: []string{"NCT80000001", "EX-7", "2015-001234-56", "NCT70000001", "G-5"},
		},
	}
	if diff := cmp.Diff(want, a.Records[0].Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(want.Notices) != 0 || a.Records[0].Report.Retracted() {
		t.Error("a retracted reference must not retract the registration")
	}
}

func TestParseFailures(t *testing.T) {
	head := `{"protocolSection":{"identificationModule":{"nctId":"NCT0000000`
	a, err := Parse([]byte(`{"studies":[` + head + `1","briefTitle":"Good"}}},` + head + `2","briefTitle":7}}},` + head + `3"}}},
		{"protocolSection":{"identificationModule":{"nctId":"../x","briefTitle":"B"}}}, {}, 5, ` +
		head + `6","briefTitle":"B"},"designModule":{"enrollmentInfo":{"count":"many"}}}}]}`))
	if err != nil || len(a.Records) != 1 || a.Size != 7 {
		t.Fatalf("%+v, %v", a, err)
	}
	src := study.SourceClinicalTrials
	want := []study.RecordError{
		{Source: src, Position: "record 2", Key: "NCT00000002", Reason: "protocolSection.identificationModule.briefTitle: did not expect a JSON number here"},
		{Source: src, Position: "record 3", Key: "NCT00000003", Reason: "protocolSection.identificationModule.briefTitle: the record has no title"},
		{Source: src, Position: "record 4", Reason: `protocolSection.identificationModule.nctId: "../x" is no registry number`},
		{Source: src, Position: "record 5", Reason: "protocolSection: the record has none"},
		{Source: src, Position: "record 6", Reason: "the record: did not expect a JSON number here"},
		{Source: src, Position: "record 7", Key: "NCT00000006", Reason: "protocolSection.designModule.enrollmentInfo.count: did not expect a JSON string here"},
	}
	if diff := cmp.Diff(want, a.Failed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "want JSON"},
		{"html", "<!doctype html>", "want JSON"},
		{"plain text", "Unknown area name", "want JSON"},
		{"cut", `{"studies":[{"protocolSection":{`, "read the answer"},
		{"no list", `{"totalCount":4}`, "no list of studies"},
		{"wrong list", `{"studies":{}}`, "read the answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse([]byte(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		`\[PAP\] \<18 \>5 5\*2`:        "[PAP] <18 >5 5*2",
		`a\\b \x C:\dir`:               `a\b \x C:\dir`,
		"one\n\ntwo":                   "one two",
		`P&lt;0.05 \& more`:            "P<0.05 & more",
		`ends in \`:                    `ends in \`,
		`\<b\>not bold\</b\> <i>x</i>`: "<b>not bold</b> x",
	} {
		if got := markdown(in); got != want {
			t.Errorf("markdown(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMeshUI(t *testing.T) {
	for in, want := range map[string]string{
		"D000003550": "D003550", "D011562": "D011562", "D000068105": "D000068105", "C000072379": "C072379", "C000598644": "C000598644", "": "",
	} {
		if got := meshUI(in); got != want {
			t.Errorf("meshUI(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"totalCount":1,"nextPageToken":"x","studies":[` + registration + `]}`, registration, `{"studies":[]}`, `{"studies":[null,1,{}]}`, `{"protocolSection":{}}`,
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
			if !reNCT.MatchString(r.Key) || r.Report.Title == "" || r.Report.Trial == nil || !json.Valid(r.Raw) {
				t.Errorf("record %+v", r)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add([]byte(`{"v":1,"queries":"a","data":"2026-01-01T09:00:05"}`))
	f.Add([]byte(`{"v":1,"run":{"data":"2026-01-01","totals":[3,4],"query":1,"token":"x","delivered":2}}`))
	f.Add([]byte(`{"v":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parseCursor(b, 2)
		if err != nil {
			return
		}
		again, err := parseCursor(c.raw(), 2)
		if err != nil {
			t.Fatalf("%s: the cursor written back is refused: %v", b, err)
		}
		if diff := cmp.Diff(string(c.raw()), string(again.raw())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
