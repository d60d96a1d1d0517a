package evidence

import "evidelic/study"

func (d *doc) ageTask() { d.status(study.TaskAge, study.NotReported) }
