package evidence

import "evidelic/study"

// designTask reads the kind of report. Definitions: NLM's publication types;
// CONSORT 2010 (randomised, crossover, blinding); PRISMA 2020 (systematic
// review); CARE (case report); COREQ (qualitative); SPIRIT (protocol); STROBE
// (cohort, case-control, cross-sectional).
func (d *doc) designTask() {
	d.facts.design = map[string]bool{}
	d.fieldDesigns()
	d.noticeDesign()
	d.registerDesign()
	d.reviewDesigns()
	d.laboratoryDesigns()
	if d.facts.review { // a plan of a review (PRISMA-P)
		d.design("protocol", "design.protocol.title", d.protocolTitle()...)
	}
	d.opinionDesign()
	if !d.facts.review && !d.is_("erratum") && !d.is_("editorial") {
		d.planDesigns()
		if !d.facts.animals {
			d.caseDesigns()
			d.trialDesigns()
			d.observationDesigns()
		}
		d.commentDesigns()
	}
	d.experimentDesign()
	d.noData()
	d.status(study.TaskDesign, study.NotReported)
	d.people()
}

// is_ says whether a design was read already.
func (d *doc) is_(design string) bool { return d.facts.design[design] }

func (d *doc) design(value, rule string, spans ...span) {
	if len(spans) == 0 {
		return
	}
	d.facts.design[value] = true
	d.tag(study.TaskDesign, value, rule, spans[:1]...)
}

// publicationTypes maps NLM's publication types to designs.
var publicationTypes = map[string]string{
	"randomized controlled trial": "randomised-trial", "meta-analysis": "meta-analysis", "network meta-analysis": "meta-analysis", "systematic review": "systematic-review", "scoping review": "scoping-review", "case reports": "case-report",
	"practice guideline": "guideline", "guideline": "guideline", "consensus development conference": "guideline", "editorial": "editorial", "comment": "editorial", "news": "editorial", "published erratum": "erratum", "clinical trial protocol": "protocol", "controlled clinical trial": "controlled-trial", "retraction of publication": "erratum", "retraction notice": "erratum",
}

// fieldDesigns reads the record's own fields, which decide before any text.
func (d *doc) fieldDesigns() {
	for _, p := range d.s.PublicationTypes {
		if v, ok := publicationTypes[lower(p)]; ok {
			d.facts.design[v] = true
			d.field(study.TaskDesign, v, "publication type", p, "design.publication-type")
		}
	}
	t := d.s.Trial
	if t == nil {
		return
	}
	put := func(v, text string) {
		d.facts.design[v] = true
		d.field(study.TaskDesign, v, "registry", text, "design.registry")
	}
	put("registration", t.Type)
	switch {
	case t.Allocation == "randomized":
		put("randomised-trial", t.Allocation)
	case t.Type == "observational":
		put("observational", t.Type)
	case t.Masking == "none" && t.Type == "interventional":
		put("open-label-trial", t.Masking)
	}
	switch t.Model {
	case "crossover", "parallel":
		put(t.Model, t.Model)
	}
	switch t.Masking {
	case "single":
		put("single-blind", t.Masking)
	case "double", "triple", "quadruple":
		put("double-blind", t.Masking)
	case "none":
		put("open-label", t.Masking)
	}
}

// noticeDesign: a correction says in its title what it corrects; its design is
// a correction, not the design of the corrected report. An article whose title
// was marked ("RETRACTED: …") is no notice: it keeps its design, and its notice
// is told apart from tags.
func (d *doc) noticeDesign() {
	d.design("erratum", "design.erratum", d.inTitle(cueErratum)...)
}

// registerDesign: the text is an entry of a trial register: it has the headings
// of the WHO Trial Registration Data Set ("Health condition(s) studied",
// "Primary outcome(s)", items 12 and 19), which no abstract has.
func (d *doc) registerDesign() {
	var condition, outcome []span
	for i := range d.sents {
		s := &d.sents[i]
		switch {
		case s.label == "" || i > 0 && d.sents[i-1].label == s.label:
		case s.label == "CONDITION":
			condition = append(condition, span{s.first, s.first, i})
		case s.label == "PRIMARY OUTCOME":
			outcome = append(outcome, span{s.first, s.first + 1, i})
		}
	}
	if len(condition) > 0 && len(outcome) > 0 {
		d.design("registration", "design.registration.headings", condition[0])
	}
}

// laboratoryDesigns: animals, tissue or chemistry, and no people.
func (d *doc) laboratoryDesigns() {
	animals, own := d.inTitle(cueAnimal), d.own(cueAnimal)
	lab := d.inTitle(cueVitro)
	switch {
	case len(animals) > 0 && len(d.inTitle(cuePatients)) == 0 && !d.titleHumans():
		d.design("preclinical", "design.preclinical.title", animals...)
	case len(lab) > 0 && !d.hasPeople():
		d.design("preclinical", "design.preclinical.laboratory", lab...)
	case len(own) >= 2 && !d.hasPeople() && !(d.facts.review && d.clinicalToo()):
		d.design("preclinical", "design.preclinical.text", own...)
	case len(d.inTitle(cueChemistry)) > 0 && !d.controlled():
		d.design("analytical", "design.analytical", d.inTitle(cueChemistry)...)
	case len(d.own(cueVitro)) >= 2 && !d.hasPeople():
		d.design("preclinical", "design.preclinical.laboratory", d.own(cueVitro)...)
	}
	d.facts.animals = d.is_("preclinical") || d.is_("analytical")
}

// clinicalToo says whether a review speaks of patients, treatment or trials beside
// what animals showed.
func (d *doc) clinicalToo() bool {
	return len(d.inTitle(cueAnimal)) == 0 && (!d.titleWord("preclinical") || d.titleWord("clinical")) && (len(d.inTitle(cueTreat)) > 0 || len(d.in(cuePatients, ownRoles)) > 0 || len(d.in(cueTrial, ownRoles)) > 0)
}

// hasPeople says whether patients or volunteers took part.
func (d *doc) hasPeople() bool {
	return len(d.counted()) > 0 || len(d.inTitle(cuePatients)) > 0 || len(d.inTitle(cueVolunteers)) > 0 || len(d.in(cueVolunteers, roleMethods|roleObjective)) > 0
}

// titleHumans says whether the title names people; "non-human" does not.
func (d *doc) titleHumans() bool {
	for _, h := range d.inTitle(cueHumans) {
		if !d.negated(h) {
			return true
		}
	}
	return false
}

// controlled says whether people were given the drug under control: then a method of
// measuring is only a means.
func (d *doc) controlled() bool {
	return len(d.trialWords(cueDoubleBlind))+len(d.trialWords(cueRandomStudy))+len(d.in(cueVolunteers, toldIn)) > 0
}

// planDesigns: a plan speaks of what will be done (SPIRIT), and has no results.
func (d *doc) planDesigns() {
	d.design("protocol", "design.protocol.title", d.protocolTitle()...)
	will := d.in(cueWill, roleObjective|roleMethods|roleUnknown|roleResults|roleConclusion|roleBackground)
	if d.is_("protocol") {
		return
	}
	if aim := d.aimOnly(); len(aim) > 0 {
		d.design("protocol", "design.protocol.aim-only", aim...)
		return
	}
	if len(will) == 0 {
		return
	}
	results := d.resultSentences()
	if own := d.in(cueProtocol, ownRoles); len(own) > 0 && len(will) >= 2 && results == 0 {
		d.design("protocol", "design.protocol.text", own...)
		return
	}
	if len(d.in(cueHuman, ownRoles)) == 0 || !d.given() && len(d.counted()) == 0 || !d.recruits() && len(d.in(cueWill, ownRoles)) < 3 && !d.willHappenToPeople() {
		return
	}
	future := d.futureTense()
	if future >= 2 && results <= 1 && (results == 0 || !d.reportsResults()) || results == 0 && (future > 0 || len(will) >= 2) && len(d.in(cueWill, roleObjective|roleMethods|roleUnknown)) >= 1 && len(d.in(cueReviewWord, ownRoles)) == 0 {
		d.design("protocol", "design.protocol.future", will...)
	}
}

// protocolTitle gives words of the title that call the report a protocol. "A
// treatment protocol" and "a new imaging protocol" are none: alone the word must
// open the title or a part of it, or the text must look ahead.
func (d *doc) protocolTitle() []span {
	hits := d.inTitle(cueProtocol)
	if len(hits) == 0 {
		return nil
	}
	var out []span
	ahead := d.futureTense() > 0
	for _, h := range hits {
		if ahead || d.is(h.last+1, ":") && d.is(h.last, "protocol") && !d.countsPeople() || d.is(h.first, "study", "trial", "research", "rationale", "design") || h.first == 0 || d.is(h.first-1, ":", "[", "(", "-", "–", "—", ".") {
			out = append(out, h)
		}
	}
	return out
}

// futureTense counts the uses of "will" in the study's own sentences, without the
// last of several, which looks ahead in any report.
func (d *doc) futureTense() int {
	n, last := 0, len(d.sents)-1
	for i := range d.text.Tokens {
		if at := int(d.of[i]); (at < last || last < 4) && d.sents[at].role&(ownRoles&^roleConclusion) != 0 && d.is(i, "will") && !d.is(i-1, "free") {
			n++
		}
	}
	return n
}

// reportsResults says whether a section of results reports something found.
func (d *doc) reportsResults() bool {
	for _, h := range d.in(cueResult, roleResults) {
		if d.sents[h.sent].label != "" {
			return true
		}
	}
	return false
}

// aimOnly gives the words of an aim in the present tense, when nothing that
// follows was done or found: so register entries and abstracts of plans end.
func (d *doc) aimOnly() []span {
	aim := d.in(cueAimNow, ownRoles)
	if len(aim) == 0 || len(d.in(cueHuman, ownRoles)) == 0 || !d.has(cueTrial) && !d.has(cueAdminister) && !d.has(cuePlacebo) || len(d.in(cueReviewWord, ownRoles)) > 0 {
		return nil
	}
	for _, c := range []cue{cueResult, cueOwnData, cueReceivedPast} {
		for _, h := range d.in(c, ownRoles&^roleTitle) {
			if h.sent >= aim[0].sent {
				return nil
			}
		}
	}
	return aim
}

// willHappenToPeople says whether a sentence in the future tense has people in
// it: "participants will receive".
func (d *doc) willHappenToPeople() bool {
	for _, h := range d.in(cueWill, ownRoles) {
		if d.before(h, 8, cuePersonNoun) {
			return true
		}
	}
	return false
}

// resultSentences counts the sentences that report something found.
func (d *doc) resultSentences() int {
	n, last := 0, -1
	for _, h := range d.in(cueResult, roleResults|roleUnknown|roleMethods|roleConclusion) {
		if h.sent != last && !d.sentenceHas(h.sent, cueWill) {
			n, last = n+1, h.sent
		}
	}
	return n
}

// caseDesigns: reports of single patients (CARE), and series of them.
func (d *doc) caseDesigns() {
	d.design("case-series", "design.case-series.title", d.inTitle(cueCaseSeries)...)
	if !d.is_("case-series") {
		d.design("case-report", "design.case-report.title", d.caseTitle()...)
	}
	if d.is_("case-series") || d.is_("case-report") || len(d.inTitle(cueRandomStudy)) > 0 {
		return
	}
	groups := d.recruitsGroups()
	for _, h := range d.in(cueCaseSeries, ownRoles) {
		cited := d.is(h.last+1, "studies", "and", "or") && d.sentenceHas(h.sent, cueStudiesNoun)
		if told := !d.is(h.last, "patients") || d.sentenceHas(h.sent, cueCaseTold); told && !groups && !cited {
			d.design("case-series", "design.case-series.text", h)
			return
		}
	}
	one := d.in(cueOneCase, ownRoles|roleBackground)
	if own := d.in(cueCaseReport, ownRoles); len(own) > 0 && len(one) > 0 && !d.recruitsGroups() {
		d.design("case-report", "design.case-report.text", own...)
	} else if len(one) >= 3 && !d.recruitsGroups() && d.maxCount() <= 1 {
		d.design("case-report", "design.case-report.patient", one...)
	}
}

// caseTitle gives words of the title that call the report one of a case. "The case
// for", "in case of", "case-control" and "use case" do not.
func (d *doc) caseTitle() []span {
	var out []span
	for _, h := range d.inTitle(cueCaseReport) {
		if h.first == h.last && (d.is(h.last+1, "for", "against", "control", "management", "manager", "definition", "law", "mix") || d.is(h.first-1, "in", "use", "this")) {
			continue
		}
		out = append(out, h)
	}
	return out
}

// recruitsGroups says whether the text tells of groups of people.
func (d *doc) recruitsGroups() bool {
	return len(d.in(cueRandomStudy, ownRoles)) > 0 || d.maxCount() > 12 || len(d.in(cueDoubleBlind, ownRoles)) > 0
}

// crossSectional gives words for a design at one time. Where nobody is counted, a
// "prevalence" or "epidemiological studies" outside the title are what others found.
func (d *doc) crossSectional() []span {
	all := d.ownFirst(cueCrossSectional)
	if d.countsPeople() {
		return all
	}
	var out []span
	for _, h := range all {
		if d.sents[h.sent].role == roleTitle || d.is(h.first, "cross") {
			out = append(out, h)
		}
	}
	return out
}

// ownFirst gives own hits, those of the title first, without conclusions.
func (d *doc) ownFirst(c cue) []span { return d.in(c, roleTitle|roleObjective|roleMethods|roleUnknown) }

// people concludes whether people were observed and treated.
func (d *doc) people() {
	f := &d.facts
	f.planned = d.is_("protocol") || d.is_("registration") && (d.s.Trial == nil || !d.s.Trial.HasResults)
	f.people = !f.review && !f.animals && !d.is_("erratum") && !d.is_("editorial")
	f.treated = f.people && (d.is_("randomised-trial") || d.is_("controlled-trial") || d.is_("open-label-trial") || d.is_("experiment"))
}
