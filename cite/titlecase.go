package cite

import (
	"strings"
	"unicode"
)

// smallWords stay in lower case inside a title in title case.
var smallWords = map[string]bool{"a": true, "an": true, "and": true, "as": true, "at": true, "but": true, "by": true, "down": true, "for": true,
	"from": true, "in": true, "into": true, "nor": true, "of": true, "on": true, "onto": true, "or": true, "over": true, "so": true, "the": true,
	"till": true, "to": true, "up": true, "via": true, "with": true, "yet": true, "vs": true, "vs.": true, "versus": true}

// titleCase writes the words of an English title with a capital, except small
// words inside it. A word that has a capital or a digit already is left alone, so
// that MDMA, 5-MeO-DMT and names stay what they are.
func titleCase(s string) string {
	words := strings.Split(s, " ")
	after := true // at the start, and behind a colon or a dash, small words count
	for i, w := range words {
		bare := strings.Trim(w, "\"'“”‘’()[],;:.?!")
		last := i == len(words)-1
		if !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) && (after || last || !smallWords[bare]) {
			words[i] = capitalise(w)
		}
		after = strings.HasSuffix(w, ":") || strings.HasSuffix(w, "?") || w == "–" || w == "—"
	}
	return strings.Join(words, " ")
}

// capitalise gives the word with its first letter as a capital, and the parts of
// a hyphenated word too.
func capitalise(w string) string {
	out := []rune(w)
	start := true
	for i, r := range out {
		if start && unicode.IsLetter(r) {
			out[i] = unicode.ToUpper(r)
			start = false
		}
		if r == '-' {
			start = i+1 < len(out) && !smallWords[string(out[i+1:])]
		}
	}
	return string(out)
}
