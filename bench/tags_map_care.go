package main

import (
	"slices"

	"evidelic/evidence"
	"evidelic/study"
)

// mapRelevant: the collection holds studies in humans, their plans and
// systematic reviews; no narrative reviews, comments, animals or chemistry.
// Trials of anaesthesia with ketamine belong to it, other work on anaesthesia
// does not; nor does chemistry, but for what is measured in people.
func mapRelevant(r reading) string {
	primary := []string{"systematic-review", "meta-analysis", "randomised-trial"}
	switch {
	case has(r, study.TaskScope, "adjacent") && given(r),
		has(r, study.TaskScope, "mechanism") && has(r, study.TaskDesign, "analytical") && has(r, study.TaskOutcome, "blood-marker"):
		return "relevant"
	case !has(r, study.TaskScope, "clinical"),
		has(r, study.TaskDesign, "narrative-review", "editorial", "guideline", "preclinical", "analytical") && !has(r, study.TaskDesign, primary...):
		return "irrelevant"
	}
	return "relevant"
}

var substanceLabels = map[string]string{"ketamine": "Ketamine", "racemic-ketamine": "Ketamine", "norketamine": "Ketamine", "esketamine": "S-Ketamine", "arketamine": "R-Ketamine", "psilocybin": "Psilocybin", "mushrooms": "Psychedelic mushrooms", "mdma": "MDMA", "lsd": "LSD", "dmt": "DMT", "5-meo-dmt": "5-MeO-DMT", "ayahuasca": "Ayahuasca", "mescaline": "Mescaline", "ibogaine": "Ibogaine", "noribogaine": "Ibogaine", "salvinorin-a": "Salvinorin A", "analogue": "Analogue", "combination": "Combination Therapy", "psychedelics": "Unknown"}

// mapSubstances: "Unknown" is a report that names no drug of the list.
func mapSubstances(r reading) []string {
	out := translate(r.tags.Values(study.TaskSubstance), substanceLabels)
	if len(out) > 1 && out[0] == "Unknown" && out[1] != "Combination Therapy" {
		out = out[1:]
	}
	return orElse(out, "Unknown")
}

var conditionLabels = map[string]string{"depression": "Depression", "treatment-resistant-depression": "Depression", "postpartum-depression": "Depression", "bipolar-disorder": "Depression", "anxiety": "Anxiety", "social-anxiety": "Anxiety", "ptsd": "Post-traumatic stress disorder (PTSD)", "alcohol-use-disorder": "Alcoholism", "tobacco-use-disorder": "Other addictions (e.g. smoking)", "opioid-use-disorder": "Other addictions (e.g. smoking)", "cocaine-use-disorder": "Other addictions (e.g. smoking)", "stimulant-use-disorder": "Other addictions (e.g. smoking)", "cannabis-use-disorder": "Other addictions (e.g. smoking)", "gambling-disorder": "Other addictions (e.g. smoking)", "substance-use-disorder": "Other addictions (e.g. smoking)", "ketamine-use-disorder": "Substance abuse", "mdma-use-disorder": "Substance abuse", "chronic-pain": "(Chronic) Pain", "acute-pain": "(Chronic) Pain", "headache": "(Chronic) Pain", "life-threatening-illness": "Palliative Setting", "eating-disorder": "Anorexia", "healthy-volunteers": "Healthy Participants", "recreational-use": "Recreational Drug Use"}

// psychiatric are the conditions that the collection files under "Psychiatric
// condition" too.
var psychiatric = []string{"mental-disorder", "depression", "treatment-resistant-depression", "postpartum-depression", "bipolar-disorder", "suicidality", "anxiety", "social-anxiety", "ptsd", "ocd", "body-dysmorphic", "eating-disorder", "psychosis", "autism", "adhd", "personality-disorder", "dissociative-disorder", "alcohol-use-disorder", "tobacco-use-disorder", "opioid-use-disorder", "cocaine-use-disorder", "substance-use-disorder"}

// mapCondition: whoever is no patient is healthy there, users of drugs too;
// suicidality is filed under depression, and a review of addictions under each.
func mapCondition(r reading) []string {
	values := r.tags.Values(study.TaskCondition)
	out := translate(values, conditionLabels)
	add := func(when bool, label string) {
		if when && !slices.Contains(out, label) {
			out = append(out, label)
		}
	}
	add(has(r, study.TaskCondition, "suicidality"), "Depression")
	add(synthesis(r) && has(r, study.TaskCondition, "substance-use-disorder"), "Alcoholism")
	for _, v := range values {
		if slices.Contains(psychiatric, v) {
			return append(out, "Psychiatric condition")
		}
	}
	add(!population(r, "patients"), "Healthy Participants")
	return out
}

var routeLabels = map[string]string{"intravenous": "Intravenous", "oral": "Oral", "intranasal": "Nasal", "subcutaneous": "Subcutaneous", "inhaled": "Smoking", "intramuscular": "Other", "sublingual": "Other", "rectal": "Other", "transdermal": "Other", "spinal": "Other", "intraperitoneal": "Other"}

func mapRoute(r reading) []string {
	if synthesis(r) {
		return []string{"Not applicable"}
	}
	return orElse(translate(r.tags.Values(study.TaskRoute), routeLabels), "Unknown")
}

// mapRegimen: a challenge of volunteers and a crossover that tell no regimen are
// single doses there. Reviews have a regimen only where they compare regimens; a
// study that gives once in one part and repeatedly in another is filed under
// "Multiple Applications".
func mapRegimen(r reading) []string {
	out := translate(r.tags.Values(study.TaskRegimen), map[string]string{"single": "Single Dose", "repeated": "Multiple Applications", "microdosing": "Microdosing"})
	if synthesis(r) && len(out) < 2 {
		return []string{"Unknown"}
	}
	if has(r, study.TaskRegimen, "repeated") && !synthesis(r) {
		out = slices.DeleteFunc(out, func(l string) bool { return l == "Single Dose" })
	}
	volunteers := population(r, "healthy") && !population(r, "patients") || has(r, study.TaskDesign, "crossover")
	if len(out) == 0 && !plan(r) && !population(r, "users") && volunteers && given(r) {
		return []string{"Single Dose"}
	}
	return orElse(out, "Unknown")
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

// mapOutcomes: "Mental Functions" are there named beside another outcome only
// where the text dwells on them: see mentalOutcome. Surveys and interviews are
// outcomes of their own, and so is a visit to an emergency department.
func mapOutcomes(r reading) []string {
	var out []string
	add := func(label string, values ...string) {
		if has(r, study.TaskOutcome, values...) {
			out = append(out, label)
		}
	}
	if mentalOutcome(r) {
		out = append(out, "Mental Functions")
	}
	add("Soluble biomarker", "blood-marker")
	add("Physiological Functions", "vital-signs")
	add("MRI", "mri", "fmri")
	add("Functional MRI", "fmri")
	add("Suicide", "suicidality", "c-ssrs", "ssi", "suicide-scale")
	add("Psychedelic experience", "psychedelic-experience", "meq30", "hrs", "edi", "ceq")
	interview := has(r, study.TaskOutcome, "interview")
	if has(r, study.TaskDesign, "survey") && !interview || has(r, study.TaskOutcome, "survey") && !interview && !given(r) && !synthesis(r) {
		out = append(out, "Surveys") // a survey by interview is an interview
	}
	add("Electroencephalography (EEG)", "eeg", "meg")
	add("Interviews", "interview")
	add("PET, SPECT", "pet")
	add("The ability to drive a car", "driving")
	if has(r, study.TaskOutcome, "emergency-visits") && !given(r) && len(out) < 2 {
		out = append(out, "Emergency department visits")
	}
	return orElse(out, "Mental Functions")
}

// bodily are the outcomes that are no measure of the mind.
var bodily = []string{"blood-marker", "vital-signs", "mri", "fmri", "eeg", "meg", "pet", "driving", "suicidality", "c-ssrs", "ssi", "suicide-scale", "psychedelic-experience", "meq30", "hrs", "edi", "ceq", "5d-asc", "interview", "survey", "neurotoxicity", "emergency-visits", "pain", "vas-pain"}

// mentalOutcome says whether the annotators would name the mind among what was
// measured: by an instrument, or where the text names its functions often enough.
// Beside a look into the brain that takes more, unless the title names them; in
// surveys and interviews nothing but an instrument will do.
func mentalOutcome(r reading) bool {
	places, titled := 0, false
	survey := has(r, study.TaskDesign, "survey")
	for _, v := range r.tags[study.TaskOutcome].Values {
		switch {
		case slices.Contains([]string{"mood", "cognition", "subjective-effects", "substance-use"}, v.Value):
			places += len(v.Proofs)
			titled = titled || v.From == "title"
		case !slices.Contains(bodily, v.Value):
			return !has(r, study.TaskDesign, "qualitative")
		}
	}
	switch {
	case survey || has(r, study.TaskDesign, "qualitative"):
		return false
	case imaging(r) && !titled:
		return places >= 4
	}
	return places >= 2
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
