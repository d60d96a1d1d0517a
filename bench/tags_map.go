package main

import (
	"slices"

	"evidelic/evidence"
	"evidelic/study"
)

// mapTask says in the label names of the judged collection what our tags say.
// It only translates: it reads no text and decides no tag. Where the collection
// draws its lines elsewhere than a clinician would, the line is drawn here.
func mapTask(task string, r reading) []string {
	switch task {
	case "relevant":
		return []string{mapRelevant(r)}
	case "study_type":
		return []string{mapStudyType(r)}
	case "substances":
		return mapSubstances(r)
	case "condition":
		return mapCondition(r)
	case "application_form":
		return mapRoute(r)
	case "number_of_participants":
		return []string{mapSize(r)}
	case "clinical_trial_phase":
		return []string{mapPhase(r)}
	case "study_control":
		return []string{mapControl(r)}
	case "study_purpose":
		return mapPurpose(r)
	case "age_of_participants":
		return mapAge(r)
	case "sex_of_participants":
		return []string{mapSex(r)}
	case "setting":
		return mapSetting(r)
	case "regimen":
		return mapRegimen(r)
	case "study_conclusion":
		return []string{mapConclusion(r)}
	case "outcomes":
		return mapOutcomes(r)
	case "dose":
		return mapDose(r)
	}
	return mapUnpublished(task, r)
}

func has(r reading, task study.Task, values ...string) bool {
	for _, v := range values {
		if r.tags.Has(task, v) {
			return true
		}
	}
	return false
}

// imaging says whether the brain was looked at.
func imaging(r reading) bool {
	return has(r, study.TaskOutcome, "fmri", "eeg", "meg", "pet", "mri")
}

func translate(values []string, names map[string]string) []string {
	var out []string
	for _, v := range values {
		if n := names[v]; n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func orElse(labels []string, other string) []string {
	if len(labels) == 0 {
		return []string{other}
	}
	return labels
}

// synthesis says whether the report reviews others' studies.
func synthesis(r reading) bool {
	return has(r, study.TaskDesign, "systematic-review", "meta-analysis", "scoping-review", "narrative-review", "guideline")
}

// plan says whether the report has no results yet.
func plan(r reading) bool { return has(r, study.TaskDesign, "protocol", "registration") }

// population says who was studied.
func population(r reading, v string) bool { return r.further.Has(evidence.TaskPopulation, v) }

// observed says whether the report is of people whom the study gave nothing.
func observed(r reading) bool {
	return !has(r, study.TaskDesign, "randomised-trial", "controlled-trial", "open-label-trial", "experiment", "crossover") &&
		(has(r, study.TaskDesign, "survey", "cross-sectional", "qualitative") || !population(r, "patients") && has(r, study.TaskDesign, "observational", "cohort", "case-control"))
}

// given says whether the study itself gave the drug.
func given(r reading) bool {
	return has(r, study.TaskDesign, "randomised-trial", "controlled-trial", "open-label-trial", "experiment")
}
