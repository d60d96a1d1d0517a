package evidence

import "evidelic/study"

func (d *doc) harmsTask() { d.status(study.TaskHarms, study.NotReported) }
