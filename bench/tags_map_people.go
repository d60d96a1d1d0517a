package main

import (
	"strconv"

	"evidelic/evidence"
	"evidelic/study"
)

// mapStudyType: one label; a plan is a plan whatever it plans. Experiments,
// secondary analyses, open trials, chart reviews and whatever looks into brain
// or blood are "Other", and so are tests of users in a laboratory; surveys,
// ceremonies, parties and further reports of users are "Real-world".
func mapStudyType(r reading) string {
	is := func(v ...string) bool { return has(r, study.TaskDesign, v...) }
	switch {
	case is("protocol", "registration"):
		return "Study protocol"
	case is("systematic-review", "meta-analysis", "scoping-review"):
		return "Systematic review/meta-analysis"
	case is("case-report"):
		return "Case report"
	case is("case-series"):
		return "Case series"
	case from(r, study.TaskDesign, "secondary-analysis", "title"):
		return "Other"
	case is("randomised-trial"):
		return "Randomized-controlled trial (RCT)"
	case is("controlled-trial", "open-label-trial") || imaging(r) || has(r, study.TaskOutcome, "blood-marker"):
		return "Other"
	case is("cohort") && !is("survey", "cross-sectional"):
		return "Cohort study"
	case testedUsers(r):
		return "Other"
	case is("survey", "cross-sectional") || has(r, study.TaskSetting, "online", "party", "ceremony"):
		return "Real-world study"
	case population(r, "users") && !r.further.Has(evidence.TaskPurpose, "mechanism"):
		return "Real-world study"
	}
	return "Other"
}

// testedUsers says whether users of a drug came to a laboratory to be compared with
// others by tests of memory, thinking or seeing that the title names; how they
// rate themselves is asked outside.
func testedUsers(r reading) bool {
	return population(r, "users") && !population(r, "patients") && has(r, study.TaskComparator, "control-group") &&
		from(r, study.TaskOutcome, "cognition", "title") && !from(r, study.TaskOutcome, "mood", "title") && !from(r, study.TaskOutcome, "subjective-effects", "title") &&
		!has(r, study.TaskDesign, "survey", "cross-sectional") && !has(r, study.TaskSetting, "online", "party", "ceremony", "naturalistic")
}

// mapSize puts the number into the collection's classes.
func mapSize(r reading) string {
	t := r.tags[study.TaskN]
	if t.Status == study.NotApplicable || synthesis(r) && len(t.Values) == 0 {
		return "Not applicable"
	}
	if len(t.Values) == 0 {
		return "Unknown"
	}
	n, _ := strconv.Atoi(t.Values[0].Value)
	for _, c := range []struct {
		max   int
		label string
	}{{20, "1-20"}, {40, "21-40"}, {60, "41-60"}, {80, "61-80"}, {100, "81-100"}, {199, "100-199"}, {499, "200-499"}, {999, "500-999"}} {
		if n <= c.max {
			return c.label
		}
	}
	return "≥1000"
}

// mapPhase: the collection's "Unknown" is a study of a treatment of patients that
// names no phase.
func mapPhase(r reading) string {
	if v := r.tags.Values(study.TaskPhase); len(v) > 0 {
		return "Phase " + v[0][len(v[0])-1:]
	}
	switch t := mapStudyType(r); {
	case synthesis(r) || t == "Real-world study" || t == "Case report" || population(r, "users"):
		return "Not Applicable"
	case population(r, "patients"), !population(r, "healthy") && (t == "Study protocol" || has(r, study.TaskDesign, "randomised-trial")):
		return "Unknown"
	}
	return "Not Applicable"
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

// mapAge: the annotators read "adult" into every study of people that names no
// minors, and into reviews only where they tell of adults and count them.
func mapAge(r reading) []string {
	told := has(r, study.TaskAge, "adult", "older-adult") && len(r.tags[study.TaskN].Values) > 0 || from(r, study.TaskAge, "adult", "title") || from(r, study.TaskAge, "adolescent", "title") || from(r, study.TaskAge, "child", "title")
	if synthesis(r) && !told {
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

// mapSex: likewise "both" where people are counted and no sex is told; where
// nobody is counted, or only a case or a few are told of, the annotators knew
// nothing of the people.
func mapSex(r reading) string {
	n := r.tags.Values(study.TaskN)
	switch {
	case has(r, study.TaskSex, "male"):
		return "Male"
	case has(r, study.TaskSex, "female"):
		return "Female"
	case has(r, study.TaskSex, "both"):
		return "Both sexes"
	case synthesis(r) && len(n) == 0:
		return "Not applicable"
	case len(n) == 0 && !has(r, study.TaskDesign, "survey"), len(n) > 0 && len(n[0]) == 1 && n[0] <= "5" && has(r, study.TaskDesign, "case-report", "case-series"):
		return "Unknown"
	}
	return "Both sexes"
}

// mapSetting: whoever treats does so in a clinic, unless the title calls the
// study naturalistic; where users were observed, the place counts only when it
// is told.
func mapSetting(r reading) []string {
	patients := population(r, "patients")
	watched := has(r, study.TaskDesign, "cohort", "observational", "survey", "cross-sectional") && !population(r, "healthy")
	var out []string
	switch {
	case synthesis(r):
		out = []string{"Not applicable"}
	case population(r, "users") && !patients, mapStudyType(r) == "Real-world study", !patients && watched:
		if from(r, study.TaskSetting, "party", "title") {
			out = append(out, "Party setting")
		}
		if has(r, study.TaskSetting, "ceremony") {
			out = append(out, "Naturalistic")
		}
		return orElse(out, "Unknown")
	case from(r, study.TaskSetting, "naturalistic", "title"):
		out = []string{"Naturalistic"}
	default:
		out = []string{"Clinical"}
	}
	if has(r, study.TaskCondition, "life-threatening-illness") {
		out = append(out, "Palliative Setting")
	}
	return out
}

// from says whether a tag's value was read from the field.
func from(r reading, task study.Task, value, field string) bool {
	for _, v := range append(r.tags[task].Values, r.further[task].Values...) {
		if v.Value == value && v.From == field {
			return true
		}
	}
	return false
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
