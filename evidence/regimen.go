package evidence

import "evidelic/study"

// regimenTask reads how often the drug was given: once, several times, or in
// microdoses (a tenth or less of a common dose, below perception).
func (d *doc) regimenTask() {
	if d.facts.review || d.facts.animals {
		d.status(study.TaskRegimen, study.NotApplicable)
	}
	if micro := append(d.inTitle(cueMicrodose), d.in(cueMicrodose, roleObjective|roleMethods|roleUnknown)...); len(micro) > 0 {
		d.tag(study.TaskRegimen, "microdosing", "regimen.microdosing", micro...)
	}
	single, repeated := d.in(cueSingle, toldIn), d.in(cueRepeated, toldIn)
	if len(repeated) > 0 {
		d.tag(study.TaskRegimen, "repeated", "regimen.repeated", repeated...)
	}
	if len(single) > 0 && len(d.in(cueRepeated, roleTitle)) == 0 {
		d.tag(study.TaskRegimen, "single", "regimen.single", single...)
	}
	d.status(study.TaskRegimen, study.NotReported)
}
