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

// rePages is a range: the numbers may have letters before them ("S12-S15").
var rePages = regexp.MustCompile(`([0-9]*[a-zA-Z]+0*)?([0-9]+[a-z]*)\s*[-–]\s*([0-9]*[a-zA-Z]+0*)?([0-9]+[a-z]*)`)

// write gives the pages with each range in the style's form; what is no plain
// range keeps the source's words, with the style's dash.
func (p pageRule) write(pages string) string {
	if p.form == pagesAsIs {
		return strings.ReplaceAll(pages, "-", p.dash)
	}
	out := rePages.ReplaceAllStringFunc(pages, func(s string) string {
		m := rePages.FindStringSubmatch(s)
		return p.span(m[1], m[2], m[3], m[4], s)
	})
	return strings.ReplaceAll(out, "-", p.dash)
}

func (p pageRule) span(letters, first, lastLetters, last, whole string) string {
	if lastLetters != "" && lastLetters != letters {
		return whole
	}
	if len(last) < len(first) {
		last = first[:len(first)-len(last)] + last
	}
	a, errA := strconv.Atoi(strings.TrimRight(first, "abcdefghijklmnopqrstuvwxyz"))
	b, errB := strconv.Atoi(strings.TrimRight(last, "abcdefghijklmnopqrstuvwxyz"))
	if errA != nil || errB != nil || a >= b {
		return whole
	}
	switch p.form {
	case pagesShort:
		return letters + first + p.dash + shortEnd(first, last, 1)
	case pagesTwo:
		return letters + first + p.dash + shortEnd(first, last, 2)
	case pagesChicago:
		return letters + first + p.dash + chicagoEnd(a, b, last)
	}
	return letters + first + p.dash + letters + last
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
