package evidence

import "evidelic/study"

func (d *doc) doseTask() { d.status(study.TaskDose, study.NotReported) }

func doseLabel(v string) string { return v }
