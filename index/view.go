package index

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// view is the index at one moment: postings and columns of the same seq. It
// stays as it is while somebody holds it.
type view struct {
	reader   *scorch.IndexSnapshot
	segs     []segView
	cols     *columns
	seq      uint64
	library  string
	filling  bool
	gen      *generation
	refs     atomic.Int64
	segments []uint64 // ids of segs
	number   uint64   // of the generation's views
	norms    *norms
}

// segView is one segment with the ordinals of its documents.
type segView struct {
	id      uint64
	seg     segment.Segment
	deleted *roaring.Bitmap
	ords    []uint32
}

// hold takes a reference; false when the view is closed already.
func (v *view) hold() bool {
	for {
		n := v.refs.Load()
		if n == 0 {
			return false
		}
		if v.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// drop gives a reference back; the last one closes the reader.
func (v *view) drop() {
	if v.refs.Add(-1) == 0 {
		_ = v.reader.Close() // nothing is lost: it only reads
		v.gen.drop()
	}
}

// newView reads the segments of a snapshot. Ordinals of segments that the
// previous view had are taken from it: a segment never changes.
func newView(reader *scorch.IndexSnapshot, gen *generation, cols *columns) (*view, error) {
	v := &view{reader: reader, cols: cols, seq: gen.header.Seq, library: gen.header.Library, filling: gen.header.Filling, gen: gen,
		number: gen.views.Add(1), norms: newNorms(cols.averages())}
	v.refs.Store(1)
	known := make(map[uint64][]uint32)
	for _, s := range reader.Segments() {
		ords, ok := gen.ords[s.Id()]
		if !ok {
			var err error
			if ords, err = readOrdinals(s.Segment()); err != nil {
				return nil, err
			}
		}
		known[s.Id()] = ords
		v.segments = append(v.segments, s.Id())
		v.segs = append(v.segs, segView{s.Id(), s.Segment(), s.Deleted(), ords})
	}
	gen.ords = known
	return v, nil
}

// readOrdinals reads the ordinals of a segment's documents.
func readOrdinals(seg segment.Segment) ([]uint32, error) {
	ords := make([]uint32, seg.Count())
	for i := range ords {
		id, err := seg.DocID(uint64(i))
		if err != nil {
			return nil, fmt.Errorf("read the ordinal of document %d: %w", i, err)
		}
		if len(id) != 4 {
			return nil, fmt.Errorf("document %d has the name %x instead of an ordinal", i, id)
		}
		ords[i] = binary.BigEndian.Uint32(id)
	}
	return ords, nil
}

// checkEvery says after how many postings a search looks at its context.
const checkEvery = 1 << 14

// lists gives, for a term of a field, each segment's postings. A segment that
// does not know the field has none.
func (s segView) list(field string, term []byte, prealloc segment.PostingsList) (segment.PostingsList, error) {
	dict, err := s.seg.Dictionary(field)
	if err != nil || dict == nil {
		return nil, err
	}
	return dict.PostingsList(term, s.deleted, prealloc)
}

// each calls fn with every live study that has the term in the field.
func (v *view) each(ctx context.Context, field, term string, fn func(ord uint32)) error {
	for _, s := range v.segs {
		docs, err := s.docs(field, term)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for it := docs.Iterator(); it.HasNext(); {
			doc := it.Next()
			if int(doc) >= len(s.ords) {
				return fmt.Errorf("posting of document %d in a segment of %d", doc, len(s.ords))
			}
			fn(s.ords[doc])
		}
	}
	return nil
}

// docs gives the live documents with a term. Do not change them: they may be the
// segment's own.
func (s segView) docs(field, term string) (*roaring.Bitmap, error) {
	list, err := s.list(field, []byte(term), nil)
	if err != nil || list == nil {
		return roaring.New(), err
	}
	it := list.Iterator(false, false, false, nil)
	if o, ok := it.(segment.OptimizablePostingsIterator); ok {
		if b := o.ActualBitmap(); b != nil {
			return b, nil
		}
	}
	out := roaring.New()
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return out, err
		}
		out.Add(uint32(p.Number()))
	}
}

// wordReader reads the postings of words of one segment, one after the other.
type wordReader struct {
	segView
	dict segment.TermDictionary // nil: the segment has no words
	list segment.PostingsList
	it   segment.PostingsIterator
}

func (s segView) words() (*wordReader, error) {
	dict, err := s.seg.Dictionary(fieldWords)
	return &wordReader{segView: s, dict: dict}, err
}

// each calls fn with every live document that has a word.
func (r *wordReader) each(ctx context.Context, word string, fn func(doc uint32, o occurrence) error) error {
	if r.dict == nil {
		return nil
	}
	list, err := r.dict.PostingsList([]byte(word), r.deleted, r.list)
	if err != nil || list == nil {
		return err
	}
	r.list = list
	r.it = list.Iterator(true, false, false, r.it)
	for n := 1; ; n++ {
		p, err := r.it.Next()
		if err != nil || p == nil {
			return err
		}
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		doc := p.Number()
		if doc >= uint64(len(r.ords)) {
			return fmt.Errorf("posting of document %d in a segment of %d", doc, len(r.ords))
		}
		if err := fn(uint32(doc), occurrence(p.Frequency())); err != nil {
			return err
		}
	}
}

// places gives the positions of a study's repeated words.
func (c *columns) places(ord uint32) []byte {
	k, i := c.chunk(ord)
	return k.places[i]
}
