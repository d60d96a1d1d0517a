package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// slot is one place in a phrase: the terms that may stand there.
type slot struct {
	terms []string
	pos   int // relative to the other slots
}

// phrase adds the studies that have the slots' words one after the other in a
// field of the scope, or, with near of 0 or more, in any order with at most so
// many other words between them.
func (v *view) phrase(ctx context.Context, scope textScope, slots []slot, near int, add func(ord uint32)) error {
	for _, s := range v.segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.phrase(v.cols, scope, slots, near, add); err != nil {
			return err
		}
	}
	return nil
}

func (s segView) phrase(cols *columns, scope textScope, slots []slot, near int, add func(ord uint32)) error {
	return s.eachCandidate(cols, slots, near, func(m *phraseMatcher, ord uint32) error {
		n, err := m.count(scope, cols.places(ord), true)
		if n != (counts{}) {
			add(ord)
		}
		return err
	})
}

// countPhrase gives every study that has a phrase, and how often in each field.
func (v *view) countPhrase(ctx context.Context, scope textScope, slots []slot, add func(ord uint32, n counts)) error {
	for _, s := range v.segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.eachCandidate(v.cols, slots, -1, func(m *phraseMatcher, ord uint32) error {
			n, err := m.count(scope, v.cols.places(ord), false)
			if n != (counts{}) {
				add(ord, n)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// eachCandidate calls fn with every study that has the words of all slots.
func (s segView) eachCandidate(cols *columns, slots []slot, near int, fn func(m *phraseMatcher, ord uint32) error) error {
	candidates, err := s.candidates(slots)
	if err != nil || candidates.IsEmpty() {
		return err
	}
	docs := candidates.ToArray()
	found := make([][]seen, len(slots))
	for i, sl := range slots {
		if found[i], err = s.occurrences(sl, docs); err != nil {
			return err
		}
	}
	m := phraseMatcher{slots: slots, near: near, places: make([][]int, len(slots)), one: make([][]seen, len(slots))}
	for d, doc := range docs {
		if int(doc) >= len(s.ords) || s.ords[doc] >= cols.size {
			return fmt.Errorf("posting of document %d in a segment of %d", doc, len(s.ords))
		}
		for i := range slots {
			m.one[i] = cutSeen(&found[i], uint32(d))
		}
		if err := fn(&m, s.ords[doc]); err != nil {
			return err
		}
	}
	return nil
}

// seen is a word of a slot in a candidate, by the candidate's number.
type seen struct {
	at uint32
	o  occurrence
}

// cutSeen takes those of one candidate off the front.
func cutSeen(all *[]seen, at uint32) []seen {
	n := 0
	for n < len(*all) && (*all)[n].at == at {
		n++
	}
	front := (*all)[:n]
	*all = (*all)[n:]
	return front
}

// phraseMatcher tries one study after the other.
type phraseMatcher struct {
	slots  []slot
	near   int
	places [][]int
	one    [][]seen
}

// count gives how often the words of one study stand as they should in each
// field; with first, no more than that they do.
func (m *phraseMatcher) count(scope textScope, rest []byte, first bool) (n counts, err error) {
	for f := range textFields {
		if !scope.counts(f) {
			continue
		}
		ok, err := m.read(f, rest)
		switch {
		case err != nil:
			return n, err
		case !ok:
		case m.near >= 0 && within(m.places, m.near):
			n[f] = 1
		case m.near < 0:
			n[f] = inOrder(m.places, m.slots, first)
		}
		if first && n[f] > 0 {
			break
		}
	}
	return n, nil
}

// read gets the positions of every slot in a field; false where one has none.
func (m *phraseMatcher) read(f int, rest []byte) (bool, error) {
	for i, words := range m.one {
		p := m.places[i][:0]
		for _, w := range words {
			var err error
			if p, err = w.o.positions(p, f, rest); err != nil {
				return false, err
			}
		}
		if len(words) > 1 {
			slices.Sort(p)
		}
		if m.places[i] = p; len(p) == 0 {
			return false, nil
		}
	}
	return true, nil
}

// candidates gives the documents that have a word of every slot.
func (s segView) candidates(slots []slot) (*roaring.Bitmap, error) {
	var all *roaring.Bitmap
	for _, sl := range slots {
		var any *roaring.Bitmap
		for _, t := range sl.terms {
			docs, err := s.docs(fieldWords, t)
			switch {
			case err != nil:
				return nil, err
			case any == nil:
				any = docs
			case !docs.IsEmpty():
				any = roaring.Or(any, docs)
			}
		}
		switch {
		case any == nil:
			return roaring.New(), nil
		case all == nil:
			all = any
		default:
			all = roaring.And(all, any)
		}
		if all.IsEmpty() {
			break
		}
	}
	return all, nil
}

// occurrences reads where a slot's words stand in the documents, in the order of
// the documents.
func (s segView) occurrences(sl slot, docs []uint32) ([]seen, error) {
	var out []seen
	words := 0
	for _, t := range sl.terms {
		list, err := s.list(fieldWords, []byte(t), nil)
		if err != nil || list == nil {
			return nil, err
		}
		it := list.Iterator(true, false, false, nil)
		before, at := len(out), 0
		p, err := it.Advance(uint64(docs[0]))
		for ; p != nil && err == nil; p, err = it.Advance(uint64(docs[at])) {
			n, found := slices.BinarySearch(docs[at:], uint32(p.Number()))
			at += n
			if found {
				out = append(out, seen{uint32(at), occurrence(p.Frequency())})
				at++
			}
			if at >= len(docs) {
				break
			}
		}
		if err != nil {
			return nil, err
		}
		if len(out) > before {
			words++
		}
	}
	if words > 1 {
		slices.SortFunc(out, func(a, b seen) int { return cmp.Compare(a.at, b.at) })
	}
	return out, nil
}

// inOrder counts the places where the slots' positions fit one after the other;
// with first, it stops at the first.
func inOrder(places [][]int, slots []slot, first bool) uint32 {
	n := uint32(0)
	for _, p := range places[0] {
		ok := true
		for i := 1; i < len(slots) && ok; i++ {
			_, ok = slices.BinarySearch(places[i], p+slots[i].pos-slots[0].pos)
		}
		if ok {
			if n++; first {
				return n
			}
		}
	}
	return n
}

// within says whether a word of every slot stands, each at its own position, in
// a window with at most near other words. It moves the window over the
// positions in order, always leaving the leftmost behind.
func within(places [][]int, near int) bool {
	at := make([]int, len(places))
	for {
		low, lowest, high := -1, 0, -1<<31
		for i, ps := range places {
			if at[i] >= len(ps) {
				return false
			}
			p := ps[at[i]]
			if low < 0 || p < lowest {
				low, lowest = i, p
			}
			high = max(high, p)
		}
		if high-lowest-(len(places)-1) <= near && distinct(places, at) {
			return true
		}
		at[low]++
	}
}

// distinct says whether the chosen positions differ: a word that is asked for
// twice must stand there twice.
func distinct(places [][]int, at []int) bool {
	for i := range places {
		for j := range i {
			if places[i][at[i]] == places[j][at[j]] {
				return false
			}
		}
	}
	return true
}
