package index

import (
	"strings"
	"unicode/utf8"

	"evidelic/study"
)

// maxSnippet bounds a snippet's text in bytes.
const maxSnippet = 400

// marker finds the words to mark. It knows them as the library writes them, so
// that the many others cost one look into a small map each. It is for one page of
// hits, and not safe for concurrent use.
type marker struct {
	words    map[string]word // by surface
	shapes   [1 << 10]uint64 // by the first two letters: lengths of words in ASCII that are looked for, as bits
	prefixes []string
	walk     tokenizer
	seen     map[string]bool
}

// newMarker collects the words that a query looks for.
func newMarker(q *query, fold *folder) *marker {
	m := &marker{words: map[string]word{}, seen: map[string]bool{}}
	m.walk.folder, m.walk.marks = fold, m
	for _, c := range q.concepts {
		for _, t := range c.terms {
			m.want(t, fold)
		}
		for _, p := range c.phrases {
			for _, t := range p {
				m.want(t.term, fold)
			}
		}
		if len(c.terms) == 0 && len(c.phrases) == 0 && len(c.node.tokens) > 0 {
			m.prefixes = append(m.prefixes, c.node.tokens[len(c.node.tokens)-1].surface)
			m.mayStand(m.prefixes[len(m.prefixes)-1], false)
		}
	}
	return m
}

// want enters the words of a stem.
func (m *marker) want(stem string, fold *folder) {
	for _, w := range fold.family(stem) {
		m.words[w] = word{surface: w, term: stem}
		m.mayStand(w, true)
	}
}

// mayStand enters the shape of a word, or of all words that begin with it.
func (m *marker) mayStand(w string, whole bool) {
	switch {
	case w == "":
	case whole:
		m.shapes[shapeOf(w)] |= lengthBit(len(w))
	case len(w) == 1:
		for second := range byte(32) {
			m.shapes[shape(w[0], second)] = ^uint64(0)
		}
	default:
		m.shapes[shapeOf(w)] = ^uint64(0)
	}
}

// mayBe says whether a word of ASCII letters and digits may be looked for.
func (m *marker) mayBe(w string) bool { return m.shapes[shapeOf(w)]&lengthBit(len(w)) != 0 }

// longShape is the last length that marker.shapes tells apart.
const longShape = 63

// lengthBit is the bit of a word's length.
func lengthBit(n int) uint64 { return 1 << min(n, longShape) }

// shape puts the first two letters or digits of a word into a small number that is
// the same for both cases.
func shape(first, second byte) int { return int(first&31)<<5 | int(second&31) }

// shapeOf gives the shape of a word. The second letter of a word of one is zero.
func shapeOf(w string) int {
	if len(w) == 1 {
		return shape(w[0], 0)
	}
	return shape(w[0], w[1])
}

// pass gives the place from which a text has to be read word by word: it moves
// over words of ASCII letters and digits, and compounds of them, that are surely
// none of those that are looked for.
func (m *marker) pass(text string, at int) int {
	for at < len(text) {
		c := text[at]
		if c >= utf8.RuneSelf {
			return at
		}
		if !wordByte[c] {
			at++
			continue
		}
		end := endOfWord(text, at)
		switch {
		case m.mayBe(text[at:end]):
			return at
		case end == len(text) || text[end] == ' ': // most words
		case hyphenAt(text, end):
			if end = m.passCompound(text, at, end); end == at {
				return at
			}
		case !standsAlone(text, at, end):
			return at
		}
		at = end
	}
	return at
}

// passCompound moves over a compound whose first part ends at a place, and gives
// where it begins when one of its parts, or all together, may be looked for.
func (m *marker) passCompound(text string, at, end int) int {
	unit, from := end-at, at
	for hyphenAt(text, end) {
		from = end + 1
		if end = endOfWord(text, from); m.mayBe(text[from:end]) {
			return at
		}
		unit += end - from
	}
	second := text[at+1]
	if second == '-' {
		second = text[at+2]
	}
	if m.shapes[shape(text[at], second)]&lengthBit(unit) != 0 || !standsAlone(text, from, end) {
		return at
	}
	return end
}

// endOfWord gives where a run of ASCII letters and digits ends, points between
// digits among them.
func endOfWord(text string, at int) int {
	for ; at < len(text); at++ {
		if wordByte[text[at]] {
			continue
		}
		if text[at] != '.' || at+1 == len(text) || !isDigit(text[at-1]) || !isDigit(text[at+1]) {
			break
		}
	}
	return at
}

// hyphenAt says whether a hyphen stands at a place with an ASCII letter or digit
// behind it.
func hyphenAt(text string, at int) bool {
	return at+1 < len(text) && text[at] == '-' && wordByte[text[at+1]]
}

// standsAlone says whether nothing joins a run of ASCII letters and digits, from
// one place to another, to what follows (see tokenizer.inner and tokenizer.joiner).
func standsAlone(text string, from, end int) bool {
	next := byteAt(text, end+1)
	switch c := byteAt(text, end); c {
	case '\'':
		return !isASCIILetter(next)
	case '(':
		return end-from != len("ht")
	case ',':
		return next < utf8.RuneSelf && !wordByte[next] || end-from > 1 && isASCIILetter(next)
	case '-':
		return next < utf8.RuneSelf && !wordByte[next]
	default:
		return c < utf8.RuneSelf
	}
}

// byteAt gives a byte of a text; a space behind its end.
func byteAt(text string, at int) byte {
	if at < len(text) {
		return text[at]
	}
	return ' '
}

// wordByte are the ASCII letters and digits.
var wordByte = func() (is [256]bool) {
	for c := range utf8.RuneSelf {
		is[c] = isDigit(byte(c)) || isASCIILetter(byte(c))
	}
	return is
}()

// word gives a folded word that is looked for; an empty one for every other.
func (m *marker) word(b []byte) word {
	if w, ok := m.words[string(b)]; ok {
		return w
	}
	for _, p := range m.prefixes {
		if len(b) >= len(p) && string(b[:len(p)]) == p {
			s := string(b)
			return word{surface: s, term: m.walk.folder.term(s)}
		}
	}
	return word{}
}

// snippets gives the title with its matched words, where it has any, and the
// sentence of the abstract that has the most of them.
func (m *marker) snippets(s *study.Study) []Snippet {
	if len(m.words) == 0 && len(m.prefixes) == 0 {
		return nil
	}
	var out []Snippet
	if marks, _ := m.marks(s.Title); len(marks) > 0 {
		out = append(out, Snippet{Field: "title", Text: s.Title, Marks: marks})
	}
	if best, ok := m.bestSentence(s.Abstract); ok {
		out = append(out, best)
	}
	return out
}

// bestSentence finds the sentence with the most different words of the query;
// of equals the later one, which is nearer to the conclusion.
func (m *marker) bestSentence(sections []study.Section) (best Snippet, ok bool) {
	most := 0
	for _, sec := range sections {
		for from := 0; from < len(sec.Text); {
			at := from
			if len(sec.Text) <= maxFieldText { // what is cut may end in the middle of a word
				at = m.pass(sec.Text, from)
			}
			if at == len(sec.Text) {
				break
			}
			span := sentenceAt(sec.Text, from, at)
			text := sec.Text[span.Start:span.End]
			marks, different := m.marks(text)
			if different > 0 && different >= most {
				most, ok = different, true
				best = Snippet{Field: "abstract", Section: sec.Label, Text: text, Marks: marks}
			}
			from = span.End + 1
		}
	}
	return cutSnippet(best), ok
}

// marks gives where the words stand in a text, and how many different ones.
func (m *marker) marks(text string) (marks []study.Span, different int) {
	clear(m.seen)
	for _, t := range m.walk.walk(cutText(text)) {
		if t.surface == "" {
			continue
		}
		m.seen[t.term] = true
		if n := len(marks); n > 0 && t.start < marks[n-1].End {
			continue // a part of a compound that is marked already
		}
		marks = append(marks, study.Span{Start: t.start, End: t.end})
	}
	return marks, len(m.seen)
}

// sentenceAt gives the sentence around a place of a text, from no earlier than a
// beginning. Sentences end with full stops, question and exclamation marks that a
// space and a capital, a digit or a bracket follow.
func sentenceAt(text string, from, at int) study.Span {
	span := study.Span{Start: from, End: len(text)}
	for i := at - 2; i >= from; i-- {
		if text[i] <= '?' && endsSentence(text, i) {
			span.Start = i + 2
			break
		}
	}
	for i := at; i < len(text); i++ {
		if text[i] <= '?' && endsSentence(text, i) {
			span.End = i + 1
			break
		}
	}
	return span
}

// endsSentence says whether a sentence ends with the mark at a place.
func endsSentence(text string, i int) bool {
	if c := text[i]; c != '.' && c != '?' && c != '!' || i+2 >= len(text) || text[i+1] != ' ' {
		return false
	}
	c := text[i+2]
	return (c < 'a' || c > 'z') && !abbreviation(text[:i])
}

// abbreviation says whether a full stop after s ends an abbreviation.
func abbreviation(s string) bool {
	word := s[strings.LastIndexAny(s, " (")+1:]
	switch strings.ToLower(word) {
	case "vs", "e.g", "i.e", "et al", "al", "approx", "ca", "cf", "dr", "fig", "no", "resp", "st":
		return true
	}
	return len(word) == 1 && isASCIILetter(word[0])
}

// cutSnippet shortens a long sentence around its first mark, at spaces.
func cutSnippet(s Snippet) Snippet {
	if len(s.Text) <= maxSnippet || len(s.Marks) == 0 {
		return s
	}
	from := max(0, min(s.Marks[0].Start-maxSnippet/4, len(s.Text)-maxSnippet))
	for from > 0 && s.Text[from-1] != ' ' && from > s.Marks[0].Start-maxSnippet/2 {
		from--
	}
	for from > 0 && !utf8.RuneStart(s.Text[from]) {
		from--
	}
	to := min(len(s.Text), from+maxSnippet)
	for to > from && to < len(s.Text) && s.Text[to] != ' ' {
		to--
	}
	for to > from && to < len(s.Text) && !utf8.RuneStart(s.Text[to]) {
		to--
	}
	var marks []study.Span
	for _, m := range s.Marks {
		if m.Start >= from && m.End <= to {
			marks = append(marks, study.Span{Start: m.Start - from, End: m.End - from})
		}
	}
	s.Text, s.Marks = s.Text[from:to], marks
	return s
}
