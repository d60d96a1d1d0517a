package evidence

import "evidelic/study"

// settingTask reads where the drug was taken or the people were seen.
func (d *doc) settingTask() {
	if d.facts.animals || d.is_("narrative-review") || d.is_("editorial") {
		d.status(study.TaskSetting, study.NotApplicable)
		return
	}
	for _, r := range []struct {
		value, rule string
		cue         cue
	}{
		{"outpatient", "setting.outpatient", cueOutpatient}, {"inpatient", "setting.inpatient", cueInpatient},
		{"clinical", "setting.clinical", cueHospital}, {"laboratory", "setting.laboratory", cueLab},
		{"palliative", "setting.palliative", cuePalliative}, {"home", "setting.home", cueHome},
		{"ceremony", "setting.ceremony", cueCeremony}, {"party", "setting.party", cueParty}, {"online", "setting.online", cueOnline},
		{"naturalistic", "setting.naturalistic", cueNaturalistic},
	} {
		for _, h := range d.in(r.cue, d.peopleIn()) {
			if !d.before(h, 3, cueHistory) && !d.noPlace(h) {
				d.tag(study.TaskSetting, r.value, r.rule, h)
			}
		}
	}
	if d.facts.review {
		d.status(study.TaskSetting, study.NotApplicable)
	}
	d.status(study.TaskSetting, study.NotReported)
}

// peopleIn gives the sentences that tell of a report's own people. Where a review,
// a guideline or an opinion names a place or an age among its findings, it is that
// of one of the studies that it covers: only its title, and what a search for
// studies asked for, tell of all.
func (d *doc) peopleIn() role {
	switch {
	case d.is_("narrative-review"), d.is_("editorial"), d.is_("guideline"):
		return roleTitle
	case d.facts.review:
		return roleTitle | roleObjective | roleMethods
	}
	return toldIn | roleResults
}

// noPlace refuses words for a place that name none here: tests of the laboratory,
// patients who had been in hospital, an observational design.
func (d *doc) noPlace(h span) bool {
	for k := h.first - 3; k < h.first; k++ {
		if d.is(k, "excluding", "excluded", "exclude") {
			return true
		}
	}
	if d.example(h) || d.facts.review && (d.is(h.last+1, "vs", "versus") || d.is(h.first-1, "vs", "versus") || d.is(h.first-2, "vs", "versus")) {
		return true // "in various contexts (e.g., ceremonial settings)", "by setting (clinical vs. naturalistic)"
	}
	switch d.word(h.first) {
	case "laboratory":
		return h.first == h.last && d.is(h.last+1, "test", "tests", "testing", "value", "values", "result", "results", "finding", "findings", "parameter", "parameters", "or", "and", ",", "abnormality", "abnormalities", "animals", "data", "measures", "markers", "indicators")
	case "recreational", "recreationally":
		return d.is(h.last+1, "drug", "drugs", "substance", "substances") && !d.is(h.last+2, "user", "users")
	case "life":
		return d.facts.review && d.sents[h.sent].role != roleTitle // patients of some of the studies
	case "telephone":
		return d.facts.treated || d.facts.review // a call beside what was given elsewhere
	case "online", "internet", "website":
		return d.facts.review || d.is(h.last+1, "gaming", "game", "games", "gambling", "dating", "database", "databases", "library", "libraries", "supplement", "publication", "version", "registry", "registries", "first")
	case "hospitalized", "hospitalised", "admitted":
		return d.is(h.first-1, "been", "recently", "ever", "previously", "never")
	}
	return d.is(h.first, "observational")
}
