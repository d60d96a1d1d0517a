package server

import (
	"cmp"
	"slices"
	"time"

	"evidelic/study"
)

// noticeView is a notice for readers.
type noticeView struct {
	Label   string
	Class   string // grave, concern or correction
	Advice  string
	Source  string
	Date    string
	Detail  string
	Checked time.Time
	By      []linkView
	Text    string // the notice's own citation
}

// noticeViews gives the notices of a study, gravest first.
func noticeViews(st *study.Study) []noticeView {
	notices := slices.Clone(st.Notices)
	order := study.NoticeTypes()
	slices.SortStableFunc(notices, func(a, b study.Notice) int {
		return cmp.Compare(slices.Index(order, a.Type), slices.Index(order, b.Type))
	})
	out := make([]noticeView, len(notices))
	for i, n := range notices {
		out[i] = noticeView{Label: n.Type.Label(), Class: noticeClass(n.Type), Advice: noticeAdvice(n.Type), Source: sourceLabel(n.Source),
			Date: n.Date.String(), Detail: n.Detail, Checked: n.Checked, By: refLinks(n.By), Text: n.By.Text}
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
