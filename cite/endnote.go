package cite

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"evidelic/study"
)

// endnoteWriter writes the XML that EndNote and other managers exchange: one
// <record> for each study, values in elements of their own. Article numbers go to
// custom7 and PMCIDs to custom2, as EndNote's own filters put them.
type endnoteWriter struct {
	w   io.Writer
	opt Options
}

func (e *endnoteWriter) begin() error {
	_, err := io.WriteString(e.w, xml.Header+"<xml><records>\n")
	return err
}

func (e *endnoteWriter) end() error {
	_, err := io.WriteString(e.w, "</records></xml>\n")
	return err
}

// endnoteTypes are EndNote's reference types with their numbers.
var endnoteTypes = map[itemType]struct {
	name   string
	number int
}{
	typeArticle: {"Journal Article", 17}, typePreprint: {"Unpublished Work", 34}, typeReport: {"Report", 27},
	typeBook: {"Book", 6}, typeChapter: {"Book Section", 5},
}

func (e *endnoteWriter) study(s *study.Study) (bool, error) {
	x := &xmlLines{}
	typ := endnoteTypes[newItem(s, &style{}).typ]
	x.b.WriteString("<record>")
	fmt.Fprintf(&x.b, `<ref-type name="%s">%d</ref-type>`, typ.name, typ.number)
	x.open("contributors")
	x.names("authors", authorsOf(s))
	if s.Book != nil {
		x.names("secondary-authors", s.Book.Editors)
	}
	x.close("contributors")
	e.titles(x, s)
	x.element("pages", s.Pages)
	x.element("volume", s.Volume)
	x.element("number", s.Issue)
	e.dates(x, s)
	x.list("keywords", "keyword", s.Keywords)
	e.book(x, s)
	x.element("accession-num", cslFirst(s.IDs.PMID, s.IDs.Registry))
	x.element("electronic-resource-num", s.IDs.PrintedDOI())
	x.element("custom2", s.IDs.PMCID)
	x.element("custom7", pick(s.Pages == "", s.ELocator))
	x.element("abstract", e.opt.abstract(s))
	x.element("notes", Integrity(s))
	x.element("label", s.ID)
	x.element("language", strings.Join(s.Languages, "; "))
	if url := e.opt.url(s.ID); url != "" {
		x.open("urls")
		x.list("related-urls", "url", []string{url})
		x.close("urls")
	}
	e.database(x, s)
	x.b.WriteString("</record>\n")
	_, err := io.WriteString(e.w, x.b.String())
	return true, err
}

func (e *endnoteWriter) titles(x *xmlLines, s *study.Study) {
	x.open("titles")
	x.element("title", s.Title)
	switch {
	case s.Book != nil && isChapter(s):
		x.element("secondary-title", s.Book.Title)
	case s.Kind != study.KindRegistration:
		x.element("secondary-title", journalTitle(s))
		x.element("alt-title", s.Journal.Abbrev)
	}
	x.element("translated-title", s.OriginalTitle)
	x.close("titles")
}

func (e *endnoteWriter) dates(x *xmlLines, s *study.Study) {
	d := published(s)
	if d.IsZero() {
		return
	}
	x.open("dates")
	x.element("year", fmt.Sprint(d.Year))
	x.open("pub-dates")
	x.element("date", d.String())
	x.close("pub-dates")
	x.close("dates")
}

func (e *endnoteWriter) book(x *xmlLines, s *study.Study) {
	if s.Book == nil {
		x.element("isbn", strings.Join(s.Journal.ISSN, "; "))
		return
	}
	x.element("publisher", s.Book.Publisher)
	x.element("pub-location", s.Book.Place)
	x.element("edition", s.Book.Edition)
	x.element("isbn", strings.Join(s.Book.ISBN, "; "))
}

func (e *endnoteWriter) database(x *xmlLines, s *study.Study) {
	switch {
	case s.IDs.PMID != "":
		x.element("remote-database-name", "PubMed")
	case s.IDs.Registry != "":
		x.element("remote-database-name", registryName(s))
	}
}

// xmlLines puts one record together; every value is escaped.
type xmlLines struct{ b strings.Builder }

func (x *xmlLines) open(name string)  { x.b.WriteString("<" + name + ">") }
func (x *xmlLines) close(name string) { x.b.WriteString("</" + name + ">") }

func (x *xmlLines) element(name, value string) {
	if value = oneLine(value); value == "" {
		return
	}
	x.open(name)
	_ = xml.EscapeText(&x.b, []byte(value)) // a strings.Builder takes everything
	x.close(name)
}

func (x *xmlLines) list(outer, inner string, values []string) {
	if len(values) == 0 {
		return
	}
	x.open(outer)
	for _, v := range values {
		x.element(inner, v)
	}
	x.close(outer)
}

func (x *xmlLines) names(outer string, authors []study.Author) {
	var list []string
	for _, a := range known(authors) {
		list = append(list, endnoteName(a))
	}
	x.list(outer, "author", list)
}

// endnoteName gives a group a comma behind its name, by which EndNote knows that
// it is not to be taken apart.
func endnoteName(a study.Author) string {
	if a.Collective != "" {
		return a.Collective + ","
	}
	return lastFirst(a)
}
