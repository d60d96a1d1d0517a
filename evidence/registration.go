package evidence

import "evidelic/study"

func (d *doc) registrationTask() { d.status(study.TaskRegistration, study.NotReported) }
