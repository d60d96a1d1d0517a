package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// evaluator answers the nodes of one query over one view.
type evaluator struct {
	ctx   context.Context // of the one call that the evaluator lives for
	v     *view
	fold  *folder
	dense []uint64                      // scratch: ordinals as bits
	terms map[string][]string           // what truncations stand for
	words map[*textNode]*roaring.Bitmap // what the plain words match, which may be asked for twice

	names  []string                      // of stems, by number
	dull   []bool                        // likewise
	others map[*textNode]*roaring.Bitmap // what other names of a run match

	told func(c concept, ord uint32, part float64) // hears of every part of a score; nil for nobody
}

func newEvaluator(ctx context.Context, v *view, fold *folder) *evaluator {
	names, dull := fold.allStems()
	return &evaluator{ctx: ctx, v: v, fold: fold, dense: make([]uint64, (int(v.cols.size)+63)/64), terms: map[string][]string{}, words: map[*textNode]*roaring.Bitmap{}, others: map[*textNode]*roaring.Bitmap{}, names: names, dull: dull}
}

// numbers gives a zero for each ordinal. Whoever has no more use for them gives
// them to view.free.
func (e *evaluator) numbers() []float64 {
	if p, _ := e.v.gen.numbers.Get().(*[]float64); p != nil && cap(*p) >= int(e.v.cols.size) {
		return (*p)[:e.v.cols.size]
	}
	return make([]float64, e.v.cols.size, e.v.cols.size+chunkSize)
}

// clearOnly is the share of the ordinals up to which it is faster to go through a
// set than to clear all.
const clearOnly = 32

// free lets others use numbers. Only those of a set may be other than zero; nil
// stands for all.
func (v *view) free(n []float64, set *roaring.Bitmap) {
	if set == nil || int(set.GetCardinality()) > len(n)/clearOnly {
		clear(n)
	} else {
		eachOf(set, func(ords []uint32) {
			for _, ord := range ords {
				n[ord] = 0
			}
		})
	}
	v.gen.numbers.Put(&n)
}

// bits gives a set of ordinals as bits; nil for nil.
func (e *evaluator) bits(set *roaring.Bitmap) []uint64 {
	if set == nil {
		return nil
	}
	out := make([]uint64, len(e.dense))
	set.WriteDenseTo(out)
	return out
}

// matched is what a query finds.
type matched struct {
	set  *roaring.Bitmap
	full *roaring.Bitmap // those that have all plain words; nil where set is the same
	need int             // the plain words that each has at least, where not all
}

// match gives the studies that a query matches. A question, of questionWords
// plain words or more, finds the studies with any of them; the ranking puts those
// that fit best in front. Of fewer words all are wanted; when the studies that
// have them all do not fill a page, those with half of the words, and then with
// any, come after them.
func (e *evaluator) match(q *query) (matched, error) {
	for _, w := range q.words {
		e.words[w] = nil
	}
	set, err := e.eval(q.root)
	n := len(q.words)
	m := matched{set: set}
	if err != nil || n < 2 {
		return m, err
	}
	if n >= questionWords {
		m.need = 1
		m.set, err = e.some(q, m.need)
		return m, err
	}
	m.full = set
	for _, m.need = range []int{n, (n + 1) / 2, 1} {
		if m.set.GetCardinality() >= e.v.cols.page() || err != nil {
			break
		}
		m.set, err = e.some(q, m.need)
	}
	if m.set.GetCardinality() == m.full.GetCardinality() {
		m.full, m.need = nil, 0
	}
	return m, err
}

// page is the number of matches that are enough: a page of them, in a small
// library one study in a hundred.
func (c *columns) page() uint64 {
	return min(max(c.live.GetCardinality()/100, 1), DefaultSize)
}

// questionWords is the number of plain words from which a query is a question
// in a sentence: hardly any abstract has all of its words, and the best ones
// often lack one.
const questionWords = 5

// some gives the studies that have enough of the plain words and whatever else
// the query asks for.
func (e *evaluator) some(q *query, enough int) (*roaring.Bitmap, error) {
	base := e.v.cols.live
	for _, n := range q.rest {
		s, err := e.eval(n)
		if err != nil {
			return nil, err
		}
		base = roaring.And(base, s)
	}
	sets := make([]*roaring.Bitmap, len(q.words))
	for i, w := range q.words {
		var err error
		if sets[i], err = e.eval(w); err != nil {
			return nil, err
		}
	}
	if enough == 1 {
		return roaring.And(base, roaring.FastOr(sets...)), nil
	}
	return roaring.And(base, atLeast(sets, enough)), nil
}

// atLeast gives the members of at least so many of some sets.
func atLeast(sets []*roaring.Bitmap, enough int) *roaring.Bitmap {
	have := make([]*roaring.Bitmap, enough+1) // by how many sets they are members of, at least
	for i := range have {
		have[i] = roaring.New()
	}
	for _, s := range sets {
		for n := enough; n > 1; n-- {
			have[n].Or(roaring.And(have[n-1], s))
		}
		have[1].Or(s)
	}
	return have[enough]
}

// eval gives the studies that a node matches. Do not change the answer: it may
// be a column's own.
func (e *evaluator) eval(n node) (*roaring.Bitmap, error) {
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case allNode:
		return e.v.cols.live, nil
	case noneNode:
		return roaring.New(), nil
	case *boolNode:
		return e.boolean(n)
	case *notNode:
		s, err := e.eval(n.kid)
		if err != nil {
			return nil, err
		}
		return roaring.AndNot(e.v.cols.live, s), nil
	case *textNode:
		return e.word(n)
	case *exactNode:
		return e.exact(n)
	case facetNode:
		return e.v.cols.facetSet(n.key, n.value, e.fold)
	case *dateNode:
		return e.v.cols.scanDates(n.kinds, n.from, n.to), nil
	}
	return nil, fmt.Errorf("%w: a part of the query of kind %T", study.ErrInvalid, n)
}

// word gives the studies of a text node, remembering those of plain words.
func (e *evaluator) word(n *textNode) (*roaring.Bitmap, error) {
	known, keep := e.words[n]
	if known != nil {
		return known, nil
	}
	set, err := e.text(n)
	if err == nil {
		set, err = e.orOthers(set, n)
	}
	if keep && err == nil {
		e.words[n] = set
	}
	return set, err
}

// orOthers adds the studies with another name of what the node's run means.
func (e *evaluator) orOthers(set *roaring.Bitmap, n *textNode) (*roaring.Bitmap, error) {
	head := n
	if n.head != nil {
		head = n.head
	}
	if len(head.others) == 0 {
		return set, nil
	}
	others, ok := e.others[head]
	if !ok {
		others = roaring.New()
		for _, o := range head.others {
			one, err := e.text(&textNode{text: o.text, tokens: o.tokens, quoted: true, near: -1})
			if err != nil {
				return nil, err
			}
			others.Or(one)
		}
		e.others[head] = others
	}
	return roaring.Or(set, others), nil
}

// boolean joins the kids' studies.
func (e *evaluator) boolean(n *boolNode) (*roaring.Bitmap, error) {
	var out *roaring.Bitmap
	for _, k := range n.kids {
		s, err := e.eval(k)
		switch {
		case err != nil:
			return nil, err
		case out == nil:
			out = s.Clone()
		case n.or:
			out.Or(s)
		default:
			out.And(s)
		}
		if !n.or && out.IsEmpty() {
			return out, nil
		}
	}
	if out == nil {
		return roaring.New(), nil
	}
	return out, nil
}

// gather collects the studies that fn adds.
func (e *evaluator) gather(fn func(add func(ord uint32)) error) (*roaring.Bitmap, error) {
	clear(e.dense)
	limit := uint32(len(e.dense) * 64)
	damaged := false
	err := fn(func(ord uint32) {
		if ord >= limit {
			damaged = true
			return
		}
		e.dense[ord/64] |= 1 << (ord % 64)
	})
	if damaged {
		return nil, fmt.Errorf("%w: an ordinal beyond %d", errDamaged, limit)
	}
	if err != nil {
		return nil, e.postingsError(err)
	}
	return roaring.FromDense(e.dense, true), nil
}

// postingsError marks errors of reading as damage, but for the end of the
// caller's patience.
func (e *evaluator) postingsError(err error) error {
	switch {
	case e.ctx.Err() != nil:
		return e.ctx.Err()
	case errors.Is(err, study.ErrInvalid), errors.Is(err, errDamaged):
		return err
	}
	return fmt.Errorf("%w: %w", errDamaged, err)
}

// keptSet is a set of studies of one view.
type keptSet struct {
	view uint64
	set  *roaring.Bitmap
}

// remember gives the set that is kept under a key, or makes it. Do not change it.
func (e *evaluator) remember(key string, make func() (*roaring.Bitmap, error)) (*roaring.Bitmap, error) {
	if k, ok := e.v.gen.memo.get(key).(keptSet); ok && k.view == e.v.number {
		return k.set, nil
	}
	set, err := make()
	if err == nil {
		e.v.gen.memo.put(key, keptSet{e.v.number, set}, int(set.GetSizeInBytes()))
	}
	return set, err
}

// text gives the studies with a word, a phrase or a truncated word.
func (e *evaluator) text(n *textNode) (*roaring.Bitmap, error) {
	key := fmt.Sprintf("t%d %d %t %s", n.field, n.near, n.prefix, n.text)
	return e.remember(key, func() (*roaring.Bitmap, error) {
		slots, unit, err := e.slots(n)
		switch {
		case err != nil || len(slots) == 0:
			return roaring.New(), err
		case len(slots) == 1:
			return e.lone(n, slots[0])
		}
		return e.several(n, slots, unit)
	})
}

// lone gives the studies with one word, and those of authors of that name.
func (e *evaluator) lone(n *textNode, s slot) (*roaring.Bitmap, error) {
	l, err := e.list(s)
	if err != nil {
		return nil, err
	}
	set := e.studies(l, n.field)
	if n.field == scopeAll && !n.prefix {
		err = e.orNames(set, "au:"+e.fold.foldKey(n.text))
	}
	return set, err
}

// several gives the studies with several words together, or with the compound
// that they make, or the name.
func (e *evaluator) several(n *textNode, slots []slot, unit string) (*roaring.Bitmap, error) {
	set := roaring.New()
	if unit != "" {
		l, err := e.stem(unit)
		if err != nil {
			return nil, err
		}
		set = e.studies(l, n.field)
	}
	together, err := e.gather(func(add func(uint32)) error {
		return e.phrase(n.field, slots, n.near, true, func(ord uint32, _ counts) { add(ord) })
	})
	if err != nil {
		return nil, err
	}
	set.Or(together)
	if n.field == scopeAll && !n.prefix && n.near < 0 {
		key := e.fold.foldKey(n.text)
		err = e.orNames(set, "au:"+key, "cn:"+key)
	}
	return set, err
}

// addTerms adds the studies with any of the whole terms of a field.
func (e *evaluator) addTerms(field string, terms []string, add func(uint32)) error {
	for _, t := range terms {
		if err := e.v.each(e.ctx, field, t, add); err != nil {
			return err
		}
	}
	return nil
}

// orNames adds the studies with any of some whole names.
func (e *evaluator) orNames(set *roaring.Bitmap, names ...string) error {
	found, err := e.gather(func(add func(uint32)) error { return e.addTerms(fieldExact, names, add) })
	if err == nil {
		set.Or(found)
	}
	return err
}

// exact gives the studies with a whole name.
func (e *evaluator) exact(n *exactNode) (*roaring.Bitmap, error) {
	key := fmt.Sprintf("x%t %d %s:%s", n.prefix, len(n.narrower), n.kind, n.key)
	return e.remember(key, func() (*roaring.Bitmap, error) {
		field, terms := exactFieldOf(n.kind), []string{n.kind + ":" + n.key}
		for _, k := range n.narrower {
			terms = append(terms, n.kind+":"+k)
		}
		if n.kind == "au" {
			terms = append(terms, "fau:"+n.key)
		}
		if n.prefix {
			var err error
			if terms, err = e.expandAll(field, terms, n.text); err != nil {
				return nil, err
			}
		}
		return e.gather(func(add func(uint32)) error { return e.addTerms(field, terms, add) })
	})
}

// expandAll gives the terms that begin with any of some prefixes.
func (e *evaluator) expandAll(field string, prefixes []string, text string) ([]string, error) {
	var out []string
	for _, p := range prefixes {
		terms, err := e.v.expand(e.ctx, field, p, text)
		if err != nil {
			return nil, err
		}
		out = append(out, terms...)
	}
	return out, nil
}

// slots gives the positions of a text node with the terms that may stand in
// each, and the stem of the unit of a lone compound.
func (e *evaluator) slots(n *textNode) (slots []slot, unit string, err error) {
	for i, t := range n.tokens {
		if t.unit {
			if i == 0 {
				unit = t.term
			}
			continue
		}
		slots = append(slots, slot{stem: t.term, pos: t.pos})
	}
	if unit != "" && len(slots) > 0 && n.tokens[len(n.tokens)-1].end > n.tokens[0].end {
		unit = "" // more than the one compound
	}
	if n.prefix && len(slots) > 0 {
		last := &slots[len(slots)-1]
		last.stem, last.prefix = "", n.tokens[len(n.tokens)-1].surface
		last.terms, err = e.prefixTerms(n)
	}
	return slots, unit, err
}

// prefixTerms gives the words that begin as a node's last one does.
func (e *evaluator) prefixTerms(n *textNode) ([]string, error) {
	prefix := n.tokens[len(n.tokens)-1].surface
	if terms, ok := e.terms[prefix]; ok {
		return terms, nil
	}
	terms, err := e.v.expand(e.ctx, fieldWords, prefix, n.text)
	if err != nil {
		return nil, err
	}
	slices.Sort(terms)
	e.terms[prefix] = terms
	return terms, nil
}

// maxExpansion bounds the words that a truncation stands for.
const maxExpansion = 2000

// expand gives the terms of a field that begin with a prefix. More than
// maxExpansion are refused: the search would not be the one that was asked for.
func (v *view) expand(ctx context.Context, field, prefix, typed string) ([]string, error) {
	dict, err := v.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	var out []string
	for {
		entry, err := dict.Next()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		if entry == nil {
			return out, ctx.Err()
		}
		if t := entry.Term; len(out) == 0 || out[len(out)-1] != t {
			out = append(out, strings.Clone(t))
		}
		if len(out) > maxExpansion {
			return nil, fmt.Errorf("%w: %s* stands for more than %d words; type more letters", study.ErrInvalid, typed, maxExpansion)
		}
	}
}
