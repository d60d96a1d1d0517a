package lexicon

import (
	"fmt"
	"sort"
	"strings"
	"sync"
)

// Match is a name of a concept in a text: from token First to token Last, both
// included.
type Match struct {
	Concept     *Concept
	First, Last int
}

// Finder finds the names of all concepts, and the caller's own phrases, in one
// pass. It is safe for concurrent use.
type Finder struct {
	concepts []Concept
	matcher  *Matcher
}

// The labels of a concept's patterns: four for each concept, the caller's
// after them.
const (
	asName = iota
	asDoubtful
	asCompany
	asAgainst
	uses
)

// NewFinder makes a Finder for every Concept and for the caller's patterns.
func NewFinder(extra []Pattern) (*Finder, error) {
	f := &Finder{concepts: Concepts()}
	var all []Pattern
	for i, c := range f.concepts {
		for use, names := range [uses][]string{c.Names, c.Doubtful, c.Company, c.Against} {
			for _, name := range names {
				all = append(all, Pattern{name, i*uses + use})
			}
		}
	}
	for _, p := range extra {
		all = append(all, Pattern{p.Text, p.Label + len(f.concepts)*uses})
	}
	var err error
	if f.matcher, err = Compile(all); err != nil {
		return nil, fmt.Errorf("compile the lexicon: %w", err)
	}
	return f, nil
}

// Find gives the concepts named in a text and the hits of the caller's
// patterns, both in the order of the text. A name inside a longer name of the
// same kind is left out ("ketamine" in "S-ketamine"), and so is an abbreviation
// that the text does not use in the concept's sense.
func (f *Finder) Find(t *Text) ([]Match, []Hit) {
	raw := f.matcher.Find(t, make([]Hit, 0, len(t.Tokens)/2))
	base := len(f.concepts) * uses
	seen := make([]bool, base)
	for _, h := range raw {
		if h.Label < base {
			seen[h.Label] = true
		}
	}
	var matches []Match
	extra := raw[:0]
	for _, h := range raw {
		if h.Label >= base {
			extra = append(extra, Hit{h.Label - base, h.First, h.Last})
			continue
		}
		concept, use := h.Label/uses, h.Label%uses
		if use == asName || use == asDoubtful && spokenFor(seen[concept*uses:][:uses]) {
			matches = append(matches, Match{&f.concepts[concept], h.First, h.Last})
		}
	}
	return outermost(matches), extra
}

// spokenFor decides an ambiguous abbreviation by its company in the text.
func spokenFor(seen []bool) bool {
	return seen[asName] || seen[asCompany] && !seen[asAgainst]
}

// outermost sorts matches by place and drops those inside another of the same
// kind. It looks back a bounded number of matches, since names are short.
func outermost(ms []Match) []Match {
	sort.SliceStable(ms, func(i, j int) bool {
		if ms[i].First != ms[j].First {
			return ms[i].First < ms[j].First
		}
		return ms[i].Last > ms[j].Last
	})
	out := ms[:0]
	for _, m := range ms {
		if !covered(out, m) {
			out = append(out, m)
		}
	}
	return out
}

func covered(before []Match, m Match) bool {
	for i := len(before) - 1; i >= 0 && i >= len(before)-12; i-- {
		b := before[i]
		if b.Concept.Kind != m.Concept.Kind || b.First > m.First || b.Last < m.Last {
			continue
		}
		if b.Last-b.First > m.Last-m.First || b.Concept == m.Concept {
			return true
		}
	}
	return false
}

// plain is the Finder without phrases of a caller, made once.
var plain = sync.OnceValues(func() (*Finder, error) { return NewFinder(nil) })

// Find gives the concepts named in a text, as Finder.Find does.
func Find(t *Text) []Match {
	f, err := plain()
	if err != nil {
		return nil // the tables are tested to compile
	}
	matches, _ := f.Find(t)
	return matches
}

// byID indexes the concepts, made once.
var byID = sync.OnceValue(func() map[string]*Concept {
	all := Concepts()
	m := make(map[string]*Concept, len(all))
	for i := range all {
		m[all[i].ID] = &all[i]
	}
	return m
})

// byName indexes the written-out names, made once.
var byName = sync.OnceValue(func() map[string][]*Concept {
	m := map[string][]*Concept{}
	for _, c := range Concepts() {
		for _, n := range c.Written() {
			k := key(n)
			if list := m[k]; len(list) == 0 || list[len(list)-1].ID != c.ID {
				m[k] = append(list, byID()[c.ID])
			}
		}
	}
	return m
})

// key folds a name as texts are read: lower case, hyphens as spaces.
func key(name string) string {
	t := Tokenize(name)
	words := make([]string, len(t.Tokens))
	for i := range t.Tokens {
		words[i] = american(t.Word(i))
	}
	return strings.Join(words, " ")
}

// ByID gives the concept with a slug, and whether there is one.
func ByID(id string) (*Concept, bool) {
	c, ok := byID()[id]
	return c, ok
}

// Lookup gives the concepts that have the whole phrase as a name or as a
// doubtful abbreviation, in the order of the tables; nil when there is none.
func Lookup(phrase string) []*Concept { return byName()[key(phrase)] }

// Written gives every name of the concept written out, the preferred one first,
// without repetitions; doubtful abbreviations come last.
func (c *Concept) Written() []string {
	var out []string
	seen := map[string]bool{}
	for _, list := range [][]string{c.Names, c.Doubtful} {
		for _, n := range list {
			phrases, _ := Expand(strings.TrimPrefix(n, "="))
			for _, p := range phrases {
				if !seen[p] && p != "" {
					seen[p] = true
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// Narrower gives the IDs of the concept and of all concepts below it.
func Narrower(id string) []string {
	out := []string{id}
	for _, c := range Concepts() { // parents come before children
		for _, o := range out {
			if c.Parent == o {
				out = append(out, c.ID)
				break
			}
		}
	}
	return out
}

// Within says whether a concept is, or lies below, another.
func Within(id, ancestor string) bool {
	for i := 0; id != "" && i < 8; i++ {
		if id == ancestor {
			return true
		}
		c, ok := ByID(id)
		if !ok {
			return false
		}
		id = c.Parent
	}
	return false
}
