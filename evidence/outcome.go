package evidence

import (
	"slices"

	"evidelic/lexicon"
	"evidelic/study"
)

// outcomeDomains are what was measured where no instrument of the lexicon says it.
var outcomeDomains = []Value{
	{"suicidality", "suicidality"}, {"subjective-effects", "subjective drug effects"}, {"mood", "mood and other symptoms"}, {"cognition", "cognition"}, {"driving", "ability to drive"}, {"substance-use", "use of alcohol, tobacco or other drugs"}, {"pain", "pain and need of analgesics"}, {"emergency-visits", "emergency visits and deaths"}, {"neurotoxicity", "neurotoxicity"},
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
		if n.Kind == lexicon.Instrument && d.sents[n.sent].role&measuredIn != 0 && !d.negated(n.span) && !d.vagueMarker(n.span) && !d.bandOfMEG(n) {
			d.tag(study.TaskOutcome, n.ID, "outcome.instrument", n.span)
		}
	}
	if hits := d.suicidality(); len(hits) > 0 {
		d.tag(study.TaskOutcome, "suicidality", "outcome.suicidality", hits...)
	}
	for _, r := range []struct {
		value, rule string
		cue         cue
	}{
		{"subjective-effects", "outcome.subjective", cueSubjective}, {"mood", "outcome.mood", cueMood}, {"cognition", "outcome.cognition", cueCognition}, {"driving", "outcome.driving", cueDriving},
		{"substance-use", "outcome.substance-use", cueSubstanceUse}, {"pain", "outcome.pain", cuePainOutcome}, {"emergency-visits", "outcome.emergency-visits", cueEmergencyVisits}, {"neurotoxicity", "outcome.neurotoxicity", cueNeurotoxic},
	} {
		if hits := d.outcomeWords(r.cue); len(hits) > 0 {
			d.tag(study.TaskOutcome, r.value, r.rule, hits...)
		}
	}
	d.status(study.TaskOutcome, study.NotReported)
}

// outcomeWords gives a cue's hits that tell what was measured. A relapse is one of
// drug use only among people with such a disorder, deaths count where they were
// counted, and the distress of a fetus is none of the mind.
func (d *doc) outcomeWords(c cue) []span {
	var out []span
	for _, h := range d.in(c, measuredIn&^roleConclusion) {
		switch {
		case c == cueSubstanceUse && !d.addicted() && d.is(h.first, "relapse", "time", "abstinence", "withdrawal", "days", "craving", "cravings", "percent", "percentage"):
		case c == cueEmergencyVisits && d.is(h.last, "mortality", "deaths", "fatalities") && d.sents[h.sent].role&(roleTitle|roleMethods) == 0:
		case c == cueCognition && d.is(h.first, "cognitive") && d.is(h.last+1, "behavioral", "-", "‐", "behavior", "therapy"):
		case c == cueCognition && d.is(h.first, "attention") && d.is(h.last+1, "hyperactivity", "/"): // a disorder's name
		case c == cueCognition && d.is(h.first, "performance") && d.is(h.first-1, "predictive", "diagnostic", "model", "algorithm", "classification"):
		case c == cueSubjective && d.is(h.first, "acute") && d.onWhat(h): // "acute effects of psilocybin on attention"
		case c == cueSubjective && d.is(h.first-1, "post", "-", "‐", "sub"): // "post-acute effects"
		case c == cueMood && (d.is(h.first-1, "fetal", "respiratory") || d.diagnosis(h)):
		default:
			out = append(out, h)
		}
	}
	return out
}

// onWhat says whether "on" follows within a few words: then the effects are on what
// comes next, not on how people felt.
func (d *doc) onWhat(h span) bool {
	for k := h.last + 1; k <= h.last+6 && k <= d.sents[h.sent].last; k++ {
		if d.is(k, "on") && !d.is(k+1, "subjective") {
			return true
		}
	}
	return false
}

// diagnosis says whether a word for a state of mind names the disorder of the people,
// not what was measured: "patients with bipolar depression", "social anxiety disorder".
func (d *doc) diagnosis(h span) bool {
	if !d.is(h.last, "depression", "anxiety", "psychosis", "delirium", "agitation") {
		return false
	}
	if d.is(h.last+1, "disorder", "disorders", "patients", "subjects") {
		return true
	}
	return d.sents[h.sent].role != roleTitle && d.is(h.first-1, "resistant", "major", "bipolar", "unipolar", "refractory", "with", "social", "generalized") && d.before(h, 5, cuePatients)
}

// addicted says whether the people have a disorder of drug use.
func (d *doc) addicted() bool {
	return slices.ContainsFunc(d.tags.Values(study.TaskCondition), func(id string) bool { return lexicon.Within(id, "substance-use-disorder") })
}

// suicidality finds where suicidality was measured or changed. Whom the study
// took or left out ("without a history of suicide attempts", "not actively
// suicidal"), whom it is a risk for and what society suffers are no outcomes.
func (d *doc) suicidality() []span {
	var out []span
	for _, h := range d.in(cueSuicideOutcome, measuredIn&^roleConclusion) {
		if d.sents[h.sent].role != roleTitle && (d.negated(h) || d.sentenceHas(h.sent, cueEligible) || d.before(h, 6, cueSuicideHistory)) {
			continue
		}
		out = append(out, h)
	}
	return out
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
// word that something was measured in it: a brain scan can be a biomarker,
// infusions aim at a plasma level, urine is tested to see whether people kept
// away from drugs, and the hemodynamic response is how a scanner sees the brain.
func (d *doc) vagueMarker(s span) bool {
	switch {
	case d.is(s.first, "phenomenological", "phenomenology") && d.is(s.last+1, "analysis", "analyses", "study", "approach", "interviews", "research", "method"):
		return true // a method, not an experience
	case d.is(s.last, "survey") && s.first == s.last && d.capital(s.first) && d.capital(s.first-1) && d.is(s.first-1, "services", "health", "form", "symptom", "life", "quality") && !d.is(s.first-2, "national", "world", "mental"):
		return true // a part of a scale's name: "Human Services Survey"
	case d.is(s.last, "flow"):
		return true // a way of imaging the brain
	case s.first == s.last && d.is(s.first, "vomiting", "cystitis", "bladder", "respiratory", "cardiac"):
		return d.passing(d.word(s.first)) // one of the harms told
	case d.is(s.first, "eye"):
		return d.is(s.first-1, "rapid") || d.is(s.last+1, "desensitization", "desensitisation") // a stage of sleep, a therapy
	case d.is(s.last+1, "focused", "driven", "guided") && !d.text.Tokens[s.last+1].Spaced:
		return true // "a biomarker-focused trial"
	case d.is(s.first, "hemodynamic", "hemodynamics"):
		return d.near(s, 6, cueTarget)
	case d.is(s.first, "urine", "hair", "saliva", "oral") && d.near(s, 8, cueVerified):
		return true
	case !d.is(s.first, "biomarker", "biomarkers", "plasma", "serum", "metabolite", "metabolites", "urine"):
		return false
	}
	return d.near(s, 4, cueTarget) || s.first == s.last && !d.near(s, 4, cueAssayed)
}

// bandOfMEG says whether a band of brain waves is named where magnetoencephalography
// recorded it.
func (d *doc) bandOfMEG(n named) bool {
	return n.ID == "eeg" && d.is(n.first, "alpha", "beta", "theta", "gamma", "delta", "electrophysiological") &&
		slices.ContainsFunc(d.names, func(o named) bool { return o.ID == "meg" })
}

// capital says whether token i starts with a capital letter inside a sentence.
func (d *doc) capital(i int) bool {
	w := d.raw(i)
	return w != "" && w[0] >= 'A' && w[0] <= 'Z'
}

// passing says whether the instruments' words that start so are named in one
// sentence only, and not in the title.
func (d *doc) passing(word string) bool {
	sent := -1
	for _, n := range d.names {
		if n.Kind != lexicon.Instrument || !d.is(n.first, word) {
			continue
		}
		if d.sents[n.sent].role == roleTitle || sent >= 0 && n.sent != sent {
			return false
		}
		sent = n.sent
	}
	return true
}
