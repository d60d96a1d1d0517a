package crawler

import (
	"html"
	"strings"
)

// textToken is a piece of a marked-up text: text (entities decoded) or a tag.
type textToken struct {
	text  string // decoded; "" for a tag
	tag   string // local name in lower case; "" for text
	close bool
	void  bool // a tag that closes itself: <br/>
	block bool // the tag ends a line of text
}

// inlineTags are the names that keep the text on both sides together: HTML's,
// JATS's and MathML's, without namespace tagPrefixes.
var inlineTags = nameSet(`a abbr acronym alternatives b bdi bdo big bold cite code del dfn em email ext-link fn font i img
	inline-formula inline-graphic inline-supplementary-material ins italic kbd label mark monospace named-content nobr
	overline q roman ruby s samp sans-serif sc script small span strike strong style styled-content sub sup tex-math
	time tt u underline uri var wbr xref
	annotation annotation-xml maction math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
	mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics`)

// blockTags are the names at which words end.
var blockTags = nameSet(`abstract abstracttext address article aside blockquote body boxed-text br break caption center
	dd def-item def-list disp-formula disp-formula-group disp-quote div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
	head header hr html li list list-item main nav ol p pre sec section table table-wrap tbody td tfoot th thead title
	tr trans-abstract trans-title ul`)

// dropped are the elements whose content is not for readers: programs, and the
// TeX source that stands beside a formula.
var dropped = nameSet(`script style tex-math annotation`)

// tagPrefixes are the namespace tagPrefixes that make any name a tag.
var tagPrefixes = nameSet(`jats mml m xhtml html`)

func nameSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, n := range strings.Fields(s) {
		set[n] = true
	}
	return set
}

// tokenizer cuts a marked-up text into tokens, in time linear in its length. A
// "<" that no known tag name follows is text: "P<0.001", "n < 5".
type tokenizer struct {
	s      string
	out    []textToken
	start  int             // of the text not yet put out
	absent map[string]bool // ends that were searched for and do not come any more; keeps hostile input linear
}

// textTokens cuts s into tokens.
func textTokens(s string) []textToken {
	t := tokenizer{s: s, absent: map[string]bool{}}
	for at := 0; at < len(s); {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			break
		}
		at = t.angle(at + i)
	}
	t.flush(len(s), len(s))
	return t.out
}

// flush puts out the text before end and goes on at next.
func (t *tokenizer) flush(end, next int) {
	if end > t.start {
		t.out = append(t.out, textToken{text: decodeRefs(t.s[t.start:end])})
	}
	t.start = next
}

// angle reads what the "<" at at begins, and gives where to look on.
func (t *tokenizer) angle(at int) int {
	rest := t.s[at:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return t.skip(at, 4, "-->")
	case strings.HasPrefix(rest, "<![CDATA["):
		return t.cdata(at)
	case strings.HasPrefix(rest, "<?xml"):
		return t.skip(at, 5, "?>")
	}
	tag, size := readTag(rest)
	if size == 0 {
		return at + 1
	}
	t.flush(at, at+size)
	t.out = append(t.out, tag)
	if dropped[tag.tag] && !tag.close && !tag.void {
		return t.drop(at+size, tag.tag)
	}
	return at + size
}

// skip leaves out everything from at to the end mark; without one the opening is
// text.
func (t *tokenizer) skip(at, opening int, mark string) int {
	if t.absent[mark] {
		return at + opening
	}
	i := strings.Index(t.s[at+opening:], mark)
	if i < 0 {
		t.absent[mark] = true
		return at + opening
	}
	next := at + opening + i + len(mark)
	t.flush(at, next)
	return next
}

// cdata keeps the content of a CDATA section as it stands.
func (t *tokenizer) cdata(at int) int {
	const opening, mark = len("<![CDATA["), "]]>"
	if t.absent[mark] {
		return at + opening
	}
	i := strings.Index(t.s[at+opening:], mark)
	if i < 0 {
		t.absent[mark] = true
		return at + opening
	}
	end := at + opening + i
	t.flush(at, end+len(mark))
	t.out = append(t.out, textToken{text: t.s[at+opening : end]})
	return t.start
}

// drop leaves out the content of an element up to its closing tag; when that
// does not come, the content stays.
func (t *tokenizer) drop(at int, name string) int {
	if t.absent[name] {
		return at
	}
	for from := at; ; {
		i := strings.Index(t.s[from:], "</")
		if i < 0 {
			t.absent[name] = true
			return at
		}
		from += i
		if tag, size := readTag(t.s[from:]); size > 0 && tag.tag == name {
			t.start = from
			return from
		}
		from += len("</")
	}
}

// readTag reads the tag at the head of s, which begins with "<"; size is 0 when
// it is none. It looks no further than the next "<".
func readTag(s string) (tag textToken, size int) {
	at := 1
	if at < len(s) && s[at] == '/' {
		tag.close = true
		at++
	}
	end := at
	for end < len(s) && nameByte(s[end]) && end-at < 40 {
		end++
	}
	if end == at {
		return textToken{}, 0
	}
	name, known := tagName(s[at:end])
	if !known {
		return textToken{}, 0
	}
	size, void := tagEnd(s, end)
	if size == 0 {
		return textToken{}, 0
	}
	tag.tag, tag.block, tag.void = name, blockTags[name], void
	return tag, size
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '-'
}

// tagName gives the local name in lower case, and whether it names a tag.
func tagName(s string) (name string, known bool) {
	name = strings.ToLower(s)
	if prefix, local, ok := strings.Cut(name, ":"); ok {
		return local, local != "" && tagPrefixes[prefix]
	}
	return name, inlineTags[name] || blockTags[name]
}

// tagEnd finds the ">" that ends the tag whose name ends at at; size is 0 when
// another "<" or the end of s comes first, or when what stands between is no list
// of attributes ("a <b and c> d").
func tagEnd(s string, at int) (size int, void bool) {
	quote := byte(0)
	for i := at; i < len(s); i++ {
		switch c := s[i]; {
		case c == '<':
			return 0, false
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '>':
			return attributes(s[at:i], i+1)
		}
	}
	return 0, false
}

// attributes says whether what stands between a tag's name and its ">" can.
func attributes(s string, size int) (int, bool) {
	void := strings.HasSuffix(s, "/")
	inner := strings.TrimSuffix(s, "/")
	if inner == "" {
		return size, void
	}
	if !strings.ContainsRune(" \t\r\n\f", rune(inner[0])) {
		return 0, false
	}
	if strings.TrimSpace(inner) != "" && !strings.Contains(inner, "=") {
		return 0, false
	}
	return size, void
}

// decodeRefs resolves character references once. Only those that end with ";" count,
// so that "R&D" and "x&lty" stay as they are.
func decodeRefs(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		ref, text := charRef(s)
		b.WriteString(text)
		s = s[len(ref):]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// charRef gives the character reference at the head of s and its text, or "&"
// for itself. The longest name in HTML's table has 32 bytes.
func charRef(s string) (ref, text string) {
	for i := 1; i < len(s) && i < 40; i++ {
		c := s[i]
		if c == ';' {
			ref = s[:i+1]
			text = html.UnescapeString(ref)
			if text == ref || len(text) > 1 && strings.HasSuffix(text, ";") {
				break
			}
			return ref, text
		}
		if c != '#' && (!nameByte(c) || c == ':' || c == '-') {
			break
		}
	}
	return "&", "&"
}
