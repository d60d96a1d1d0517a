package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// Span is a run of tokens: First to Last, both included.
type Span struct{ First, Last int }

// Sentences cuts a text into sentences at ".", "?" and "!" and at line breaks.
// Points of abbreviations ("vs.", "et al."), of initials and in numbers end no
// sentence. Every token is in exactly one sentence.
func (t *Text) Sentences() []Span {
	var out []Span
	first := 0
	for i := range t.Tokens {
		if i > first && t.Tokens[i].Line {
			out = append(out, Span{first, i - 1})
			first = i
		}
		if t.endsSentence(i) {
			out = append(out, Span{first, i})
			first = i + 1
		}
	}
	if first < len(t.Tokens) {
		out = append(out, Span{first, len(t.Tokens) - 1})
	}
	return out
}

// endsSentence says whether token i is the last of a sentence.
func (t *Text) endsSentence(i int) bool {
	if i+1 >= len(t.Tokens) {
		return false
	}
	tok, next := t.Tokens[i], t.Tokens[i+1]
	if !next.Spaced || !startsSentence(t.Raw[next.Start:next.End]) {
		return false
	}
	switch t.Raw[tok.Start:tok.End] {
	case "?", "!":
		return true
	case ".":
		return i == 0 || !t.abbreviated(i-1)
	}
	return false
}

// startsSentence refuses lower-case words, which follow abbreviations.
func startsSentence(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return !unicode.IsLower(r) && r != ',' && r != ';' && r != ')'
}

// abbreviated says whether the point after token i belongs to it.
func (t *Text) abbreviated(i int) bool {
	tok := t.Tokens[i]
	if tok.Kind != Word {
		return false
	}
	w := t.Low[tok.Start:tok.End]
	if len(w) == 1 {
		return unicode.IsUpper(rune(t.Raw[tok.Start])) && tok.Spaced && i+2 < len(t.Tokens) && t.Tokens[i+2].Kind == Word
	}
	switch w {
	case "vs", "al", "fig", "figs", "dr", "mr", "mrs", "ms", "prof", "approx", "ca", "cf", "resp", "st", "incl", "ie", "eg", "etc", "spp", "vol", "ver", "dept", "univ", "inc", "ltd", "jr", "rev":
		return w != "etc" && w != "inc" && w != "ltd"
	}
	return false
}
