package index

import (
	"strconv"
	"strings"

	"evidelic/study"
)

// node is a part of a query: what it matches. write gives it in our own
// language, so that reading it again gives the same node.
type node interface {
	write(b *writer)
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
	made    bool // by us, for one term of the query
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
	tagged bool // [all] was typed: the words are taken as they stand
	tokens []token
	span   study.Span

	others []alternative // other names of what this and the next words of the run mean
	run    int           // words that the other names are for
	head   *textNode     // the first of the run, where this is a later one
	last   bool          // of a run
}

// exactNode matches a whole name, heading or identifier.
type exactNode struct {
	tag    string // of the table of tags
	kind   string // of fieldExact
	key    string
	text   string // as typed
	prefix bool

	narrower []string // keys of the headings below it
	span     study.Span
}

// facetNode matches a value of a facet, or a range of one.
type facetNode struct {
	key, value string
	span       study.Span
}

// dateNode matches days, both ends included.
type dateNode struct {
	tag      string
	kinds    []int
	from, to uint32
	text     string
	span     study.Span
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
	var b writer
	q.root.write(&b)
	return b.String()
}

// expanded gives the query in our own language with the synonyms that are
// searched.
func (q *query) expanded() string {
	b := writer{synonyms: true}
	q.root.write(&b)
	return b.String()
}

// writer collects a query that is written.
type writer struct {
	strings.Builder
	synonyms bool
}

func (allNode) write(b *writer)    { b.WriteString("all[sb]") }
func (n noneNode) write(b *writer) { b.WriteString(quote(n.text)); b.WriteString("[none]") }

func (n *boolNode) write(b *writer) {
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
func writeInner(b *writer, k node) {
	if _, ok := k.(*boolNode); !ok {
		k.write(b)
		return
	}
	b.WriteByte('(')
	k.write(b)
	b.WriteByte(')')
}

func (n *notNode) write(b *writer) {
	b.WriteString("NOT ")
	writeInner(b, n.kid)
}

func (n *textNode) write(b *writer) {
	if !b.synonyms || len(n.others) == 0 && n.head == nil {
		n.writeSelf(b, scopeTags[n.field])
		return
	}
	if n.head == nil && n.run > 1 {
		b.WriteByte('(')
	}
	if n.head == nil {
		b.WriteByte('(')
	}
	n.writeSelf(b, "[all]")
	first, last := n, n.run == 1
	if n.head != nil {
		first = n.head
		last = n.last
	}
	if !last {
		return
	}
	if first.run > 1 {
		b.WriteByte(')')
	}
	for _, o := range first.others {
		b.WriteString(" OR " + quote(o.text))
	}
	b.WriteByte(')')
}

// writeSelf writes the node's own words with a tag.
func (n *textNode) writeSelf(b *writer, tag string) {
	star := ""
	if n.prefix {
		star = "*"
	}
	if n.quoted {
		b.WriteString(quote(n.text + star))
	} else {
		b.WriteString(n.text + star)
	}
	if n.tagged && n.field == scopeAll {
		tag = "[all]"
	}
	if n.near >= 0 {
		tag = strings.TrimSuffix(tag, "]") + ":~" + itoa(n.near) + "]"
	}
	b.WriteString(tag)
}

func (n *exactNode) write(b *writer) {
	text := n.text
	if n.prefix {
		text += "*"
	}
	b.WriteString(quote(text))
	b.WriteString("[" + n.tag + "]")
}

func (n facetNode) write(b *writer) {
	b.WriteString(n.key + ":")
	if strings.ContainsAny(n.value, " ()[]\"") {
		b.WriteString(quote(n.value))
		return
	}
	b.WriteString(n.value)
}

func (n *dateNode) write(b *writer) {
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
