package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TokenKind says what a token is made of.
type TokenKind uint8

// The kinds of tokens. Hyphens, dashes and quotation marks are no tokens: a
// hyphenated word is several tokens, so that "double-blind" and "double blind"
// read alike.
const (
	Word   TokenKind = iota // a run of letters and digits that starts with a letter
	Number                  // "12", "0.5", "1,204", "3,4"
	Symbol                  // any other printed character, one rune
)

// Token is one word, number or symbol of a text. Start and End are byte offsets
// into the text, half open.
type Token struct {
	Start, End int32
	Kind       TokenKind
	Spaced     bool // white space, or the start of the text, comes before it
	Line       bool // a line break comes before it
	dotted     bool // it has points inside: "i.v."
}

// MaxText is the number of bytes of a text that are read; what follows is
// ignored. The longest abstracts have some 20 KB.
const MaxText = 1 << 20

// Text is a text cut into tokens. It is made by Tokenize and never changes.
type Text struct {
	Raw    string  // as given, cut at MaxText
	Low    string  // in lower case, byte for byte as long as Raw
	Tokens []Token // in the order of the text
}

// Tokenize cuts a text into tokens in time linear in its length. Invalid UTF-8
// is read as symbols.
func Tokenize(raw string) *Text {
	if len(raw) > MaxText {
		end := MaxText
		for end > MaxText-utf8.UTFMax && !utf8.RuneStart(raw[end]) {
			end--
		}
		raw = raw[:end]
	}
	t := &Text{Raw: raw, Low: Fold(raw), Tokens: make([]Token, 0, len(raw)/5+4)}
	s := scanner{text: t, spaced: true}
	for s.pos < len(raw) {
		s.next()
	}
	return t
}

// Word gives token i in lower case; of dotted abbreviations ("i.v.") the
// letters only.
func (t *Text) Word(i int) string {
	tok := t.Tokens[i]
	w := t.Low[tok.Start:tok.End]
	if tok.dotted {
		return strings.ReplaceAll(w, ".", "")
	}
	return w
}

// Slice gives the text from token first to token last, both included.
func (t *Text) Slice(first, last int) string {
	return t.Raw[t.Tokens[first].Start:t.Tokens[last].End]
}

// Fold puts a text in lower case without changing the length of any rune, so
// that offsets into both agree.
func Fold(s string) string {
	b := make([]byte, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b[i] = c
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == n {
			utf8.EncodeRune(b[i:], l)
		} else {
			copy(b[i:], s[i:i+n])
		}
		i += n
	}
	return string(b)
}

type scanner struct {
	text         *Text
	pos          int
	spaced, line bool
}

// next reads one token or skips one character.
func (s *scanner) next() {
	low := s.text.Low
	r, n := decode(low, s.pos)
	switch {
	case r == '\n' || r == '\u2028' || r == '\u2029':
		s.pos, s.spaced, s.line = s.pos+n, true, true
	case unicode.IsSpace(r):
		s.pos, s.spaced = s.pos+n, true
	case isDigit(r), r == '.' && s.opensFraction():
		s.emit(s.number(), Number)
	case isLetter(r):
		s.emit(s.word(), Word)
	case isJoiner(r):
		s.pos += n
		s.possessive(r)
	default:
		s.emit(s.pos+n, Symbol)
	}
}

func (s *scanner) emit(end int, kind TokenKind) {
	dotted := kind == Word && end > s.pos+1 && s.text.Low[s.pos+1] == '.' // only after its first letter
	s.text.Tokens = append(s.text.Tokens, Token{int32(s.pos), int32(end), kind, s.spaced, s.line, dotted})
	s.pos, s.spaced, s.line = end, false, false
}

// opensFraction says whether the point at the position begins a number: ".5"
// after white space, a bracket or a sign. After a word or a closing bracket it ends
// a sentence, and a footnote's number follows.
func (s *scanner) opensFraction() bool {
	low := s.text.Low
	if s.pos+1 >= len(low) || !isDigit(rune(low[s.pos+1])) {
		return false
	}
	return s.spaced || strings.IndexByte("([{=<>~/+-:", low[s.pos-1]) >= 0
}

// number gives the end of the number at the position: digits, with commas and
// points between digits.
func (s *scanner) number() int {
	low, i := s.text.Low, s.pos+1
	for i < len(low) {
		c := low[i]
		if '0' <= c && c <= '9' {
			i++
		} else if (c == '.' || c == ',' || c == 0xB7) && i+1 < len(low) && isDigit(rune(low[i+1])) {
			i += 2
		} else if strings.HasPrefix(low[i:], "·") && i+2 < len(low) && isDigit(rune(low[i+2])) {
			i += 3 // the raised decimal point of the Lancet
		} else {
			break
		}
	}
	return i
}

// word gives the end of the word at the position; "i.v.", "e.g." and "U.S." are
// one word with their points.
func (s *scanner) word() int {
	low, i := s.text.Low, s.pos
	for i < len(low) {
		r, n := decode(low, i)
		if !isLetter(r) && !isDigit(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		i += n
	}
	if i != s.pos+1 || i+1 >= len(low) || low[i] != '.' || !asciiLetter(low[i+1]) {
		return i
	}
	for i+1 < len(low) && low[i] == '.' && asciiLetter(low[i+1]) && (i+2 >= len(low) || !asciiLetter(low[i+2]) && !isDigit(rune(low[i+2]))) {
		i += 2
	}
	if i > s.pos+1 && i < len(low) && low[i] == '.' {
		i++
	}
	return i
}

// possessive skips the s of "patient's".
func (s *scanner) possessive(r rune) {
	if r != '\'' && r != '’' || s.spaced {
		return
	}
	low := s.text.Low
	if s.pos < len(low) && low[s.pos] == 's' {
		if r, _ := decode(low, s.pos+1); !isLetter(r) && !isDigit(r) {
			s.pos++
		}
	}
}

func decode(s string, i int) (rune, int) {
	if i >= len(s) {
		return 0, 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

func isDigit(r rune) bool     { return '0' <= r && r <= '9' }
func asciiLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return r != utf8.RuneError && unicode.IsLetter(r)
}

// isJoiner says whether a character stands inside words and is no token:
// hyphens, dashes, quotation marks, soft hyphens, zero-width characters.
func isJoiner(r rune) bool {
	switch r {
	case '-', '\'', '"', '`', '´', '‘', '’', '“', '”', '«', '»', '′', '″', '\u00ad', '−', '®', '™', '©', '_':
		return true
	}
	return '\u2010' <= r && r <= '\u2015' || '\u200b' <= r && r <= '\u200f' || r == '\ufeff'
}
