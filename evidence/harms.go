package evidence

import "evidelic/study"

// harmsTask reads whether the report tells of adverse events (CONSORT Harms).
func (d *doc) harmsTask() {
	if d.facts.animals {
		d.status(study.TaskHarms, study.NotApplicable)
		return
	}
	told := ownRoles
	if d.is_("narrative-review") || d.is_("editorial") {
		told &^= roleObjective // what treatments of today lack
	}
	for _, h := range d.in(cueHarms, told) {
		switch {
		case d.is(h.first, "dissociative") && d.is(h.last+1, "states", "experiences", "scale", "disorder", "disorders", "identity", "enactment", "anesthetic", "anaesthetic", "anesthetics", "drug", "drugs", "agent", "agents", "subtype", "psychopathology"): // a scale, a disorder, a kind of drug
		case d.is(h.first-1, "serious"): // part of "serious adverse events"
		case d.is(h.first-1, "self"): // self-harm is a symptom
		case d.is(h.first, "serious") && (d.negated(h) || d.noneOf(h)):
			d.tag(study.TaskHarms, "none-serious", "harms.none-serious", h)
		case d.is(h.first, "serious"):
			d.tag(study.TaskHarms, "serious-reported", "harms.serious", h)
		default:
			d.tag(study.TaskHarms, "reported", "harms.reported", h)
		}
	}
	d.status(study.TaskHarms, study.NotReported)
}

// noneOf says whether "none" of the patients or studies comes before the words.
func (d *doc) noneOf(s span) bool {
	for k := max(s.first-8, d.sents[s.sent].first); k < s.first; k++ {
		if d.is(k, "none", "neither") {
			return true
		}
	}
	return false
}
