package server

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"evidelic/study"
)

// zoteroItem is what Zotero saves of a page.
type zoteroItem struct {
	Type, Title, Publication, Abbrev, Volume, Issue, Pages, Date, DOI, PMID, ISSN, Language, URL, Institution, Number string
	Creators                                                                                                          []string // "family|given", a group in one piece
}

// Zotero's translator "Embedded Metadata": which tag makes which type of item, and
// which fills which field (the first that is there).
var (
	embeddedTypes = [][2]string{{"citation_journal_title", "journalArticle"}, {"citation_technical_report_institution", "report"},
		{"citation_conference_title", "conferencePaper"}, {"citation_dissertation_institution", "thesis"}, {"citation_inbook_title", "bookSection"}, {"citation_book_title", "bookSection"}}
	embeddedFields = map[string][]string{"title": {"citation_title"}, "publication": {"citation_journal_title", "citation_inbook_title", "citation_book_title"},
		"abbrev": {"citation_journal_abbrev"}, "volume": {"citation_volume"}, "issue": {"citation_issue"}, "date": {"citation_publication_date", "citation_date", "citation_online_date", "citation_year"},
		"doi": {"citation_doi"}, "pmid": {"citation_pmid"}, "issn": {"citation_issn"}, "language": {"citation_language"}, "url": {"citation_abstract_html_url", "citation_fulltext_html_url"},
		"institution": {"citation_technical_report_institution"}, "number": {"citation_technical_report_number"}}
)

// embedded reads a page by the rules of "Embedded Metadata".
func embedded(doc *html.Node) zoteroItem {
	tags := map[string][]string{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "meta" && strings.HasPrefix(attribute(n, "name"), "citation_") {
			tags[attribute(n, "name")] = append(tags[attribute(n, "name")], attribute(n, "content"))
		}
	}
	field := func(name string) string {
		for _, tag := range embeddedFields[name] {
			if v := tags[tag]; len(v) > 0 {
				return v[0]
			}
		}
		return ""
	}
	it := zoteroItem{Type: "webpage", Title: field("title"), Publication: field("publication"), Abbrev: field("abbrev"), Volume: field("volume"), Issue: field("issue"), Date: field("date"),
		DOI: field("doi"), PMID: field("pmid"), ISSN: field("issn"), Language: field("language"), URL: field("url"), Institution: field("institution"), Number: field("number")}
	for _, t := range slices.Backward(embeddedTypes) {
		if len(tags[t[0]]) > 0 {
			it.Type = t[1]
		}
	}
	if first := tags["citation_firstpage"]; len(first) > 0 {
		it.Pages = strings.Join(append(first[:1:1], tags["citation_lastpage"]...), "-")
	}
	for _, a := range tags["citation_author"] {
		it.Creators = append(it.Creators, creator(a))
	}
	return it
}

// creator splits a name at its comma; without one it is taken as it stands.
func creator(s string) string {
	family, given, ok := strings.Cut(s, ",")
	if !ok {
		return s
	}
	return family + "|" + strings.TrimSpace(given)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// coinsOf reads the spans of a page by the rules of Zotero's parseContextObject.
func coinsOf(t *testing.T, doc *html.Node) []zoteroItem {
	var out []zoteroItem
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "span" || !slices.Contains(strings.Fields(attribute(n, "class")), "Z3988") {
			continue
		}
		v, err := url.ParseQuery(attribute(n, "title"))
		if err != nil || v.Get("ctx_ver") != "Z39.88-2004" {
			t.Fatalf("%q: %v", attribute(n, "title"), err)
		}
		out = append(out, contextObject(v))
	}
	return out
}

func contextObject(v url.Values) zoteroItem {
	format := v.Get("rft_val_fmt")
	it := zoteroItem{Title: v.Get("rft.title"), Publication: v.Get("rft.jtitle"), Volume: v.Get("rft.volume"), Issue: v.Get("rft.issue"), Date: v.Get("rft.date"), ISSN: v.Get("rft.issn"),
		Institution: v.Get("rft.publisher"), Pages: v.Get("rft.pages")}
	switch {
	case format == "info:ofi/fmt:kev:mtx:journal":
		it.Type, it.Title = "journalArticle", v.Get("rft.atitle")
	case format == "info:ofi/fmt:kev:mtx:book" && v.Get("rft.genre") == "bookitem":
		it.Type, it.Title, it.Publication = "bookSection", v.Get("rft.atitle"), v.Get("rft.btitle")
	case format == "info:ofi/fmt:kev:mtx:book":
		it.Type, it.Title = "book", firstOf(v.Get("rft.btitle"), v.Get("rft.title"))
	case format == "info:ofi/fmt:kev:mtx:dc":
		it.Type = v.Get("rft.type")
	}
	if first := v.Get("rft.spage"); first != "" && it.Pages == "" {
		it.Pages = first
		if last := v.Get("rft.epage"); last != "" {
			it.Pages += "-" + last
		}
	}
	for _, id := range v["rft_id"] {
		switch {
		case strings.HasPrefix(id, "info:doi/"):
			it.DOI = id[len("info:doi/"):]
		case strings.HasPrefix(id, "info:pmid/"):
			it.PMID = id[len("info:pmid/"):]
		}
	}
	for _, a := range append(v["rft.au"], v["rft.creator"]...) {
		it.Creators = append(it.Creators, creator(a))
	}
	return it
}

func TestZoteroTakesBooks(t *testing.T) {
	st := study.Study{Report: study.Report{Kind: study.KindBook, Title: "Dosing", Pages: "12-34", Authors: []study.Author{{Family: "Ng", Given: "Yu-Chen"}},
		Book: &study.Book{Title: "Handbook of examples", Publisher: "Example Press", ISBN: []string{"9783000000001"}}}}
	read := func() zoteroItem {
		v, err := url.ParseQuery(coins(&st))
		if err != nil {
			t.Fatal(err)
		}
		return contextObject(v)
	}
	if got := read(); got.Type != "bookSection" || got.Title != "Dosing" || got.Publication != "Handbook of examples" || got.Pages != "12-34" || !slices.Equal(got.Creators, []string{"Ng|Yu-Chen"}) {
		t.Errorf("a chapter: %+v", got)
	}
	st.Book.Title = st.Title
	if got := read(); got.Type != "book" || got.Title != "Dosing" {
		t.Errorf("a book: %+v", got)
	}
}

func page(t *testing.T, s *Server, target string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(get(t, s, target).Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// reZoteroDOI is how Zotero's translator "DOI" finds identifiers in the text of a
// page that has nothing better.
var reZoteroDOI = regexp.MustCompile(`\b10\.[0-9]{4,}/[^\s&"']*[^\s&"'.,]`)

func TestZoteroFindsTheDOIInTheText(t *testing.T) {
	var text strings.Builder
	for n := range page(t, newTestServer(t, nil), "/study/evaaaaaa1").Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			text.WriteString(n.Data + " ")
		}
	}
	if found := reZoteroDOI.FindAllString(text.String(), -1); !slices.Contains(found, "10.9999/ret.1") {
		t.Errorf("found %q", found)
	}
}

func TestZoteroSavesAStudyPage(t *testing.T) {
	s := newTestServer(t, nil)
	got := embedded(page(t, s, "/study/evbbbbbb2"))
	want := zoteroItem{Type: "journalArticle", Title: "Oral ketamine for treatment-resistant depression: a randomised, placebo-controlled trial of H2O intake",
		Publication: "Journal of Invented Psychiatry", Abbrev: "J Invent Psychiatry", Volume: "12", Issue: "3", Pages: "132-42", Date: "2024/04", DOI: "10.1002/(sici)1097<1::aid>3.0.co;2-#",
		PMID: "900001", ISSN: "1234-567X", Language: "eng", URL: got.URL, Creators: []string{"van der Berg|Anna", "Okafor|CN", "Smith|J", "The Example Trial Group"}}
	if diff := cmp.Diff(want, got); diff != "" || !strings.HasSuffix(got.URL, "/study/evbbbbbb2") {
		t.Errorf("the trial at %q (-want +got):\n%s", got.URL, diff)
	}
	got = embedded(page(t, s, "/study/evdddddd4"))
	if got.Type != "report" || got.Institution != "ClinicalTrials.gov" || got.Number != "NCT09999999" || got.Title == "" || got.Date == "" {
		t.Errorf("the registration: %+v", got)
	}
	for _, st := range fakeStudies() {
		got := embedded(page(t, s, "/study/"+st.ID))
		if !strings.HasSuffix(got.Title, st.Title) || len(got.Creators) != len(st.Authors) || got.DOI != st.IDs.DOI {
			t.Errorf("%s: %+v", st.ID, got)
		}
		if st.Retracted() && !strings.HasPrefix(got.Title, "[Retracted]") {
			t.Errorf("%s is retracted: %s", st.ID, got.Title)
		}
	}
}

func TestZoteroSavesAList(t *testing.T) {
	s := newTestServer(t, nil)
	doc := page(t, s, "/search?q=ketamine")
	items := coinsOf(t, doc)
	if len(items) < 3 {
		t.Fatalf("%d items in the list", len(items))
	}
	for _, it := range items {
		if it.Type == "" || it.Title == "" {
			t.Errorf("an item without type or title: %+v", it)
		}
	}
	i := slices.IndexFunc(items, func(it zoteroItem) bool { return it.PMID == "900001" })
	if i < 0 {
		t.Fatal("the trial is not in the list")
	}
	got := items[i]
	if got.Type != "journalArticle" || got.Publication != "Journal of Invented Psychiatry" || got.Volume != "12" || got.Issue != "3" || !strings.HasPrefix(got.Pages, "132") ||
		got.Date != "2024-04" || got.DOI == "" || got.ISSN != "1234-567X" || len(got.Creators) != 4 || got.Creators[0] != "van der Berg|Anna" {
		t.Errorf("the trial: %+v", got)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "abbr" && strings.Contains(attribute(n, "class"), "unapi-id") {
			t.Error("an unAPI identifier without a server: Zotero would ask in vain")
		}
	}
}
