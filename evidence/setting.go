package evidence

import "evidelic/study"

func (d *doc) settingTask() { d.status(study.TaskSetting, study.NotReported) }
