package pubmed

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits on one article. The largest in PubMed, with some 5,000 authors, has
// about 100,000 elements, ten deep.
const (
	maxDepth = 256
	maxNodes = 1 << 20
)

// node is an element of an article, or a piece of its text when name is "".
type node struct {
	name        string
	text        string
	attrs       []attr
	first, last *node
	next        *node
}

// attr is one attribute of an element.
type attr struct{ name, value string }

// syntaxError is a place in an article that is not well-formed XML. strict marks
// what other parsers let pass: names outside ASCII, attributes given twice or
// without space between them, declarations, surrogates, too large a tree.
type syntaxError struct {
	at     int
	reason string
	strict bool
}

// Error gives the reason; the caller knows the place.
func (e *syntaxError) Error() string { return e.reason }

// tree holds the nodes of one article and is used again for the next: parse
// makes all earlier nodes invalid. It is for one goroutine.
type tree struct {
	blocks [][]node
	used   int
	attrs  []attr
	stack  []*node
	src    string
	pos    int
}

const blockSize = 512

// alloc gives a fresh node; blocks never move, so pointers stay good.
func (t *tree) alloc() (*node, error) {
	if t.used >= maxNodes {
		return nil, &syntaxError{t.pos, fmt.Sprintf("more than %d elements in one record", maxNodes), true}
	}
	b := t.used / blockSize
	if b == len(t.blocks) {
		t.blocks = append(t.blocks, make([]node, blockSize))
	}
	n := &t.blocks[b][t.used%blockSize]
	t.used++
	*n = node{}
	return n, nil
}

// parse reads one element with everything in it. Strings of the tree are parts
// of src: whoever keeps one must copy it.
func (t *tree) parse(src string) (*node, error) {
	t.src, t.pos, t.used, t.stack, t.attrs = src, 0, 0, t.stack[:0], t.attrs[:0]
	if at := badChar(src); at >= 0 {
		return nil, &syntaxError{at, "not text in UTF-8", true}
	}
	root, err := t.alloc()
	if err != nil {
		return nil, err
	}
	t.stack = append(t.stack, root)
	for t.pos < len(src) {
		if err := t.step(); err != nil {
			return nil, err
		}
	}
	if len(t.stack) > 1 {
		return nil, t.fail("element <%s> is not closed", t.top().name)
	}
	if root.first == nil || root.first.next != nil {
		return nil, t.fail("want one element")
	}
	return root.first, nil
}

func (t *tree) top() *node { return t.stack[len(t.stack)-1] }

func (t *tree) fail(format string, args ...any) error {
	return &syntaxError{at: t.pos, reason: fmt.Sprintf(format, args...)}
}

func (t *tree) refuse(format string, args ...any) error {
	return &syntaxError{t.pos, fmt.Sprintf(format, args...), true}
}

// step reads the next piece of text or of markup.
func (t *tree) step() error {
	rest := t.src[t.pos:]
	if rest[0] != '<' {
		return t.chars()
	}
	switch {
	case strings.HasPrefix(rest, "</"):
		return t.endTag()
	case strings.HasPrefix(rest, "<!--"):
		return t.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return t.cdata()
	case strings.HasPrefix(rest, "<!"):
		return t.refuse("a declaration inside a record")
	case strings.HasPrefix(rest, "<?"):
		return t.instruction()
	}
	return t.startTag()
}

// chars reads text up to the next markup.
func (t *tree) chars() error {
	raw := t.src[t.pos:]
	if i := strings.IndexByte(raw, '<'); i >= 0 {
		raw = raw[:i]
	}
	if i := strings.Index(raw, "]]>"); i >= 0 {
		t.pos += i
		return t.fail("]]> outside of CDATA")
	}
	s, err := t.decode(raw)
	if err != nil {
		return err
	}
	t.pos += len(raw)
	return t.addText(s)
}

func (t *tree) addText(s string) error {
	if len(t.stack) == 1 {
		if strings.Trim(s, " \t\r\n") != "" {
			return t.refuse("text outside of the record")
		}
		return nil
	}
	n, err := t.alloc()
	if err != nil {
		return err
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	n.text = s
	t.add(n)
	return nil
}

func (t *tree) add(n *node) {
	top := t.top()
	if top.last == nil {
		top.first = n
	} else {
		top.last.next = n
	}
	top.last = n
}

func (t *tree) comment() error {
	body := t.src[t.pos+4:]
	i := strings.Index(body, "--")
	if i < 0 {
		return t.fail("comment is not closed")
	}
	if !strings.HasPrefix(body[i:], "-->") {
		return t.fail("-- inside a comment")
	}
	t.pos += 4 + i + 3
	return nil
}

func (t *tree) cdata() error {
	body := t.src[t.pos+len("<![CDATA["):]
	i := strings.Index(body, "]]>")
	if i < 0 {
		return t.fail("CDATA is not closed")
	}
	if len(t.stack) == 1 {
		return t.refuse("CDATA outside of the record")
	}
	t.pos += len("<![CDATA[") + i + 3
	return t.addText(body[:i])
}

func (t *tree) instruction() error {
	body := t.src[t.pos+2:]
	i := strings.Index(body, "?>")
	if i < 0 {
		return t.fail("processing instruction is not closed")
	}
	target := nameLength(body)
	if target == 0 {
		return t.fail("processing instruction without a name")
	}
	if target > i || target < i && !isSpace(body[target]) || strings.EqualFold(body[:target], "xml") {
		return t.refuse("processing instruction %.20q", body[:target])
	}
	t.pos += 2 + i + 2
	return nil
}

func (t *tree) endTag() error {
	rest := t.src[t.pos+2:]
	name, err := t.name(rest, "end tag without a name")
	if err != nil {
		return err
	}
	n := len(name)
	end := n
	for end < len(rest) && isSpace(rest[end]) {
		end++
	}
	if end == len(rest) || rest[end] != '>' {
		return t.fail("end tag </%s is not closed", name)
	}
	if len(t.stack) == 1 || t.top().name != name {
		return t.fail("</%s> closes <%s>", name, t.top().name)
	}
	t.stack = t.stack[:len(t.stack)-1]
	t.pos += 2 + end + 1
	return nil
}

func (t *tree) startTag() error {
	n, err := t.alloc()
	if err != nil {
		return err
	}
	if n.name, err = t.name(t.src[t.pos+1:], "< without a name: it is written &lt;"); err != nil {
		return err
	}
	t.pos += 1 + len(n.name)
	mark := len(t.attrs)
	closed, err := t.attributes(n.name, mark)
	if err != nil {
		return err
	}
	n.attrs = t.attrs[mark:len(t.attrs):len(t.attrs)]
	t.add(n)
	if closed {
		return nil
	}
	if len(t.stack) > maxDepth {
		return t.refuse("elements nested deeper than %d", maxDepth)
	}
	t.stack = append(t.stack, n)
	return nil
}

// attributes reads up to the end of a start tag; closed tells <a/> from <a>.
func (t *tree) attributes(name string, mark int) (closed bool, err error) {
	for {
		before := t.pos
		t.space()
		rest := t.src[t.pos:]
		switch {
		case rest == "":
			return false, t.fail("<%s is not closed", name)
		case rest[0] == '>':
			t.pos++
			return false, nil
		case strings.HasPrefix(rest, "/>"):
			t.pos += 2
			return true, nil
		}
		if before == t.pos {
			return false, t.refuse("attributes of <%s> without a space between", name)
		}
		if err := t.attribute(mark); err != nil {
			return false, err
		}
	}
}

func (t *tree) attribute(mark int) error {
	var a attr
	var err error
	if a.name, err = t.name(t.src[t.pos:], "attribute without a name"); err != nil {
		return err
	}
	t.pos += len(a.name)
	t.space()
	if !strings.HasPrefix(t.src[t.pos:], "=") {
		return t.fail("attribute %s without a value", a.name)
	}
	t.pos++
	t.space()
	rest := t.src[t.pos:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return t.fail("attribute %s without quotes", a.name)
	}
	end := strings.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return t.fail("attribute %s is not closed", a.name)
	}
	raw := rest[1 : 1+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return t.fail("< in attribute %s: it is written &lt;", a.name)
	}
	for _, b := range t.attrs[mark:] {
		if b.name == a.name {
			return t.refuse("attribute %s is there twice", a.name)
		}
	}
	if a.value, err = t.decode(raw); err != nil {
		return err
	}
	t.pos += 1 + end + 1
	t.attrs = append(t.attrs, a)
	return nil
}

func (t *tree) space() {
	for t.pos < len(t.src) && isSpace(t.src[t.pos]) {
		t.pos++
	}
}

// name gives the name at the head of s. Where there is none, what says so.
func (t *tree) name(s, what string) (string, error) {
	n := nameLength(s)
	switch {
	case n < len(s) && s[n] >= utf8.RuneSelf:
		return "", t.refuse("a name outside of ASCII")
	case n == 0:
		return "", t.fail("%s", what)
	case twoColons(s[:n]):
		return "", t.fail("name %.40q", s[:n])
	}
	return s[:n], nil
}

// twoColons says whether a name has more than its one namespace.
func twoColons(name string) bool {
	i := strings.IndexByte(name, ':')
	return i >= 0 && strings.IndexByte(name[i+1:], ':') >= 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// nameLength gives the length of the XML name at the head of s, 0 when there is
// none. Names are ASCII, as all of NLM's are.
func nameLength[S string | []byte](s S) int {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '.' || c == '-')) {
			return i
		}
	}
	return len(s)
}

// badChar gives the place of the first byte that is not part of an XML character
// in UTF-8 (XML 1.0, production 2), or -1.
func badChar(s string) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c-' ' < utf8.RuneSelf-' ' { // most bytes: c from ' ' up to 0x7f
			i++
			continue
		}
		if c < utf8.RuneSelf {
			if c != '\n' && c != '\t' && c != '\r' {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
			return i
		}
		i += size
	}
	return -1
}
