package main

import (
	"slices"
	"strconv"

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

// mapRelevant: the collection holds studies in humans, their plans and
// systematic reviews; no narrative reviews, comments, animals or chemistry, and
// no anaesthesia without a question of the mind.
func mapRelevant(r reading) string {
	if !has(r, study.TaskScope, "clinical") {
		return "irrelevant"
	}
	if has(r, study.TaskDesign, "narrative-review", "editorial", "guideline", "preclinical", "analytical") && !has(r, study.TaskDesign, "systematic-review", "meta-analysis", "randomised-trial") {
		return "irrelevant"
	}
	return "relevant"
}

// mapStudyType: one label; a plan is a plan whatever it plans. Experiments,
// secondary analyses, open trials, chart reviews and comparisons of users with
// others in the laboratory are "Other"; surveys, ceremonies, parties and
// interviews with users are "Real-world".
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
	case is("randomised-trial"):
		return "Randomized-controlled trial (RCT)"
	case is("controlled-trial", "open-label-trial", "experiment") || imaging(r):
		return "Other"
	case is("survey", "cross-sectional") || has(r, study.TaskSetting, "online", "party", "ceremony"):
		return "Real-world study"
	case population(r, "users") && (is("observational", "qualitative") || r.further.Has(evidence.TaskPurpose, "epidemiology")):
		return "Real-world study"
	}
	return "Other"
}

// imaging says whether the brain was looked at.
func imaging(r reading) bool {
	return has(r, study.TaskOutcome, "fmri", "eeg", "meg", "pet", "mri")
}

var substanceLabels = map[string]string{"ketamine": "Ketamine", "racemic-ketamine": "Ketamine", "norketamine": "Ketamine", "esketamine": "S-Ketamine", "arketamine": "R-Ketamine", "psilocybin": "Psilocybin", "mushrooms": "Psychedelic mushrooms", "mdma": "MDMA", "mda": "Analogue", "lsd": "LSD", "dmt": "DMT", "5-meo-dmt": "5-MeO-DMT", "ayahuasca": "Ayahuasca", "mescaline": "Mescaline", "ibogaine": "Ibogaine", "noribogaine": "Ibogaine", "salvinorin-a": "Salvinorin A", "analogue": "Analogue", "combination": "Combination Therapy", "psychedelics": "Unknown"}

// mapSubstances: "Unknown" is a report that names no drug of the list.
func mapSubstances(r reading) []string {
	out := translate(r.tags.Values(study.TaskSubstance), substanceLabels)
	if len(out) > 1 && out[0] == "Unknown" && out[1] != "Combination Therapy" {
		out = out[1:]
	}
	return orElse(out, "Unknown")
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

var conditionLabels = map[string]string{"depression": "Depression", "treatment-resistant-depression": "Depression", "postpartum-depression": "Depression", "bipolar-disorder": "Depression", "anxiety": "Anxiety", "social-anxiety": "Anxiety", "ptsd": "Post-traumatic stress disorder (PTSD)", "alcohol-use-disorder": "Alcoholism", "tobacco-use-disorder": "Other addictions (e.g. smoking)", "opioid-use-disorder": "Other addictions (e.g. smoking)", "cocaine-use-disorder": "Other addictions (e.g. smoking)", "stimulant-use-disorder": "Other addictions (e.g. smoking)", "cannabis-use-disorder": "Other addictions (e.g. smoking)", "gambling-disorder": "Other addictions (e.g. smoking)", "substance-use-disorder": "Other addictions (e.g. smoking)", "ketamine-use-disorder": "Substance abuse", "mdma-use-disorder": "Substance abuse", "chronic-pain": "(Chronic) Pain", "acute-pain": "(Chronic) Pain", "headache": "(Chronic) Pain", "life-threatening-illness": "Palliative Setting", "eating-disorder": "Anorexia", "healthy-volunteers": "Healthy Participants", "recreational-use": "Recreational Drug Use"}

// psychiatric are the conditions that the collection files under "Psychiatric
// condition" too.
var psychiatric = []string{"mental-disorder", "depression", "treatment-resistant-depression", "postpartum-depression", "bipolar-disorder", "suicidality", "anxiety", "social-anxiety", "ptsd", "ocd", "body-dysmorphic", "eating-disorder", "psychosis", "autism", "adhd", "personality-disorder", "dissociative-disorder", "alcohol-use-disorder", "tobacco-use-disorder", "opioid-use-disorder", "cocaine-use-disorder", "substance-use-disorder"}

func mapCondition(r reading) []string {
	values := r.tags.Values(study.TaskCondition)
	out := translate(values, conditionLabels)
	for _, v := range values {
		if slices.Contains(psychiatric, v) {
			return append(out, "Psychiatric condition")
		}
	}
	if !population(r, "patients") && !slices.Contains(out, "Healthy Participants") {
		out = append(out, "Healthy Participants") // whoever is no patient is healthy there, users of drugs too
	}
	return out
}

var routeLabels = map[string]string{"intravenous": "Intravenous", "oral": "Oral", "intranasal": "Nasal", "subcutaneous": "Subcutaneous", "inhaled": "Smoking", "intramuscular": "Other", "sublingual": "Other", "rectal": "Other", "transdermal": "Other", "spinal": "Other"}

func mapRoute(r reading) []string {
	if synthesis(r) {
		return []string{"Not applicable"}
	}
	return orElse(translate(r.tags.Values(study.TaskRoute), routeLabels), "Unknown")
}

// mapSize puts the number into the collection's classes.
func mapSize(r reading) string {
	t := r.tags[study.TaskN]
	if t.Status == study.NotApplicable {
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

func mapPhase(r reading) string {
	if v := r.tags.Values(study.TaskPhase); len(v) > 0 {
		return "Phase " + v[0][len(v[0])-1:]
	}
	if synthesis(r) || observed(r) || has(r, study.TaskDesign, "case-report") || !population(r, "patients") || population(r, "healthy") && !has(r, study.TaskDesign, "randomised-trial", "protocol") {
		return "Not Applicable" // the collection's "Unknown" is a trial of a treatment that names no phase
	}
	return "Unknown"
}
