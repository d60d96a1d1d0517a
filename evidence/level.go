package evidence

import "evidelic/study"

// levelTask puts the study on the evidence ladder (see levelValues) by its
// design. The proof is that of the design that decided.
func (d *doc) levelTask() {
	for _, rung := range []struct {
		level   string
		designs []string
	}{
		{"8-mechanism", []string{"preclinical", "analytical"}},
		{"7-planned", []string{"protocol", "registration"}},
		{"1-synthesis", []string{"meta-analysis", "systematic-review"}},
		{"6-opinion", []string{"erratum", "editorial", "narrative-review", "scoping-review", "guideline"}},
		{"2-randomised", []string{"randomised-trial"}},
		{"3-controlled", []string{"controlled-trial"}},
		{"4-cohort", []string{"open-label-trial", "cohort", "case-control"}},
		{"5-descriptive", []string{"survey", "cross-sectional", "qualitative", "case-series", "case-report", "observational"}},
		{"4-cohort", []string{"experiment", "secondary-analysis"}},
	} {
		for _, v := range d.tags[study.TaskDesign].Values {
			for _, want := range rung.designs {
				if v.Value == want && !(want == "registration" && !d.facts.planned) {
					d.put(study.TaskLevel, rung.level, v.From, v.Proofs...)
					return
				}
			}
		}
	}
	d.status(study.TaskLevel, study.NotReported)
}
