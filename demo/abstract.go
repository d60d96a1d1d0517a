package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// labels are the headings that journals print, by NLM's category.
var labels = [][4]string{
	{"BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"},
	{"OBJECTIVE", "METHODS", "RESULTS", "CONCLUSION"},
	{"Introduction", "Materials and methods", "Results", "Discussion"},
	{"AIMS", "DESIGN AND SETTING", "FINDINGS", "INTERPRETATION"},
	{"BACKGROUND & AIMS", "METHODS AND FINDINGS", "OUTCOMES", "CLINICAL IMPLICATIONS"},
}

// writeSections writes the four parts of a report on e.
func writeSections(e *experiment, r *rand.Rand) []section {
	heads := pick(r, labels)
	first := "BACKGROUND"
	if heads[0] == "OBJECTIVE" || heads[0] == "AIMS" {
		first = "OBJECTIVE"
	}
	return []section{
		{heads[0], first, background(e, r)},
		{heads[1], "METHODS", methods(e, r)},
		{heads[2], "RESULTS", results(e)},
		{heads[3], "CONCLUSIONS", conclusion(e)},
	}
}

func background(e *experiment, r *rand.Rand) string {
	why := pick(r, []string{
		"%s acts through %s, and its place in the care of %s is not settled.",
		"%s, which works by %s, has been proposed as a rapid treatment of %s.",
		"Interest in %s, known for %s, has grown; evidence in %s remains limited.",
	})
	return fmt.Sprintf(why, capital(e.substance.name), e.substance.acts, e.condition.name) + " " + aim(e)
}

func aim(e *experiment) string {
	switch e.design {
	case designPreclinical:
		return fmt.Sprintf("We tested whether %s restores dendritic spines in stressed rats.", e.substance.name)
	case designSystematic, designMeta:
		return fmt.Sprintf("We reviewed controlled studies of %s in %s.", e.substance.name, e.condition.name)
	case designProtocol:
		return fmt.Sprintf("This trial will test %s against %s.", e.substance.name, e.comparator)
	case designGuideline:
		return fmt.Sprintf("We give recommendations on the use of %s.", e.substance.name)
	}
	return fmt.Sprintf("We examined %s %s in %s.", e.route.name, e.substance.name, e.condition.who)
}

func methods(e *experiment, r *rand.Rand) string {
	people := fmt.Sprintf("(mean age %d years; %d%% women)", e.age, e.women)
	given := fmt.Sprintf("%s %s %s", e.route.name, e.substance.name, e.dose)
	measured := fmt.Sprintf("The primary outcome was the change in the %s (%s) at week %d.", e.scale.name, e.scale.short, e.weeks)
	switch e.design {
	case designParallel:
		return fmt.Sprintf("In this randomised, double-blind, parallel-group trial in %s, %d %s %s were assigned 1:1 to %s or %s, given in %d session(s) with psychological support. %s",
			e.country, e.n, e.condition.who, people, given, e.comparator, e.doses, measured)
	case designCrossover:
		return fmt.Sprintf("In a randomised, double-blind, crossover design, %d %s received %s and %s in random order, separated by a wash-out of 2 weeks. %s",
			e.n, e.condition.who, given, e.comparator, measured)
	case designOpenLabel:
		return fmt.Sprintf("In this open-label, single-arm study, %d %s %s received %s in %d session(s). %s", e.n, e.condition.who, people, given, e.doses, measured)
	case designCohort:
		return fmt.Sprintf("We followed a prospective cohort of %d %s %s who were treated with %s at an outpatient clinic in %s for %d months.", e.n, e.condition.who, people, given, e.country, max(e.months, 3))
	case designSurvey:
		return fmt.Sprintf("An anonymous online survey was completed by %d respondents in %s %s who had used %s in the past year.", e.n, e.country, people, e.substance.name)
	case designCaseReport:
		return fmt.Sprintf("A %d-year-old %s with %s received %s.", e.age, pick(r, []string{"woman", "man"}), e.condition.name, given)
	case designCaseSeries:
		return fmt.Sprintf("We describe %d consecutive %s who received %s.", e.n, e.condition.who, given)
	case designQualitative:
		return fmt.Sprintf("Semi-structured interviews with %d %s after %s were analysed thematically.", e.n, e.condition.who, given)
	}
	return otherMethods(e, given, measured)
}

func otherMethods(e *experiment, given, measured string) string {
	switch e.design {
	case designProtocol:
		return fmt.Sprintf("In this randomised, double-blind trial, %d %s will be allocated to %s or %s. %s The trial has been registered.", e.n, e.condition.who, given, e.comparator, measured)
	case designSystematic:
		return fmt.Sprintf("Four databases were searched from inception. %d studies were included; risk of bias was assessed with RoB 2.", e.n)
	case designMeta:
		return fmt.Sprintf("Following PRISMA, we searched four databases; %d randomised controlled trials with %d participants were pooled in a random-effects model (<i>I</i><sup>2</sup> = %d%%).", e.n, e.n*58, e.age)
	case designPreclinical:
		return fmt.Sprintf("Male and female Sprague–Dawley rats (<i>n</i> = %d) received intraperitoneal %s 10 mg/kg or saline after chronic unpredictable stress; spine density and GluA1 were measured 24 h later.", e.n, e.substance.name)
	case designGuideline:
		return "A panel of 14 experts graded the evidence and reached consensus in two Delphi rounds."
	}
	return "We searched the literature without restriction of date and discuss it by topic."
}

func results(e *experiment) string {
	left := func(drop float64) float64 { return e.base - drop }
	switch e.design {
	case designParallel, designCrossover:
		diff, half := e.fallBack-e.drop, e.margin()
		s := fmt.Sprintf("Mean %s scores fell from %.1f to %.1f with %s and from %.1f to %.1f with %s (difference %s, 95%% CI %s to %s; %s; Cohen’s <i>d</i> = %.2f).",
			e.scale.short, e.base, left(e.drop), e.substance.name, e.base+0.3, left(e.fallBack), e.comparator,
			signed(diff), signed(diff-half), signed(diff+half), e.pValue(), -diff/7)
		if e.months > 0 {
			s += fmt.Sprintf(" At %d-month follow-up %d%% were in remission.", e.months, 18+e.women/2)
		}
		return s + " " + e.harm
	case designOpenLabel, designCohort, designCaseSeries:
		return fmt.Sprintf("%s scores changed from %.1f ± 4.2 to %.1f ± 6.0 at week %d (%s); %d of %d responded. %s",
			e.scale.short, e.base, left(e.drop), e.weeks, e.pValue(), e.n*e.women/100, e.n, e.harm)
	case designSurvey:
		return fmt.Sprintf("%d%% reported fewer symptoms of %s; %d%% reported a lasting difficulty.", e.women, e.condition.name, 3+e.age/6)
	case designCaseReport:
		return fmt.Sprintf("The %s score fell from %.0f to %.0f within %d week(s). %s", e.scale.short, e.base, left(e.drop), e.weeks, e.harm)
	case designQualitative:
		return "Four themes emerged: letting go, connectedness, fear of relapse, and the need for integration."
	case designSystematic, designMeta:
		return fmt.Sprintf("The pooled standardised mean difference was −%.2f (95%% CI −%.2f to −%.2f; %s). Certainty was low because of functional unblinding. %s",
			e.drop/e.base, e.drop/e.base+0.2, max(e.drop/e.base-0.2, 0.01), e.pValue(), e.harm)
	case designPreclinical:
		return fmt.Sprintf("Spine density rose by %d%% (%s), an effect blocked by rapamycin and by a TrkB antagonist (IC<sub>50</sub> 2.4 × 10<sup>−7</sup> M).", e.age/2, e.pValue())
	case designProtocol:
		return "Recruitment is planned to begin next year; no results are available."
	case designGuideline:
		return "Nine recommendations were made on assessment, dosing, monitoring of blood pressure, and integration."
	}
	return fmt.Sprintf("Studies differ in dose, setting and comparator. %s", e.harm)
}

func conclusion(e *experiment) string {
	s, c := e.substance.name, e.condition.name
	switch {
	case e.design == designProtocol:
		return fmt.Sprintf("The results will show whether %s has a place in the treatment of %s.", s, c)
	case e.design == designPreclinical:
		return fmt.Sprintf("In rats, %s promoted structural plasticity; relevance to patients remains to be shown.", s)
	case e.verdict == verdictFor:
		return fmt.Sprintf("%s was associated with a clinically meaningful improvement of %s. Larger trials with active comparators are warranted.", capital(s), c)
	case e.verdict == verdictAgainst:
		return fmt.Sprintf("%s was not superior to %s in %s. These findings do not support its routine use.", capital(s), e.comparator, c)
	}
	return fmt.Sprintf("The effects of %s in %s were mixed: early benefit was not sustained, and blinding was incomplete.", s, c)
}

// signed writes a number with a true minus sign, as journals print it.
func signed(x float64) string {
	return strings.Replace(fmt.Sprintf("%.1f", x), "-", "−", 1)
}
