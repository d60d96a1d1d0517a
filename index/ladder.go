package index

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/lexicon"
	"evidelic/study"
)

// Where words fit two studies about equally, the one that says more about whether
// a treatment helps comes first: a trial before a case report, a finished study
// before its registration. The first studies get ladderWeight of the best score,
// times the worth of their rung on the evidence ladder (see levelRank). That is
// less than one word of a question makes, so that it decides only near ties; it
// was set by the questions in testdata/golden.tsv. Where the question is a drug and a
// condition and nothing else ("MDMA PTSD"), its words fit every study of the treatment
// and choose none of them: there the ladder counts treatmentWeight for those studies
// that are tagged with both. A retracted study loses
// retractedLoss of its score: it is found, but not before what still holds and fits
// about as well.
const (
	ladderWeight    = 0.05
	treatmentWeight = 0.2
	retractedLoss   = 0.25
)

// ladderWorth is by the number of the rung; what is not told counts like a rung
// without evidence.
var ladderWorth = [...]float64{1: 1, 2: 1, 3: 0.75, 4: 0.5, 5: 0.25, 6: 0.25, 7: 0, 8: 0}

// favour adds to the scores of the first studies what their rungs are worth, and
// takes from those of the retracted ones.
func (e *evaluator) favour(q *query, first *roaring.Bitmap, scores []float64) {
	treated := e.treated(q)
	best := 0.0
	for it := first.Iterator(); it.HasNext(); {
		best = max(best, scores[it.Next()])
	}
	for it := first.Iterator(); it.HasNext(); {
		ord := it.Next()
		k, i := e.v.cols.chunk(ord)
		rung, part, weight := int(k.level[i]), 0.0, ladderWeight
		if treated.Contains(ord) {
			weight = treatmentWeight
		}
		switch {
		case rung&levelGrave != 0:
			rung, part = levelGrave, -retractedLoss*scores[ord]
		case rung < len(ladderWorth):
			part = weight * best * ladderWorth[rung]
		}
		scores[ord] += part
		if part != 0 && e.told != nil {
			e.told(concept{rung: rung}, ord, part)
		}
	}
}

// treated gives the studies of a drug in a condition, by their tags, where the plain
// words of a query name one of each and nothing else.
func (e *evaluator) treated(q *query) *roaring.Bitmap {
	drug, condition := q.treatment()
	if drug == "" {
		return roaring.New()
	}
	return roaring.And(e.v.cols.within(study.TaskSubstance, drug), e.v.cols.within(study.TaskCondition, condition))
}

// treatment gives the drug and the condition that the plain words of a query name;
// nothing where they name another number of them, or say something else, too.
func (q *query) treatment() (drug, condition string) {
	words := make([]string, len(q.words))
	for i, w := range q.words {
		words[i] = w.text
	}
	text := lexicon.Tokenize(strings.Join(words, " "))
	named, told := map[lexicon.Kind]string{}, 0
	for _, m := range lexicon.Find(text) {
		if k := m.Concept.Kind; k == lexicon.Drug || k == lexicon.Condition {
			if named[k] != "" {
				return "", ""
			}
			named[k] = m.Concept.ID
			told += m.Last - m.First + 1
		}
	}
	if len(named) < 2 || told != len(text.Tokens) {
		return "", ""
	}
	return named[lexicon.Drug], named[lexicon.Condition]
}

// within gives the studies with a value of a tag, or with one that lies below it in
// the lexicon.
func (c *columns) within(task study.Task, id string) *roaring.Bitmap {
	out := roaring.New()
	for _, code := range c.byKey[string(task)] {
		if lexicon.Within(c.values[code].value, id) {
			out.Or(c.sets[code])
		}
	}
	return out
}
