package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// scopeTask decides whether the library is about the study. Clinical: people,
// and a psychedelic or ketamine for or on the mind (or reviews of such
// studies). Mechanism: animals, tissue, chemistry. Adjacent: ketamine for
// anaesthesia or analgesia only. Out: no substance of the field, or the
// abbreviation means something else.
func (d *doc) scopeTask() {
	v := d.tags[study.TaskSubstance]
	switch {
	case len(v.Values) == 0:
		d.put(study.TaskScope, "out", "abstract")
	case d.facts.animals:
		d.scopeFrom("mechanism", study.TaskDesign)
	case d.anaesthesiaOnly():
		d.tag(study.TaskScope, "adjacent", "scope.anaesthesia-only", d.in(cueAnaesthesia, anyRole)...)
	default:
		d.scopeFrom("clinical", study.TaskSubstance)
	}
}

// scopeFrom gives the scope the proofs of the tag that decided.
func (d *doc) scopeFrom(value string, task study.Task) {
	t := d.tags[task].Values[0]
	d.put(study.TaskScope, value, t.From, t.Proofs...)
}

// anaesthesiaOnly: ketamine, in words of anaesthesia or pain, and none of the
// mind.
func (d *doc) anaesthesiaOnly() bool {
	for _, id := range d.tags.Values(study.TaskSubstance) {
		if !lexicon.Within(id, "ketamine") && id != "combination" {
			return false
		}
	}
	title := d.inTitle(cueAnaesthesia)
	return len(d.inTitle(cueTherapeuticUse)) == 0 && (len(title) > 0 && len(d.hits[cueTherapeuticUse]) < 4 || len(d.hits[cueAnaesthesia]) >= 3 && len(d.hits[cueTherapeuticUse]) < 3)
}
