package europepmc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// sample reads a recorded answer of this source.
func sample(t *testing.T, name string) []byte { return sourcetest.Sample(t, "europepmc/"+name) }

func TestSamplesAreReadWhole(t *testing.T) {
	for _, tt := range []struct {
		file          string
		records, hits int
		mark          string
	}{
		{"pyeuropepmc_search_cancer_core.json", 25, 5059039, "AoIIP4ZawSg1MzEyODI1MA=="},
		{"pyeuropepmc_search_cancer.json", 25, 5059039, "AoIIP4ZawSg1MzEyODI1MA=="},
		{"pyeuropepmc_search_cancer_page2.json", 5, 5059039, "AoIIP4lkIig1MzE0NTMwOA=="},
		{"pyeuropepmc_search_post_cancer.json", 25, 5933343, "AoIIQM+luyg1MTc3NTM5Mw=="},
		{"pyeuropepmc_search_no_results.json", 0, 0, ""},
		{"pyeuropepmc_preprint_records_PPR.json", 12, 0, ""},
		{"fastpaper_search.json", 3, 993768, "AoIIQYg13Sg1NTE5MTg0MQ=="},
		{"biomcp_20614e48.json", 5, 5, ""},
		{"biomcp_3b4da36e.json", 1, 1, ""},
		{"biomcp_7beaf0a4.json", 6, 6, ""},
		{"doaj_harvester_resp.json", 2, 2, ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			a, err := Parse(sample(t, tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Failed) > 0 {
				t.Errorf("failed: %+v", a.Failed)
			}
			if len(a.Records) != tt.records || a.HitCount != tt.hits || a.NextMark != tt.mark {
				t.Errorf("got %d records of %d, mark %q; want %d of %d, %q", len(a.Records), a.HitCount, a.NextMark, tt.records, tt.hits, tt.mark)
			}
		})
	}
}

func TestSampleErrors(t *testing.T) {
	for _, tt := range []struct{ file, want string }{
		{"errors_errCode_empty_query.json", "the service refused: 404: No search criteria provided. Please provide a search criteria which is less than 1500 characters."},
		{"errors_errCode_pagesize.json", "the service refused: 404: Invalid page size provided. Valid size is between 1 and 1000"},
		{"errors_503_plaintext.txt", `want JSON, have "This API is temporarily unavailable due to maintenance."`},
	} {
		t.Run(tt.file, func(t *testing.T) {
			_, err := Parse(sample(t, tt.file))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// find gives the record with the key.
func find(t *testing.T, file, key string) study.Record {
	t.Helper()
	a, err := Parse(sample(t, file))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Records {
		if r.Key == key {
			return r
		}
	}
	t.Fatalf("%s has no %s", file, key)
	return study.Record{}
}

func d(year, month, day int) study.Date { return study.Date{Year: year, Month: month, Day: day} }

func ptr(n int) *int { return &n }

// TestSampleArticle compares a whole record with what was read by hand.
func TestSampleArticle(t *testing.T) {
	got := find(t, "pyeuropepmc_search_cancer_core.json", "MED:39709209")
	if got.Revision != "2024-12-21" || got.RawType != "application/json" || len(got.Raw) < 1000 {
		t.Errorf("revision %q, raw %s with %d bytes", got.Revision, got.RawType, len(got.Raw))
	}
	boston := "Harvard Medical School, Boston, MA, USA."
	want := study.Report{
		Kind:  study.KindArticle,
		IDs:   study.IDs{PMID: "39709209", DOI: "10.1016/s0140-6736(24)02600-x"},
		Title: "Abscopal response in a patient with fibrolamellar hepatocellular carcinoma following radiotherapy.",
		Authors: []study.Author{
			{Family: "Schoenfeld", Given: "Jonathan D", Initials: "JD", Affiliations: []string{"Department of Radiation Oncology, Brigham and Women's Hospital, Dana-Farber Cancer Institute and " + boston + " Electronic address: jdschoenfeld@partners.org."}},
			{Family: "Haas-Kogan", Given: "Daphne A", Initials: "DA", Affiliations: []string{"Department of Radiation Oncology, Brigham and Women's Hospital, Dana-Farber Cancer Institute, Boston Children's Hospital, Massachusetts General Hospital, and " + boston}},
			{Family: "O'Neill", Given: "Allison F", Initials: "AF", Affiliations: []string{"Department of Pediatric Oncology, Dana-Farber Cancer Institute, Boston Children's Cancer and Blood Disorders Center, and " + boston}},
		},
		Journal: study.Journal{Title: "Lancet (London, England)", Abbrev: "Lancet", ISSN: []string{"0140-6736", "1474-547X"}, NLMID: "2985213R"},
		Volume:  "404", Issue: "10471", Pages: "2603-2604",
		Published: study.Published{Print: d(2025, 12, 0)},
		Languages: []string{"eng"}, PublicationTypes: []string{"Journal Article"},
		Links: []study.Link{
			{Kind: "source", URL: "https://europepmc.org/article/MED/39709209"},
			{Kind: "publisher", URL: "https://doi.org/10.1016/S0140-6736(24)02600-X"},
		},
		CitedBy: ptr(0),
		Dates:   study.Dates{Entered: d(2024, 12, 22), Created: d(2024, 12, 21), Revised: d(2024, 12, 21)},
	}
	if diff := cmp.Diff(want, got.Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSampleStructuredAbstract(t *testing.T) {
	got := find(t, "pyeuropepmc_search_cancer_core.json", "MED:40468710").Report
	var labels, categories []string
	for _, s := range got.Abstract {
		labels, categories = append(labels, s.Label), append(categories, s.Category)
	}
	if diff := cmp.Diff([]string{"Objective", "Design", "Methods", "Results", "Conclusions"}, labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"OBJECTIVE", "METHODS", "METHODS", "RESULTS", "CONCLUSIONS"}, categories); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
	design := "This was an online, prospective, longitudinal, correlational study with two time points that were approximately three months apart."
	if got.Abstract[1].Text != design {
		t.Errorf("design: %q", got.Abstract[1].Text)
	}
	if got.License.Code != "cc-by" || got.ELocator != "e12807" || got.Pages != "" || got.Authors[0].ORCID != "0000-0002-6307-9196" || len(got.Authors[0].Affiliations) != 2 {
		t.Errorf("licence %q, locator %q, pages %q, first author %+v", got.License.Code, got.ELocator, got.Pages, got.Authors[0])
	}
	wantMeSH := study.Heading{Name: "Neoplasms", Major: true, Qualifiers: []study.Qualifier{{Name: "psychology"}, {Name: "therapy"}}}
	if diff := cmp.Diff(wantMeSH, got.MeSH[1]); diff != "" {
		t.Errorf("mesh (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]study.Grant{{Agency: "University of Portsmouth Themes Research & Innovation Funding"}}, got.Grants); diff != "" {
		t.Errorf("grants (-want +got):\n%s", diff)
	}
	if n := len(got.Keywords); n != 6 || got.Keywords[3] != "Psychological Flexibility" {
		t.Errorf("keywords: %q", got.Keywords)
	}
}

func TestSampleChemicalsAndSubscripts(t *testing.T) {
	got := find(t, "pyeuropepmc_search_cancer_core.json", "MED:40511629").Report
	want := []study.Substance{
		{Name: "Antineoplastic Agents, Phytogenic"}, {Name: "Sulfides"}, {Name: "Reactive Oxygen Species"},
		{Name: "Hydrogen Sulfide", Number: "YY9FVM7NSN"}, {Name: "Paclitaxel", Number: "P88XT4IS4D"},
	}
	if diff := cmp.Diff(want, got.Substances); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text := "Paclitaxel is a potent agent against ovarian cancer. Hydrogen sulfide (H2S) is of particular interest in cancer treatment research. It is known that H2S has apoptotic and antiproliferative effects."
	if got.Abstract[0].Text != text {
		t.Errorf("background: %q", got.Abstract[0].Text)
	}
}

func TestSampleErratum(t *testing.T) {
	got := find(t, "pyeuropepmc_search_cancer_core.json", "MED:39709208").Report
	want := []study.Relation{{
		Type:   study.ErratumFor,
		Target: study.Ref{PMID: "39293462", DOI: "10.1016/s0140-6736(24)01653-2", Text: "Lancet. 2024 Sep 28;404(10459):1227-1239. doi: 10.1016/S0140-6736(24)01653-2."},
		Date:   d(2024, 9, 28),
	}}
	if diff := cmp.Diff(want, got.Relations); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Kind != study.KindNotice || len(got.Notices) > 0 {
		t.Errorf("kind %s, notices %+v: the record is the notice, none stands against it", got.Kind, got.Notices)
	}
	if diff := cmp.Diff([]string{"Published Erratum"}, got.PublicationTypes); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
}

func TestSamplePreprint(t *testing.T) {
	got := find(t, "pyeuropepmc_preprint_records_PPR.json", "PPR:PPR1036694").Report
	want := study.Report{
		Kind: study.KindPreprint, IDs: study.IDs{DOI: "10.1101/2025.06.10.658949", EuropePMC: "PPR1036694"},
		Title:     "Transitional lncRNA Signatures Reveal Distinct Stages of Cancer Progression and Metastasis",
		Authors:   []study.Author{{Family: "Zok", Initials: "S"}, {Family: "Behar", Initials: "D"}, {Family: "Linial", Initials: "M"}},
		Journal:   study.Journal{Title: "bioRxiv"},
		Published: study.Published{Electronic: d(2025, 6, 16)}, PublicationTypes: []string{"Preprint"}, CitedBy: ptr(0),
		Links: []study.Link{{Kind: "source", URL: "https://europepmc.org/article/PPR/PPR1036694"}},
		Dates: study.Dates{Entered: d(2025, 6, 18)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSampleTitles(t *testing.T) {
	for _, tt := range []struct{ file, key, title, markup string }{
		{
			"biomcp_20614e48.json", "MED:39272813", "Rare Germline Variants in DNA Repair Genes Detected in BRCA-Negative Finnish Patients with Early-Onset Breast Cancer.",
			"Rare Germline Variants in DNA Repair Genes Detected in <i>BRCA</i>-Negative Finnish Patients with Early-Onset Breast Cancer.",
		},
		{
			"biomcp_20614e48.json", "MED:28779002", "Rare, protein-truncating variants in ATM, CHEK2 and PALB2, but not XRCC2, are associated with increased breast cancer risks.",
			"Rare, protein-truncating variants in <i>ATM</i>, <i>CHEK2</i> and <i>PALB2</i>, but not <i>XRCC2</i>, are associated with increased breast cancer risks.",
		},
	} {
		got := find(t, tt.file, tt.key).Report
		if got.Title != tt.title || got.TitleMarkup != tt.markup {
			t.Errorf("%s: %q, %q", tt.key, got.Title, got.TitleMarkup)
		}
	}
}

func TestSampleDates(t *testing.T) {
	for _, tt := range []struct {
		file, key string
		want      study.Published
	}{
		{"pyeuropepmc_search_cancer_core.json", "MED:40464630", study.Published{Print: d(2025, 8, 0), Electronic: d(2025, 8, 22)}},
		{"pyeuropepmc_search_cancer_core.json", "MED:40524053", study.Published{Electronic: d(2025, 6, 16)}},
		{"fastpaper_search.json", "MED:41744547", study.Published{Electronic: d(2026, 2, 2)}},
		{"fastpaper_search.json", "PMC:PMC13013079", study.Published{Electronic: d(2026, 3, 26)}},
		{"doaj_harvester_resp.json", "MED:12345678", study.Published{Print: d(2010, 4, 0), Electronic: d(2011, 4, 12)}},
	} {
		if diff := cmp.Diff(tt.want, find(t, tt.file, tt.key).Report.Published); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.key, diff)
		}
	}
}
