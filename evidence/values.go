package evidence

import (
	"strings"

	"evidelic/lexicon"
	"evidelic/study"
)

// Value is a value that a task can take: its slug and its name in words.
type Value struct{ Slug, Label string }

// fixed lists the values of the tasks that have a closed list, in the order of
// display; for level, the highest first.
func fixed(task study.Task) []Value {
	switch task {
	case study.TaskScope:
		return []Value{{"clinical", "clinical or human research"}, {"mechanism", "mechanism (animal or laboratory)"}, {"adjacent", "adjacent (anaesthesia or analgesia)"}, {"out", "out of scope"}}
	case study.TaskDesign:
		return designValues
	case study.TaskLevel:
		return levelValues
	case study.TaskPhase:
		return []Value{{"early-1", "early phase 1"}, {"1", "phase 1"}, {"1-2", "phase 1/2"}, {"2", "phase 2"}, {"2-3", "phase 2/3"}, {"3", "phase 3"}, {"4", "phase 4"}}
	case study.TaskComparator:
		return []Value{{"placebo", "placebo"}, {"active-placebo", "active placebo"}, {"active-drug", "active drug or procedure"}, {"dose", "another dose"}, {"sham", "sham procedure"}, {"waiting-list", "waiting list"}, {"usual-care", "usual care"}, {"no-treatment", "no treatment"}, {"control-group", "group of other people"}, {"none", "none"}}
	case study.TaskRegimen:
		return []Value{{"single", "single dose"}, {"repeated", "repeated doses"}, {"microdosing", "microdosing"}}
	case study.TaskPsychotherapy:
		return []Value{{"given", "given"}, {"not-given", "not given"}}
	case study.TaskSetting:
		return []Value{{"outpatient", "outpatient"}, {"inpatient", "inpatient"}, {"clinical", "clinic or hospital"}, {"laboratory", "laboratory"}, {"palliative", "palliative care"}, {"home", "at home"}, {"ceremony", "ceremony or retreat"}, {"party", "party or festival"}, {"naturalistic", "naturalistic"}, {"online", "online"}}
	case study.TaskAge:
		return []Value{{"child", "children"}, {"adolescent", "adolescents"}, {"adult", "adults"}, {"older-adult", "older adults"}}
	case study.TaskSex:
		return []Value{{"both", "both sexes"}, {"female", "female"}, {"male", "male"}}
	case study.TaskHarms:
		return []Value{{"reported", "reported"}, {"serious-reported", "serious adverse events mentioned"}, {"none-serious", "no serious adverse events"}}
	case study.TaskConclusion:
		return []Value{{"for", "in favour"}, {"mixed", "mixed"}, {"against", "against"}, {"neutral", "no difference"}}
	case study.TaskFunding:
		return []Value{{"funding", "funding stated"}, {"conflicts", "conflicts of interest stated"}, {"no-conflicts", "no conflicts of interest declared"}}
	}
	return nil
}

var designValues = []Value{
	{"meta-analysis", "meta-analysis"}, {"systematic-review", "systematic review"}, {"scoping-review", "scoping review"}, {"guideline", "guideline"},
	{"randomised-trial", "randomised trial"}, {"controlled-trial", "controlled trial, not stated to be randomised"}, {"open-label-trial", "open-label trial"}, {"experiment", "experiment in volunteers"},
	{"crossover", "crossover"}, {"parallel", "parallel groups"}, {"double-blind", "double blind"}, {"single-blind", "single blind"}, {"open-label", "open label"},
	{"cohort", "cohort"}, {"case-control", "case-control"}, {"cross-sectional", "cross-sectional"}, {"survey", "survey"}, {"qualitative", "qualitative"}, {"case-series", "case series"}, {"case-report", "case report"}, {"observational", "observational, kind not stated"},
	{"secondary-analysis", "secondary analysis"}, {"protocol", "protocol"}, {"registration", "trial registration"},
	{"narrative-review", "narrative review"}, {"editorial", "editorial, comment or letter"}, {"erratum", "correction"}, {"preclinical", "preclinical"}, {"analytical", "chemistry or analytical method"},
}

// The evidence ladder, highest first: a simplification of the Oxford Centre for
// Evidence-Based Medicine's 2011 levels for treatment benefits. One report
// stands on one rung. A plan without results stands low, whatever it plans.
var levelValues = []Value{
	{"1-synthesis", "1 systematic review or meta-analysis"}, {"2-randomised", "2 randomised trial"}, {"3-controlled", "3 controlled trial"},
	{"4-cohort", "4 cohort, case-control or uncontrolled trial"}, {"5-descriptive", "5 survey, cross-sectional, case or qualitative study"},
	{"6-opinion", "6 narrative review, guideline or opinion"}, {"7-planned", "7 protocol or registration without results"}, {"8-mechanism", "8 laboratory or animal work"},
}

// Level gives the rung of the evidence ladder that a study's tags name: 1 is the
// highest; 0 when there is none. It is what "sort by evidence" compares.
func Level(t study.Tags) int {
	for _, v := range t.Values(study.TaskLevel) {
		for i, l := range levelValues {
			if l.Slug == v {
				return i + 1
			}
		}
	}
	return 0
}

// Values gives the values that a task can take, in the order of display; nil for
// tasks whose values are numbers or free (n, dose, followup, registration).
func Values(task study.Task) []Value {
	kind := map[study.Task]lexicon.Kind{study.TaskSubstance: lexicon.Drug, study.TaskCondition: lexicon.Condition, study.TaskRoute: lexicon.Route, study.TaskOutcome: lexicon.Instrument}[task]
	if kind == "" {
		return fixed(task)
	}
	var out []Value
	for _, c := range lexicon.Concepts() {
		if c.Kind == kind && !notValues[c.ID] {
			out = append(out, Value{c.ID, c.Label})
		}
	}
	if task == study.TaskSubstance {
		out = append(out, Value{"combination", "combined with another treatment"})
	}
	if task == study.TaskOutcome {
		out = append(out, outcomeDomains...)
	}
	return out
}

// notValues are concepts that rules need but that are no values of a tag.
var notValues = map[string]bool{"anaesthesia": true}

// Label gives a value in words: "0.5 mg/kg" for "0.5-mg-kg"; the slug itself
// when the value is not known.
func Label(task study.Task, value string) string {
	if c, ok := lexicon.ByID(value); ok {
		switch task {
		case study.TaskSubstance, study.TaskCondition, study.TaskRoute, study.TaskOutcome:
			return c.Label
		}
	}
	for _, v := range fixed(task) {
		if v.Slug == value {
			return v.Label
		}
	}
	switch task {
	case study.TaskSubstance:
		if value == "combination" {
			return "combined with another treatment"
		}
	case study.TaskOutcome:
		for _, v := range outcomeDomains {
			if v.Slug == value {
				return v.Label
			}
		}
	case study.TaskDose:
		return doseLabel(value)
	case study.TaskFollowup:
		if one, ok := strings.CutPrefix(value, "1-"); ok {
			return "1 " + strings.TrimSuffix(one, "s")
		}
		return strings.ReplaceAll(value, "-", " ")
	case study.TaskRegistration:
		return strings.ToUpper(value)
	}
	return value
}
