package oaipmh

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// others are the types of things that are no reports, in DCMI's vocabulary and
// OpenAIRE's.
var others = map[string]bool{
	"dataset": true, "image": true, "stillimage": true, "movingimage": true, "sound": true, "software": true, "video": true,
	"physicalobject": true, "collection": true, "event": true, "service": true, "interactiveresource": true, "patent": true,
	"lecture": true, "annotation": true, "map": true,
}

// isReport says whether the record is about a text: one whose every type is
// something else is left out.
func (d *dublinCore) isReport() bool {
	types := d.types()
	for _, t := range types {
		if !others[t] {
			return true
		}
	}
	return len(types) == 0
}

// types gives the types without their vocabulary's address, in small letters.
func (d *dublinCore) types() []string {
	var out []string
	for _, t := range d.Type {
		s := strings.ToLower(crawler.CleanText(t.Text))
		s = s[strings.LastIndexAny(s, "/#:")+1:]
		if s = strings.TrimSpace(s); s != "" && s != "text" {
			out = append(out, s)
		}
	}
	return out
}

// report maps a record to the library's words. It fails when nothing could be
// shown for it.
func (d *dublinCore) report() (study.Report, error) {
	rep := study.Report{Kind: d.kind()}
	for _, t := range d.Title {
		text := crawler.PlainText(t.Text)
		switch {
		case rep.Title == "":
			rep.Title, rep.TitleMarkup = text, crawler.Markup(t.Text)
		case rep.OriginalTitle == "" && text != rep.Title && t.Lang != "":
			rep.OriginalTitle = text
		}
	}
	if rep.Title == "" {
		return rep, errors.New("title: the record has none")
	}
	for _, c := range d.Creator {
		if a := crawler.PersonName(c.Text); !a.IsZero() {
			rep.Authors = append(rep.Authors, a)
		}
	}
	for _, s := range d.Subject {
		if text := crawler.PlainText(s.Text); text != "" && len(text) <= 200 && !slices.Contains(rep.Keywords, text) {
			rep.Keywords = append(rep.Keywords, text)
		}
	}
	for _, l := range d.Language {
		if code := crawler.Language(l.Text); code != "" && !slices.Contains(rep.Languages, code) {
			rep.Languages = append(rep.Languages, code)
		}
	}
	rep.Published.Electronic = d.published()
	d.identify(&rep)
	d.abstract(&rep)
	d.place(&rep)
	d.rights(&rep)
	if t, detail := crawler.TitleNotice(rep.Title); t != "" {
		rep.Notices = []study.Notice{{Type: t, Detail: detail}}
	}
	return rep, nil
}

func (d *dublinCore) kind() study.Kind {
	types := d.types()
	switch {
	case slices.Contains(types, "preprint"):
		return study.KindPreprint
	case slices.Contains(types, "book"), slices.Contains(types, "bookpart"):
		return study.KindBook
	}
	return study.KindArticle
}

var reAlternative = regexp.MustCompile(`(?i)altIdentifier/(doi|pmid|pmcid)/(\S+)$`)

// identify sets identifiers and links. A DOI under relation counts only where the
// vocabulary says that it is the report's own.
func (d *dublinCore) identify(rep *study.Report) {
	for _, l := range d.Identifier {
		s := crawler.CleanText(l.Text)
		d.identifier(rep, "", s)
		if link, ok := crawler.WebLink("source", s); ok && len(rep.Links) < 5 && !strings.Contains(s, "doi.org/") {
			rep.Links = append(rep.Links, link)
		}
	}
	for _, l := range append(d.Relation, d.Identifier...) {
		if m := reAlternative.FindStringSubmatch(crawler.CleanText(l.Text)); m != nil {
			d.identifier(rep, strings.ToLower(m[1]), m[2])
		}
	}
}

// identifier sets the first identifier of each sort. scheme is "" where s says
// itself what it is.
func (d *dublinCore) identifier(rep *study.Report, scheme, s string) {
	s = strings.TrimPrefix(s, "info:doi/")
	low := strings.ToLower(s)
	if doi, ok := study.NormalDOI(s); ok && rep.IDs.DOI == "" && (scheme == "" || scheme == "doi") {
		rep.IDs.DOI = doi
	}
	if v, ok := study.NormalPMID(s); ok && rep.IDs.PMID == "" && (scheme == "pmid" || strings.HasPrefix(low, "pmid")) {
		rep.IDs.PMID = v
	}
	if v, ok := study.NormalPMCID(s); ok && rep.IDs.PMCID == "" && (scheme == "pmcid" || strings.HasPrefix(low, "pmc")) {
		rep.IDs.PMCID = v
	}
}

// published chooses among the dates: repositories add the times at which they took
// a work in, which have hours; the date of publication has none.
func (d *dublinCore) published() study.Date {
	var best study.Date
	timed := true
	for _, l := range d.Date {
		s := crawler.CleanText(l.Text)
		day, err := study.ParseDate(s[:min(len(s), 10)])
		if err != nil {
			continue
		}
		hours := len(s) > 10
		if best.IsZero() || timed && !hours || timed == hours && day.Compare(best) < 0 {
			best, timed = day, hours
		}
	}
	return best
}

// abstract takes the longest description that is an abstract, an English one
// before others; the rest with a language of their own are translations.
func (d *dublinCore) abstract(rep *study.Report) {
	type found struct {
		lang     string
		sections []study.Section
		size     int
	}
	var list []found
	for _, l := range d.Description {
		text := crawler.Unwrap(l.Text)
		if plain := crawler.PlainText(text); crawler.JudgeAbstract(plain, rep.Title) == "" {
			list = append(list, found{crawler.Language(l.Lang), crawler.SplitSections(text), len(plain)})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int {
		if (a.lang == "eng") != (b.lang == "eng") {
			if a.lang == "eng" {
				return -1
			}
			return 1
		}
		return b.size - a.size
	})
	for i, f := range list {
		if i == 0 {
			rep.Abstract = f.sections
		} else if f.lang != "" && f.lang != list[0].lang {
			rep.OtherAbstract = append(rep.OtherAbstract, study.Abstract{Language: f.lang, Sections: f.sections})
		}
	}
}

var (
	reVolume = regexp.MustCompile(`(?i)\bvol(?:ume)?\.? ?([0-9]{1,4})\b`)
	reIssue  = regexp.MustCompile(`(?i)\b(?:no|nr|iss(?:ue)?|núm)\.? ?([0-9]{1,4}(?:-[0-9]{1,4})?)\b`)
	rePages  = regexp.MustCompile(`(?i)(?:\bpp?\.? ?|[;:,] ?)([a-z]?[0-9]{1,6} ?[-–] ?[a-z]?[0-9]{1,6})\s*(?:\([0-9]{4}\))?$`)
	reSource = regexp.MustCompile(`^(.{2,200}?)(?:[,;:.]? ?\(?\b[Vv]ol|[,;] |$)`)
)

// place reads the journal out of the source ("Things; Vol. 12 No. 3 (2020); 12-34",
// "Things, Vol 12, Iss 3, Pp 12-34 (2020)"), and ISSNs.
func (d *dublinCore) place(rep *study.Report) {
	for _, l := range append(d.Source, d.Identifier...) {
		s := crawler.CleanText(l.Text)
		s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "urn:"), "issn:"), "ISSN ")
		rep.Journal.ISSN = crawler.ISSNs(append(rep.Journal.ISSN, strings.TrimPrefix(s, "ISSN:"))...)
	}
	for _, l := range d.Source {
		s := crawler.PlainText(l.Text)
		m := reSource.FindStringSubmatch(s)
		if m == nil || rep.Journal.Title != "" || strings.Contains(s, "://") || len(crawler.ISSNs(s)) > 0 || strings.HasPrefix(strings.ToLower(s), "issn") {
			continue
		}
		rep.Journal.Title = strings.TrimSpace(m[1])
		for _, part := range []struct {
			re *regexp.Regexp
			to *string
		}{{reVolume, &rep.Volume}, {reIssue, &rep.Issue}, {rePages, &rep.Pages}} {
			if v := part.re.FindStringSubmatch(s); v != nil {
				*part.to = strings.ReplaceAll(strings.ReplaceAll(v[1], " ", ""), "–", "-")
			}
		}
	}
	if rep.Kind == study.KindBook {
		rep.Book = &study.Book{Title: rep.Journal.Title}
		if len(d.Publisher) > 0 {
			rep.Book.Publisher = crawler.PlainText(d.Publisher[0].Text)
		}
		rep.Journal = study.Journal{}
	}
}

// rights sets the licence where an address names it.
func (d *dublinCore) rights(rep *study.Report) {
	for _, l := range d.Rights {
		text := crawler.CleanText(l.Text)
		if v := crawler.LicenseOf(text); rep.License.Code == "" || !rep.License.Open() && v.Open() {
			rep.License = v
		}
		if low := strings.ToLower(text); rep.Copyright == "" && len(text) < 500 && (strings.Contains(low, "copyright") || strings.Contains(text, "©")) {
			rep.Copyright = text
		}
	}
}
