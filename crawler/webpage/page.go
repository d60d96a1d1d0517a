package webpage

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gocolly/colly/v2"

	"evidelic/crawler"
)

// Page is what a landing page says in the places made for programs, as it stands
// there.
type Page struct {
	Tags    map[string][]string `json:"tags,omitempty"`    // <meta> by name, in small letters
	Things  []Thing             `json:"things,omitempty"`  // articles in JSON-LD
	Authors []string            `json:"authors,omitempty"` // names in elements of the page that are marked as its authors'
	Marked  []string            `json:"marked,omitempty"`  // markup of elements of the page that are named abstract
	License []string            `json:"license,omitempty"` // addresses that the page names as its licence
}

// Thing is an article as schema.org describes it.
type Thing struct {
	Title     string   `json:"title,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	Abstract  string   `json:"abstract,omitempty"`
	Published string   `json:"published,omitempty"`
	Journal   string   `json:"journal,omitempty"`
	License   string   `json:"license,omitempty"`
	IDs       []string `json:"ids,omitempty"`
}

// The bounds of what is kept of a page, whatever it holds.
const (
	maxTags   = 3000
	maxTag    = 40 << 10 // bytes of one tag
	maxMarked = 8
	maxScript = 512 << 10
)

// abstractElements are where pages mark the abstract in their text: by role, by
// microdata, by id, by class.
const abstractElements = `[role="doc-abstract"], [itemprop="abstract"], [itemtype$="ScholarlyArticle"] [itemprop="description"], ` +
	`section[id^="abstract" i], div[id^="abstract" i], section.abstract, div.abstract, section[class*="abstract" i], div[class*="abstract" i][class*="author" i]`

// familyElements are where pages mark the family names of their authors: schema.org
// in RDFa and microdata, and Elsevier's classes.
const familyElements = `[property="author"] [property="familyName"], [itemprop="author"] [itemprop="familyName"], ` +
	`[data-xocs-content-type="author"] .surname, .author-group .surname`

// Read reads a landing page. It fails for an answer that is no HTML page.
func Read(res *crawler.Response) (Page, error) {
	p := Page{Tags: map[string][]string{}}
	n := 0
	err := crawler.ReadHTML(res,
		crawler.HTMLHandler{Selector: "meta", Do: func(e *colly.HTMLElement) {
			if n++; n <= maxTags {
				p.tag(e)
			}
		}},
		crawler.HTMLHandler{Selector: `script[type="application/ld+json"]`, Do: func(e *colly.HTMLElement) {
			if text := e.DOM.Text(); len(text) <= maxScript && len(p.Things) < 10 {
				p.Things = append(p.Things, things(text)...)
			}
		}},
		crawler.HTMLHandler{Selector: familyElements, Do: func(e *colly.HTMLElement) { p.author(e) }},
		crawler.HTMLHandler{Selector: abstractElements, Do: func(e *colly.HTMLElement) { p.mark(e) }},
		crawler.HTMLHandler{Selector: `link[rel="license"], a[rel="license"]`, Do: func(e *colly.HTMLElement) {
			if len(p.License) < 5 {
				p.License = append(p.License, e.Attr("href"))
			}
		}})
	if err != nil {
		return Page{}, fmt.Errorf("webpage: %w", err)
	}
	return p, nil
}

// tag keeps a tag. References carry the same names inside their content, so that
// the name itself counts, whole.
func (p *Page) tag(e *colly.HTMLElement) {
	name := e.Attr("name")
	if name == "" {
		name = e.Attr("property")
	}
	name = strings.ToLower(strings.TrimSpace(name))
	name = strings.Replace(name, "dcterms.", "dc.", 1)
	content := e.Attr("content")
	if content == "" {
		content = e.Attr("value") // as some savers of pages write it
	}
	if name == "" || strings.TrimSpace(content) == "" || len(content) > maxTag || name == "citation_reference" {
		return
	}
	p.Tags[name] = append(p.Tags[name], content)
}

// author keeps a name whose parts are marked.
func (p *Page) author(e *colly.HTMLElement) {
	given := e.DOM.Parent().Find(`[property="givenName"], [itemprop="givenName"], .given-name`).First().Text()
	name := strings.Trim(strings.TrimSpace(e.DOM.Text())+", "+strings.TrimSpace(given), ", ")
	if name != "" && len(name) < 300 && len(p.Authors) < 500 && !slices.Contains(p.Authors, name) {
		p.Authors = append(p.Authors, name)
	}
}

// mark keeps an element that is named abstract, as markup: its headings make the
// sections.
func (p *Page) mark(e *colly.HTMLElement) {
	if len(p.Marked) == maxMarked {
		return
	}
	e.DOM.Find("script, style, nav, button, figure, .copyright, [class*=keyword i], [class*=kwd i], h1").Remove()
	markup, err := e.DOM.Html()
	if err == nil && len(markup) <= maxTag && strings.TrimSpace(markup) != "" {
		p.Marked = append(p.Marked, markup)
	}
}

// first gives the first content of the first of the names that has any.
func (p *Page) first(names ...string) string {
	for _, n := range names {
		if v := p.Tags[n]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// things reads the articles out of a script of JSON-LD; one that is no JSON has
// none.
func things(script string) []Thing {
	var v any
	if json.Unmarshal([]byte(script), &v) != nil {
		return nil
	}
	var out []Thing
	collect(v, &out, 0)
	return out
}

// articleTypes are schema.org's types of articles that a journal publishes.
var articleTypes = map[string]bool{"scholarlyarticle": true, "medicalscholarlyarticle": true, "report": true}

// collect looks for articles in a value and what it holds.
func collect(v any, out *[]Thing, depth int) {
	if depth > 6 || len(*out) >= 10 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			collect(x, out, depth+1)
		}
	case map[string]any:
		for _, t := range words(v["@type"]) {
			if articleTypes[strings.ToLower(t)] {
				*out = append(*out, thing(v))
				return
			}
		}
		for _, name := range []string{"mainEntity", "@graph", "mainEntityOfPage"} {
			collect(v[name], out, depth+1)
		}
	}
}

// thing reads an article.
func thing(v map[string]any) Thing {
	t := Thing{
		Title: word(v["headline"]), Abstract: word(v["abstract"]), Published: word(v["datePublished"]), License: word(v["license"]), Authors: words(v["author"]),
	}
	if t.Title == "" {
		t.Title = word(v["name"])
	}
	if t.Abstract == "" {
		t.Abstract = word(v["description"])
	}
	for part := v["isPartOf"]; part != nil && t.Journal == ""; {
		m, ok := part.(map[string]any)
		if !ok {
			break
		}
		if kinds := words(m["@type"]); len(kinds) > 0 && kinds[0] == "Periodical" {
			t.Journal = word(m["name"])
		}
		part = m["isPartOf"]
	}
	for _, name := range []string{"identifier", "sameAs", "@id", "url"} {
		t.IDs = append(t.IDs, words(v[name])...)
	}
	return t
}

// word gives a string, the name or value of an object, or the first of a list.
func word(v any) string {
	if w := words(v); len(w) > 0 {
		return w[0]
	}
	return ""
}

// words gives the strings in a value: itself, names and values of objects, lists.
func words(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			if _, list := x.([]any); !list && len(out) < 500 {
				out = append(out, words(x)...)
			}
		}
		return out
	case map[string]any:
		for _, name := range []string{"name", "value", "@value", "@id", "url"} {
			if s, ok := v[name].(string); ok && s != "" {
				return []string{s}
			}
		}
		family, _ := v["familyName"].(string)
		given, _ := v["givenName"].(string)
		if family != "" {
			return []string{strings.Trim(family+", "+given, " ,")}
		}
	}
	return nil
}
