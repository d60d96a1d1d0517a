package cite

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// smallWords stay in lower case inside a title in title case: articles,
// conjunctions and prepositions, as the Citation Style Language lists them.
var smallWords = wordSet(`about above across afore after against al along alongside amid amidst among amongst anenst apropos apud around as
	aside astride at athwart atop barring before behind below beneath beside besides between beyond but by circa despite down during et except
	for forenenst from given in inside into lest like modulo near next notwithstanding of off on onto out over per plus pro qua sans since than
	through throughout thruout till to toward towards under underneath until unto up upon versus vs. v. vs v via vis-à-vis with within without
	or yet so and nor a an the de d' von van c ca`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// titleCase writes the words of an English title with a capital, except small
// words inside it. A word that has a capital already is left alone, so that MDMA,
// 5-MeO-DMT and names stay what they are.
func titleCase(s string) string { return string(titleRunes([]rune(s), nil)) }

// titleCaseSpans does so across the spans of a title; subscripts and superscripts
// stay as they are.
func titleCaseSpans(spans []span) []span {
	var runes []rune
	var fixed []bool
	for _, s := range spans {
		for _, r := range s.text {
			runes = append(runes, r)
			fixed = append(fixed, s.tag == "sub" || s.tag == "sup")
		}
	}
	runes = titleRunes(runes, fixed)
	out := make([]span, len(spans))
	at := 0
	for i, s := range spans {
		n := utf8.RuneCountInString(s.text)
		out[i] = s
		out[i].text = string(runes[at : at+n])
		at += n
	}
	return out
}

// titleRunes changes single letters only, so that positions stay what they are.
func titleRunes(in []rune, fixed []bool) []rune {
	out := append([]rune(nil), in...)
	var words []titleWord
	for at := 0; at < len(in); {
		if isBreak(in[at]) {
			at++
			continue
		}
		end := at
		for end < len(in) && !isBreak(in[end]) {
			end++
		}
		words = append(words, titleWord{at, end})
		at = end
	}
	for i, w := range words {
		if fixed != nil && fixed[w.start] {
			continue
		}
		if w.wants(in, i == 0, i == len(words)-1) {
			out[w.start] = unicode.ToUpper(in[w.start])
		}
	}
	return out
}

type titleWord struct{ start, end int }

// wants says whether the word takes a capital.
func (w titleWord) wants(in []rune, first, last bool) bool {
	text := string(in[w.start:w.end])
	if strings.ToLower(text) != text || w.end-w.start == 1 && unicode.Is(unicode.Greek, in[w.start]) {
		return false
	}
	if first || w.afterPunctuation(in) {
		return true
	}
	if w.end-w.start == 1 {
		return false
	}
	return last || !smallWords[text]
}

// afterPunctuation says whether a mark that opens a new sentence, and nothing but
// space, stands before the word.
func (w titleWord) afterPunctuation(in []rune) bool {
	for i := w.start - 1; i >= 0; i-- {
		switch in[i] {
		case ':', '?', '!':
			return true
		case ' ', '"', '“', '‘', '\u00a0':
		default:
			return false
		}
	}
	return false
}

// isBreak says where one word ends and the next may begin.
func isBreak(r rune) bool {
	return strings.ContainsRune(" \u00a0\u2003\u2009\u200b-–—/.,;?!:[]()\"“”‘’", r)
}
