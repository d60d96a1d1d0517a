package pubmed

import (
	"strconv"
	"strings"
)

// decode replaces the entities of a piece of text or of an attribute. Only the
// five of XML and numbers exist: NLM's DTD declares none, and none can be
// declared in what is read here.
func (t *tree) decode(raw string) (string, error) {
	i := strings.IndexByte(raw, '&')
	if i < 0 {
		return raw, nil
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i >= 0 {
		b.WriteString(raw[:i])
		raw = raw[i+1:]
		end := strings.IndexByte(raw, ';')
		if end < 0 {
			return "", t.fail("& without an entity: it is written &amp;")
		}
		if err := t.entity(&b, raw[:end]); err != nil {
			return "", err
		}
		raw = raw[end+1:]
		i = strings.IndexByte(raw, '&')
	}
	b.WriteString(raw)
	return b.String(), nil
}

func (t *tree) entity(b *strings.Builder, name string) error {
	switch name {
	case "amp":
		b.WriteByte('&')
	case "lt":
		b.WriteByte('<')
	case "gt":
		b.WriteByte('>')
	case "quot":
		b.WriteByte('"')
	case "apos":
		b.WriteByte('\'')
	default:
		r, ok := charRef(name)
		if !ok {
			return t.fail("entity &%.20s; is not known", name)
		}
		if r >= 0xD800 && r <= 0xDFFF {
			return t.refuse("character &%s; does not exist", name)
		}
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return t.fail("character &%s; is not allowed in XML", name)
		}
		b.WriteRune(r)
	}
	return nil
}

// charRef reads "#916" and "#x394".
func charRef(name string) (rune, bool) {
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > 0x10FFFF || strings.HasPrefix(digits, "+") {
		return 0, false
	}
	return rune(n), true
}
