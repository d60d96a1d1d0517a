package crossref

import (
	"regexp"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// report maps a work to the library's words. A work without a title stays
// without one: the study has it from elsewhere.
func (w *work) report(doi string) study.Report {
	title := w.title()
	rep := study.Report{
		IDs:           study.IDs{DOI: doi},
		Title:         crawler.PlainText(title),
		TitleMarkup:   crawler.Markup(title),
		OriginalTitle: crawler.PlainText(crawler.Unwrap(w.Original.first())),
		Authors:       people(w.Author),
		Published:     w.published(),
		Volume:        crawler.CleanText(w.Volume),
		Issue:         crawler.CleanText(w.Issue),
		Pages:         crawler.CleanText(w.Page),
		Abstract:      crawler.SplitSections(crawler.Unwrap(w.Abstract)),
		Grants:        w.grants(),
		License:       w.license(),
		Trials:        w.trials(),
		References:    w.references(),
		Links:         w.links(),
		CitedBy:       w.CitedBy,
		Dates:         study.Dates{Created: w.Created.date(), Revised: w.Deposited.date()},
	}
	if rep.CitedBy != nil && *rep.CitedBy < 0 {
		rep.CitedBy = nil
	}
	if l := crawler.Language(w.Language); l != "" {
		rep.Languages = []string{l}
	}
	if n := crawler.CleanText(w.Number); n != "" && rep.Pages == "" {
		rep.ELocator = n
	}
	rep.Kind = w.kind(&rep)
	w.place(&rep)
	w.relate(&rep)
	return rep
}

// title gives the title with its subtitle, as PubMed prints them.
func (w *work) title() string {
	title, sub := crawler.Unwrap(w.Title.first()), crawler.Unwrap(w.Subtitle.first())
	if title == "" || sub == "" || strings.Contains(strings.ToLower(title), strings.ToLower(sub)) {
		return title
	}
	if strings.HasSuffix(strings.TrimSpace(title), "?") || strings.HasSuffix(strings.TrimSpace(title), ":") {
		return title + " " + sub
	}
	return title + ": " + sub
}

// types gives NLM's names for Crossref's types, where there is one.
var types = map[string]string{"journal-article": "Journal Article", "preprint": "Preprint"}

// kind tells articles, preprints, notices and books apart.
func (w *work) kind(rep *study.Report) study.Kind {
	t := w.Type
	if t == "posted-content" && (w.Subtype == "preprint" || w.Subtype == "") {
		t = "preprint"
	}
	if name := types[t]; name != "" {
		rep.PublicationTypes = []string{name}
	}
	switch {
	case w.isNotice(rep):
		return study.KindNotice
	case t == "preprint":
		return study.KindPreprint
	case strings.HasPrefix(t, "book") || t == "monograph" || t == "edited-book" || t == "reference-book" || t == "reference-entry":
		return study.KindBook
	}
	return study.KindArticle
}

// place sets the journal, the preprint server or the book.
func (w *work) place(rep *study.Report) {
	switch rep.Kind {
	case study.KindBook:
		rep.Book = &study.Book{
			Title: crawler.PlainText(w.Container.first()), Publisher: crawler.PlainText(w.Publisher), Place: crawler.PlainText(w.Place),
			Edition: crawler.CleanText(w.Edition), ISBN: crawler.CleanList(w.ISBN), Editors: people(w.Editor),
		}
		if rep.Book.Title == "" {
			rep.Book.Title = rep.Title
		}
		return
	case study.KindPreprint:
		if len(w.Institution) > 0 {
			rep.Journal.Title = crawler.PlainText(w.Institution[0].Name)
		}
		if rep.Journal.Title != "" {
			return
		}
	}
	rep.Journal = study.Journal{
		Title: crawler.PlainText(w.Container.first()), Abbrev: crawler.PlainText(w.Short.first()), ISSN: crawler.ISSNs(w.ISSN...),
	}
	if rep.Journal.Abbrev == rep.Journal.Title {
		rep.Journal.Abbrev = ""
	}
}

func people(list []person) []study.Author {
	var out []study.Author
	for _, p := range list {
		a := study.Author{
			Family: crawler.PlainText(p.Family), Given: crawler.PlainText(p.Given), Suffix: crawler.CleanText(p.Suffix),
			Collective: crawler.PlainText(p.Name), ORCID: crawler.ORCID(p.ORCID),
		}
		if a.Family != "" || a.Given != "" {
			a.Collective = ""
		}
		for _, f := range p.Affiliation {
			a.Affiliations = append(a.Affiliations, crawler.CleanList([]string{f.Name})...)
		}
		if !a.IsZero() {
			out = append(out, a)
		}
	}
	return out
}

// published gives the dates of publication; the unspecific one stands for print
// where no other is given, and for the first posting of a preprint.
func (w *work) published() study.Published {
	p := study.Published{Print: w.Print.date(), Electronic: w.Online.date()}
	if p.Electronic.IsZero() {
		p.Electronic = w.Posted.date()
	}
	for _, m := range []moment{w.Published, w.Issued} {
		if d := m.date(); p.Date().IsZero() && w.Type == "posted-content" {
			p.Electronic = d
		} else if p.Date().IsZero() {
			p.Print = d
		}
	}
	return p
}

// date gives as much of the date as is good.
func (m moment) date() study.Date {
	if len(m.Parts) == 0 {
		return study.Date{}
	}
	var n [3]int
	for i, p := range m.Parts[0] {
		if p == nil || i == len(n) {
			break
		}
		n[i] = *p
	}
	for _, try := range [][3]int{n, {n[0], n[1]}, {n[0]}} {
		if d, err := study.NewDate(try[0], try[1], try[2]); err == nil {
			return d
		}
	}
	return study.Date{}
}

// revision orders what Crossref says of a work: by the time of its last indexing,
// which moves with notices that others than the publisher add.
func (w *work) revision() string {
	for _, s := range []string{w.Indexed.Time, w.Deposited.Time} {
		if t, err := time.Parse(time.RFC3339, s); err == nil && t.Year() > 1900 && t.Year() < 10000 {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return ""
}

func (w *work) grants() []study.Grant {
	var out []study.Grant
	for _, f := range w.Funder {
		agency := crawler.PlainText(f.Name)
		awards := crawler.CleanList(f.Awards)
		if len(awards) == 0 && agency != "" {
			out = append(out, study.Grant{Agency: agency})
		}
		for _, id := range awards {
			out = append(out, study.Grant{ID: id, Agency: agency})
		}
	}
	return out
}

// license gives the licence of the published version that holds from the first
// day; a Creative Commons one before any other.
func (w *work) license() study.License {
	var out study.License
	for _, l := range w.License {
		if l.Delay > 0 || l.Version != "vor" && l.Version != "unspecified" {
			continue
		}
		if v := crawler.LicenseOf(l.URL); out.Code == "" || !out.Open() && v.Open() {
			out = v
		}
	}
	return out
}

// reResults are the words with which a publisher says that a paper belongs to the
// course of the trial; without one of them a number may merely be mentioned.
var reResults = regexp.MustCompile(`(?i)^(?:pre|post)?-?results?$`)

func (w *work) trials() []study.TrialLink {
	var out []study.TrialLink
	seen := map[string]bool{}
	for _, t := range w.Trials {
		n, _, ok := study.NormalRegistry(t.Number)
		if !ok || seen[n] {
			continue
		}
		seen[n] = true
		link := study.TrialLink{Number: n, Role: study.RoleMentions}
		if reResults.MatchString(strings.TrimSpace(t.Type)) {
			link.Role = study.RoleReports
		}
		out = append(out, link)
	}
	return out
}

// maxReferences bounds a reference list.
const maxReferences = 5000

// references gives the cited works that have a DOI, each once.
func (w *work) references() []study.Ref {
	var out []study.Ref
	seen := map[string]bool{}
	for _, r := range w.Reference {
		if doi, ok := study.NormalDOI(r.DOI); ok && !seen[doi] && len(out) < maxReferences {
			seen[doi] = true
			out = append(out, study.Ref{DOI: doi})
		}
	}
	return out
}

func (w *work) links() []study.Link {
	var out []study.Link
	if l, ok := crawler.WebLink("publisher", w.Resource.Primary.URL); ok {
		out = append(out, l)
	}
	for _, x := range w.Link {
		if x.Type != "application/pdf" || x.Use == "similarity-checking" {
			continue
		}
		if l, ok := crawler.WebLink("pdf", x.URL); ok {
			return append(out, l)
		}
	}
	return out
}
