package evidence

import "evidelic/study"

func (d *doc) conclusionTask() { d.status(study.TaskConclusion, study.NotReported) }
