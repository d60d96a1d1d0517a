package index

import (
	"strings"

	"evidelic/study"
)

// Translation is a query in several languages.
type Translation struct {
	Text       string    `json:"text"`       // as typed
	Understood string    `json:"understood"` // in our own language, synonyms written out
	PubMed     string    `json:"pubmed"`     // for PubMed's search box
	EuropePMC  string    `json:"europe_pmc"` // for Europe PMC's search box
	Warnings   []Warning `json:"warnings"`   // about the query as typed
	Notes      []string  `json:"notes"`      // what a translation had to change or leave out
}

// Translate reads a query and writes it for PubMed and Europe PMC. What another
// language cannot say is left out of its translation, and a note says so. A
// query beyond the bounds is an error that wraps study.ErrInvalid. It looks at
// no study and needs no turn.
func (x *Index) Translate(text string) (Translation, error) {
	q, err := parse(text, x.fold, x.grammar)
	if err != nil {
		return Translation{}, err
	}
	t := Translation{Text: text, Understood: q.expanded(), Warnings: append([]Warning{}, q.warnings...), Notes: []string{}}
	seen := map[string]bool{}
	note := func(s string) {
		if !seen[s] {
			seen[s] = true
			t.Notes = append(t.Notes, s)
		}
	}
	pubmed := &translator{name: "PubMed", note: note, term: pubmedTerm}
	epmc := &translator{name: "Europe PMC", note: note, term: europePMCTerm}
	t.PubMed, t.EuropePMC = pubmed.top(q.root), epmc.top(q.root)
	return t, nil
}

// translator writes a query in another language.
type translator struct {
	name string
	note func(string)
	term func(t *translator, n node) string // "" for what cannot be said
}

// write gives a node, "" where nothing of it can be said.
func (t *translator) write(n node) string {
	switch n := n.(type) {
	case *boolNode:
		return t.group(n)
	case *notNode:
		if s := t.write(n.kid); s != "" {
			return "NOT " + s
		}
		return ""
	case allNode:
		return ""
	}
	s := t.term(t, n)
	if s == "" {
		var b writer
		n.write(&b)
		t.note(t.name + " has nothing for " + b.String() + "; it is left out there")
	}
	return s
}

// top writes a whole query, without parentheses around it.
func (t *translator) top(n node) string {
	s := t.write(n)
	if b, ok := n.(*boolNode); ok && len(b.kids) > 1 && strings.HasPrefix(s, "(") && closesAt(s) == len(s)-1 {
		return s[1 : len(s)-1]
	}
	return s
}

// closesAt gives where the parenthesis at the start closes; quotes are skipped.
func closesAt(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case quoted:
		case s[i] == '(':
			depth++
		case s[i] == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// group writes kids with their operator, a NOT without one before it.
func (t *translator) group(n *boolNode) string {
	op := " AND "
	if n.or {
		op = " OR "
	}
	var b strings.Builder
	kids := 0
	for i := 0; i < len(n.kids); i++ {
		s := ""
		if w, ok := n.kids[i].(*textNode); ok && !n.or && w.run > 1 && i+w.run <= len(n.kids) {
			s = t.run(n.kids[i : i+w.run])
			i += w.run - 1
		} else {
			s = t.write(n.kids[i])
		}
		switch {
		case s == "":
			continue
		case kids == 0:
		case strings.HasPrefix(s, "NOT ") && !n.or:
			b.WriteByte(' ')
		default:
			b.WriteString(op)
		}
		b.WriteString(s)
		kids++
	}
	if kids < 2 {
		return b.String()
	}
	return "(" + b.String() + ")"
}

// run writes words that have other names together.
func (t *translator) run(words []node) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, t.term(t, w.(*textNode).alone()))
	}
	all := parts
	if len(parts) > 1 {
		all = []string{"(" + strings.Join(parts, " AND ") + ")"}
	}
	for _, o := range words[0].(*textNode).others {
		all = append(all, t.term(t, &textNode{text: o.text, tokens: o.tokens, quoted: true, near: -1}))
	}
	return "(" + strings.Join(all, " OR ") + ")" // a run has other names
}

// alone gives the node without its run.
func (n *textNode) alone() *textNode {
	c := *n
	c.others, c.head, c.run, c.last, c.tagged = nil, nil, 0, false, true
	return &c
}

// others writes a word with its other names.
func (t *translator) others(n *textNode) string { return t.run([]node{n}) }

// pubmedTags are PubMed's names of the kinds of whole terms that we call
// otherwise.
var pubmedTags = map[string]string{"doi": "aid", "nct": "si", "issn": "ta", "pmcid": "aid"}

// pubmedTerm writes one term for PubMed.
func pubmedTerm(t *translator, n node) string {
	switch n := n.(type) {
	case *textNode:
		if len(n.others) > 0 {
			return t.others(n)
		}
		if n.field == scopeAbstract {
			t.note("PubMed has no field for the abstract alone; [tiab] is written")
			n = n.alone()
			n.field = scopeTitleAbstract
		}
		var b writer
		tag := scopeTags[n.field]
		if (n.quoted || n.tagged) && n.field == scopeAll {
			tag = "[all]"
		}
		n.writeSelf(&b, tag)
		return b.String()
	case *exactNode:
		if n.kind == "ev" {
			return ""
		}
		tag := n.tag
		if other, ok := pubmedTags[n.kind]; ok {
			tag = other
		}
		star := ""
		if n.prefix {
			star = "*"
		}
		return quote(n.text+star) + "[" + tag + "]"
	case *dateNode:
		return slashDate(n.from) + ":" + slashDate(min(n.to, 30001231)) + "[" + n.tag + "]"
	case facetNode:
		return pubmedFacet(n)
	}
	return ""
}

// pubmedFacet writes the facets that PubMed has fields for.
func pubmedFacet(n facetNode) string {
	words := strings.ReplaceAll(n.value, "-", " ")
	switch n.key {
	case keyYear:
		if from, to, err := parseRange(n.value); err == nil {
			return itoa(max(from, 1)) + ":" + itoa(min(to, 3000)) + "[dp]"
		}
	case keyType:
		return quote(words) + "[pt]"
	case keyJournal:
		return quote(words) + "[ta]"
	case string(study.TaskDesign):
		if strings.HasPrefix(n.value, "randomi") || n.value == "rct" {
			return "randomized controlled trial[pt]"
		}
	case keyNotice:
		if strings.HasPrefix(n.value, "retract") {
			return "retracted publication[pt]"
		}
	}
	if names, ok := conceptNames(n); ok {
		return orNames(names, func(s string) string { return quote(s) + "[tiab]" })
	}
	return ""
}

// orNames writes names as alternatives.
func orNames(names []string, write func(string) string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = write(n)
	}
	if len(out) == 1 {
		return out[0]
	}
	return "(" + strings.Join(out, " OR ") + ")"
}
