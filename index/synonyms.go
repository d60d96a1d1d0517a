package index

import (
	"strings"

	"evidelic/lexicon"
)

// maxSynonymWords bounds the words of a name that is looked for in a query.
const maxSynonymWords = 8

// thesaurus knows the lexicon's synonyms by their words as they are compared.
type thesaurus struct {
	sets    []lexicon.SynonymSet
	names   map[string]int // words -> set
	doubted map[string]int
	company []map[string]bool // by set
	stop    map[string]bool
}

func newThesaurus(fold *folder, stop map[string]bool) *thesaurus {
	t := &thesaurus{sets: lexicon.Synonyms(), stop: stop, names: map[string]int{}, doubted: map[string]int{}}
	for i, s := range t.sets {
		for _, n := range s.Names {
			t.names[t.key(fold.analyze(n))] = i
		}
		for _, n := range s.Doubtful {
			t.doubted[t.key(fold.analyze(n))] = i
		}
		near := map[string]bool{}
		for _, c := range s.Company {
			for _, tok := range fold.analyze(c) {
				near[tok.term] = true
			}
		}
		for _, n := range s.Doubtful {
			delete(near, t.key(fold.analyze(n))) // nobody keeps company with himself
		}
		t.company = append(t.company, near)
	}
	return t
}

// termKey joins the compared words of a name.
func termKey(tokens []token) string {
	var parts []string
	for _, t := range tokens {
		if !t.unit {
			parts = append(parts, t.term)
		}
	}
	return strings.Join(parts, " ")
}

// key joins the words of a name without those that plain queries leave out.
func (t *thesaurus) key(tokens []token) string {
	kept := make([]token, 0, len(tokens))
	for _, tok := range tokens {
		if !t.stop[tok.surface] {
			kept = append(kept, tok)
		}
	}
	return termKey(kept)
}

// alternative is another name of what words of a query mean.
type alternative struct {
	text   string
	tokens []token
}

// synonyms gives plain words, or runs of them, the other names of what they
// mean. Quoted, truncated and tagged words are taken as they stand.
func (p *parser) synonyms(n node, all map[string]bool) {
	kids := []node{n}
	if b, ok := n.(*boolNode); ok {
		kids = b.kids
		if !b.or && b.implied {
			p.runs(kids, all)
			return
		}
	}
	for _, k := range kids {
		switch k := k.(type) {
		case *boolNode:
			p.synonyms(k, all)
		case *notNode:
			p.synonyms(k.kid, all)
		case *textNode:
			p.runs([]node{k}, all)
		}
	}
}

// runs looks for names in words side by side, the longest first.
func (p *parser) runs(kids []node, all map[string]bool) {
	for i := 0; i < len(kids); {
		w, ok := kids[i].(*textNode)
		if !ok || !w.plain() {
			if _, text := kids[i].(*textNode); !text {
				p.synonyms(kids[i], all)
			}
			i++
			continue
		}
		i += p.run(kids[i:], all)
	}
}

// run names the words at the front and gives how many there are; 1 where they
// have no other name.
func (p *parser) run(kids []node, all map[string]bool) int {
	var words []*textNode
	var keys []string
	key := ""
	for _, k := range kids {
		w, ok := k.(*textNode)
		if !ok || !w.plain() || len(words) == maxSynonymWords {
			break
		}
		key = strings.TrimSpace(key + " " + termKey(w.tokens))
		words, keys = append(words, w), append(keys, key)
	}
	for n := len(words); n > 0; n-- {
		set, ok := p.thesaurus.names[keys[n-1]]
		if !ok {
			set, ok = p.thesaurus.doubted[keys[n-1]]
			ok = ok && meets(p.thesaurus.company[set], all)
		}
		if !ok {
			continue
		}
		for _, name := range p.thesaurus.sets[set].Names {
			if tokens := p.fold.analyze(name); p.thesaurus.key(tokens) != keys[n-1] {
				words[0].others = append(words[0].others, alternative{name, tokens})
			}
		}
		words[0].run = n
		for _, w := range words[1:n] {
			w.head = words[0]
		}
		words[n-1].last = true
		return n
	}
	return 1
}

// meets says whether the words of a query have one of a set.
func meets(set, all map[string]bool) bool {
	for t := range set {
		if all[t] {
			return true
		}
	}
	return false
}

// plain says whether a node is words as they were typed, without quotes, tag or
// asterisk.
func (n *textNode) plain() bool {
	return n.field == scopeAll && !n.tagged && !n.prefix && n.near < 0 && !n.quoted
}

// allTerms collects the words of a query, for the company of abbreviations.
func allTerms(n node, into map[string]bool) {
	switch n := n.(type) {
	case *boolNode:
		for _, k := range n.kids {
			allTerms(k, into)
		}
	case *notNode:
		allTerms(n.kid, into)
	case *textNode:
		for _, t := range n.tokens {
			into[t.term] = true
		}
	}
}
