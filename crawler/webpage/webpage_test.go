package webpage

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/study"
)

const text = "We gave oral ketamine or placebo to forty adults with depression for six weeks. Scores fell by nine points with ketamine and by four with placebo. Nobody left the trial early."

func report(t *testing.T, head, body string) (study.Report, string) {
	t.Helper()
	p, err := Read(&crawler.Response{Type: "text/html", Body: []byte("<html><head>" + head + "</head><body>" + body + "</body></html>")})
	if err != nil {
		t.Fatal(err)
	}
	return p.Report()
}

const title = `<meta name="citation_title" content="Oral ketamine for depression">`

func TestOrderOfPlaces(t *testing.T) {
	other := strings.Replace(text, "We gave", "They took", 1)
	ld := `<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["ScholarlyArticle"],"headline":"Oral ketamine","description":"` + other + `",
		"author":[{"@type":"Person","familyName":"Doe","givenName":"Jane"},"J Smith"],"datePublished":"2024-02-03T04:05Z","sameAs":"https://doi.org/10.5555/LD",
		"isPartOf":{"@type":"PublicationIssue","isPartOf":{"@type":"Periodical","name":"Things"}},"license":"https://creativecommons.org/licenses/by/4.0/"}]}</script>`
	dc := `<meta name="DC.Description" content="` + text + ` DC.">`
	for _, tt := range []struct{ name, head, body, begins, why string }{
		{"Highwire first", title + ld + dc + `<meta name="citation_abstract" content="` + text + `">`, "", "We gave", ""},
		{"then JSON-LD", title + dc + ld, "", "They took", ""},
		{"then Dublin Core", title + dc, "", "We gave", ""},
		{"then the page's text", title, `<section id="abstract1"><h2>Abstract</h2><h3>Methods</h3><p>` + text + `</p><h3>Keywords</h3><p>x</p></section>`, "Methods: We gave", ""},
		{"a cut one gives way", title + `<meta name="citation_abstract" content="` + text[:120] + `...">` + dc, "", "We gave", ""},
		{"escaped markup", title + `<meta name="citation_abstract" content="&amp;lt;h3&amp;gt;ABSTRACT&amp;lt;/h3&amp;gt; &amp;lt;p&amp;gt;` + text + `&amp;lt;/p&amp;gt;">`, "", "We gave", ""},
		{"footnotes go", title + "<meta name='dc.description' content='" + text + "\n\n### Competing Interest Statement\n\nNone.'>", "", "We gave", ""},
		{"a teaser is none", title + `<meta name="description" content="` + text + `">`, "", "", "no abstract where programs look"},
		{"the word before it", title + `<meta name="citation_abstract" content="Abstract: ` + text + `">`, "", "We gave", ""},
		{"a reference is not the title", `<meta name="citation_reference" content="citation_title=Other; citation_abstract=` + text + `">` + title, "", "", "no abstract"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, why := report(t, tt.head, tt.body)
			if a := got.AbstractText(); !strings.HasPrefix(a, tt.begins) || (tt.begins == "") != (a == "") || !strings.Contains(why, tt.why) || strings.Contains(a, "Competing") {
				t.Errorf("abstract %q, why %q", a, why)
			}
			if got.Title != "Oral ketamine for depression" {
				t.Errorf("title %q", got.Title)
			}
		})
	}
	got, _ := report(t, ld, "")
	want := []study.Author{{Family: "Doe", Given: "Jane"}, {Family: "Smith", Initials: "J"}}
	if diff := cmp.Diff(want, got.Authors); diff != "" || got.IDs.DOI != "10.5555/ld" || got.Journal.Title != "Things" || got.License.Code != "cc-by" || got.Published.Electronic.Day != 3 {
		t.Errorf("JSON-LD alone: %+v\n%s", got, diff)
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"2014/07/29": "2014-07-29", "2021/08": "2021-08", "2012 Nov 26": "2012-11-26", "Apr 22, 2019": "2019-04-22", "22 April 2019": "2019-04-22",
		"2012-02-04 12:00:00": "2012-02-04", "2024-02-03T04:05Z": "2024-02-03", "1955": "1955", "2021/13/45": "2021", "soon": "", "": "", "2012 Winter": "2012",
	} {
		if got := date(in).String(); got != want {
			t.Errorf("date(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMarkedAuthors(t *testing.T) {
	got, _ := report(t, title, `<div property="author"><span property="givenName">Jane</span><span property="familyName">Doe</span></div>
		<div property="author"><span property="familyName">Roe</span></div>`)
	if diff := cmp.Diff([]study.Author{{Family: "Doe", Given: "Jane"}, {Family: "Roe"}}, got.Authors); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(title+`<meta name="citation_abstract" content="`+text+`">`, "<section id=abstract><p>x</section>")
	f.Add(`<script type="application/ld+json">{"@type":"ScholarlyArticle","name":"x","isPartOf":[],"author":{"name":7}}</script>`, `<div class="abstract author">`)
	f.Add(`<meta property=dc.date content="2020-99-99"><meta name=citation_doi content="doi:10.1000/x">`, `<a rel="license" href="javascript:1">`)
	f.Fuzz(func(t *testing.T, head, body string) {
		p, err := Read(&crawler.Response{Type: "text/html", Body: []byte("<html><head>" + head + "</head><body>" + body)})
		if err != nil {
			return
		}
		rep, why := p.Report()
		if (len(rep.Abstract) == 0) != (why != "") {
			t.Errorf("%d sections, why %q", len(rep.Abstract), why)
		}
	})
}
