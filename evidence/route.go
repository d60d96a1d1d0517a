package evidence

import (
	"slices"

	"evidelic/lexicon"
	"evidelic/study"
)

// routeTask reads how the psychedelic was given. A route that belongs to
// another drug ("oral antidepressant") does not count.
func (d *doc) routeTask() {
	if d.facts.review || d.is_("editorial") {
		d.status(study.TaskRoute, study.NotApplicable)
	}
	d.registryRoutes()
	told := []role{toldIn, roleResults | roleConclusion}
	if d.is_("narrative-review") || d.is_("editorial") {
		told = []role{roleTitle}
	}
	for _, roles := range told {
		for _, n := range d.names {
			if n.Kind == lexicon.Route && d.sents[n.sent].role&roles != 0 && d.routeOfDrug(n.span) {
				d.tag(study.TaskRoute, n.ID, "route.text", n.span)
			}
		}
		if len(d.tags[study.TaskRoute].Values) > 0 {
			break
		}
	}
	d.status(study.TaskRoute, study.NotReported)
}

// registryRoutes reads the route off the registered interventions with a drug of
// the field.
func (d *doc) registryRoutes() {
	if d.s.Trial == nil {
		return
	}
	for i, iv := range d.s.Trial.Interventions {
		if i == 20 {
			break // no trial gives so many things
		}
		text := lexicon.Tokenize(iv.Name + ". " + iv.Description)
		found := lexicon.Find(text)
		if !slices.ContainsFunc(found, func(m lexicon.Match) bool { return m.Concept.Kind == lexicon.Drug }) {
			continue
		}
		for _, m := range found {
			if m.Concept.Kind == lexicon.Route {
				d.field(study.TaskRoute, m.Concept.ID, "registry", text.Slice(m.First, m.Last), "route.registry")
			}
		}
	}
}

// routeOfDrug refuses routes of companions, of fluids and of history.
func (d *doc) routeOfDrug(s span) bool {
	for k := s.last + 1; k <= s.last+2; k++ {
		if d.is(k, "antidepressant", "antidepressants", "fluid", "fluids", "antipsychotic", "medication", "medications", "cavity", "contraceptives", "contraceptive", "history", "health", "opioid", "opioids", "morphine", "midazolam", "lorazepam", "cannabis", "thc", "alcohol", "saline", "intake", "access", "line", "drug", "users", "use", "midazolam", "presentation") {
			return false
		}
	}
	if d.is(s.first, "epidural", "caudal", "intrathecal", "inhalation", "inhaled") && (d.is(s.last+1, "anesthesia", "analgesia", "block", "catheter", "labor", "injection") && !d.after(s, 4, cueReceive) || d.ofOther(s)) {
		return false // the anaesthetic beside it
	}
	switch raw := d.raw(s.first); {
	case raw == "im" || raw == "sc" || raw == "po":
		return false // a syllable; the abbreviations have points or capitals
	case d.is(s.first, "iv", "im", "sc") && d.is(s.first-1, "dsm", "phase", "group", "groups", "caps", "axis", "type", "scid", "stage", "class", "factor", "icd", "iii"):
		return false // a Roman numeral
	case d.is(s.first, "tablet", "tablets", "capsule", "capsules", "ingestion", "ingested", "bolus", "drip", "gel", "patch", "cream", "smoked") && !d.facts.treated && !d.facts.planned:
		return false // users' tablets say nothing of a route that a study chose
	}
	return !d.before(s, 3, cueHistory) && !d.negated(s)
}
