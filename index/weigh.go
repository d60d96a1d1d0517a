package index

// normTable is the number of lengths whose norms are computed beforehand; few
// abstracts have more words.
const normTable = 1024

// norms weigh one occurrence in a field of a text of a length: the field's weight
// over the length's share of the average, as BM25F does.
type norms struct {
	avg   [textFields]float64
	table [textFields][normTable]float64
}

func newNorms(avg [textFields]float64) *norms {
	n := &norms{avg: avg}
	for f := range n.table {
		for length := range n.table[f] {
			n.table[f][length] = n.compute(f, uint32(length))
		}
	}
	return n
}

func (n *norms) compute(f int, length uint32) float64 {
	if n.avg[f] == 0 {
		return 0
	}
	return fieldWeights[f] / (1 - fieldB[f] + fieldB[f]*float64(length)/n.avg[f])
}

// of gives the norm of a field's length.
func (n *norms) of(f int, length uint32) float64 {
	if length < normTable {
		return n.table[f][length]
	}
	return n.compute(f, length)
}

// weigher weighs and normalizes the counts of words.
type weigher struct {
	*evaluator
	scope  textScope
	only   []uint64 // ordinals as bits; nil for all
	factor float64
	uses   uint64 // what names and phrases found
}

// wants says whether a study is among those that are weighed.
func (w *weigher) wants(ord uint32) bool {
	return w.only == nil || w.only[ord/64]&(1<<(ord%64)) != 0
}

// weighBlock is the number of studies that are weighed at a time.
const weighBlock = 256

// each calls fn with the studies of a list and their weights, a block at a time,
// each study once.
func (w *weigher) each(l *wordList, fn func(ords []uint32, weights []float64)) {
	var ords [weighBlock]uint32
	var weights [weighBlock]float64
	for i := range l.segs {
		s := &l.segs[i]
		of := w.v.segs[s.at].ords
		n := 0
		for at := 0; at < len(s.docs); {
			doc := s.docs[at]
			ord := of[doc]
			if !w.wants(ord) {
				at++
				continue
			}
			sum := 0.0
			for ; at < len(s.docs) && s.docs[at] == doc; at++ {
				sum += w.weight(ord, occurrence(s.occs[at]))
			}
			if sum == 0 {
				continue
			}
			ords[n], weights[n] = ord, sum
			if n++; n == weighBlock {
				fn(ords[:], weights[:])
				n = 0
			}
		}
		fn(ords[:n], weights[:n])
	}
}

// weight weighs the occurrences of a word in one study.
func (w *weigher) weight(ord uint32, o occurrence) float64 {
	k, i := w.v.cols.chunk(ord)
	if o&3 != occRepeated {
		f := int(o & 3)
		if !w.scope.counts(f) {
			return 0
		}
		return w.v.norms.of(f, k.lens[f][i])
	}
	return w.sum(k, i, o.counts(w.v.cols.placesIfMany(o, ord)))
}

// sum weighs counts in one study.
func (w *weigher) sum(k *chunk, i uint32, n counts) float64 {
	sum := 0.0
	for f, c := range n {
		if c > 0 && w.scope.counts(f) {
			sum += float64(c) * w.v.norms.of(f, k.lens[f][i])
		}
	}
	return sum
}

// joinedList is what several words or names that count as one count in each study
// of a view, saturated, in the order of the ordinals.
type joinedList struct {
	view  uint64
	ords  []uint32
	parts []float64
	uses  uint64 // how often the studies have them
}

// joined gives the weights of a concept.
func (e *evaluator) joined(c concept) (*joinedList, error) {
	key := "c" + c.key()
	if l, _ := e.v.gen.memo.get(key).(*joinedList); l != nil && l.view == e.v.number {
		return l, nil
	}
	t := e.tally()
	w := weigher{evaluator: e, scope: c.field}
	if err := w.names(c, t.add); err != nil {
		return nil, err
	}
	if err := w.phrases(c, t); err != nil {
		return nil, err
	}
	l := t.list()
	l.uses = w.uses
	e.v.gen.memo.put(key, l, 12*len(l.ords))
	return l, nil
}

// names weighs the concept's words.
func (w *weigher) names(c concept, add func(ords []uint32, weights []float64)) error {
	for _, t := range c.terms {
		l, err := w.stem(t)
		if err != nil {
			return err
		}
		w.uses += l.uses(c.field)
		w.each(l, add)
	}
	if len(c.terms) > 0 || len(c.phrases) > 0 {
		return nil
	}
	terms, err := w.prefixTerms(c.node)
	if err != nil {
		return err
	}
	l, err := w.list(slot{terms: terms, prefix: c.node.tokens[len(c.node.tokens)-1].surface})
	if err == nil {
		w.uses += l.uses(c.field)
		w.each(l, add)
	}
	return err
}

// phrases weighs the concept's names of several words.
func (w *weigher) phrases(c concept, t *tally) error {
	for _, p := range c.phrases {
		slots, unit, err := w.slots(&textNode{tokens: p, near: -1})
		if err != nil {
			return err
		}
		err = w.phrase(c.field, slots, -1, false, func(ord uint32, n counts) {
			k, i := w.v.cols.chunk(ord)
			w.uses += uint64(n.in(c.field))
			t.add([]uint32{ord}, []float64{w.sum(k, i, n)})
		})
		if err != nil || unit == "" {
			if err != nil {
				return err
			}
			continue
		}
		l, err := w.stem(unit)
		if err != nil {
			return err
		}
		w.each(l, func(ords []uint32, parts []float64) {
			for i, ord := range ords {
				if t.weights[ord] == 0 {
					w.uses++
					t.add([]uint32{ord}, parts[i:i+1])
				}
			}
		})
	}
	return nil
}
