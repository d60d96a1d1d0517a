package evidence

import "evidelic/study"

// Version names the rules. Studies tagged by another version are tagged again.
const Version = "6"

// Tag reads every task's answer off a study. It depends on nothing but the
// study's report, never fails, takes time linear in the length of the text, and
// is safe for concurrent use.
func Tag(s *study.Study) study.Tags { return read(s).tags }

// read analyses the study and runs every task's rules. The order matters: later
// tasks build on the facts of earlier ones.
func read(s *study.Study) *doc {
	d := analyse(s)
	d.designTask()
	d.substanceTask()
	d.scopeTask()
	d.levelTask()
	d.conditionTask()
	d.phaseTask()
	d.sizeTask()
	d.comparatorTask()
	d.givingTasks()
	d.settingTask()
	d.ageTask()
	d.sexTask()
	d.followupTask()
	d.registrationTask()
	d.fundingTask()
	return d
}

// givingTasks read how the drug was given and what came of it. A
// report that is not about a drug of the field has no answer to them.
func (d *doc) givingTasks() {
	if d.tags.Has(study.TaskScope, "out") {
		for _, task := range []study.Task{study.TaskRoute, study.TaskDose, study.TaskRegimen, study.TaskPsychotherapy, study.TaskOutcome, study.TaskHarms, study.TaskConclusion} {
			d.status(task, study.NotApplicable)
		}
		return
	}
	d.routeTask()
	d.doseTask()
	d.regimenTask()
	d.psychotherapyTask()
	d.outcomeTask()
	d.harmsTask()
	d.conclusionTask()
}
