package study

import (
	"regexp"
	"strconv"
	"strings"
)

// place is where a report stands in its volume, read from pages as printed.
type place struct {
	prefix string // letters before the first page: "s" of "S417-S429"; "" for none
	start  int    // 0: no number could be read
	end    int    // 0: not given; abbreviated ends are completed ("132-42" ends on 142)
	cut    bool   // the start was lost: "Suppl-29" of "(4 Suppl):S417-29"
	loc    bool   // the number of an article, not a page: "e12724", "CD006828"
	suffix string // letters behind the first page: "a" of "250A"
	more   [][2]int
}

var (
	rePage   = regexp.MustCompile(`^([a-z]{0,6})\.?\s?([0-9]{1,7})([a-z]{0,2})(?:\s?(?:[-–—]+|to\s)\s?([a-z]{0,4})\s?([0-9]{1,7})[a-z]{0,2})?`)
	reCut    = regexp.MustCompile(`^([a-z]{1,8})\s?[-–—]\s?[a-z]?([0-9]{1,5})$`)
	reSheet  = regexp.MustCompile(`^([0-9]{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$`)
	reMonth  = regexp.MustCompile(`^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-([0-9]{2})$`)
	reRange  = regexp.MustCompile(`([0-9]{1,6})\s?[-–—]\s?([0-9]{1,6})`)
	rePoster = regexp.MustCompile(`^P[0-9]`)
	reBehind = regexp.MustCompile(`^(?:v(?:ol)?\.?\s?|suppl(?:ement)?\.?\s?)?[0-9]{0,4}\s?(?:\([^()]*\))?\s?:\s?`) // "12(3):" of "12(3):203-211"
	reCount  = regexp.MustCompile(`^(?:[0-9]{1,4}\s(?:pp?|pages?)|[0-9]{1,4}pages|[0-9]{1,2}p)\.?$`)
	rePP     = regexp.MustCompile(`^(?:pp?\.?|pages?:?)\s?`)
)

const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// parsePlace reads pages or an article number; ok is false where neither was
// given in a form that can be compared. Case matters in one point only: journals
// write article numbers with a small letter, and abstracts in supplements with a
// capital one.
func parsePlace(pages string) (p place, ok bool) {
	s := strings.Trim(strings.TrimSpace(pages), `"'.,; `)
	if reCount.MatchString(s) {
		return p, false // how many there are, not which
	}
	if strings.Contains(s, ":") {
		s = reBehind.ReplaceAllString(s, "")
	}
	if !rePoster.MatchString(s) {
		s = rePP.ReplaceAllString(strings.ToLower(s), "")
	}
	s = strings.ToLower(s)
	if m := reSheet.FindStringSubmatch(s); m != nil {
		// A spreadsheet took "1-6" for the first of June, or for January the sixth.
		p.start, _ = strconv.Atoi(m[1])
		p.end = strings.Index(months, m[2])/3 + 1
		p.start, p.end = min(p.start, p.end), max(p.start, p.end)
		return p, p.start > 0
	}
	if m := reMonth.FindStringSubmatch(s); m != nil {
		p.start = strings.Index(months, m[1])/3 + 1 // "1-57" for a January
		p.end, _ = strconv.Atoi(m[2])
		return p, p.end > p.start
	}
	if m := reCut.FindStringSubmatch(s); m != nil {
		p.prefix, p.cut = m[1], true
		p.end, _ = strconv.Atoi(m[2])
		return p, p.end > 0
	}
	m := rePage.FindStringSubmatch(s)
	if m == nil {
		return p, false
	}
	p.prefix, p.suffix = m[1], m[3]
	p.start, _ = strconv.Atoi(m[2])
	p.end = completeEnd(m[2], m[5])
	p.loc = articleNumber(pages, m)
	for _, r := range reRange.FindAllStringSubmatch(s, 6) {
		from, _ := strconv.Atoi(r[1])
		p.more = append(p.more, [2]int{from, completeEnd(r[1], r[2])})
	}
	return p, p.start > 0
}

// completeEnd gives the last page of "132-42" as 142; 0 when there is none.
func completeEnd(start, end string) int {
	if end != "" && len(end) < len(start) {
		end = start[:len(start)-len(end)] + end
	}
	n, _ := strconv.Atoi(end)
	return n
}

// articleNumber says whether pages give the number of an article: a small letter
// (the BMJ has a new one every year, others e) and at least three digits, letters
// with five, or a bare number of six and more. Supplements number their pages,
// posters and talks with the letters s, p and o, which need a fourth digit.
func articleNumber(pages string, m []string) bool {
	if m[5] != "" {
		return false
	}
	digits, letter := len(m[2]), strings.TrimLeft(pages, `"' `)
	switch {
	case m[1] == "":
		return digits >= 6
	case m[1] == "s", m[1] == "p", m[1] == "o":
		return digits >= 4 && letter[0] >= 'a'
	case m[1] == "e", len(m[1]) == 1 && letter != "" && letter[0] >= 'a' && letter[0] <= 'z':
		return digits >= 3
	}
	return digits >= 5
}

// span gives how many pages there are beyond the first, -1 when that is not known.
func (p place) span() int {
	if p.end < p.start || p.cut {
		return -1
	}
	return p.end - p.start
}

// agreement says how two statements about one thing stand to each other.
type agreement int

const (
	conflict  agreement = iota // they cannot both be right
	unknown                    // one of them is missing
	explained                  // they differ as two ways to write one thing do
	same
)

// comparePlaces says whether two places can be one.
func comparePlaces(a, b place) agreement {
	switch {
	case a.cut || b.cut:
		return compareCut(a, b)
	case a.start == b.start && a.prefix == b.prefix:
		return compareEnds(a, b)
	case a.loc && b.loc && a.start == b.start && (a.prefix == "" || b.prefix == ""):
		return same // "e100234" and "100234"
	case a.loc != b.loc && numberBeside(a, b):
		return explained
	case a.loc:
		return conflict
	case a.start == b.start && (a.prefix == "" || b.prefix == "") && !supplementBeside(a, b):
		return explained
	}
	return compareRanges(a, b)
}

// numberBeside says whether an article's number stands beside the pages of the
// file itself, from 1, or of a journal's paper edition. Numbers with an "e" are
// those of abstracts in supplements as well: those stand beside no printed pages.
func numberBeside(a, b place) bool {
	if b.loc {
		a, b = b, a
	}
	return b.start == 1 || a.prefix != "e" && b.prefix == ""
}

// supplementBeside says whether one is a single page with the letter of
// supplements and the other several pages without: an abstract and a paper, not
// one of them whose letter was lost.
func supplementBeside(a, b place) bool {
	if a.prefix == "" {
		a, b = b, a
	}
	return len(a.prefix) == 1 && strings.Contains("sapo", a.prefix) && a.end == 0 && b.span() > 0
}

// lettered says whether the place is a page of a supplement.
func (p place) lettered() bool { return p.prefix != "" && !p.loc }

// compareEnds compares two places that begin on one page.
func compareEnds(a, b place) agreement {
	if a.end > a.start && b.end > b.start && a.end != b.end {
		return explained
	}
	return same
}

// compareRanges finds the last page given for the first, the ranges of several
// language versions in another order, and a start lost to a part number.
func compareRanges(a, b place) agreement {
	if supplementBeside(a, b) {
		return conflict
	}
	for _, x := range a.more {
		for _, y := range b.more {
			if x == y && len(a.more)+len(b.more) > 2 {
				return explained
			}
		}
	}
	if within(a, b) || within(b, a) || shifted(a, b) {
		return explained
	}
	if a.span() > 0 && b.span() > 0 && (a.end == b.end || lostDigits(a, b) || lostDigits(b, a)) {
		return explained
	}
	if a.end > 0 && b.end > 0 && (lostStart(a, b) || lostStart(b, a)) {
		return explained
	}
	return conflict
}

// within says whether a is a single page that b ends on. Supplements have an
// abstract on every page.
func within(a, b place) bool {
	return a.end <= a.start && b.span() > 0 && a.start == b.end && !a.lettered()
}

// shifted says whether two ranges of one length overlap: one was taken from the
// proofs.
func shifted(a, b place) bool {
	return a.prefix == b.prefix && a.span() >= 2 && a.span() == b.span() && a.start <= b.end && b.start <= a.end
}

// lostStart says whether a's start is a part's number: "2-8" of "(Pt 2):125-8".
func lostStart(a, b place) bool {
	return a.start < 10 && b.start > 10 && endsAlike(a.end, b.end)
}

// lostDigits says whether a is b without the first digits: "23-30" of "123-130".
func lostDigits(a, b place) bool { return endsAlike(a.start, b.start) && endsAlike(a.end, b.end) }

// compareCut compares places of which one lost its start: the end must agree.
func compareCut(a, b place) agreement {
	if !a.cut {
		a, b = b, a
	}
	last := b.end
	if last == 0 {
		last = b.start
	}
	if endsAlike(a.end, last) {
		return explained
	}
	return conflict
}

// endsAlike says whether a is the last digits of b.
func endsAlike(a, b int) bool {
	return strings.HasSuffix(strconv.Itoa(b), strconv.Itoa(a))
}

var reVolume = regexp.MustCompile(`^(?:volume|vol|v)?\.?\s?0*([0-9]+[a-z]?|[a-z]+[0-9]*)`)

// normalVolume gives a volume's number without the parts and supplements that some
// sources write behind it; "" when there is none, as where an issue, a supplement or
// "in press" stands in its place.
func normalVolume(s string) string {
	m := reVolume.FindStringSubmatch(strings.ToLower(strings.Trim(s, `"' `)))
	if m == nil {
		return ""
	}
	if n := roman(m[1]); n > 0 {
		return strconv.Itoa(n)
	}
	if strings.Trim(m[1], "abcdefghijklmnopqrstuvwxyz") == "" || strings.HasPrefix(m[1], "suppl") {
		return ""
	}
	return m[1]
}

// roman reads a Roman number of two letters and more, 0 for what is none.
func roman(s string) int {
	value := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}
	n := 0
	for i := range len(s) {
		v := value[s[i]]
		if v == 0 || len(s) < 2 {
			return 0
		}
		if i+1 < len(s) && value[s[i+1]] > v {
			v = -v
		}
		n += v
	}
	return n
}
