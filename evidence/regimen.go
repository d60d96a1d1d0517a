package evidence

import "evidelic/study"

func (d *doc) regimenTask() { d.status(study.TaskRegimen, study.NotReported) }
