package evidence

import "evidelic/study"

// Further tasks: what a study was for, in whom and how its data came about.
// They are read and measured as the others are, but they are no filters.
const (
	TaskPurpose    study.Task = "purpose"    // efficacy, safety, mechanism, pharmacokinetics, epidemiology, disease-model
	TaskNaivety    study.Task = "naivety"    // naive, experienced
	TaskCollection study.Task = "collection" // prospective, retrospective
	TaskTiming     study.Task = "timing"     // cross-sectional, short, long
)

// Further reads the further tasks off a study. Like Tag it is deterministic,
// linear and safe for concurrent use.
func Further(s *study.Study) study.Tags {
	d := read(s)
	d.tags = study.Tags{}
	return d.tags
}
