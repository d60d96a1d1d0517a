package index

import "strings"

// split finds the plain words side by side at the top of a query, which may be
// relaxed, and drops the stop words among them. strict says that operators or
// tags were typed: then nothing is relaxed.
func (q *query) split(strict bool, stop map[string]bool) {
	kids := []node{q.root}
	top, isBool := q.root.(*boolNode)
	if isBool && top.implied && !top.or {
		kids = flatten(top.kids)
	}
	var words, stops []*textNode
	var rest []node
	for _, k := range kids {
		w, ok := k.(*textNode)
		switch {
		case !ok || w.quoted || w.prefix || w.field != scopeAll:
			rest = append(rest, k)
		case len(w.tokens) == 1 && stop[w.tokens[0].surface]:
			stops = append(stops, w)
		default:
			words = append(words, w)
		}
	}
	if strict || len(words) == 0 || isBool && (top.or || !top.implied) {
		return
	}
	q.words, q.rest = words, rest
	q.warnOfQuestion()
	if len(stops) > 0 {
		q.dropStops(kids, stops)
	}
}

// flatten takes plain words out of parentheses that change nothing: "life span
// (of yeast)".
func flatten(kids []node) []node {
	var out []node
	for _, k := range kids {
		if b, ok := k.(*boolNode); ok && b.implied && !b.or {
			out = append(out, flatten(b.kids)...)
		} else {
			out = append(out, k)
		}
	}
	return out
}

// warnOfQuestion tells that a long query is read more openly than a short one.
func (q *query) warnOfQuestion() {
	if len(q.words) < questionWords {
		return
	}
	texts := make([]string, len(q.words))
	for i, w := range q.words {
		texts[i] = w.text
	}
	q.warnings = append(q.warnings, Warning{
		Message: "a question in five words or more finds the studies with any of them, the best matches first; AND asks for all",
		Start:   q.words[0].span.Start, End: q.words[len(q.words)-1].span.End,
		Suggestion: strings.Join(texts, " AND "),
	})
}

// dropStops makes the root anew without stop words.
func (q *query) dropStops(kids []node, stops []*textNode) {
	drop := map[*textNode]bool{}
	for _, s := range stops {
		drop[s] = true
	}
	var kept []node
	for _, k := range kids {
		if w, ok := k.(*textNode); !ok || !drop[w] {
			kept = append(kept, k)
		}
	}
	if len(kept) == 1 {
		q.root = kept[0]
		return
	}
	q.root = &boolNode{implied: true, kids: kept, closed: true}
}

// collect lists what the ranking counts: every word that may make a study match,
// each once. What stands behind NOT does not count.
func (q *query) collect(n node) {
	seen := map[string]bool{}
	q.collectFrom(n, seen)
}

func (q *query) collectFrom(n node, seen map[string]bool) {
	switch n := n.(type) {
	case *boolNode:
		for _, k := range n.kids {
			q.collectFrom(k, seen)
		}
	case *textNode:
		q.collectOthers(n, seen)
		for i, t := range n.tokens {
			c := concept{node: n, terms: []string{t.term}, field: n.field, kin: n.plain() && !t.unit}
			if n.prefix && i == len(n.tokens)-1 {
				c.terms, c.kin = nil, false
			}
			if len(n.tokens) > 1 || n.run != 1 || len(n.others) == 0 {
				q.addConcept(c, seen)
			}
		}
	}
}

func (q *query) addConcept(c concept, seen map[string]bool) {
	if k := c.key(); !seen[k] {
		seen[k] = true
		q.concepts = append(q.concepts, c)
	}
}

// collectOthers lists the other names of what words mean: with a single word as
// one concept, with several beside those of the words.
func (q *query) collectOthers(n *textNode, seen map[string]bool) {
	if len(n.others) == 0 {
		return
	}
	c := concept{node: n, field: n.field}
	if n.run == 1 && len(n.tokens) == 1 {
		c.terms = append(c.terms, n.tokens[0].term)
	}
	for _, o := range n.others {
		if len(o.tokens) == 1 {
			c.terms = append(c.terms, o.tokens[0].term)
		} else {
			c.phrases = append(c.phrases, o.tokens)
		}
	}
	q.addConcept(c, seen)
}
