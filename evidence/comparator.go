package evidence

import (
	"evidelic/lexicon"
	"evidelic/study"
)

// toldIn are the sentences that tell what a study did or will do.
const toldIn = roleTitle | roleObjective | roleMethods | roleUnknown

// activePlacebos are drugs chosen to feel like something without treating: they
// mask who got the psychedelic (used in trials of ketamine and psilocybin).
var activePlacebos = map[string]bool{"midazolam": true, "diphenhydramine": true, "niacin": true, "methylphenidate": true, "lorazepam": true, "dextromethorphan": true}

// comparatorTask reads what the treated were compared with (CONSORT 5; ICH E10:
// placebo, active treatment, dose, no treatment, external control).
func (d *doc) comparatorTask() {
	if d.facts.review || d.facts.animals || d.is_("editorial") || !d.randomised() && !d.countsPeople() && len(d.inTitle(cueTrialsMany)) > 0 { // what a report on trials names is theirs
		d.status(study.TaskComparator, study.NotApplicable)
		return
	}
	if d.is_("case-report") {
		d.tag(study.TaskComparator, "none", "comparator.case-report", d.caseWords()...)
		return
	}
	for _, r := range []struct {
		value, rule string
		cue         cue
		roles       role
	}{
		{"placebo", "comparator.placebo", cuePlacebo, toldIn | roleResults},
		{"active-placebo", "comparator.active-placebo", cueActivePlacebo, toldIn | roleResults},
		{"sham", "comparator.sham", cueSham, toldIn},
		{"waiting-list", "comparator.waiting-list", cueWaitlist, toldIn | roleResults},
		{"usual-care", "comparator.usual-care", cueUsualCare, toldIn},
		{"dose", "comparator.dose", cueDoseControl, toldIn},
	} {
		for _, h := range d.in(r.cue, r.roles) {
			if d.negated(h) || r.cue == cuePlacebo && d.is(h.last+1, "effect", "effects", "response", "responders", "rates") || r.cue == cuePlacebo && d.maskedPlacebo(h) || r.cue == cueDoseControl && (!d.randomised() || d.is(h.last+1, "a", "per", "each", "every", "weekly", "daily", "over", "apart", "separated", "within")) {
				continue
			}
			d.tag(study.TaskComparator, r.value, r.rule, h)
		}
	}
	d.activeComparators()
	if groups := d.in(cueControlGroup, toldIn|roleResults); len(groups) > 0 && !d.randomised() && (d.countsPeople() || len(d.in(cueHuman, toldIn)) > 1) {
		d.tag(study.TaskComparator, "control-group", "comparator.group", groups...)
	}
	if len(d.tags[study.TaskComparator].Values) == 0 {
		if none := d.in(cueUncontrolled, ownRoles); len(none) > 0 {
			d.tag(study.TaskComparator, "none", "comparator.none", none...)
		}
	}
	d.status(study.TaskComparator, study.NotReported)
}

func (d *doc) randomised() bool { return d.is_("randomised-trial") || d.is_("controlled-trial") }

// activeComparators: another drug or procedure that words of comparison stand
// beside.
func (d *doc) activeComparators() {
	for i, n := range d.names {
		if n.Kind == lexicon.OtherDrug && (d.near(n.span, 6, cueJoint) || d.besideDrug(i) && !d.comparison()) && d.tags.Has(study.TaskSubstance, "combination") && !activePlacebos[n.ID] && len(d.inTitle(cueAgainstEach)) == 0 && !d.titleWord("alone") {
			continue // given with it
		}
		if n.Kind != lexicon.OtherDrug || d.sents[n.sent].role&(toldIn|roleResults) == 0 || !d.near(n.span, 4, cueCompared, cueControlWord) || d.near(n.span, 3, cueAssayed) && n.ID == "oxytocin" || d.near(n.span, 4, cuePretreat) || d.is(n.last+1, "anesthesia", "anaesthesia") {
			continue
		}
		if activePlacebos[n.ID] {
			d.tag(study.TaskComparator, "active-placebo", "comparator.masking-drug", n.span)
		} else if d.sents[n.sent].role&toldIn != 0 && d.randomised() {
			d.tag(study.TaskComparator, "active-drug", "comparator.drug", n.span)
		}
	}
}

// maskedPlacebo says whether a placebo is an active one: "psychoactive placebo".
func (d *doc) maskedPlacebo(s span) bool {
	return d.is(s.first-1, "active", "psychoactive", "pseudo") || activePlacebos[d.word(s.first-1)]
}

// caseWords gives words that say that the report is of one patient.
func (d *doc) caseWords() []span {
	for _, c := range []cue{cueCaseReport, cueOneCase} {
		if hits := d.in(c, anyRole); len(hits) > 0 {
			return hits[:1]
		}
	}
	return []span{{0, 0, 0}}
}
