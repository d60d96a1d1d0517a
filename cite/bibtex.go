package cite

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"evidelic/study"
)

// bibtexWriter writes BibTeX in UTF-8. A key is made of the first author, the
// year and our id, so that it is unique and the same in every export.
type bibtexWriter struct {
	w   io.Writer
	opt Options
}

func (x *bibtexWriter) begin() error { return nil }
func (x *bibtexWriter) end() error   { return nil }

func (x *bibtexWriter) study(s *study.Study) (bool, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "@%s{%s,\n", bibtexType(s), x.opt.key(s, bibtexKey(s)))
	field := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
		}
	}
	field("author", bibtexAuthors(s.Authors))
	field("title", protect(s.Title))
	x.container(field, s)
	x.date(field, s)
	field("volume", latex(s.Volume))
	field("number", latex(s.Issue))
	field("pages", bibtexPages(s))
	field("eid", latex(pick(s.Pages == "", s.ELocator)))
	field("doi", verbatim(s.IDs.PrintedDOI()))
	field("pmid", latex(s.IDs.PMID))
	field("pmcid", latex(s.IDs.PMCID))
	field("url", verbatim(x.opt.url(s.ID)))
	field("language", bibtexList(s.Languages))
	field("keywords", bibtexList(s.Keywords))
	field("abstract", latex(x.opt.abstract(s)))
	field("note", latex(Integrity(s)))
	b.WriteString("}\n\n")
	_, err := io.WriteString(x.w, b.String())
	return true, err
}

func bibtexType(s *study.Study) string {
	switch {
	case s.Kind == study.KindPreprint, s.Kind == study.KindRegistration:
		return "misc"
	case isChapter(s):
		return "incollection"
	case s.Kind == study.KindBook:
		return "book"
	}
	return "article"
}

func bibtexKey(s *study.Study) string {
	name := "anon"
	if len(s.Authors) > 0 {
		name = s.Authors[0].Family + s.Authors[0].Collective
	}
	var b strings.Builder
	for _, r := range strings.ToLower(fold(name)) {
		if r >= 'a' && r <= 'z' && b.Len() < 24 {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		b.WriteString("anon")
	}
	if y := s.Year(); y > 0 {
		fmt.Fprint(&b, y)
	}
	return b.String() + s.ID
}

func (x *bibtexWriter) container(field func(name, value string), s *study.Study) {
	switch {
	case s.Book != nil:
		if isChapter(s) {
			field("booktitle", protect(s.Book.Title))
		}
		field("editor", bibtexAuthors(s.Book.Editors))
		field("publisher", latex(s.Book.Publisher))
		field("address", latex(s.Book.Place))
		field("edition", latex(s.Book.Edition))
		field("isbn", bibtexList(s.Book.ISBN))
	case s.Kind == study.KindRegistration:
		field("howpublished", "Trial registration "+latex(s.IDs.Registry))
		if s.Trial != nil {
			field("organization", latex(s.Trial.Sponsor))
		}
	case s.Kind == study.KindPreprint:
		field("howpublished", strings.TrimSpace("Preprint. "+latex(journalTitle(s))))
	default:
		field("journal", latex(journalTitle(s)))
		if s.Journal.Title != "" {
			field("shortjournal", latex(s.Journal.Abbrev))
		}
		field("issn", bibtexList(s.Journal.ISSN))
	}
}

func (x *bibtexWriter) date(field func(name, value string), s *study.Study) {
	d := published(s)
	if d.IsZero() {
		return
	}
	field("year", fmt.Sprint(d.Year))
	field("date", d.String())
	if d.Month > 0 && d.Season == "" {
		field("month", strings.ToLower(monthNames[d.Month]))
	}
}

func bibtexPages(s *study.Study) string {
	first, last := pageRange(s.Pages)
	switch {
	case last != "":
		return latex(first) + "--" + latex(last)
	}
	return latex(first)
}

func bibtexAuthors(authors []study.Author) string {
	var names []string
	for _, a := range known(authors) {
		switch {
		case a.Collective != "":
			names = append(names, "{"+latex(a.Collective)+"}")
		case a.Suffix != "":
			names = append(names, bibtexPart(a.Family)+", "+bibtexPart(a.Suffix)+", "+bibtexPart(givenText(a)))
		default:
			names = append(names, bibtexPart(a.Family)+", "+bibtexPart(givenText(a)))
		}
	}
	return strings.Join(names, " and ")
}

// bibtexPart braces a part of a name that BibTeX would take apart.
func bibtexPart(s string) string {
	text := latex(s)
	if strings.Contains(text, ",") || strings.Contains(" "+strings.ToLower(text)+" ", " and ") {
		return "{" + text + "}"
	}
	return text
}

// bibtexList joins values by commas; one that holds a separator is braced.
func bibtexList(values []string) string {
	var out []string
	for _, v := range values {
		text := latex(v)
		if strings.ContainsAny(text, ",;") {
			text = "{" + text + "}"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// protect escapes a title and puts braces around every word that a style must
// not write in lower case: names, abbreviations, substances.
func protect(title string) string {
	words := strings.Split(oneLine(title), " ")
	for i, w := range words {
		upper := strings.IndexFunc(w, unicode.IsUpper)
		if upper < 0 {
			words[i] = latex(w)
			continue
		}
		if i == 0 && strings.IndexFunc(w[upper+1:], unicode.IsUpper) < 0 && upper == 0 {
			words[i] = latex(w)
			continue
		}
		words[i] = "{" + latex(w) + "}"
	}
	return strings.Join(words, " ")
}
