package index

import "math/bits"

// tally adds up what several words weigh in each study. One that is given back is
// empty, so that it need not be cleared: most searches touch few of its studies.
type tally struct {
	e       *evaluator
	weights []float64 // by ordinal; zero for those that are not touched
	touched []uint64  // ordinals as bits
	n       int       // of touched
	share   float64   // what weights are multiplied with as they are added
}

// tally gives an empty tally.
func (e *evaluator) tally() *tally {
	t, _ := e.v.gen.tallies.Get().(*tally)
	if t == nil || len(t.weights) < int(e.v.cols.size) {
		room := (int(e.v.cols.size) + chunkSize) &^ 63
		t = &tally{weights: make([]float64, room), touched: make([]uint64, room/64)}
	}
	t.e, t.share = e, 1
	return t
}

// add adds the weights of some studies.
func (t *tally) add(ords []uint32, weights []float64) {
	for i, ord := range ords {
		if bit := uint64(1) << (ord % 64); t.touched[ord/64]&bit == 0 {
			t.touched[ord/64] |= bit
			t.n++
		}
		t.weights[ord] += t.share * weights[i]
	}
}

// list gives what was added up, saturated, and the tally to others.
func (t *tally) list() *joinedList {
	l := &joinedList{view: t.e.v.number, ords: make([]uint32, 0, t.n), parts: make([]float64, 0, t.n)}
	for at, word := range t.touched {
		for ; word != 0; word &= word - 1 {
			ord := uint32(at*64 + bits.TrailingZeros64(word))
			l.ords, l.parts = append(l.ords, ord), append(l.parts, saturate(t.weights[ord]))
			t.weights[ord] = 0
		}
		t.touched[at] = 0
	}
	pool := &t.e.v.gen.tallies
	t.e, t.n = nil, 0
	pool.Put(t)
	return l
}
