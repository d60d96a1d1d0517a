package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// outcomeDomains are what was measured where no instrument of the lexicon says it.
var outcomeDomains = []Value{
	{"suicidality", "suicidality"}, {"subjective-effects", "subjective drug effects"}, {"mood", "mood and other symptoms"}, {"cognition", "cognition"}, {"driving", "ability to drive"}, {"emergency-visits", "emergency visits and deaths"}, {"neurotoxicity", "neurotoxicity"},
}

// measuredIn are the sentences that tell what was measured and found.
const measuredIn = roleTitle | roleObjective | roleMethods | roleResults | roleUnknown | roleConclusion

// outcomeTask reads the outcome instruments (MADRS, CAPS-5 …), the ways of
// looking at brain and body, and the domains measured (COMET taxonomy).
func (d *doc) outcomeTask() {
	if d.is_("editorial") || d.is_("narrative-review") || d.is_("guideline") { // they measure nothing themselves
		d.status(study.TaskOutcome, study.NotApplicable)
		return
	}
	d.registryOutcomes()
	for _, n := range d.names {
		if n.Kind == lexicon.Instrument && d.sents[n.sent].role&measuredIn != 0 && !d.negated(n.span) && !d.vagueMarker(n.span) {
			d.tag(study.TaskOutcome, n.ID, "outcome.instrument", n.span)
		}
	}
	for _, r := range []struct {
		value, rule string
		cue         cue
	}{{"suicidality", "outcome.suicidality", cueSuicideOutcome}, {"subjective-effects", "outcome.subjective", cueSubjective}, {"mood", "outcome.mood", cueMood}, {"cognition", "outcome.cognition", cueCognition}, {"driving", "outcome.driving", cueDriving}, {"neurotoxicity", "outcome.neurotoxicity", cueNeurotoxic}} {
		if hits := d.in(r.cue, measuredIn&^roleConclusion); len(hits) > 0 {
			d.tag(study.TaskOutcome, r.value, r.rule, hits...)
		}
	}
	d.status(study.TaskOutcome, study.NotReported)
}

// registryOutcomes reads the instruments off the outcomes that were registered.
func (d *doc) registryOutcomes() {
	t := d.s.Trial
	if t == nil {
		return
	}
	for _, list := range [][]study.Outcome{t.PrimaryOutcomes, t.SecondaryOutcomes} {
		for i, o := range list {
			if i == 30 {
				break // some entries list hundreds
			}
			for _, m := range lexicon.Find(lexicon.Tokenize(o.Measure)) {
				if m.Concept.Kind == lexicon.Instrument {
					d.field(study.TaskOutcome, m.Concept.ID, "registry", o.Measure, "outcome.registry")
				}
			}
		}
	}
}

// vagueMarker says whether "biomarker", "plasma" and the like stand without a
// word that something was measured in it: a brain scan can be a biomarker, and
// infusions aim at a plasma level.
func (d *doc) vagueMarker(s span) bool {
	if d.is(s.first, "vomiting") || d.is(s.last, "flow") {
		return true // a side effect; a way of imaging the brain
	}
	if !d.is(s.first, "biomarker", "biomarkers", "plasma", "serum", "metabolite", "metabolites", "urine") {
		return false
	}
	return d.near(s, 4, cueTarget) || s.first == s.last && !d.near(s, 4, cueAssayed)
}
