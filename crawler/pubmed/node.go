package pubmed

import (
	"iter"
	"strconv"
	"strings"
)

// child gives the first child element of that name, nil when there is none; a nil
// node has none.
func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for c := n.first; c != nil; c = c.next {
		if c.name == name {
			return c
		}
	}
	return nil
}

// down follows names from child to child.
func (n *node) down(names ...string) *node {
	for _, name := range names {
		n = n.child(name)
	}
	return n
}

// each yields the child elements of that name; none for a nil node.
func (n *node) each(name string) iter.Seq[*node] {
	return func(yield func(*node) bool) {
		if n == nil {
			return
		}
		for c := n.first; c != nil; c = c.next {
			if c.name == name && !yield(c) {
				return
			}
		}
	}
}

// attr gives an attribute's value, "" when it is not there. It is a part of the
// source: fold it before keeping it.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// raw gives the text of an element that holds nothing else, trimmed and not
// copied: for looking at, not for keeping.
func (n *node) raw() string {
	if n == nil || n.first == nil || n.first.name != "" {
		return ""
	}
	return strings.TrimSpace(n.first.text)
}

// number reads a decimal between 0 and limit; 0 for anything else.
func number(s string, limit int) int {
	if len(s) > 4 {
		return 0
	}
	v, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || v < 0 || v > limit {
		return 0
	}
	return v
}
