package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// conclusionTask reads the direction of what the authors conclude about the
// treatment, where people were treated or such studies reviewed. A sentence
// counts when it names a drug or a treatment: lower activity of a brain region
// is no benefit. The proof is the whole concluding sentence.
func (d *doc) conclusionTask() {
	if d.facts.planned || d.facts.animals || d.is_("erratum") {
		d.status(study.TaskConclusion, study.NotApplicable)
		return
	}
	if d.is_("editorial") || d.is_("narrative-review") || d.is_("guideline") || d.is_("analytical") || d.usersOnly() || !d.facts.treated && !d.facts.review && len(d.in(cuePatients, ownRoles)) == 0 {
		d.status(study.TaskConclusion, study.NotReported)
		return
	}
	up, down, null, proof := 0, 0, 0, -1
	for i := range d.sents {
		if s := d.sents[i]; s.role != roleConclusion {
			continue
		}
		u, a, n := d.direction(i)
		if u+a+n > 0 && proof < 0 {
			proof = i
		}
		up, down, null = up+u, down+a, null+n
	}
	if proof < 0 && d.facts.treated {
		up, down, null, proof = d.resultDirection()
	}
	if proof < 0 {
		d.status(study.TaskConclusion, study.NotReported)
		return
	}
	s := d.sents[proof]
	whole := span{s.first, s.last, proof}
	switch {
	case up > 0 && down == 0 && null <= up:
		d.tag(study.TaskConclusion, "for", "conclusion.for", whole)
	case up > 0:
		d.tag(study.TaskConclusion, "mixed", "conclusion.mixed", whole)
	case down > 0:
		d.tag(study.TaskConclusion, "against", "conclusion.against", whole)
	default:
		d.tag(study.TaskConclusion, "neutral", "conclusion.neutral", whole)
	}
}

// direction counts in one sentence the words for, against, and of no difference.
func (d *doc) direction(sent int) (up, down, null int) {
	if !d.concludes(sent) {
		return 0, 0, 0
	}
	for _, h := range d.within(sent, cueFor) {
		if d.negated(h) || d.overDrug(h) {
			down++
		} else {
			up++
		}
	}
	return up, down + len(d.within(sent, cueAgainst)), len(d.within(sent, cueNull))
}

// concludes says whether a sentence can tell what a treatment does: it names a
// treatment, or a drug and a symptom, benefit or harm. What research should do next, what an
// article sets out to do, and what predicts a response are no effects.
func (d *doc) concludes(sent int) bool {
	if d.sentenceHas(sent, cueNextResearch, cueNoEffect) {
		return false
	}
	return d.sentenceHas(sent, cueTreat) || d.namesDrug(sent) && d.sentenceHas(sent, cueStrong, cueMood, cueSuicideOutcome, cueHarms, cuePlacebo)
}

// overDrug says whether something else is preferred to a drug of the field: "the
// use of ECT over ketamine".
func (d *doc) overDrug(h span) bool {
	for i := d.nameAt(h.first); i < len(d.names) && d.names[i].first <= h.last+8 && d.names[i].sent == h.sent; i++ {
		if n := &d.names[i]; n.Kind == lexicon.Drug && d.is(n.first-1, "over", "than") {
			return true
		}
	}
	return false
}

// namesDrug says whether a sentence names a drug of the field.
func (d *doc) namesDrug(sent int) bool {
	for i := d.nameAt(d.sents[sent].first); i < len(d.names) && d.names[i].first <= d.sents[sent].last; i++ {
		if d.names[i].Kind == lexicon.Drug {
			return true
		}
	}
	return false
}

// resultDirection falls back on results where no sentence concludes.
func (d *doc) resultDirection() (up, down, null, proof int) {
	proof = -1
	for i := range d.sents {
		if d.sents[i].role&(roleResults|roleUnknown) == 0 {
			continue
		}
		if !d.sentenceHas(i, cueStrong, cueMood, cueSuicideOutcome) {
			continue
		}
		if u, a, n := d.direction(i); u+a+n > 0 {
			up, down, null, proof = up+u, down+a, null+n, i
		}
	}
	return up, down, null, proof
}
