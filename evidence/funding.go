package evidence

import "evidelic/study"

func (d *doc) fundingTask() { d.status(study.TaskFunding, study.NotReported) }
