package index

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// The stems of each study stand in a column, so that what marks a few studies out
// is known without their texts, and how many studies have a stem without its
// postings. Stems are numbered as the folder learns them; the numbers mean
// nothing beyond this process, which is why they are not on disk: a start reads
// them off the postings.
//
// A study's stems stand in the order of their numbers: the distance to the one
// before, doubled, as a varint. One is added where the stem stands elsewhere than
// once in the abstract; its counts in title and abstract follow, in a byte where
// they fit.

// stemUse is how often a stem stands in the title and abstract of a study.
type stemUse struct {
	stem            int32
	title, abstract uint32
}

const (
	maxTitleUse    = 7  // of what fits into the byte of counts
	maxAbstractUse = 30 // likewise; 31 says that varints follow
)

// packStems writes the uses of stems, which it sorts; several of one stem are
// added up.
func packStems(uses []stemUse) []byte {
	slices.SortFunc(uses, func(a, b stemUse) int { return cmp.Compare(a.stem, b.stem) })
	var out []byte
	last := int32(0)
	for i := 0; i < len(uses); {
		u := uses[i]
		for i++; i < len(uses) && uses[i].stem == u.stem; i++ {
			u.title, u.abstract = u.title+uses[i].title, u.abstract+uses[i].abstract
		}
		delta := uint64(u.stem-last) << 1
		last = u.stem
		switch {
		case u.title == 0 && u.abstract == 1:
			out = binary.AppendUvarint(out, delta)
		case u.title <= maxTitleUse && u.abstract <= maxAbstractUse:
			out = append(binary.AppendUvarint(out, delta|1), byte(u.title<<5|u.abstract))
		default:
			out = append(binary.AppendUvarint(out, delta|1), maxAbstractUse+1)
			out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(u.title)), uint64(u.abstract))
		}
	}
	return slices.Clip(out)
}

// eachStem calls fn with what packStems wrote.
func eachStem(packed []byte, fn func(u stemUse)) {
	var u stemUse
	for len(packed) > 0 {
		u, packed = u.next(packed)
		fn(u)
	}
}

// next reads the use behind u from what follows, which must not be empty, and
// gives what follows then.
func (u stemUse) next(packed []byte) (stemUse, []byte) {
	delta, n := uint64(packed[0]), 1
	if delta >= 0x80 {
		if delta = delta&0x7f | uint64(packed[1])<<7; packed[1] < 0x80 {
			n = 2
		} else {
			delta, n = binary.Uvarint(packed)
		}
	}
	u.stem += int32(delta >> 1)
	if u.title, u.abstract = 0, 1; delta&1 == 0 {
		return u, packed[n:]
	}
	b := packed[n]
	n++
	if u.title, u.abstract = uint32(b>>5), uint32(b&31); u.abstract > maxAbstractUse {
		title, size := binary.Uvarint(packed[n:])
		n += size
		abstract, size := binary.Uvarint(packed[n:])
		n += size
		u.title, u.abstract = uint32(title), uint32(abstract)
	}
	return u, packed[n:]
}

// seek moves from u, what follows it given, to the use of a stem, or to the first
// one behind it; where there is none, to the last one.
func (u stemUse) seek(packed []byte, stem int32) (stemUse, []byte) {
	for u.stem < stem && len(packed) > 0 {
		if b := packed[0]; b&0x81 == 0 { // a stem near by, once in the abstract
			u.stem += int32(b >> 1)
			u.title, u.abstract = 0, 1
			packed = packed[1:]
			continue
		}
		u, packed = u.next(packed)
	}
	return u, packed
}

// packStems gives the stems of the words that packWords found.
func (a *analyst) packStems() []byte {
	uses := a.uses[:0]
	for _, e := range a.entries {
		uses = append(uses, stemUse{e.stem, e.n[textTitle], e.n[textAbstract]})
	}
	a.uses = uses
	return packStems(uses)
}

// stemCounts are the counts of each stem in the library, by the stem's number.
// Parts of them are shared between the columns of different moments.
type stemCounts [][]stemCount

// stemCount is how many studies have a stem, and how often in titles and
// abstracts.
type stemCount struct{ studies, uses uint32 }

// of gives the counts of a stem.
func (c stemCounts) of(stem int32) stemCount {
	if i := int(stem >> chunkBits); i < len(c) {
		return c[i][stem&chunkMask]
	}
	return stemCount{}
}

// countStems counts a study's stems, or, with -1, takes them out again.
func (b *book) countStems(packed []byte, by int) {
	eachStem(packed, func(u stemUse) {
		i := int(u.stem >> chunkBits)
		for len(b.stems) <= i {
			b.ownStems[len(b.stems)] = true
			b.stems = append(b.stems, make([]stemCount, chunkSize))
		}
		if !b.ownStems[i] {
			b.stems[i], b.ownStems[i] = slices.Clone(b.stems[i]), true
		}
		c := &b.stems[i][u.stem&chunkMask]
		c.studies += uint32(by)
		c.uses += uint32(by) * (u.title + u.abstract)
	})
}

// readStems fills the column of stems of every live study from the postings. It
// learns the words of the library on the way.
func (g *generation) readStems(reader *scorch.IndexSnapshot, fold *folder) error {
	for _, s := range reader.Segments() {
		seg := segView{s.Id(), s.Segment(), s.Deleted(), g.ords[s.Id()]}
		if err := g.readStemsOf(seg, fold); err != nil {
			return err
		}
	}
	return nil
}

func (g *generation) readStemsOf(s segView, fold *folder) error {
	r, err := s.words()
	if err != nil || r.dict == nil {
		return err
	}
	uses := make([][]stemUse, len(s.ords))
	it := r.dict.AutomatonIterator(nil, nil, nil)
	for {
		entry, err := it.Next()
		if err != nil {
			return err
		}
		if entry == nil {
			break
		}
		w := fold.learn(entry.Term)
		err = r.each(context.Background(), w.surface, func(doc uint32, o occurrence) error {
			n := o.counts(g.book.placesIfMany(o, s.ords[doc]))
			uses[doc] = append(uses[doc], stemUse{w.stem, n[textTitle], n[textAbstract]})
			return nil
		})
		if err != nil {
			return err
		}
	}
	for doc, u := range uses {
		if len(u) > 0 {
			g.book.putStems(s.ords[doc], packStems(u))
		}
	}
	return nil
}

// putStems enters the stems of a study that has none yet.
func (b *book) putStems(ord uint32, packed []byte) {
	c, i := b.writable(ord)
	c.stems[i] = packed
	b.countStems(packed, 1)
}
