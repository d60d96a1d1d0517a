package cite

import (
	"regexp"
	"strconv"
	"strings"
)

// pageRule is how a style writes ranges of pages.
type pageRule struct {
	dash string
	form pageForm
}

type pageForm int

const (
	pagesAsIs    pageForm = iota
	pagesFull             // 132–142
	pagesShort            // 132-42: no digit twice
	pagesTwo              // 132–42, 101–02: at least two digits
	pagesChicago          // 132–42, 101–2, 100–142
)

// numberRun is one number of a field of numbers ("S12-S19", "1-20, 30") with what
// joins it to the next. A letter before the digits is its prefix.
type numberRun struct{ prefix, value, joint string }

var (
	reNumberJoint = regexp.MustCompile(`\s*&\s*|,\s+and\s+|\s+and\s+|;\s+|,\s+|\s*-+\s*`)
	reNumberParts = regexp.MustCompile(`^([0-9]*[a-zA-Z]+0*)?([0-9]+(?:[a-zA-Z]*|[-,a-zA-Z]+))$`)
	reRoman       = regexp.MustCompile(`^[ivxlcmIVXLCM]+$`)
	reCounts      = regexp.MustCompile(`^(?:[0-9]+|[ixv]+)(?:[-,:a-zA-Z]*|-[-0-9]+)$`)
	reWholeRange  = regexp.MustCompile(`^([0-9]*[a-zA-Z]+0*)?([0-9]+[a-z]*)(\s*[^0-9]+\s*)([-,a-zA-Z]?0*)([0-9]+[a-z]*)$`)
)

// splitNumbers reads a field of numbers.
func splitNumbers(s string) []numberRun {
	s = strings.ReplaceAll(strings.TrimSpace(s), "–", "-")
	var out []numberRun
	at := 0
	add := func(value, joint string) {
		run := numberRun{value: value, joint: joint}
		if m := reNumberParts.FindStringSubmatch(value); m != nil {
			run.prefix, run.value = m[1], m[2]
		}
		out = append(out, run)
	}
	for _, m := range reNumberJoint.FindAllStringIndex(s, -1) {
		joint := s[m[0]:m[1]]
		switch {
		case strings.TrimSpace(joint) == "&":
			joint = " & "
		case strings.Contains(joint, "-"):
			joint = "-"
		}
		add(s[at:m[0]], joint)
		at = m[1]
	}
	add(s[at:], "")
	return out
}

// counted says whether the field begins with a number, so that its ranges are
// ranges and several of them are several; numeric whether the number stands alone
// or with letters behind it.
func counted(runs []numberRun) (counts, numeric bool) {
	first := runs[0].value
	return leads(first) || reRoman.MatchString(first), first != "" && reCounts.MatchString(first)
}

func leads(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// severalPages says whether pages take the plural of their word.
func severalPages(pages string) bool {
	runs := splitNumbers(pages)
	counts, numeric := counted(runs)
	return len(runs) > 1 && counts && numeric
}

// write gives the pages with each range in the style's form; what is no range of
// numbers keeps the source's words.
func (p pageRule) write(pages string) string { return p.numbers(pages, p.span) }

// plain writes ranges with the style's dash, and leaves their numbers as they are:
// volumes and issues.
func (p pageRule) plain(s string) string {
	return p.numbers(s, func(a, b numberRun) string { return a.value + "-" + b.value })
}

func (p pageRule) numbers(s string, span func(a, b numberRun) string) string {
	runs := splitNumbers(s)
	counts, numeric := counted(runs)
	if p.form != pagesAsIs {
		completePrefixes(runs)
	}
	var b strings.Builder
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		next := i + 1
		switch {
		case counts && r.joint == "-" && runs[next].joint != "-" && runs[next].prefix == r.prefix:
			b.WriteString(p.joined(r, runs[next], numeric, span) + runs[next].joint)
			i = next
		default:
			b.WriteString(r.prefix + r.value + r.joint)
		}
	}
	return b.String()
}

// completePrefixes gives the end of a range the letters of its beginning where
// the source leaves them out: "S31-8" ends on S38, as the manuals of AMA and APA want
// it written.
func completePrefixes(runs []numberRun) {
	for i := 1; i < len(runs); i++ {
		a, b := runs[i-1], runs[i]
		if a.joint == "-" && a.prefix != "" && b.prefix == "" && digits(a.value) && digits(b.value) && len(b.value) <= len(a.value) &&
			a.value < a.value[:len(a.value)-len(b.value)]+b.value {
			runs[i].prefix = a.prefix
		}
	}
}

// joined writes a range. What does not look like one when it is written keeps its
// hyphen.
func (p pageRule) joined(a, b numberRun, numeric bool, span func(a, b numberRun) string) string {
	if p.form == pagesAsIs && leads(b.value) && atoi(a.value) > atoi(b.value) {
		return a.prefix + a.value + p.dash + b.prefix + b.value
	}
	m := reWholeRange.FindStringSubmatch(span(a, b))
	switch {
	case m == nil && reRoman.MatchString(a.value) && reRoman.MatchString(b.value):
		return a.value + p.dash + b.value
	case m == nil:
		return a.prefix + a.value + "-" + b.prefix + b.value
	}
	if m[3] == "-" && numeric {
		m[3] = p.dash
	}
	return m[1] + m[2] + m[3] + m[4] + m[5]
}

// rePages is a range as it is shortened or completed: the numbers may have letters
// before them.
var rePages = regexp.MustCompile(`^([0-9]*[a-zA-Z]+0*)?([0-9]+[a-z]*)-([0-9]*[a-zA-Z]+0*)?([0-9]+[a-z]*)$`)

// span writes a range of pages in the style's form.
func (p pageRule) span(a, b numberRun) string {
	plain := a.prefix + a.value + p.dash + b.prefix + b.value
	if !leads(a.value) || !leads(b.value) {
		return a.value + "-" + b.value
	}
	m := rePages.FindStringSubmatch(a.prefix + a.value + "-" + b.prefix + b.value)
	if m == nil || m[3] != "" && m[3] != m[1] {
		return plain
	}
	first, last := m[2], m[4]
	if len(last) < len(first) {
		last = first[:len(first)-len(last)] + last
	}
	from, to := atoi(first), atoi(last)
	if from >= to {
		return plain
	}
	switch p.form {
	case pagesShort:
		return m[1] + first + p.dash + shortEnd(first, last, 1)
	case pagesTwo:
		return m[1] + first + p.dash + shortEnd(first, last, 2)
	case pagesChicago:
		return m[1] + first + p.dash + chicagoEnd(from, to, last)
	}
	return m[1] + first + p.dash + m[1] + last
}

// atoi reads the digits that a number begins with; beyond the range of numbers it
// gives the largest.
func atoi(s string) int {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(s[:end])
	return n
}

// shortEnd drops the digits that the end shares with the beginning, but keeps at
// least keep of them.
func shortEnd(first, last string, keep int) string {
	if len(first) != len(last) {
		return last
	}
	n := 0
	for n < len(last)-keep && first[n] == last[n] {
		n++
	}
	return last[n:]
}

// chicagoEnd follows the Chicago Manual of Style, 9.61: behind 101 to 109 only the
// changed part, behind 110 and above two digits, behind whole hundreds everything.
// Where three of four digits change all are written, as the 15th edition and the
// official CSL style have it.
func chicagoEnd(a, b int, last string) string {
	switch {
	case a > 100 && a%100 != 0 && a/100 == b/100:
		return strconv.Itoa(b % 100)
	case a >= 10000:
		return strconv.Itoa(b % 1000)
	}
	return last
}
