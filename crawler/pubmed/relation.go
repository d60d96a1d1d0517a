package pubmed

import (
	"regexp"
	"strings"

	"evidelic/study"
)

// relations reads the links to other reports. "Cites", which files up to 2018
// carry in the hundreds, goes to the references.
func (a *adapter) relations(r *study.Report, list *node) {
	for n := range list.each("CommentsCorrections") {
		ref := study.Ref{Text: a.flat.text(n.child("RefSource"))}
		if pmid, ok := study.NormalPMID(a.flat.text(n.child("PMID"))); ok {
			ref.PMID = pmid
		}
		kind := a.flat.fold(n.attr("RefType"))
		if kind == "Cites" {
			r.References = addRef(r.References, study.Ref{PMID: ref.PMID})
			continue
		}
		ref.DOI = citedDOI(ref.Text)
		rel := study.Relation{Type: study.RelationType(kind), Target: ref, Note: a.flat.text(n.child("Note")), Date: citedDate(ref.Text)}
		if kind != "" && (!ref.IsZero() || rel.Note != "") {
			r.Relations = append(r.Relations, rel)
		}
	}
}

var (
	reCitedDOI  = regexp.MustCompile(`(?i)\bdoi:? ?(10\.[0-9]{4,9}/\S+)`)
	reCitedDate = regexp.MustCompile(`(?:^|[ .])((?:18|19|20)[0-9]{2})(?: ([A-Z][a-z]{2})[a-z]*(?:-[A-Z][a-z]+)?(?: ([0-9]{1,2}))?)?(?:[;:.,( ]|$)`)
)

// citedDOI finds the DOI in a citation as NLM writes it.
func citedDOI(text string) string {
	if !strings.Contains(text, "10.") {
		return ""
	}
	if m := reCitedDOI.FindStringSubmatch(text); m != nil {
		if doi, ok := study.NormalDOI(strings.TrimRight(m[1], ".;,")); ok {
			return doi
		}
	}
	return ""
}

// citedDate finds the date in a citation as NLM writes it: "Lancet. 2010 Feb
// 6;375(9713):445".
func citedDate(text string) study.Date {
	m := reCitedDate.FindStringSubmatch(text)
	if m == nil {
		return study.Date{}
	}
	return partial(number(m[1], 9999), month(m[2]), number(m[3], 31))
}

// noticeTypes says which links are acts against the article itself. The other
// side of each (RetractionOf, ErratumFor …) stands on the notice and is none.
var noticeTypes = map[study.RelationType]study.NoticeType{
	study.RetractionIn:           study.NoticeRetraction,
	study.RetractedRepublishedIn: study.NoticeReplacement,
	study.ConcernIn:              study.NoticeConcern,
	study.ErratumIn:              study.NoticeCorrection,
	study.CorrectedRepublishedIn: study.NoticeCorrection,
}

// notices reads off an article what was published against it: from its links,
// from its publication types, and, where those are silent, from the words that
// publishers put before its title. Checked stays empty: the record's time of
// fetching says when PubMed last said so.
func notices(r *study.Report) []study.Notice {
	var out []study.Notice
	grave := false
	for _, rel := range r.Relations {
		if t, ok := noticeTypes[rel.Type]; ok {
			detail := rel.Note
			if detail == "" {
				detail = string(rel.Type)
			}
			out = append(out, study.Notice{Type: t, Source: study.SourcePubMed, By: rel.Target, Date: rel.Date, Detail: detail})
			grave = grave || t.Grave()
		}
	}
	if !grave {
		if n, ok := standing(r); ok {
			out = append(out, n)
		}
	}
	return out
}

// standing reads a retraction or withdrawal that has no link to its notice.
func standing(r *study.Report) (study.Notice, bool) {
	for _, t := range r.PublicationTypes {
		switch low := strings.ToLower(t); {
		case low == "retracted publication":
			return study.Notice{Type: study.NoticeRetraction, Source: study.SourcePubMed, Detail: t}, true
		case strings.HasPrefix(low, "withdrawn"):
			return study.Notice{Type: study.NoticeWithdrawal, Source: study.SourcePubMed, Detail: t}, true
		}
	}
	if r.Kind == study.KindNotice {
		return study.Notice{}, false
	}
	for prefix, t := range map[string]study.NoticeType{
		"RETRACTED:": study.NoticeRetraction, "RETRACTED ARTICLE:": study.NoticeRetraction, "[RETRACTED]": study.NoticeRetraction,
		"WITHDRAWN:": study.NoticeWithdrawal, "WITHDRAWN ARTICLE:": study.NoticeWithdrawal, "[WITHDRAWN]": study.NoticeWithdrawal,
	} {
		if len(r.Title) > len(prefix) && strings.EqualFold(r.Title[:len(prefix)], prefix) {
			return study.Notice{Type: t, Source: study.SourcePubMed, Detail: "title: " + prefix}, true
		}
	}
	return study.Notice{}, false
}

// references reads the cited works that carry an identifier. Their citations stay
// in the raw record: a list of some hundred lines would outweigh the rest.
func (a *adapter) references(r *study.Report, data *node) {
	for list := range data.each("ReferenceList") {
		a.referenceList(r, list)
	}
}

func (a *adapter) referenceList(r *study.Report, list *node) {
	for n := range list.each("Reference") {
		var ref study.Ref
		for id := range n.child("ArticleIdList").each("ArticleId") {
			switch id.attr("IdType") {
			case "pubmed":
				if pmid, ok := study.NormalPMID(id.raw()); ok {
					ref.PMID = strings.Clone(pmid)
				}
			case "doi":
				if doi, ok := study.NormalDOI(id.raw()); ok {
					ref.DOI = strings.Clone(doi)
				}
			}
		}
		r.References = addRef(r.References, ref)
	}
	a.references(r, list)
}

// addRef appends a reference that has an identifier, unless it repeats the one
// before it.
func addRef(refs []study.Ref, ref study.Ref) []study.Ref {
	if ref.IsZero() || len(refs) > 0 && refs[len(refs)-1] == ref {
		return refs
	}
	return append(refs, ref)
}
