package demo_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"evidelic/demo"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

type esearchJSON struct {
	Result struct {
		Error       string   `json:"ERROR"`
		Count       string   `json:"count"`
		RetMax      string   `json:"retmax"`
		Key         string   `json:"querykey"`
		Env         string   `json:"webenv"`
		IDs         []string `json:"idlist"`
		Translation string   `json:"querytranslation"`
	} `json:"esearchresult"`
}

func esearch(t *testing.T, base string, pairs ...string) esearchJSON {
	t.Helper()
	f := form("db", "pubmed", "term", "ketamine OR psilocybin", "retmode", "json")
	for k, v := range form(pairs...) {
		f[k] = v
	}
	status, _, body := get(t, base+"/eutils/esearch.fcgi", f)
	var res esearchJSON
	if err := json.Unmarshal([]byte(body), &res); err != nil || status != http.StatusOK {
		t.Fatalf("esearch: %d %v in %.200s", status, err, body)
	}
	return res
}

var rePMID = regexp.MustCompile(`Owner="NLM"><PMID Version="1">(\d+)</PMID>`)

func pmidsIn(body string) []string {
	var out []string
	for _, m := range rePMID.FindAllStringSubmatch(body, -1) {
		out = append(out, m[1])
	}
	return out
}

// harvestPubMed does as a harvest must: it halves ranges of Entrez dates until
// they fit under the cap and fetches each from the history in pages.
func harvestPubMed(t *testing.T, base string, from, to time.Time, page int) []string {
	t.Helper()
	const slash = "2006/01/02"
	s := esearch(t, base, "usehistory", "y", "retmax", "0", "datetype", "edat", "mindate", from.Format(slash), "maxdate", to.Format(slash))
	count, err := strconv.Atoi(s.Result.Count)
	if err != nil {
		t.Fatal(err)
	}
	if count > 9999 && to.Sub(from) >= 24*time.Hour {
		mid := from.Add(to.Sub(from) / 2).Truncate(24 * time.Hour)
		return append(harvestPubMed(t, base, from, mid, page), harvestPubMed(t, base, mid.AddDate(0, 0, 1), to, page)...)
	}
	var out []string
	for start := 0; start < count; start += page {
		status, _, body := get(t, base+"/eutils/efetch.fcgi", form("db", "pubmed", "WebEnv", s.Result.Env, "query_key", s.Result.Key,
			"retstart", strconv.Itoa(start), "retmax", strconv.Itoa(page), "retmode", "xml"))
		if status != http.StatusOK {
			t.Fatalf("efetch at %d: %d %.200s", start, status, body)
		}
		out = append(out, pmidsIn(body)...)
	}
	return out
}

func TestPubMedDeliversTheTruth(t *testing.T) {
	w, base := newWorld(t, 20_000, demo.Faults{})
	want := w.Truth().Sources[study.SourcePubMed].Keys
	if len(want) <= 9999 {
		t.Fatalf("the world has %d citations: too few to test the cap", len(want))
	}
	if got := esearch(t, base).Result.Count; got != strconv.Itoa(len(want)) {
		t.Errorf("count %s, want %d", got, len(want))
	}
	got := harvestPubMed(t, base, time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC), worldDay.Truncate(24*time.Hour), 2000)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("delivered citations differ: %s", diff)
	}
}

func TestPubMedCaps(t *testing.T) {
	_, base := newWorld(t, 14_000, demo.Faults{})
	if got := esearch(t, base, "retmax", "20000").Result; got.RetMax != "9999" || len(got.IDs) != 9999 {
		t.Errorf("retmax=20000: retmax %s and %d ids, want 9,999", got.RetMax, len(got.IDs))
	}
	if got := esearch(t, base, "retstart", "9999").Result.Error; !strings.Contains(got, "'retstart' cannot be larger than 9998") {
		t.Errorf("retstart=9999: error %q", got)
	}
	s := esearch(t, base, "usehistory", "y", "retmax", "0").Result
	fetch := func(start, n string) (int, string) {
		status, _, body := get(t, base+"/eutils/efetch.fcgi", form("db", "pubmed", "WebEnv", s.Env, "query_key", s.Key, "retstart", start, "retmax", n))
		return status, body
	}
	if status, body := fetch("9999", "100"); status != http.StatusBadRequest || !strings.Contains(body, "<ERROR>") {
		t.Errorf("efetch beyond the cap: %d %.200s, want 400 and an ERROR", status, body)
	}
	if status, body := fetch("9900", "100"); status != http.StatusOK || len(pmidsIn(body)) != 99 {
		t.Errorf("efetch across the cap: %d and %d records, want 200 and 99", status, len(pmidsIn(body)))
	}
}

func TestPubMedHistoryExpires(t *testing.T) {
	w, base := newWorld(t, 50, demo.Faults{})
	s := esearch(t, base, "usehistory", "y").Result
	f := form("db", "pubmed", "WebEnv", s.Env, "query_key", s.Key)
	if _, _, body := get(t, base+"/eutils/efetch.fcgi", f); len(pmidsIn(body)) == 0 {
		t.Fatal("nothing in the history")
	}
	w.ExpireHistory()
	if status, _, body := get(t, base+"/eutils/efetch.fcgi", f); status != http.StatusBadRequest || !strings.Contains(body, "Unable to obtain query") {
		t.Errorf("expired: %d %s", status, body)
	}
}

func TestPubMedQueries(t *testing.T) {
	w, base := newWorld(t, 1000, demo.Faults{})
	keys := w.Truth().Sources[study.SourcePubMed].Keys
	all := strconv.Itoa(len(keys))
	for _, tt := range []struct {
		name  string
		ask   []string
		count string
	}{
		{"any term finds all", []string{"term", "(x[tiab] OR y*[tiab]) NOT z"}, all},
		{"one id", []string{"term", keys[3] + "[uid]"}, "1"},
		{"two ids", []string{"term", keys[3] + "[pmid] OR " + keys[5] + "[uid]"}, "2"},
		{"dates in the term", []string{"term", `x AND ("1960/01/01"[edat] : "3000"[edat])`}, all},
		{"no record is that old", []string{"term", "x", "datetype", "pdat", "mindate", "1900", "maxdate", "1950/12"}, "0"},
		{"reldate", []string{"term", "x", "datetype", "mdat", "reldate", "100000"}, all},
	} {
		if got := esearch(t, base, tt.ask...).Result; got.Count != tt.count || got.Error != "" {
			t.Errorf("%s: count %s, error %q; want %s", tt.name, got.Count, got.Error, tt.count)
		}
	}
	for name, ask := range map[string][]string{
		"unpaired date": {"mindate", "2020"}, "no date": {"mindate", "soon", "maxdate", "later"}, "wrong datetype": {"datetype", "odat", "mindate", "2020", "maxdate", "2021"},
		"no term": {"term", " "}, "other database": {"db", "gene"}, "number": {"retstart", "-1"},
	} {
		if got := esearch(t, base, ask...).Result.Error; got == "" {
			t.Errorf("%s: no error", name)
		}
	}
	got := esearch(t, base, "term", "a", "datetype", "edat", "mindate", "2020/01/01", "maxdate", "2020/12/31").Result.Translation
	if want := "(a) AND 2020/01/01:2020/12/31[Date - Entry]"; got != want {
		t.Errorf("translation %q, want %q", got, want)
	}
}

func TestPubMedFormsAgree(t *testing.T) {
	_, base := newWorld(t, 300, demo.Faults{})
	want := esearch(t, base, "retmax", "100").Result.IDs
	_, h, body := get(t, base+"/eutils/esearch.fcgi", form("db", "pubmed", "term", "x", "retmax", "100"))
	var res struct {
		IDs []string `xml:"IdList>Id"`
	}
	if err := xml.Unmarshal([]byte(body), &res); err != nil || !strings.HasPrefix(h.Get("Content-Type"), "text/xml") {
		t.Fatalf("%v, %s", err, h.Get("Content-Type"))
	}
	if diff := cmp.Diff(want, res.IDs); diff != "" {
		t.Errorf("XML and JSON differ: %s", diff)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/eutils/efetch.fcgi?db=pubmed", strings.NewReader(form("id", "1,"+strings.Join(want, ",")+",junk").Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, _, body = do(t, req)
	if diff := cmp.Diff(want, pmidsIn(body)); diff != "" {
		t.Errorf("POST by id: %s", diff)
	}
	if status, _, body := get(t, base+"/eutils/efetch.fcgi", form("db", "pubmed", "id", "12345")); status != http.StatusOK || len(pmidsIn(body)) != 0 || !strings.Contains(body, "<PubmedArticleSet>") {
		t.Errorf("an unknown id: %d %s, want an empty set", status, body)
	}
}

// orders are the children of elements in the order of NLM's DTD of 2025.
var orders = map[string]string{
	"MedlineCitation": "PMID DateCompleted DateRevised Article MedlineJournalInfo ChemicalList SupplMeshList CitationSubset CommentsCorrectionsList GeneSymbolList MeshHeadingList NumberOfReferences PersonalNameSubjectList OtherID OtherAbstract KeywordList CoiStatement SpaceFlightMission InvestigatorList GeneralNote",
	"Article":         "Journal ArticleTitle Pagination ELocationID Abstract AuthorList Language DataBankList GrantList PublicationTypeList VernacularTitle ArticleDate",
	"Author":          "LastName ForeName Initials Suffix CollectiveName Identifier AffiliationInfo",
	"Journal":         "ISSN JournalIssue Title ISOAbbreviation",
	"PubmedData":      "History PublicationStatus ArticleIdList ObjectList ReferenceList",
	"Grant":           "GrantID Acronym Agency Country",
	"PubDate":         "Year Month Day Season MedlineDate",
	"AbstractText":    "i sub sup b u", "ArticleTitle": "i sub sup b u", "VernacularTitle": "i sub sup b u",
}

func TestPubMedXMLFollowsTheDTD(t *testing.T) {
	w, base := newWorld(t, 3000, demo.Faults{})
	keys := w.Truth().Sources[study.SourcePubMed].Keys
	_, _, body := get(t, base+"/eutils/efetch.fcgi", form("db", "pubmed", "id", strings.Join(keys, ",")))
	seen := map[string]int{}
	type open struct {
		name string
		last int
	}
	stack := []open{{}}
	for dec := xml.NewDecoder(strings.NewReader(body)); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch el := tok.(type) {
		case xml.StartElement:
			top := &stack[len(stack)-1]
			if order, ok := orders[top.name]; ok {
				at := slices.Index(strings.Fields(order), el.Name.Local)
				free := strings.HasPrefix(order, "i ") // mixed content has no order
				if at < 0 || at < top.last && !free {
					t.Fatalf("%s stands in the wrong place of %s", el.Name.Local, top.name)
				}
				top.last = at
			}
			seen[el.Name.Local]++
			stack = append(stack, open{name: el.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	for _, want := range []string{"i", "sub", "sup", "MedlineDate", "Season", "VernacularTitle", "CollectiveName", "Suffix", "Identifier", "DataBankList", "GrantList", "CoiStatement",
		"CopyrightInformation", "MeshHeading", "QualifierName", "Keyword", "OtherAbstract", "CommentsCorrections", "EndPage", "ReferenceList"} {
		if seen[want] == 0 {
			t.Errorf("no %s in 3,000 studies", want)
		}
	}
	if seen["PubmedArticle"] != len(keys) || seen["Abstract"] == len(keys) {
		t.Errorf("%d articles with %d abstracts; want %d articles, fewer abstracts", seen["PubmedArticle"], seen["Abstract"], len(keys))
	}
	for _, part := range strings.Split(body, "</Abstract>")[:200] {
		if i := strings.LastIndex(part, "<Abstract>"); i >= 0 && !strings.Contains(part[i:], demo.Disclaimer) {
			t.Fatalf("an abstract does not say that it is synthetic: %s", part[i:])
		}
	}
}
