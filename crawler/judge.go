package crawler

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of what is taken for an abstract from a page or a repository, where
// the same field may hold a teaser, the site's slogan or the whole text. They were
// set on the landing pages of a dozen publishers.
const (
	leastWords   = 20    // fewer are a teaser or a note ("12 pages, 3 figures")
	mostBytes    = 20000 // more are the article itself
	surelyLong   = 600   // bytes from which a text need not speak the title's words
	shortSnippet = 400   // bytes up to which a missing full stop means a cut
)

var reSite = regexp.MustCompile(`(?i)\b(?:cookies?|sign in|log in|subscribe|click here|download (?:the )?(?:full )?pdf|read (?:more|the full)|all rights reserved|skip to|our (?:web)?site|javascript|` +
	`(?:is|are) an? (?:[a-z-]+,? ){0,4}journals?|publishes|find articles|search results)\b`)

// JudgeAbstract says why a text found for a report is not its abstract: too short,
// cut, the title again, the site speaking of itself, or the whole article. It gives
// "" for an abstract. It errs on the side of refusing: a missing abstract is shown
// as missing, a wrong one as the study's.
func JudgeAbstract(text, title string) (reason string) {
	text, title = strings.TrimSpace(text), strings.TrimSpace(title)
	words := len(strings.Fields(text))
	last, _ := utf8.DecodeLastRuneInString(text)
	switch {
	case text == "":
		return "there is no text"
	case len(text) > mostBytes:
		return fmt.Sprintf("it has %d bytes, more than an abstract", len(text))
	case title != "" && strings.HasPrefix(letters(text), letters(title)) && len(text) < 2*len(title)+40:
		return "it repeats the title"
	case words < leastWords:
		return fmt.Sprintf("it has %d words", words)
	case strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…") || strings.HasSuffix(text, "[…]") || strings.HasSuffix(text, "[...]"):
		return "it is cut"
	case len(text) < shortSnippet && (unicode.IsLetter(last) || last == ',' || last == '-' || last == '('):
		return "it ends in the middle of a sentence"
	case len(text) < 2*surelyLong && reSite.MatchString(text):
		return "the site speaks of itself"
	case len(text) < surelyLong && !sharesWord(text, title):
		return "it shares no word with the title"
	}
	return ""
}

// letters gives the letters and digits of s in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// stem is how many letters two words have to begin with alike.
const stem = 5

// sharesWord says whether one of the title's longer words begins as one of the
// text's; a title without longer words cannot be compared.
func sharesWord(text, title string) bool {
	begins := map[string]bool{}
	for _, w := range longWords(title) {
		begins[w] = true
	}
	if len(begins) == 0 {
		return true
	}
	for _, w := range longWords(text) {
		if begins[w] {
			return true
		}
	}
	return false
}

// longWords gives the first letters of the words that have at least stem of them.
func longWords(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if r := []rune(w); len(r) >= stem {
			out = append(out, string(r[:stem]))
		}
	}
	return out
}
