package evidence

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"evidelic/lexicon"
)

// count is a number of people that the text tells.
type count struct {
	n        int
	span     span
	paren    bool // inside parentheses
	later    bool // not the first inside its parentheses
	bare     bool // without a noun: "20 received ketamine"
	nEquals  bool // "n = 12"
	enrolled bool // "672 were randomly assigned"
	share    int  // per mille of others, printed after it: "29 patients (56%)"; 0 when none is
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
	d.shortNames()
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
	depth, start := 0, len(d.allCounts)
	var open brackets
	for i := s.first; i <= s.last; i++ {
		switch d.word(i) {
		case "(", "[":
			depth, open = depth+1, d.brackets(i, s.first)
			continue
		case ")", "]":
			depth = max(0, depth-1)
			continue
		}
		if c, ok := d.countAt(i, sent); ok {
			i = max(i, c.span.last)
			c.share = d.shareAfter(c.span)
			if c.paren = depth > 0; c.paren && !open.admit(d, &c, len(d.allCounts) > start) {
				continue
			}
			d.allCounts = append(d.allCounts, c)
		}
	}
	d.wholeShares(d.allCounts[start:])
}

// wholeShares forgets the shares of a sentence where they add up to everybody:
// "546 (73.7%) men and 195 (26.3%) women" are no part of others.
func (d *doc) wholeShares(cs []count) {
	all := 0
	for _, c := range cs {
		all += c.share
	}
	for i := range cs {
		if all >= 985 && all <= 1015 {
			cs[i].share = 0
		}
	}
}

// brackets tells what a pair of brackets holds, and what it has held so far.
type brackets struct {
	share, left   bool // a share of others, or those left at a time point
	some, nEquals bool // it has held a count; the first one was "n = 12"
	sex           bool // the first one was of one sex
}

func (d *doc) brackets(i, first int) brackets {
	return brackets{
		share: d.is(i-1, "%") || d.kind(i-1) == lexicon.Number && !d.is(i-2, "=", "group", "arm", "study", "cohort", "sample", "experiment"),
		left:  d.is(i-2, "day", "week", "month", "hour", "point") && i > first+6,
	}
}

// admit says whether a count inside the brackets may be one of a group, and
// marks those that follow another: "(26 controls, 12 users)" names groups, "(n =
// 61, 19 women)" and "(24 patients, 9 men)" do not.
func (b *brackets) admit(d *doc, c *count, others bool) bool {
	some, nEquals, sex := b.some, b.nEquals, d.ofOneSex(*c)
	b.some = true
	b.nEquals, b.sex = b.nEquals || !some && c.nEquals, b.sex || !some && sex
	switch {
	case b.share && others, b.share && !c.nEquals:
		return false
	case c.nEquals:
		return true
	case !some:
		return !b.left
	case b.left || nEquals || sex != b.sex:
		return false
	}
	c.later = true
	return true
}

// countAt reads "n = 12", "12 healthy volunteers" or "twelve patients" at token i.
func (d *doc) countAt(i, sent int) (count, bool) {
	if d.is(i, "n", "ns") && d.is(i+1, "=") || d.is(i, "n") && d.is(i+1, ":") {
		if n, last, ok := d.numberAt(i + 2); ok && d.plausible(n, last) {
			return count{n: n * d.groupsNamed(i, last), span: span{i, last, sent}, nEquals: true}, true
		}
		return count{}, false
	}
	n, last, ok := d.numberAt(i)
	if ok && n > 3 {
		if whole, noun := d.partAnalysed(last, sent); whole > n {
			return count{n: n, span: span{i, noun, sent}, enrolled: true}, true
		}
	}
	if ok && d.is(i-1, "(") && d.groupsNamed(i, last) > 1 {
		return count{n: n * d.groupsNamed(i, last), span: span{i, last, sent}, nEquals: true}, true
	}
	if !ok || !d.plausible(n, last) || d.subset(i, last) || d.year(i, n) || d.is(i-1, "first", "next", "another", "additional", "every", "per", "each", "day", "week", "phase", "session", "visit", "group", "stage", "part", "section", "table", "type", "class", "grade", "level", "axis", "bipolar", "asa", "status") || d.is(i-1, "study", "experiment", "trial") && !d.is(i-2, "this", "our", "present", "blind", "controlled", "pilot", "label", "to") && !strings.HasSuffix(d.word(i-2), "ly") || d.is(i-1, "or", "and", "to") && d.is(i-3, "asa", "status", "class", "grade") {
		return count{}, false
	}
	if _, _, before := d.numberAt(i - 2); before && n <= 12 && d.is(i-1, "to") {
		return count{}, false // "cohorts of three to four participants"
	}
	noun := d.personAfter(last+1, sent, 0)
	switch {
	case noun < 0 && d.is(last+1, "were", "was") && d.is(last+2, "randomly", "randomized", "randomised", "enrolled", "recruited"):
		return count{n: n, span: span{i, last + 2, sent}, enrolled: true}, true
	case noun < 0 && d.is(i-1, ",", "and") && d.is(last+1, "randomized", "randomised", "enrolled") && d.is(last+2, ",", "and", ".", ";") && d.is(i-2, "screened", "eligible", "approached", "invited", "enrolled", "consented"):
		return count{n: n, span: span{i, last + 1, sent}, enrolled: true}, true // "435 patients were screened, 227 randomised"
	case noun < 0 && d.is(i-1, "recruit", "enroll", "enrol", "recruited", "enrolled", "randomize", "randomise") && d.kind(last+1) == lexicon.Word && d.text.Tokens[last+1].Spaced:
		return count{n: n, span: span{i, last + 1, sent}}, true // "we will recruit 15 USMVs"
	case noun < 0 && d.is(i-1, "of") && d.is(i-2, "total", "sample") && d.is(last+1, "(", "took", "participated", "completed", "responded") && d.tookPart(last+1, sent):
		return count{n: n, span: span{i - 2, last, sent}}, true // "a total of 950 (mean age 15.9) took part"
	case noun < 0 && d.totalOfThe(i, last) && d.startsCue(cuePersonNoun, last+3):
		return count{n: n, span: span{i, last + 3, sent}}, true
	case noun < 0 && d.is(last+1, "to") && d.is(i-1, "and", "versus", ",") && d.assignedBefore(i, sent):
		return count{n: n, span: span{i, last + 1, sent}, bare: true}, true // "173 were randomised to … and 87 to …"
	case noun < 0 && d.elliptic(last+1):
		return count{n: n, span: span{i, last + 1, sent}, bare: true}, true
	case noun < 0, d.is(noun+1, "refused", "declined"):
		return count{}, false
	}
	times, known := d.groupsOf(i, noun, sent)
	return count{n: n * times, span: span{i, noun, sent}}, known
}

// assignedBefore says whether a number of people "randomised to" something stands
// before token i in its sentence.
func (d *doc) assignedBefore(i, sent int) bool {
	for k := i - 1; k > i-24 && k > d.sents[sent].first; k-- {
		if d.is(k, "to") && d.is(k-1, "randomized", "randomised", "assigned", "allocated") {
			return true
		}
	}
	return false
}

// tookPart says whether the sentence goes on with what only people do.
func (d *doc) tookPart(i, sent int) bool {
	for k := i; k <= d.sents[sent].last && k < i+30; k++ {
		if d.is(k, "participated", "enrolled", "recruited", "respondents", "consented") || d.is(k, "took") && d.is(k+1, "part") {
			return true
		}
	}
	return false
}

// elliptic says whether words follow that people do or where they are put, so that
// a number before them counts people: "20 received ketamine", "20 in the control group".
func (d *doc) elliptic(i int) bool {
	switch d.word(i) {
	case "received", "underwent", "ingested":
		return true
	case "in":
		for k := i + 2; k < i+6; k++ {
			if d.is(i+1, "the") && d.is(k, "group", "arm") {
				return true
			}
		}
	}
	return false
}

// groupsNamed reads how many groups a number in brackets is of each: "three
// groups (n = 25 each)" are three; 1 where that is not said.
func (d *doc) groupsNamed(i, last int) int {
	each := d.is(last+1, "each") || d.is(last+1, "per", "in") && d.is(last+2, "group", "arm", "each")
	if !each || !d.is(i-1, "(") || !d.is(i-2, "groups", "arms", "cohorts") {
		return 1
	}
	for k := i - 3; k > i-6; k-- {
		if n, _, ok := d.numberAt(k); ok {
			return min(max(n, 1), 10)
		}
	}
	return 1
}

// groupsOf reads how many groups of that size there are: "two groups of 12
// volunteers" are two; of "each cohort will consist of 8" nobody knows.
func (d *doc) groupsOf(i, noun, sent int) (times int, known bool) {
	for k := i - 1; k > i-8 && k >= d.sents[sent].first; k-- {
		if d.is(k, "each", "per", "every") && d.is(k+1, "group", "cohort", "arm", "team", "dose", "condition") {
			return 1, false
		}
		if d.is(k, "groups", "arms", "cohorts") && d.is(i-1, "of") && k == i-2 {
			if n, _, ok := d.numberAt(k - 1); ok && n > 1 && n < 10 {
				return n, true
			}
			return 1, !d.is(k-2, "in") && !d.is(k-1, "in")
		}
	}
	for k := noun + 1; k <= noun+3 && k <= d.sents[sent].last && !d.is(k, "(", ",", ";"); k++ {
		if n, _, ok := d.numberAt(k + 2); ok && d.is(k, "each") && d.is(k+1, "of") && n > 1 && n < 10 && d.is(k+3, "groups", "arms", "cohorts") {
			return n, true
		}
		if d.is(k, "per", "each") && d.is(k+1, "group", "cohort", "arm", "dose", "condition") {
			return 1, false
		}
	}
	return 1, true
}

// plausible refuses percentages, decimals, years and doses.
func (d *doc) plausible(n, last int) bool {
	return n > 0 && n < 50_000_000 && !d.is(last+1, "%", "mg", "microg", "microgram", "micrograms", "kg", "g", "million", "billion", "years", "year", "yr", "yrs", "weeks", "months", "days", "week", "month", "day", "hour", "minute", "mcg", "µg", "μg", "ml", "min", "h", "s", "hz", "item", "items", "arm", "way", "period", "fold", "point", "session", "center", "centre", "site", "/", ":", "±", "st", "th", "nd", "rd", "x")
}

// year says whether a number is a year: "in 2024", "from 2007 to 2022", "July 2021".
func (d *doc) year(i, n int) bool {
	if n < 1900 || n > 2099 || len(d.raw(i)) != 4 {
		return false
	}
	return d.is(i-1, "in", "since", "until", "during", "from", "to", "and", "between", "by", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "early", "late", "mid")
}

// shareAfter reads the share of others that a count is, printed behind its
// number or its noun: "599 (49.6%) participants", "29 patients (56%)".
func (d *doc) shareAfter(s span) int {
	for k := s.first + 1; k <= s.last+1; k++ {
		if d.is(k, "(", "[") && d.kind(k+1) == lexicon.Number && d.is(k+2, "%") && d.is(k+3, ")", "]", ",", ";") {
			f, err := strconv.ParseFloat(strings.ReplaceAll(d.raw(k+1), "·", "."), 64)
			if err == nil && f > 0 && f < 100 {
				return int(f*10 + 0.5)
			}
		}
	}
	return 0
}

// subset says whether the number counts part of others: "12 of 20 patients".
func (d *doc) subset(first, last int) bool {
	if d.totalOfThe(first, last) {
		return false
	}
	return d.is(last+1, "of", "out") && !d.is(last+2, "these", "our") && func() bool { _, _, ok := d.numberAt(last + 2); return ok || d.is(last+2, "the", "whom", "which", "of") }()
}

// personAfter gives the last token of the noun for people that follows within
// six words (a word with hyphens is one), -1 when there is none. Depth is how
// many numbers of a list came before; a list longer than any abstract's ends it.
func (d *doc) personAfter(from, sent, depth int) int {
	words, most := 0, 6
	if d.is(from, ",") {
		if from = d.describes(from + 1); from < 0 {
			return -1
		}
	}
	for k := from; k < from+14 && k <= d.sents[sent].last; k++ {
		if end := d.closes(k); end > k && end < from+14 {
			k = end // "171,766 (unweighted) adults", "42 (25 men, 17 women) patients"
			continue
		}
		if end := d.classAfter(k); end > k {
			k = end
			continue
		}
		if d.is(k, "type") && d.kind(k+1) == lexicon.Number {
			k++ // "20 type 1 diabetic subjects"
			continue
		}
		if d.kind(k) == lexicon.Symbol && !d.is(k, "/", ",") || d.kind(k) == lexicon.Number || units[d.word(k)] > 0 {
			return -1
		}
		if d.text.Tokens[k].Spaced {
			if words++; words > most {
				return -1
			}
		}
		if d.is(k, ",") {
			most = 8 // a list: "75 previous alcohol, cannabis, cocaine and crack users"
		}
		if d.is(k, "and") && !d.is(k-1, ",") && depth < 6 { // "30 current and 31 former users"; "21 age- and sex-matched controls"
			if _, last, ok := d.numberAt(k + 1); ok && (k > from || !d.is(from-2, "between", "from", "aged", "days", "weeks")) && last < from+6 {
				if d.personAfter(last+1, sent, depth+1) >= 0 {
					return k - 1
				}
			}
			if d.is(k-1, "age", "sex", "gender", "education", "iq") {
				continue
			}
		}
		if d.startsCue(cuePersonNoun, k) || d.short[d.raw(k)] {
			return k
		}
		if d.is(k, "to") && d.is(k-1, "mild", "moderate", "moderately", "low") {
			continue // "118 mild to moderate hypertensive subjects"
		}
		if d.text.Tokens[k].Spaced && (d.startsCue(cueStudiesNoun, k) || noAdjective[d.word(k)] && !d.is(k-1, "society", "past", "last") && !(d.is(k, "and", "or") && d.namesEnd(k-1))) {
			return -1
		}
	}
	return -1
}

// closes gives the bracket that closes one opened at token k, when it holds at most
// ten tokens and no other bracket; k where there is none.
func (d *doc) closes(k int) int {
	for i := k + 1; d.is(k, "(") && i < k+12 && !d.is(i, "(", "="); i++ {
		if d.is(i, ")") {
			return i
		}
	}
	return k
}

// classAfter gives the last token of a class of the American Society of
// Anesthesiologists that starts at token k ("ASA physical status I or II"): its
// numbers count nobody. It gives k where there is none.
func (d *doc) classAfter(k int) int {
	if !d.is(k, "asa") {
		return k
	}
	for k < len(d.text.Tokens) && d.is(k+1, "physical", "status", "class", "classes", "grade", "score", "ps", "i", "ii", "iii", "iv", "1", "2", "3", "4", "or", "and", "to", "-", "–", "/", "/ii", ",") {
		k++
	}
	return k
}

// shortNames reads the abbreviations for people that the text makes: "older adults
// (OA)".
func (d *doc) shortNames() {
	for _, h := range d.hits[cuePersonNoun] {
		k := h.last + 2
		if !d.is(k-1, "(") || !d.is(k+1, ")", ",", ";") || d.kind(k) != lexicon.Word {
			continue
		}
		if w := d.raw(k); len(w) > 1 && len(w) < 8 && w[:2] == strings.ToUpper(w[:2]) {
			if d.short == nil {
				d.short = map[string]bool{}
			}
			d.short[w] = true
			d.short[strings.TrimSuffix(w, "s")] = true
		}
	}
}

// namesEnd says whether a concept's name ends at token i: "MDMA and amphetamine users".
func (d *doc) namesEnd(i int) bool {
	for k := d.nameAt(i+1) - 1; k >= 0 && d.names[k].first > i-6; k-- {
		if d.names[k].last == i {
			return true
		}
	}
	return false
}

// noAdjective are words that do not stand between a number and what it counts.
var noAdjective = wordSet("of mg tablets pills capsules in to with for were was and or from who by at as that the than on each per item point week day month year received completed whereas while when if are is be been has have had may can who which during after before via")

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// startsCue says whether a hit of the cue starts at token i; none does behind the end.
func (d *doc) startsCue(c cue, i int) bool {
	return i >= 0 && i < len(d.of) && d.window(span{i, i, int(d.of[i])}, i, i, []cue{c})
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
		case (w == "and" || w == ",") && k > i && d.is(k-1, "hundred", "thousand") && units[d.word(k+1)] > 0 && (w == "and" || d.is(k+2, "hundred")):
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
	if len(parts[0]) <= 3 && len(parts) == 1 && d.is(i-1, "on", "of", "from", "included", "among", "=") && d.is(i+1, ",") && d.thousandsAfter(i+1) && d.startsCue(cuePersonNoun, i+3) {
		text, last = text+d.raw(i+2), i+2 // "168, 562 adults"
	}
	for len(parts[0]) <= 3 && len(parts) == 1 && len(text) < 9 && d.thousandsAfter(last) {
		last++
		text += d.raw(last) // "12 345", "1 937 301"
	}
	n, err := strconv.Atoi(text)
	return n, last, err == nil && len(text) < 9
}

// thousandsAfter says whether one space after token i three digits go on the
// number: the second group of "12 345".
func (d *doc) thousandsAfter(i int) bool {
	if d.kind(i+1) != lexicon.Number || len(d.raw(i+1)) != 3 || strings.ContainsAny(d.raw(i+1), ",.") {
		return false
	}
	gap := d.text.Raw[d.text.Tokens[i].End:d.text.Tokens[i+1].Start]
	return d.text.Tokens[i+1].Spaced && utf8.RuneCountInString(gap) == 1
}
