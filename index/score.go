package index

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
)

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
	fieldB       = [textFields]float64{0.8, 0.75, 0.5}
)

// concept is one thing that the ranking counts: a word, or words that mean the
// same, in some fields. In a study its terms' counts add up as one.
type concept struct {
	node  *textNode
	terms []string // stems; empty: the words of the node's truncation
	field textScope

	phrases  [][]token // names of several words that count like a word
	pair     string    // two words that stand together, where that is what counts
	kin      bool      // one plain word, whose kin counts a little
	feedback bool      // not of the query, but of the first studies
	rung     int       // not words, but a rung of the evidence ladder; 0: words
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

// score gives every study's BM25F score for the concepts, by ordinal; with among,
// of no other studies. It depends on the studies that are in the library alone:
// not on batches, segments, deletions or the order of anything.
func (e *evaluator) score(concepts []concept, among *roaring.Bitmap) ([]float64, error) {
	if len(concepts) == 0 {
		return nil, nil
	}
	scores := e.numbers()
	only := e.bits(among)
	for _, c := range concepts {
		var kin []string
		if c.kin {
			kin = e.fold.kin(c.terms[0])
		}
		var err error
		if len(kin) > 0 {
			err = e.scoreWithKin(c, kin, scores, only)
		} else {
			err = e.scoreConcept(c, 1, scores, only)
		}
		if err != nil {
			return nil, err
		}
	}
	return scores, nil
}

// scoreConcept adds one concept's part, times a factor, to the scores of the
// studies whose bits are set; of all where there are no bits.
func (e *evaluator) scoreConcept(c concept, factor float64, scores []float64, only []uint64) error {
	w := weigher{evaluator: e, scope: c.field, only: only}
	if len(c.terms) == 1 && len(c.phrases) == 0 {
		l, err := e.stem(c.terms[0])
		if err != nil {
			return err
		}
		if l.postings() < weighOnce {
			w.factor = factor * e.worthOf(l, c.field)
			w.each(l, func(ords []uint32, weights []float64) {
				for i, ord := range ords {
					scores[ord] += w.factor * saturate(weights[i])
				}
				e.tell(c, w.factor, ords, weights)
			})
			return nil
		}
	}
	l, err := e.joined(c)
	if err != nil {
		return err
	}
	e.addParts(c, factor*e.worth(uint64(len(l.ords)), l.uses), l, scores, only)
	return nil
}

// addParts adds the parts of a list, times a factor, to the scores of the studies
// whose bits are set; of all where there are no bits.
func (e *evaluator) addParts(c concept, factor float64, l *joinedList, scores []float64, only []uint64) {
	parts := l.parts[:len(l.ords)]
	for i, ord := range l.ords {
		if only == nil || only[ord/64]&(1<<(ord%64)) != 0 {
			scores[ord] += factor * parts[i]
			if e.told != nil {
				e.told(c, ord, factor*parts[i])
			}
		}
	}
}

// weighOnce is the number of postings from which the weights of a word are kept:
// to weigh it again for every search costs several times what adding it up does.
const weighOnce = 1000

// tell lets whoever listens hear of parts of scores.
func (e *evaluator) tell(c concept, factor float64, ords []uint32, weights []float64) {
	if e.told == nil {
		return
	}
	for i, ord := range ords {
		e.told(c, ord, factor*saturate(weights[i]))
	}
}

// saturate is BM25's law of diminishing returns for a normalized count.
func saturate(w float64) float64 { return w * (bm25K1 + 1) / (w + bm25K1) }

// maxRepeated bounds what repetition counts in a concept's weight.
const maxRepeated = 4

// worth is the weight of what n studies have that have it so many times in all:
// rarity, times the root of how often a study that has it has it on average. A
// word that comes back where it comes at all is what a study is about ("psilocybin");
// one of the same rarity that stands there once is a manner of speaking ("notably").
// This is Church and Gale's burstiness ("Poisson mixtures", 1995), with the root
// for caution.
func (e *evaluator) worth(n, uses uint64) float64 {
	if n == 0 {
		return 0
	}
	rarity := bm25IDF(float64(n), float64(e.v.cols.live.GetCardinality()))
	return rarity * math.Sqrt(min(float64(uses)/float64(n), maxRepeated))
}

// worthOf is the weight of the words of a list in a scope.
func (e *evaluator) worthOf(l *wordList, scope textScope) float64 {
	return e.worth(uint64(l.studies(scope)), l.uses(scope))
}

// bm25IDF is the weight of a term that df of n studies have (Robertson and
// Spärck Jones, with one added so that it is never negative, as Lucene does).
func bm25IDF(df, n float64) float64 { return math.Log(1 + (n-df+0.5)/(df+0.5)) }
