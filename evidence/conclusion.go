package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// verdict is what one sentence says of a treatment: words for it, words against
// it, and words of no difference or no decision.
type verdict struct {
	sent, up, down, null int
	turned               bool // a clause with "but" says the other thing
	mixed                bool // it says that the findings are mixed, or that a benefit did not last
}

// value names the direction of a verdict, and the rule.
func (v verdict) value() (value, rule string) {
	switch {
	case v.mixed:
		return "mixed", "conclusion.mixed-stated"
	case v.up > 0 && v.down == 0 && v.null <= v.up && !v.turned:
		return "for", "conclusion.for"
	case v.up > 0:
		return "mixed", "conclusion.mixed"
	case v.down > 0:
		return "against", "conclusion.against"
	}
	return "neutral", "conclusion.neutral"
}

// conclusionTask reads the direction of what the authors conclude about the
// treatment, where people were treated or such studies reviewed. A sentence
// counts when it names a drug or a treatment: lower activity of a brain region
// is no benefit. The proof is the whole concluding sentence.
func (d *doc) conclusionTask() {
	if d.facts.planned || d.facts.animals || d.is_("erratum") {
		d.status(study.TaskConclusion, study.NotApplicable)
		return
	}
	if !d.concluding() {
		d.status(study.TaskConclusion, study.NotReported)
		return
	}
	all := d.verdicts(roleConclusion)
	if len(all) == 0 && d.facts.treated && !d.healthyOnly() {
		all = d.verdicts(roleResults | roleUnknown)
	}
	if len(all) == 0 {
		d.status(study.TaskConclusion, study.NotReported)
		return
	}
	sum := verdict{}
	for _, v := range all {
		sum.up, sum.down, sum.null, sum.turned, sum.mixed = sum.up+v.up, sum.down+v.down, sum.null+v.null, sum.turned || v.turned, sum.mixed || v.mixed
	}
	value, rule := sum.value()
	proof := all[0]
	for _, v := range all {
		if says, _ := v.value(); says == value {
			proof = v
			break
		}
	}
	s := d.sents[proof.sent]
	d.tag(study.TaskConclusion, value, rule, span{s.first, s.last, proof.sent})
}

// concluding says whether the report can conclude about a treatment: people were
// treated, such studies were reviewed, or patients were followed. Opinions and
// reviews without a search are left out.
func (d *doc) concluding() bool {
	if d.is_("editorial") || d.is_("narrative-review") || d.is_("guideline") || d.is_("analytical") || d.usersOnly() {
		return false
	}
	return d.facts.treated || d.facts.review || d.patientsStudied() && len(d.in(cuePatients, ownRoles)) > 0
}

// patientsStudied says whether the report's people had a disorder.
func (d *doc) patientsStudied() bool {
	for _, v := range d.tags[study.TaskCondition].Values {
		switch v.Value {
		case "recreational-use", "healthy-volunteers", "intoxication":
		default:
			return true
		}
	}
	return false
}

// healthyOnly says whether nobody but healthy volunteers took part: what a drug
// does to them is no benefit, but it may be safe.
func (d *doc) healthyOnly() bool {
	return !d.facts.review && !d.patientsStudied() && (d.tags.Has(study.TaskCondition, "healthy-volunteers") || len(d.in(cuePatients, ownRoles)) == 0)
}

// verdicts gives what the sentences of the roles say, without those that say nothing.
// In results a sentence must tell of symptoms, or of benefit and harm.
func (d *doc) verdicts(roles role) []verdict {
	var out []verdict
	healthy := d.healthyOnly()
	for i := range d.sents {
		if d.sents[i].role&roles == 0 || roles&roleResults != 0 && !(d.namesA(i, lexicon.Drug) && d.sentenceHas(i, cueStrong, cueMood, cueSuicideOutcome)) {
			continue
		}
		if v := d.direction(i, healthy); v.up+v.down+v.null > 0 || v.mixed {
			out = append(out, v)
		}
	}
	return out
}

// direction counts in one sentence the words for, against, and of no difference;
// of healthy volunteers only words of safety.
func (d *doc) direction(sent int, healthy bool) verdict {
	v := verdict{sent: sent}
	if !d.concludes(sent) {
		return v
	}
	open, end := d.within(sent, cueUndecided), d.nextFrom(sent)
	for _, h := range d.within(sent, cueFor) {
		switch {
		case h.first >= end, end <= d.sents[sent].last && h.first < d.sents[sent].first+3, d.differenceIn(h):
		case len(open) > 0 && !d.turns(h, open[0]):
		case healthy && !d.ofSafety(h), d.ofSafety(h) && d.sents[sent].role == roleResults:
		case d.otherBetter(h):
			v.down++
		case d.negated(h), d.before(h, 3, cueFailed), d.deniedFar(h):
			if !d.deniesHarm(h.first-4, h.first) {
				v.down++
			}
		case neutralWords[d.word(h.first)] && !d.sentenceHas(sent, cueSupport):
		default:
			v.up++
		}
	}
	if healthy {
		return v
	}
	v.null, v.mixed = len(open), d.statedMixed(sent) || d.faded(sent)
	v.turned = len(d.within(sent, cueFew)) > 0 // "only a minority of patients responded"
	for _, h := range d.within(sent, cueAgainst) {
		if !d.deniesHarm(h.first, h.last+1) {
			v.down++
		}
	}
	for _, h := range d.within(sent, cueNull) {
		if !d.deniesHarm(h.first, h.last+1) {
			v.null++
			v.turned = v.turned || v.up > 0 && (d.is(h.first-1, "but", "although") || d.is(h.first-2, "but", "although"))
		}
	}
	return v
}

// statedMixed says whether a sentence calls the findings themselves mixed,
// inconsistent, conflicting or inconclusive. A "mixed effects model" is none.
func (d *doc) statedMixed(sent int) bool {
	for _, h := range d.within(sent, cueMixed) {
		if !d.is(h.last+1, "model", "models", "modelling", "modeling", "analysis", "regression", "with", "into", "methods", "effects") && !d.negated(h) && !d.resolved(h) {
			return true
		}
	}
	return false
}

// resolved says whether a clause with "but" follows: what it says is the conclusion
// ("earlier evidence was mixed, but psilocybin was effective").
func (d *doc) resolved(h span) bool {
	for k := max(d.sents[h.sent].first, h.first-8); k <= d.sents[h.sent].last; k++ {
		if k > h.last && d.is(k, "but", "however", "yet") || k < h.first && d.is(k, "although", "despite", "while", "though") {
			return true
		}
	}
	return false
}

// faded says whether a sentence tells of a benefit that did not last: it names an
// improvement, and says of it, not of a harm, that it was short.
func (d *doc) faded(sent int) bool {
	for _, h := range d.within(sent, cueFaded) {
		if d.before(h, 12, cueHarms) && !d.before(h, 12, cueBenefitWord) {
			continue
		}
		if d.before(h, 25, cueBenefitWord) || d.window(h, h.first, h.last+4, []cue{cueBenefitWord}) {
			return true
		}
	}
	return false
}

// deniesHarm says whether what a negation between two tokens denies is a harm or a
// need: "did not require treatment" says nothing against a drug.
func (d *doc) deniesHarm(lo, hi int) bool {
	for k := lo; k <= hi; k++ {
		if d.is(k-1, "not", "without") && d.is(k, "require", "requiring", "limit", "limiting", "compromise", "worsen", "worsening", "preclude", "attenuate", "attenuated", "impair", "impairing", "need", "precluded", "increase", "increasing") {
			return true
		}
	}
	return false
}

// neutralWords name what was asked, not what was found, until a verb says so: "both
// efficacy and safety".
var neutralWords = wordSet("efficacy effectiveness benefit benefits response remission recovery alternative option good positive sustained lasting")

// ofSafety says whether a word for a treatment says that it was safe, not that it
// helped.
func (d *doc) ofSafety(h span) bool {
	return d.is(h.last, "safe", "safely", "tolerated", "feasible", "tolerability")
}

// turns says whether a clause that begins with "although" or "but" stands between
// words for a treatment and those that leave the matter open.
func (d *doc) turns(h, open span) bool {
	for k := h.last + 1; k < min(open.first, h.last+60); k++ {
		if d.is(k, "although", "but", "however", "though", "while", "yet") {
			return true
		}
	}
	return false
}

// concludes says whether a sentence can tell what a treatment does: it names a
// treatment, or a drug and a symptom, benefit or harm. What research should do next, what an
// article sets out to do, what predicts a response, what the brain does, and what
// others found are no effects.
func (d *doc) concludes(sent int) bool {
	if d.sentenceHas(sent, cueNoEffect) || d.onlyNext(sent) || d.sentenceHas(sent, cueOthersTrials) && !d.facts.review && !d.sentenceHas(sent, cueConclude) || d.namesYear(sent) || d.bothGroups(sent) || d.sentenceHas(sent, cueAnimal) && !d.facts.review {
		return false
	}
	if d.sentenceHas(sent, cueTreat) || d.namesA(sent, lexicon.Condition) && d.sentenceHas(sent, cueStrong) {
		return true
	}
	return d.namesA(sent, lexicon.Drug) && (d.namesA(sent, lexicon.Condition) || d.sentenceHas(sent, cueStrong, cueMood, cueSuicideOutcome, cueHarms, cuePlacebo))
}

// nextFrom gives the token from which a sentence tells what research should do
// next, past its end where it does not.
func (d *doc) nextFrom(sent int) int {
	if next := d.within(sent, cueNextResearch); len(next) > 0 {
		return next[0].first
	}
	return d.sents[sent].last + 1
}

// onlyNext says whether a sentence finds nothing before it tells what research
// should do next.
func (d *doc) onlyNext(sent int) bool {
	from := d.nextFrom(sent)
	if from > d.sents[sent].last {
		return false
	}
	for _, c := range []cue{cueFor, cueAgainst, cueNull} {
		if all := d.within(sent, c); len(all) > 0 && all[0].last < from {
			return false
		}
	}
	return true
}

// differenceIn says whether the words tell in what groups differed or did not: "no
// difference in antidepressant effects".
func (d *doc) differenceIn(h span) bool {
	for k := h.first - 4; k < h.first; k++ {
		if d.is(k, "difference", "differences") {
			return true
		}
	}
	return false
}

// deniedFar says whether a verb that denies stands up to seven tokens before a word
// for a treatment in the same clause: "did not show a notable advantage".
func (d *doc) deniedFar(h span) bool {
	for k := h.first - 1; k >= h.first-7 && k >= d.sents[h.sent].first; k-- {
		if d.is(k, ",", ";", "but", "and", "or", "while", "than", "which", "that") {
			return false
		}
		if d.is(k, "not") && d.is(k-1, "did", "does", "do") {
			return true
		}
	}
	return false
}

// bothGroups says whether a sentence tells what happened in every group alike, or
// how a word is defined: neither is an effect of the treatment.
func (d *doc) bothGroups(sent int) bool {
	for k := d.sents[sent].first; k <= d.sents[sent].last; k++ {
		if d.is(k, "both", "all") && d.is(k+1, "groups", "arms", "conditions") && d.is(k-1, "in", "for", "across") || d.is(k, "defined") && d.is(k+1, "as") {
			return true
		}
	}
	return false
}

// namesYear says whether a sentence tells a year: it tells history.
func (d *doc) namesYear(sent int) bool {
	for k := d.sents[sent].first; k <= d.sents[sent].last; k++ {
		if d.kind(k) == lexicon.Number && len(d.raw(k)) == 4 {
			if n, _, ok := d.digitsAt(k); ok && d.year(k, n) {
				return true
			}
		}
	}
	return false
}

// otherBetter says whether something else is preferred to a drug of the field: "the
// use of ECT over ketamine", "ECT had more robust effects compared to ketamine".
func (d *doc) otherBetter(h span) bool {
	for i := d.nameAt(max(d.sents[h.sent].first, h.first-40)); i < len(d.names) && d.names[i].sent == h.sent && d.names[i].first <= h.last+12; i++ {
		n := &d.names[i]
		switch {
		case n.Kind != lexicon.Drug || n.first <= h.last && n.last >= h.first:
		case n.first < h.first:
			return false
		case d.is(n.first-1, "over", "than"), d.is(n.first-1, "to") && d.is(h.last, "superior"):
			return true
		case d.is(n.first-2, "compared") && (d.is(h.first-1, "more", "greater", "better", "stronger") || d.is(h.first-2, "more", "greater") || d.is(h.first, "superior", "better")):
			return true
		}
	}
	return false
}

// namesA says whether a sentence names something of a kind: a drug of the field, a
// condition.
func (d *doc) namesA(sent int, kind lexicon.Kind) bool {
	for i := d.nameAt(d.sents[sent].first); i < len(d.names) && d.names[i].first <= d.sents[sent].last; i++ {
		if d.names[i].Kind == kind {
			return true
		}
	}
	return false
}
