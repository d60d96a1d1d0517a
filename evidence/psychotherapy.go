package evidence

import "evidelic/study"

func (d *doc) psychotherapyTask() { d.status(study.TaskPsychotherapy, study.NotReported) }
