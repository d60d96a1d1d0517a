package server

import (
	"net/url"
	"strings"

	"evidelic/study"
)

// metaView is a Highwire tag, by which reference managers read pages.
type metaView struct{ Name, Content string }

// metaViews gives the tags in the order that readers of them expect: an author's
// affiliations and ORCID follow the author.
func (s *Server) metaViews(st *study.Study) []metaView {
	var out []metaView
	add := func(name, content string) {
		if content != "" {
			out = append(out, metaView{"citation_" + name, content})
		}
	}
	add("title", markedTitle(st))
	for _, a := range st.Authors {
		add("author", authorLastFirst(a))
		for _, where := range a.Affiliations {
			add("author_institution", where)
		}
		if a.ORCID != "" {
			add("author_orcid", "https://orcid.org/"+a.ORCID)
		}
	}
	if st.Kind == study.KindRegistration {
		add("technical_report_institution", firstOf(venue(st), "Trial registry"))
		add("technical_report_number", st.IDs.Registry)
	} else if st.Book != nil {
		add("inbook_title", st.Book.Title)
	} else {
		add("journal_title", st.Journal.Title)
		add("journal_abbrev", st.Journal.Abbrev)
	}
	for _, issn := range st.Journal.ISSN {
		add("issn", issn)
	}
	add("publication_date", slashed(firstDate(st)))
	add("online_date", slashed(st.Published.Electronic))
	add("volume", st.Volume)
	add("issue", st.Issue)
	first, last, _ := strings.Cut(firstOf(st.Pages, st.ELocator), "-")
	add("firstpage", first)
	add("lastpage", last)
	add("doi", st.IDs.DOI)
	add("pmid", st.IDs.PMID)
	if len(st.Languages) > 0 {
		add("language", st.Languages[0])
	}
	add("abstract_html_url", s.studyURL(st.ID))
	for _, l := range st.Links {
		if l.Kind == "pdf" && !st.Demo {
			add("pdf_url", webAddress(l.URL))
		}
	}
	return out
}

// markedTitle gives the title with what a citation must not leave out: that the
// study is synthetic, or was taken back.
func markedTitle(st *study.Study) string {
	title := st.Title
	if needsDemoMark(st) {
		title = "[Synthetic demo study] " + title
	}
	if st.Retracted() {
		title = "[Retracted] " + title
	}
	return title
}

func authorLastFirst(a study.Author) string {
	if a.Collective != "" {
		return a.Collective
	}
	return strings.TrimSuffix(a.Family+", "+firstOf(a.Given, a.InitialsOrGiven()), ", ")
}

// firstDate gives the date of the citation, for a registration that of its first
// posting.
func firstDate(st *study.Study) study.Date {
	if d := st.Published.Date(); !d.IsZero() {
		return d
	}
	return st.Dates.Entered
}

func slashed(d study.Date) string { return strings.ReplaceAll(d.String(), "-", "/") }

// alternateView is the study in a form for programs.
type alternateView struct{ Type, Href string }

func (s *Server) alternates(st *study.Study) []alternateView {
	out := []alternateView{{"application/json", studyPath + st.ID}}
	for _, o := range s.offers(st)[2:] {
		out = append(out, alternateView{o.media, studyPath + st.ID + "/citation?format=" + o.format})
	}
	return out
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// jsonLD describes the study for search engines; html/template writes it as data
// with < as \u003c. A retracted or synthetic study says so in its name.
func (s *Server) jsonLD(st *study.Study) map[string]any {
	name := titleText(st)
	if needsDemoMark(st) {
		name = "Synthetic demo study: " + name
	}
	if st.Retracted() {
		name = "RETRACTED: " + name
	}
	ld := map[string]any{"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": name, "url": s.studyURL(st.ID), "identifier": st.ID}
	var authors []map[string]string
	for _, a := range st.Authors {
		kind := "Person"
		if a.Collective != "" {
			kind = "Organization"
		}
		authors = append(authors, map[string]string{"@type": kind, "name": a.String()})
	}
	if len(authors) > 0 {
		ld["author"] = authors
	}
	if d := st.Published.Date().String(); d != "" {
		ld["datePublished"] = d
	}
	if st.IDs.DOI != "" && !st.Demo {
		ld["sameAs"] = "https://doi.org/" + pathEscapeDOI(st.IDs.DOI)
	}
	if st.Journal.Title != "" {
		ld["isPartOf"] = map[string]string{"@type": "Periodical", "name": st.Journal.Title}
	}
	return ld
}

// bookCOinS fills in the book of a chapter, or that the work is a whole book; it
// gives the name of the title's field.
func bookCOinS(v url.Values, st *study.Study) (title string) {
	if st.Book == nil || st.Book.Title == "" || st.Book.Title == st.Title {
		v.Set("rft.genre", "book")
		title = "rft.btitle"
	} else {
		v.Set("rft.genre", "bookitem")
		v.Set("rft.btitle", st.Book.Title)
		title = "rft.atitle"
	}
	if b := st.Book; b != nil {
		for key, value := range map[string]string{"rft.pub": b.Publisher, "rft.place": b.Place, "rft.edition": b.Edition, "rft.isbn": firstOf(b.ISBN...)} {
			if value != "" {
				v.Set(key, value)
			}
		}
	}
	return title
}

// coins gives the study as a ContextObject in Span (OpenURL 1.0, Z39.88-2004),
// by which reference managers read lists.
func coins(st *study.Study) string {
	v := url.Values{"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:journal"}, "rft.genre": {"article"}}
	add := func(key, value string) {
		if value != "" {
			v.Add(key, value)
		}
	}
	title := "rft.atitle"
	switch st.Kind {
	case study.KindPreprint:
		v.Set("rft.genre", "preprint")
	case study.KindRegistration:
		v = url.Values{"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:dc"}, "rft.type": {"report"}}
		title = "rft.title"
		add("rft.identifier", st.IDs.Registry)
	case study.KindBook:
		v.Set("rft_val_fmt", "info:ofi/fmt:kev:mtx:book")
		title = bookCOinS(v, st)
	}
	add(title, markedTitle(st))
	add("rft.jtitle", st.Journal.Title)
	add("rft.stitle", st.Journal.Abbrev)
	for i, a := range st.Authors {
		if i == 0 {
			add("rft.aulast", a.Family)
			add("rft.aufirst", firstOf(a.Given, a.Initials))
		}
		add("rft.au", authorLastFirst(a))
	}
	add("rft.date", firstDate(st).String())
	add("rft.volume", st.Volume)
	add("rft.issue", st.Issue)
	add("rft.pages", firstOf(st.Pages, st.ELocator))
	if len(st.Journal.ISSN) > 0 {
		add("rft.issn", st.Journal.ISSN[0])
	}
	if st.IDs.DOI != "" {
		add("rft_id", "info:doi/"+st.IDs.DOI)
	}
	if st.IDs.PMID != "" {
		add("rft_id", "info:pmid/"+st.IDs.PMID)
	}
	return v.Encode()
}
