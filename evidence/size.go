package evidence

import (
	"strconv"
	"strings"

	"evidelic/lexicon"
	"evidelic/study"
)

// count is a number of people that the text tells.
type count struct {
	n        int
	span     span
	paren    bool // inside parentheses
	nEquals  bool // "n = 12"
	enrolled bool // "672 were randomly assigned"
}

// counted gives the numbers of people in the study's own sentences, in the
// order of the text. It is computed once.
func (d *doc) counted() []count {
	if d.counts == nil {
		d.counts = []count{}
		for _, c := range d.allCounts {
			if d.sents[c.span.sent].role&(ownRoles&^roleConclusion) != 0 {
				d.counts = append(d.counts, c)
			}
		}
	}
	return d.counts
}

// countAll reads the counts of all sentences, before their roles are known.
func (d *doc) countAll() {
	for i, s := range d.sents {
		before := len(d.allCounts)
		d.countSentence(i, s)
		for _, c := range d.allCounts[before:] {
			if c.n > 3 && c.n < 5000 {
				d.sents[i].counts = true
			}
		}
	}
}

// maxCount is the largest number of people, 0 when none is told.
func (d *doc) maxCount() int {
	m := 0
	for _, c := range d.counted() {
		m = max(m, c.n)
	}
	return m
}

func (d *doc) countSentence(sent int, s sentence) {
	depth, inParen := 0, 0
	for i := s.first; i <= s.last; i++ {
		switch d.word(i) {
		case "(", "[":
			depth, inParen = depth+1, 0
			if d.is(i-1, "%") || d.kind(i-1) == lexicon.Number && !d.is(i-2, "=") || d.is(i-2, "day", "week", "month", "hour", "point") && i > s.first+6 {
				inParen = 1 // a share, or those left at a time point
			}
			continue
		case ")", "]":
			depth = max(0, depth-1)
			continue
		}
		if c, ok := d.countAt(i, sent); ok {
			i = max(i, c.span.last)
			if c.paren = depth > 0; c.paren {
				if inParen++; inParen > 1 && !c.nEquals {
					continue // parts of the first number in these parentheses
				}
			}
			d.allCounts = append(d.allCounts, c)
		}
	}
}

// countAt reads "n = 12", "12 healthy volunteers" or "twelve patients" at token i.
func (d *doc) countAt(i, sent int) (count, bool) {
	if d.is(i, "n", "ns") && d.is(i+1, "=") || d.is(i, "n") && d.is(i+1, ":") {
		if n, last, ok := d.numberAt(i + 2); ok && d.plausible(n, last) {
			return count{n: n, span: span{i, last, sent}, nEquals: true}, true
		}
		return count{}, false
	}
	n, last, ok := d.numberAt(i)
	if !ok || !d.plausible(n, last) || d.subset(i, last) {
		return count{}, false
	}
	noun := d.personAfter(last+1, sent)
	if noun < 0 && d.is(last+1, "were", "was") && d.is(last+2, "randomly", "randomized", "randomised", "enrolled", "recruited") {
		return count{n: n, span: span{i, last + 2, sent}, enrolled: true}, true
	}
	if noun < 0 {
		return count{}, false
	}
	return count{n: n, span: span{i, noun, sent}}, true
}

// plausible refuses percentages, decimals, years and doses.
func (d *doc) plausible(n, last int) bool {
	return n > 0 && n < 50_000_000 && !d.is(last+1, "%", "mg", "years", "year", "yr", "yrs", "weeks", "months", "days", "mcg", "µg", "μg", "ml", "min", "h", "hz", "item", "items", "/", ":", "±", "st", "th", "nd", "rd", "x")
}

// subset says whether the number counts part of others: "12 of 20 patients".
func (d *doc) subset(first, last int) bool {
	return d.is(last+1, "of", "out") && !d.is(last+2, "these", "our") && func() bool { _, _, ok := d.numberAt(last + 2); return ok || d.is(last+2, "the", "whom", "which", "of") }()
}

// personAfter gives the last token of the noun for people that follows within
// six words, -1 when there is none.
func (d *doc) personAfter(from, sent int) int {
	for k := from; k < from+7 && k <= d.sents[sent].last; k++ {
		if d.is(k, "(") && d.is(k+2, ")") {
			k += 2 // "171,766 (unweighted) adults"
			continue
		}
		if d.kind(k) == lexicon.Symbol && !d.is(k, "/", ",") || d.kind(k) == lexicon.Number || units[d.word(k)] > 0 {
			return -1
		}
		if d.is(k, "and") { // "30 current and 31 former users"; "21 age- and sex-matched controls"
			if _, last, ok := d.numberAt(k + 1); ok && k > from && last < from+6 {
				if d.personAfter(last+1, sent) >= 0 {
					return k - 1
				}
			}
			if d.is(k-1, "age", "sex", "gender", "education", "iq") {
				continue
			}
		}
		if d.startsCue(cuePersonNoun, k) {
			return k
		}
		if d.startsCue(cueStudiesNoun, k) || d.is(k, "of", "mg", "in", "to", "with", "for", "were", "was", "and", "or", "from", "who", "by", "at", "as", "that", "the", "than", "on", "each", "per", "item", "point", "week", "day", "month", "year", "received", "received", "completed") {
			return -1
		}
	}
	return -1
}

// startsCue says whether a hit of the cue starts at token i.
func (d *doc) startsCue(c cue, i int) bool {
	return d.window(span{i, i, int(d.of[i])}, i, i, []cue{c})
}

var units = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}

// numberAt reads a whole number in digits ("1,204") or in words ("one hundred
// and forty-two") at token i and gives its last token.
func (d *doc) numberAt(i int) (n, last int, ok bool) {
	if d.kind(i) == lexicon.Number {
		return d.digitsAt(i)
	}
	part, total := 0, 0
	k := i
	for ; k < i+9; k++ {
		w := d.word(k)
		switch {
		case units[w] > 0:
			part += units[w]
		case w == "hundred" && (part > 0 || k > i):
			part = max(part, 1) * 100
		case w == "thousand" && part > 0:
			total, part = total+part*1000, 0
		case w == "and" && k > i && d.is(k-1, "hundred", "thousand") && units[d.word(k+1)] > 0:
		default:
			return total + part, k - 1, k > i
		}
	}
	return total + part, k - 1, true
}

func (d *doc) digitsAt(i int) (int, int, bool) {
	raw := d.raw(i)
	if strings.ContainsAny(raw, ".·") {
		return 0, 0, false
	}
	parts := strings.Split(raw, ",")
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return 0, 0, false
		}
	}
	text, last := strings.Join(parts, ""), i
	if len(text) <= 3 && d.kind(i+1) == lexicon.Number && len(d.raw(i+1)) == 3 && !strings.Contains(d.raw(i+1), ",") && d.text.Tokens[i+1].Start == d.text.Tokens[i].End+1 && d.text.Tokens[i+1].Spaced {
		text, last = text+d.raw(i+1), i+1 // "12 345"
	}
	n, err := strconv.Atoi(text)
	return n, last, err == nil && len(text) < 9
}

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
	if d.facts.review || d.facts.animals || d.is_("editorial") {
		d.status(study.TaskN, study.NotApplicable)
		return
	}
	if n, rule, spans := d.size(); n > 0 {
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
	d.status(study.TaskN, study.NotReported)
}

// pooledSize: a synthesis may tell how many people its studies had in all.
func (d *doc) pooledSize() {
	if d.is_("narrative-review") {
		return
	}
	for _, c := range d.counted() {
		if c.n >= 20 && d.sents[c.span.sent].role != roleTitle {
			d.facts.n = c.n
			d.tag(study.TaskN, strconv.Itoa(c.n), "n.pooled", c.span)
			return
		}
	}
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
	if best < 0 {
		return 0, "", nil
	}
	cs := d.sentenceCounts(best)
	n, rule, spans := d.addUp(cs)
	if more, where := d.laterControls(cs[len(cs)-1]); more > 0 && rule != "n.total" && rule != "n.randomised" {
		return n + more, "n.groups", append(spans, where...)
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
	if d.near(c.span, 8, cueEnrolled) {
		score += 6
	}
	if c.enrolled {
		score += 12
	}
	if d.before(c.span, 3, cueTotal) {
		score += 14
	}
	if c.n == 1 || c.n == 2 && !c.nEquals {
		score -= 20
	}
	return score
}

// addUp works out the size from the counts of one sentence: a stated total; one
// number that is the sum of others; else groups side by side are added, and
// numbers in parentheses after a number are its parts.
func (d *doc) addUp(cs []count) (int, string, []span) {
	for _, c := range cs {
		if c.enrolled {
			return c.n, "n.randomised", []span{c.span}
		}
	}
	if whole, ok := wholeOf(cs); ok {
		return whole.n, "n.whole-of-groups", []span{whole.span}
	}
	for i, c := range cs {
		if d.before(c.span, 3, cueTotal) && (i+1 == len(cs) || cs[i+1].paren || !d.sideBySide(c, cs[i+1]) || c.n > 2*cs[i+1].n) {
			return c.n, "n.total", []span{c.span}
		}
	}
	var top, in []count
	for _, c := range cs {
		if c.paren {
			in = append(in, c)
		} else {
			top = append(top, c)
		}
	}
	if len(top) == 0 {
		return sum(in, "n.groups-in-parentheses")
	}
	side := top[:1]
	for k := 1; k < len(top) && !d.is(top[0].span.first-1, "the") && !d.is(top[0].span.first-1, "of"); k++ {
		if !d.sideBySide(top[k-1], top[k]) {
			break
		}
		side = top[:k+1]
	}
	if len(side) > 1 {
		return sum(side, "n.groups")
	}
	return top[0].n, "n.people", []span{top[0].span}
}

// wholeOf finds the first count that equals the sum of the counts after it.
func wholeOf(cs []count) (count, bool) {
	for i, c := range cs {
		s := 0
		for _, o := range cs[i+1:] {
			if s += o.n; s == c.n && o.n != c.n {
				return c, true
			}
		}
	}
	return count{}, false
}

func sum(cs []count, rule string) (int, string, []span) {
	n, spans := 0, []span(nil)
	for _, c := range cs {
		n += c.n
		spans = append(spans, c.span)
	}
	return n, rule, spans
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
	joined := false
	for k := a.span.last + 1; k < b.span.first; k++ {
		switch d.word(k) {
		case "and", ",", "versus", "vs", "or", "plus", "with", ";", "compared":
			joined = true
		case "of", "whom", "including", "which", "who", "completed", "received", "were", "mean", ":":
			if d.is(k, "whom", "which", "who", "including", "completed", "were", ":") {
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

// laterControls adds a comparison group told in the next two sentences:
// "patients (n = 23) … controls (n = 27)".
func (d *doc) laterControls(last count) (int, []span) {
	for _, c := range d.counted() {
		if gap := c.span.sent - last.span.sent; gap > 0 && gap <= 2 && c.nEquals && d.before(c.span, 4, cueControlGroup) {
			return c.n, []span{c.span}
		}
	}
	return 0, nil
}
