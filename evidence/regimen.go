package evidence

import (
	"slices"

	"evidelic/lexicon"
	"evidelic/study"
)

// regimenTask reads how often the drug was given: once, several times, or in
// microdoses (a tenth or less of a common dose, below perception). Words that
// state it decide ("a single dose", "twice weekly", "two doses, 7 days apart").
// Where none do, a plural of infusions among patients means repeated, and what
// happens once (a challenge in volunteers, an operation, a measurement some hours
// after the dose) means single. A crossover gives each drug or dose once, so that
// its sessions repeat nothing; "repeated measures" repeats the looking.
func (d *doc) regimenTask() {
	told := toldIn
	switch {
	case d.is_("narrative-review"), d.is_("editorial"), d.is_("guideline"):
		told = roleTitle // what else they name is what others did
	case d.facts.review:
		told |= roleResults // what the reviewed studies gave is a result
	}
	if micro := append(d.inTitle(cueMicrodose), d.in(cueMicrodose, told&(roleObjective|roleMethods|roleUnknown))...); len(micro) > 0 {
		d.tag(study.TaskRegimen, "microdosing", "regimen.microdosing", micro...)
	}
	single := d.doseWords(d.regimenWords(cueSingle, cueSingleNot, told))
	repeated := append(d.doseWords(d.regimenWords(cueRepeated, cueRepeatedNot, told)), d.countedDoses(told)...)
	if d.usersOnly() || len(d.inTitle(cueUsersGroup)) > 0 && !d.randomised() {
		repeated = append(repeated, d.in(cueChronicUse, roleTitle|roleObjective|roleMethods)...)
	}
	if len(single)+len(repeated)+len(d.tags[study.TaskRegimen].Values) == 0 && !d.facts.review && told != roleTitle && !d.usersOnly() {
		single = d.stated(d.regimenWords(cueSingle, cueSingleNot, roleResults|roleConclusion))
		repeated = d.stated(append(d.regimenWords(cueRepeated, cueRepeatedNot, roleResults), d.countedDoses(roleResults)...))
	}
	single, repeated = d.weighRegimens(single, repeated)
	if len(repeated) > 0 {
		d.tag(study.TaskRegimen, "repeated", "regimen.repeated", repeated...)
	}
	if len(single) > 0 {
		d.tag(study.TaskRegimen, "single", "regimen.single", single...)
	}
	if len(d.tags[study.TaskRegimen].Values) == 0 && !d.facts.review && !d.facts.animals && !d.is_("editorial") {
		d.impliedRegimen()
	}
	if d.facts.review || d.facts.animals {
		d.status(study.TaskRegimen, study.NotApplicable)
	}
	d.status(study.TaskRegimen, study.NotReported)
}

// stated keeps the words of a regimen in findings and conclusions that name the
// dose or the drug themselves ("a single high dose of psilocybin lowered …"); what
// research should do next does not.
func (d *doc) stated(hits []span) []span {
	return slices.DeleteFunc(d.doseWords(hits), func(h span) bool {
		return h.last == h.first || d.is(h.first, "one", "1", "a", "every", "over", "week", "long", "maintenance", "second", "per", "dose", "flexible", "flexibly") ||
			d.is(h.last, "doses", "treatments") || d.sentenceHas(h.sent, cueNextResearch, cueFurther)
	})
}

// weighRegimens settles texts that name both: a title that names one of the two
// decides ("repeated infusions" that refine what a single one is known to do);
// "one dose" is then part of a course ("one low and one high dose"). In a study of
// single ascending doses, three doses are levels.
func (d *doc) weighRegimens(single, repeated []span) (s, r []span) {
	if len(single) == 0 || len(repeated) == 0 || d.facts.review {
		return single, repeated
	}
	if slices.ContainsFunc(single, func(h span) bool { return d.is(h.last+1, "ascending") || d.is(h.last, "ascending") }) && !d.multipleAscending() {
		return single, nil
	}
	inTitle := func(h span) bool { return d.sents[h.sent].role == roleTitle }
	switch one, more := slices.ContainsFunc(single, inTitle), slices.ContainsFunc(repeated, inTitle); {
	case one && !more:
		return single, nil
	case more && !one:
		return nil, repeated
	}
	stated := slices.ContainsFunc(single, func(h span) bool { return !d.is(h.first, "one", "1", "a") })
	if !stated {
		return nil, repeated
	}
	return single, repeated
}

// multipleAscending says whether a part of the study gave multiple ascending doses,
// beside single ones.
func (d *doc) multipleAscending() bool {
	for i := range d.text.Tokens {
		if d.is(i, "multiple", "repeated", "repeat") && (d.is(i+1, "ascending") || d.is(i+2, "ascending")) {
			return true
		}
	}
	return false
}

// impliedRegimen reads the regimen off how and when the drug was given where no
// words state it. Electroconvulsive therapy is given as a course of sessions, and
// its anaesthetic with each.
func (d *doc) impliedRegimen() {
	if d.titleNames("ect") {
		if course := d.in(cueECTCourse, toldIn|roleResults); len(course) > 0 {
			d.tag(study.TaskRegimen, "repeated", "regimen.ect-course", course...)
			return
		}
	}
	operation := d.inTitle(cueOperation)
	plural := d.regimenWords(cueSessions, cueRepeatedNot, toldIn|roleResults)
	if len(plural) > 0 && (!d.is_("crossover") || d.ascending(plural)) && len(operation) == 0 && len(d.own(cuePatients)) > 0 {
		d.tag(study.TaskRegimen, "repeated", "regimen.plural", plural...)
		return
	}
	once := operation // whoever gave it there, the operation happens once
	if d.facts.treated || d.facts.planned {
		once = append(append(d.inTitle(cueAcuteEffects), d.in(cueOnce, toldIn)...), once...)
	}
	if len(once) > 0 && !d.usersOnly() {
		d.tag(study.TaskRegimen, "single", "regimen.once", once...)
		return
	}
	if after := d.in(cueAfterDose, ownRoles); len(after) > 0 && !d.usersOnly() {
		d.tag(study.TaskRegimen, "single", "regimen.after-dose", after...)
	}
}

// ascending says whether words of a distance in time follow ascending doses, which
// are given to the same people one after the other, also within a crossover.
func (d *doc) ascending(spans []span) bool {
	for _, h := range spans {
		for k := d.sents[h.sent].first; k < h.first; k++ {
			if d.is(k, "ascending", "escalating", "increasing") && d.is(k+1, "dose", "doses") && d.is(h.last, "apart", "intervals") {
				return true
			}
		}
	}
	return false
}

// regimenWords gives a cue's hits that no hit of the other cue overlaps and that
// do not speak of another drug or of the past.
func (d *doc) regimenWords(c, not cue, roles role) []span {
	var out []span
	for _, h := range d.in(c, roles) {
		if d.is(h.first, "twice", "once", "thrice", "times", "daily", "every") && !d.sentenceHas(h.sent, cueAdminister) {
			continue // what was rated so often
		}
		if !d.window(h, h.first, h.last, []cue{not}) && !d.negated(h) && !d.before(h, 2, cueHistory) && !d.ofOther(h) && !d.compared(h) {
			out = append(out, h)
		}
	}
	return out
}

// compared says whether the words are only what the regimen is held against:
// "at least one dose", "than a single infusion".
func (d *doc) compared(h span) bool {
	const before = 2 // an article may stand between
	for k := h.first - 1; k >= h.first-before; k-- {
		if d.is(k, "least", "than", "versus", "vs", "every", "≥") {
			return true
		}
	}
	return d.after(h, 3, cueNotRegimen)
}

// ofOther says whether the words stand closer to another drug or procedure than
// to the psychedelic: "ketorolac every 6 hours, 4 doses".
func (d *doc) ofOther(h span) bool {
	before, after := d.drugNear(h)
	near, other := 1<<30, false
	for _, n := range []*named{before, after} {
		if n == nil {
			continue
		}
		if n == before && n.Kind == lexicon.OtherDrug && d.sharedDose(n) {
			return false // "ketamine or midazolam twice weekly" is of both
		}
		if dist := min(abs(n.first-h.last), abs(h.first-n.last)); dist < near {
			near, other = dist, n.Kind == lexicon.OtherDrug
		}
	}
	return other
}

// sharedDose says whether another drug is named as what a drug of the field is
// compared with: "ketamine or midazolam".
func (d *doc) sharedDose(n *named) bool {
	for i := d.nameAt(n.first-14) - 1; i < len(d.names) && (i < 0 || d.names[i].first < n.first); i++ {
		if i < 0 || d.names[i].Kind != lexicon.Drug || d.names[i].sent != n.sent || n.first-d.names[i].last > 14 {
			continue
		}
		for k := d.names[i].last + 1; k < n.first; k++ {
			if d.is(k, "or", "versus", "vs") {
				return true
			}
		}
	}
	return false
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// countedDoses finds two or more doses, infusions or sessions of the drug:
// "three doses", "2-3 MDMA sessions", "maximum of five infusions". Groups, levels
// and sessions without the drug do not count; in a crossover nothing does.
func (d *doc) countedDoses(roles role) []span {
	crossover := d.is_("crossover") && len(d.in(cueTherapy, toldIn)) == 0
	laboratory := !d.patientsStudied() && len(d.own(cuePatients)) == 0 && len(d.own(cuePlacebo)) > 0 // one of the sessions is without the drug
	var out []span
	for _, h := range d.in(cueDosesNoun, roles) {
		if laboratory && d.is(h.first, "sessions") && !d.namesEnd(h.first-1) || crossover && !(d.is(h.first, "sessions") && d.namesEnd(h.first-1)) {
			continue
		}
		low := h.first - 5
		for k := h.first - 1; k >= low && k >= d.sents[h.sent].first; k-- {
			if d.is(k, "hour", "h") && d.kind(k-1) == lexicon.Number && !d.text.Tokens[k].Spaced {
				k, low = k-1, max(low-2, h.first-9)
				continue // "five weekly 6-hour sessions"
			}
			if d.amountAt(k) {
				low = max(low-1, h.first-9)
				continue // "two 25 mg doses"
			}
			if n, last, ok := d.numberAt(k); ok && last < h.first {
				s := span{k, h.last, h.sent}
				if n >= 2 && n <= 60 && units[d.word(k-1)] == 0 && d.sessionOfDrug(last+1, h) && !d.ofOther(s) {
					out = append(out, s)
				}
				break
			}
			if d.kind(k) == lexicon.Symbol && !d.is(k, "/", "(", ")") || d.startsCue(cueNotDosed, k) {
				break
			}
		}
	}
	return out
}

// amountAt says whether token i is part of a dose: "25 mg", "0.5 mg/kg".
func (d *doc) amountAt(i int) bool {
	if d.is(i, "mg", "kg", "µg", "μg", "mcg", "microg", "micrograms") || d.is(i, "/") && d.is(i-1, "mg", "µg", "μg", "mcg") {
		return true
	}
	return d.kind(i) == lexicon.Number && d.is(i+1, "mg", "µg", "μg", "mcg", "microg", "micrograms")
}

// afterNoun is how far behind "sessions" the drug may stand: "two sessions: 10
// and 25 mg psilocybin".
const afterNoun = 7

// titleNames says whether the title names another drug or treatment.
func (d *doc) titleNames(id string) bool {
	return slices.ContainsFunc(d.names, func(n named) bool { return n.ID == id && d.sents[n.sent].role == roleTitle })
}

// sessionOfDrug says whether sessions or treatments are of the drug: a drug or a
// word of dosing stands before or after the noun. Doses and infusions always are.
func (d *doc) sessionOfDrug(from int, h span) bool {
	if !d.is(h.first, "sessions", "treatments", "applications", "ceremonies", "times", "administrations") {
		return !d.is(h.last+1, "levels", "groups", "arms", "conditions")
	}
	for k := from; k < h.first; k++ {
		if d.startsCue(cueDosing, k) {
			return true
		}
	}
	plain := true // nothing but the number before the noun: then the drug may follow
	for k := from; k < h.first; k++ {
		plain = plain && d.is(k, "weekly", "monthly", "daily", "consecutive", "separate", "additional", "subsequent", "more", "total", "individual", "supervised", "day", "-", "‐", "long", "high", "low", "dose", "full", "large")
	}
	for k := h.last + 1; plain && k < h.last+5 && k <= d.sents[h.sent].last; k++ {
		if d.startsCue(cueAssisted, k) {
			return true // "four sessions of high-dose PAP"
		}
	}
	for i := d.nameAt(from); i < len(d.names) && d.names[i].first <= h.last+afterNoun && d.names[i].sent == h.sent; i++ {
		if d.names[i].Kind == lexicon.Drug && (plain || d.names[i].first < h.first) {
			return true
		}
	}
	return false
}

// doseWords keeps the hits of "single" or "repeated" alone that a word for a
// dose or a drug follows, and longer hits as they are.
func (d *doc) doseWords(hits []span) []span {
	var out []span
	for _, h := range hits {
		end := h.last
		for end < h.last+6 && d.amountAt(end+1) {
			end++ // "a single 0.5 mg/kg ketamine"
		}
		if h.last > h.first && !d.is(h.first, "every") || d.near(span{h.first, end, h.sent}, 4, cueDoseWord) {
			out = append(out, h)
		}
	}
	return out
}
