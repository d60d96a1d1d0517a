package demo

import (
	"fmt"
	"math/rand/v2"
)

// design is what sort of study a report describes.
type design uint8

const (
	designParallel design = iota
	designCrossover
	designOpenLabel
	designCohort
	designSurvey
	designCaseReport
	designCaseSeries
	designQualitative
	designProtocol
	designSystematic
	designMeta
	designNarrative
	designGuideline
	designPreclinical
	designNone // letters and notices
)

// designFacts says how a design is named, indexed and headed.
type designFacts struct {
	slug  string
	title string // after the colon of a title
	types []pubType
}

// pubType is one of NLM's publication types.
type pubType struct{ name, ui string }

var (
	typeArticle = pubType{"Journal Article", "D016428"}
	typeRCT     = pubType{"Randomized Controlled Trial", "D016449"}
	typeReview  = pubType{"Review", "D016454"}
)

var designs = [...]designFacts{
	designParallel:    {"randomised-parallel", "a randomised, double-blind, controlled trial", []pubType{typeArticle, typeRCT, {"Clinical Trial, Phase II", "D017427"}}},
	designCrossover:   {"randomised-crossover", "a randomised, double-blind crossover trial", []pubType{typeArticle, typeRCT}},
	designOpenLabel:   {"open-label", "an open-label, single-arm pilot study", []pubType{typeArticle, {"Clinical Trial", "D016430"}}},
	designCohort:      {"cohort", "a prospective cohort study", []pubType{typeArticle, {"Observational Study", "D064888"}}},
	designSurvey:      {"survey", "a cross-sectional online survey", []pubType{typeArticle}},
	designCaseReport:  {"case-report", "a case report", []pubType{typeArticle, {"Case Reports", "D002363"}}},
	designCaseSeries:  {"case-series", "a case series", []pubType{typeArticle, {"Case Reports", "D002363"}}},
	designQualitative: {"qualitative", "a qualitative interview study", []pubType{typeArticle}},
	designProtocol:    {"protocol", "study protocol for a randomised controlled trial", []pubType{typeArticle, {"Clinical Trial Protocol", "D000078325"}}},
	designSystematic:  {"systematic-review", "a systematic review", []pubType{typeArticle, {"Systematic Review", "D000078182"}, typeReview}},
	designMeta:        {"meta-analysis", "a systematic review and meta-analysis", []pubType{typeArticle, {"Meta-Analysis", "D017418"}, {"Systematic Review", "D000078182"}}},
	designNarrative:   {"narrative-review", "a narrative review", []pubType{typeArticle, typeReview}},
	designGuideline:   {"guideline", "clinical practice guideline", []pubType{typeArticle, {"Practice Guideline", "D017065"}}},
	designPreclinical: {"preclinical", "effects in a rodent model of chronic stress", []pubType{typeArticle}},
	designNone:        {"", "", nil},
}

// trialDesigns and allDesigns are drawn from as often as they are listed.
var (
	trialDesigns = []design{designParallel, designParallel, designParallel, designCrossover, designOpenLabel}
	allDesigns   = []design{designParallel, designParallel, designParallel, designCrossover, designOpenLabel, designOpenLabel, designCohort, designCohort,
		designSurvey, designCaseReport, designCaseSeries, designQualitative, designProtocol, designSystematic, designMeta, designNarrative, designNarrative,
		designGuideline, designPreclinical, designPreclinical}
)

// verdict is what a report concludes about the treatment.
type verdict uint8

const (
	verdictFor verdict = iota
	verdictAgainst
	verdictMixed
)

// String gives the verdict in a word.
func (v verdict) String() string { return [...]string{"for", "against", "mixed"}[v] }

// experiment is what one topic is about: the facts that all reports of it share.
type experiment struct {
	substance  *substance
	condition  *condition
	design     design
	route      route
	dose       string
	doses      int // number of administrations
	n          int // participants, studies or animals
	comparator string
	scale      instrument
	weeks      int // to the primary outcome
	months     int // follow-up
	age, women int
	verdict    verdict
	harm       string
	country    string
	base, drop float64 // score at baseline, its fall in the active group
	fallBack   float64 // its fall in the other
}

// experimentOf gives the experiment of a topic seed under a design.
func experimentOf(topic uint64, d design) experiment {
	r := dice(topic, saltTopic)
	e := experiment{design: d, substance: drawSubstance(r)}
	e.condition = &conditions[r.IntN(len(conditions))]
	e.route = pick(r, e.substance.routes)
	e.dose = pick(r, e.route.doses)
	e.doses = pick(r, []int{1, 1, 2, 3, 6, 8})
	e.comparator = pick(r, comparators)
	e.scale = pick(r, e.condition.scales)
	e.weeks = pick(r, []int{1, 2, 3, 4, 6, 8, 12})
	e.months = pick(r, []int{0, 3, 6, 12, 24})
	e.age, e.women = 24+r.IntN(45), 30+r.IntN(50)
	if e.condition.slug == "postpartum-depression" {
		e.age, e.women = 22+e.age%18, 100
	}
	e.verdict = pick(r, []verdict{verdictFor, verdictFor, verdictFor, verdictAgainst, verdictMixed})
	e.harm, e.country = pick(r, harms), pick(r, countries)
	e.n = drawSize(r, d)
	drawScores(r, &e)
	return e
}

// drawSubstance gives ketamine and esketamine half of the field, as in the
// literature.
func drawSubstance(r *rand.Rand) *substance {
	switch k := r.IntN(100); {
	case k < 35:
		return &substances[0]
	case k < 50:
		return &substances[1]
	case k < 68:
		return &substances[3]
	}
	return &substances[r.IntN(len(substances))]
}

func drawSize(r *rand.Rand, d design) int {
	switch d {
	case designCaseReport:
		return 1
	case designCaseSeries:
		return 3 + r.IntN(9)
	case designQualitative:
		return 8 + r.IntN(20)
	case designSurvey:
		return 200 + r.IntN(4000)
	case designCohort:
		return 40 + r.IntN(900)
	case designSystematic, designMeta:
		return 6 + r.IntN(40)
	}
	return 12 + 2*r.IntN(110)
}

func drawScores(r *rand.Rand, e *experiment) {
	e.base = float64(e.scale.low) + r.Float64()*float64(e.scale.high-e.scale.low)
	share := 0.35 + 0.25*r.Float64()
	other := 0.1 + 0.15*r.Float64()
	if e.verdict == verdictAgainst {
		share = other + 0.04*r.Float64()
	}
	e.drop, e.fallBack = e.base*share, e.base*other
}

// margin gives half the width of the confidence interval of the difference; it
// takes in 0 only when the report concludes against the treatment.
func (e *experiment) margin() float64 {
	if e.verdict == verdictAgainst {
		return e.drop - e.fallBack + 2.1
	}
	return 0.6 * (e.drop - e.fallBack)
}

// pValue gives the probability as a report prints it, with inline markup.
func (e *experiment) pValue() string {
	if e.verdict == verdictAgainst {
		return fmt.Sprintf("<i>p</i> = 0.%d", 11+int(e.base*7)%80)
	}
	if e.n%3 == 0 {
		return "P&lt;0.001"
	}
	return fmt.Sprintf("<i>P</i> = 0.0%02d", 1+e.n%45)
}
