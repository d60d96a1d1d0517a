package clinicaltrials

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// sample reads a recorded answer of this source.
func sample(t *testing.T, name string) []byte { return sourcetest.Sample(t, "clinicaltrials/"+name) }

func TestSamplesAreReadWhole(t *testing.T) {
	for _, tt := range []struct {
		file                   string
		records, failed, total int
		token                  string
	}{
		{"psilocybin_NCT06341426.json", 1, 0, 0, ""},
		{"aact_NCT00465816.json", 1, 0, 0, ""},
		{"aact_NCT00763412.json", 1, 0, 0, ""},
		{"aact_NCT02210780.json", 1, 0, 0, ""},
		{"aact_study_data_interventional.json", 0, 1, 0, ""}, // its number, NCT000001, is none
		{"aact_study_reference.json", 0, 1, 0, ""},           // has no number
		{"biomcp_get_nct02576665_20260811.json", 1, 0, 0, ""},
		{"biomcp_get_nct06382129_20260811.json", 1, 0, 0, ""},
		{"biomcp_get_nct06604689_20260811.json", 1, 0, 0, ""},
		{"biomcp_search_phelan_limit50_20260811.json", 3, 0, 3, ""},
		{"biomcp_search_keytruda_limit3_20260811.json", 3, 0, 2924, "ZVt07cGHkvI2wRk2CJf6_LLq14bEL8swd7KrgP4YnzmVtA"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			a, err := Parse(sample(t, tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Records) != tt.records || len(a.Failed) != tt.failed || a.Total != tt.total || a.NextToken != tt.token {
				t.Errorf("got %d records, %d failed (%+v), total %d, token %q", len(a.Records), len(a.Failed), a.Failed, a.Total, a.NextToken)
			}
		})
	}
}

func TestSampleOfTheOldAPIIsRefused(t *testing.T) {
	if _, err := Parse(sample(t, "aact_results_1.json")); err == nil || err.Error() != "the answer has no list of studies" {
		t.Errorf("got %v", err)
	}
}

// find gives the only record of a file.
func find(t *testing.T, file string) study.Record {
	t.Helper()
	a, err := Parse(sample(t, file))
	if err != nil || len(a.Records) != 1 {
		t.Fatalf("%s: %d records, %v", file, len(a.Records), err)
	}
	return a.Records[0]
}

func d(year, month, day int) study.Date { return study.Date{Year: year, Month: month, Day: day} }

func ptr[T any](v T) *T { return &v }

// TestSampleRegistration compares a record with what was read by hand; the long
// texts are looked at by their ends.
func TestSampleRegistration(t *testing.T) {
	got := find(t, "aact_NCT00763412.json")
	if got.Key != "NCT00763412" || got.Revision != "2017-06-05" {
		t.Errorf("key %q, revision %q", got.Key, got.Revision)
	}
	rep := got.Report
	criteria := rep.Trial.Eligibility
	if want := "fasting blood glucose <126 mg/dl and 2 hour: 140 - 199 mg/dl or >200 mg/dl."; !strings.Contains(criteria, want) {
		t.Errorf("eligibility %q lacks %q", criteria, want)
	}
	if len(rep.Abstract) != 2 || rep.Abstract[0].Label != "Brief summary" || rep.Abstract[1].Label != "Detailed description" ||
		!strings.HasPrefix(rep.Abstract[0].Text, "The purpose of this study is to provide") || !strings.HasPrefix(rep.Abstract[1].Text, "As people with Cystic Fibrosis (CF)") {
		t.Errorf("abstract %+v", rep.Abstract)
	}
	for i := range rep.Trial.Arms {
		rep.Trial.Arms[i].Description = ""
	}
	for i := range rep.Trial.Interventions {
		rep.Trial.Interventions[i].Description = ""
	}
	rep.Abstract, rep.Trial.Eligibility = nil, ""
	title := "Pilot and Feasibility Study for the Treatment of Pre-diabetes in Patients With Cystic Fibrosis"
	want := study.Report{
		Kind: study.KindRegistration, IDs: study.IDs{Registry: "NCT00763412"}, Title: title,
		Authors: []study.Author{{Collective: "Arbelaez, Ana Maria"}},
		MeSH: []study.Heading{
			{Name: "Cystic Fibrosis", UI: "D003550"}, {Name: "Exocrine Pancreatic Insufficiency", UI: "D010188"}, {Name: "Diabetes Mellitus", UI: "D003920"},
			{Name: "Prediabetic State", UI: "D011236"}, {Name: "Glucose Intolerance", UI: "D018149"}, {Name: "Fibrosis", UI: "D005355"}, {Name: "Repaglinide", UI: "C072379"},
		},
		Keywords: []string{"Cystic Fibrosis", "Diabetes", "Cystic Fibrosis Related Diabetes", "Pre-diabetes", "oral hypoglycemic agents", "Repaglinide", "treatment", "inflammatory markers", "Lung function", "nutrition"},
		Grants:   []study.Grant{{ID: "P60DK020579", Agency: "NIH"}},
		Links:    []study.Link{{Kind: "source", URL: "https://clinicaltrials.gov/study/NCT00763412"}},
		Dates:    study.Dates{Entered: d(2008, 10, 1), Created: d(2008, 9, 29), Revised: d(2017, 6, 5)},
		Trial: &study.Trial{
			OfficialTitle: title, Status: "completed", Type: "interventional", NoPhase: true, Allocation: "randomized", Model: "parallel",
			Masking: "quadruple", Masked: []string{"participant", "care provider", "investigator", "outcomes assessor"}, Purpose: "other",
			Enrollment: ptr(31), EnrollmentActual: true, Conditions: []string{"Cystic Fibrosis Related Diabetes", "Pancreatic Insufficiency"},
			Arms: []study.Arm{
				{Label: "1 Placebo", Type: "placebo comparator", Interventions: []string{"Drug: placebo"}},
				{Label: "2. repaglinide", Type: "experimental", Interventions: []string{"Drug: repaglinide"}},
			},
			Interventions: []study.Intervention{{Type: "drug", Name: "placebo"}, {Type: "drug", Name: "repaglinide", OtherNames: []string{"Prandin"}}},
			PrimaryOutcomes: []study.Outcome{
				{Measure: "BMI", TimeFrame: "2 year/end of study"},
				{Measure: "Body Composition", TimeFrame: "2 year/end of study", Description: "Reporting % of Fat and Lean body mass"},
				{Measure: "CRP", TimeFrame: "2 year/end of study"},
			},
			SecondaryOutcomes: []study.Outcome{
				{Measure: "Glucose Tolerance", TimeFrame: "2-year", Description: "We completed the OGTT at the 2 year/end of study visit."},
				{Measure: "Inflammatory Markers", TimeFrame: "2 year/end of study"}, {Measure: "Wt Z Score", TimeFrame: "2 year/end of study"},
				{Measure: "Tanner Stage", TimeFrame: "2 year/end of study", Description: "Puberty scale measuring 1-5, 1 being least development, 5 being most development."},
				{Measure: "FEV 1", TimeFrame: "2 year/end of study", Description: "% of lung function"}, {Measure: "C-Peptide", TimeFrame: "2 year"},
			},
			Sex: "all", MinAge: "12 Years", MaxAge: "24 Years", AgeGroups: []string{"child", "adult"}, Healthy: ptr(false),
			Start: d(2006, 11, 0), PrimaryCompletion: d(2013, 1, 0), Completion: d(2013, 1, 0), CompletionActual: true,
			ResultsPosted: d(2017, 6, 5), HasResults: true, Sponsor: "Arbelaez, Ana Maria",
			Collaborators: []string{"Washington University School of Medicine", "National Institutes of Health (NIH)", "Novo Nordisk A/S", "National Institute of Diabetes and Digestive and Kidney Diseases (NIDDK)"},
			Countries:     []string{"United States"}, SecondaryIDs: []string{"05-1109", "P60DK020579"},
		},
	}
	if diff := cmp.Diff(want, rep); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSamplePsilocybin(t *testing.T) {
	got := find(t, "psilocybin_NCT06341426.json").Report
	tr := got.Trial
	if got.Title != "Psilocybin-Assisted Psychotherapy for Treatment-Resistant Depression: Comparing One Versus Two Doses of Psilocybin" || tr.Acronym != "PSI-1V2" {
		t.Errorf("title %q, acronym %q", got.Title, tr.Acronym)
	}
	if tr.Status != "recruiting" || *tr.Enrollment != 92 || tr.EnrollmentActual || tr.CompletionActual || tr.HasResults || !tr.ResultsPosted.IsZero() {
		t.Errorf("trial %+v", tr)
	}
	if diff := cmp.Diff([]string{"2"}, tr.Phases); diff != "" || tr.NoPhase {
		t.Errorf("phases (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]study.Date{d(2024, 2, 5), d(2028, 2, 1), d(2028, 8, 1)}, []study.Date{tr.Start, tr.PrimaryCompletion, tr.Completion}); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	if !strings.Contains(got.Abstract[1].Text, "psilocybin-assisted psychotherapy [PAP]).") || strings.Contains(got.AbstractText(), `\`) {
		t.Errorf("detailed description %q", got.Abstract[1].Text)
	}
	if diff := cmp.Diff([]study.Arm{
		{Label: "Two Doses of Psilocybin", Type: "active comparator", Description: "Two psychedelic doses (25mg of psilocybin + 25mg of psilocybin) taken in conjunction with psilocybin-assisted psychotherapy", Interventions: []string{"Drug: Two Psychedelic Doses Psilocybin"}},
		{Label: "Single Dose of Psilocybin", Type: "placebo comparator", Description: "One psychedelic dose (1mg of psilocybin + 25mg of psilocybin) taken in conjunction with psilocybin-assisted psychotherapy", Interventions: []string{"Drug: Single Psychedelic Dose Psilocybin"}},
	}, tr.Arms); diff != "" {
		t.Errorf("arms (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]study.Heading{
		{Name: "Depression", UI: "D003863"}, {Name: "Depressive Disorder", UI: "D003866"}, {Name: "Depressive Disorder, Major", UI: "D003865"},
		{Name: "Depressive Disorder, Treatment-Resistant", UI: "D061218"}, {Name: "Mood Disorders", UI: "D019964"},
		{Name: "Psilocybin", UI: "D011562"}, {Name: "Hallucinogens", UI: "D006213"},
	}, got.MeSH); diff != "" {
		t.Errorf("mesh (-want +got):\n%s", diff)
	}
	if tr.Sponsor != "University Health Network, Toronto" || !has(tr.Collaborators, "Centre for Addiction and Mental Health") || !has(tr.Countries, "Canada") {
		t.Errorf("sponsor %q, with %q, in %q", tr.Sponsor, tr.Collaborators, tr.Countries)
	}
}

func TestSampleRetractedReference(t *testing.T) {
	var r rawStudy
	if err := json.Unmarshal(sample(t, "aact_study_reference.json"), &r); err != nil {
		t.Fatal(err)
	}
	want := []study.Relation{
		{
			Type: study.TrialReference, Target: study.Ref{PMID: "33178765", Text: "Zhao S, Fan N, Li H…"},
			Note: "derived; retracted: Br J Anaesth. 2020 Sep;125(3):412-413 (PMID 32861403)",
		},
		{
			Type: ReferenceRetracted, Target: study.Ref{PMID: "32861403", Text: "Br J Anaesth. 2020 Sep;125(3):412-413"},
			Note: "retracts Zhao S, Fan N, Li H… (PMID 33178765)",
		},
	}
	if diff := cmp.Diff(want, r.Protocol.References.References[0].relations()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
