package evidence

import (
	"slices"

	"evidelic/lexicon"
	"evidelic/study"
)

// conditionHits are the places where a condition is named.
type conditionHits struct {
	id            string
	title         []span
	people        []span // beside words for patients, in the study's own sentences
	own           []span // elsewhere in its own sentences
	titlePatients bool
}

// conditionTask reads what was treated or studied, and in whom when nothing was:
// healthy volunteers, people who use a drug. Names follow ICD-11 and DSM-5. The
// registry and the title decide first; then words for patients beside a name
// ("patients with …"). Where volunteers or users were studied, a disorder
// counts only when patients took part too: a "model of psychosis" is no
// psychosis, and depression scores of users are no depression.
func (d *doc) conditionTask() {
	d.registryConditions()
	if d.facts.animals {
		d.status(study.TaskCondition, study.NotApplicable)
		return
	}
	all := d.conditionHits()
	others, titled := false, false
	for _, h := range all {
		if h.id == "healthy-volunteers" || h.id == "recreational-use" {
			others = others || d.groupOf(h)
		} else if len(h.title) > 0 && !besides(h.id) {
			titled = true
		}
	}
	for _, h := range all {
		d.decideCondition(h, others, titled)
	}
	d.kindOfPain(all)
	if users := d.in(cueUsersGroup, ownRoles); len(users) > 1 && !d.facts.treated && !d.facts.planned && len(d.tags[study.TaskCondition].Values) == 0 {
		d.tagCondition("recreational-use", "condition.users-group", users)
	}
	d.status(study.TaskCondition, study.NotReported)
}

func (d *doc) registryConditions() {
	if d.s.Trial == nil {
		return
	}
	for _, c := range d.s.Trial.Conditions {
		for _, m := range lexicon.Find(lexicon.Tokenize(c)) {
			if m.Concept.Kind == lexicon.Condition && !notValues[m.Concept.ID] {
				d.field(study.TaskCondition, m.Concept.ID, "registry", c, "condition.registry")
			}
		}
	}
}

// conditionHits gathers the names of conditions, in the order of the text. Names
// of scales ("Beck Depression Inventory") are none.
func (d *doc) conditionHits() []*conditionHits {
	var out []*conditionHits
	at := map[string]*conditionHits{}
	volunteers := len(d.in(cueVolunteers, toldIn)) > 0 // who are treated for nothing
	for i := range d.names {
		n := &d.names[i]
		if n.Kind != lexicon.Condition || notValues[n.ID] || d.denied(n.span) || d.leftOut(n.span) || d.inScale(i) || !d.ofPeople(n) {
			continue
		}
		h := at[n.ID]
		if h == nil {
			h = &conditionHits{id: n.ID}
			at[n.ID] = h
			out = append(out, h)
		}
		switch r := d.sents[n.sent].role; {
		case r == roleTitle:
			h.title = append(h.title, n.span)
			h.titlePatients = h.titlePatients || d.near(n.span, 5, cuePatients)
		case r&(roleObjective|roleMethods|roleUnknown|roleResults) == 0 || d.before(n.span, 3, cueEligible):
		case n.ID == "recreational-use" && r == roleResults:
		case r == roleResults && !d.is(n.first-1, "with", "and", "or", ",") && d.symptomOnly(n.ID):
			h.own = append(h.own, n.span) // "patients reported more headaches"
		case d.sents[n.sent].label == "CONDITION" && len(h.people) == 0 && n.ID != "mental-disorder", d.near(n.span, 5, cuePatients), r&(roleObjective|roleMethods) != 0 && d.before(n.span, 4, cueTrialOf) && !volunteers && !d.usersOnly(), d.isPeople(n.last), d.after(n.span, 2, cuePersonNoun2) && !d.after(n.span, 2, cueUsersGroup) && !besides(n.ID):
			h.people = append(h.people, n.span)
		case d.facts.review && d.example(n.span):
		default:
			h.own = append(h.own, n.span)
		}
	}
	return out
}

// example says whether a condition is only one of several named in passing: "(e.g.,
// depression, PTSD)", "such as social anxiety".
func (d *doc) example(s span) bool {
	for k := s.first - 1; k >= s.first-6 && k >= d.sents[s.sent].first; k-- {
		if d.is(k, "e.g", "eg", "e.g.") || d.is(k, "g") && d.is(k-2, "e") || d.is(k, "as") && d.is(k-1, "such") {
			return true
		}
	}
	return false
}

// isPeople says whether token i is a word for people who have the condition that
// it names: "alcoholics".
func (d *doc) isPeople(i int) bool {
	return d.is(i, "alcoholics", "schizophrenics", "neurotics", "addicts", "smokers", "drinkers", "depressives", "attempters", "abusers")
}

// denied says whether a condition is said to be absent: "without psychosis".
// "Not" governs verbs and drugs, not the condition that follows them.
func (d *doc) denied(s span) bool {
	for k := s.first - 1; k >= s.first-2; k-- {
		if d.is(k, "no", "without", "non", "absence", "nor", "excluding", "except") {
			return !d.is(k-2, "with") || !d.is(k-1, "and", "or") // "with and without autism"
		}
	}
	return false
}

// leftOut says whether who has the condition was left out: "trials of only healthy
// participants were excluded".
func (d *doc) leftOut(s span) bool {
	for k := s.last + 1; k <= s.last+5 && k < d.sents[s.sent].last && !d.is(k, ",", ";"); k++ {
		if d.is(k, "were", "was") {
			return d.is(k+1, "excluded", "ineligible")
		}
	}
	return false
}

// ofPeople refuses names that say nothing of the people studied: an
// antidepressant is given to others too, and a dose, a purpose or a drug can be
// recreational where no user took part.
func (d *doc) ofPeople(n *named) bool {
	titled := d.sents[n.sent].role == roleTitle
	switch {
	case d.is(n.first, "antidepressant", "antidepressants", "antidepressive"):
		return titled
	case d.is(n.last, "depression") && d.is(n.last-1, "respiratory", "myocardial", "cardiac", "ventilatory", "circulatory", "marrow", "cortical", "spreading", "term", "synaptic", "st"):
		return false // no depression of the mind
	case n.ID == "healthy-volunteers" && d.is(n.first, "healthy") && d.is(n.first-1, "physically", "otherwise", "medically", "somatically"):
		return false
	case n.ID == "healthy-volunteers" && n.first == n.last && d.is(n.first, "healthy"):
		return !d.is(n.first-1, "physically", "otherwise", "medically", "generally", "somatically") && !d.is(n.last+1, "weight", "lifestyle", "lifestyles", "diet", "eating", "aging", "range", "sleep", "habits", "behaviors", "\"")
	case n.ID == "recreational-use" && d.is(n.last, "recreational", "recreationally"):
		return d.after(n.span, 3, cueUsersGroup)
	case n.ID == "recreational-use" && !titled && d.is(n.last, "use", "consumption"):
		return len(d.in(cueUsersGroup, ownRoles)) > 0 || d.is_("survey") || d.is_("cross-sectional")
	case n.ID == "recreational-use" && d.is(n.first, "naturalistic"):
		return d.after(n.span, 12, cuePersonNoun2) || d.before(n.span, 12, cuePersonNoun2)
	case n.ID == "recreational-use" && d.is(n.first, "microdosing", "microdose"):
		return !d.facts.treated && !d.facts.planned && (titled || !d.facts.review && !d.is_("editorial"))
	}
	for k := n.first - 4; k < n.first; k++ {
		if d.is(k, "family", "familial", "parental") && d.of[n.first] == d.of[max(k, 0)] {
			return false // a relative's disorder
		}
	}
	return true
}

// inScale says whether name i lies inside the name of an instrument.
func (d *doc) inScale(i int) bool {
	n := &d.names[i]
	for k := max(0, i-6); k < len(d.names) && k < i+6; k++ {
		if o := &d.names[k]; o.Kind == lexicon.Instrument && o.first <= n.first && o.last >= n.last && o.last-o.first > n.last-n.first {
			return true
		}
	}
	return d.is(n.last+1, "scale", "inventory", "rating", "scores", "score", "questionnaire", "index", "7")
}

// groupOf says whether volunteers or users are a group of the study.
func (d *doc) groupOf(h *conditionHits) bool {
	return len(h.title) > 0 || len(h.people) > 0 || len(h.own) > 0
}

// titledAddiction says whether the title names a disorder of drug use.
func (d *doc) titledAddiction() bool {
	return slices.ContainsFunc(d.names, func(n named) bool {
		return n.Kind == lexicon.Condition && d.sents[n.sent].role == roleTitle && lexicon.Within(n.ID, "substance-use-disorder")
	})
}

func (d *doc) decideCondition(h *conditionHits, others, titled bool) {
	switch h.id {
	case "healthy-volunteers":
		d.tagCondition(h.id, "condition.volunteers", h.title, h.people, h.own)
		return
	case "recreational-use":
		if len(h.title) == 0 && titled && d.titleTreats() && d.titledAddiction() {
			return // the users are those treated for it
		}
		if len(h.title) > 0 || !d.randomised() || len(h.people)+len(h.own) > 1 {
			d.tagCondition(h.id, "condition.users", h.title, h.people, h.own)
		}
		return
	}
	switch {
	case h.id == "psychosis" && !h.titlePatients && (others || len(h.title)+len(h.people) == 0):
		return // ketamine and LSD in healthy people model a psychosis
	case d.symptomOnly(h.id) && others && len(h.title) == 0 && len(h.people) < 2:
		return // "trait anxiety" of volunteers
	}
	switch {
	case len(h.title) > 0 && (!others || h.titlePatients || len(h.people) > 0 || d.titleTreats()):
		d.tagCondition(h.id, "condition.title", h.title, h.people)
	case len(h.people) > 0 && (!titled || len(h.people) > 1 && !d.symptomOnly(h.id) || d.narrower(h.id)):
		d.tagCondition(h.id, "condition.people", h.people)
	case d.facts.review && len(h.people)+len(h.own) > 0 && !titled && (h.id != "intoxication" || len(h.own) > 1):
		d.tagCondition(h.id, "condition.reviewed", h.people, h.own)
	case len(h.own) >= 3 && !others && !titled:
		d.tagCondition(h.id, "condition.text", h.own)
	}
}

// kindOfPain files mere "pain" and "analgesia" under chronic pain where the study's
// own sentences speak of that, and not of acute pain.
func (d *doc) kindOfPain(all []*conditionHits) {
	var acute, chronic *conditionHits
	for _, h := range all {
		switch h.id {
		case "acute-pain":
			acute = h
		case "chronic-pain":
			chronic = h
		}
	}
	if acute == nil || chronic == nil || !d.tags.Has(study.TaskCondition, "acute-pain") {
		return
	}
	for _, s := range slices.Concat(acute.title, acute.people, acute.own) {
		if d.is(s.first, "acute", "postoperative", "post", "renal", "trauma", "experimental") {
			return
		}
	}
	d.untag(study.TaskCondition, "acute-pain")
	d.tagCondition("chronic-pain", "condition.kind-of-pain", chronic.title, chronic.people, chronic.own)
}

// titleTreats says whether the title speaks of a treatment's effect, so that a
// disorder in it is what was treated although healthy people took part.
func (d *doc) titleTreats() bool {
	for _, h := range d.inTitle(cueTreat) {
		if !d.is(h.first, "response", "therapeutic", "antidepressant", "anxiolytic") {
			return true
		}
	}
	return false
}

// narrower says whether a condition is a kind of one that was read off already:
// "patients with treatment-resistant depression" in a trial for depression.
func (d *doc) narrower(id string) bool {
	c, ok := lexicon.ByID(id)
	return ok && c.Parent != "" && c.Parent != "mental-disorder" && d.tags.Has(study.TaskCondition, c.Parent)
}

// besides names conditions that leave open what else the people have.
func besides(id string) bool {
	switch id {
	case "intoxication", "suicidality", "demoralization", "life-threatening-illness", "mental-disorder":
		return true
	}
	return false
}

// symptomOnly names conditions that are also common outcomes: they need more
// than a mention beside patients of another condition.
func (d *doc) symptomOnly(id string) bool {
	switch id {
	case "anxiety", "acute-pain", "headache", "suicidality", "psychosis", "intoxication", "mental-disorder":
		return true
	}
	return false
}

func (d *doc) tagCondition(id, rule string, lists ...[]span) {
	var all []span
	for _, l := range lists {
		all = append(all, l...)
	}
	if len(all) > 0 {
		d.tag(study.TaskCondition, id, rule, all...)
	}
}
