package index

import (
	"strings"

	"evidelic/study"
)

// lint warns of what a query says twice and of filters that OR makes useless.
func (p *parser) lint(n node) {
	switch n := n.(type) {
	case *notNode:
		p.lint(n.kid)
	case *boolNode:
		if !n.made {
			p.lintTwice(n)
			p.lintFilter(n)
		}
		for _, k := range n.kids {
			p.lint(k)
		}
	}
}

// lintTwice warns of equal terms side by side.
func (p *parser) lintTwice(n *boolNode) {
	seen := make(map[string]bool, len(n.kids))
	for _, k := range n.kids {
		span, ok := spanOf(k)
		if !ok {
			continue
		}
		var b writer
		k.write(&b)
		if s := strings.ToLower(b.String()); seen[s] {
			p.warn(span, b.String()+" stands here twice; once is enough", "")
		} else {
			seen[s] = true
		}
	}
}

// lintFilter warns of a date or another filter beside a term that OR ties it to:
// it widens the search in place of narrowing it.
func (p *parser) lintFilter(n *boolNode) {
	if !n.or {
		return
	}
	terms := 0
	for _, k := range n.kids {
		if !isFilter(k) {
			terms++
		}
	}
	if terms == 0 {
		return
	}
	for _, k := range n.kids {
		if span, ok := spanOf(k); ok && isFilter(k) {
			p.warn(span, "a filter tied on by OR finds every study that it fits; AND narrows the search", "AND")
		}
	}
}

// isFilter says whether a node narrows by a date or a facet.
func isFilter(n node) bool {
	switch n.(type) {
	case facetNode, *dateNode:
		return true
	}
	return false
}

// spanOf gives where a term stands in the query.
func spanOf(n node) (study.Span, bool) {
	switch n := n.(type) {
	case *textNode:
		return n.span, true
	case *exactNode:
		return n.span, true
	case *dateNode:
		return n.span, true
	case facetNode:
		return n.span, true
	}
	return study.Span{}, false
}

// dropStops leaves words that stand in every text out of what AND ties
// together, as plain queries do.
func (p *parser) dropStops(n node) node {
	switch n := n.(type) {
	case *notNode:
		n.kid = p.dropStops(n.kid)
	case *boolNode:
		var kept []node
		for _, k := range n.kids {
			if w, ok := k.(*textNode); n.or || !ok || !w.plain() || len(w.tokens) != 1 || !p.stop[w.tokens[0].surface] {
				kept = append(kept, p.dropStops(k))
			}
		}
		switch len(kept) {
		case 0:
		case 1:
			return kept[0]
		default:
			n.kids = kept
		}
	}
	return n
}

// nearestTag gives the known tag that is fewest letters away from an unknown
// one, as it would be typed; "" when none is near.
func (g *grammar) nearestTag(name string) string {
	best, least := "", max(len(name)/3, 1)+1
	for t := range g.tags {
		if d := distance(name, t); d < least || d == least && best != "" && t < best {
			best, least = t, d
		}
	}
	if best == "" || least > max(len(name)/3, 1) {
		return ""
	}
	return "[" + best + "]"
}
