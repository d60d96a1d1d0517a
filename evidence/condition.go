package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// conditionTask reads what was treated or studied, and in whom when nothing was:
// healthy volunteers, people who use a drug. The registry and the title decide
// first; the study's own sentences add what their people have. Names follow ICD-11 and DSM-5.
func (d *doc) conditionTask() {
	if t := d.s.Trial; t != nil {
		for _, c := range t.Conditions {
			for _, m := range lexicon.Find(lexicon.Tokenize(c)) {
				if m.Concept.Kind == lexicon.Condition {
					d.field(study.TaskCondition, m.Concept.ID, "registry", c, "condition.registry")
				}
			}
		}
	}
	if d.facts.animals && !d.has(cueTherapeuticUse) {
		d.status(study.TaskCondition, study.NotApplicable)
		return
	}
	hits := map[string][]span{}
	var order []string
	for _, n := range d.names {
		if n.Kind != lexicon.Condition || d.negated(n.span) || n.ID == "anaesthesia" {
			continue
		}
		if _, ok := hits[n.ID]; !ok {
			order = append(order, n.ID)
		}
		hits[n.ID] = append(hits[n.ID], n.span)
	}
	for _, id := range order {
		d.conditionFrom(id, hits[id])
	}
	d.status(study.TaskCondition, study.NotReported)
}

// conditionFrom tags one condition when the title names it, or when the study's
// people have it.
func (d *doc) conditionFrom(id string, spans []span) {
	var title, people, own []span
	for _, s := range spans {
		switch r := d.sents[s.sent].role; {
		case r == roleTitle:
			title = append(title, s)
		case r&(roleObjective|roleMethods|roleUnknown|roleResults) == 0:
		case d.near(s, 6, cuePatients, cuePersonNoun) || id == "healthy-volunteers" || id == "recreational-use":
			people = append(people, s)
		default:
			own = append(own, s)
		}
	}
	switch {
	case len(title) > 0:
		d.tag(study.TaskCondition, id, "condition.title", append(title, people...)...)
	case len(people) > 0:
		d.tag(study.TaskCondition, id, "condition.people", people...)
	case len(own) >= 3:
		d.tag(study.TaskCondition, id, "condition.text", own...)
	}
}
