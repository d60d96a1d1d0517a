package evidence

import "evidelic/study"

// psychotherapyTask reads whether psychotherapy was part of what was given.
func (d *doc) psychotherapyTask() {
	if d.facts.animals {
		d.status(study.TaskPsychotherapy, study.NotApplicable)
		return
	}
	if no := d.in(cueNoTherapy, toldIn); len(no) > 0 {
		d.tag(study.TaskPsychotherapy, "not-given", "psychotherapy.none", no...)
		return
	}
	given := d.in(cueAssisted, toldIn)
	for _, h := range d.in(cueTherapy, toldIn) {
		if !d.negated(h) && !d.before(h, 4, cueHistory) {
			given = append(given, h)
		}
	}
	told := d.facts.treated || d.facts.planned || len(d.in(cuePatients, toldIn|roleResults)) > 0 && !d.is_("survey")
	if len(given) > 0 && !d.facts.review && !d.is_("editorial") && told { // opinions on a therapy give none
		d.tag(study.TaskPsychotherapy, "given", "psychotherapy.given", given...)
	}
	d.status(study.TaskPsychotherapy, study.NotReported)
}
