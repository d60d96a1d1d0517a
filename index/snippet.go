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
	begin    [256]bool       // how a word that is looked for may begin, in ASCII
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
			m.mayBegin(m.prefixes[len(m.prefixes)-1])
		}
	}
	return m
}

// want enters the words of a stem.
func (m *marker) want(stem string, fold *folder) {
	for _, w := range fold.family(stem) {
		m.words[w] = word{surface: w, term: stem}
		m.mayBegin(w)
	}
}

// mayBegin enters the first letter of a word.
func (m *marker) mayBegin(w string) {
	if w == "" {
		return
	}
	m.begin[w[0]] = true
	if c := w[0]; c >= 'a' && c <= 'z' {
		m.begin[c-'a'+'A'] = true
	}
}

// skips says whether no word that is looked for begins as a text does.
func (m *marker) skips(text string) bool { return text[0] < utf8.RuneSelf && !m.begin[text[0]] }

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
		for _, span := range sentences(sec.Text) {
			text := sec.Text[span.Start:span.End]
			marks, different := m.marks(text)
			if different > 0 && different >= most {
				most, ok = different, true
				best = Snippet{Field: "abstract", Section: sec.Label, Text: text, Marks: marks}
			}
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

// sentences cuts a text after full stops, question and exclamation marks that a
// space and a capital, a digit or a bracket follow.
func sentences(text string) []study.Span {
	var out []study.Span
	start := 0
	for i := 0; i+2 < len(text); i++ {
		if !(text[i] == '.' || text[i] == '?' || text[i] == '!') || text[i+1] != ' ' {
			continue
		}
		if c := text[i+2]; c >= 'a' && c <= 'z' || abbreviation(text[start:i]) {
			continue
		}
		out = append(out, study.Span{Start: start, End: i + 1})
		start = i + 2
	}
	if start < len(text) {
		out = append(out, study.Span{Start: start, End: len(text)})
	}
	return out
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
