package openalex

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// report maps a work to the library's words. It fails when nothing could be shown
// for it.
func (w *work) report(key string) (study.Report, error) {
	title := w.Title
	if title == "" {
		title = w.Display
	}
	title = crawler.Unwrap(title)
	rep := study.Report{
		Kind:        w.kind(),
		IDs:         w.ids(key),
		Title:       crawler.PlainText(title),
		TitleMarkup: crawler.Markup(title),
		Authors:     w.authors(),
		Volume:      crawler.CleanText(w.Biblio.Volume),
		Issue:       crawler.CleanText(w.Biblio.Issue),
		MeSH:        w.headings(),
		Grants:      w.grants(),
		License:     w.license(),
		Links:       w.links(key),
		CitedBy:     w.CitedBy,
		Dates:       study.Dates{Created: day(w.Created), Revised: day(w.Updated)},
	}
	if rep.Title == "" {
		return rep, errors.New("title: the work has none")
	}
	if rep.CitedBy != nil && *rep.CitedBy < 0 {
		rep.CitedBy = nil
	}
	var err error
	if rep.Abstract, err = abstract(w.Index); err != nil {
		return rep, err
	}
	if l := crawler.Language(w.Language); l != "" {
		rep.Languages = []string{l}
	}
	if name := typeNames[w.Type]; name != "" {
		rep.PublicationTypes = []string{name}
	}
	w.place(&rep)
	w.relate(&rep)
	return rep, nil
}

// typeNames gives NLM's names for OpenAlex's types, where there is one.
var typeNames = map[string]string{
	"article": "Journal Article", "review": "Review", "preprint": "Preprint", "editorial": "Editorial", "letter": "Letter",
	"erratum": "Published Erratum", "retraction": "Retraction of Publication",
}

func (w *work) kind() study.Kind {
	switch w.Type {
	case "preprint":
		return study.KindPreprint
	case "erratum", "retraction":
		return study.KindNotice
	case "book", "book-chapter", "reference-entry":
		return study.KindBook
	}
	return study.KindArticle
}

// ids gives the identifiers. OpenAlex keeps a preprint and its article as one
// work, so that the numbers of a work whose DOI is the preprint's may be the
// article's: they count for published works alone.
func (w *work) ids(key string) study.IDs {
	ids := study.IDs{OpenAlex: key}
	if v, ok := study.NormalDOI(w.DOI); ok {
		ids.DOI = v
	}
	if w.Type == "preprint" || w.Primary == nil || w.Primary.Version != "publishedVersion" {
		return ids
	}
	if v, ok := study.NormalPMID(tail(w.IDs.PMID)); ok {
		ids.PMID = v
	}
	if v, ok := study.NormalPMCID(tail(w.IDs.PMCID)); ok {
		ids.PMCID = v
	}
	return ids
}

func tail(s string) string {
	s = strings.TrimRight(s, "/")
	return s[strings.LastIndexByte(s, '/')+1:]
}

// day reads the day of a date or a time; what is none is "not given".
func day(s string) study.Date {
	d, err := study.ParseDate(s[:min(len(s), 10)])
	if err != nil {
		return study.Date{}
	}
	return d
}

// revision orders the states of a work: by the time of its last update.
func (w *work) revision() string {
	if day(w.Updated).Day == 0 || len(w.Updated) > 40 {
		return ""
	}
	return crawler.CleanText(w.Updated)
}

func (w *work) authors() []study.Author {
	var out []study.Author
	for _, s := range w.Authorships {
		a := crawler.PersonName(s.Author.Name)
		if a.IsZero() {
			a = crawler.PersonName(s.Raw)
		}
		if a.IsZero() {
			continue
		}
		a.ORCID = crawler.ORCID(s.Author.ORCID)
		a.Affiliations = crawler.CleanList(s.Affiliations)
		out = append(out, a)
	}
	return out
}

// place sets the journal, the preprint server or the book, pages and dates.
func (w *work) place(rep *study.Report) {
	first, last := crawler.CleanText(w.Biblio.First), crawler.CleanText(w.Biblio.Last)
	switch {
	case first != "" && last != "" && first != last:
		rep.Pages = first + "-" + last
	case strings.HasPrefix(strings.ToLower(first), "e"):
		rep.ELocator = first
	default:
		rep.Pages = first
	}
	rep.Published.Electronic = day(w.Date)
	if rep.Published.Electronic.IsZero() && w.Year > 0 {
		rep.Published.Electronic, _ = study.NewDate(w.Year, 0, 0)
	} else if d := rep.Published.Electronic; d.Month == 1 && d.Day == 1 {
		// OpenAlex fills in the first of January where only the year is known.
		rep.Published.Electronic = study.Date{Year: d.Year}
	}
	if w.Primary == nil || w.Primary.Source == nil {
		return
	}
	name := crawler.PlainText(w.Primary.Source.Name)
	if rep.Kind == study.KindBook {
		rep.Book = &study.Book{Title: name}
		return
	}
	rep.Journal = study.Journal{Title: name, ISSN: crawler.ISSNs(w.Primary.Source.ISSN...)}
}

func (w *work) headings() []study.Heading {
	var out []study.Heading
	for _, m := range w.MeSH {
		name := crawler.CleanText(m.Name)
		if name == "" {
			continue
		}
		i := slices.IndexFunc(out, func(h study.Heading) bool { return h.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, study.Heading{Name: name, UI: crawler.CleanText(m.UI)})
		}
		if q := crawler.CleanText(m.QualifierName); q != "" {
			out[i].Qualifiers = append(out[i].Qualifiers, study.Qualifier{Name: q, UI: crawler.CleanText(m.QualifierUI), Major: m.Major})
		} else {
			out[i].Major = m.Major
		}
	}
	return out
}

var reDigit = regexp.MustCompile(`[0-9]`)

// grants gives the funders, with those award numbers that have a digit: OpenAlex
// reads them off texts, and takes words for numbers.
func (w *work) grants() []study.Grant {
	var out []study.Grant
	for _, a := range w.Awards {
		if id := crawler.CleanText(a.ID); reDigit.MatchString(id) {
			out = append(out, study.Grant{ID: id, Agency: crawler.PlainText(a.Funder)})
		}
	}
	for _, f := range w.Funders {
		name := crawler.PlainText(f.Name)
		if name != "" && !slices.ContainsFunc(out, func(g study.Grant) bool { return g.Agency == name }) {
			out = append(out, study.Grant{Agency: name})
		}
	}
	return out
}

var reOpen = regexp.MustCompile(`^cc-by(?:-nc|-nd|-sa|-nc-nd|-nc-sa)?$`)

// license gives the licence of the version that the DOI stands for. What is no
// known open licence never gets a slug that would open the text.
func (w *work) license() study.License {
	if w.Primary == nil || w.Primary.License == "" {
		return study.License{}
	}
	l := strings.ToLower(w.Primary.License)
	if reOpen.MatchString(l) || l == "cc0" || l == "public-domain" {
		return study.License{Code: l}
	}
	return study.License{Code: "other"}
}

func (w *work) links(key string) []study.Link {
	out := []study.Link{{Kind: "source", URL: "https://openalex.org/" + key}}
	add := func(kind, address string) {
		if l, ok := crawler.WebLink(kind, address); ok && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	if w.Primary != nil {
		add("publisher", w.Primary.Landing)
	}
	if w.BestOA != nil {
		add("fulltext", w.BestOA.Landing)
		add("pdf", w.BestOA.PDF)
	}
	return out
}

// relate sets the links between a preprint and its article, and the retraction.
func (w *work) relate(rep *study.Report) {
	for _, l := range w.Locations {
		doi, ok := study.NormalDOI(strings.TrimPrefix(l.ID, "doi:"))
		if !ok || doi == rep.IDs.DOI || rep.IDs.DOI == "" {
			continue
		}
		switch {
		case l.Version == "submittedVersion" && rep.Kind == study.KindArticle:
			rep.Relations = append(rep.Relations, study.Relation{Type: study.UpdateOf, Target: study.Ref{DOI: doi}})
		case l.Version == "publishedVersion" && rep.Kind == study.KindPreprint:
			rep.Relations = append(rep.Relations, study.Relation{Type: study.UpdateIn, Target: study.Ref{DOI: doi}})
		}
	}
	// The flag stands on notices too, where it says what they retract.
	if rep.Kind == study.KindNotice {
		return
	}
	if w.Retracted {
		rep.Notices = append(rep.Notices, study.Notice{Type: study.NoticeRetraction, Source: study.SourceOpenAlex, Detail: "is_retracted"})
	} else if t, detail := crawler.TitleNotice(rep.Title); t != "" {
		rep.Notices = append(rep.Notices, study.Notice{Type: t, Source: study.SourceOpenAlex, Detail: detail})
	}
}
