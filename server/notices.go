package server

import (
	"slices"
	"time"

	"evidelic/study"
)

// noticeView is what was published against a study, by kind: one retraction that
// three sources report is one retraction.
type noticeView struct {
	Label  string
	Class  string // grave, concern or correction
	Advice string
	Said   []statementView
}

// statementView is a source's word for a notice.
type statementView struct {
	Source  string
	Date    string
	Detail  string
	Checked time.Time
	By      []linkView
	Text    string // the notice's own citation
}

// noticeViews gives the notices of a study, gravest first.
func noticeViews(st *study.Study) []noticeView {
	var out []noticeView
	for _, kind := range noticeKinds(st) {
		v := noticeView{Label: kind.Label(), Class: noticeClass(kind), Advice: noticeAdvice(kind)}
		for _, n := range st.Notices {
			if n.Type == kind {
				v.Said = append(v.Said, statementView{Source: sourceLabel(n.Source), Date: n.Date.String(), Detail: ownWords(n.Detail), Checked: n.Checked, By: refLinks(n.By), Text: n.By.Text})
			}
		}
		out = append(out, v)
	}
	return out
}

// ownWords gives a source's own words for a notice; the name of a link between
// two records ("RetractionIn") is none.
func ownWords(detail string) string {
	if t := study.RelationType(detail); relationWords(t, study.KindArticle) != detail {
		return ""
	}
	return detail
}

// noticeKinds lists the kinds of notices that a study has, gravest first; one
// that we do not know comes last.
func noticeKinds(st *study.Study) []study.NoticeType {
	var out []study.NoticeType
	for _, t := range study.NoticeTypes() {
		if slices.ContainsFunc(st.Notices, func(n study.Notice) bool { return n.Type == t }) {
			out = append(out, t)
		}
	}
	for _, n := range st.Notices {
		if !slices.Contains(out, n.Type) {
			out = append(out, n.Type)
		}
	}
	return out
}

func noticeClass(t study.NoticeType) string {
	switch {
	case t.Grave():
		return "grave"
	case t == study.NoticeConcern:
		return "concern"
	}
	return "correction"
}

// noticeAdvice says what a notice means for somebody who wants to use the study.
func noticeAdvice(t study.NoticeType) string {
	switch t {
	case study.NoticeRetraction:
		return "Do not use it as evidence, and do not cite it as if it stood."
	case study.NoticeWithdrawal:
		return "It was withdrawn. Do not use it as evidence."
	case study.NoticeReplacement:
		return "Use the version that replaces it."
	case study.NoticeConcern:
		return "Its publisher doubts it. Read the notice before relying on it."
	}
	return "Read the correction together with the study."
}

// refLinks gives the addresses of a report that another one names.
func refLinks(r study.Ref) []linkView {
	var out []linkView
	if r.ID != "" {
		out = append(out, linkView{"in this library", "/study/" + r.ID})
	}
	if r.PMID != "" {
		out = append(out, linkView{"PMID " + r.PMID, "https://pubmed.ncbi.nlm.nih.gov/" + pathEscapeDOI(r.PMID)})
	}
	if r.DOI != "" {
		out = append(out, linkView{"DOI " + r.DOI, "https://doi.org/" + pathEscapeDOI(r.DOI)})
	}
	if r.NCT != "" {
		out = append(out, linkView{r.NCT, registryBase(r.NCT) + pathEscapeDOI(r.NCT)})
	}
	return out
}
