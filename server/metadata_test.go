package server

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestStudyAnswersInTheFormAskedFor(t *testing.T) {
	s := newTestServer(t, nil)
	for _, tc := range []struct {
		name, id, accept string
		status           int
		media, holds     string
	}{
		{"a browser", "evbbbbbb2", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200, "text/html", "<h1>"},
		{"nothing said", "evbbbbbb2", "", 200, "text/html", "<h1>"},
		{"anything", "evbbbbbb2", "*/*", 200, "text/html", "<h1>"},
		{"BibTeX", "evbbbbbb2", "application/x-bibtex", 200, "application/x-bibtex", "@article{"},
		{"CSL-JSON", "evbbbbbb2", "application/vnd.citationstyles.csl+json", 200, "application/vnd.citationstyles.csl+json", `"type":"article-journal"`},
		{"RIS", "evbbbbbb2", "application/x-research-info-systems, text/html;q=0.5", 200, "application/x-research-info-systems", "TY  - JOUR"},
		{"NBIB", "evbbbbbb2", "application/nbib", 200, "application/nbib", "PMID- 900001"},
		{"NBIB without a PMID", "evdddddd4", "application/nbib", 406, "text/html", "application/x-bibtex"},
		{"JSON", "evbbbbbb2", "application/json", 200, "application/json", `"abstract":"BACKGROUND: `},
		{"an exact type goes before a wildcard", "evbbbbbb2", "*/*;q=0.9, text/html;q=0.1, application/x-bibtex", 200, "application/x-bibtex", "@article"},
		{"refused", "evbbbbbb2", "text/html;q=0, application/x-bibtex;q=0.2", 200, "application/x-bibtex", "@article"},
		{"none of them", "evbbbbbb2", "image/png", 406, "text/html", "application/x-bibtex"},
		{"not a header", "evbbbbbb2", "nonsense", 200, "text/html", "<h1>"},
		{"retracted", "evaaaaaa1", "application/x-research-info-systems", 200, "application/x-research-info-systems", "RETRACTED"},
	} {
		req := httptest.NewRequest(http.MethodGet, "/study/"+tc.id, nil)
		req.Header.Set("Accept", tc.accept)
		rec := httptest.NewRecorder()
		s.Handler().ServeHTTP(rec, req)
		body := strings.ReplaceAll(rec.Body.String(), `": "`, `":"`)
		if rec.Code != tc.status || !strings.HasPrefix(rec.Header().Get("Content-Type"), tc.media) || !strings.Contains(body, tc.holds) {
			t.Errorf("%s: got %d %s %.200s", tc.name, rec.Code, rec.Header().Get("Content-Type"), body)
		}
		if rec.Header().Get("Vary") == "" {
			t.Errorf("%s: no Vary", tc.name)
		}
	}
}

func TestHighwireTags(t *testing.T) {
	s := newTestServer(t, nil)
	meta := regexp.MustCompile(`<meta name="(citation_[a-z_]+)" content="([^"]*)">`)
	tags := func(id string) (out []string) {
		for _, m := range meta.FindAllStringSubmatch(get(t, s, "/study/"+id).Body.String(), -1) {
			out = append(out, m[1]+"="+html.UnescapeString(m[2]))
		}
		return out
	}
	got := strings.Join(tags("evbbbbbb2"), "\n")
	for _, want := range []string{
		"citation_author=van der Berg, Anna\ncitation_author_institution=Institute of Examples, Utrecht\ncitation_author_orcid=https://orcid.org/0000-0002-1825-0097\ncitation_author=Okafor, CN",
		"citation_author=The Example Trial Group", "citation_journal_title=Journal of Invented Psychiatry\ncitation_journal_abbrev=J Invent Psychiatry\ncitation_issn=1234-567X",
		"citation_publication_date=2024/04\ncitation_online_date=2024/02/09\ncitation_volume=12\ncitation_issue=3\ncitation_firstpage=132\ncitation_lastpage=42",
		"citation_doi=10.1002/(sici)1097<1::aid>3.0.co;2-#\ncitation_pmid=900001\ncitation_language=eng",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the tags lack\n%s\nin\n%s", want, got)
		}
	}
	got = strings.Join(tags("evdddddd4"), "\n")
	if !strings.Contains(got, "citation_technical_report_institution=ClinicalTrials.gov\ncitation_technical_report_number=NCT09999999\ncitation_publication_date=2023/05/01") {
		t.Errorf("a registration: %s", got)
	}
	if got := tags("evaaaaaa1"); len(got) == 0 || got[0] != "citation_title=[Retracted] MDMA-assisted therapy for PTSD: an invented retracted study" {
		t.Errorf("a retracted study: %v", got)
	}
}

func TestListsCarryCOinS(t *testing.T) {
	body := get(t, newTestServer(t, nil), "/search?q=ketamine").Body.String()
	spans := regexp.MustCompile(`<span class="Z3988" title="([^"]*)"></span>`).FindAllStringSubmatch(body, -1)
	if len(spans) != strings.Count(body, `<article class="hit`) {
		t.Fatalf("%d spans for %d studies", len(spans), strings.Count(body, `<article class="hit`))
	}
	byTitle := map[string]url.Values{}
	for _, m := range spans {
		v, err := url.ParseQuery(html.UnescapeString(m[1]))
		if err != nil || v.Get("ctx_ver") != "Z39.88-2004" {
			t.Fatalf("%q: %v", m[1], err)
		}
		byTitle[v.Get("rft.atitle")+v.Get("rft.title")] = v
	}
	v := byTitle["Oral ketamine for treatment-resistant depression: a randomised, placebo-controlled trial of H2O intake"]
	if v.Get("rft.jtitle") != "Journal of Invented Psychiatry" || v.Get("rft.date") != "2024-04" || len(v["rft.au"]) != 4 || v["rft_id"][0] != "info:doi/10.1002/(sici)1097<1::aid>3.0.co;2-#" || v["rft_id"][1] != "info:pmid/900001" {
		t.Errorf("the trial: %v", v)
	}
	if v := byTitle["Sublingual ketamine at home for depression"]; v.Get("rft.type") != "report" {
		t.Errorf("the registration: %v", v)
	}
	if _, ok := byTitle["[Retracted] MDMA-assisted therapy for PTSD: an invented retracted study"]; !ok {
		t.Error("the retracted study does not say so")
	}
}

func TestOneBannerForOneRetraction(t *testing.T) {
	s := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) {
		again := l.studies[1].Notices[1]
		again.Source = "europepmc"
		l.studies[1].Notices = append(l.studies[1].Notices, again)
	})
	body := get(t, s, "/study/evaaaaaa1").Body.String()
	if got := strings.Count(body, `<section class="notice grave"`); got != 1 {
		t.Errorf("banners: got %d, want 1", got)
	}
	if !strings.Contains(body, "Said by PubMed") || !strings.Contains(body, "Said by Europe PMC") {
		t.Error("the banner does not name both sources")
	}
}

func FuzzAcceptRanges(f *testing.F) {
	f.Add("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	f.Add("a/b;q=1e309, ;;q=,/,*/*;q=-1")
	f.Fuzz(func(t *testing.T, header string) {
		for _, r := range acceptRanges(header) {
			if r.q < 0 || r.q > 1 || r.q != r.q {
				t.Fatalf("%q: weight %v", header, r.q)
			}
		}
	})
}
