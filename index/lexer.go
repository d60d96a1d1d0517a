package index

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidelic/study"
)

// lexKind is the kind of a piece of a query.
type lexKind int

const (
	lexWord   lexKind = iota
	lexPhrase         // in quotes
	lexOpen           // (
	lexClose          // )
	lexTag            // [ti]
	lexOp             // AND OR NOT
	lexColon          // a colon that stands alone: a range
	lexEnd
)

// lexeme is one piece of a query with its place in the text as typed.
type lexeme struct {
	kind       lexKind
	text       string // without quotes and brackets
	start, end int
	glued      bool // follows the one before without a space
}

func (l lexeme) span() study.Span { return study.Span{Start: l.start, End: l.end} }

// lexer cuts a query into pieces.
type lexer struct {
	text     string
	at       int
	out      []lexeme
	warnings []Warning
}

// lex cuts a query into pieces and closes with lexEnd. It never fails: what is
// unbalanced becomes a warning.
func lex(text string) ([]lexeme, []Warning) {
	l := &lexer{text: text}
	for l.at < len(text) {
		l.next()
	}
	l.out = append(l.out, lexeme{kind: lexEnd, start: len(text), end: len(text)})
	return l.out, l.warnings
}

func (l *lexer) warn(start, end int, message, suggestion string) {
	l.warnings = append(l.warnings, Warning{Message: message, Start: start, End: end, Suggestion: suggestion})
}

// add appends a piece from start to where the lexer is.
func (l *lexer) add(kind lexKind, text string, start int) {
	glued := len(l.out) > 0 && l.out[len(l.out)-1].end == start
	l.out = append(l.out, lexeme{kind, text, start, l.at, glued})
}

func (l *lexer) next() {
	r, n := utf8.DecodeRuneInString(l.text[l.at:])
	start := l.at
	switch {
	case unicode.IsSpace(r) || r == ';' || r == utf8.RuneError && n == 1 || unicode.IsControl(r):
		l.at += n
	case r == '(' || r == ')':
		l.at += n
		kind := lexOpen
		if r == ')' {
			kind = lexClose
		}
		l.add(kind, string(r), start)
	case isQuote(r):
		l.phrase(r, n)
	case r == '[':
		l.tag()
	case r == ']':
		l.at += n
		l.warn(start, l.at, "a bracket closes that was not opened; it is left out", "")
	case r == ':' && l.aloneAt(l.at):
		l.at += n
		l.add(lexColon, ":", start)
	default:
		l.word()
	}
}

// isQuote says whether a rune opens or closes a phrase.
func isQuote(r rune) bool {
	return r == '"' || r == '“' || r == '”' || r == '„' || r == '«' || r == '»'
}

// aloneAt says whether the byte at a place stands between two terms with space
// or quotes around it.
func (l *lexer) aloneAt(at int) bool {
	before, after := byte(' '), byte(' ')
	if at > 0 {
		before = l.text[at-1]
	}
	if at+1 < len(l.text) {
		after = l.text[at+1]
	}
	return strings.IndexByte(" ]\"\t\n", before) >= 0 && strings.IndexByte(" \"\t\n", after) >= 0
}

// phrase reads up to the closing quote; without one, up to the end.
func (l *lexer) phrase(open rune, n int) {
	start := l.at
	l.at += n
	from := l.at
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if isQuote(r) {
			inner := l.text[from:l.at]
			l.at += n
			if open != '"' || r != '"' {
				l.warn(start, l.at, "curly quotes are read as straight ones", quote(inner))
			}
			l.add(lexPhrase, inner, start)
			return
		}
		l.at += n
	}
	inner := l.text[from:]
	l.warn(start, l.at, "the quote is not closed; the phrase is read to the end", quote(strings.TrimSpace(inner)))
	l.add(lexPhrase, inner, start)
}

// tag reads a field tag in square brackets.
func (l *lexer) tag() {
	start := l.at
	end := strings.IndexByte(l.text[start:], ']')
	if end < 0 || end > 80 || strings.ContainsAny(l.text[start+1:start+end], "[(") {
		l.at++
		l.warn(start, l.at, "the bracket is not closed; it is left out", "")
		return
	}
	l.at = start + end + 1
	l.add(lexTag, l.text[start+1:start+end], start)
}

// reDOIStart tells a DOI, in which brackets and parentheses are letters like
// others.
var reDOIStart = regexp.MustCompile(`(?i)^(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}(?:\.[0-9]+)*/`)

// word reads up to a space or a sign of the language.
func (l *lexer) word() {
	start := l.at
	if m := reDOIStart.FindString(l.text[start:min(len(l.text), start+600)]); m != "" {
		l.doi(start)
		return
	}
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if unicode.IsSpace(r) || isQuote(r) || r == '[' || r == ']' || r == ')' || r == ';' || unicode.IsControl(r) {
			break
		}
		if r == '(' {
			if n = l.inWord(start); n == 0 {
				break
			}
		}
		l.at += n
	}
	if l.at == start {
		l.at++ // an opening parenthesis is handled before; be sure to go on
		return
	}
	l.addWord(start)
}

// addWord appends the word from start, as an operator where it is one.
func (l *lexer) addWord(start int) {
	text := l.text[start:l.at]
	switch text {
	case "AND", "OR", "NOT":
		l.add(lexOp, text, start)
		return
	case "&":
		l.warn(start, l.at, "& ties words as a space does; AND asks for both sides", "AND")
		return
	case "|", "||":
		l.warn(start, l.at, text+" is read as OR", "OR")
		l.add(lexOp, "OR", start)
		return
	case "or", "not", "Or", "Not":
		l.warn(start, l.at, quote(text)+" is read as a word; an operator is written in capitals", strings.ToUpper(text))
	}
	l.add(lexWord, text, start)
}

// inWord gives the length of a short bracket inside a word ("5-HT(2A)",
// "drug(s)"), 0 where the parenthesis begins a group.
func (l *lexer) inWord(start int) int {
	if l.at == start || !isDigit(l.text[l.at-1]) && !isASCIILetter(l.text[l.at-1]) {
		return 0
	}
	for i := l.at + 1; i < len(l.text) && i <= l.at+5; i++ {
		switch c := l.text[i]; {
		case c == ')' && i > l.at+1:
			return i - l.at + 1
		case !isDigit(c) && !isASCIILetter(c):
			return 0
		}
	}
	return 0
}

// doi reads a DOI up to a space; parentheses that do not close in it and marks
// at its end are not part of it.
func (l *lexer) doi(start int) {
	depth := 0
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if unicode.IsSpace(r) || isQuote(r) || r == '[' || unicode.IsControl(r) {
			break
		}
		if r == '(' {
			depth++
		}
		if r == ')' {
			if depth--; depth < 0 {
				break
			}
		}
		l.at += n
	}
	for l.at > start && strings.IndexByte(".,;:", l.text[l.at-1]) >= 0 {
		l.at--
	}
	end := l.at
	l.add(lexWord, l.text[start:end], start)
	for l.at < len(l.text) && strings.IndexByte(".,;:", l.text[l.at]) >= 0 {
		l.at++
	}
}
