package europepmc

import (
	"errors"
	"net/url"
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// report maps a result to the library's words. It fails when nothing could be
// shown for the record.
func (r *result) report() (study.Report, error) {
	title := crawler.Unwrap(r.Title)
	rep := study.Report{
		Kind:             r.kind(),
		IDs:              r.ids(),
		Title:            crawler.PlainText(title),
		TitleMarkup:      crawler.Markup(title),
		Authors:          r.authors(),
		Published:        r.published(),
		PublicationTypes: r.types(),
		MeSH:             r.mesh(),
		Substances:       r.substances(),
		Keywords:         cleanAll(r.Keywords.Keyword),
		Grants:           r.grants(),
		License:          license(r.License),
		CitedBy:          r.CitedBy,
		Links:            r.links(),
		Dates:            study.Dates{Entered: date(r.Indexed), Created: date(r.Created), Revised: date(r.Revised)},
	}
	if rep.Title == "" {
		return rep, errors.New("title: the record has none")
	}
	if rep.CitedBy != nil && *rep.CitedBy < 0 {
		rep.CitedBy = nil
	}
	if l := crawler.CleanText(strings.ToLower(r.Language)); l != "" {
		rep.Languages = []string{l}
	}
	r.abstract(&rep)
	r.place(&rep)
	r.relate(&rep)
	return rep, nil
}

// ids gives the identifiers. Europe PMC's own number counts only where no other
// source has one for the record.
func (r *result) ids() study.IDs {
	var ids study.IDs
	if v, ok := study.NormalPMID(r.PMID); ok {
		ids.PMID = v
	} else if v, ok := study.NormalPMID(r.ID); ok && r.Source == "MED" {
		ids.PMID = v
	}
	if v, ok := study.NormalPMCID(r.PMCID); ok {
		ids.PMCID = v
	}
	ids.SetDOI(r.DOI)
	if r.Source != "MED" && r.Source != "PMC" {
		ids.EuropePMC = r.ID
	}
	return ids
}

// kind tells articles, preprints, notices and books apart.
func (r *result) kind() study.Kind {
	types := r.types()
	switch {
	case r.isNotice(types):
		return study.KindNotice
	case r.Source == "PPR" || has(types, "preprint"):
		return study.KindPreprint
	case r.Source == "NBK" || r.JournalInfo == nil && r.Book != nil && r.Book.Title != "":
		return study.KindBook
	}
	return study.KindArticle
}

// typeNames gives NLM's names for JATS's article types, which Europe PMC mixes
// with them.
var typeNames = map[string]string{
	"research-article": "Journal Article", "review-article": "Review", "systematic-review": "Systematic Review",
	"case-report": "Case Reports", "correction": "Published Erratum", "retraction": "Retraction of Publication",
	"expression-of-concern": "Expression of Concern", "editorial": "Editorial", "letter": "Letter",
	"preprint": "Preprint", "other": "",
}

// types gives the publication types, each once.
func (r *result) types() []string {
	list := r.PubTypes.Type
	if len(list) == 0 && r.PubType != "" {
		list = strings.Split(r.PubType, ";")
	}
	var out []string
	for _, t := range cleanAll(list) {
		if name, ok := typeNames[t]; ok {
			t = name
		}
		if t != "" && !has(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// has compares without case.
func has(list []string, s string) bool {
	for _, v := range list {
		if strings.EqualFold(v, s) {
			return true
		}
	}
	return false
}

// cleanAll cleans strings and leaves the empty ones out.
func cleanAll(list []string) []string {
	var out []string
	for _, s := range list {
		if s = crawler.PlainText(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// abstract sets the abstract; a plain-language summary inside it is kept apart.
func (r *result) abstract(rep *study.Report) {
	for _, s := range crawler.SplitSections(crawler.Unwrap(r.Abstract)) {
		switch strings.ToLower(s.Label) {
		case "plain language summary", "plain-language summary", "lay summary", "lay abstract":
			s.Label = ""
			rep.OtherAbstract = append(rep.OtherAbstract, study.Abstract{Type: "plain-language-summary", Sections: []study.Section{s}})
		default:
			rep.Abstract = append(rep.Abstract, s)
		}
	}
}

var reArticleNumber = regexp.MustCompile(`^[eE][0-9]+$`)

// place sets journal or server or book, volume, issue and pages.
func (r *result) place(rep *study.Report) {
	rep.Volume, rep.Issue = crawler.CleanText(r.JournalVolume), crawler.CleanText(r.Issue)
	rep.Journal = study.Journal{Abbrev: crawler.PlainText(r.JournalTitle), ISSN: issns(r.JournalISSN)}
	if j := r.JournalInfo; j != nil {
		rep.Volume, rep.Issue = crawler.CleanText(j.Volume), crawler.CleanText(j.Issue)
		rep.Journal = study.Journal{
			Title: crawler.PlainText(j.Journal.Title), Abbrev: crawler.PlainText(first(j.Journal.ISO, j.Journal.Medline)),
			ISSN: issns(j.Journal.ISSN + ";" + j.Journal.ESSN + ";" + j.Journal.LinkISSN), NLMID: crawler.CleanText(j.Journal.NLMID),
		}
	}
	if p := crawler.CleanText(r.PageInfo); reArticleNumber.MatchString(p) {
		rep.ELocator = p
	} else {
		rep.Pages = p
	}
	r.server(rep)
}

// server sets the preprint server as the place of publication, and the book of a
// book's record.
func (r *result) server(rep *study.Report) {
	b := r.Book
	switch {
	case b == nil:
	case rep.Kind == study.KindBook:
		rep.Book = &study.Book{
			Title: crawler.PlainText(b.Title), Publisher: crawler.CleanText(b.Publisher), Place: crawler.CleanText(b.Place),
			Edition: crawler.CleanText(string(b.Edition)), Series: crawler.PlainText(b.Series), ISBN: cleanAll([]string{b.ISBN10, b.ISBN13}),
		}
	case rep.Journal.Title == "":
		rep.Journal.Title = crawler.PlainText(b.Publisher)
	}
}

var reISSN = regexp.MustCompile(`^[0-9]{4}-[0-9]{3}[0-9X]$`)

// issns reads ISSNs separated by semicolons, each once.
func issns(s string) []string {
	var out []string
	for _, v := range strings.Split(s, ";") {
		v = strings.ToUpper(strings.TrimSpace(v))
		if reISSN.MatchString(v) && !has(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (r *result) mesh() []study.Heading {
	var out []study.Heading
	for _, h := range r.MeSH.Heading {
		head := study.Heading{Name: crawler.CleanText(h.Name), Major: h.Major == "Y"}
		for _, q := range h.Qualifiers.Qualifier {
			if name := crawler.CleanText(q.Name); name != "" {
				head.Qualifiers = append(head.Qualifiers, study.Qualifier{Name: name, Major: q.Major == "Y"})
			}
		}
		if head.Name != "" {
			out = append(out, head)
		}
	}
	return out
}

func (r *result) substances() []study.Substance {
	var out []study.Substance
	for _, c := range r.Chemicals.Chemical {
		s := study.Substance{Name: crawler.CleanText(c.Name), Number: crawler.CleanText(c.Number)}
		if s.Number == "0" {
			s.Number = ""
		}
		if s.Name != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r *result) grants() []study.Grant {
	var out []study.Grant
	for _, g := range r.Grants.Grant {
		if v := (study.Grant{ID: crawler.CleanText(g.ID), Agency: crawler.PlainText(g.Agency)}); v != (study.Grant{}) {
			out = append(out, v)
		}
	}
	return out
}

var (
	reCC      = regexp.MustCompile(`^cc-(?:by|by-nc|by-nd|by-sa|by-nc-nd|by-nc-sa)$`)
	reVersion = regexp.MustCompile(`-[0-9]-[0-9]$`)
	reNotSlug = regexp.MustCompile(`[^a-z0-9]+`)
)

// license gives the slug of Europe PMC's licence words: "cc by-nc" is cc-by-nc.
// What is no known open licence never gets a slug that would open the text.
func license(s string) study.License {
	slug := strings.Trim(reNotSlug.ReplaceAllString(strings.ToLower(s), "-"), "-")
	slug = reVersion.ReplaceAllString(slug, "")
	switch {
	case slug == "" || reCC.MatchString(slug):
		return study.License{Code: slug}
	case slug == "cc0" || slug == "cc-0" || slug == "cc-zero":
		return study.License{Code: "cc0"}
	case len(slug) > 40 || strings.HasPrefix(slug, "cc") || slug == "public-domain":
		return study.License{Code: "other"}
	}
	return study.License{Code: slug}
}

// links gives the record's own page and where the full text is.
func (r *result) links() []study.Link {
	out := []study.Link{{Kind: "source", URL: "https://europepmc.org/article/" + r.Source + "/" + url.PathEscape(r.ID)}}
	for _, u := range r.URLs.URL {
		address := strings.TrimSpace(u.URL)
		p, err := url.Parse(address)
		if err != nil || p.Host == "" || (p.Scheme != "https" && p.Scheme != "http") || len(address) > 2000 {
			continue
		}
		kind := "fulltext"
		switch u.Style {
		case "pdf":
			kind = "pdf"
		case "doi":
			kind = "publisher"
		}
		out = append(out, study.Link{Kind: kind, URL: address})
	}
	return out
}
