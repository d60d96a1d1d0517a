package europepmc

import (
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// relations maps Europe PMC's words for a link (lower case) to PubMed's, from
// which most of them are made. "Preprint of" stands on a preprint that has become
// an article, "Preprint in" on the article.
var relations = map[string]study.RelationType{
	"retraction in": study.RetractionIn, "retraction of": study.RetractionOf,
	"partial retraction in": "PartialRetractionIn", "partial retraction of": "PartialRetractionOf",
	"expression of concern in": study.ConcernIn, "expression of concern for": study.ConcernFor,
	"erratum in": study.ErratumIn, "erratum for": study.ErratumFor,
	"corrected and republished in": study.CorrectedRepublishedIn, "corrected and republished from": study.CorrectedRepublishedFrom,
	"retracted and republished in": study.RetractedRepublishedIn, "retracted and republished from": study.RetractedRepublishedFrom,
	"republished in": study.RepublishedIn, "republished from": study.RepublishedFrom,
	"update in": study.UpdateIn, "update of": study.UpdateOf, "preprint of": study.UpdateIn, "preprint in": study.UpdateOf,
	"comment in": study.CommentIn, "comment on": study.CommentOn,
}

// against gives the notice that a link tells of. Only the "in" side is one: the
// record that is corrected in, retracted in … something else.
var against = map[study.RelationType]study.NoticeType{
	study.RetractionIn: study.NoticeRetraction, study.RetractedRepublishedIn: study.NoticeReplacement,
	study.ConcernIn: study.NoticeConcern, "PartialRetractionIn": study.NoticeConcern,
	study.ErratumIn: study.NoticeCorrection, study.CorrectedRepublishedIn: study.NoticeCorrection,
}

// relate sets relations and notices: from the list of comments and corrections,
// from the publication types, and, as the last resort, from the title.
func (r *result) relate(rep *study.Report) {
	for _, c := range r.Comments.Comment {
		rel, ok := c.relation()
		if !ok {
			continue
		}
		rep.Relations = append(rep.Relations, rel)
		if t := against[rel.Type]; t != "" {
			rep.Notices = append(rep.Notices, study.Notice{
				Type: t, Source: study.SourceEuropePMC, By: rel.Target, Date: rel.Date, Detail: crawler.PlainText(c.Type),
			})
		}
	}
	if rep.Kind == study.KindNotice || rep.Retracted() {
		return
	}
	if t, detail := r.declared(rep); t != "" {
		rep.Notices = append(rep.Notices, study.Notice{Type: t, Source: study.SourceEuropePMC, Detail: detail})
	}
}

// declared finds a retraction or withdrawal that no link tells of. Withdrawn
// preprints have no flag at all: their title begins with it, or their abstract
// has become a statement of withdrawal.
func (r *result) declared(rep *study.Report) (t study.NoticeType, detail string) {
	if has(rep.PublicationTypes, "Retracted Publication") {
		return study.NoticeRetraction, "Retracted Publication"
	}
	if m := reRetracted.FindString(rep.Title); m != "" {
		return study.NoticeRetraction, "title: " + m
	}
	if m := reWithdrawn.FindString(rep.Title); m != "" {
		return study.NoticeWithdrawal, "title: " + m
	}
	if rep.Kind == study.KindPreprint {
		if m := reStatement.FindString(rep.AbstractText()); m != "" {
			return study.NoticeWithdrawal, "abstract: " + m
		}
	}
	return "", ""
}

var (
	reRetracted = regexp.MustCompile(`(?i)^[\[(]?retracted(?: article| paper| publication| chapter)?(?:[\])]|\s*:)`)
	reWithdrawn = regexp.MustCompile(`(?i)^[\[(]?withdrawn(?: article| preprint| paper)?(?:[\])]|\s*:)`)
	reStatement = regexp.MustCompile(`(?i)^(?:withdrawal statement\b|(?:the|all) authors have withdrawn (?:this|their) (?:manuscript|preprint|paper)|this (?:manuscript|preprint|paper) has been withdrawn)`)
	reNotice    = regexp.MustCompile(`(?i)^(?:retraction(?: notice| note)?(?: to)?\s*:|retraction notice\b|expression of concern\s*:)`)
)

// isNotice says whether the record is itself a notice against another.
func (r *result) isNotice(types []string) bool {
	for _, t := range []string{"Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern"} {
		if has(types, t) {
			return true
		}
	}
	return reNotice.MatchString(crawler.PlainText(crawler.Unwrap(r.Title)))
}

// relation maps one link. Words that the table lacks are kept in PubMed's way of
// writing: "Summary for patients in" becomes SummaryForPatientsIn.
func (c *comment) relation() (study.Relation, bool) {
	words := crawler.PlainText(c.Type)
	t := relations[strings.ToLower(words)]
	if t == "" {
		t = study.RelationType(camel(words))
	}
	ref := c.target()
	if t == "" || ref.IsZero() {
		return study.Relation{}, false
	}
	return study.Relation{Type: t, Target: ref, Note: crawler.PlainText(c.Note), Date: citedDate(ref.Text)}, true
}

var reWords = regexp.MustCompile(`^[A-Za-z ]{1,60}$`)

func camel(words string) string {
	if !reWords.MatchString(words) {
		return ""
	}
	var b strings.Builder
	for _, w := range strings.Fields(words) {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

var reDOI = regexp.MustCompile(`(?i)\bdoi:\s*(10\.[0-9]{4,9}/\S+)`)

// target gives the identifiers of what the link leads to. A record that only
// Europe PMC numbers is named in the text.
func (c *comment) target() study.Ref {
	ref := study.Ref{Text: crawler.PlainText(c.Reference)}
	if v, ok := study.NormalPMID(c.ID); ok && (c.Source == "MED" || c.Source == "") {
		ref.PMID = v
	} else if ref.Text == "" {
		ref.Text = crawler.CleanText(c.ID)
	}
	if m := reDOI.FindStringSubmatch(ref.Text); m != nil {
		if v, ok := study.NormalDOI(strings.TrimRight(m[1], ".,;")); ok {
			ref.DOI = v
		}
	}
	return ref
}

var reCited = regexp.MustCompile(`\. ?([12][0-9]{3}(?: [A-Z][a-z]{2}(?: [0-9]{1,2})?)?)[;:.]`)

// citedDate finds the date in a citation: "Lancet. 2024 Sep 28;404(10459):1227".
func citedDate(citation string) study.Date {
	if m := reCited.FindStringSubmatch(citation); m != nil {
		return printedDate(m[1])
	}
	return study.Date{}
}
