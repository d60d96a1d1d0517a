package index

import "github.com/RoaringBitmap/roaring/v2"

// Where words fit two studies about equally, the one that says more about whether
// a treatment helps comes first: a trial before a case report, a finished study
// before its registration. The first studies get ladderWeight of the best score,
// times the worth of their rung on the evidence ladder (see levelRank). That is
// less than one word of a question makes, so that it decides only near ties; it
// was set by the questions in testdata/golden.tsv. Retracted studies get nothing.
const ladderWeight = 0.05

// ladderWorth is by the number of the rung; what is not told counts like a rung
// without evidence.
var ladderWorth = [...]float64{1: 1, 2: 1, 3: 0.75, 4: 0.5, 5: 0.25, 6: 0.25, 7: 0, 8: 0}

// favour adds to the scores of the first studies what their rungs are worth.
func (e *evaluator) favour(first *roaring.Bitmap, scores []float64) {
	best := 0.0
	for it := first.Iterator(); it.HasNext(); {
		best = max(best, scores[it.Next()])
	}
	for it := first.Iterator(); it.HasNext(); {
		ord := it.Next()
		k, i := e.v.cols.chunk(ord)
		if rung := int(k.level[i]); rung < len(ladderWorth) && ladderWorth[rung] > 0 {
			part := ladderWeight * best * ladderWorth[rung]
			scores[ord] += part
			if e.told != nil {
				e.told(concept{rung: rung}, ord, part)
			}
		}
	}
}
