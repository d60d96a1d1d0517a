package main

import (
	"slices"

	"evidelic/evidence"
	"evidelic/study"
)

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

func mapControl(r reading) string {
	if synthesis(r) {
		return "Not applicable"
	}
	switch c := func(v ...string) bool { return has(r, study.TaskComparator, v...) }; {
	case c("active-placebo"):
		return "Active control"
	case c("placebo"):
		return "Placebo"
	case c("active-drug"):
		return "Active control"
	case c("control-group", "dose", "waiting-list", "usual-care", "sham", "no-treatment") || has(r, study.TaskDesign, "randomised-trial"):
		return "Other control"
	}
	return "Non-controlled"
}

// mapPurpose: treatments of patients are studied for efficacy; whoever reports
// adverse effects or vital signs, for safety; images of the brain, for mechanism.
func mapPurpose(r reading) []string {
	is := func(v string) bool { return r.further.Has(evidence.TaskPurpose, v) }
	patients, users := population(r, "patients"), population(r, "users")
	var out []string
	add := func(when bool, label string) {
		if when {
			out = append(out, label)
		}
	}
	add(patients && (is("efficacy") || !is("mechanism")) || synthesis(r) && is("efficacy"), "Efficacy endpoints")
	harmed := users && !is("epidemiology") && has(r, study.TaskOutcome, "cognition", "mood", "neurotoxicity")
	add(has(r, study.TaskHarms, "reported", "none-serious", "serious-reported") || has(r, study.TaskOutcome, "vital-signs") || harmed, "Safety endpoints")
	add(is("mechanism") || imaging(r), "Mechanism of action")
	add(is("pharmacokinetics"), "Pharmacokinetics")
	add(is("epidemiology") && (users || has(r, study.TaskDesign, "survey", "cross-sectional")) && !given(r), "Demographic study")
	add(is("disease-model") && population(r, "healthy") && !patients, "Disease model study")
	if len(out) == 0 {
		add(patients, "Efficacy endpoints")
		add(!patients, "Safety endpoints")
	}
	return out
}

// given says whether the study itself gave the drug.
func given(r reading) bool {
	return has(r, study.TaskDesign, "randomised-trial", "controlled-trial", "open-label-trial", "experiment")
}

// mapAge: the annotators read "adult" into every study of people that names no
// minors.
func mapAge(r reading) []string {
	if synthesis(r) && !has(r, study.TaskAge, "child", "adolescent") {
		return []string{"Not applicable"}
	}
	if has(r, study.TaskAge, "child", "adolescent") {
		out := []string{"Pediatric (< 18 years old)"}
		if has(r, study.TaskAge, "adult", "older-adult") {
			out = append(out, "Adult (≥18 years)")
		}
		return out
	}
	return []string{"Adult (≥18 years)"}
}

// mapSex: likewise "both" where no sex is told.
func mapSex(r reading) string {
	switch {
	case has(r, study.TaskSex, "male"):
		return "Male"
	case has(r, study.TaskSex, "female"):
		return "Female"
	case synthesis(r) && !has(r, study.TaskSex, "both"):
		return "Not applicable"
	}
	return "Both sexes"
}

// mapSetting: whoever treats does so in a clinic; where users were observed,
// the place counts only when it is told.
func mapSetting(r reading) []string {
	var out []string
	trial := has(r, study.TaskDesign, "randomised-trial", "controlled-trial", "open-label-trial")
	switch {
	case synthesis(r):
		out = []string{"Not applicable"}
	case !trial && (population(r, "users") || !population(r, "patients") && (has(r, study.TaskDesign, "survey") || has(r, study.TaskSetting, "online"))),
		!trial && has(r, study.TaskSetting, "ceremony") && has(r, study.TaskSubstance, "ayahuasca"):
		if has(r, study.TaskSetting, "party") {
			out = append(out, "Party setting")
		}
		if has(r, study.TaskSetting, "ceremony") {
			out = append(out, "Naturalistic")
		}
		return orElse(out, "Unknown")
	default:
		out = []string{"Clinical"}
	}
	if has(r, study.TaskCondition, "life-threatening-illness") {
		out = append(out, "Palliative Setting")
	}
	return out
}

// mapRegimen: a challenge of volunteers that tells no regimen is a single dose.
func mapRegimen(r reading) []string {
	if len(r.tags[study.TaskRegimen].Values) == 0 && !population(r, "patients") && !population(r, "users") && has(r, study.TaskDesign, "randomised-trial", "controlled-trial") {
		return []string{"Single Dose"}
	}
	return orElse(translate(r.tags.Values(study.TaskRegimen), map[string]string{"single": "Single Dose", "repeated": "Multiple Applications", "microdosing": "Microdosing"}), "Unknown")
}

// mapConclusion: only treatments of patients have a conclusion.
func mapConclusion(r reading) string {
	if plan(r) || synthesis(r) || !population(r, "patients") || observed(r) || population(r, "users") ||
		r.further.Has(evidence.TaskPurpose, "mechanism") && !r.further.Has(evidence.TaskPurpose, "efficacy") {
		return "Not Applicable"
	}
	switch v := r.tags.Values(study.TaskConclusion); {
	case len(v) == 0:
		return "Not Applicable"
	case v[0] == "for", v[0] == "mixed":
		return "Positive"
	case v[0] == "against":
		return "Negative"
	}
	return "Neutral"
}

func mapOutcomes(r reading) []string {
	var out []string
	add := func(label string, values ...string) {
		if has(r, study.TaskOutcome, values...) {
			out = append(out, label)
		}
	}
	if !has(r, study.TaskDesign, "survey", "qualitative") {
		add("Mental Functions", "mood", "cognition", "madrs", "ham-d", "caps-5", "qids", "bdi", "panss", "bprs", "cadss")
	}
	add("Soluble biomarker", "blood-marker")
	add("Physiological Functions", "vital-signs")
	add("MRI", "mri", "fmri")
	add("Functional MRI", "fmri")
	add("Suicide", "suicidality", "c-ssrs", "ssi", "suicide-scale")
	add("Psychedelic experience", "psychedelic-experience", "meq30", "hrs", "edi", "ceq")
	if has(r, study.TaskDesign, "survey") || has(r, study.TaskOutcome, "survey") {
		out = append(out, "Surveys")
	}
	add("Electroencephalography (EEG)", "eeg")
	add("Interviews", "interview")
	add("PET, SPECT", "pet")
	add("The ability to drive a car", "driving")
	return orElse(out, "Mental Functions")
}

// mapDose: the words of the proofs.
func mapDose(r reading) []string {
	var out []string
	for _, v := range r.tags[study.TaskDose].Values {
		for _, p := range v.Proofs {
			if !slices.Contains(out, p.Text) {
				out = append(out, p.Text)
			}
		}
	}
	return out
}

// mapUnpublished maps the tasks without a published figure.
func mapUnpublished(task string, r reading) []string {
	switch task {
	case "substance_naivety":
		if synthesis(r) {
			return []string{"Not applicable"}
		}
		return orElse(translate(r.further.Values(evidence.TaskNaivety), map[string]string{"naive": "Substance-Naïve Participants", "experienced": "Substance-non-naïve participants"}), "Unknown")
	case "data_collection":
		if synthesis(r) {
			return []string{"Not applicable"}
		}
		return orElse(translate(r.further.Values(evidence.TaskCollection), map[string]string{"prospective": "Prospective", "retrospective": "Retrospective"}), "Unknown")
	case "data_type":
		if synthesis(r) {
			return []string{"Not applicable"}
		}
		return orElse(translate(r.further.Values(evidence.TaskTiming), map[string]string{"cross-sectional": "Cross-sectional", "short": "Longitudinal short", "long": "Longitudinal long"}), "Unknown")
	}
	return nil
}
