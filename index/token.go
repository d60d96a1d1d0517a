package index

import (
	"unicode"
	"unicode/utf8"
)

// token is one word of a text in the form in which it is compared. Pos counts
// words from 1. A compound ("5-MeO-DMT") gives its parts at consecutive
// positions and, at the position of the first, itself as a unit without hyphens
// ("5meodmt"), so that both ways of writing find it.
type token struct {
	term       string // spelling folded, stemmed: what is compared
	surface    string // folded only: what is indexed, and what truncation compares
	start, end int    // bytes of the text
	pos        int
	number     int32 // of the word, see word; 0 in a query
	stem       int32 // the number of a stem of the library; of no meaning in a query
	unit       bool
}

// Bounds of the tokenizer: longer words are cut out of hostile input, longer
// compounds are kept by their parts alone.
const (
	maxTokenBytes  = 64
	maxUnitParts   = 8
	sectionGap     = 10 // positions left free at a line break, so that no phrase crosses sections
	minStemLetters = 4
)

// piece is a run of letters and digits before folding.
type piece struct {
	start, end int
}

// tokenizer walks one text.
type tokenizer struct {
	text   string
	at     int
	pos    int
	folder *folder
	learns *analyst // nil: the words of queries are not learnt
	marks  *marker  // nil: every word is wanted
	out    []token
	parts  []piece
	buf    []byte
}

// analyze cuts a text into tokens: the one analysis for the index and for
// queries.
func (f *folder) analyze(text string) []token {
	return f.tokens(make([]token, 0, len(text)/6+2), text, nil)
}

// tokens appends the tokens of a text; with an analyst, its words are learnt.
func (f *folder) tokens(out []token, text string, learns *analyst) []token {
	t := tokenizer{text: text, folder: f, learns: learns, out: out}
	for t.skip() {
		t.compound()
	}
	return t.out
}

// walk gives the tokens of another text, in place of those before.
func (t *tokenizer) walk(text string) []token {
	t.text, t.at, t.pos, t.out = text, 0, 0, t.out[:0]
	for {
		if t.marks != nil {
			t.at = t.marks.pass(t.text, t.at)
		}
		if !t.skip() {
			return t.out
		}
		t.compound()
	}
}

// skip moves to the next letter or digit; false at the end.
func (t *tokenizer) skip() bool {
	for t.at < len(t.text) {
		if c := t.text[t.at]; c == ' ' {
			t.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(t.text[t.at:])
		if isWord(r) {
			return true
		}
		if r == '\n' {
			t.pos += sectionGap
		}
		t.at += n
	}
	return false
}

// isWord says whether a rune is part of a word. Marks are, because they stand
// on the letter before them.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// compound reads pieces joined by hyphens and the like and emits their tokens.
func (t *tokenizer) compound() {
	t.parts = t.parts[:0]
	first := t.at
	for {
		t.parts = append(t.parts, t.piece())
		n := t.joiner()
		if n == 0 {
			break
		}
		t.at += n
	}
	end := t.at
	t.emit(first, end)
	t.possessive()
}

// piece reads one run of letters and digits, with the point of a decimal
// number, the comma of thousands and an apostrophe inside a name.
func (t *tokenizer) piece() piece {
	start := t.at
	for t.at < len(t.text) {
		if c := t.text[t.at]; isASCIILetter(c) || isDigit(c) {
			t.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(t.text[t.at:])
		if !isWord(r) {
			if n = t.inner(start, r, n); n == 0 {
				break
			}
		}
		t.at += n
	}
	return piece{start, t.at}
}

// inner says how many bytes of a mark belong inside a word: "0.5", "12,000",
// "O'Brien"; 0 where the word ends.
func (t *tokenizer) inner(start int, r rune, n int) int {
	before, after := t.byteAt(t.at-1), t.byteAt(t.at+n)
	switch {
	case t.at == start:
		return 0
	case (r == '.' || r == '·') && isDigit(before) && isDigit(after):
		return n
	case r == ',' && allDigits(t.text[start:t.at]) && t.at-start <= 3 && t.thousands(t.at+n):
		return n
	case (r == '\'' || r == '’') && isASCIILetter(after) && !t.isPossessive(n):
		return n
	}
	return 0
}

// thousands says whether exactly three digits stand at a place.
func (t *tokenizer) thousands(at int) bool {
	return isDigit(t.byteAt(at)) && isDigit(t.byteAt(at+1)) && isDigit(t.byteAt(at+2)) && !isDigit(t.byteAt(at+3)) && !isASCIILetter(t.byteAt(at+3))
}

// isPossessive says whether an apostrophe of n bytes begins a final "'s".
func (t *tokenizer) isPossessive(n int) bool {
	s := t.byteAt(t.at + n)
	r, _ := utf8.DecodeRuneInString(t.text[min(t.at+n+1, len(t.text)):])
	return (s == 's' || s == 'S') && !(isWord(r) && t.at+n+1 < len(t.text))
}

// possessive leaves out the "'s" behind a word.
func (t *tokenizer) possessive() {
	r, n := utf8.DecodeRuneInString(t.text[t.at:])
	if (r == '\'' || r == '’') && t.isPossessive(n) {
		t.at += n + 1
	}
}

// joiner gives the length of what ties the next piece to this one into a
// compound: a hyphen, the comma between locants ("N,N-", "2,5-"), or the bracket
// of a receptor's subtype ("5-HT(2A)"). 0 when the compound ends.
func (t *tokenizer) joiner() int {
	r, n := utf8.DecodeRuneInString(t.text[t.at:])
	next, _ := utf8.DecodeRuneInString(t.text[min(t.at+n, len(t.text)):])
	if t.at+n >= len(t.text) || !isWord(next) {
		return 0
	}
	last := t.parts[len(t.parts)-1]
	switch r {
	case '-', '‐', '‑', '−', '\u00ad':
		return n
	case ',':
		if last.end-last.start == 1 {
			return n
		}
	case '(':
		if hasFold(t.text[last.start:last.end], "ht") && t.closesSoon(t.at+n) {
			return n
		}
	}
	return 0
}

// closesSoon says whether a bracket closes after at most three letters or
// digits.
func (t *tokenizer) closesSoon(at int) bool {
	for i := 0; i <= 3; i++ {
		switch c := t.byteAt(at + i); {
		case c == ')':
			return i > 0
		case !isDigit(c) && !isASCIILetter(c):
			return false
		}
	}
	return false
}

func (t *tokenizer) byteAt(i int) byte {
	if i < 0 || i >= len(t.text) {
		return 0
	}
	return t.text[i]
}

// emit appends the unit, if the compound is one, and the parts.
func (t *tokenizer) emit(first, end int) {
	at := len(t.out)
	multi := len(t.parts) > 1 && len(t.parts) <= maxUnitParts
	if multi {
		t.out = append(t.out, token{start: first, end: end, pos: t.pos + 1, unit: true})
	}
	t.buf = t.buf[:0]
	for _, p := range t.parts {
		mark := len(t.buf)
		t.buf = t.folder.fold(t.buf, t.text[p.start:p.end])
		if len(t.buf) == mark {
			continue
		}
		t.pos++
		w := t.word(cutToken(t.buf[mark:]))
		if t.marks != nil && !multi && w.surface == "" {
			continue // not wanted
		}
		t.out = append(t.out, token{term: w.term, surface: w.surface, start: p.start, end: p.end, pos: t.pos, number: w.number, stem: w.stem})
	}
	if multi {
		t.setUnit(at)
	}
}

// setUnit fills the unit in, or takes it out again where it says no more than a
// part does.
func (t *tokenizer) setUnit(at int) {
	if len(t.out)-at < 3 || len(t.buf) > maxTokenBytes {
		t.out = append(t.out[:at], t.out[at+1:]...)
		return
	}
	w := t.word(t.buf)
	t.out[at].term, t.out[at].surface = w.term, w.surface
	t.out[at].number, t.out[at].stem = w.number, w.stem
}

// word gives a folded word with its stem.
func (t *tokenizer) word(b []byte) word {
	if t.marks != nil {
		return t.marks.word(b)
	}
	if t.learns != nil {
		return *t.folder.word(t.learns, b)
	}
	t.folder.mu.RLock()
	w := t.folder.words[string(b)]
	t.folder.mu.RUnlock()
	if w != nil {
		return *w
	}
	s := string(b)
	return word{surface: s, term: t.folder.term(s)}
}

// cutToken bounds a word, at a rune's border.
func cutToken(s []byte) []byte {
	if len(s) <= maxTokenBytes {
		return s
	}
	n := maxTokenBytes
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func isDigit(c byte) bool       { return c >= '0' && c <= '9' }
func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
