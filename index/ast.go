package index

import (
	"strconv"
	"strings"

	"evidelic/study"
)

// node is a part of a query: what it matches. write gives it in our own
// language, so that reading it again gives the same node.
type node interface {
	write(b *strings.Builder)
}

// allNode matches every study.
type allNode struct{}

// noneNode matches no study: a part that could not be read, kept with its words.
type noneNode struct{ text string }

// boolNode ties others together: all of them (and), or any (or).
type boolNode struct {
	or      bool
	implied bool // words side by side, not an AND that was typed
	closed  bool // stood in parentheses: nothing is appended any more
	kids    []node
}

// notNode matches what its kid does not.
type notNode struct{ kid node }

// textNode matches words in the text of a study.
type textNode struct {
	text   string // as typed, without quotes, tag and asterisk
	field  textScope
	quoted bool
	prefix bool // truncated: the last word goes on
	near   int  // in any order with at most so many words between; -1: a phrase
	tokens []token
	span   study.Span
}

// exactNode matches a whole name, heading or identifier.
type exactNode struct {
	tag    string // of the table of tags
	kind   string // of fieldExact
	key    string
	text   string // as typed
	prefix bool
}

// facetNode matches a value of a facet, or a range of one.
type facetNode struct{ key, value string }

// dateNode matches days, both ends included.
type dateNode struct {
	tag      string
	kinds    []int
	from, to uint32
	text     string
}

// textScope says in which fields of text a node looks.
type textScope int

// The scopes of text.
const (
	scopeAll       textScope = iota // text, headings, keywords and names
	scopeTextWords                  // [tw]: text, headings and keywords
	scopeTitle
	scopeAbstract
	scopeTitleAbstract
)

// tags by which a scope is written.
var scopeTags = [...]string{"", "[tw]", "[ti]", "[ab]", "[tiab]"}

// query is a query that was read.
type query struct {
	root      node
	warnings  []Warning
	usesScope bool        // it says itself which scopes it wants
	words     []*textNode // plain words side by side at the top: what may be relaxed
	rest      []node      // what stands beside them and must hold
	concepts  []concept   // what the ranking counts
}

// String gives the query in our own language.
func (q *query) String() string {
	var b strings.Builder
	q.root.write(&b)
	return b.String()
}

func (allNode) write(b *strings.Builder)    { b.WriteString("all[sb]") }
func (n noneNode) write(b *strings.Builder) { b.WriteString(quote(n.text)); b.WriteString("[none]") }

func (n *boolNode) write(b *strings.Builder) {
	sep := " AND "
	switch {
	case n.or:
		sep = " OR "
	case n.implied:
		sep = " "
	}
	for i, k := range n.kids {
		if i > 0 {
			b.WriteString(sep)
		}
		writeInner(b, k)
	}
}

// writeInner writes a kid, in parentheses where it would read differently
// without them.
func writeInner(b *strings.Builder, k node) {
	if _, ok := k.(*boolNode); !ok {
		k.write(b)
		return
	}
	b.WriteByte('(')
	k.write(b)
	b.WriteByte(')')
}

func (n *notNode) write(b *strings.Builder) {
	b.WriteString("NOT ")
	writeInner(b, n.kid)
}

func (n *textNode) write(b *strings.Builder) {
	star := ""
	if n.prefix {
		star = "*"
	}
	if n.quoted {
		b.WriteString(quote(n.text + star))
	} else {
		b.WriteString(n.text + star)
	}
	tag := scopeTags[n.field]
	if n.near >= 0 {
		tag = strings.TrimSuffix(tag, "]") + ":~" + itoa(n.near) + "]"
	}
	b.WriteString(tag)
}

func (n *exactNode) write(b *strings.Builder) {
	text := n.text
	if n.prefix {
		text += "*"
	}
	b.WriteString(quote(text))
	b.WriteString("[" + n.tag + "]")
}

func (n facetNode) write(b *strings.Builder) {
	b.WriteString(n.key + ":")
	if strings.ContainsAny(n.value, " ()[]\"") {
		b.WriteString(quote(n.value))
		return
	}
	b.WriteString(n.value)
}

func (n *dateNode) write(b *strings.Builder) {
	b.WriteString(slashDate(n.from) + ":" + slashDate(n.to) + "[" + n.tag + "]")
}

// slashDate writes yyyymmdd as PubMed does.
func slashDate(d uint32) string {
	pad := func(n uint32) string {
		if n < 10 {
			return "0" + itoa(int(n))
		}
		return itoa(int(n))
	}
	return itoa(int(d/10000)) + "/" + pad(d/100%100) + "/" + pad(d%100)
}

// quote puts a text in quotes; those inside become spaces.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, " ") + `"` }

func itoa(n int) string { return strconv.Itoa(n) }
