package evidence

import "evidelic/study"

var phaseNumbers = map[string]string{"1": "1", "i": "1", "1a": "1", "1b": "1", "ia": "1", "ib": "1", "2": "2", "ii": "2", "2a": "2", "2b": "2", "iia": "2", "iib": "2", "3": "3", "iii": "3", "3a": "3", "3b": "3", "iiia": "3", "iiib": "3", "4": "4", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}

// phaseTask reads the phase of drug development (ICH E8) that the study itself
// claims. The registry decides; else "phase" with a number, beside a word for a
// study. "Phase 1" of a session or "two phases" is none.
func (d *doc) phaseTask() {
	if t := d.s.Trial; t != nil && len(t.Phases) > 0 {
		v := t.Phases[0]
		if len(t.Phases) > 1 {
			v += "-" + t.Phases[1]
		}
		if v == "early 1" {
			v = "early-1"
		}
		d.field(study.TaskPhase, v, "registry", "phase "+v, "phase.registry")
		return
	}
	if d.facts.review || d.facts.animals || d.is_("editorial") {
		d.status(study.TaskPhase, study.NotApplicable)
		return
	}
	asked := !d.facts.treated && !d.facts.planned && (d.is_("survey") || d.is_("qualitative")) // its phases are steps of asking
	for i := range d.text.Tokens {
		if at := int(d.of[i]); !d.is(i, "phase", "phases") || d.sents[at].role&ownRoles == 0 || d.sents[at].role == roleConclusion && !d.sentenceHas(at, cueAimNow, cueWill) {
			continue
		}
		if v, last := d.phaseAt(i + 1); v != "" && d.window(span{i, last, int(d.of[i])}, i-10, last+10, []cue{cueTrial}) && !d.othersPhase(i, last) && !(asked && d.is(last+1, ",", ".", "generated", "refined")) {
			d.tag(study.TaskPhase, v, "phase.text", span{i, last, int(d.of[i])})
			return
		}
	}
	d.status(study.TaskPhase, study.NotReported)
}

// othersPhase says whether the phase is not that of the study: of trials in general, to come
// or done before, of metabolism ("phase I metabolites"), or in a case report.
func (d *doc) othersPhase(first, last int) bool {
	for k := first - 7; k < first; k++ {
		if k >= d.sents[d.of[first]].first && d.is(k, "future", "support", "supported", "published", "previous", "upcoming", "subsequent", "into", "inform") {
			return true
		}
	}
	for k := last + 1; k < last+4; k++ {
		if d.is(k, "metabolism", "metabolites", "metabolite", "enzymes", "reactions") {
			return true
		}
	}
	if at := int(d.of[first]); d.is(last+1, "trials", "studies", "program", "programs") && d.sents[at].role != roleTitle && !d.sentenceHas(at, cueSecondary, cueOwnStudy, cueObjective, cueEnrolled, cueMethods) {
		return true // "phase 3 trials are scheduled"
	}
	return d.is_("case-report") || d.is(last+1, "of") && !d.is(last+2, "clinical", "drug", "development")
}

// phaseAt reads "2", "IIb", "1/2" or "II-III" at token i. The tokenizer cuts "2b" in two.
func (d *doc) phaseAt(i int) (string, int) {
	v, last := phaseNumbers[d.word(i)], i
	if v == "" {
		return "", i
	}
	if d.is(i+1, "a", "b") && !d.text.Tokens[i+1].Spaced {
		last = i + 1
	}
	if next := last + 1; d.is(next, "/", "and") {
		if w := phaseNumbers[d.word(next+1)]; w > v && (d.is(next, "/")) {
			return v + "-" + w, next + 1
		}
	}
	return v, last
}
