package pubmed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// flattener makes plain text from a piece of the tree: all text in it, white
// space folded to single spaces, in Unicode NFC. It remembers where the inline
// markup stood. It is for one goroutine and used again and again.
type flattener struct {
	buf   []byte
	gap   bool // white space is due before the next character
	marks []mark
	nfc   bool // all pieces were in NFC
}

// mark is an inline tag in front of the byte at, of buf.
type mark struct {
	at   int
	name string
	end  bool
}

// text gives an element's text as a string of its own; "" for nil.
func (f *flattener) text(n *node) string {
	if n == nil {
		return ""
	}
	f.reset()
	f.walk(n)
	return f.plain()
}

func (f *flattener) reset() { f.buf, f.marks, f.gap, f.nfc = f.buf[:0], f.marks[:0], false, true }

func (f *flattener) plain() string {
	if norm.NFC.IsNormal(f.buf) {
		return string(f.buf)
	}
	f.nfc = false
	return string(norm.NFC.Bytes(f.buf))
}

func (f *flattener) walk(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch c.name {
		case "":
			f.add(c.text)
		case "i", "b", "sub", "sup":
			f.mark(c.name, false)
			f.walk(c)
			f.mark(c.name, true)
		case "DispFormula":
			f.gap = true
			f.walk(c)
			f.gap = true
		case "mml:math", "math":
			f.math(c)
		default:
			f.walk(c)
		}
	}
}

// math takes the symbols of a formula. White space between MathML's elements
// means nothing; annotations repeat the formula in another language.
func (f *flattener) math(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch strings.TrimPrefix(c.name, "mml:") {
		case "":
			if strings.TrimSpace(c.text) != "" {
				f.addTrimmed(c.text, n.name)
			}
		case "annotation", "annotation-xml":
		default:
			f.math(c)
		}
	}
}

// addTrimmed adds a symbol without the white space around it, which mtext alone
// keeps.
func (f *flattener) addTrimmed(s, element string) {
	if strings.TrimPrefix(element, "mml:") != "mtext" {
		s = strings.TrimSpace(s)
	}
	f.add(s)
}

func (f *flattener) mark(name string, end bool) {
	at := len(f.buf)
	if !end && f.gap && at > 0 {
		f.buf = append(f.buf, ' ')
		at, f.gap = at+1, false
	}
	f.marks = append(f.marks, mark{at, name, end})
}

// add appends text, folding white space of every kind. Runs of plain letters are
// copied at once: that is most of all text.
func (f *flattener) add(s string) {
	for i := 0; i < len(s); {
		run := i
		for run < len(s) && s[run] > ' ' && s[run] < 0x7f {
			run++
		}
		if run > i {
			f.put(s[i:run])
			i = run
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(c):
			f.gap = true
		case !hidden(c):
			f.put(s[i : i+size])
		}
		i += size
	}
}

// put appends characters that are no white space, after the space that is due.
func (f *flattener) put(s string) {
	if f.gap && len(f.buf) > 0 && f.buf[len(f.buf)-1] != ' ' {
		f.buf = append(f.buf, ' ')
	}
	f.gap = false
	f.buf = append(f.buf, s...)
}

// hidden says whether a character has no place in text: controls, marks that turn
// the direction of what follows, zero-width spaces, soft hyphens.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r == 0xAD || r == 0x200B || r == 0xFEFF || r == 0x2060 ||
		r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F
}

// fold cleans a string that is no element's text: an attribute.
func (f *flattener) fold(s string) string {
	f.reset()
	f.add(s)
	return f.plain()
}

// title gives a title without the full stop and the brackets that PubMed adds,
// and its markup where it has any.
func (f *flattener) title(n *node) (plain, markup string) {
	if n == nil {
		return "", ""
	}
	f.reset()
	f.walk(n)
	full := f.plain()
	from, to := trimTitle(full)
	plain = full[from:to]
	if len(f.marks) > 0 && f.nfc {
		markup = f.markup(from, to)
	}
	return plain, markup
}

// trimTitle finds the title in what PubMed prints: a single full stop at the end
// goes (an ellipsis stays), then brackets around the whole, which mark a title
// translated from another language, and a full stop inside them.
func trimTitle(s string) (from, to int) {
	to = dropStop(s, 0, len(s))
	if to >= 2 && s[0] == '[' && s[to-1] == ']' && enclosed(s[:to]) {
		from, to = 1, dropStop(s, 1, to-1)
	}
	for from < to && s[from] == ' ' {
		from++
	}
	for to > from && s[to-1] == ' ' {
		to--
	}
	return from, to
}

func dropStop(s string, from, to int) int {
	if to-from >= 2 && s[to-1] == '.' && s[to-2] != '.' {
		return to - 1
	}
	return to
}

// enclosed says whether the first bracket of s is closed by the last.
func enclosed(s string) bool {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth == 0 {
			return i == len(s)-1
		}
	}
	return false
}

// markup writes the part from..to of the text with its inline tags. Everything
// else is escaped, so that the result is safe to show as HTML.
func (f *flattener) markup(from, to int) string {
	var b strings.Builder
	at := from
	for _, m := range f.marks {
		p := min(max(m.at, from), to)
		escape(&b, f.buf[at:p])
		at = p
		b.WriteByte('<')
		if m.end {
			b.WriteByte('/')
		}
		b.WriteString(m.name)
		b.WriteByte('>')
	}
	escape(&b, f.buf[at:to])
	return b.String()
}

func escape(b *strings.Builder, s []byte) {
	for _, c := range s {
		switch c {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '"':
			b.WriteString("&#34;")
		default:
			b.WriteByte(c)
		}
	}
}
