package evidence

import (
	"slices"

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
	case !d.about():
		d.tag(study.TaskScope, "out", "scope.mentioned-only", d.drugSpans()...)
	case d.facts.animals && !(d.facts.review && len(d.inTitle(cueHumans)) > 0): // a review of both is clinical
		d.scopeFrom("mechanism", study.TaskDesign)
	case d.anaesthesiaOnly():
		d.tag(study.TaskScope, "adjacent", "scope.anaesthesia-only", d.in(cueAnaesthesia, anyRole)...)
	default:
		d.scopeFrom("clinical", study.TaskSubstance)
	}
}

// about says whether the report is about a drug of the field and does not only
// mention it: in the title, in the registry's interventions, or often enough in
// the text, more often where the title names another drug.
func (d *doc) about() bool {
	if d.tags[study.TaskSubstance].Values[0].From == "registry" {
		return true
	}
	need, spans := 3, d.drugSpans()
	for _, s := range spans {
		if d.sents[s.sent].role == roleTitle {
			return true
		}
	}
	for i := range d.names {
		if n := &d.names[i]; n.Kind == lexicon.OtherDrug && d.sents[n.sent].role == roleTitle && !d.inCondition(i) {
			need = 5
		}
	}
	if d.gives(spans) || d.facts.review && d.namesSeveral() {
		return true
	}
	if !d.facts.review && len(d.hits[cueStreetDrug]) > len(spans) {
		return false // one of many drugs that were asked about or tested for
	}
	own := slices.ContainsFunc(spans, func(s span) bool { return d.sents[s.sent].role&(ownRoles&^roleConclusion) != 0 })
	return (own || d.facts.animals) && len(spans) >= need && spans[len(spans)-1].sent > spans[0].sent
}

// namesSeveral says whether a review names two drugs of the field or more in
// its own sentences, such as one of new treatments of a disorder.
func (d *doc) namesSeveral() bool {
	first := ""
	for _, n := range d.names {
		if n.Kind != lexicon.Drug || n.ID == "psychedelics" || d.sents[n.sent].role&(roleObjective|roleMethods|roleResults|roleUnknown) == 0 {
			continue
		}
		if first != "" && !lexicon.Within(n.ID, first) && !lexicon.Within(first, n.ID) {
			return true
		}
		first = n.ID
	}
	return false
}

// inCondition says whether name i is part of a condition's name: "alcohol" in
// "alcohol use disorder".
func (d *doc) inCondition(i int) bool {
	n := &d.names[i]
	for k := max(0, i-3); k < len(d.names) && k < i+4; k++ {
		if o := &d.names[k]; o.Kind == lexicon.Condition && o.first <= n.first && o.last >= n.last {
			return true
		}
	}
	return false
}

// gives says whether the methods tell that the drug is given to people.
func (d *doc) gives(spans []span) bool {
	if !d.facts.treated && !d.facts.planned {
		return false
	}
	for _, s := range spans {
		if d.sents[s.sent].role&(roleMethods|roleUnknown) != 0 && d.before(s, 4, cueReceive) && !d.before(s, 6, cueHistory) {
			return true
		}
	}
	return false
}

// drugSpans gives every place where a drug of the field is named.
func (d *doc) drugSpans() []span {
	var out []span
	for _, n := range d.names {
		if n.Kind == lexicon.Drug && !d.labelled(n.span) {
			out = append(out, n.span)
		}
	}
	return out
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
	if len(d.own(cueVolunteers)) > 0 && len(d.own(cueMechanism)) >= 3 {
		return false // anaesthetised volunteers show how the drug acts
	}
	return len(d.inTitle(cueTherapeuticUse)) == 0 && (len(title) > 0 && len(d.hits[cueTherapeuticUse]) < 4 || len(d.hits[cueAnaesthesia]) >= 3 && len(d.hits[cueTherapeuticUse]) < 3)
}
