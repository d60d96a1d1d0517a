package main

import (
	"evidelic/evidence"
	"evidelic/study"
)

// questions are what the annotators go by when they say what a study is for.
type questions struct {
	reading
	patients, users, plan bool
	harms                 bool // adverse events are told of
	vital                 bool // heart and blood pressure were measured
	inside                bool // brain or receptors are asked about or looked at
	model                 bool // the drug makes a model of a disease in volunteers
}

func ask(r reading) questions {
	q := questions{reading: r, patients: population(r, "patients"), plan: plan(r)}
	q.users = population(r, "users") && !q.patients
	q.harms = has(r, study.TaskHarms, "reported", "none-serious", "serious-reported")
	q.vital = has(r, study.TaskOutcome, "vital-signs")
	q.inside = q.is("mechanism") || imaging(r)
	q.model = q.is("disease-model") && !q.patients && !q.users && !synthesis(r)
	return q
}

// is says whether our purpose tag has the value.
func (q questions) is(v string) bool { return q.further.Has(evidence.TaskPurpose, v) }

// mapPurpose: in the collection, treatments of patients are studied for efficacy,
// and for safety where harms are told of; users of drugs are studied for what
// the drugs did to them, unless only who uses them is asked; images of the brain and tests of volunteers ask for
// mechanisms; a model of a disease is a purpose of its own.
func mapPurpose(r reading) []string {
	q := ask(r)
	others := !q.patients && !q.users && !population(r, "healthy")
	mech := q.mechanism()
	var out []string
	add := func(when bool, label string) {
		if when {
			out = append(out, label)
		}
	}
	add(q.patients && !(imaging(r) && q.is("correlates")) || (others || synthesis(r)) && q.is("efficacy"), "Efficacy endpoints")
	demographic := q.demographic()
	add(q.safety(mech) && !(demographic && q.onlyWho()), "Safety endpoints")
	add(mech, "Mechanism of action")
	add(q.is("pharmacokinetics"), "Pharmacokinetics")
	add(demographic, "Demographic study")
	add(q.model, "Disease model study")
	return orElse(out, "Safety endpoints") // what is given to volunteers without further question
}

// safety says whether the annotators would see a question for harms. Of tests in
// volunteers it is one where the title asks it, or where harms or vital signs
// are told of in a finished study that asks for no mechanism.
func (q questions) safety(mech bool) bool {
	switch {
	case synthesis(q.reading):
		return q.harms || q.is("safety")
	case q.users:
		return true
	case q.patients:
		return q.harms || q.plan && q.is("safety")
	case q.model:
		return false
	}
	return from(q.reading, evidence.TaskPurpose, "safety", "title") || (q.harms || q.vital) && !mech && !q.plan
}

// demographic says whether the annotators would call it a study of who uses a
// drug, and how.
func (q questions) demographic() bool {
	asked := has(q.reading, study.TaskDesign, "survey", "cross-sectional")
	return q.is("epidemiology") && (q.users || asked) ||
		q.users && mapStudyType(q.reading) == "Real-world study" && (asked || has(q.reading, study.TaskDesign, "cohort"))
}

// onlyWho says whether a study of users asks who uses a drug, how and why, and
// nothing about what it does to them: neither harms nor a state of mind or body in
// its title.
func (q questions) onlyWho() bool {
	for _, v := range q.tags[study.TaskOutcome].Values {
		if v.From == "title" && v.Value != "survey" {
			return false
		}
	}
	return q.users && q.is("epidemiology") && !q.is("safety") && !q.harms
}

// mechanism says whether the annotators would see a question for the mechanism:
// in images of the brain, in what is measured in patients beside their response,
// in what is asked about brain and receptors of others, and in tests of
// volunteers' minds that ask for nothing else.
func (q questions) mechanism() bool {
	blood := has(q.reading, study.TaskOutcome, "blood-marker")
	switch {
	case q.model, q.patients && q.plan:
		return false
	case q.patients:
		return imaging(q.reading) || q.is("correlates") && (blood || q.is("mechanism"))
	case q.inside, q.users && blood:
		return true
	case q.users || q.harms:
		return false
	case !population(q.reading, "healthy") && q.is("correlates"):
		return true
	default:
		return has(q.reading, study.TaskOutcome, "cognition") && !q.is("pharmacokinetics") && !q.vital
	}
}
