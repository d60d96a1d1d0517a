package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// Short queries say little of what they are about; the first studies that they
// find say more (pseudo-relevance feedback, as in Rocchio's and Lavrenko and
// Croft's models). The words that mark these studies out are added to the query
// with feedbackWeight of the whole query's weight. Longer questions say enough,
// and lose by it: measured on judged collections, the gain ends at three words.
const (
	feedbackWords  = 3  // plain words that a query has at most
	feedbackDocs   = 10 // first studies that are read
	feedbackTerms  = 40 // words taken from them
	feedbackTried  = 200
	feedbackWeight = 0.5
	feedbackShare  = 0.05 // of the library: words in more studies say too little
	feedbackAmong  = 1000 // studies that a library has at least: in a smaller one, rare says nothing
)

// refine counts what the words alone do not: where they stand together, and, for
// a short query, what the first studies have in common.
func (x *Index) refine(e *evaluator, f *found, exact bool) error {
	if len(f.query.words) == 0 {
		return nil
	}
	first := roaring.New()
	for _, t := range f.top(SortBest, pairDepth, nil) {
		first.Add(t.ord)
	}
	if err := e.proximity(f.query, first, f.scores); err != nil {
		return err
	}
	if len(f.query.words) > feedbackWords || e.v.cols.live.GetCardinality() < feedbackAmong || len(f.query.rest) > 0 {
		return nil
	}
	terms, err := x.feedback(e, f)
	if err != nil || len(terms) == 0 {
		return err
	}
	return f.expand(e, terms, exact)
}

// weighted is a stem with its weight.
type weighted struct {
	term   string
	number int32 // of the stem
	weight float64
}

// feedback gives the words that mark the first studies out; their weights add up
// to one.
func (x *Index) feedback(e *evaluator, f *found) ([]weighted, error) {
	best := f.top(SortBest, feedbackDocs, nil)
	total := 0.0
	for _, b := range best {
		total += f.scores[b.ord]
	}
	if total == 0 {
		return nil, nil
	}
	sums := e.stemWeights()
	for _, b := range best {
		sums.add(b.ord, f.scores[b.ord]/total)
	}
	return e.marking(sums.all()), nil
}

// studies reads studies in the order of their ids, leaving out those that are
// gone.
func (x *Index) studies(ctx context.Context, ids []string) ([]study.Study, error) {
	studies, err := x.src.Studies(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read the first studies: %w", err)
	}
	slices.SortFunc(studies, func(a, b study.Study) int {
		return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID))
	})
	return studies, nil
}

// stemWeights adds up what the words of some studies weigh.
type stemWeights struct {
	e     *evaluator
	sums  []float64 // by number of the stem
	stems []int32   // those that have a sum
}

func (e *evaluator) stemWeights() *stemWeights {
	w := &stemWeights{e: e}
	if p, _ := e.v.gen.sums.Get().(*[]float64); p != nil && len(*p) >= len(e.names) {
		w.sums = *p // all are zero, see all
	} else {
		w.sums = make([]float64, len(e.names)+chunkSize)
	}
	return w
}

// add adds the saturated counts of the words of a study's title and abstract,
// times a factor.
func (w *stemWeights) add(ord uint32, factor float64) {
	k, i := w.e.v.cols.chunk(ord)
	title, abstract := w.e.v.norms.of(textTitle, k.lens[textTitle][i]), w.e.v.norms.of(textAbstract, k.lens[textAbstract][i])
	eachStem(k.stems[i], func(u stemUse) {
		if w.e.dull[u.stem] || u.title+u.abstract == 0 {
			return
		}
		if w.sums[u.stem] == 0 {
			w.stems = append(w.stems, u.stem)
		}
		w.sums[u.stem] += factor * saturate(float64(u.title)*title+float64(u.abstract)*abstract)
	})
}

// all gives the sums, and the room of the sums to others.
func (w *stemWeights) all() []weighted {
	out := make([]weighted, len(w.stems))
	for i, s := range w.stems {
		out[i] = weighted{w.e.names[s], s, w.sums[s]}
		w.sums[s] = 0
	}
	w.e.v.gen.sums.Put(&w.sums)
	return out
}

// marking picks the words that are frequent in a few studies and rare in the
// library, as tf-idf does. The rarity of no more than feedbackTried words is
// looked at, those of the greatest weight.
func (e *evaluator) marking(all []weighted) []weighted {
	heaviest := func(a, b weighted) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	}
	all = first(all, feedbackTried)
	slices.SortFunc(all, heaviest)
	all = all[:min(len(all), feedbackTried)]
	n := float64(e.v.cols.live.GetCardinality())
	kept := all[:0]
	for _, w := range all {
		if df := float64(e.v.cols.stems.of(w.number)); df >= 2 && df <= math.Max(feedbackShare*n, feedbackDocs) {
			w.weight *= bm25IDF(df, n)
			kept = append(kept, w)
		}
	}
	slices.SortFunc(kept, heaviest)
	kept = kept[:min(len(kept), feedbackTerms)]
	total := 0.0
	for _, w := range kept {
		total += w.weight
	}
	for i := range kept {
		kept[i].weight /= total
	}
	return kept
}

// first gives those whose weight is not below the n-th greatest.
func first(all []weighted, n int) []weighted {
	if len(all) <= n {
		return all
	}
	weights := make([]float64, len(all))
	for i, w := range all {
		weights[i] = w.weight
	}
	slices.Sort(weights)
	least := weights[len(weights)-n]
	return slices.DeleteFunc(all, func(w weighted) bool { return w.weight < least })
}

// expand adds the words of the first studies to the scores. When the matches do
// not fill a page, the studies that are nearest to them by these words follow;
// they are counted apart, and the answer says so.
func (f *found) expand(e *evaluator, terms []weighted, exact bool) error {
	more := e.numbers()
	defer e.free(more)
	lack := DefaultSize - int(f.set.GetCardinality())
	only := e.bits(f.set)
	if lack > 0 && !exact {
		only = e.bits(f.within)
	}
	for _, t := range terms {
		c := concept{terms: []string{t.term}, field: scopeTitleAbstract, feedback: true}
		if err := e.scoreConcept(c, feedbackWeight*t.weight*float64(len(f.query.concepts)), more, only); err != nil {
			return err
		}
	}
	for it := f.set.Iterator(); it.HasNext(); {
		ord := it.Next()
		f.scores[ord] += more[ord]
	}
	if lack <= 0 || exact {
		return nil
	}
	matches := f.set
	f.set = roaring.AndNot(f.within, matches)
	near := roaring.New()
	for it := f.set.Iterator(); it.HasNext(); {
		if ord := it.Next(); more[ord] > 0 {
			f.scores[ord] = more[ord]
			near.Add(ord)
		}
	}
	f.set = near
	f.follow(matches, lack)
	return nil
}

// follow puts the first of the near studies behind the matches.
func (f *found) follow(matches *roaring.Bitmap, n int) {
	related := roaring.New()
	for _, t := range f.top(SortBest, n, nil) {
		related.Add(t.ord)
	}
	f.set = roaring.Or(matches, related)
	f.all = roaring.Or(f.all, related)
	f.related = int(related.GetCardinality())
	f.first = append(f.first, matches)
	if f.related > 0 {
		f.note(itoa(int(matches.GetCardinality()))+" studies have these words; after them come "+itoa(f.related)+" that have much in common with them", "")
	}
}
