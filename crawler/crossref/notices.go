package crossref

import (
	"regexp"
	"slices"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// act is what an update does: the relation read from the work that is updated,
// its inverse, and the notice that it is against that work, if it is one.
type act struct {
	in, of study.RelationType
	notice study.NoticeType
}

// acts are Crossref's types of updates
// (https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/)
// and those of Retraction Watch. A partial retraction leaves the rest of a study
// standing, so that it counts as a concern; an addendum and a clarification add
// and take nothing back.
var acts = map[string]act{
	"retraction":            {study.RetractionIn, study.RetractionOf, study.NoticeRetraction},
	"withdrawal":            {study.RetractionIn, study.RetractionOf, study.NoticeWithdrawal},
	"removal":               {study.RetractionIn, study.RetractionOf, study.NoticeWithdrawal},
	"partial_retraction":    {"PartialRetractionIn", "PartialRetractionOf", study.NoticeConcern},
	"expression_of_concern": {study.ConcernIn, study.ConcernFor, study.NoticeConcern},
	"concern":               {study.ConcernIn, study.ConcernFor, study.NoticeConcern},
	"correction":            {study.ErratumIn, study.ErratumFor, study.NoticeCorrection},
	"corrigendum":           {study.ErratumIn, study.ErratumFor, study.NoticeCorrection},
	"erratum":               {study.ErratumIn, study.ErratumFor, study.NoticeCorrection},
	"addendum":              {study.UpdateIn, study.UpdateOf, ""},
	"clarification":         {study.UpdateIn, study.UpdateOf, ""},
	"new_version":           {study.UpdateIn, study.UpdateOf, ""},
	"new_edition":           {study.UpdateIn, study.UpdateOf, ""},
	"reinstatement":         {"ReinstatedIn", "ReinstatementOf", ""},
}

// feedTypes are the updates whose notices are asked for.
var feedTypes = []string{
	"retraction", "withdrawal", "removal", "partial_retraction", "expression_of_concern", "correction", "corrigendum", "erratum",
}

// actOf finds what an update does; ok is false for a type that is not known.
func (u *update) act() (act, bool) {
	a, ok := acts[strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(u.Type)), " ", "_"), "-", "_")]
	return a, ok
}

// detail gives the source's words: "Retraction (retraction-watch)".
func (u *update) detail() string {
	s := crawler.CleanText(u.Label)
	if s == "" {
		s = crawler.CleanText(u.Type)
	}
	if by := crawler.CleanText(u.Source); by != "" && by != "publisher" {
		s += " (" + by + ")"
	}
	return s
}

// longAbstract is the length in bytes from which an abstract shows that a work is
// a whole report again, corrected and republished, and no notice.
const longAbstract = 1000

var reNotice = regexp.MustCompile(`(?i)^\W*(?:retraction|withdrawal|removal|expression of concern|editorial expression|correction|corrigend|errat|addend|notice of)`)

// reNoticeTitle is a title that is a notice's alone: what follows the colon is the
// title of what it is about.
var reNoticeTitle = regexp.MustCompile(`(?i)^\W*(?:retraction|withdrawal|expression of concern|correction|corrigendum|erratum|addendum)(?: notice| note)?(?: to| for)?\s*[:—–]`)

// isNotice says whether the work is itself a notice about another one.
func (w *work) isNotice(rep *study.Report) bool {
	if len(w.Abstract) < longAbstract && len(w.UpdateTo) == 0 && reNoticeTitle.MatchString(rep.Title) {
		return true
	}
	if len(w.Abstract) >= longAbstract && !reNotice.MatchString(rep.Title) {
		return false
	}
	return slices.ContainsFunc(w.UpdateTo, func(u update) bool {
		a, ok := u.act()
		target, isDOI := study.NormalDOI(u.DOI)
		return ok && a.notice != "" && isDOI && target != rep.IDs.DOI
	})
}

// relate sets relations and notices: what updates the work, what it updates, its
// versions and comments, and, as the last resort, its title.
func (w *work) relate(rep *study.Report) {
	for _, u := range w.UpdatedBy {
		w.updated(rep, u)
	}
	for _, u := range w.UpdateTo {
		target, ok := study.NormalDOI(u.DOI)
		if a, known := u.act(); ok && known && target != rep.IDs.DOI {
			addRelation(rep, study.Relation{Type: a.of, Target: study.Ref{DOI: target}, Note: u.detail(), Date: u.Updated.date()})
		} else if ok && known { // retracted in place: the work is its own notice
			w.updated(rep, u)
		}
	}
	for name, list := range w.Relation {
		t, ok := versions[strings.ToLower(name)]
		for _, r := range list {
			if target, isDOI := study.NormalDOI(r.ID); ok && isDOI && strings.EqualFold(r.Kind, "doi") && target != rep.IDs.DOI {
				addRelation(rep, study.Relation{Type: t, Target: study.Ref{DOI: target}})
			}
		}
	}
	sortRelations(rep.Relations)
	if rep.Kind == study.KindNotice || rep.Retracted() {
		return
	}
	if t, detail := crawler.TitleNotice(rep.Title); t != "" {
		rep.Notices = append(rep.Notices, study.Notice{Type: t, Source: study.SourceCrossref, Detail: detail})
	}
}

// updated takes one update of the work. The same notice told by the publisher and
// by Retraction Watch is one, with both named.
func (w *work) updated(rep *study.Report, u update) {
	doi, ok := study.NormalDOI(u.DOI)
	a, known := u.act()
	if !ok || !known {
		return
	}
	by, date := study.Ref{DOI: doi}, u.Updated.date()
	if doi != rep.IDs.DOI {
		addRelation(rep, study.Relation{Type: a.in, Target: by, Note: u.detail(), Date: date})
	}
	if a.notice == "" {
		return
	}
	i := slices.IndexFunc(rep.Notices, func(n study.Notice) bool { return n.Type == a.notice && n.By == by })
	if i < 0 {
		rep.Notices = append(rep.Notices, study.Notice{Type: a.notice, Source: study.SourceCrossref, By: by, Date: date, Detail: u.detail()})
		return
	}
	if d := u.detail(); !strings.Contains(rep.Notices[i].Detail, d) {
		rep.Notices[i].Detail += "; " + d
	}
	if rep.Notices[i].Date.IsZero() {
		rep.Notices[i].Date = date
	}
}

// versions maps Crossref's relations between works to PubMed's. Reviews of a
// preprint are no comments that a reader would look for, so they are left out.
var versions = map[string]study.RelationType{
	"is-preprint-of": study.UpdateIn, "has-preprint": study.UpdateOf,
	"is-replaced-by": study.UpdateIn, "replaces": study.UpdateOf,
	"has-comment": study.CommentIn, "is-comment-on": study.CommentOn,
	"has-reply": study.CommentIn, "is-reply-to": study.CommentOn,
}

// addRelation adds a relation that is not there yet.
func addRelation(rep *study.Report, r study.Relation) {
	if !slices.ContainsFunc(rep.Relations, func(have study.Relation) bool { return have.Type == r.Type && have.Target == r.Target }) {
		rep.Relations = append(rep.Relations, r)
	}
}

// sortRelations puts relations into one order: they come out of a map.
func sortRelations(list []study.Relation) {
	slices.SortStableFunc(list, func(a, b study.Relation) int {
		return strings.Compare(string(a.Type)+" "+a.Target.DOI, string(b.Type)+" "+b.Target.DOI)
	})
}
