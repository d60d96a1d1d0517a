package evidence

import "slices"

// sameVerb says whether two counts are the subjects of clauses with the same
// verb, as groups of a comparison are: "twelve patients were treated with
// ketamine and twelve patients were treated with …".
func (d *doc) sameVerb(a, b count) bool {
	v, w := a.span.last+1, b.span.last+1
	if b.span.first-a.span.last > 30 || d.word(v) != d.word(w) || !d.is(v, "received", "were", "had", "underwent", "took", "used") {
		return false
	}
	return !d.is(v, "were") || d.word(v+1) == d.word(w+1)
}

// ofNamedGroup says whether a count stands behind the name of its group: "group
// A: 20 patients".
func (d *doc) ofNamedGroup(c count) bool {
	i := c.span.first
	return d.is(i-1, ":", ",", "(", "=") && (d.is(i-3, "group", "arm", "cohort") || d.is(i-2, "group", "arm", "cohort"))
}

// laterControls adds a comparison group told in one of the next sentences:
// "patients (n = 23) … controls (n = 27)".
func (d *doc) laterControls(told []count) (int, []span) {
	last := told[len(told)-1]
	for _, c := range told {
		if d.otherGroup(c) && !c.nEquals {
			return 0, nil
		}
	}
	for i, c := range d.counted() {
		gap := c.span.sent - last.span.sent
		if gap > 0 && d.sumAround(i) == sumOf(told) {
			return 0, nil // the parts of those told: "ketamine (n = 36) or fentanyl (controls, n = 42)"
		}
		if gap > 0 && gap <= 3 && (c.nEquals && d.before(c.span, 6, cueControlGroup) || gap == 1 && (d.is(c.span.last, "controls") || d.anotherGroup(c) || d.otherGroup(c) && d.alsoIn(c.span.sent))) {
			return c.n, []span{c.span}
		}
	}
	return 0, nil
}

// anotherGroup says whether a count is of a group beside the one told before: "a
// parallel group of 32 patients".
func (d *doc) anotherGroup(c count) bool {
	i := c.span.first
	if d.is(d.sents[c.span.sent].first, "of", "among") {
		return false // "among them, 11 used it, with a matched control group of 45"
	}
	return d.is(i-1, "of") && d.is(i-2, "group") && d.is(i-3, "parallel", "second", "control", "comparison", "matched", "another", "separate", "reference")
}

// sumAround adds up the "n = 12" in the sentence of a count, given by its place
// among the counts; 0 where it is the only one.
func (d *doc) sumAround(i int) int {
	all := d.counted()
	n, parts := 0, 0
	for k := max(0, i-8); k < len(all) && k < i+8; k++ {
		if all[k].span.sent == all[i].span.sent && all[k].nEquals {
			n, parts = n+all[k].n, parts+1
		}
	}
	if parts < 2 {
		return 0
	}
	return n
}

func sumOf(cs []count) int {
	n := 0
	for _, c := range cs {
		n += c.n
	}
	return n
}

// onlyControls says whether a sentence tells of people compared with and of no
// others: then those studied are told of elsewhere.
func (d *doc) onlyControls(cs []count) bool {
	for _, c := range cs {
		if !d.is(c.span.last, "controls") && !(d.otherGroup(c) && d.alsoIn(c.span.sent)) {
			return false
		}
	}
	return true
}

// alsoIn says whether a sentence tells of people beside those told before: "35
// healthy subjects were also studied".
func (d *doc) alsoIn(sent int) bool {
	for k := d.sents[sent].first; k <= d.sents[sent].last; k++ {
		if d.is(k, "also") && d.is(k-1, "were", "was") || d.is(k, "served") && d.is(k+1, "as") {
			return true
		}
	}
	return false
}

// laterStudies adds the people of the second and third study or group of a
// report that tells of them in a sentence each: "In the first study, volunteers
// (n = 15) … In the second study, volunteers (n = 22) …".
func (d *doc) laterStudies(told []count) (int, []span) {
	if !d.numbered(told[0].span.sent, "first", "initial", "1", "one") {
		return 0, nil
	}
	n, spans, seen := 0, []span(nil), told[0].span.sent
	for _, c := range d.counted() {
		if c.span.sent <= seen || c.later || c.n <= 3 {
			continue
		}
		if seen = c.span.sent; d.numbered(seen, "second", "third", "2", "3", "two", "three") {
			n, spans = n+c.n, append(spans, c.span)
		}
	}
	return n, spans
}

// groupsAround adds the groups that the sentences right before and after tell,
// each of one group: "In the control group, patients (n = 41) … Patients in the
// intervention group (n = 44) …".
func (d *doc) groupsAround(told []count) (n int, spans []span) {
	if len(told) != 1 || !d.oneGroup(told[0]) {
		return 0, nil
	}
	all := d.counted()
	at := slices.Index(all, told[0])
	for _, step := range []int{-1, 1} {
		near := told[0].span.sent
		for k := at + step; k >= 0 && k < len(all) && (all[k].span.sent-near)*step == 1 && d.oneGroup(all[k]) && d.alone(k); k += step {
			n, spans, near = n+all[k].n, append(spans, all[k].span), all[k].span.sent
		}
	}
	return n, spans
}

// oneGroup says whether a count tells the size of a group: "the control group (n = 41)".
func (d *doc) oneGroup(c count) bool {
	if !c.nEquals || !c.paren {
		return false
	}
	for k := c.span.first - 1; k > c.span.first-9 && k >= d.sents[c.span.sent].first; k-- {
		if d.is(k, "group", "arm", "condition") {
			return true
		}
	}
	return false
}

// alone says whether a count, by its place among the counts, is the only one of
// its sentence.
func (d *doc) alone(i int) bool {
	all := d.counted()
	return (i == 0 || all[i-1].span.sent != all[i].span.sent) && (i+1 == len(all) || all[i+1].span.sent != all[i].span.sent)
}

// numbered says whether a sentence names a study or group by its number.
func (d *doc) numbered(sent int, numbers ...string) bool {
	for k := d.sents[sent].first; k <= d.sents[sent].last; k++ {
		if d.is(k, "study", "experiment", "group", "cohort", "sample", "trial") && (d.is(k-1, numbers...) || d.is(k+1, numbers...)) {
			return true
		}
	}
	return false
}

// partAnalysed reads behind a number, whose last token is given, the whole that
// it is the analysed part of ("interviews from 19 of 24 participants were
// analysed"): the whole, and the token of its noun; 0 where that is not said.
func (d *doc) partAnalysed(last, sent int) (whole, noun int) {
	if !d.is(last+1, "of") {
		return 0, 0
	}
	m, end, ok := d.numberAt(last + 2)
	if !ok {
		return 0, 0
	}
	if noun = d.personAfter(end+1, sent, 0); noun < 0 || !d.is(noun+1, "were") || !d.is(noun+2, "analysed", "analyzed", "interviewed", "included") {
		return 0, 0
	}
	return m, noun
}

// describes gives token i where a word starts there that describes people and a
// comma or another such word follows ("Twenty, healthy, male participants"), else -1.
func (d *doc) describes(i int) int {
	if d.is(i, "healthy", "right", "drug", "medication", "unmedicated", "male", "female", "adult", "young", "older", "non", "nonsmoking", "physically", "normal", "treatment", "consecutive", "experienced") {
		return i
	}
	return -1
}

// totalOfThe says whether a number is a total although "of the" follows: "in total,
// 1116 of the respondents".
func (d *doc) totalOfThe(first, last int) bool {
	return d.is(last+1, "of") && d.is(last+2, "the") && (d.is(first-1, "total") || d.is(first-1, ",") && d.is(first-2, "total"))
}
