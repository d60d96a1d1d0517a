package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"evidelic/study"
)

// object is a JSON object.
type object = map[string]any

// trialJSON gives a registration as API v2 does; in Markdown, signs that mean
// something there are escaped.
func trialJSON(it *item, version string, markdown bool) object {
	r := dice(it.seed, saltRegistry)
	e := experimentOf(it.topic, it.design)
	hasResults := chance(r, 30)
	protocol := object{
		"identificationModule":       trialNames(it),
		"statusModule":               trialStatus(r, it, &e, hasResults),
		"sponsorCollaboratorsModule": trialSponsor(r),
		"descriptionModule":          trialDescription(it, &e),
		"conditionsModule":           object{"conditions": []string{capital(e.condition.name)}, "keywords": []string{plainOf(e.substance.name), "synthetic demo"}},
		"designModule":               trialDesign(r, &e),
		"armsInterventionsModule":    trialArms(&e),
		"outcomesModule":             trialOutcomes(&e),
		"eligibilityModule":          trialEligibility(r, &e, markdown),
		"contactsLocationsModule":    object{"locations": []object{{"facility": pick(r, institutions), "city": "Fjordhaven", "country": e.country}}},
	}
	if refs := trialReferences(it); len(refs) > 0 {
		protocol["referencesModule"] = object{"references": refs}
	}
	return object{
		"protocolSection": protocol,
		"derivedSection": object{
			"miscInfoModule":           object{"versionHolder": version},
			"conditionBrowseModule":    object{"meshes": []object{{"id": e.condition.meshUI, "term": e.condition.mesh}}},
			"interventionBrowseModule": object{"meshes": []object{{"id": e.substance.meshUI, "term": e.substance.mesh}}},
		},
		"hasResults": hasResults,
	}
}

func trialNames(it *item) object {
	names := object{
		"nctId":          it.nct(),
		"orgStudyIdInfo": object{"id": fmt.Sprintf("SYN-%05d", it.n)},
		"organization":   object{"fullName": "University of Fjordhaven", "class": "OTHER"},
		"briefTitle":     plainOf(titleOf(it)),
		"officialTitle":  plainOf(titleOf(it)) + ": " + designs[it.design].title,
	}
	if it.seed%3 == 0 {
		names["acronym"] = fmt.Sprintf("SYN-%d", it.n%1000)
	}
	if it.seed%5 == 0 {
		names["secondaryIdInfos"] = []object{{"id": fmt.Sprintf("2099-%06d-%02d", it.n%1_000_000, it.n%100), "type": "EUDRACT_NUMBER"}}
	}
	return names
}

// trialStatus gives the state and the dates; some are of a month only.
func trialStatus(r *rand.Rand, it *item, e *experiment, hasResults bool) object {
	start := it.epub.time().AddDate(0, r.IntN(6)-1, 0)
	primary := start.AddDate(1+r.IntN(3), 0, 0)
	state := pick(r, []string{"COMPLETED", "COMPLETED", "RECRUITING", "NOT_YET_RECRUITING", "TERMINATED", "ACTIVE_NOT_RECRUITING", "WITHDRAWN", "UNKNOWN"})
	if hasResults || it.linked(study.TrialResult) {
		state = "COMPLETED"
	}
	s := object{
		"statusVerifiedDate":          it.revised.time().Format("2006-01"),
		"overallStatus":               state,
		"startDateStruct":             dateStruct(r, start, "ACTUAL"),
		"primaryCompletionDateStruct": dateStruct(r, primary, estimated(state)),
		"completionDateStruct":        dateStruct(r, primary.AddDate(0, max(e.months, 1), 0), estimated(state)),
		"studyFirstSubmitDate":        it.epub.iso(),
		"studyFirstPostDateStruct":    object{"date": it.entered.iso(), "type": "ACTUAL"},
		"lastUpdateSubmitDate":        it.revised.iso(),
		"lastUpdatePostDateStruct":    object{"date": it.revised.iso(), "type": "ACTUAL"},
	}
	if state == "TERMINATED" || state == "WITHDRAWN" {
		s["whyStopped"] = "Slow recruitment (synthetic)"
	}
	if hasResults {
		s["resultsFirstPostDateStruct"] = object{"date": it.revised.iso(), "type": "ACTUAL"}
	}
	return s
}

// linked says whether the item has a link of the kind.
func (it *item) linked(kind study.RelationType) bool {
	for _, l := range it.links {
		if l.kind == kind {
			return true
		}
	}
	return false
}

func estimated(state string) string {
	if state == "COMPLETED" || state == "TERMINATED" || state == "WITHDRAWN" {
		return "ACTUAL"
	}
	return "ESTIMATED"
}

func dateStruct(r *rand.Rand, t time.Time, kind string) object {
	if chance(r, 30) {
		return object{"date": t.Format("2006-01"), "type": kind}
	}
	return object{"date": t.Format("2006-01-02"), "type": kind}
}

func trialSponsor(r *rand.Rand) object {
	s := object{
		"responsibleParty": object{"type": "SPONSOR"},
		"leadSponsor":      object{"name": pick(r, []string{"University of Fjordhaven", "Nowhere Therapeutics", "Example Pharma"}), "class": pick(r, []string{"OTHER", "INDUSTRY"})},
	}
	if chance(r, 40) {
		s["collaborators"] = []object{{"name": "Foundation for Example Medicine & Care", "class": "OTHER"}}
	}
	return s
}

func trialDescription(it *item, e *experiment) object {
	text := fmt.Sprintf("This trial examines %s %s in %s.", e.route.name, e.substance.name, e.condition.who)
	if it.edits > 0 {
		text += fmt.Sprintf(" This is revision %d of the record.", it.edits)
	}
	more := fmt.Sprintf("%s acts through %s. Participants receive preparation, %d dosing session(s) and integration.", capital(e.substance.name), e.substance.acts, e.doses)
	return object{"briefSummary": plainOf(text + " " + Disclaimer), "detailedDescription": plainOf(more)}
}

func trialDesign(r *rand.Rand, e *experiment) object {
	info := object{"allocation": "RANDOMIZED", "interventionModel": "PARALLEL", "primaryPurpose": "TREATMENT",
		"maskingInfo": object{"masking": "QUADRUPLE", "whoMasked": []string{"PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR", "OUTCOMES_ASSESSOR"}}}
	switch e.design {
	case designCrossover:
		info["interventionModel"] = "CROSSOVER"
		info["maskingInfo"] = object{"masking": "DOUBLE", "whoMasked": []string{"PARTICIPANT", "INVESTIGATOR"}}
	case designOpenLabel:
		info["allocation"], info["interventionModel"], info["maskingInfo"] = "NA", "SINGLE_GROUP", object{"masking": "NONE"}
	}
	return object{
		"studyType":      "INTERVENTIONAL",
		"phases":         pick(r, [][]string{{"PHASE2"}, {"PHASE1", "PHASE2"}, {"PHASE3"}, {"EARLY_PHASE1"}, {"NA"}, {"PHASE4"}}),
		"designInfo":     info,
		"enrollmentInfo": object{"count": e.n, "type": pick(r, []string{"ACTUAL", "ESTIMATED"})},
	}
}

func trialArms(e *experiment) object {
	drug, other := plainOf(capital(e.substance.name)), capital(e.comparator)
	arms := []object{{"label": drug, "type": "EXPERIMENTAL", "description": fmt.Sprintf("%s %s %s", capital(e.route.name), plainOf(e.substance.name), e.dose), "interventionNames": []string{"Drug: " + drug}}}
	given := []object{{"type": "DRUG", "name": drug, "description": fmt.Sprintf("%s, %s, in %d session(s)", e.dose, e.route.name, e.doses), "armGroupLabels": []string{drug}, "otherNames": []string{plainOf(e.substance.title)}}}
	if e.design != designOpenLabel {
		kind := "PLACEBO_COMPARATOR"
		if !strings.Contains(e.comparator, "placebo") {
			kind = "ACTIVE_COMPARATOR"
		}
		arms = append(arms, object{"label": other, "type": kind, "interventionNames": []string{"Drug: " + other}})
		given = append(given, object{"type": "DRUG", "name": other, "armGroupLabels": []string{other}})
	}
	return object{"armGroups": arms, "interventions": given}
}

func trialOutcomes(e *experiment) object {
	return object{
		"primaryOutcomes":   []object{{"measure": fmt.Sprintf("Change in %s (%s)", e.scale.name, plainOf(e.scale.short)), "description": "Higher scores are worse.", "timeFrame": fmt.Sprintf("Baseline to week %d", e.weeks)}},
		"secondaryOutcomes": []object{{"measure": "Adverse events", "timeFrame": fmt.Sprintf("Up to %d months", max(e.months, 1))}},
	}
}

func trialEligibility(r *rand.Rand, e *experiment, markdown bool) object {
	over := ">"
	if markdown {
		over = `\>`
	}
	m := object{
		"eligibilityCriteria": fmt.Sprintf("Inclusion Criteria:\n\n* %s\n* Able to consent\n\nExclusion Criteria:\n\n* Psychosis\n* Uncontrolled hypertension (systolic %s 160 mmHg)", capital(e.condition.who), over),
		"healthyVolunteers":   false, "sex": "ALL", "minimumAge": "18 Years", "stdAges": []string{"ADULT", "OLDER_ADULT"},
	}
	if e.women == 100 {
		m["sex"] = "FEMALE"
	}
	if chance(r, 70) {
		m["maximumAge"] = "65 Years"
		m["stdAges"] = []string{"ADULT"}
	}
	return m
}

// trialReferences lists the papers about the trial, and what retracted them.
func trialReferences(it *item) []object {
	var out []object
	for _, l := range it.links {
		ref := object{"type": "DERIVED", "citation": citation(l.target)}
		if l.kind == study.TrialResult {
			ref["type"] = "RESULT"
		}
		if id := l.target.pmid(); id != "" {
			ref["pmid"] = id
		}
		for _, n := range l.target.links {
			if n.kind == study.RetractionIn {
				ref["retractions"] = []object{{"pmid": n.target.pmid(), "source": citation(n.target)}}
			}
		}
		out = append(out, ref)
	}
	return out
}
