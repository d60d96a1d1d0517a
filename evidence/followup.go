package evidence

import "evidelic/study"

func (d *doc) followupTask() { d.status(study.TaskFollowup, study.NotReported) }
