package evidence

import "evidelic/study"

func (d *doc) sexTask() { d.status(study.TaskSex, study.NotReported) }
