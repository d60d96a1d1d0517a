package index

import (
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
	for i := 0; i+1 < len(terms); i++ {
		if terms[i] == terms[i+1] {
			continue
		}
		a, err := e.stem(terms[i])
		if err != nil {
			return err
		}
		b, err := e.stem(terms[i+1])
		if err != nil {
			return err
		}
		worth := (e.worthOf(a, scopeAll) + e.worthOf(b, scopeAll)) / 2
		err = e.pairs(a, b, among, func(ord uint32, weight float64) {
			part := pairWeight * worth * saturate(weight)
			scores[ord] += part
			if e.told != nil {
				e.told(concept{pair: terms[i] + " " + terms[i+1]}, ord, part)
			}
		})
		if err != nil {
			return err
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
func (e *evaluator) pairs(a, b *wordList, among *roaring.Bitmap, fn func(ord uint32, weight float64)) error {
	var p pairMatcher
	return e.together([]*wordList{a, b}, e.bits(among), func(ord uint32, words [][]uint32) error {
		k, i := e.v.cols.chunk(ord)
		p.row = k.places[i]
		if err := p.read(words); err != nil {
			return err
		}
		sum := 0.0
		for _, f := range []int{textTitle, textAbstract} {
			if n := nearness(p.at[0][f], p.at[1][f]); n > 0 {
				sum += n * e.v.norms.of(f, k.lens[f][i])
			}
		}
		if sum > 0 {
			fn(ord, sum)
		}
		return nil
	})
}

// pairMatcher reads where two words stand in one study after the other.
type pairMatcher struct {
	row []byte               // the study's positions
	all []int                // of one word, in title and abstract
	at  [2][textFields][]int // of each word, by field
}

func (p *pairMatcher) read(words [][]uint32) error {
	for w, occs := range words {
		p.at[w][textTitle], p.at[w][textAbstract] = p.at[w][textTitle][:0], p.at[w][textAbstract][:0]
		for _, o := range occs {
			var err error
			if p.all, err = occurrence(o).places(p.all[:0], 1<<textTitle|1<<textAbstract, func() []byte { return p.row }); err != nil {
				return err
			}
			for _, at := range p.all {
				f := at >> fieldShift
				p.at[w][f] = append(p.at[w][f], at)
			}
		}
	}
	return nil
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

// studiesWith gives how many studies have a word of the stem.
func (v *view) studiesWith(fold *folder, stem string) float64 {
	number, ok := fold.number(stem)
	if !ok {
		return 0
	}
	return float64(v.cols.stems.of(number).studies)
}
