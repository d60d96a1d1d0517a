package check

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// titleWords folds a text for comparing titles: lower case, no marks over letters,
// no punctuation, Greek letters by name.
func titleWords(s string) []string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(s))
	return strings.Fields(s)
}

// common gives the length of the longest common subsequence of two lists of
// words. Both are cut at maxCompared words, so that the time is bounded.
func common(a, b []string) int {
	a, b = a[:min(len(a), maxCompared)], b[:min(len(b), 4*maxCompared)]
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			switch {
			case x == y:
				row[j+1] = diagonal + 1
			case row[j] > above:
				row[j+1] = row[j]
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

const maxCompared = 80

// alike says how far two titles are the same, from 0 to 1: the share of words that
// they have in common, in order.
func alike(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := common(a, b)
	return 2 * float64(n) / float64(min(len(a), maxCompared)+min(len(b), maxCompared))
}

// inside says how far a title stands in a longer text, from 0 to 1: its words in
// order, within a stretch little longer than the title, so that words scattered
// over the text do not add up to one. Only the first maxText words are looked at.
func inside(title, text []string) float64 {
	title, text = title[:min(len(title), maxCompared)], text[:min(len(text), maxText)]
	if len(title) == 0 {
		return 0
	}
	best, width := 0, len(title)+3
	for start := 0; start == 0 || start+len(title)/2 < len(text); start++ {
		best = max(best, common(title, text[start:min(len(text), start+width)]))
		if best == len(title) {
			break
		}
	}
	return float64(best) / float64(len(title))
}

const maxText = 250
