package lexicon

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Pattern is a phrase to be found. Text is cut into tokens as every text is, so
// that hyphens and spaces read alike. Alternatives of one word are separated by
// "|" ("single|double blind|blinded"; an alternative of two words is written "the_present"), a word that ends in "~" stands for its
// singular and its regular plural, a word that ends in "?" may be missing.
// British and American spellings of the same word match each other. A text that
// starts with "=" matches only as printed, case for case.
type Pattern struct {
	Text  string
	Label int // what Find gives back; not negative
}

// Hit is a found pattern: its label and its first and last token.
type Hit struct{ Label, First, Last int }

// Matcher finds many patterns in one pass over the tokens of a text
// (Aho and Corasick, 1975, over words in place of letters). It never changes
// after Compile and is safe for concurrent use.
type Matcher struct {
	vocab map[string]int32
	root  []int32  // word -> state, from the start; most words lead nowhere
	next  [][]edge // the other states' edges, in the order of their words
	fail  []int32
	out   [][]output
	dict  []int32 // the nearest state on the failure path that has output
}

type edge struct{ word, to int32 }

type output struct {
	label int
	size  int      // number of tokens
	exact []string // words as printed, for patterns that mind case
}

// maxAlternatives bounds what one pattern may stand for.
const maxAlternatives = 4096

// Compile makes a Matcher. It fails on a pattern without words and on one that
// stands for more than 4096 phrases.
func Compile(patterns []Pattern) (*Matcher, error) {
	m := &Matcher{vocab: map[string]int32{}, next: [][]edge{nil}, fail: []int32{0}, out: [][]output{nil}, dict: []int32{0}}
	for _, p := range patterns {
		exact := strings.HasPrefix(p.Text, "=")
		phrases, err := Expand(strings.TrimPrefix(p.Text, "="))
		if err != nil {
			return nil, err
		}
		for _, phrase := range phrases {
			if err := m.add(phrase, p.Label, exact); err != nil {
				return nil, err
			}
		}
	}
	m.link()
	return m, nil
}

// Expand writes out the phrases that a pattern stands for, without spelling
// variants.
func Expand(pattern string) ([]string, error) {
	out := []string{""}
	for _, field := range strings.Fields(pattern) {
		var grown []string
		for _, alt := range alternatives(field) {
			for _, head := range out {
				grown = append(grown, strings.TrimSpace(head+" "+alt))
			}
		}
		if out = grown; len(out) > maxAlternatives {
			return nil, fmt.Errorf("pattern %q stands for more than %d phrases", pattern, maxAlternatives)
		}
	}
	return out, nil
}

func alternatives(field string) []string {
	field, optional := strings.CutSuffix(field, "?")
	var out []string
	for _, alt := range strings.Split(strings.ReplaceAll(field, "_", " "), "|") {
		if alt, plural := strings.CutSuffix(alt, "~"); plural {
			out = append(out, alt, Plural(alt))
		} else {
			out = append(out, alt)
		}
	}
	if optional {
		out = append(out, "")
	}
	return out
}

// Plural gives the regular English plural of a word.
func Plural(w string) string {
	switch {
	case strings.HasSuffix(w, "y") && len(w) > 1 && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "sis"):
		return w[:len(w)-2] + "es"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

func (m *Matcher) add(phrase string, label int, exact bool) error {
	t := Tokenize(phrase)
	if len(t.Tokens) == 0 {
		return fmt.Errorf("pattern %q has no words", phrase)
	}
	state, o := int32(0), output{label: label, size: len(t.Tokens)}
	for i, tok := range t.Tokens {
		state = m.grow(state, m.wordID(t.Word(i)))
		if exact {
			o.exact = append(o.exact, t.Raw[tok.Start:tok.End])
		}
	}
	m.out[state] = append(m.out[state], o)
	return nil
}

// wordID numbers a word together with its other spelling.
func (m *Matcher) wordID(w string) int32 {
	key := american(w)
	id, ok := m.vocab[key]
	if !ok {
		id = int32(len(m.vocab)) + 1 // spellings share a number, so numbers have gaps
		m.vocab[key] = id
	}
	for _, v := range british(key) {
		m.vocab[v] = id
	}
	m.vocab[w] = id
	return id
}

func (m *Matcher) grow(state, word int32) int32 {
	for int(word) >= len(m.root) {
		m.root = append(m.root, 0)
	}
	if to := m.edgeOf(state, word); to != 0 {
		return to
	}
	to := int32(len(m.out))
	if state == 0 {
		m.root[word] = to
	} else {
		edges := m.next[state]
		i := sort.Search(len(edges), func(i int) bool { return edges[i].word >= word })
		m.next[state] = slices.Insert(edges, i, edge{word, to})
	}
	m.next, m.out, m.fail, m.dict = append(m.next, nil), append(m.out, nil), append(m.fail, 0), append(m.dict, 0)
	return to
}

// edgeOf gives the state that a word leads to, 0 when it leads nowhere.
func (m *Matcher) edgeOf(state, word int32) int32 {
	if state == 0 {
		return m.root[word]
	}
	edges := m.next[state]
	lo, hi := 0, len(edges)
	for lo < hi {
		if mid := (lo + hi) / 2; edges[mid].word < word {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(edges) && edges[lo].word == word {
		return edges[lo].to
	}
	return 0
}

// link sets the failure links breadth first.
func (m *Matcher) link() {
	var first []edge
	for word, to := range m.root {
		if to != 0 {
			first = append(first, edge{int32(word), to})
		}
	}
	queue := []int32{0}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		edges := m.next[from]
		if from == 0 {
			edges = first
		}
		for _, e := range edges {
			if from != 0 {
				m.fail[e.to] = m.step(m.fail[from], e.word)
			}
			m.dict[e.to] = m.fail[e.to]
			if f := m.fail[e.to]; len(m.out[f]) == 0 {
				m.dict[e.to] = m.dict[f]
			}
			queue = append(queue, e.to)
		}
	}
}

func (m *Matcher) step(state, word int32) int32 {
	for {
		if to := m.edgeOf(state, word); to != 0 || state == 0 {
			return to
		}
		state = m.fail[state]
	}
}

// Find appends to hits every occurrence of every pattern, in the order of their
// last tokens. Occurrences overlap where patterns do.
func (m *Matcher) Find(t *Text, hits []Hit) []Hit {
	state := int32(0)
	for i := range t.Tokens {
		id, ok := m.vocab[t.Word(i)]
		if !ok {
			state = 0
			continue
		}
		if t.Tokens[i].Line {
			state = 0 // a phrase does not run over a line break
		}
		state = m.step(state, id)
		for s := state; s != 0; s = m.dict[s] {
			for _, o := range m.out[s] {
				if first := i - o.size + 1; o.exact == nil || t.printed(first, o.exact) {
					hits = append(hits, Hit{o.label, first, i})
				}
			}
		}
	}
	return hits
}

// printed says whether the tokens from first on are the words, case for case.
func (t *Text) printed(first int, words []string) bool {
	for k, w := range words {
		if tok := t.Tokens[first+k]; t.Raw[tok.Start:tok.End] != w {
			return false
		}
	}
	return true
}
