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

	pair     string // two words that stand together, where that is what counts
	feedback bool   // not of the query, but of the first studies
}

// key tells concepts apart.
func (c concept) key() string {
	k := itoa(int(c.field))
	if len(c.terms) == 0 {
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
	if len(c.terms) == 0 {
		var err error
		if terms, err = e.prefixTerms(c.node); err != nil {
			return err
		}
	}
	touched, err := e.weigh(terms, c.field, weights)
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

// weigh adds up the terms' weighed and normalized counts over the fields, by
// ordinal, and gives the ordinals that have any.
func (e *evaluator) weigh(terms []string, scope textScope, weights []float64) ([]uint32, error) {
	avg := e.v.cols.averages()
	var weight [textFields]float64
	for f := range weight {
		if scope.counts(f) && avg[f] > 0 {
			weight[f] = fieldWeights[f]
		}
	}
	var touched []uint32
	for _, t := range terms {
		err := e.v.eachWord(e.ctx, t, func(ord uint32, o occurrence) {
			if int(ord) >= len(weights) {
				return
			}
			k, i := e.v.cols.chunk(ord)
			sum := 0.0
			for f, n := range o.counts(k.places[i]) {
				if n > 0 && weight[f] > 0 {
					sum += weight[f] * float64(n) / (1 - fieldB[f] + fieldB[f]*float64(k.lens[f][i])/avg[f])
				}
			}
			if sum == 0 {
				return
			}
			if weights[ord] == 0 {
				touched = append(touched, ord)
			}
			weights[ord] += sum
		})
		if err != nil {
			return nil, e.postingsError(err)
		}
	}
	return touched, nil
}
