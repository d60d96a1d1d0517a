package evidence

import "evidelic/study"

// Further tasks: what a study was for, in whom, and how its data came about.
// They are read and measured as the others are, but they are no filters.
const (
	TaskPurpose    study.Task = "purpose"    // efficacy, safety, mechanism, correlates, pharmacokinetics, epidemiology, disease-model
	TaskPopulation study.Task = "population" // patients, users, healthy
	TaskNaivety    study.Task = "naivety"    // naive, experienced
	TaskCollection study.Task = "collection" // prospective, retrospective
	TaskTiming     study.Task = "timing"     // cross-sectional, short, long
)

// Further reads the further tasks off a study. Like Tag it is deterministic,
// linear and safe for concurrent use.
func Further(s *study.Study) study.Tags {
	d := read(s)
	conditions := d.tags
	d.tags = study.Tags{}
	d.populationTask(conditions)
	d.purposeTask(conditions)
	d.naivetyTask()
	d.collectionTask()
	d.timingTask()
	return d.tags
}

// populationTask: whether the people were patients, users of the drug, or
// healthy volunteers.
func (d *doc) populationTask(read study.Tags) {
	for _, v := range read[study.TaskCondition].Values {
		switch v.Value {
		case "recreational-use":
			d.put(TaskPopulation, "users", v.From, v.Proofs...)
		case "healthy-volunteers":
			d.put(TaskPopulation, "healthy", v.From, v.Proofs...)
		case "intoxication", "anaesthesia":
		default:
			d.put(TaskPopulation, "patients", v.From, v.Proofs...)
		}
	}
	d.status(TaskPopulation, study.NotReported)
}

// purposeTask: what the study set out to learn (ICH E8 section 3: efficacy,
// safety, pharmacology, epidemiology).
func (d *doc) purposeTask(read study.Tags) {
	for _, r := range []struct {
		value, rule string
		cue         cue
		roles       role
	}{
		{"efficacy", "purpose.efficacy", cueEfficacyWords, roleTitle | roleObjective},
		{"safety", "purpose.safety", cueSafety, roleTitle | roleObjective | roleMethods | roleResults | roleUnknown},
		{"mechanism", "purpose.mechanism", cueMechanism, roleTitle | roleObjective},
		{"mechanism", "purpose.blocked-effects", cueBlocked, roleTitle},
		{"correlates", "purpose.correlates", cueCorrelates, roleTitle},
		{"pharmacokinetics", "purpose.pharmacokinetics", cuePharmacokinetics, roleTitle | roleObjective | roleMethods},
		{"epidemiology", "purpose.epidemiology", cueDemographic, roleTitle | roleObjective},
		{"disease-model", "purpose.disease-model", cueDiseaseModel, roleTitle | roleObjective | roleBackground | roleUnknown | roleConclusion},
	} {
		if hits := d.in(r.cue, r.roles); len(hits) > 0 {
			d.tag(TaskPurpose, r.value, r.rule, hits...)
		}
	}
	if ketamine := read.Has(study.TaskSubstance, "ketamine") || read.Has(study.TaskSubstance, "esketamine") || read.Has(study.TaskSubstance, "racemic-ketamine"); ketamine && !d.facts.review {
		// Krystal 1994: ketamine in volunteers as a model of psychosis.
		d.tagAny(TaskPurpose, "disease-model", "purpose.ketamine-psychosis", d.in(cuePsychosis, anyRole))
	}
	d.status(TaskPurpose, study.NotReported)
}

// tagAny tags when there are spans.
func (d *doc) tagAny(task study.Task, value, rule string, spans []span) {
	if len(spans) > 0 {
		d.tag(task, value, rule, spans...)
	}
}

// naivetyTask: whether the people had used such drugs before.
func (d *doc) naivetyTask() {
	if d.facts.review || d.facts.animals {
		d.status(TaskNaivety, study.NotApplicable)
		return
	}
	if hits := d.in(cueNaive, toldIn|roleResults); len(hits) > 0 {
		d.tag(TaskNaivety, "naive", "naivety.naive", hits...)
	}
	if hits := d.in(cueNonNaive, toldIn|roleResults); len(hits) > 0 {
		d.tag(TaskNaivety, "experienced", "naivety.experienced", hits...)
	}
	d.status(TaskNaivety, study.NotReported)
}

// collectionTask: whether data were gathered forwards or taken from the past.
func (d *doc) collectionTask() {
	switch back, ahead := d.in(cueRetrospective, toldIn), d.in(cueProspective, toldIn); {
	case d.facts.review:
		d.status(TaskCollection, study.NotApplicable)
	case d.facts.planned:
		d.tag(TaskCollection, "prospective", "collection.planned", d.in(cueWill, anyRole)...)
	case len(back) > 0:
		d.tag(TaskCollection, "retrospective", "collection.retrospective", back...)
	case len(ahead) > 0:
		d.tag(TaskCollection, "prospective", "collection.prospective", ahead...)
	}
	d.status(TaskCollection, study.NotReported)
}

// timingTask: once, over hours to weeks, or over months and years.
func (d *doc) timingTask() {
	if d.facts.review || d.facts.animals {
		d.status(TaskTiming, study.NotApplicable)
		return
	}
	long, short := d.in(cueLongTerm, ownRoles), d.in(cueFollowup, ownRoles)
	switch cross := d.in(cueCrossSectional, toldIn); {
	case len(long) > 0:
		d.tag(TaskTiming, "long", "timing.long", long...)
	case len(short) > 0:
		d.tag(TaskTiming, "short", "timing.short", short...)
	case len(cross) > 0:
		d.tag(TaskTiming, "cross-sectional", "timing.cross-sectional", cross...)
	}
	d.status(TaskTiming, study.NotReported)
}
