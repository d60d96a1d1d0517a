package evidence

import (
	"slices"

	"evidelic/lexicon"
)

// reviewDesigns: a review says so in its title, or in its own sentences
// together with the words of a search for studies.
func (d *doc) reviewDesigns() {
	title := d.inTitle(cueSystematic)
	d.design("systematic-review", "design.systematic-review.title", title...)
	if !d.has(cueAnimal) || !d.has(cueWill) {
		d.design("meta-analysis", "design.meta-analysis.title", d.inTitle(cueMetaAnalysis)...)
	}
	d.design("scoping-review", "design.scoping-review.title", d.inTitle(cueScoping)...)
	if !d.is_("systematic-review") && !d.callsItselfNarrative() {
		if own := d.in(cueSystematic, roleObjective|roleMethods|roleUnknown); len(own) > 0 && d.searched() {
			d.design("systematic-review", "design.systematic-review.methods", own...)
		}
	}
	for _, h := range d.in(cueMetaAnalysis, roleObjective|roleMethods) {
		if d.searched() && !d.guidelineName(h) {
			d.design("meta-analysis", "design.meta-analysis.methods", h)
			break
		}
	}
	if !d.is_("systematic-review") && !d.is_("meta-analysis") && len(d.in(cueSearch, roleMethods|roleUnknown|roleObjective)) >= 2 && !d.recruits() && !d.titledNarrative() {
		d.design("systematic-review", "design.systematic-review.search", d.in(cueSearch, roleMethods|roleUnknown|roleObjective)...)
	}
	d.facts.review = d.is_("systematic-review") || d.is_("meta-analysis") || d.is_("scoping-review")
	d.design("guideline", "design.guideline", d.inTitle(cueGuideline)...)
	if d.facts.review || d.is_("guideline") {
		d.facts.review = true
		return
	}
	if !d.is_("registration") && len(d.protocolTitle()) == 0 {
		d.narrative()
	}
}

// titledNarrative says whether the report calls itself a narrative review, or has
// the headings of one: it is none of the systematic ones, whatever it searched.
func (d *doc) titledNarrative() bool {
	return d.callsItselfNarrative() || slices.ContainsFunc(d.sents, func(s sentence) bool {
		return s.label == "AREAS COVERED" || s.label == "EXPERT OPINION" // the headings of the Expert Opinion journals
	})
}

// callsItselfNarrative says whether the title or the text calls the report a
// narrative review.
func (d *doc) callsItselfNarrative() bool {
	for _, h := range d.in(cueNarrative, ownRoles|roleBackground) {
		if d.is(h.first, "narrative") && (d.sents[h.sent].role == roleTitle || d.is(h.first-1, "this", "our", "present")) {
			return true
		}
	}
	return false
}

// guidelineName says whether the words are of the PRISMA statement's name:
// "Preferred Reporting Items for Systematic Reviews and Meta-Analyses".
func (d *doc) guidelineName(h span) bool {
	for k := h.first - 8; k < h.first; k++ {
		if d.is(k, "items") && d.is(k+1, "for", "of", "in") {
			return true
		}
	}
	return false
}

// searched says whether the study's own sentences tell of a search for studies.
func (d *doc) searched() bool { return len(d.in(cueSearch, ownRoles)) > 0 }

// recruits says whether people were enrolled, given something or counted: signs
// of a study of its own data.
func (d *doc) recruits() bool {
	for _, c := range []cue{cueRandomStudy, cueDoubleBlind, cueOpenLabel} {
		for _, h := range d.in(c, doneIn|roleObjective|roleTitle) {
			if d.sents[h.sent].role == roleTitle || !d.near(h, 12, cueStudiesNoun) {
				return true
			}
		}
	}
	return d.countsPeople()
}

// narrative: a review without a systematic search. The title says "review",
// "overview" and the like, or the text says that it reviews and counts nobody.
func (d *doc) narrative() {
	recruits := d.recruits() && !d.reviewsTrials()
	if len(d.inTitle(cueOpinion)) > 0 {
		return // its title calls it an opinion or a reply
	}
	for _, h := range d.inTitle(cueNarrative) {
		if !recruits || !d.countsPeople() && (d.is(h.first, "narrative", "review", "overview") || d.is(h.last, "review", "overview")) {
			d.design("narrative-review", "design.narrative-review.title", h)
		}
	}
	if d.facts.review = d.is_("narrative-review"); recruits || d.facts.review {
		return
	}
	plain := !d.ownData() && len(d.in(cueWill, ownRoles)) < 2 && len(d.in(cueOpinion, anyRole)) == 0
	for _, h := range d.in(cueNarrative, ownRoles|roleBackground) {
		if says := d.saysReview(h); !d.is_("narrative-review") && (says || plain && h.first < h.last && d.sents[h.sent].role != roleBackground) { // "promise" alone is no review
			d.design("narrative-review", "design.narrative-review.text", h)
		}
	}
	d.facts.review = d.is_("narrative-review")
}

// reviewsTrials says whether the report says that it reviews, and neither counts
// people nor has sections of methods and results: the trials it names are others'.
func (d *doc) reviewsTrials() bool {
	if d.countsPeople() || d.labelledParts() || len(d.in(cueRetrospective, ownRoles)) > 0 {
		return false
	}
	return slices.ContainsFunc(d.in(cueNarrative, ownRoles|roleBackground), func(h span) bool { return d.saysReview(h) || d.reviewing(h) })
}

// reviewing says whether the report is the one that reviews: "this article briefly
// reviews".
func (d *doc) reviewing(h span) bool {
	return d.is(h.last, "reviews") && d.is(h.first, "this", "the", "article", "paper", "chapter")
}

// saysReview says whether the words call the report itself a review: "this review
// focuses on", "a narrative review of the literature".
func (d *doc) saysReview(h span) bool {
	switch d.word(h.last) {
	case "review", "overview", "reviews":
		return d.is(h.first, "this", "narrative", "present", "our") && !d.is(h.last+1, "of", "was") || d.is(h.first, "narrative")
	}
	return false
}

// ownData says whether the text tells of measurements of its own: in sections of
// methods and results without a search for studies, or in two sentences.
func (d *doc) ownData() bool {
	if len(d.in(cueSearch, ownRoles)) > 0 || len(d.in(cueReviewWord, ownRoles)) > 1 {
		return false
	}
	own := d.in(cueOwnData, ownRoles&^roleTitle)
	return d.labelledParts() || len(own) > 1 && own[0].sent != own[len(own)-1].sent
}

// opinionDesign: the report calls itself a comment, a perspective, an opinion, or
// argues, and tells of nobody studied. That decides before the trials it speaks of.
func (d *doc) opinionDesign() {
	if len(d.facts.design) == 0 && !d.countsPeople() && !d.ownData() {
		d.design("editorial", "design.opinion", d.in(cueOpinion, anyRole)...)
	}
}

// countsPeople says whether the study's own sentences count people with a noun:
// "813 from MEDLINE" and "903 underwent selection" are records.
func (d *doc) countsPeople() bool {
	for _, c := range d.counted() {
		if !c.bare {
			return true
		}
	}
	return false
}

// commentDesigns: comments, letters, editorials by weaker signs, where no other
// design is told.
func (d *doc) commentDesigns() {
	if len(d.facts.design) == 0 {
		d.design("editorial", "design.editorial", d.inTitle(cueEditorial)...)
		d.design("editorial", "design.comment", d.in(cueCommentary, anyRole)...)
	}
}

// noData: a text of some length that neither counts people nor tells of giving,
// measuring or asking is about others' work.
func (d *doc) noData() {
	if d.labelledParts() && len(d.in(cueSearch, ownRoles)) == 0 || len(d.in(cueChemistry, ownRoles)) > 1 || len(d.inTitle(cueChemistry)) > 0 {
		return
	}
	if len(d.facts.design) > 0 || len(d.text.Tokens) < 80 || d.futureTense() >= 3 || d.ownData() || d.ownMeasurement() || len(d.counted()) > 0 || len(d.in(cueMethods, roleMethods|roleObjective)) > 1 || len(d.in(cueResult, ownRoles)) > 2 || len(d.in(cueUsersGroup, ownRoles)) > 1 || len(d.in(cueVolunteers, ownRoles)) > 0 || len(d.in(cueConclude, roleConclusion)) == 0 && len(d.in(cueResult, ownRoles)) > 0 {
		return
	}
	first := d.sents[0]
	d.design("narrative-review", "design.narrative-review.no-data", span{first.first, first.last, 0})
	d.facts.review = true
}

// brainMeasures are ways of looking at the brain that nobody uses in passing.
var brainMeasures = []string{"eeg", "meg", "fmri", "mri", "pet"}

// ownMeasurement says whether a sentence of the study itself tells that it looked
// at the brain, or set a drug against placebo: "using electroencephalography, we
// investigated the effects of". Where studies or trials are named, they did it.
func (d *doc) ownMeasurement() bool {
	for _, n := range d.names {
		if n.Kind == lexicon.Instrument && slices.Contains(brainMeasures, n.ID) && d.ownSentence(n.sent) {
			return true
		}
	}
	return slices.ContainsFunc(d.in(cuePlacebo, roleObjective|roleMethods), func(h span) bool { return d.ownSentence(h.sent) })
}

// ownSentence says whether a sentence tells what the study itself did, and names
// no studies of others.
func (d *doc) ownSentence(i int) bool {
	return d.sents[i].role&(roleObjective|roleMethods) != 0 && d.sentenceHas(i, cueOwnStudy, cueObjective) && !d.sentenceHas(i, cueStudiesNoun, cueReviewWord, cueTrialsMany)
}
