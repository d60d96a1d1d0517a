package evidence

import "evidelic/study"

// regimenTask reads how often the drug was given: once, several times, or in
// microdoses (a tenth or less of a common dose, below perception). A crossover
// gives each drug once; "repeated measures" repeats the looking, not the giving.
func (d *doc) regimenTask() {
	if d.facts.review || d.facts.animals {
		d.status(study.TaskRegimen, study.NotApplicable)
	}
	if micro := append(d.inTitle(cueMicrodose), d.in(cueMicrodose, roleObjective|roleMethods|roleUnknown)...); len(micro) > 0 {
		d.tag(study.TaskRegimen, "microdosing", "regimen.microdosing", micro...)
	}
	single := d.doseWords(d.regimenWords(cueSingle, cueSingleNot))
	repeated := d.doseWords(d.regimenWords(cueRepeated, cueRepeatedNot))
	if !d.is_("crossover") { // its sessions are one for each condition
		repeated = append(repeated, d.regimenWords(cueSessions, cueRepeatedNot)...)
	}
	if len(repeated) == 0 && !d.facts.treated && !d.facts.planned && len(d.in(cueUsersGroup, toldIn)) > 0 {
		repeated = d.in(cueChronicUse, roleTitle|roleObjective|roleMethods)
	}
	if len(repeated) > 0 {
		d.tag(study.TaskRegimen, "repeated", "regimen.repeated", repeated...)
	}
	switch once := d.in(cueOnce, toldIn); {
	case len(single) > 0:
		d.tag(study.TaskRegimen, "single", "regimen.single", single...)
	case len(repeated) == 0 && len(once) > 0 && d.facts.treated:
		d.tag(study.TaskRegimen, "single", "regimen.once", once...)
	}
	d.status(study.TaskRegimen, study.NotReported)
}

// regimenWords gives a cue's hits that no hit of the other cue overlaps.
func (d *doc) regimenWords(c, not cue) []span {
	var out []span
	for _, h := range d.in(c, toldIn) {
		if !d.window(h, h.first, h.last, []cue{not}) && !d.negated(h) && !d.before(h, 2, cueHistory) {
			out = append(out, h)
		}
	}
	return out
}

// doseWords keeps the hits of "single" or "repeated" alone that a word for a
// dose or a drug follows, and longer hits as they are.
func (d *doc) doseWords(hits []span) []span {
	var out []span
	for _, h := range hits {
		if h.last > h.first || d.after(h, 4, cueDoseWord) {
			out = append(out, h)
		}
	}
	return out
}
