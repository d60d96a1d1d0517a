package index

import "slices"

// slot is one place in a phrase: the terms that may stand there, those of a stem
// or of a truncation.
type slot struct {
	stem   string
	prefix string   // where there is no stem
	terms  []string // of the prefix
	pos    int      // relative to the other slots
}

// phrase gives the studies that have the slots' words one after the other in a
// field of the scope, or, with near of 0 or more, in any order with at most so
// many other words between them; and how often in each field, with first no more
// than that they do.
func (e *evaluator) phrase(scope textScope, slots []slot, near int, first bool, add func(ord uint32, n counts)) error {
	lists := make([]*wordList, len(slots))
	for i, s := range slots {
		var err error
		if lists[i], err = e.list(s); err != nil {
			return err
		}
	}
	m := phraseMatcher{slots: slots, near: near, fields: scope.fields(), places: make([][]int, len(slots)), cols: e.v.cols}
	return e.together(lists, nil, func(ord uint32, words [][]uint32) error {
		m.one, m.ord = words, ord
		n, err := m.count(first)
		if err == nil && n != (counts{}) {
			add(ord, n)
		}
		return err
	})
}

// together calls fn with every study that all lists have, of those whose bits are
// set where there are bits, and the occurrences of each list in it.
func (e *evaluator) together(lists []*wordList, only []uint64, fn func(ord uint32, words [][]uint32) error) error {
	at := make([]cursorIn, len(lists))
	words := make([][]uint32, len(lists))
	for i := range e.v.segs {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		all := true
		for k, l := range lists {
			n := slices.IndexFunc(l.segs, func(s segList) bool { return s.at == i })
			if all = n >= 0; !all {
				break
			}
			at[k] = cursorIn{list: &l.segs[n]}
		}
		if !all {
			continue
		}
		if err := together(at, words, e.v.segs[i].ords, only, func(ord uint32) error { return fn(ord, words) }); err != nil {
			return e.postingsError(err)
		}
	}
	return nil
}

// together walks the lists of one segment side by side.
func together(lists []cursorIn, words [][]uint32, ords []uint32, only []uint64, fn func(ord uint32) error) error {
	rarest := 0
	for k := range lists {
		if len(lists[k].list.docs) < len(lists[rarest].list.docs) {
			rarest = k
		}
	}
	for {
		doc, ok := lists[rarest].doc()
		if !ok {
			return nil
		}
		ord := ords[doc]
		if only != nil && only[ord/64]&(1<<(ord%64)) == 0 {
			lists[rarest].at++
			continue
		}
		all := true
		for k := range lists {
			found, ended := lists[k].seek(doc)
			if ended {
				return nil
			}
			if !found {
				all = false
				break
			}
		}
		if !all {
			lists[rarest].next()
			continue
		}
		for k := range lists {
			words[k] = lists[k].next()
		}
		if err := fn(ord); err != nil {
			return err
		}
	}
}

// cursorIn is a place in a list of a segment.
type cursorIn struct {
	list *segList
	at   int
}

// doc gives the document at the place; false at the end.
func (c *cursorIn) doc() (uint32, bool) {
	if c.at >= len(c.list.docs) {
		return 0, false
	}
	return c.list.docs[c.at], true
}

// next gives the occurrences in the document at the place and moves behind them.
func (c *cursorIn) next() []uint32 {
	from, doc := c.at, c.list.docs[c.at]
	for c.at < len(c.list.docs) && c.list.docs[c.at] == doc {
		c.at++
	}
	return c.list.occs[from:c.at]
}

// seek moves to a document, or to the first one behind it, in steps that double.
func (c *cursorIn) seek(doc uint32) (found, ended bool) {
	docs := c.list.docs
	step := 1
	high := c.at
	for high < len(docs) && docs[high] < doc {
		c.at = high + 1
		high += step
		step *= 2
	}
	n, found := slices.BinarySearch(docs[c.at:min(high+1, len(docs))], doc)
	c.at += n
	return found, c.at >= len(docs)
}

// phraseMatcher tries one study after the other.
type phraseMatcher struct {
	slots  []slot
	near   int
	fields uint8 // that count, as bits
	places [][]int
	one    [][]uint32 // occurrences of each slot in one study
	cols   *columns
	ord    uint32
}

// row gives the positions of the study's repeated words.
func (m *phraseMatcher) row() []byte { return m.cols.places(m.ord) }

// count gives how often the words of one study stand as they should in each
// field; with first, no more than that they do.
func (m *phraseMatcher) count(first bool) (n counts, err error) {
	if len(m.one) == 2 && m.near < 0 && m.apart() {
		return n, nil
	}
	common := m.fields
	for _, words := range m.one {
		if common &= fieldsOf(words); common == 0 {
			return n, nil
		}
	}
	for i, words := range m.one {
		p := m.places[i][:0]
		for _, w := range words {
			if p, err = occurrence(w).places(p, common, m.row); err != nil {
				return n, err
			}
		}
		if len(words) > 1 {
			slices.Sort(p)
		}
		if m.places[i] = p; len(p) == 0 {
			return n, nil
		}
	}
	if m.near < 0 {
		return inOrder(m.places, m.slots, first), nil
	}
	if f, ok := within(m.places, m.near); ok {
		n[f] = 1
	}
	return n, nil
}

// fieldsOf gives the fields that words may stand in, as bits, without their
// positions.
func fieldsOf(words []uint32) (bits uint8) {
	for _, w := range words {
		switch o := occurrence(w); {
		case o&3 != occRepeated:
			bits |= 1 << (o & 3)
		case o&(1<<occFlags-1) == occMany:
			return 1<<textFields - 1
		default:
			bits |= o.counts(nil).fields()
		}
	}
	return bits
}

// apart says quickly of two words that stand once each whether they do not stand
// together; most of them do not.
func (m *phraseMatcher) apart() bool {
	if len(m.one[0]) != 1 || len(m.one[1]) != 1 {
		return false
	}
	a, b := occurrence(m.one[0][0]), occurrence(m.one[1][0])
	if a&3 == occRepeated || b&3 == occRepeated {
		return false
	}
	return a&3 != b&3 || int(b>>2)-int(a>>2) != m.slots[1].pos-m.slots[0].pos
}

// inOrder counts, by field, where the slots' positions fit one after the other;
// with first, it stops at the first.
func inOrder(places [][]int, slots []slot, first bool) (n counts) {
	for _, p := range places[0] {
		ok := true
		for i := 1; i < len(slots) && ok; i++ {
			_, ok = slices.BinarySearch(places[i], p+slots[i].pos-slots[0].pos)
		}
		if ok {
			if n[p>>fieldShift]++; first {
				return n
			}
		}
	}
	return n
}

// within says in which field a word of every slot stands, each at its own
// position, in a window with at most near other words. It moves the window over the
// positions in order, always leaving the leftmost behind.
func within(places [][]int, near int) (field int, ok bool) {
	at := make([]int, len(places))
	for {
		low, lowest, high := -1, 0, -1<<31
		for i, ps := range places {
			if at[i] >= len(ps) {
				return 0, false
			}
			p := ps[at[i]]
			if low < 0 || p < lowest {
				low, lowest = i, p
			}
			high = max(high, p)
		}
		if high-lowest-(len(places)-1) <= near && distinct(places, at) {
			return lowest >> fieldShift, true
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
