package server

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// studyView is what the page of one study shows.
type studyView struct {
	frame
	Study      *study.Study
	ID         string
	Heading    template.HTML
	Kind       string
	Types      []string // publication types beyond the kind
	Affiliated bool     // some author has an affiliation
	Authors    []authorView
	Source     string // the journal line
	IDs        []linkView
	Links      []linkView
	Notices    []noticeView
	Grave      bool
	MarkTitle  bool // the title must still say that the study is synthetic
	Abstract   []sectionView
	Withheld   bool
	Others     []otherView
	Tags       *tagTable
	Chosen     *chosenTag
	Relations  []relationView
	Trials     []trialView
	Families   []familyView
	Checks     []checkView
	Similar    []similarView
	Cited      []citedView // retracted studies that this one cites
	Citing     []hitView   // of a retracted study: those that cite it
	Decided    []decidedView
	Records    []recordView
	Fields     []fieldView
	History    []changeView
	Citations  []citationView
	Exports    []linkView
	License    string
	LicenseTo  string // address of the licence, "" when it is no web address
	Meta       []metaView
	Alternates []alternateView
	LD         map[string]any // JSON-LD
}

type authorView struct {
	Name         string
	ORCID        string
	Affiliations []string
}

type sectionView struct {
	Label string
	Text  template.HTML
}

type otherView struct {
	Label    string
	Sections []study.Section
}

// studyPage shows one study. An address by PMID, DOI or registry number leads on
// to the study's own, which is permanent.
func (s *Server) studyPage(c echo.Context) error {
	ref := strings.TrimPrefix(c.Request().URL.Path, pagePath) // net/http has decoded it, once
	if err := checkRef(ref); err != nil {
		return err
	}
	ctx := c.Request().Context()
	id, err := s.resolve(ctx, ref)
	if err != nil {
		return err
	}
	if id != ref {
		s.redirect(c, http.StatusFound, pagePath+id+queryOf(c.Request().URL))
		return nil
	}
	st, err := s.opt.Library.Study(ctx, id)
	if err != nil {
		return err
	}
	if done, err := s.negotiate(c, &st); done {
		return err
	}
	p, err := s.newStudyView(ctx, &st, study.Task(firstOf(c.QueryParam("show"), c.QueryParam("tag"))))
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "study", p)
}

func queryOf(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	return "?" + u.RawQuery
}

func (s *Server) newStudyView(ctx context.Context, st *study.Study, chosen study.Task) (*studyView, error) {
	withheld := s.opt.Abstracts.apply(st)
	p := &studyView{frame: s.frame(studyTitle(st), ""), Study: st, ID: st.ID, Heading: titleHTML(st), Kind: st.Kind.Label(), Types: moreTypes(st), Source: journalLine(st),
		IDs: idLinks(st), Links: safeLinks(st), Notices: noticeViews(st), Grave: st.Retracted(), MarkTitle: needsDemoMark(st), Withheld: withheld, Tags: newTagTable(st, chosen),
		Relations: relationViews(st), Records: recordViews(st), Fields: fieldViews(st), Exports: s.citationLinks(st)}
	p.Canonical = s.studyURL(st.ID)
	p.License, p.LicenseTo = licenseWords(st.License), webAddress(st.License.URL)
	for _, a := range st.Authors {
		p.Authors = append(p.Authors, authorView{a.String(), a.ORCID, a.Affiliations})
		p.Affiliated = p.Affiliated || len(a.Affiliations) > 0
	}
	for _, o := range st.OtherAbstract {
		p.Others = append(p.Others, otherView{otherLabel(o), o.Sections})
	}
	p.Chosen = chooseTag(st, chosen)
	p.Abstract = sectionViews(st, p.Chosen)
	if p.Chosen != nil && len(p.Chosen.title) > 0 {
		p.Heading = markText(titleText(st), p.Chosen.title, p.Chosen.titleID())
	}
	p.Meta, p.LD, p.Alternates = s.metaViews(st), s.jsonLD(st), s.alternates(st)
	p.Citations, p.Trials = s.citations(st), s.trialViews(ctx, st)
	var err error
	if p.Families, err = s.familyViews(ctx, st); err != nil {
		return nil, err
	}
	if p.Checks, err = s.checkViews(ctx, st); err != nil {
		return nil, err
	}
	if err := s.addCitations(ctx, p, st); err != nil {
		return nil, err
	}
	if err := s.addDecided(ctx, p, st); err != nil {
		return nil, err
	}
	p.Similar = s.similarViews(ctx, st)
	changes, err := s.opt.Library.History(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	p.History = changeViews(changes)
	return p, nil
}

// studyTitle is the title of the tab: what is wrong with a study comes first.
func studyTitle(st *study.Study) string {
	title := titleText(st)
	if needsDemoMark(st) {
		title = "Synthetic demo study: " + title
	}
	for _, n := range noticeViews(st) {
		if n.Class != "correction" {
			return strings.ToUpper(n.Label) + ": " + title
		}
	}
	return title
}

// needsDemoMark says whether a synthetic study's title must still say that it is
// one; the demo world writes it into titles itself.
func needsDemoMark(st *study.Study) bool {
	return st.Demo && !strings.Contains(strings.ToLower(st.Title), "synthetic demo")
}

// journalLine gives journal, date, volume, issue and pages as citations do.
func journalLine(st *study.Study) string {
	var b strings.Builder
	b.WriteString(venue(st))
	if d := st.Published.Date().String(); d != "" {
		b.WriteString(". " + d)
	} else if d := st.Dates.Entered.String(); d != "" {
		b.WriteString(". First posted " + d)
	}
	if st.Volume != "" {
		b.WriteString("; " + st.Volume)
	}
	if st.Issue != "" {
		b.WriteString("(" + st.Issue + ")")
	}
	if st.Pages != "" {
		b.WriteString(": " + st.Pages)
	} else if st.ELocator != "" {
		b.WriteString(": " + st.ELocator)
	}
	return strings.TrimPrefix(b.String(), ". ")
}

func otherLabel(o study.Abstract) string {
	label := o.Type
	if label == "" {
		label = "Further abstract"
	}
	if o.Language != "" {
		label += " (" + o.Language + ")"
	}
	return label
}

// sectionViews gives the abstract with the proofs of the chosen tag marked.
func sectionViews(st *study.Study, chosen *chosenTag) []sectionView {
	spans := study.SectionSpans(st.Abstract)
	out := make([]sectionView, len(st.Abstract))
	for i, sec := range st.Abstract {
		var marks []study.Span
		id := ""
		if chosen != nil {
			marks = within(chosen.abstract, spans[i])
			if len(marks) > 0 {
				id = chosen.nextID()
			}
		}
		out[i] = sectionView{sec.Label, markText(sec.Text, marks, id)}
	}
	return out
}

// safeLinks gives the links that a browser may follow: web addresses only. A
// synthetic study has none that lead anywhere.
func safeLinks(st *study.Study) []linkView {
	var out []linkView
	for _, l := range st.Links {
		if href := webAddress(l.URL); href != "" && !st.Demo {
			out = append(out, linkView{linkWords(l.Kind), href})
		}
	}
	return out
}

func linkWords(kind string) string {
	switch kind {
	case "publisher":
		return "At the publisher"
	case "fulltext":
		return "Full text"
	case "pdf":
		return "PDF"
	case "source":
		return "At the source"
	}
	return kind
}

// webAddress gives the address when it is an http or https one, else "".
func webAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https"}, u.Scheme) {
		return ""
	}
	return u.String()
}

func licenseWords(l study.License) string {
	switch {
	case l.Code == "":
		return ""
	case strings.HasPrefix(l.Code, "cc"):
		return strings.ToUpper(strings.Replace(l.Code, "-", " ", 1))
	}
	return l.Code
}

// moreTypes gives the publication types that say more than the kind does.
func moreTypes(st *study.Study) []string {
	return slices.DeleteFunc(slices.Clone(st.PublicationTypes), func(t string) bool {
		return t == "Journal Article" || strings.EqualFold(t, st.Kind.Label())
	})
}
