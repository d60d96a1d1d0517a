package webpage

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// Report gives what the page says in the library's words. why says, for a page
// without an abstract, what stands in its place.
func (p *Page) Report() (rep study.Report, why string) {
	rep = study.Report{Kind: study.KindArticle, Title: p.title(), Authors: p.authors(), License: p.license()}
	rep.IDs.DOI = p.doi()
	if v, ok := study.NormalPMID(p.first("citation_pmid")); ok {
		rep.IDs.PMID = v
	}
	rep.Journal = study.Journal{
		Title:  crawler.PlainText(p.journal()),
		Abbrev: crawler.PlainText(p.first("citation_journal_abbrev")),
		ISSN:   crawler.ISSNs(append(slices.Clone(p.Tags["citation_issn"]), append(p.Tags["prism.issn"], p.Tags["dc.source.issn"]...)...)...),
	}
	rep.Volume = crawler.CleanText(p.first("citation_volume", "prism.volume", "dc.citation.volume"))
	rep.Issue = crawler.CleanText(p.first("citation_issue", "prism.number", "dc.citation.issue"))
	p.pages(&rep)
	rep.Published = p.published()
	if l := crawler.Language(p.first("citation_language", "dc.language")); l != "" {
		rep.Languages = []string{l}
	}
	if l, ok := crawler.WebLink("pdf", p.first("citation_pdf_url")); ok {
		rep.Links = append(rep.Links, l)
	}
	if c := crawler.CleanText(p.first("dc.copyright", "prism.copyright", "dc.rights")); len(c) < 400 {
		rep.Copyright = c
	}
	rep.Abstract, why = p.abstract(rep.Title)
	if t, detail := crawler.TitleNotice(rep.Title); t != "" {
		rep.Notices = []study.Notice{{Type: t, Source: study.SourceWebpage, Detail: detail}}
	}
	return rep, why
}

func (p *Page) title() string {
	if t := crawler.PlainText(crawler.Unwrap(p.first("citation_title"))); t != "" {
		return t
	}
	for _, th := range p.Things {
		if t := crawler.PlainText(crawler.Unwrap(th.Title)); t != "" {
			return t
		}
	}
	return crawler.PlainText(crawler.Unwrap(p.first("dc.title")))
}

// authors gives the authors from the first place that has any.
func (p *Page) authors() []study.Author {
	var lists [][]string
	lists = append(lists, p.Tags["citation_author"])
	if one := p.first("citation_authors"); one != "" {
		lists = append(lists, strings.Split(one, ";"))
	}
	for _, th := range p.Things {
		lists = append(lists, th.Authors)
	}
	for _, name := range []string{"dc.creator", "dc.creator.personalname", "dc.contributor"} {
		lists = append(lists, p.Tags[name])
	}
	lists = append(lists, p.Authors)
	for _, list := range lists {
		var out []study.Author
		for _, name := range list {
			if a := crawler.PersonName(name); !a.IsZero() {
				out = append(out, a)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// doi gives the first DOI that the page names as its own.
func (p *Page) doi() string {
	list := slices.Clone(p.Tags["citation_doi"])
	for _, th := range p.Things {
		list = append(list, th.IDs...)
	}
	for _, name := range []string{"dc.identifier.doi", "dc.identifier", "prism.doi", "bepress_citation_doi", "publication_doi"} {
		list = append(list, p.Tags[name]...)
	}
	for _, s := range list {
		if doi, ok := study.NormalDOI(s); ok {
			return doi
		}
	}
	return ""
}

func (p *Page) journal() string {
	if t := p.first("citation_journal_title"); t != "" {
		return t
	}
	for _, th := range p.Things {
		if th.Journal != "" {
			return th.Journal
		}
	}
	return p.first("prism.publicationname", "dc.relation.ispartof")
}

var reArticleNumber = regexp.MustCompile(`^[eE][0-9]+$`)

func (p *Page) pages(rep *study.Report) {
	first, last := crawler.CleanText(p.first("citation_firstpage", "prism.startingpage")), crawler.CleanText(p.first("citation_lastpage", "prism.endingpage"))
	switch {
	case reArticleNumber.MatchString(first) && last == "":
		rep.ELocator = first
	case last != "" && last != first:
		rep.Pages = first + "-" + last
	case first != rep.IDs.DOI && !strings.HasSuffix(rep.IDs.DOI, "/"+first): // bioRxiv repeats its number
		rep.Pages = first
	}
}

// published gives the dates of publication, print and online where the page tells
// them apart.
func (p *Page) published() study.Published {
	out := study.Published{
		Print:      date(p.first("citation_publication_date", "citation_cover_date")),
		Electronic: date(p.first("citation_online_date")),
	}
	// bioRxiv gives the first of January in this tag, and the day in the others.
	if d := date(p.first("citation_date", "dc.date.issued", "dc.date", "prism.publicationdate")); !d.IsZero() {
		switch {
		case out.Print.Year == d.Year && out.Print.Month == 1 && out.Print.Day == 1 && (d.Month > 1 || d.Day > 1):
			out.Print = study.Date{}
			out.Electronic = d
		case out.Print.IsZero() && (out.Electronic.IsZero() || d.Compare(out.Electronic) < 0):
			out.Electronic = d // arXiv's other tag gives the day of the latest version
		}
	}
	for _, th := range p.Things {
		if d := date(th.Published); out.Date().IsZero() {
			out.Electronic = d
		}
	}
	return out
}

var (
	reYearFirst  = regexp.MustCompile(`^([12][0-9]{3})[ ,/-]+([A-Za-z]{3,9})\.?(?:[ ,/-]+([0-9]{1,2}))?\b`)
	reMonthFirst = regexp.MustCompile(`^([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([12][0-9]{3})\b`)
	reDayFirst   = regexp.MustCompile(`^([0-9]{1,2})\.? ([A-Za-z]{3,9})\.? ([12][0-9]{3})\b`)
	reNumbers    = regexp.MustCompile(`^([12][0-9]{3})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?:$|T| [0-9]{2}:)`)
)

// date reads a date in the forms that publishers use: 2014/07/29, 2021/08, 2012
// Nov 26, Apr 22, 2019, 22 April 2019. What is none is "not given".
func date(s string) study.Date {
	s = crawler.CleanText(s)
	year, month, day := "", "", ""
	if m := reNumbers.FindStringSubmatch(s); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := reYearFirst.FindStringSubmatch(s); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := reMonthFirst.FindStringSubmatch(s); m != nil {
		year, month, day = m[3], m[1], m[2]
	} else if m := reDayFirst.FindStringSubmatch(s); m != nil {
		year, month, day = m[3], m[2], m[1]
	}
	y, _ := strconv.Atoi(year)
	mon, err := strconv.Atoi(month)
	if err != nil {
		mon = monthNumber(month)
	}
	d, _ := strconv.Atoi(day)
	for _, try := range [][3]int{{y, mon, d}, {y, mon}, {y}} {
		if v, err := study.NewDate(try[0], try[1], try[2]); err == nil {
			return v
		}
	}
	return study.Date{}
}

// monthNumber gives 1 to 12 for an English month or its first three letters, else
// 0.
func monthNumber(s string) int {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(s) < 3 {
		return 0
	}
	if i := strings.Index(months, strings.ToLower(s[:3])); i >= 0 && i%3 == 0 {
		return i/3 + 1
	}
	return 0
}

var reAddress = regexp.MustCompile(`https?://[^\s"'<>)]+`)

// license gives the licence that the page names by an open licence's address.
func (p *Page) license() study.License {
	list := slices.Clone(p.License)
	for _, th := range p.Things {
		list = append(list, th.License)
	}
	for _, name := range []string{"dc.rights", "dc.rights.license", "dc.license", "citation_license"} {
		for _, s := range p.Tags[name] {
			list = append(list, reAddress.FindAllString(s, 5)...)
		}
	}
	for _, s := range list {
		if l := crawler.LicenseOf(strings.TrimRight(s, ".,;")); l.Open() {
			return l
		}
	}
	return study.License{}
}
