package index

import (
	"cmp"
	"slices"
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

// entry makes the entry of an ordinal for an order.
func (f *found) entry(sort Sort, ord uint32) entry {
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
		for _, set := range f.first {
			if set.Contains(ord) {
				e.keys[0]++
			}
		}
		if f.scores != nil {
			e.keys[1] = f.scores[ord]
		}
		e.keys[2] = day
	}
	return e
}

// top gives the first k matches in order, those after an entry where one is
// given. It keeps k entries in a heap whose root is the last of them.
func (f *found) top(sort Sort, k int, after *entry) []entry {
	if k <= 0 {
		return nil
	}
	heap := make([]entry, 0, min(k, 1024))
	for it := f.set.Iterator(); it.HasNext(); {
		e := f.entry(sort, it.Next())
		switch {
		case after != nil && e.compare(after) <= 0:
		case len(heap) < k:
			heap = append(heap, e)
			siftUp(heap)
		case e.compare(&heap[0]) < 0:
			heap[0] = e
			siftDown(heap)
		}
	}
	slices.SortFunc(heap, func(a, b entry) int { return a.compare(&b) })
	return heap
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
