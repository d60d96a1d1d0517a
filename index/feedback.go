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

// The first studies that a query finds say more about its topic than its own few
// words do (pseudo-relevance feedback, as in Rocchio's and Lavrenko and Croft's
// models). The words that mark these studies out are added to the query with
// feedbackWeight of the whole query's weight.
//
// Each of the first studies counts by the likelihood that it is what was meant:
// the exponential of its score, which is a sum of logarithms, over a temperature.
// So a claim that one study fits far better than the others listens to that study
// alone, and its order stays; a topic that many fit equally well listens to them
// all. The temperature falls with the number of words, as a short query's scores
// are close together without saying that its meanings are.
const (
	feedbackDocs    = 10  // first studies that are read
	feedbackDepth   = 100 // of the first studies that are ordered anew
	feedbackTerms   = 40  // words taken from them
	feedbackTried   = 200
	feedbackWeight  = 0.7
	feedbackWarm    = 1.0  // the temperature of a query of very many words
	feedbackWarmth  = 8.0  // is added to it, over the number of words
	feedbackLeast   = 0.01 // of the first study's share: what counts less is not read
	feedbackAlone   = 0.5  // of the greatest of a word's parts is taken away: what one study alone says is half as much
	feedbackShare   = 0.05 // of the library: words in more studies say too little
	feedbackLibrary = 1000 // studies that a library has at least: in a smaller one, rare says nothing
)

// refine counts what the words alone do not: where they stand together, and what
// the first studies have in common.
func (e *evaluator) refine(f *found, exact bool) error {
	if len(f.query.words) == 0 {
		return nil
	}
	if err := e.proximity(f.query, f.ahead(pairDepth), f.scores); err != nil {
		return err
	}
	if e.v.cols.live.GetCardinality() >= feedbackLibrary && len(f.query.rest) == 0 {
		terms := e.feedback(f)
		switch {
		case len(terms) == 0:
		case f.set.GetCardinality() >= DefaultSize || exact:
			f.reorder(e, terms)
		default:
			if err := f.expand(e, terms); err != nil {
				return err
			}
		}
	}
	e.favour(f.query, f.ahead(feedbackDepth), f.scores)
	return nil
}

// ahead gives the first n studies in the order of best match.
func (f *found) ahead(n int) *roaring.Bitmap {
	if int(f.set.GetCardinality()) <= n {
		return f.set
	}
	set := roaring.New()
	for _, t := range f.top(SortBest, n, nil) {
		set.Add(t.ord)
	}
	return set
}

// weighted is a stem with its weight.
type weighted struct {
	term   string
	number int32 // of the stem
	weight float64
}

// feedback gives the words that mark the first studies out; their weights add up
// to one.
func (e *evaluator) feedback(f *found) []weighted {
	sums := e.stemWeights()
	best := f.top(SortBest, feedbackDocs, nil)
	for i, share := range f.shares(best) {
		if share > 0 {
			sums.add(best[i].ord, share)
		}
	}
	return e.marking(sums.all(feedbackAlone))
}

// shares gives what each of the first studies counts: all together one, or
// nothing where none has a score.
func (f *found) shares(best []entry) []float64 {
	shares := make([]float64, len(best))
	warm := feedbackWarm + feedbackWarmth/float64(len(f.query.words))
	highest, total := 0.0, 0.0
	for _, b := range best {
		highest = max(highest, f.scores[b.ord])
	}
	for i, b := range best {
		if s := f.scores[b.ord]; s > 0 {
			if share := math.Exp((s - highest) / warm); share >= feedbackLeast {
				shares[i] = share
				total += share
			}
		}
	}
	for i := range shares {
		if total > 0 {
			shares[i] /= total
		}
	}
	return shares
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
	most  []float64 // by number of the stem: the greatest part of its sum
	stems []int32   // those that have a sum
}

func (e *evaluator) stemWeights() *stemWeights {
	return &stemWeights{e: e, sums: e.stemNumbers(), most: e.stemNumbers()}
}

// stemNumbers gives a zero for the number of each stem. Whoever has no more use
// for them makes them zero again and puts them into the generation's sums.
func (e *evaluator) stemNumbers() []float64 {
	if p, _ := e.v.gen.sums.Get().(*[]float64); p != nil && len(*p) >= len(e.names) {
		return *p
	}
	return make([]float64, len(e.names)+chunkSize)
}

// add adds the saturated counts of the words of a study's title and abstract,
// times a factor.
func (w *stemWeights) add(ord uint32, factor float64) {
	w.e.eachUse(ord, func(stem int32, use float64) {
		if w.e.dull[stem] {
			return
		}
		if w.sums[stem] == 0 {
			w.stems = append(w.stems, stem)
		}
		w.sums[stem] += factor * use
		w.most[stem] = max(w.most[stem], factor*use)
	})
}

// titleAndAbstract gives the norms of a study's title and abstract.
func (e *evaluator) titleAndAbstract(k *chunk, i uint32) (title, abstract float64) {
	return e.v.norms.of(textTitle, k.lens[textTitle][i]), e.v.norms.of(textAbstract, k.lens[textAbstract][i])
}

// eachUse calls fn with the saturated count of each word of a study's title and
// abstract.
func (e *evaluator) eachUse(ord uint32, fn func(stem int32, use float64)) {
	k, i := e.v.cols.chunk(ord)
	title, abstract := e.titleAndAbstract(k, i)
	eachStem(k.stems[i], func(u stemUse) {
		if u.title+u.abstract > 0 {
			fn(u.stem, saturate(float64(u.title)*title+float64(u.abstract)*abstract))
		}
	})
}

// all gives the sums less a share of the greatest part of each, without the stems
// themselves, and the room of the sums to others.
func (w *stemWeights) all(less float64) []weighted {
	out := make([]weighted, len(w.stems))
	for i, s := range w.stems {
		out[i] = weighted{number: s, weight: w.sums[s] - less*w.most[s]}
		w.sums[s], w.most[s] = 0, 0
	}
	w.e.v.gen.sums.Put(&w.sums)
	w.e.v.gen.sums.Put(&w.most)
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
	for i := range all {
		all[i].term = e.names[all[i].number]
	}
	slices.SortFunc(all, heaviest)
	all = all[:min(len(all), feedbackTried)]
	n := float64(e.v.cols.live.GetCardinality())
	kept := all[:0]
	for _, w := range all {
		if df := float64(e.v.cols.stems.of(w.number).studies); df >= 2 && df <= math.Max(feedbackShare*n, feedbackDocs) {
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

// reorder adds the words of the first studies to the scores of the first
// feedbackDepth, which none behind them can pass: a score never falls. It reads
// the words of each of these studies, which is much less than the postings of
// the words.
func (f *found) reorder(e *evaluator, terms []weighted) {
	worth := make([]float64, len(terms))
	order := make([]int, len(terms)) // of the terms by the numbers of their stems
	for i, t := range terms {
		c := e.v.cols.stems.of(t.number)
		worth[i] = f.voice(t) * e.worth(uint64(c.studies), uint64(c.uses))
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(terms[a].number, terms[b].number) })
	uses := make([]float64, len(terms))
	for it := f.ahead(feedbackDepth).Iterator(); it.HasNext(); {
		ord := it.Next()
		e.usesOf(ord, terms, order, uses)
		for i, use := range uses { // in the terms' order, so that sums are the same every time
			if use > 0 {
				f.scores[ord] += worth[i] * use
				if e.told != nil {
					e.told(concept{terms: []string{terms[i].term}, feedback: true}, ord, worth[i]*use)
				}
			}
		}
	}
}

// usesOf sets the saturated count of each term in a study's title and abstract.
// order is that of the terms by the numbers of their stems.
func (e *evaluator) usesOf(ord uint32, terms []weighted, order []int, uses []float64) {
	clear(uses)
	k, i := e.v.cols.chunk(ord)
	title, abstract := e.titleAndAbstract(k, i)
	if len(k.stems[i]) == 0 {
		return
	}
	u, rest := stemUse{}.next(k.stems[i])
	for _, at := range order {
		wanted := terms[at].number
		if u, rest = u.seek(rest, wanted); u.stem < wanted {
			return
		}
		if u.stem == wanted && u.title+u.abstract > 0 {
			uses[at] = saturate(float64(u.title)*title + float64(u.abstract)*abstract)
		}
	}
}

// voice is what a word of the first studies counts beside the query.
func (f *found) voice(t weighted) float64 {
	return feedbackWeight * t.weight * float64(len(f.query.concepts))
}

// expand adds the words of the first studies to the scores where the matches do
// not fill a page. The studies that are nearest to the matches by these words
// follow them; they are counted apart, and the answer says so.
func (f *found) expand(e *evaluator, terms []weighted) error {
	more := e.numbers()
	defer e.v.free(more, nil)
	only := e.bits(f.within)
	for _, t := range terms {
		c := concept{terms: []string{t.term}, field: scopeTitleAbstract, feedback: true}
		if err := e.scoreConcept(c, f.voice(t), more, only); err != nil {
			return err
		}
	}
	f.scored = nil
	for it := f.set.Iterator(); it.HasNext(); {
		ord := it.Next()
		f.scores[ord] += more[ord]
		more[ord] = 0
	}
	near := f.leaders(0, SortBest, DefaultSize-int(f.set.GetCardinality()))
	var some [someOrds]uint32
	eachOf(f.within, func(ords []uint32) {
		n := 0
		for _, ord := range ords {
			if more[ord] > 0 {
				f.scores[ord] = more[ord]
				some[n] = ord
				n++
			}
		}
		near.add(some[:n])
	})
	f.follow(near.sorted())
	return nil
}

// follow puts the first of the near studies behind the matches.
func (f *found) follow(near []entry) {
	matches, related := f.set, roaring.New()
	for _, t := range near {
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
