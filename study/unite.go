package study

import (
	"slices"
	"strings"
)

// united merges the lists that records fill together.
func (m *merger) united(r *Report) {
	unite(m, "keywords", &m.out.Keywords, r.Keywords, strings.EqualFold, nil)
	unite(m, "trials", &m.out.Trials, r.Trials, sameTrial, strongerRole)
	unite(m, "relations", &m.out.Relations, r.Relations, sameRelation, completeRelation)
	unite(m, "notices", &m.out.Notices, r.Notices, sameNotice, completeNotice)
	unite(m, "links", &m.out.Links, r.Links, func(a, b Link) bool { return a.URL == b.URL }, nil)
	unite(m, "other_abstracts", &m.out.OtherAbstract, r.OtherAbstract, sameAbstract, nil)
}

func sameTrial(a, b TrialLink) bool { return a.Number == b.Number }

// strongerRole lets one record that says "reports" stand against any that only
// mention the number.
func strongerRole(to *TrialLink, from TrialLink) {
	if from.Role == RoleReports {
		to.Role = RoleReports
	}
}

// sameRelation finds one tie told twice: the same type and a shared identifier,
// or the same words where no identifier is given.
func sameRelation(a, b Relation) bool { return a.Type == b.Type && sameRef(a.Target, b.Target) }

func completeRelation(to *Relation, from Relation) {
	to.Target = completeRef(to.Target, from.Target)
	to.Note = first(to.Note, from.Note)
	if to.Date.IsZero() {
		to.Date = from.Date
	}
}

// sameNotice finds one notice told twice by one source. Two sources that tell of
// one notice are two witnesses: both are kept.
func sameNotice(a, b Notice) bool {
	return a.Type == b.Type && a.Source == b.Source && sameRef(a.By, b.By)
}

func completeNotice(to *Notice, from Notice) {
	to.By = completeRef(to.By, from.By)
	to.Detail = first(to.Detail, from.Detail)
	if to.Date.IsZero() {
		to.Date = from.Date
	}
	if from.Checked.After(to.Checked) {
		to.Checked = from.Checked
	}
}

// sameRef says whether two refs name one report: an identifier is shared, or
// there is none to compare and the words are the same.
func sameRef(a, b Ref) bool {
	pairs := [][2]string{{a.ID, b.ID}, {a.PMID, b.PMID}, {a.DOI, b.DOI}, {a.NCT, b.NCT}}
	comparable := false
	for _, p := range pairs {
		if p[0] == "" || p[1] == "" {
			continue
		}
		if p[0] == p[1] {
			return true
		}
		comparable = true
	}
	return !comparable && a.Text == b.Text && sameNames(a, b)
}

// sameNames says whether both refs carry identifiers or neither does.
func sameNames(a, b Ref) bool {
	a.Text, b.Text = "", ""
	return a.IsZero() == b.IsZero()
}

// completeRef gives a with the identifiers that only b has.
func completeRef(a, b Ref) Ref {
	return Ref{ID: first(a.ID, b.ID), PMID: first(a.PMID, b.PMID), DOI: first(a.DOI, b.DOI),
		NCT: first(a.NCT, b.NCT), Text: first(a.Text, b.Text)}
}

// sameAbstract compares further abstracts by type, language and words.
func sameAbstract(a, b Abstract) bool {
	return a.Type == b.Type && a.Language == b.Language && slices.Equal(a.Sections, b.Sections)
}
