package clinicaltrials

import (
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// ReferenceRetracted ties a registration to the retraction of a work that it
// cites. Its target is the retraction notice; the note names the retracted work.
// It says nothing against the registration itself, so it is neither RetractionIn
// nor a notice, and it has no inverse.
const ReferenceRetracted study.RelationType = "ReferenceRetractedIn"

var reDOI = regexp.MustCompile(`(?i)\bdoi:\s*(10\.[0-9]{4,9}/\S+)`)

// relations maps a reference. RESULT is a report of the trial's results as its
// sponsor lists it; BACKGROUND is cited by the sponsor, DERIVED was found by the
// registry through the number in PubMed. A retraction of the reference stands in
// its note and, as one more relation, with the notice as the target.
func (r *reference) relations() []study.Relation {
	target := study.Ref{Text: crawler.PlainText(r.Citation)}
	if v, ok := study.NormalPMID(r.PMID); ok {
		target.PMID = v
	}
	if m := reDOI.FindStringSubmatch(target.Text); m != nil {
		if v, ok := study.NormalDOI(strings.TrimRight(m[1], ".,;")); ok {
			target.DOI = v
		}
	}
	if target.IsZero() {
		return nil
	}
	rel := study.Relation{Type: study.TrialReference, Target: target, Note: words(r.Type)}
	if r.Type == "RESULT" {
		rel.Type, rel.Note = study.TrialResult, ""
	}
	out := []study.Relation{rel}
	for _, x := range r.Retractions {
		notice := study.Ref{Text: crawler.PlainText(x.Source)}
		if v, ok := study.NormalPMID(x.PMID); ok {
			notice.PMID = v
		}
		if notice.IsZero() {
			continue
		}
		out[0].Note = strings.TrimPrefix(out[0].Note+"; retracted: "+describe(notice), "; ")
		out = append(out, study.Relation{Type: ReferenceRetracted, Target: notice, Note: "retracts " + describe(target)})
	}
	return out
}

// describe names a work in a note.
func describe(r study.Ref) string {
	switch {
	case r.PMID != "" && r.Text != "":
		return r.Text + " (PMID " + r.PMID + ")"
	case r.PMID != "":
		return "PMID " + r.PMID
	}
	return r.Text
}
