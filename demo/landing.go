package demo

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"evidelic/study"
)

// landingKind says what a landing page has for programs.
type landingKind int

const (
	landingWhole  landingKind = iota // the abstract, in one of three places
	landingTeaser                    // a sentence that is cut
	landingSlogan                    // what the journal says of itself
	landingClosed                    // robots.txt does not allow it
)

func (it *item) landingKind() landingKind {
	switch {
	case it.kind == study.KindPreprint || it.kind == study.KindNotice || it.role == roleLetter:
		return landingSlogan
	case it.seed%9 == 0:
		return landingTeaser
	case it.seed%9 == 1:
		return landingSlogan
	case it.seed%9 == 2:
		return landingClosed
	}
	return landingWhole
}

// landing answers the resolver of DOIs and the landing pages of the journals.
func (w *World) landing(c *call) answer {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if doi, ok := strings.CutPrefix(c.r.URL.Path, pathResolver); ok {
		it := w.byDOI(strings.ToLower(doi))
		if it == nil || it.gone {
			return answer{status: http.StatusNotFound, kind: "text/html;charset=UTF-8", body: []byte("<!DOCTYPE html><title>DOI not found</title>")}
		}
		to := fmt.Sprintf("%s%d", pathLanding, it.n)
		if it.landingKind() == landingClosed {
			to = fmt.Sprintf("%s%d", pathClosed, it.n)
		}
		return answer{status: http.StatusFound, kind: "text/html;charset=UTF-8", header: http.Header{"Location": {to}}}
	}
	var n int
	if k, err := fmt.Sscanf(strings.TrimPrefix(c.r.URL.Path, pathClosed), "%d", &n); err != nil || k != 1 {
		_, _ = fmt.Sscanf(c.path, "%d", &n) // 0 when it is no number: there is no such page
	}
	it := w.byNumber(n)
	if it == nil || it.gone {
		return answer{status: http.StatusNotFound, kind: "text/html;charset=UTF-8", body: []byte("<!DOCTYPE html><title>Not found</title>")}
	}
	return answer{status: http.StatusOK, kind: "text/html;charset=UTF-8", body: []byte(landingPage(it))}
}

// landingPage writes the page. The abstract stands in Highwire's tag, in JSON-LD
// or in Dublin Core, in turn.
func landingPage(it *item) string {
	f := fieldsOf(it)
	var b strings.Builder
	meta := func(name, text string) {
		if text != "" {
			b.WriteString(`<meta name="` + name + `" content="` + attribute(text) + `">` + "\n")
		}
	}
	b.WriteString("<!DOCTYPE html><html lang=\"en\"><head>\n")
	meta("citation_title", plainOf(titleOf(it)))
	meta("citation_doi", it.doi())
	meta("citation_journal_title", f.journal.title)
	meta("citation_publication_date", strings.ReplaceAll(it.epub.iso(), "-", "/"))
	for _, a := range f.authors {
		meta("citation_author", strings.TrimSpace(a.given+" "+a.family+a.collective))
	}
	text, slogan := plainAbstract(it), f.journal.title+" is an international peer-reviewed journal of invented medicine. "+Disclaimer
	switch kind := it.landingKind(); {
	case text == "" || kind == landingSlogan:
		meta("dc.description", slogan)
	case kind == landingTeaser:
		meta("dc.description", text[:min(len(text), 150)]+"...")
	case it.seed%3 == 0:
		meta("citation_abstract", text)
	case it.seed%3 == 1:
		quoted := jsonAnswer(object{"@context": "https://schema.org", "@type": "ScholarlyArticle", "headline": plainOf(titleOf(it)), "description": text})
		b.WriteString(`<script type="application/ld+json">` + strings.ReplaceAll(string(quoted.body), "<", `\u003c`) + "</script>\n")
	default:
		meta("dc.description", text)
	}
	b.WriteString("</head><body><h1>" + escape(plainOf(titleOf(it))) + "</h1><p>" + escape(Disclaimer) + "</p>")
	b.WriteString(`<a href="/doi/` + url.PathEscape(it.doi()) + `">DOI</a></body></html>`)
	return b.String()
}

// attribute writes a text into a quoted attribute.
func attribute(s string) string { return strings.ReplaceAll(escape(s), `"`, "&quot;") }
