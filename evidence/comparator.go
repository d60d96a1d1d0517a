package evidence

import "evidelic/study"

func (d *doc) comparatorTask() { d.status(study.TaskComparator, study.NotReported) }
