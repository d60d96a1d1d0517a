package evidence

import (
	"slices"

	"evidelic/lexicon"
)

// trialDesigns: people were given something to learn its effect (CONSORT, NLM
// "Clinical Trial").
func (d *doc) trialDesigns() {
	random := d.trialWords(cueRandomStudy)
	blind, open := d.trialWords(cueDoubleBlind), d.trialWords(cueOpenLabel)
	open = slices.DeleteFunc(open, func(h span) bool { return d.tellsOfCharts(h.sent) })
	cross := append(d.trialWords(cueCrossover), d.testDays()...)
	if d.is_("case-report") || d.is_("case-series") && len(d.inTitle(cueRandomStudy)) == 0 {
		return
	}
	if d.asked() {
		d.design("secondary-analysis", "design.secondary", d.secondary()...)
		return
	}
	d.design("randomised-trial", "design.randomised", random...)
	if len(blind) == 0 {
		d.design("single-blind", "design.single-blind", d.trialWords(cueSingleBlind)...)
	}
	d.design("double-blind", "design.double-blind", blind...)
	if !d.is_("randomised-trial") {
		placebo := d.trialWords(cuePlacebo)
		switch {
		case len(blind) > 0:
			d.design("controlled-trial", "design.controlled.blind", blind...)
		case len(placebo) > 0 && d.given():
			d.design("controlled-trial", "design.controlled.placebo", placebo...)
		case len(open) > 0:
			d.design("open-label-trial", "design.open-label-trial", open...)
		}
	}
	if len(open) > 0 {
		d.design("open-label", "design.open-label", open...)
	}
	if d.is_("randomised-trial") || d.is_("controlled-trial") {
		d.design("crossover", "design.crossover", cross...)
		if len(cross) == 0 {
			d.design("parallel", "design.parallel", d.trialWords(cueParallel)...)
		}
	}
	if sec := d.secondary(); len(sec) > 0 {
		d.design("secondary-analysis", "design.secondary", sec...)
	}
}

// tellsOfCharts says whether a sentence is about charts or records: a treatment
// that they tell of was given openly, and in no trial.
func (d *doc) tellsOfCharts(sent int) bool {
	for k := d.sents[sent].first; k <= d.sents[sent].last; k++ {
		if d.is(k, "chart", "charts", "records") {
			return true
		}
	}
	return false
}

// testDays gives the words for two or more sessions in which volunteers took the
// drug and placebo, or one drug and another, in turn: "four sessions in which
// they received MDMA, methamphetamine or placebo". Patients have sessions of treatment.
func (d *doc) testDays() []span {
	var out []span
	for _, h := range d.trialWords(cueTestDays) {
		if d.sentenceHas(h.sent, cuePlacebo) && d.sentenceHas(h.sent, cueAdminister) && !d.sentenceHas(h.sent, cueTherapy) && len(d.own(cuePatients)) == 0 && len(d.in(cueAssisted, ownRoles)) == 0 {
			out = append(out, h)
		}
	}
	return out
}

// asked says whether people of a trial were asked what it was like, or whether
// they would take part: the report is no report of the trial. Its title says so,
// or its title speaks of experiences and its methods of their analysis.
func (d *doc) asked() bool {
	if len(d.inTitle(cueRandomStudy)) > 0 {
		return false
	}
	for _, h := range d.inTitle(cueSurvey) {
		if d.is(h.first, "preference") {
			return true
		}
	}
	return len(d.inTitle(cueQualitative)) > 0 || len(d.inTitle(cueExperience)) > 0 && len(d.in(cueQualitative, roleObjective|roleMethods)) > 0
}

// secondary gives words that say that the data were gathered before, for another
// question.
func (d *doc) secondary() []span {
	people := d.countsPeople() || len(d.in(cueHuman, ownRoles)) > 0
	return slices.DeleteFunc(d.in(cueSecondary, roleTitle|roleObjective|roleMethods), func(h span) bool {
		return !people && d.is(h.last-1, "drawn") // from documents
	})
}

// trialWords gives a cue's hits that speak of this study's conduct.
func (d *doc) trialWords(c cue) []span {
	var out []span
	own := d.tellsOwn()
	for _, h := range d.in(c, ownRoles&^roleConclusion) {
		if (d.sents[h.sent].role != roleTitle || c == cuePlacebo) && !own && !d.sentenceHas(h.sent, cueConduct, cueWill) || d.otherRandom(h) {
			continue
		}
		if !d.negated(h) && !d.sentenceHas(h.sent, cueFurther) && (d.sents[h.sent].counts || d.sents[h.sent].role == roleTitle || d.sentenceHas(h.sent, cueObjective, cueOwnStudy, cueSecondary) || !d.sentenceHas(h.sent, cueOthersTrials)) {
			out = append(out, h)
		}
	}
	return out
}

// otherRandom says whether chance is no chance of treatment: "Mendelian
// randomisation" compares people by their genes.
func (d *doc) otherRandom(h span) bool {
	return d.is(h.first-1, "mendelian", "activity", "y") || d.is(h.first, "mendelian")
}

// tellsOwn says whether the text tells of people whom the study itself saw: it
// counts them, or has sections of methods and of results. Else only a sentence
// that tells what was done may speak of the study's conduct: an opinion names
// the trials of others.
func (d *doc) tellsOwn() bool {
	if d.aboutTrials() {
		return false
	}
	return d.is_("protocol") || d.is_("registration") || d.countsPeople() || d.labelledParts()
}

// aboutTrials says whether the title is about trials in the plural, or about costs,
// and nobody is counted: registrations, protocols or published results are looked at.
func (d *doc) aboutTrials() bool {
	return len(d.inTitle(cueTrialsMany))+len(d.inTitle(cueEconomic)) > 0 && !d.countsPeople()
}

// labelledParts says whether the abstract has sections of methods and of results.
func (d *doc) labelledParts() bool {
	methods, results := false, false
	for _, s := range d.sents {
		methods = methods || s.role == roleMethods && s.label != ""
		results = results || s.role == roleResults && s.label != ""
	}
	return methods && results
}

// given says whether the study's own sentences tell of giving a drug.
func (d *doc) given() bool { return len(d.in(cueAdminister, doneIn|roleObjective)) > 0 }

// observationDesigns: people were observed, not given anything by the study
// (STROBE), or asked (COREQ, surveys).
func (d *doc) observationDesigns() {
	if d.is_("randomised-trial") {
		return
	}
	d.design("qualitative", "design.qualitative", d.ownFirst(cueQualitative)...)
	d.design("case-control", "design.case-control", d.ownFirst(cueCaseControl)...)
	if d.is_("controlled-trial") || d.is_("open-label-trial") {
		return
	}
	d.design("survey", "design.survey", d.ownFirst(cueSurvey)...)
	if !d.is_("qualitative") { // whom it interviewed may come from a cohort
		d.design("cohort", "design.cohort", d.ownFirst(cueCohort)...)
	}
	d.design("cross-sectional", "design.cross-sectional", d.crossSectional()...)
	if d.is_("qualitative") || d.is_("survey") || d.is_("cohort") || d.is_("cross-sectional") || d.is_("case-control") {
		return
	}
	d.design("observational", "design.observational", append(d.ownFirst(cueObservational), d.ownFirst(cueRetrospective)...)...)
	if users := d.in(cueUsersGroup, toldIn); len(d.facts.design) == 0 && len(users) > 0 && len(d.in(cueControlGroup, doneIn)) > 0 {
		d.design("observational", "design.users-compared", users...)
	}
}

// experimentDesign: people were given the drug, and no more is said of the design.
func (d *doc) experimentDesign() {
	if len(d.facts.design) > 0 && !(len(d.facts.design) == 1 && d.is_("secondary-analysis")) {
		return
	}
	if !d.hasPeople() {
		return
	}
	for _, h := range d.in(cueAdminister, doneIn|roleObjective) {
		if d.is(h.last+1, "seeking", "resistant", "refractory", "naive", "naïve") {
			continue // "treatment-seeking"
		}
		if d.is(h.last, "treatment") && d.is(h.last-1, "addiction", "drug", "detoxification", "residential", "ordered", "compulsory") {
			continue // where people are treated who use the drug
		}
		if d.nearDrug(h, 10) && (d.countsPeople() || d.sentenceHas(h.sent, cueConduct) || len(d.own(cueVolunteers)) > 0) {
			d.design("experiment", "design.experiment", h)
			return
		}
	}
}

// nearDrug says whether a drug of the field is named within dist tokens of a span
// in its sentence: questionnaires are administered too.
func (d *doc) nearDrug(s span, dist int) bool {
	for i := d.nameAt(s.first - dist); i < len(d.names) && d.names[i].first <= s.last+dist; i++ {
		if n := &d.names[i]; n.Kind == lexicon.Drug && n.sent == s.sent {
			return true
		}
	}
	return false
}
