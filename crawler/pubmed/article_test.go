package pubmed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func fixture(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestArticle reads a made citation with every element that the DTD knows.
func TestArticle(t *testing.T) {
	src := fixture(t, "article.xml")
	records, _, failed, err := readAll(t, "article.xml", src)
	if err != nil || len(failed) != 0 || len(records) != 1 {
		t.Fatalf("got %d records, failed %v, error %v", len(records), failed, err)
	}
	got := records[0]
	if !strings.HasPrefix(string(got.Raw), "<PubmedArticle>") || !strings.HasSuffix(string(got.Raw), "</PubmedArticle>") || got.RawType != "application/xml" {
		t.Errorf("got raw %.40q … of type %s, want the article's own XML", got.Raw, got.RawType)
	}
	got.Raw, got.RawType = nil, ""
	if diff := cmp.Diff(wantArticle(), got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

func wantArticle() study.Record {
	retraction := study.Ref{PMID: "90000002", DOI: "10.5555/retract.1", Text: "Ann Invent Med. 2031 Mar 7;12(5):200. doi: 10.5555/Retract.1."}
	erratum := study.Ref{Text: "Ann Invent Med 2031 Feb;12(4):150"}
	concern := study.Ref{Text: "Ann Invent Med. 2031;12(4):151"}
	preprint := study.Ref{PMID: "90000003", Text: "medRxiv. 2030 Jun 01:"}
	comment := study.Ref{PMID: "90000004", Text: "Nobody Reads. 2031 Mar-Apr;1(1):1"}
	date := func(y, m, d int) study.Date { return study.Date{Year: y, Month: m, Day: d} }
	return study.Record{Source: "pubmed", Key: "90000001", Revision: "2031-04-05 02 7", Report: study.Report{
		Kind:        study.KindArticle,
		IDs:         study.IDs{PMID: "90000001", PMCID: "PMC9999999", DOI: "10.5555/aim.2031.1", DOIPrinted: "10.5555/AIM.2031.1"},
		Title:       "Made-up R-ketamine & 5-HT2A: a trial with P<0.05",
		TitleMarkup: "Made-up <i>R</i>-ketamine &amp; 5-HT<sub>2A</sub>: a <b>trial</b> with P&lt;0.05",
		Authors: []study.Author{
			{Family: "van der Testen", Given: "Ada-Maria B", Initials: "AB", Suffix: "3rd", ORCID: "0000-0002-1825-0097",
				Affiliations: []string{"First Institute, Nowhere.", "Second Institute, Nowhere."}},
			{Family: "Özil", Given: "Ü", Initials: "Ü", ORCID: "0000-0001-5109-3700"},
			{Collective: "The Invented Trial Group"},
		},
		Journal: study.Journal{Title: "Annals of invented medicine", Abbrev: "Ann Invent Med", ISSN: []string{"2999-123X", "2999-1234"}, NLMID: "9999999", Country: "Utopia"},
		Volume:  "12", Issue: "3 Suppl 1", Pages: "101-9",
		Published: study.Published{Print: date(2031, 1, 0), Electronic: date(2030, 12, 24)},
		Abstract: []study.Section{
			{Label: "BACKGROUND AND AIMS", Category: "BACKGROUND", Text: "Invented text about S-ketamine at 0.5 mg/kg."},
			{Label: "METHODS", Category: "METHODS", Text: "Peak Cmax=12 ng/mL. y Then rest."},
			{Text: "Last words here <kept> ."},
		},
		OtherAbstract: []study.Abstract{
			{Type: "plain-language-summary", Language: "eng", Sections: []study.Section{{Text: "In plain words, invented."}}},
			{Type: "Publisher", Language: "ger", Sections: []study.Section{{Label: "HINTERGRUND", Text: "Erfundener Text."}}},
		},
		Languages:        []string{"eng", "ger"},
		PublicationTypes: []string{"Journal Article", "Randomized Controlled Trial", "Retracted Publication"},
		MeSH: []study.Heading{
			{Name: "Ketamine", UI: "D007649", Qualifiers: []study.Qualifier{
				{Name: "therapeutic use", UI: "Q000627", Major: true}, {Name: "adverse effects", UI: "Q000009"}}},
			{Name: "Humans", UI: "D006801"},
			{Name: "Depressive Disorder, Treatment-Resistant", UI: "D061218", Major: true},
		},
		Substances: []study.Substance{{Name: "Ketamine", UI: "D007649", Number: "690G0D6V8H"}, {Name: "Antidepressive Agents", UI: "D000928"},
			{Name: "Invented protocol", UI: "C000001"}},
		Keywords:  []string{"ketamine", "5-HT2A"},
		Grants:    []study.Grant{{ID: "R01 00001", Agency: "NIMH NIH HHS", Country: "United States"}, {Agency: "Foundation of Tests"}},
		Conflicts: "Nobody declares anything.",
		Copyright: "© 2031 Nobody. Distributed under http://creativecommons.org/licenses/by-nc/4.0/.",
		License:   study.License{Code: "cc-by-nc", URL: "https://creativecommons.org/licenses/by-nc/4.0"},
		Trials:    []study.TrialLink{{Number: "NCT99999999", Role: study.RoleReports}, {Number: "2030-001234-56", Role: study.RoleReports}},
		Relations: []study.Relation{
			{Type: study.RetractionIn, Target: retraction, Date: date(2031, 3, 7)},
			{Type: study.ErratumIn, Target: erratum, Note: "Dosage error", Date: date(2031, 2, 0)},
			{Type: study.ConcernIn, Target: concern, Date: date(2031, 0, 0)},
			{Type: study.UpdateOf, Target: preprint, Date: date(2030, 6, 1)},
			{Type: study.CommentIn, Target: comment, Date: date(2031, 3, 0)},
		},
		Notices: []study.Notice{
			{Type: study.NoticeRetraction, Source: "pubmed", By: retraction, Date: date(2031, 3, 7), Detail: "RetractionIn"},
			{Type: study.NoticeCorrection, Source: "pubmed", By: erratum, Date: date(2031, 2, 0), Detail: "Dosage error"},
			{Type: study.NoticeConcern, Source: "pubmed", By: concern, Date: date(2031, 0, 0), Detail: "ExpressionOfConcernIn"},
		},
		References: []study.Ref{{PMID: "90000005"}, {PMID: "90000006", DOI: "10.5555/cited"}, {PMID: "90000007"}},
		Dates:      study.Dates{Entered: date(2030, 12, 24), Created: date(2030, 12, 25), Revised: date(2031, 4, 5)},
	}}
}

func TestBook(t *testing.T) {
	records, _, failed, err := readAll(t, "book.xml", fixture(t, "book.xml"))
	if err != nil || len(failed) != 0 || len(records) != 2 {
		t.Fatalf("got %d records, failed %v, error %v", len(records), failed, err)
	}
	chapter, whole := records[0], records[1]
	chapter.Raw, whole.Raw = nil, nil
	want := study.Record{Source: "pubmed", Key: "90000011", Revision: "2030-02-01 01 0", RawType: "application/xml", Report: study.Report{
		Kind: study.KindBook, IDs: study.IDs{PMID: "90000011"}, Title: "Ketamine, invented",
		Authors: []study.Author{{Family: "Chapter", Given: "Carl", Initials: "C"}},
		Book: &study.Book{Title: "Handbook of Made-up Drugs", Publisher: "Invented House", Place: "Nowhere", Edition: "3rd", Series: "Invented Series",
			ISBN: []string{"9780000000002"}, Editors: []study.Author{{Family: "Editor", Given: "Eve", Initials: "E"}}},
		Volume: "2", Published: study.Published{Print: study.Date{Year: 2030, Month: 1}, Electronic: study.Date{Year: 2029, Month: 11, Day: 30}},
		Abstract: []study.Section{{Text: "Invented summary."}}, Languages: []string{"eng"}, PublicationTypes: []string{"Review"}, Keywords: []string{"made up"},
		Links: []study.Link{{Kind: "fulltext", URL: "https://www.ncbi.nlm.nih.gov/books/NBK999991/"}},
		Dates: study.Dates{Entered: study.Date{Year: 2029, Month: 12, Day: 1}, Revised: study.Date{Year: 2030, Month: 2, Day: 1}},
	}}
	if diff := cmp.Diff(want, chapter); diff != "" {
		t.Errorf("chapter (-want +got):\n%s", diff)
	}
	if r := whole.Report; r.Title != "A Whole Book: Made up" || r.IDs.DOI != "10.5555/other.book" || len(r.Authors) != 1 || r.Authors[0].Collective != "Committee on Tests" {
		t.Errorf("got whole book %+v", r)
	}
}

// read gives the record of a MedlineCitation with the given content.
func read(t *testing.T, attributes, citation, data string) study.Record {
	t.Helper()
	src := "<PubmedArticle><MedlineCitation " + attributes + "><PMID>7</PMID>" + citation + "</MedlineCitation>" + data + "</PubmedArticle>"
	records, _, failed, err := readAll(t, "test", src)
	if err != nil || len(failed) != 0 || len(records) != 1 {
		t.Fatalf("got %d records, failed %v, error %v", len(records), failed, err)
	}
	return records[0]
}

func TestTitles(t *testing.T) {
	for name, row := range map[string]struct{ xml, title, markup, original string }{
		"full stop":        {"<ArticleTitle>Made up.</ArticleTitle>", "Made up", "", ""},
		"question":         {"<ArticleTitle>Made up?</ArticleTitle>", "Made up?", "", ""},
		"ellipsis":         {"<ArticleTitle>Made up...</ArticleTitle>", "Made up...", "", ""},
		"translated":       {"<ArticleTitle>[Made up].</ArticleTitle><VernacularTitle>Erfunden.</VernacularTitle>", "Made up", "", "Erfunden"},
		"translated inner": {"<ArticleTitle>[Made up.]</ArticleTitle>", "Made up", "", ""},
		"two brackets":     {"<ArticleTitle>[Made] up [twice].</ArticleTitle>", "[Made] up [twice]", "", ""},
		"nested brackets":  {"<ArticleTitle>[Made [11C]up].</ArticleTitle>", "Made [11C]up", "", ""},
		"not available":    {"<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Erfunden.</VernacularTitle>", "Erfunden", "", "Erfunden"},
		"stop in markup":   {"<ArticleTitle>Made <i>up.</i></ArticleTitle>", "Made up", "Made <i>up</i>", ""},
		"bracketed markup": {"<ArticleTitle>[Made <sup>up</sup>].</ArticleTitle>", "Made up", "Made <sup>up</sup>", ""},
		"underline":        {"<ArticleTitle>Made <u>up</u></ArticleTitle>", "Made up", "", ""},
		"spaces":           {"<ArticleTitle>\n Made\n<i> up </i> now . </ArticleTitle>", "Made up now", "Made <i>up</i> now", ""},
		"script":           {"<ArticleTitle><i>&lt;script&gt;&quot;</i></ArticleTitle>", `<script>"`, "<i>&lt;script&gt;&#34;</i>", ""},
		"joined after tag": {"<ArticleTitle><i>a</i>&#x338;b</ArticleTitle>", "a\u0338b", "<i>a</i>\u0338b", ""},
		"decomposed":       {"<ArticleTitle><i>u</i>&#x308;ber</ArticleTitle>", "über", "", ""},
		"hidden":           {"<ArticleTitle>Made&#xAD; &#x202E;up</ArticleTitle>", "Made up", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, "", "<Article>"+row.xml+"<Abstract><AbstractText>x</AbstractText></Abstract></Article>", "").Report
			if r.Title != row.title || r.TitleMarkup != row.markup || r.OriginalTitle != row.original {
				t.Errorf("got %q, %q, %q; want %q, %q, %q", r.Title, r.TitleMarkup, r.OriginalTitle, row.title, row.markup, row.original)
			}
		})
	}
}

func TestPublished(t *testing.T) {
	issue := func(d string) string {
		return "<Journal><JournalIssue><PubDate>" + d + "</PubDate></JournalIssue><Title>J</Title></Journal>"
	}
	epub := `<ArticleDate DateType="Electronic"><Year>2019</Year><Month>12</Month><Day>30</Day></ArticleDate>`
	for name, row := range map[string]struct{ model, xml, print, electronic string }{
		"words":           {"Print", issue("<Year>2001</Year><Month>Apr</Month><Day>15</Day>"), "2001-04-15", ""},
		"long month":      {"Print", issue("<Year>2001</Year><Month>September</Month>"), "2001-09", ""},
		"numbers":         {"Print", issue("<Year>2001</Year><Month>04</Month><Day>5</Day>"), "2001-04-05", ""},
		"no such day":     {"Print", issue("<Year>2001</Year><Month>02</Month><Day>31</Day>"), "2001-02", ""},
		"no such month":   {"Print", issue("<Year>2001</Year><Month>May-</Month>"), "2001-05", ""},
		"season":          {"Print", issue("<Year>2001</Year><Season>SPRING</Season>"), "2001", ""},
		"range":           {"Print", issue("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"), "1998-12", ""},
		"months":          {"Print", issue("<MedlineDate>2010 Sep-Oct</MedlineDate>"), "2010-09", ""},
		"days":            {"Print", issue("<MedlineDate>2001 Mar 15-30</MedlineDate>"), "2001-03-15", ""},
		"years":           {"Print", issue("<MedlineDate>1944-1945</MedlineDate>"), "1944", ""},
		"season in words": {"Print", issue("<MedlineDate>1999 Fall</MedlineDate>"), "1999", ""},
		"season before":   {"Print", issue("<MedlineDate>Winter 1999-2000</MedlineDate>"), "1999", ""},
		"no date":         {"Print", issue("<MedlineDate>in press</MedlineDate>"), "", ""},
		"both":            {"Print-Electronic", issue("<Year>2020</Year>") + epub, "2020", "2019-12-30"},
		"then print":      {"Electronic-Print", issue("<Year>2020</Year>") + epub, "2020", "2019-12-30"},
		"electronic":      {"Electronic", issue("<Year>2020</Year><Month>Jan</Month>"), "", "2020-01"},
		"collection":      {"Electronic-eCollection", issue("<Year>2020</Year>") + epub, "", "2019-12-30"},
	} {
		t.Run(name, func(t *testing.T) {
			p := read(t, "", `<Article PubModel="`+row.model+`">`+row.xml+"</Article>", "").Report.Published
			if p.Print.String() != row.print || p.Electronic.String() != row.electronic {
				t.Errorf("got print %q, electronic %q; want %q, %q", p.Print, p.Electronic, row.print, row.electronic)
			}
		})
	}
	season := read(t, "", "<Article>"+issue("<MedlineDate>1999 fall</MedlineDate>")+"</Article>", "").Report.Published.Print
	if want := (study.Date{Year: 1999, Month: 9, Season: "Fall"}); season != want {
		t.Errorf("got %+v, want %+v", season, want)
	}
}

func TestPages(t *testing.T) {
	pii := `<ELocationID EIdType="pii" ValidYN="Y">e123</ELocationID>`
	for name, row := range map[string]struct{ xml, pages, locator string }{
		"printed":      {"<Pagination><StartPage>10</StartPage><EndPage>19</EndPage><MedlinePgn>10-9</MedlinePgn></Pagination>" + pii, "10-9", ""},
		"made":         {"<Pagination><StartPage>10</StartPage><EndPage>19</EndPage></Pagination>", "10-19", ""},
		"one":          {"<Pagination><StartPage>10</StartPage></Pagination>", "10", ""},
		"same":         {"<Pagination><StartPage>10</StartPage><EndPage>10</EndPage></Pagination>", "10", ""},
		"locator":      {pii, "", "e123"},
		"wrong one":    {`<ELocationID EIdType="pii" ValidYN="N">bad</ELocationID>` + pii, "", "e123"},
		"empty number": {"<Pagination><MedlinePgn/></Pagination>" + pii, "", "e123"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, "", "<Article><ArticleTitle>T</ArticleTitle>"+row.xml+"</Article>", "").Report
			if r.Pages != row.pages || r.ELocator != row.locator {
				t.Errorf("got pages %q, locator %q; want %q, %q", r.Pages, r.ELocator, row.pages, row.locator)
			}
		})
	}
}

func TestNoticesAndKinds(t *testing.T) {
	link := func(kind string) string {
		return `<CommentsCorrectionsList><CommentsCorrections RefType="` + kind + `"><RefSource>J. 2020;1:1</RefSource><PMID>8</PMID></CommentsCorrections></CommentsCorrectionsList>`
	}
	for name, row := range map[string]struct {
		title, publicationType, rest string
		kind                         study.Kind
		notice                       study.NoticeType
	}{
		"plain":              {"T", "Journal Article", "", study.KindArticle, ""},
		"preprint":           {"T", "Preprint", link("UpdateIn"), study.KindPreprint, ""},
		"retracted by link":  {"T", "Journal Article", link("RetractionIn"), study.KindArticle, study.NoticeRetraction},
		"retracted by type":  {"T", "Retracted Publication", "", study.KindArticle, study.NoticeRetraction},
		"retracted by title": {"RETRACTED: T", "Journal Article", "", study.KindArticle, study.NoticeRetraction},
		"withdrawn by title": {"WITHDRAWN: T", "Journal Article", "", study.KindArticle, study.NoticeWithdrawal},
		"withdrawn by type":  {"T", "Withdrawn Publication", "", study.KindArticle, study.NoticeWithdrawal},
		"replaced":           {"T", "Journal Article", link("RetractedandRepublishedIn"), study.KindArticle, study.NoticeReplacement},
		"concern":            {"T", "Journal Article", link("ExpressionOfConcernIn"), study.KindArticle, study.NoticeConcern},
		"erratum":            {"T", "Journal Article", link("ErratumIn"), study.KindArticle, study.NoticeCorrection},
		"republished":        {"T", "Journal Article", link("CorrectedandRepublishedIn"), study.KindArticle, study.NoticeCorrection},
		"updated":            {"T", "Journal Article", link("UpdateIn"), study.KindArticle, ""},
		"other side":         {"T", "Corrected and Republished Article", link("CorrectedandRepublishedFrom"), study.KindArticle, ""},
		"the retraction":     {"RETRACTED: T", "Retraction of Publication", link("RetractionOf"), study.KindNotice, ""},
		"the erratum":        {"T", "Published Erratum", link("ErratumFor"), study.KindNotice, ""},
		"the concern":        {"T", "Expression of Concern", link("ExpressionOfConcernFor"), study.KindNotice, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, "", "<Article><ArticleTitle>"+row.title+".</ArticleTitle><PublicationTypeList><PublicationType>"+row.publicationType+
				"</PublicationType></PublicationTypeList></Article>"+row.rest, "").Report
			if r.Kind != row.kind {
				t.Errorf("got kind %q, want %q", r.Kind, row.kind)
			}
			got := study.NoticeType("")
			if len(r.Notices) > 0 {
				got = r.Notices[0].Type
			}
			if got != row.notice || len(r.Notices) > 1 {
				t.Errorf("got notices %+v, want %q", r.Notices, row.notice)
			}
		})
	}
}

func TestORCID(t *testing.T) {
	for in, want := range map[string]string{
		"0000-0002-1825-0097": "0000-0002-1825-0097", "http://orcid.org/0000-0002-1825-0097": "0000-0002-1825-0097",
		"https://orcid.org/0000-0002-1694-233X": "0000-0002-1694-233X", "000000021694233x": "0000-0002-1694-233X",
		"0000-0002-1825-0098": "", "0000-0002-1825": "", "": "", "https://orcid.org/": "", "é000-0002-1825-009": "",
	} {
		if got := orcid(in); got != want {
			t.Errorf("orcid(%q): got %q, want %q", in, got, want)
		}
	}
}

// TestRevision orders the states that a citation goes through.
func TestRevision(t *testing.T) {
	article := "<Article><ArticleTitle>T</ArticleTitle></Article>"
	revised := func(day string) string {
		return "<DateRevised><Year>2024</Year><Month>05</Month><Day>" + day + "</Day></DateRevised>"
	}
	history := `<PubmedData><History><PubMedPubDate PubStatus="entrez"><Year>2024</Year><Month>4</Month><Day>30</Day></PubMedPubDate></History></PubmedData>`
	order := []string{
		read(t, `Status="Publisher"`, article, "").Revision,
		read(t, `Status="Publisher"`, article, history).Revision,
		read(t, `Status="Publisher"`, revised("01")+article, history).Revision,
		read(t, `Status="In-Process"`, revised("1")+article, history).Revision,
		read(t, `Status="MEDLINE"`, revised("01")+article, history).Revision,
		read(t, `Status="MEDLINE"`, revised("12")+article, history).Revision,
	}
	for i := 1; i < len(order); i++ {
		if order[i-1] >= order[i] {
			t.Errorf("got revision %d %q not before %q", i, order[i-1], order[i])
		}
	}
}

func TestLicense(t *testing.T) {
	for line, want := range map[string]string{
		"© 2024. CC BY, https://creativecommons.org/licenses/by/4.0/.": "cc-by",
		"(http://creativecommons.org/licenses/by-nc-nd/4.0/)":          "cc-by-nc-nd",
		"https://creativecommons.org/publicdomain/zero/1.0/":           "cc0",
		"https://creativecommons.org/publicdomain/mark/1.0/":           "public-domain",
		"This is an open access article. © The Authors":                "",
		"creativecommons.org/about":                                    "",
	} {
		if got := license(line).Code; got != want {
			t.Errorf("license(%q): got %q, want %q", line, got, want)
		}
	}
}
