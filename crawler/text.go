package crawler

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// CleanText gives s as the library keeps strings: valid UTF-8 in NFC, white space
// folded to single spaces and cut from both ends, control characters, soft
// hyphens and direction overrides removed. It takes linear time.
func CleanText(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	foldInto(&b, s, false)
	return nfc(b.String())
}

// PlainText gives an HTML or JATS fragment as plain text, cleaned as by CleanText:
// inline tags are dropped, block tags become spaces, the content of script and
// style (and the TeX source beside a formula) goes, and character references are
// decoded once. Only what is known as a tag's name makes a tag: "P<0.001",
// "n < 5" and "<5%" are text. It takes linear time on any input.
func PlainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return CleanText(s)
	}
	return joinTokens(textTokens(s))
}

// joinTokens gives the clean text of tokens.
func joinTokens(tokens []textToken) string {
	var b strings.Builder
	space := false
	for _, t := range tokens {
		if t.tag != "" {
			space = space || t.block
			continue
		}
		space = foldInto(&b, t.text, space)
	}
	return nfc(b.String())
}

// Unwrap undoes one level of escaping where a source has escaped its markup
// itself, as Europe PMC does in some titles ("&lt;i&gt;ATM&lt;/i&gt;") and
// Crossref in some abstracts. Text whose escaped "<" begins no tag that also ends
// is given as it is.
func Unwrap(s string) string {
	if !strings.Contains(s, "&lt;") {
		return s
	}
	open := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(s)
	for _, t := range textTokens(open) {
		if t.tag != "" && t.close {
			return open
		}
	}
	return s
}

// Markup gives the safe subset of a title's markup: <i>, <b>, <sub> and <sup>,
// balanced, without attributes, around text that is cleaned and escaped. It is ""
// where s has none of them, so that a plain title is not kept twice.
func Markup(s string) string {
	if !strings.Contains(s, "<") {
		return ""
	}
	m := markup{}
	for _, t := range textTokens(s) {
		m.add(t)
	}
	for len(m.open) > 0 {
		m.pop()
	}
	out := strings.TrimSpace(m.b.String())
	// A combining mark that follows a tag would melt into its ">".
	if !m.used || !norm.NFC.IsNormalString(out) {
		return ""
	}
	return out
}

// markupNames maps the names of HTML and JATS to the four that titles keep.
var markupNames = map[string]string{
	"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sub": "sub", "sup": "sup",
}

// maxMarkupDepth bounds the nesting of Markup; deeper tags are dropped.
const maxMarkupDepth = 8

// markup writes the safe subset.
type markup struct {
	b     strings.Builder
	open  []string
	space bool // white space is due before the next text
	used  bool // some element holds text
	empty int  // innermost open elements that nothing was written into
}

func (m *markup) add(t textToken) {
	name := markupNames[t.tag]
	switch {
	case t.tag == "":
		m.text(t.text)
	case name == "" || t.void:
		m.space = m.space || t.block
	case !t.close:
		if len(m.open) < maxMarkupDepth {
			m.open = append(m.open, name)
			m.empty++
		}
	case len(m.open) > 0 && m.open[len(m.open)-1] == name:
		m.pop()
	}
}

// text writes s, and before it the elements that were opened for it.
func (m *markup) text(s string) {
	var piece strings.Builder
	trailing := foldInto(&piece, s, false)
	if piece.Len() == 0 {
		m.space = m.space || trailing
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	if m.space || unicode.IsSpace(first) {
		if m.b.Len() > 0 {
			m.b.WriteByte(' ')
		}
	}
	for _, name := range m.open[len(m.open)-m.empty:] {
		m.b.WriteString("<" + name + ">")
	}
	m.used = m.used || len(m.open) > 0
	m.empty, m.space = 0, trailing
	m.b.WriteString(html.EscapeString(nfc(piece.String())))
}

// pop closes the innermost element; one that held nothing leaves no trace.
func (m *markup) pop() {
	name := m.open[len(m.open)-1]
	m.open = m.open[:len(m.open)-1]
	if m.empty > 0 {
		m.empty--
		return
	}
	m.b.WriteString("</" + name + ">")
}

// foldInto appends s to b with white space folded and what must not be shown
// removed. Due says whether white space stands before s; what is given back says
// whether some stands after it. Nothing is written for white space at the head
// of b.
func foldInto(b *strings.Builder, s string, due bool) bool {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			due = true
		case hiddenRune(r):
		default:
			if due && b.Len() > 0 {
				b.WriteByte(' ')
			}
			due = false
			b.WriteRune(r) // an invalid byte arrives as U+FFFD
		}
	}
	return due
}

// hiddenRune says whether a character has no place in text: controls, the marks that
// turn the direction of what follows, zero-width spaces, soft hyphens and
// non-characters.
func hiddenRune(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\u2060':
		return true
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f':
		return true
	}
	return r >= '\ufdd0' && r <= '\ufdef' || r&0xfffe == 0xfffe
}

// nfc gives NFC.
func nfc(s string) string { return norm.NFC.String(s) }

// plainASCII says whether s is clean already: the common case, without a copy.
func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
		if s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}
