package index

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
)

// Words that stand side by side in a question count more where they do in the
// study, in any order (as in Metzler and Croft's dependence model, SIGIR 2005).
// A pair's count is the sum of 1/distance over its occurrences within pairWindow
// words; it is weighed, normalized and saturated as words are. The weight was
// chosen on judged collections; a broad range around it does as well.
const (
	pairWeight = 0.1
	pairWindow = 3
	pairDepth  = 200 // of the first studies by words alone
)

// proximity adds the pairs' parts to the scores of the studies of a set.
func (e *evaluator) proximity(q *query, among *roaring.Bitmap, scores []float64) error {
	terms := q.plainTerms()
	avg := e.v.cols.averages()
	n := float64(e.v.cols.live.GetCardinality())
	for i := 0; i+1 < len(terms); i++ {
		if terms[i] == terms[i+1] {
			continue
		}
		a, b := slot{terms: e.fold.family(terms[i])}, slot{terms: e.fold.family(terms[i+1])}
		idf := (bm25IDF(e.v.studiesWith(e.fold, terms[i]), n) + bm25IDF(e.v.studiesWith(e.fold, terms[i+1]), n)) / 2
		err := e.v.pairs(a, b, among, func(ord uint32, weight float64) {
			part := pairWeight * idf * saturate(weight)
			scores[ord] += part
			if e.told != nil {
				e.told(concept{pair: terms[i] + " " + terms[i+1]}, ord, part)
			}
		}, avg)
		if err != nil {
			return e.postingsError(err)
		}
	}
	return nil
}

// plainTerms gives the words of the plain part of a query in their order.
func (q *query) plainTerms() []string {
	var out []string
	for _, w := range q.words {
		for _, t := range w.tokens {
			if !t.unit {
				out = append(out, t.term)
			}
		}
	}
	return out
}

// pairs calls fn with every study of a set that has both words near each other.
func (v *view) pairs(a, b slot, among *roaring.Bitmap, fn func(ord uint32, weight float64), avg [textFields]float64) error {
	for _, s := range v.segs {
		both, err := s.candidates([]slot{a, b})
		if err != nil {
			return err
		}
		var docs []uint32
		for it := both.Iterator(); it.HasNext(); {
			doc := it.Next()
			if int(doc) >= len(s.ords) {
				return fmt.Errorf("posting of document %d in a segment of %d", doc, len(s.ords))
			}
			if among.Contains(s.ords[doc]) {
				docs = append(docs, doc)
			}
		}
		if len(docs) == 0 {
			continue
		}
		as, err := s.occurrences(a, docs)
		if err != nil {
			return err
		}
		bs, err := s.occurrences(b, docs)
		if err != nil {
			return err
		}
		for d, doc := range docs {
			ord := s.ords[doc]
			k, i := v.cols.chunk(ord)
			w, err := pairOf(cutSeen(&as, uint32(d)), cutSeen(&bs, uint32(d)), k, i, avg)
			if err != nil {
				return err
			}
			if w > 0 {
				fn(ord, w)
			}
		}
	}
	return nil
}

// pairOf weighs a pair in one study.
func pairOf(as, bs []seen, k *chunk, i uint32, avg [textFields]float64) (float64, error) {
	sum := 0.0
	for _, f := range []int{textTitle, textAbstract} {
		if avg[f] == 0 {
			continue
		}
		var at, bt []int
		var err error
		for _, s := range as {
			if at, err = s.o.positions(at, f, k.places[i]); err != nil {
				return 0, err
			}
		}
		for _, s := range bs {
			if bt, err = s.o.positions(bt, f, k.places[i]); err != nil {
				return 0, err
			}
		}
		if n := nearness(at, bt); n > 0 {
			sum += fieldWeights[f] * n / (1 - fieldB[f] + fieldB[f]*float64(k.lens[f][i])/avg[f])
		}
	}
	return sum, nil
}

// nearness adds up 1/distance of each place of the first word to the nearest of
// the second; the other way round counts as one further.
func nearness(as, bs []int) float64 {
	sum := 0.0
	for _, a := range as {
		best := pairWindow + 1
		for _, b := range bs {
			switch d := b - a; {
			case d > 0:
				best = min(best, d)
			case d < 0:
				best = min(best, 1-d)
			}
		}
		if best <= pairWindow {
			sum += 1 / float64(best)
		}
	}
	return sum
}

// studiesWith gives how many studies have a word of the stem. A view never
// changes, so that it looks only once; stems that no study has are not kept,
// because anybody may ask for any.
func (v *view) studiesWith(fold *folder, stem string) float64 {
	if n, ok := v.known.Load(stem); ok {
		return n.(float64)
	}
	n := v.documents(fold.family(stem))
	if n > 0 {
		v.known.Store(stem, n)
	}
	return n
}

// documents gives how many studies have any of the words, counting one twice
// that has two of them.
func (v *view) documents(words []string) float64 {
	n := uint64(0)
	for _, s := range v.segs {
		for _, w := range words {
			if list, err := s.list(fieldWords, []byte(w), nil); err == nil && list != nil {
				n += list.Count()
			}
		}
	}
	return min(float64(n), float64(v.cols.live.GetCardinality()))
}
