package index

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// segList is where the words that count as one (those of a stem, or of a
// truncation) stand in the live documents of one segment: for each word of each
// document an occurrence, in the order of the documents. It is read from Bleve
// once and kept in the memo, because reading a posting there costs ten times
// what using it does.
type segList struct {
	at      int             // the segment's place in the view
	deleted *roaring.Bitmap // the documents that are left out
	docs    []uint32
	occs    []uint32
	n       [len(scopeTags)]uint32 // studies that have any of the words, by scope
	uses    [len(scopeTags)]uint64 // how often these studies have them, by scope
}

// wordList is such a list for every segment of a view.
type wordList struct {
	view     uint64
	segments []uint64  // ids of the view's segments
	segs     []segList // those that have any, in the order of the view
}

// postings gives how many words of documents the list has.
func (l *wordList) postings() int {
	n := 0
	for i := range l.segs {
		n += len(l.segs[i].docs)
	}
	return n
}

// studies gives how many studies have any of the words in a scope.
func (l *wordList) studies(scope textScope) (n uint32) {
	for i := range l.segs {
		n += l.segs[i].n[scope]
	}
	return n
}

// uses gives how often the studies have the words in a scope.
func (l *wordList) uses(scope textScope) (n uint64) {
	for i := range l.segs {
		n += l.segs[i].uses[scope]
	}
	return n
}

// wordList gives the list of some words. key names them among all lists; words
// is only called where the list is not there yet. Lists of segments that an
// earlier view had are taken from it, less what was deleted since.
func (v *view) wordList(ctx context.Context, key string, words func() []string) (*wordList, error) {
	old, _ := v.gen.memo.get(key).(*wordList)
	if old != nil && old.view == v.number {
		return old, nil
	}
	if old != nil && old.view > v.number {
		old = nil // made for a search that began later
	}
	l := &wordList{view: v.number, segments: v.segments}
	names := words()
	for i, s := range v.segs {
		list, known := old.take(s, v.cols)
		if !known {
			var err error
			if list, err = s.read(ctx, names, v.cols); err != nil {
				return nil, err
			}
		}
		if list.at = i; len(list.docs) > 0 {
			l.segs = append(l.segs, list)
		}
	}
	v.gen.memo.put(key, l, 8*l.postings()+segListBytes*len(l.segs))
	return l, nil
}

// segListBytes is what a segList takes beside its postings.
const segListBytes = 160

// take gives the list of a segment that is there already, less what was deleted
// since.
func (l *wordList) take(s segView, cols *columns) (list segList, known bool) {
	if l == nil || !slices.Contains(l.segments, s.id) {
		return segList{}, false
	}
	for _, had := range l.segs {
		if l.segments[had.at] != s.id {
			continue
		}
		if had.deleted == s.deleted {
			return had, true
		}
		live := segList{deleted: s.deleted}
		for i, doc := range had.docs {
			if !s.deleted.Contains(doc) {
				live.docs, live.occs = append(live.docs, doc), append(live.occs, had.occs[i])
			}
		}
		live.count(s.ords, cols)
		return live, true
	}
	return segList{deleted: s.deleted}, true
}

// read reads the postings of words in a segment.
func (s segView) read(ctx context.Context, words []string, cols *columns) (segList, error) {
	out := segList{deleted: s.deleted}
	var all []uint64
	var runs []int
	r, err := s.words()
	if err != nil {
		return out, err
	}
	for _, w := range words {
		from := len(all)
		err := r.each(ctx, w, func(doc uint32, o occurrence) error {
			if o > math.MaxUint32 || s.ords[doc] >= cols.size {
				return fmt.Errorf("%w: document %d has the occurrence %d and the ordinal %d of %d", errDamaged, doc, o, s.ords[doc], cols.size)
			}
			all = append(all, uint64(doc)<<32|uint64(o))
			return nil
		})
		if err != nil {
			return out, err
		}
		if len(all) > from {
			runs = append(runs, from)
		}
	}
	all = mergeRuns(all, runs)
	out.docs, out.occs = make([]uint32, len(all)), make([]uint32, len(all))
	for i, p := range all {
		out.docs[i], out.occs[i] = uint32(p>>32), uint32(p)
	}
	out.count(s.ords, cols)
	return out, nil
}

// mergeRuns sorts what is made of sorted runs that begin at given places.
func mergeRuns(all []uint64, runs []int) []uint64 {
	var spare []uint64
	for len(runs) > 1 {
		if spare == nil {
			spare = make([]uint64, len(all))
		}
		kept := runs[:0]
		for i := 0; i < len(runs); i += 2 {
			from, middle, to := runs[i], len(all), len(all)
			if i+1 < len(runs) {
				middle = runs[i+1]
			}
			if i+2 < len(runs) {
				to = runs[i+2]
			}
			mergeTwo(spare[from:to], all[from:middle], all[middle:to])
			kept = append(kept, from)
		}
		all, spare, runs = spare, all, kept
	}
	return all
}

func mergeTwo(into, a, b []uint64) {
	i, j := 0, 0
	for k := range into {
		if j == len(b) || i < len(a) && a[i] <= b[j] {
			into[k] = a[i]
			i++
		} else {
			into[k] = b[j]
			j++
		}
	}
}

// count counts the studies of each scope and how often they have the words.
func (s *segList) count(ords []uint32, cols *columns) {
	var combinations [1 << textFields]uint32 // of fields
	var uses [textFields]uint64
	for at := 0; at < len(s.docs); {
		var n counts
		n, at = s.counts(at, ords, cols)
		combinations[n.fields()]++
		for f, c := range n {
			uses[f] += uint64(c)
		}
	}
	for scope := range s.n {
		wanted := textScope(scope).fields()
		for fields, n := range combinations {
			if uint8(fields)&wanted != 0 {
				s.n[scope] += n
			}
		}
		for f, n := range uses {
			if wanted&(1<<f) != 0 {
				s.uses[scope] += n
			}
		}
	}
}

// fields gives the fields of a scope as bits.
func (s textScope) fields() (bits uint8) {
	for f := range textFields {
		if s.counts(f) {
			bits |= 1 << f
		}
	}
	return bits
}

// fields gives the fields that have any, as bits.
func (n counts) fields() (bits uint8) {
	for f, c := range n {
		if c > 0 {
			bits |= 1 << f
		}
	}
	return bits
}

// in adds up the counts of the fields of a scope.
func (n counts) in(scope textScope) uint32 {
	sum := uint32(0)
	for f, c := range n {
		if scope.counts(f) {
			sum += c
		}
	}
	return sum
}

// counts gives how often the words stand in each field of the document at a place
// of the list, and the place of the next document.
func (s *segList) counts(at int, ords []uint32, cols *columns) (n counts, next int) {
	doc := s.docs[at]
	for ; at < len(s.docs) && s.docs[at] == doc; at++ {
		o := occurrence(s.occs[at])
		if o&3 != occRepeated {
			n[o&3]++
			continue
		}
		for f, c := range o.counts(cols.placesIfMany(o, ords[doc])) {
			n[f] += c
		}
	}
	return n, at
}

// placesIfMany gives the row's places where an occurrence's counts stand there.
func (c *columns) placesIfMany(o occurrence, ord uint32) []byte {
	if o&(1<<occFlags-1) == occMany {
		return c.places(ord)
	}
	return nil
}

// stem gives the list of the words of a stem.
func (e *evaluator) stem(term string) (*wordList, error) {
	l, err := e.v.wordList(e.ctx, "s"+term, func() []string { return e.fold.family(term) })
	if err != nil {
		return nil, e.postingsError(err)
	}
	return l, nil
}

// list gives the list of a slot of a phrase.
func (e *evaluator) list(s slot) (*wordList, error) {
	if s.stem != "" {
		return e.stem(s.stem)
	}
	l, err := e.v.wordList(e.ctx, "p"+s.prefix, func() []string { return s.terms })
	if err != nil {
		return nil, e.postingsError(err)
	}
	return l, nil
}

// studies gives the studies of a list in a scope.
func (e *evaluator) studies(l *wordList, scope textScope) *roaring.Bitmap {
	clear(e.dense)
	wanted := scope.fields()
	for i := range l.segs {
		s := &l.segs[i]
		ords := e.v.segs[s.at].ords
		if s.n[scope] == s.n[scopeAll] {
			for _, doc := range s.docs {
				e.dense[ords[doc]/64] |= 1 << (ords[doc] % 64)
			}
			continue
		}
		for at := 0; at < len(s.docs); {
			ord := ords[s.docs[at]]
			var n counts
			if n, at = s.counts(at, ords, e.v.cols); n.fields()&wanted != 0 {
				e.dense[ord/64] |= 1 << (ord % 64)
			}
		}
	}
	return roaring.FromDense(e.dense, true)
}
