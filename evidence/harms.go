package evidence

import "evidelic/study"

// harmsTask reads whether the report tells of adverse events (CONSORT Harms).
func (d *doc) harmsTask() {
	if d.facts.animals {
		d.status(study.TaskHarms, study.NotApplicable)
		return
	}
	for _, h := range d.in(cueHarms, ownRoles) {
		switch {
		case d.is(h.first-1, "serious"): // part of "serious adverse events"
		case d.is(h.first, "serious") && d.negated(h):
			d.tag(study.TaskHarms, "none-serious", "harms.none-serious", h)
		case d.is(h.first, "serious"):
			d.tag(study.TaskHarms, "serious-reported", "harms.serious", h)
		default:
			d.tag(study.TaskHarms, "reported", "harms.reported", h)
		}
	}
	d.status(study.TaskHarms, study.NotReported)
}
