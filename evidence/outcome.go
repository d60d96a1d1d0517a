package evidence

import "evidelic/study"

func (d *doc) outcomeTask() { d.status(study.TaskOutcome, study.NotReported) }

var outcomeDomains []Value
