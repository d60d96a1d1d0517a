package index

import (
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// slot is one place in a phrase: the terms that may stand there.
type slot struct {
	terms []string
	pos   int // relative to the other slots
}

// phrase adds the studies that have the slots' words one after the other in a
// field, or, with near of 0 or more, in any order with at most so many other
// words between them.
func (v *view) phrase(ctx context.Context, field string, slots []slot, near int, add func(ord uint32)) error {
	for _, s := range v.segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.phrase(field, slots, near, add); err != nil {
			return err
		}
	}
	return nil
}

func (s segView) phrase(field string, slots []slot, near int, add func(ord uint32)) error {
	candidates, err := s.candidates(field, slots)
	if err != nil || candidates.IsEmpty() {
		return err
	}
	docs := candidates.ToArray()
	places := make([][][]int, len(slots)) // slot, candidate -> positions
	for i, sl := range slots {
		if places[i], err = s.positions(field, sl, docs); err != nil {
			return err
		}
	}
	one := make([][]int, len(slots))
	for d, doc := range docs {
		for i := range slots {
			one[i] = places[i][d]
		}
		if near < 0 && inOrder(one, slots) || near >= 0 && within(one, near) {
			add(s.ords[doc])
		}
	}
	return nil
}

// candidates gives the documents that have a term of every slot.
func (s segView) candidates(field string, slots []slot) (*roaring.Bitmap, error) {
	var all *roaring.Bitmap
	for _, sl := range slots {
		one := roaring.New()
		for _, t := range sl.terms {
			list, err := s.list(field, []byte(t), nil)
			if err != nil || list == nil {
				return one, err
			}
			it := list.Iterator(false, false, false, nil)
			for {
				p, err := it.Next()
				if err != nil {
					return nil, err
				}
				if p == nil {
					break
				}
				one.Add(uint32(p.Number()))
			}
		}
		if all == nil {
			all = one
		} else {
			all.And(one)
		}
		if all.IsEmpty() {
			break
		}
	}
	return all, nil
}

// positions reads where a slot's terms stand in the documents.
func (s segView) positions(field string, sl slot, docs []uint32) ([][]int, error) {
	out := make([][]int, len(docs))
	for _, t := range sl.terms {
		list, err := s.list(field, []byte(t), nil)
		if err != nil || list == nil {
			return out, err
		}
		it := list.Iterator(true, true, true, nil)
		at := 0
		p, err := it.Advance(uint64(docs[0]))
		for ; p != nil && err == nil; p, err = it.Advance(uint64(docs[at])) {
			n, found := slices.BinarySearch(docs[at:], uint32(p.Number()))
			at += n
			if found {
				for _, l := range p.Locations() {
					out[at] = append(out[at], int(l.Pos()))
				}
				at++
			}
			if at >= len(docs) {
				break
			}
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range out {
		slices.Sort(out[i])
	}
	return out, nil
}

// inOrder says whether the slots' positions fit one after the other.
func inOrder(places [][]int, slots []slot) bool {
	for _, p := range places[0] {
		ok := true
		for i := 1; i < len(slots) && ok; i++ {
			_, ok = slices.BinarySearch(places[i], p+slots[i].pos-slots[0].pos)
		}
		if ok {
			return true
		}
	}
	return false
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
