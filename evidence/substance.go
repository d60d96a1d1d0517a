package evidence

import (
	"slices"

	"evidelic/lexicon"
	"evidelic/study"
)

// drugHits are the places where a drug is named.
type drugHits struct {
	id           string
	title, own   []span
	other        []span // background and conclusions
	total, first int
}

// drugs gathers the psychedelics that the text names, in the order of the text.
func (d *doc) drugs() []*drugHits {
	var out []*drugHits
	at := map[string]*drugHits{}
	for _, n := range d.names {
		if n.Kind != lexicon.Drug || d.negated(n.span) || d.labelled(n.span) {
			continue
		}
		h := at[n.ID]
		if h == nil {
			h = &drugHits{id: n.ID, first: n.first}
			at[n.ID] = h
			out = append(out, h)
		}
		h.total++
		switch r := d.sents[n.sent].role; {
		case r == roleTitle:
			h.title = append(h.title, n.span)
		case r&(roleObjective|roleMethods|roleResults|roleUnknown) != 0 && !d.before(n.span, 8, cueHistory):
			h.own = append(h.own, n.span)
		default:
			h.other = append(h.other, n.span)
		}
	}
	return out
}

// labelled says whether a drug is only a radioactive ligand: "[3H]LSD binding".
func (d *doc) labelled(s span) bool {
	for k := s.first - 1; k >= s.first-2; k-- {
		if d.is(k, "tritiated") || d.is(k, "h", "c", "f", "i") && d.is(k-1, "3", "11", "14", "18", "125") {
			return true
		}
	}
	return false
}

// substanceTask reads which psychedelics the study is about. The title decides
// first; the study's own sentences add the drugs that they name at least twice
// or that the title leaves open. A general word ("psychedelics") counts when no
// drug is named, and "ketamine" beside an enantiomer only when the text uses both.
func (d *doc) substanceTask() {
	d.fieldSubstances()
	drugs := d.drugs()
	titled := false
	for _, h := range drugs {
		titled = titled || len(h.title) > 0 && h.id != "psychedelics"
	}
	for _, h := range drugs {
		switch {
		case h.id == "psychedelics" && len(h.title) > 0 && !titled:
			d.substance(h.id, "substance.title", h.title...)
		case h.id == "psychedelics" || h.id == "norketamine":
		case len(h.title) > 0:
			d.substance(h.id, "substance.title", append(h.title, h.own...)...)
		case !titled && len(h.own) > 0:
			d.substance(h.id, "substance.text", h.own...)
		case titled && lexicon.Within(h.id, "ketamine") && h.id != "ketamine" && d.gives(h.own):
			d.substance(h.id, "substance.form-given", h.own...)
		case titled && len(h.own) >= 2 && d.told(h.own) && !d.partOf(h, drugs):
			d.substance(h.id, "substance.text-twice", h.own...)
		}
	}
	d.substancesLeft(drugs)
	d.parts(drugs)
	d.combination()
	if d.facts.substIDs = d.tags.Values(study.TaskSubstance); len(d.facts.substIDs) == 0 {
		d.status(study.TaskSubstance, study.NotReported)
	}
}

// sentences counts the sentences that the spans stand in: a name with its
// abbreviation is one mention.
func (d *doc) sentences(spans []span) int {
	n, last := 0, -1
	for _, s := range spans {
		if s.sent != last {
			n, last = n+1, s.sent
		}
	}
	return n
}

// told says whether a trial tells more than once, and in its methods or results,
// of a drug that its title does not name; what is only mentioned was not given.
func (d *doc) told(spans []span) bool {
	return !d.facts.treated || d.sentences(spans) >= 2 && slices.ContainsFunc(spans, func(s span) bool { return d.sents[s.sent].role&doneIn != 0 })
}

// partOf says whether a drug is only the wider or narrower name of one that the
// title names.
func (d *doc) partOf(h *drugHits, all []*drugHits) bool {
	for _, o := range all {
		if o != h && len(o.title) > 0 && (lexicon.Within(o.id, h.id) || lexicon.Within(h.id, o.id)) {
			return lexicon.Within(o.id, h.id) || len(h.own) < 2
		}
	}
	return false
}

// substancesLeft takes what the whole text names when its own sentences name no
// drug, then the general words.
func (d *doc) substancesLeft(drugs []*drugHits) {
	if v := d.tags.Values(study.TaskSubstance); len(v) > 1 || len(v) == 1 && v[0] != "psychedelics" {
		return
	}
	for _, h := range drugs {
		if h.id != "psychedelics" && h.total >= 2 {
			d.substance(h.id, "substance.background", append(h.own, h.other...)...)
		}
	}
	if len(d.tags[study.TaskSubstance].Values) > 0 {
		return
	}
	for _, h := range drugs {
		if h.id == "psychedelics" || h.total == 1 {
			d.substance(h.id, "substance.general", append(append(h.title, h.own...), h.other...)...)
		}
	}
}

// constituents pairs a drug or brew with what it contains, turns into or is
// explained by ("psilocybin, found in magic mushrooms").
var constituents = [...][2]string{{"ayahuasca", "dmt"}, {"mdma", "mda"}, {"5-meo-dmt", "analogue"}, {"psilocybin", "mushrooms"}}

// parts takes out what is only a constituent or a metabolite ("DMT and its
// metabolites" after ayahuasca), and plain "ketamine" of a title where the trial
// gave one enantiomer.
func (d *doc) parts(drugs []*drugHits) {
	titled := map[string]bool{}
	methods := map[string]int{}
	for _, h := range drugs {
		titled[h.id] = len(h.title) > 0
		for _, s := range h.own {
			if d.sents[s.sent].role&(roleMethods|roleUnknown) != 0 {
				methods[h.id]++
			}
		}
	}
	has := func(id string) bool { return d.tags.Has(study.TaskSubstance, id) }
	if titled["dmt"] && !titled["ayahuasca"] && d.facts.treated {
		d.untag(study.TaskSubstance, "ayahuasca") // the brew that the trial's drug is held against
	}
	for _, c := range constituents {
		if has(c[0]) && !titled[c[1]] {
			d.untag(study.TaskSubstance, c[1])
		}
	}
	if d.facts.treated && has("esketamine") && !titled["esketamine"] && methods["esketamine"] > 0 && methods["ketamine"] == 0 && !has("racemic-ketamine") {
		d.untag(study.TaskSubstance, "ketamine")
	}
}

// untag takes a value that the text gave out again.
func (d *doc) untag(task study.Task, value string) {
	t := d.tags[task]
	t.Values = slices.DeleteFunc(t.Values, func(v study.TagValue) bool { return v.Value == value && v.From != "registry" })
	d.tags[task] = t
}

func (d *doc) substance(id, rule string, spans ...span) {
	d.tag(study.TaskSubstance, id, rule, spans...)
}

// fieldSubstances reads the registry's interventions; MeSH headings are too
// wide to decide (a review of antidepressants is indexed under Ketamine).
func (d *doc) fieldSubstances() {
	if d.s.Trial == nil {
		return
	}
	for _, iv := range d.s.Trial.Interventions {
		for _, m := range lexicon.Find(lexicon.Tokenize(iv.Name)) {
			if m.Concept.Kind == lexicon.Drug {
				d.field(study.TaskSubstance, m.Concept.ID, "registry", iv.Name, "substance.registry")
			}
		}
	}
}

// combination: another drug or a psychotherapy is given together with the
// psychedelic by design.
func (d *doc) combination() {
	if len(d.tags[study.TaskSubstance].Values) == 0 || d.facts.animals {
		return
	}
	told := roleTitle | roleObjective | roleMethods
	if d.is_("narrative-review") || d.is_("editorial") || d.usersOnly() || d.is_("survey") && !d.facts.treated {
		told = roleTitle // what else they name is what others give
	}
	if t := d.in(cueAssisted, told); len(t) > 0 {
		d.substance("combination", "substance.combination.therapy", t...)
	}
	if len(d.tags[study.TaskSubstance].Values) > 0 && d.facts.treatable() {
		if adj := d.in(cueAdjunct, roleTitle|roleObjective|roleMethods); len(adj) > 0 {
			d.substance("combination", "substance.combination.adjunct", adj...)
		}
		if t := d.inTitle(cueTherapy); len(t) > 0 {
			d.substance("combination", "substance.combination.therapy-in-title", t...)
		}
	}
	if agents := d.inTitle(cueAgent); len(agents) > 0 && len(d.inTitle(cueModifies)) > 0 && d.facts.treated {
		d.substance("combination", "substance.combination.modified", agents...)
		return
	}
	for i, n := range d.names {
		if n.Kind != lexicon.OtherDrug || d.sents[n.sent].role&(roleTitle|roleObjective|roleMethods) == 0 || d.usersOnly() || d.inDrug(i) {
			continue
		}
		if d.formerly(n) || d.inGroupsApart(n) {
			continue
		}
		if d.combined(n) || d.sents[n.sent].role == roleTitle && d.besideDrug(i) && !d.comparison() {
			d.substance("combination", "substance.combination.drug", n.span)
			return
		}
	}
}

// titleWord says whether a word stands in the title.
func (d *doc) titleWord(w string) bool {
	for i := range d.text.Tokens {
		if d.sents[d.of[i]].role != roleTitle {
			return false
		}
		if d.is(i, w) {
			return true
		}
	}
	return false
}

// formerly says whether another drug is one that people had before: "an average of 8
// antidepressant trials plus electroconvulsive therapy in 63%".
func (d *doc) formerly(n named) bool {
	for k := n.first - 6; k <= n.last+6; k++ {
		if k >= d.sents[n.sent].first && k <= d.sents[n.sent].last && d.is(k, "trials", "failed", "failure", "history", "previous", "previously", "prior") && d.sents[n.sent].role != roleTitle {
			return true
		}
	}
	return false
}

// inGroupsApart says whether the drug of the field and the other one each name a
// group of their own: "a dexmedetomidine group and an esketamine group".
func (d *doc) inGroupsApart(n named) bool {
	if len(d.inTitle(cueCombined))+len(d.inTitle(cuePretreat)) > 0 || d.titleWord("both") {
		return false
	}
	drug, other := false, false
	for i := range d.names {
		o := &d.names[i]
		if !d.is(o.last+1, "group", "groups", "arm") || d.is(o.first-1, "-", "‐", "and", "plus", "+", "/", "with") {
			continue
		}
		drug = drug || o.Kind == lexicon.Drug
		other = other || o.ID == n.ID
	}
	return drug && other
}

// combined says whether words for giving together stand beside another drug: at
// most six tokens off, nine where they lead to its name ("in combination with the
// alpha-1 antagonist prazosin"). What comes first and what follows are not given
// together where the other drug only masks.
func (d *doc) combined(n named) bool {
	if activePlacebos[n.ID] && !d.near(n.span, 6, cueJoint) {
		return false
	}
	return d.near(n.span, 6, cueCombined, cuePretreat) || d.before(n.span, 9, cueJoint)
}

// comparison says whether the title holds drugs against each other, or merely
// names them, instead of giving them together.
func (d *doc) comparison() bool {
	joint := append(d.in(cueCombined, roleObjective|roleMethods|roleUnknown), d.in(cuePretreat, roleObjective|roleMethods|roleUnknown)...)
	return (len(d.inTitle(cueAgainstEach)) > 0 || len(joint) == 0) && len(d.inTitle(cueCombined)) == 0 && len(d.inTitle(cuePretreat)) == 0
}

// inDrug says whether name i is part of a psychedelic's name:
// "methamphetamine" in "methylenedioxy-methamphetamine".
func (d *doc) inDrug(i int) bool {
	n := &d.names[i]
	for k := max(0, i-3); k < len(d.names) && k < i+4; k++ {
		if o := &d.names[k]; o.Kind == lexicon.Drug && o.first <= n.first && o.last >= n.last {
			return true
		}
	}
	return false
}

// besideDrug says whether "and" or a hyphen joins name i to a psychedelic:
// "MDMA and alcohol", "ketamine-propofol".
func (d *doc) besideDrug(i int) bool {
	n := &d.names[i]
	for k := max(0, i-3); k < len(d.names) && k < i+4; k++ {
		o := &d.names[k]
		if o.Kind != lexicon.Drug || o.sent != n.sent {
			continue
		}
		first, last := min(o.last, n.last)+1, max(o.first, n.first)-1
		if last-first <= 2 && (first > last || d.is(first, "and", "plus", "with", "/", "+", ")") || d.is(last, "and", "plus", "with", "/")) {
			return true
		}
	}
	return false
}
