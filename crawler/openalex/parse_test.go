package openalex

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

func page(works ...string) []byte {
	return []byte(`{"meta":{"count":1,"next_cursor":null},"results":[` + strings.Join(works, ",") + `]}`)
}

func parseOne(t *testing.T, w string) study.Report {
	t.Helper()
	a, err := Parse(page(w))
	if err != nil || len(a.Records) != 1 {
		t.Fatalf("%d records, failed %v, error %v", len(a.Records), a.Failed, err)
	}
	return a.Records[0].Report
}

func TestWork(t *testing.T) {
	got := parseOne(t, `{"id":"https://openalex.org/W123","doi":"https://doi.org/10.5555/A","title":"Oral <i>S</i>-ketamine","type":"review",
		"ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/38011560","pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/5815332"},
		"publication_date":"2025-01-01","language":"en","cited_by_count":3,"is_retracted":true,
		"primary_location":{"id":"doi:10.5555/a","landing_page_url":"https://doi.org/10.5555/a","license":"cc-by-nc","version":"publishedVersion",
			"source":{"display_name":"J Things","issn":["1234-5678"],"type":"journal"}},
		"locations":[{"id":"doi:10.5555/a","version":"publishedVersion"},{"id":"doi:10.1101/p","version":"submittedVersion"},{"id":"pmid:1","version":"publishedVersion"}],
		"authorships":[{"author":{"display_name":"Jane van Doe","orcid":"https://orcid.org/0000-0002-1825-0097"},"raw_affiliation_strings":["Univ. of X"]}],
		"biblio":{"volume":"4","issue":null,"first_page":"48","last_page":"62"},
		"abstract_inverted_index":{"Abstract":[0],"P<0.001":[3],"was":[2],"Ketamine":[1],"good.":[4]},
		"mesh":[{"descriptor_ui":"D007649","descriptor_name":"Ketamine","qualifier_ui":"Q1","qualifier_name":"therapeutic use","is_major_topic":true}],
		"awards":[{"funder_award_id":"and","funder_display_name":"Fund"},{"funder_award_id":"A1","funder_display_name":"Fund"}],"funders":[{"display_name":"Fund"},{"display_name":"Other"}],
		"updated_date":"2026-03-25T14:56:36.5"}`)
	n := 3
	want := study.Report{
		Kind: study.KindArticle, IDs: study.IDs{OpenAlex: "W123", DOI: "10.5555/a", PMID: "38011560", PMCID: "PMC5815332"},
		Title: "Oral S-ketamine", TitleMarkup: "Oral <i>S</i>-ketamine",
		Authors: []study.Author{{Family: "van Doe", Given: "Jane", ORCID: "0000-0002-1825-0097", Affiliations: []string{"Univ. of X"}}},
		Journal: study.Journal{Title: "J Things", ISSN: []string{"1234-5678"}}, Volume: "4", Pages: "48-62",
		Published: study.Published{Electronic: study.Date{Year: 2025}}, Languages: []string{"eng"}, PublicationTypes: []string{"Review"},
		Abstract:  []study.Section{{Text: "Ketamine was P<0.001 good."}},
		MeSH:      []study.Heading{{Name: "Ketamine", UI: "D007649", Qualifiers: []study.Qualifier{{Name: "therapeutic use", UI: "Q1", Major: true}}}},
		Grants:    []study.Grant{{ID: "A1", Agency: "Fund"}, {Agency: "Other"}},
		License:   study.License{Code: "cc-by-nc"},
		Relations: []study.Relation{{Type: study.UpdateOf, Target: study.Ref{DOI: "10.1101/p"}}},
		Notices:   []study.Notice{{Type: study.NoticeRetraction, Source: "openalex", Detail: "is_retracted"}},
		Links:     []study.Link{{Kind: "source", URL: "https://openalex.org/W123"}, {Kind: "publisher", URL: "https://doi.org/10.5555/a"}},
		CitedBy:   &n, Dates: study.Dates{Revised: study.Date{Year: 2026, Month: 3, Day: 25}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestKinds(t *testing.T) {
	p := parseOne(t, `{"id":"W1","doi":"https://doi.org/10.1101/p","title":"P","type":"preprint","ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/1"},
		"primary_location":{"version":"publishedVersion"},"locations":[{"id":"doi:10.5555/a","version":"publishedVersion"}]}`)
	if p.Kind != study.KindPreprint || p.IDs.PMID != "" || p.Relations[0].Type != study.UpdateIn {
		t.Errorf("a preprint: %s, ids %+v, relations %v: the PMID may be its article's", p.Kind, p.IDs, p.Relations)
	}
	n := parseOne(t, `{"id":"W1","title":"Retraction: P","type":"retraction","is_retracted":true}`)
	if n.Kind != study.KindNotice || len(n.Notices) > 0 {
		t.Errorf("a notice: %s with notices %v", n.Kind, n.Notices)
	}
	if l := parseOne(t, `{"id":"W1","title":"T","primary_location":{"license":"cc-by-but-not"}}`).License; l.Open() {
		t.Errorf("licence %+v is open", l)
	}
}

func TestFailures(t *testing.T) {
	a, err := Parse(page(
		`{"id":"https://openalex.org/A1","title":"T"}`, `{"id":"W2"}`, `{"id":"W3","title":"T","abstract_inverted_index":{"a":[20000]}}`,
		`{"id":"W4","title":"T","abstract_inverted_index":{"a":[1],"b":[1]}}`, `{"id":"W5","title":["T"]}`, `{"id":"W6","title":"T","abstract_inverted_index":{"late":[2]}}`))
	if err != nil || len(a.Records) != 1 || a.Size != 6 || a.Records[0].Report.Abstract[0].Text != "late" {
		t.Fatalf("%+v, %v", a, err)
	}
	var got []string
	for _, f := range a.Failed {
		got = append(got, f.Key+" "+f.Reason)
	}
	want := []string{
		` id: "https://openalex.org/A1" names no work`, "W2 title: the work has none",
		`W3 abstract_inverted_index: place 20000 of "a" is not between 0 and 19999`, "W4 abstract_inverted_index: two words at place 1",
		"W5 title: did not expect a JSON array here",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "<html>", "{", "{}", `{"results":[]}`} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%q is read as a page", bad)
		}
	}
}

func TestSamples(t *testing.T) {
	for file, n := range map[string]int{"fastpaper_search.json": 3, "commonmetapy_test_get_random_id_from_openalex_2.json": 5, "doc_cursor_meta.json": 0} {
		a, err := Parse(sourcetest.Sample(t, "openalex/"+file))
		if err != nil || len(a.Records) != n || len(a.Failed) > 0 {
			t.Errorf("%s: %d records, failed %v, error %v", file, len(a.Records), a.Failed, err)
		}
	}
	for file, want := range map[string]string{"errors_invalid_filter.json": "refused: Invalid filter: Unknown filter field", "errors_url_too_long.json": "refused: Request URL too long"} {
		var refused *RefusedError
		if _, err := Parse(sourcetest.Sample(t, "openalex/"+file)); !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
	}
	a, err := Parse(sourcetest.Sample(t, "openalex/doc_cursor_meta.json"))
	if err != nil || a.Total != 8695857 || !strings.HasPrefix(a.Next, "IlsxNjA5") {
		t.Errorf("a cursor page: %d works, next %q, %v", a.Total, a.Next, err)
	}
}

// TestSampleWorks reads single works and lines of a snapshot.
func TestSampleWorks(t *testing.T) {
	works := []string{string(sourcetest.Sample(t, "openalex/goopenalex_W2741809807.json")), string(sourcetest.Sample(t, "openalex/commonmetapy_test_journal_article.json")),
		string(sourcetest.Sample(t, "openalex/commonmetapy_test_posted_content.json"))}
	peerj := parseOne(t, works[0])
	if want := (study.IDs{PMID: "29456894", PMCID: "PMC5815332", DOI: "10.7717/peerj.4375", OpenAlex: "W2741809807"}); peerj.IDs != want {
		t.Errorf("ids %+v, want %+v", peerj.IDs, want)
	}
	if text := peerj.AbstractText(); !strings.HasPrefix(text, "Despite growing interest in Open Access (OA) to scholarly literature,") || len(text) < 1000 {
		t.Errorf("abstract: %.200q", text)
	}
	if plos := parseOne(t, works[1]); plos.License.Code != "cc-by" || len(plos.MeSH) == 0 || plos.Journal.Title != "PLoS ONE" || len(plos.Grants) == 0 {
		t.Errorf("PLOS: licence %v, %d headings, journal %q, grants %v", plos.License, len(plos.MeSH), plos.Journal.Title, plos.Grants)
	}
	if p := parseOne(t, works[2]); p.Kind != study.KindPreprint || p.IDs.DOI != "10.1101/097196" {
		t.Errorf("preprint: %s %+v", p.Kind, p.IDs)
	}
	lines := strings.Split(strings.TrimSpace(string(sourcetest.Sample(t, "openalex/goopenalex_snapshot_part_000.jsonl"))), "\n")
	a, err := Parse(page(lines...))
	if err != nil || len(a.Records)+len(a.Failed) != len(lines) || len(a.Records) < 10 {
		t.Errorf("%d of %d lines, failed %v, error %v", len(a.Records), len(lines), a.Failed, err)
	}
	for _, f := range a.Failed { // grants, which the snapshot counts among works
		if f.Reason != "title: the work has none" {
			t.Errorf("%s: %s", f.Key, f.Reason)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(page(`{"id":"https://openalex.org/W1","title":"T","abstract_inverted_index":{"a":[0,2],"b":[1]},"publication_date":"2025-02-03"}`))
	f.Add(page(`{"id":"W1","title":"<b>T","ids":{"pmid":"x/1"},"primary_location":{"version":"publishedVersion","source":null},"updated_date":"2026-01-01T"}`))
	f.Add([]byte(`{"error":"Invalid","message":"no"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := Parse(body)
		if err != nil && len(a.Records) > 0 {
			t.Error("an error and records")
		}
		if len(a.Records)+len(a.Failed) != a.Size {
			t.Errorf("%d records and %d failures of %d", len(a.Records), len(a.Failed), a.Size)
		}
		for _, r := range a.Records {
			if !reKey.MatchString(r.Key) || r.Report.Title == "" || !json.Valid(r.Raw) {
				t.Errorf("record %q, title %q", r.Key, r.Report.Title)
			}
		}
	})
}
