package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"evidelic/lexicon"
	"evidelic/study"
)

// Completion is one way to go on typing.
type Completion struct {
	Text  string `json:"text"`  // to show
	Query string `json:"query"` // to search for
	Kind  string `json:"kind"`  // "drug", "condition", "author", "journal", "word", "title" and the lexicon's other kinds
	Count int    `json:"count"` // studies that have it; 0 where they were not counted
}

// Bounds of Complete.
const (
	MaxCompletions  = 20
	maxCompleteText = 200
	maxCompleteScan = 500 // entries of a dictionary that are looked at
	minCompleteScan = 3   // letters before one is looked at: fewer begin most of it
)

// Complete gives at most n (1 to MaxCompletions) ways to complete what has been
// typed: names of the lexicon, authors and journals that begin with the whole
// text, words of the library that begin with its last word, and titles that have
// all words typed. Fewer than two letters give nothing, and two no words, authors
// or titles, which are too many. Texts beyond 200 bytes are study.ErrInvalid.
func (x *Index) Complete(ctx context.Context, text string, n int) ([]Completion, error) {
	if n < 1 || n > MaxCompletions {
		return nil, fmt.Errorf("%w: complete: %d is not between 1 and %d", study.ErrInvalid, n, MaxCompletions)
	}
	if len(text) > maxCompleteText {
		return nil, fmt.Errorf("%w: complete: more than %d bytes", study.ErrInvalid, maxCompleteText)
	}
	key := x.fold.foldKey(spaceInvalid(text))
	if len(key) < 2 {
		return []Completion{}, nil
	}
	var out []Completion
	err := x.run(ctx, func(ctx context.Context, v *view) error {
		out = append(x.grammar.complete(key), v.cols.completeJournals(key)...)
		authors, err := v.completeAuthors(key)
		if err != nil {
			return err
		}
		words, begun, err := v.completeWords(x, text)
		if err != nil {
			return err
		}
		titles, err := x.completeTitles(ctx, v, text, begun)
		out = slices.Concat(out, authors, words, titles)
		return err
	})
	if err != nil {
		return nil, err
	}
	return pickCompletions(out, n), nil
}

// pickCompletions takes the best of each kind in turn, so that no kind crowds
// the others out, and leaves out what is said already.
func pickCompletions(all []Completion, n int) []Completion {
	kinds := map[string][]Completion{}
	var order []string
	said := map[string]bool{}
	for _, c := range all {
		if k := strings.ToLower(c.Text); !said[k] {
			said[k] = true
			if kinds[c.Kind] == nil {
				order = append(order, c.Kind)
			}
			kinds[c.Kind] = append(kinds[c.Kind], c)
		}
	}
	out := []Completion{}
	for len(out) < n {
		before := len(out)
		for _, k := range order {
			if len(kinds[k]) > 0 && len(out) < n {
				out = append(out, kinds[k][0])
				kinds[k] = kinds[k][1:]
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}

// name is a name of the lexicon as it is compared.
type name struct{ key, text, kind string }

// lexiconNames gives every name of the lexicon in the order of their keys.
func lexiconNames(fold *folder) []name {
	var out []name
	for _, c := range lexicon.Concepts() {
		written := c.Written()
		for i, n := range append([]string{c.Label}, written[:min(len(written), 6)]...) {
			if i == 0 || c.Kind == lexicon.Drug {
				out = append(out, name{fold.foldKey(n), n, string(c.Kind)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b name) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.kind, b.kind)) })
	return slices.CompactFunc(out, func(a, b name) bool { return a.key == b.key })
}

// complete gives the names that begin with a key, the shortest first.
func (g *grammar) complete(key string) []Completion {
	at, _ := slices.BinarySearchFunc(g.names, key, func(n name, k string) int { return cmp.Compare(n.key, k) })
	var out []Completion
	for _, n := range g.names[at:] {
		if !strings.HasPrefix(n.key, key) {
			break
		}
		out = append(out, Completion{Text: n.text, Query: n.text, Kind: n.kind})
	}
	slices.SortStableFunc(out, func(a, b Completion) int { return cmp.Compare(len(a.Text), len(b.Text)) })
	return out
}

// completeJournals gives the journals that begin with a key, those with most
// studies first.
func (c *columns) completeJournals(key string) []Completion {
	prefix := strings.ReplaceAll(key, " ", "-")
	var out []Completion
	for _, code := range c.byKey[keyJournal] {
		v := c.values[code]
		if strings.HasPrefix(v.value, prefix) {
			if n := int(c.sets[code].GetCardinality()); n > 0 {
				out = append(out, Completion{v.label, quote(v.label) + "[ta]", "journal", n})
			}
		}
	}
	mostFirst(out)
	return out
}

// completeAuthors gives the authors whose names begin with a key.
func (v *view) completeAuthors(key string) ([]Completion, error) {
	var out []Completion
	err := v.scan(fieldExact, "au:"+key, func(term string, count uint64) {
		shown := printName(strings.TrimPrefix(term, "au:"))
		out = append(out, Completion{shown, quote(shown) + "[au]", "author", int(count)})
	})
	mostFirst(out)
	return out, err
}

// completeWords gives the words of the library that begin with the last word
// typed, with the words before it; begun are those words alone.
func (v *view) completeWords(x *Index, text string) (out []Completion, begun []string, err error) {
	tokens := x.fold.analyze(text)
	if len(tokens) == 0 {
		return nil, nil, nil
	}
	last := tokens[len(tokens)-1]
	if last.end < len(strings.TrimRight(text, "\"*")) || len(last.surface) < 2 {
		return nil, nil, nil
	}
	var words []Completion
	err = v.scan(fieldWords, last.surface, func(term string, count uint64) {
		words = append(words, Completion{Text: term, Count: int(count)})
	})
	mostFirst(words)
	for _, w := range words[:min(len(words), maxBegun)] {
		whole := text[:last.start] + w.Text
		out, begun = append(out, Completion{whole, whole, "word", w.Count}), append(begun, w.Text)
	}
	return out, begun, err
}

// scan calls fn with the terms of a field that begin with a prefix of
// minCompleteScan letters or more, in their order, no more than maxCompleteScan of
// them.
func (v *view) scan(field, prefix string, fn func(term string, count uint64)) error {
	if len(strings.TrimPrefix(prefix, "au:")) < minCompleteScan {
		return nil
	}
	dict, err := v.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	for range maxCompleteScan {
		entry, err := dict.Next()
		if err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		if entry == nil {
			break
		}
		fn(strings.Clone(entry.Term), entry.Count)
	}
	return nil
}

// mostFirst sorts completions by their studies, then by their text.
func mostFirst(all []Completion) {
	slices.SortFunc(all, func(a, b Completion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
}

// printName writes a folded name as names are printed: capitals, and initials of
// up to three letters at the end all in capitals.
func printName(key string) string {
	parts := strings.Fields(key)
	for i, p := range parts {
		if i > 0 && i == len(parts)-1 && len(p) <= 3 {
			parts[i] = strings.ToUpper(p)
			continue
		}
		r := []rune(p)
		r[0] = unicode.ToUpper(r[0])
		parts[i] = string(r)
	}
	return strings.Join(parts, " ")
}
