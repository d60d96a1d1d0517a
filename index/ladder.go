package index

import "github.com/RoaringBitmap/roaring/v2"

// Where words fit two studies about equally, the one that says more about whether
// a treatment helps comes first: a trial before a case report, a finished study
// before its registration. The first studies get ladderWeight of the best score,
// times the worth of their rung on the evidence ladder (see levelRank). That is
// less than one word of a question makes, so that it decides only near ties; it
// was set by the questions in testdata/golden.tsv. A retracted study loses
// retractedLoss of its score: it is found, but not before what still holds and fits
// about as well.
const (
	ladderWeight  = 0.05
	retractedLoss = 0.25
)

// ladderWorth is by the number of the rung; what is not told counts like a rung
// without evidence.
var ladderWorth = [...]float64{1: 1, 2: 1, 3: 0.75, 4: 0.5, 5: 0.25, 6: 0.25, 7: 0, 8: 0}

// favour adds to the scores of the first studies what their rungs are worth, and
// takes from those of the retracted ones.
func (e *evaluator) favour(first *roaring.Bitmap, scores []float64) {
	best := 0.0
	for it := first.Iterator(); it.HasNext(); {
		best = max(best, scores[it.Next()])
	}
	for it := first.Iterator(); it.HasNext(); {
		ord := it.Next()
		k, i := e.v.cols.chunk(ord)
		rung, part := int(k.level[i]), 0.0
		switch {
		case rung&levelGrave != 0:
			rung, part = levelGrave, -retractedLoss*scores[ord]
		case rung < len(ladderWorth):
			part = ladderWeight * best * ladderWorth[rung]
		}
		scores[ord] += part
		if part != 0 && e.told != nil {
			e.told(concept{rung: rung}, ord, part)
		}
	}
}
