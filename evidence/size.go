package evidence

import (
	"slices"
	"strconv"

	"evidelic/study"
)

// sizeTask reads how many people were analysed or enrolled (CONSORT 13a). The
// registry decides where there is an entry. Else the sentence that tells it best
// decides: words of enrolling or of a total, methods before results, early
// before late; groups told side by side are added up.
func (d *doc) sizeTask() {
	if t := d.s.Trial; t != nil && t.Enrollment != nil {
		d.facts.n = *t.Enrollment
		d.field(study.TaskN, strconv.Itoa(*t.Enrollment), "registry", strconv.Itoa(*t.Enrollment), "n.registry")
		return
	}
	if d.facts.review {
		d.pooledSize()
	}
	if d.facts.review || d.is_("preclinical") || d.is_("editorial") {
		d.status(study.TaskN, study.NotApplicable)
		return
	}
	if n, rule, spans := d.size(); n > 0 && !(d.facts.animals && rule == "n.groups-in-parentheses") { // "plasma samples (n = 7)"
		d.facts.n = n
		d.tag(study.TaskN, strconv.Itoa(n), rule, spans...)
		return
	}
	if d.is_("case-report") {
		one := append(d.inTitle(cueCaseReport), d.in(cueOneCase, anyRole)...)
		if len(one) == 0 {
			one = d.in(cueCaseReport, anyRole)
		}
		if len(one) > 0 {
			d.facts.n = 1
			d.tag(study.TaskN, "1", "n.case-report", one[:1]...)
		}
	}
	if d.facts.animals {
		d.status(study.TaskN, study.NotApplicable)
	}
	d.status(study.TaskN, study.NotReported)
}

// pooledSize: a synthesis may tell how many people its studies had in all.
func (d *doc) pooledSize() {
	if d.is_("narrative-review") {
		return
	}
	for _, c := range d.counted() {
		if c.n >= 20 && d.sents[c.span.sent].role != roleTitle && !d.countsReports(c) {
			d.facts.n = c.n
			d.tag(study.TaskN, strconv.Itoa(c.n), "n.pooled", c.span)
			return
		}
	}
}

// countsReports says whether the number is of reports: "30 case series", "27
// reports", "papers (N = 354)".
func (d *doc) countsReports(c count) bool {
	return d.is(c.span.last, "case", "cases", "reports") || c.nEquals && d.startsCue(cueStudiesNoun, c.span.first-2) && !d.is(c.span.first-2, "trials", "rcts", "studies")
}

// size picks the sentence and works out its number.
func (d *doc) size() (int, string, []span) {
	best, bestScore := -1, 0
	all := d.counted()
	for i := 0; i < len(all); {
		j := i
		score := 0
		for ; j < len(all) && all[j].span.sent == all[i].span.sent; j++ {
			score = max(score, d.countScore(all[j]))
		}
		if score > bestScore {
			best, bestScore = i, score
		}
		i = j
	}
	if best < 0 || bestScore < 30 && !d.is_("case-report") && !d.is_("case-series") {
		return 0, "", nil
	}
	cs := d.sentenceCounts(best)
	n, rule, spans := d.addUp(cs)
	if d.onlyControls(cs) {
		bestScore -= 20
	}
	if c, ok := d.titleCount(); ok && c.n != n {
		return c.n, "n.title", []span{c.span}
	}
	if rule == "n.groups-in-parentheses" && len(spans) > 2 && d.is_("crossover") {
		if m, r, sp := d.toldBefore(best, bestScore-26); m > 3 && m < n {
			return m, r, sp // the parentheses tell who was looked at after each treatment
		}
	}
	m, r, sp := d.toldBefore(best, bestScore)
	stated := rule == "n.total" || rule == "n.randomised" || rule == "n.analysed"
	switch {
	case m > 0 && !stated && d.onlyControls(cs), m > 0 && d.numbered(cs[0].span.sent, "second", "2", "two") && d.numbered(sp[0].sent, "first", "1", "one"):
		return n + m, "n.groups", append(sp, spans...)
	case m > n && (!stated || r == rule):
		return m, r, sp
	case stated:
		return n, rule, spans
	}
	more, where := d.laterControls(cs)
	if more == 0 {
		more, where = d.laterStudies(cs)
	}
	if more == 0 {
		more, where = d.groupsAround(cs)
	}
	if more > 0 {
		return n + more, "n.groups", append(spans, where...)
	}
	return n, rule, spans
}

// titleCount gives the number of people in the title when the abstract tells it
// again, with a noun or without: then it is of those whom the report is about.
func (d *doc) titleCount() (count, bool) {
	for _, c := range d.counted() {
		if d.sents[c.span.sent].role != roleTitle || c.n < 5 {
			continue
		}
		for i := d.sents[c.span.sent].last + 1; i < len(d.text.Tokens); i++ {
			if n, _, ok := d.numberAt(i); ok && n == c.n && !d.is(i+1, "%", "mg", "years", "weeks", "days", "months") {
				return c, true
			}
		}
	}
	return count{}, false
}

// toldBefore gives the largest number of an earlier sentence that tells it about
// as well: whoever is told of later is often a part of those.
func (d *doc) toldBefore(best, bestScore int) (n int, rule string, spans []span) {
	for i := 0; i < best; {
		cs, score := d.sentenceCounts(i), 0
		for _, c := range cs {
			score = max(score, d.countScore(c))
		}
		if score >= bestScore-8 && d.sents[cs[0].span.sent].role != roleTitle {
			if m, r, sp := d.addUp(cs); m > n && len(sp) > 0 {
				n, rule, spans = m, r, sp
			}
		}
		i += len(cs)
	}
	return n, rule, spans
}

func (d *doc) sentenceCounts(i int) []count {
	all := d.counted()
	j := i
	for j < len(all) && all[j].span.sent == all[i].span.sent && j < i+12 {
		j++
	}
	return all[i:j]
}

func (d *doc) countScore(c count) int {
	score := map[role]int{roleMethods: 40, roleObjective: 36, roleUnknown: 34, roleResults: 30, roleTitle: 28}[d.sents[c.span.sent].role]
	if d.before(c.span, 8, cueEnrolled) || d.after(c.span, 14, cueEnrolled) {
		score += 6
	}
	first := d.sents[c.span.sent].first
	switch {
	case d.is(first, "of") && d.is(first+1, "the") && c.span.first == first+2:
		score -= 5 // the whole that the sentence tells the parts of
	case d.is(first, "of") && d.is(first+1, "these", "those", "the", "them"), d.is(c.span.last+1, "screened"), d.is(c.span.last+2, "screened", "invited", "approached"), d.screened(c):
		score -= 15 // a part of those told before, or those asked
	}
	if c.enrolled || d.analysed(c) {
		score += 12
	}
	if d.before(c.span, 3, cueTotal) && c.share == 0 {
		score += 14
	}
	if c.share > 0 {
		score -= 20 // "29 patients (56%)"
	}
	if c.bare {
		score -= 10
	}
	if c.n <= 2 && !c.nEquals {
		score -= 20
		if opens := c.span.first == d.sents[c.span.sent].first || d.is(c.span.first-1, ":"); opens && d.is(c.span.last, "patients", "volunteers", "subjects", "participants", "healthy", "adults", "men", "women", "males", "females") {
			score += 12 // "Two healthy volunteers were given"
		}
	}
	return score
}

// addUp works out the size from the counts of one sentence: a stated total; one
// number that is the sum of others; else groups side by side are added, and
// numbers in parentheses after a number are its parts.
func (d *doc) addUp(cs []count) (int, string, []span) {
	if len(cs) > 1 && d.onlyAsked(cs[0]) {
		cs = cs[1:]
	}
	for i, c := range cs {
		switch {
		case c.enrolled && i > 0 && d.is(cs[i-1].span.last+1, "were") && d.word(cs[i-1].span.last+2) == d.word(c.span.last):
			return sum(cs[i-1:i+1], "n.groups") // "31 patients were randomized to …, and 30 were randomized to …"
		case (c.enrolled || d.assigned(c)) && i+1 < len(cs) && cs[i+1].bare && d.is(cs[i+1].span.last, "to"):
			return sum(cs[i:i+2], "n.groups")
		case c.enrolled && !d.before(c.span, 2, cueWhom), i > 0 && !c.paren && d.ofWhole(cs[0]) && d.after(c.span, 8, cueAllocated):
			return c.n, "n.randomised", []span{c.span}
		case d.analysed(c):
			return c.n, "n.analysed", []span{c.span}
		}
	}
	if whole, rest, ok := d.wholeOf(cs); ok {
		if len(rest) > 0 && !rest[0].paren && !rest[0].bare && whole.n > rest[0].n && d.is(rest[0].span.first-1, "and") && d.otherGroup(rest[0]) {
			return sum([]count{whole, rest[0]}, "n.groups") // "101 patients (71 women and 30 men) and 51 volunteers (36 women …)"
		}
		return whole.n, "n.whole-of-groups", []span{whole.span}
	}
	for i, c := range cs {
		if d.before(c.span, 3, cueTotal) && c.share == 0 && (i+1 == len(cs) || cs[i+1].paren && !c.paren || !d.sideBySide(c, cs[i+1]) || c.n > 2*cs[i+1].n) {
			return c.n, "n.total", []span{c.span}
		}
	}
	for _, c := range cs {
		if d.is(c.span.last+1, "were", "was", "will") && !d.before(c.span, 2, cueWhom) && d.window(c.span, c.span.last+1, c.span.last+4, []cue{cueAllocated}) {
			return c.n, "n.randomised", []span{c.span}
		}
	}
	top, in := d.topCounts(cs)
	if len(top) == 0 && (d.atTimes(in) || d.inTurn(in)) {
		most := slices.MaxFunc(in, func(a, b count) int { return a.n - b.n })
		return most.n, "n.most-at-a-time", []span{most.span}
	}
	if len(top) == 0 && len(in) == 1 && !in[0].nEquals && d.ofOneSex(in[0]) {
		return 0, "", nil // "users (eight women)": of how many is not told
	}
	if len(top) == 0 {
		return sum(in, "n.groups-in-parentheses")
	}
	side := top[:1]
	for k := 1; k < len(top) && !d.is(top[0].span.first-1, "the") && !d.ofWhole(top[0]); k++ {
		if !d.sideBySide(top[k-1], top[k]) && !d.sameVerb(top[k-1], top[k]) && !(d.ofNamedGroup(top[k-1]) && d.ofNamedGroup(top[k])) {
			break
		}
		side = top[:k+1]
	}
	if len(side) > 1 {
		return sum(side, "n.groups")
	}
	return top[0].n, "n.people", []span{top[0].span}
}

// screened says whether a count is the subject of a sentence that ends with their
// being screened: "34 adults, aged 18 to 55, were screened for eligibility".
func (d *doc) screened(c count) bool {
	for k := c.span.last + 1; k < c.span.last+14 && k <= d.sents[c.span.sent].last && !d.is(k, ";"); k++ {
		if d.is(k, "were") {
			return d.is(k+1, "screened") && d.is(k+2, "for", ".", "and") && !d.is(k+3, "randomized", "randomised", "enrolled", "included")
		}
	}
	return false
}

// assigned says whether "were randomised to" follows a count's noun.
func (d *doc) assigned(c count) bool {
	v := c.span.last + 2
	return d.is(v-1, "were") && (d.is(v, "randomised", "randomized", "assigned", "allocated") || d.is(v, "randomly"))
}

// onlyAsked says whether a count is of those who were screened or asked, of whom
// not all took part: "18,119 patients were screened and 15,314 were randomised".
func (d *doc) onlyAsked(c count) bool {
	for k := c.span.last + 1; k <= c.span.last+2; k++ {
		if d.is(k, "screened", "invited", "approached", "contacted") && !d.is(k-1, "who", "we") {
			return true
		}
	}
	return false
}

// analysed says whether a count is of those whom the report is about, chosen from
// more: "this report is based on 282 users".
func (d *doc) analysed(c count) bool {
	for k := c.span.first - 4; k < c.span.first; k++ {
		if d.is(k, "based", "focuses", "focused", "focusing") && d.is(k+1, "on") {
			return true
		}
	}
	return false
}

// ofOneSex says whether a count is of men or of women.
func (d *doc) ofOneSex(c count) bool {
	return d.is(c.span.last, "men", "women", "male", "males", "female", "females", "boys", "girls")
}

// topCounts parts the counts of a sentence from those in parentheses. Counts
// without a noun are parts of others, but for the second of "20 patients in the
// ketamine group and 20 in the control group".
func (d *doc) topCounts(cs []count) (top, in []count) {
	var bare []count
	for _, c := range cs {
		switch last := len(top) - 1; {
		case c.paren:
			in = append(in, c)
		case c.bare && last >= 0 && d.is(c.span.last, "in", "received", "underwent") && d.word(c.span.last) == d.word(top[last].span.last+1),
			c.bare && last >= 0 && d.is(c.span.last, "to") && c.span.first-top[last].span.last < 24:
			top = append(top, c)
		case c.bare:
			bare = append(bare, c)
		default:
			top = append(top, c)
		}
	}
	if len(top) == 0 {
		top = bare
	}
	return top, in
}

// ofWhole says whether a sentence or clause opens with "of" before the count: "of
// 42 patients, 28 responded"; "a sample of 42 patients" does not.
func (d *doc) ofWhole(c count) bool {
	of := c.span.first - 1
	if d.is(of, "the") {
		of--
	}
	return d.is(of, "of") && (of == d.sents[c.span.sent].first || d.is(of-1, ",", ";", ":", "."))
}

// atTimes says whether counts in parentheses tell who was there at one time and
// at another: "at day 1 (n = 82) and at day 7 (n = 71)".
func (d *doc) atTimes(in []count) bool {
	for _, c := range in {
		if open := c.span.first - 1; d.is(open, "(") && (d.is(open-1, "baseline", "point", "month", "week", "follow-up", "followup", "posttreatment") || d.is(open-2, "day", "week", "month", "hour")) {
			return len(in) > 1
		}
	}
	return false
}

// inTurn says whether counts in parentheses stand behind treatments that the same
// people had one after the other: "placebo (n = 19) followed by psilocybin (n = 15)".
func (d *doc) inTurn(in []count) bool {
	return len(in) == 2 && d.is(in[0].span.last+2, "followed", "then") && (d.is(in[0].span.last+3, "by") || d.is(in[0].span.last+2, "then"))
}

// wholeOf finds the first count that equals the sum of the counts after it, and
// gives those that follow its parts.
func (d *doc) wholeOf(cs []count) (whole count, rest []count, ok bool) {
	before := 0 // the number before, outside brackets
	for i, c := range cs {
		s := 0
		if before > 0 && (c.paren || c.n != before && d.otherGroup(c)) {
			continue // neither parts nor controls are a whole: "19 users and 23 controls (9 smokers, 14 others)"
		}
		if !c.paren {
			before = c.n
		}
		for k, o := range cs[i+1:] {
			if s += o.n; s == c.n && o.n != c.n {
				return c, cs[i+k+2:], true
			}
		}
	}
	return count{}, nil, false
}

func sum(cs []count, rule string) (int, string, []span) {
	spans := []span(nil)
	for _, c := range cs {
		spans = append(spans, c.span)
	}
	return sumOf(cs), rule, spans
}

// sideBySide says whether two counts name groups of one list: few words apart,
// with "and", a comma or "versus" between, and no verb of having parts.
func (d *doc) sideBySide(a, b count) bool {
	if d.otherGroup(b) && b.span.first-a.span.last < 45 {
		return true
	}
	if b.span.first-a.span.last > 16 {
		return false
	}
	if d.is(b.span.first-1, "with") && d.is(b.span.last+1, "reporting", "showing", "meeting", "having", "completing") {
		return false // "7667 respondents, with 100 respondents reporting use"
	}
	joined := false
	for k := a.span.last + 1; k < b.span.first; k++ {
		switch d.word(k) {
		case "and", ",", "versus", "vs", "or", "plus", "with", ";", "compared":
			joined = true
		case "of", "whom", "including", "which", "who", "completed", "entered", "remained", "excluded", "finished", "received", "were", "mean", ":":
			if d.is(k, "whom", "including", "completed", "entered", "remained", "excluded", "finished", "were", ":") || d.is(k, "which", "who") && !d.is(b.span.first-1, ",", "and", "with", "versus") {
				return false
			}
		}
	}
	return joined
}

// otherGroup says whether a count is of the people compared with: "20 controls".
func (d *doc) otherGroup(c count) bool {
	return d.window(c.span, c.span.first, c.span.last+1, []cue{cueControlGroup, cueVolunteers})
}
