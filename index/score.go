package index

import "math"

// The parameters of the ranking, BM25F: the fields' counts are weighed,
// normalized by their lengths and added up before they saturate. Measured on
// judged collections of biomedical abstracts, summing scores per field instead
// ranks worse than either field alone.
const (
	bm25K1 = 1.2
)

// fieldWeights and fieldB belong to title, abstract and the rest.
var (
	fieldWeights = [textFields]float64{3, 1, 1}
	fieldB       = [textFields]float64{0.8, 0.9, 0.5}
)

// concept is one thing that the ranking counts: a word, or words that mean the
// same, in some fields. In a study its terms' counts add up as one.
type concept struct {
	node  *textNode
	terms []string // stems; empty: the words of the node's truncation
	field textScope

	phrases  [][]token // names of several words that count like a word
	pair     string    // two words that stand together, where that is what counts
	feedback bool      // not of the query, but of the first studies
}

// key tells concepts apart.
func (c concept) key() string {
	k := itoa(int(c.field))
	for _, p := range c.phrases {
		k += " " + quote(termKey(p))
	}
	if len(c.terms) == 0 && len(c.phrases) == 0 {
		return k + " " + c.node.text + "*"
	}
	for _, t := range c.terms {
		k += " " + t
	}
	return k
}

// scores whether a scope counts a field.
func (s textScope) counts(field int) bool {
	switch s {
	case scopeTitle:
		return field == textTitle
	case scopeAbstract:
		return field == textAbstract
	case scopeTitleAbstract:
		return field != textOther
	}
	return true
}

// score gives every study's BM25F score for the concepts, by ordinal. It depends
// on the studies that are in the library alone: not on batches, segments,
// deletions or the order of anything.
func (e *evaluator) score(concepts []concept) ([]float64, error) {
	if len(concepts) == 0 {
		return nil, nil
	}
	scores := make([]float64, e.v.cols.size)
	weights := make([]float64, e.v.cols.size)
	for _, c := range concepts {
		if err := e.scoreConcept(c, 1, scores, weights); err != nil {
			return nil, err
		}
	}
	return scores, nil
}

// scoreConcept adds one concept's part, times a factor. weights is zero before
// and after.
func (e *evaluator) scoreConcept(c concept, factor float64, scores, weights []float64) error {
	var terms []string
	for _, t := range c.terms {
		terms = append(terms, e.fold.family(t)...)
	}
	if len(c.terms) == 0 && len(c.phrases) == 0 {
		var err error
		if terms, err = e.prefixTerms(c.node); err != nil {
			return err
		}
	}
	touched, err := e.weigh(terms, c.field, weights)
	if err == nil && len(c.phrases) > 0 {
		touched, err = e.weighPhrases(c, weights, touched)
	}
	if err != nil {
		return err
	}
	idf := bm25IDF(float64(len(touched)), float64(e.v.cols.live.GetCardinality()))
	for _, ord := range touched {
		part := factor * idf * saturate(weights[ord])
		scores[ord] += part
		weights[ord] = 0
		if e.told != nil {
			e.told(c, ord, part)
		}
	}
	return nil
}

// saturate is BM25's law of diminishing returns for a normalized count.
func saturate(w float64) float64 { return w * (bm25K1 + 1) / (w + bm25K1) }

// bm25IDF is the weight of a term that df of n studies have (Robertson and
// Spärck Jones, with one added so that it is never negative, as Lucene does).
func bm25IDF(df, n float64) float64 { return math.Log(1 + (n-df+0.5)/(df+0.5)) }

// weigher weighs and normalizes counts.
type weigher struct {
	cols    *columns
	weights []float64 // by ordinal
	avg     [textFields]float64
	weight  [textFields]float64
	touched []uint32
}

func (e *evaluator) weigher(scope textScope, weights []float64) *weigher {
	w := &weigher{cols: e.v.cols, weights: weights, avg: e.v.cols.averages()}
	for f := range w.weight {
		if scope.counts(f) && w.avg[f] > 0 {
			w.weight[f] = fieldWeights[f]
		}
	}
	return w
}

// add adds the counts of a word or a phrase in one study.
func (w *weigher) add(ord uint32, n counts) {
	k, i := w.cols.chunk(ord)
	sum := 0.0
	for f, c := range n {
		if c > 0 && w.weight[f] > 0 {
			sum += w.weight[f] * float64(c) / (1 - fieldB[f] + fieldB[f]*float64(k.lens[f][i])/w.avg[f])
		}
	}
	if sum == 0 {
		return
	}
	if w.weights[ord] == 0 {
		w.touched = append(w.touched, ord)
	}
	w.weights[ord] += sum
}

// weigh adds up the terms' weighed and normalized counts over the fields, by
// ordinal, and gives the ordinals that have any.
func (e *evaluator) weigh(terms []string, scope textScope, weights []float64) ([]uint32, error) {
	w := e.weigher(scope, weights)
	for _, t := range terms {
		err := e.v.eachWord(e.ctx, t, func(ord uint32, o occurrence) {
			if int(ord) < len(weights) {
				w.add(ord, o.counts(e.v.cols.places(ord)))
			}
		})
		if err != nil {
			return nil, e.postingsError(err)
		}
	}
	return w.touched, nil
}

// weighPhrases adds the concept's names of several words.
func (e *evaluator) weighPhrases(c concept, weights []float64, touched []uint32) ([]uint32, error) {
	w := e.weigher(c.field, weights)
	w.touched = touched
	for _, p := range c.phrases {
		slots, unit, err := e.slots(&textNode{tokens: p, near: -1})
		if err != nil {
			return nil, err
		}
		if err := e.v.countPhrase(e.ctx, c.field, slots, w.add); err != nil {
			return nil, e.postingsError(err)
		}
		for _, u := range unit {
			err := e.v.eachWord(e.ctx, u, func(ord uint32, o occurrence) {
				if int(ord) < len(weights) && weights[ord] == 0 {
					w.add(ord, o.counts(e.v.cols.places(ord)))
				}
			})
			if err != nil {
				return nil, e.postingsError(err)
			}
		}
	}
	return w.touched, nil
}
