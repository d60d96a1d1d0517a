package index

import (
	"encoding/binary"
	"fmt"
)

// Where a word stands in a study is packed into the one number that Bleve keeps
// beside a posting as its frequency, which costs two bytes where Bleve's own
// locations cost six for each occurrence. A word that stands once is its field
// and position. A word that stands more often is its counts and the place in the
// study's row where its positions are; the rows are in memory.
//
//	once:      position<<2 | field
//	repeated:  place<<9 | other<<7 | abstract<<4 | title<<2 | 3
//
// Counts beyond what fits stand before the positions, and all three are then at
// their greatest here.
type occurrence uint64

const (
	occRepeated    = 3
	occMaxTitle    = 3
	occMaxAbstract = 7
	occMaxOther    = 3
	occMany        = occMaxOther<<7 | occMaxAbstract<<4 | occMaxTitle<<2 | occRepeated
	occFlags       = 9
)

// counts are the occurrences of a word by field.
type counts [textFields]uint32

// once packs the one occurrence of a word.
func once(field, pos int) occurrence { return occurrence(pos)<<2 | occurrence(field) }

// repeated packs several occurrences and appends their positions, ascending in
// each field, to the row's.
func repeated(n counts, positions []int, places []byte) (occurrence, []byte) {
	at := occurrence(len(places)) << occFlags
	if n[textTitle] < occMaxTitle && n[textAbstract] < occMaxAbstract && n[textOther] < occMaxOther {
		at |= occurrence(n[textOther]<<7 | n[textAbstract]<<4 | n[textTitle]<<2 | occRepeated)
	} else {
		at |= occMany
		for _, c := range n {
			places = binary.AppendUvarint(places, uint64(c))
		}
	}
	for _, c := range n {
		last := 0
		for _, pos := range positions[:c] {
			places = binary.AppendUvarint(places, uint64(pos-last))
			last = pos
		}
		positions = positions[c:]
	}
	return at, places
}

// counts gives how often the word stands in each field. places are those of the
// study's row.
func (o occurrence) counts(places []byte) (n counts) {
	if o&3 != occRepeated {
		n[o&3] = 1
		return n
	}
	if o&(1<<occFlags-1) != occMany {
		return counts{uint32(o >> 2 & occMaxTitle), uint32(o >> 4 & occMaxAbstract), uint32(o >> 7 & occMaxOther)}
	}
	n, _ = o.many(places)
	return n
}

// many reads counts that stand before their positions.
func (o occurrence) many(places []byte) (n counts, rest []byte) {
	if o>>occFlags > occurrence(len(places)) {
		return n, nil
	}
	rest = places[o>>occFlags:]
	for f := range n {
		c, size := binary.Uvarint(rest)
		if size <= 0 || c > maxFieldText {
			return counts{}, nil
		}
		n[f], rest = uint32(c), rest[size:]
	}
	return n, rest
}

// positions appends where the word stands in a field.
func (o occurrence) positions(dst []int, field int, places []byte) ([]int, error) {
	if o&3 != occRepeated {
		if int(o&3) == field {
			dst = append(dst, int(o>>2))
		}
		return dst, nil
	}
	var n counts
	var rest []byte
	if o&(1<<occFlags-1) == occMany {
		n, rest = o.many(places)
	} else if n = o.counts(nil); o>>occFlags <= occurrence(len(places)) {
		rest = places[o>>occFlags:]
	}
	for f, c := range n {
		last := 0
		for range c {
			delta, size := binary.Uvarint(rest)
			if size <= 0 {
				return dst, fmt.Errorf("%w: the positions of a word are cut", errDamaged)
			}
			rest = rest[size:]
			if last += int(delta); f == field {
				dst = append(dst, last)
			}
		}
	}
	return dst, nil
}

// fieldShift puts a field above the positions in it, so that the places of a word
// in all fields are one ascending list in which no two fields are near.
const fieldShift = 40

// places appends where the word stands in all fields of a scope. row gives the
// row's positions, where they are needed.
func (o occurrence) places(dst []int, fields uint8, row func() []byte) ([]int, error) {
	if o&3 != occRepeated {
		if fields&(1<<(o&3)) != 0 {
			dst = append(dst, int(o&3)<<fieldShift|int(o>>2))
		}
		return dst, nil
	}
	var n counts
	var rest []byte
	if o&(1<<occFlags-1) == occMany {
		n, rest = o.many(row())
	} else if n = o.counts(nil); n.fields()&fields == 0 {
		return dst, nil
	} else if all := row(); o>>occFlags <= occurrence(len(all)) {
		rest = all[o>>occFlags:]
	}
	for f, c := range n {
		if fields>>f == 0 {
			break
		}
		wanted := fields&(1<<f) != 0
		last := f << fieldShift
		for range c {
			delta, size := uint64(0), 1
			if len(rest) > 0 && rest[0] < 0x80 { // most of them
				delta = uint64(rest[0])
			} else if delta, size = binary.Uvarint(rest); size <= 0 {
				return dst, fmt.Errorf("%w: the positions of a word are cut", errDamaged)
			}
			rest = rest[size:]
			if last += int(delta); last>>fieldShift != f {
				return dst, fmt.Errorf("%w: a word stands beyond every text", errDamaged)
			}
			if wanted {
				dst = append(dst, last)
			}
		}
	}
	return dst, nil
}
