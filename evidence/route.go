package evidence

import "evidelic/study"

func (d *doc) routeTask() { d.status(study.TaskRoute, study.NotReported) }
