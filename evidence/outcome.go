package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// outcomeDomains are what was measured where no instrument of the lexicon says it.
var outcomeDomains = []Value{
	{"suicidality", "suicidality"}, {"mood", "mood and other symptoms"}, {"cognition", "cognition"}, {"driving", "ability to drive"}, {"emergency-visits", "emergency visits and deaths"}, {"neurotoxicity", "neurotoxicity"},
}

// measuredIn are the sentences that tell what was measured and found.
const measuredIn = roleTitle | roleObjective | roleMethods | roleResults | roleUnknown | roleConclusion

// outcomeTask reads the outcome instruments (MADRS, CAPS-5 …), the ways of
// looking at brain and body, and the domains measured (COMET taxonomy).
func (d *doc) outcomeTask() {
	if d.is_("editorial") {
		d.status(study.TaskOutcome, study.NotApplicable)
		return
	}
	for _, n := range d.names {
		if n.Kind == lexicon.Instrument && d.sents[n.sent].role&measuredIn != 0 && !d.negated(n.span) {
			d.tag(study.TaskOutcome, n.ID, "outcome.instrument", n.span)
		}
	}
	for _, r := range []struct {
		value, rule string
		cue         cue
	}{{"suicidality", "outcome.suicidality", cueSuicideOutcome}, {"mood", "outcome.mood", cueMood}, {"cognition", "outcome.cognition", cueCognition}, {"driving", "outcome.driving", cueDriving}, {"neurotoxicity", "outcome.neurotoxicity", cueNeurotoxic}} {
		if hits := d.in(r.cue, measuredIn); len(hits) > 0 {
			d.tag(study.TaskOutcome, r.value, r.rule, hits...)
		}
	}
	d.status(study.TaskOutcome, study.NotReported)
}
