package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// entry is a match with its place in the order: by keys, greatest first, then by
// id.
type entry struct {
	keys [3]float64
	id   string
	ord  uint32
}

// compare gives -1 when a comes before b.
func (a *entry) compare(b *entry) int {
	for i := range a.keys {
		if c := cmp.Compare(b.keys[i], a.keys[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(a.id, b.id)
}

// entry makes the entry of an ordinal for an order. tier is that of the set that
// it is taken from; see found.tiers.
func (f *found) entry(sort Sort, ord uint32, tier int) entry {
	c, i := f.v.cols.chunk(ord)
	e := entry{id: c.ids[i], ord: ord}
	day := float64(c.day[i])
	switch sort {
	case SortNewest:
		e.keys[0] = day
	case SortEvidence:
		e.keys = [3]float64{-float64(c.level[i]), float64(c.n[i]), day}
	case SortCited:
		e.keys = [3]float64{float64(c.cited[i]), day}
	default:
		e.keys[0] = float64(tier)
		if f.scores != nil {
			e.keys[1] = f.scores[ord]
		}
		e.keys[2] = day
	}
	return e
}

// tiers parts the matches into what comes first whatever its score, and what
// follows: the last set is the first one.
func (f *found) tiers(sort Sort) []*roaring.Bitmap {
	if sort != SortBest || len(f.first) == 0 {
		return []*roaring.Bitmap{f.set}
	}
	out := make([]*roaring.Bitmap, 0, len(f.first)+1)
	rest := f.set
	for i := len(f.first) - 1; i >= 0; i-- {
		out = append(out, roaring.AndNot(rest, f.first[i]))
		rest = roaring.And(rest, f.first[i])
	}
	return append(out, rest)
}

// top gives the first k matches in order, those after an entry where one is
// given.
func (f *found) top(sort Sort, k int, after *entry) []entry {
	if k <= 0 {
		return nil
	}
	tiers := f.tiers(sort)
	out := make([]entry, 0, min(k, 1024))
	for tier := len(tiers) - 1; tier >= 0 && len(out) < k; tier-- {
		out = append(out, f.topOf(tiers[tier], tier, sort, k-len(out), after)...)
	}
	return out
}

// topOf gives the first k of a tier.
func (f *found) topOf(set *roaring.Bitmap, tier int, sort Sort, k int, after *entry) []entry {
	l := f.leaders(tier, sort, k)
	l.after = after
	eachOf(set, l.add)
	return l.sorted()
}

// leaders are the first k of the studies that were added, in a heap whose root is
// the last of them.
type leaders struct {
	f       *found
	sort    Sort
	tier, k int
	after   *entry // nil, or what all of them come after
	byScore bool
	heap    []entry
}

func (f *found) leaders(tier int, sort Sort, k int) *leaders {
	return &leaders{f: f, sort: sort, tier: tier, k: k, byScore: sort == SortBest && f.scores != nil, heap: make([]entry, 0, min(k, 1024))}
}

func (l *leaders) add(ords []uint32) {
	for _, ord := range ords {
		if l.byScore && len(l.heap) == l.k && l.f.scores[ord] < l.heap[0].keys[1] {
			continue
		}
		e := l.f.entry(l.sort, ord, l.tier)
		switch {
		case l.after != nil && e.compare(l.after) <= 0:
		case len(l.heap) < l.k:
			l.heap = append(l.heap, e)
			siftUp(l.heap)
		case e.compare(&l.heap[0]) < 0:
			l.heap[0] = e
			siftDown(l.heap)
		}
	}
}

// sorted gives them in their order. It is the end of the heap.
func (l *leaders) sorted() []entry {
	slices.SortFunc(l.heap, func(a, b entry) int { return a.compare(&b) })
	return l.heap
}

func siftUp(h []entry) {
	for i := len(h) - 1; i > 0; {
		p := (i - 1) / 2
		if h[i].compare(&h[p]) <= 0 {
			return
		}
		h[i], h[p] = h[p], h[i]
		i = p
	}
}

func siftDown(h []entry) {
	for i := 0; ; {
		c := 2*i + 1
		if c >= len(h) {
			return
		}
		if c+1 < len(h) && h[c+1].compare(&h[c]) > 0 {
			c++
		}
		if h[c].compare(&h[i]) <= 0 {
			return
		}
		h[i], h[c] = h[c], h[i]
		i = c
	}
}

// page gives the entries of the page that is asked for.
func (f *found) page(req *Request, after *entry) []entry {
	if after != nil {
		return f.top(req.Sort, req.Size, after)
	}
	from := (req.Page - 1) * req.Size
	top := f.top(req.Sort, from+req.Size, nil)
	return top[min(from, len(top)):]
}

// more says whether any match comes after the last one of a page.
func (f *found) more(req *Request, last entry) bool {
	if req.Cursor == "" {
		return int(f.set.GetCardinality()) > req.Page*req.Size
	}
	return len(f.top(req.Sort, 1, &last)) > 0
}
