package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// Related is a study that has much in common with another.
type Related struct {
	Study   study.Study `json:"study"`
	Score   float64     `json:"score"`   // 1 and more for the same trial, else below
	Reasons []string    `json:"reasons"` // in plain words: the same trial, shared tags, shared words
}

// Bounds and weights of Similar.
const (
	MaxSimilar   = 50
	similarTerms = 25
	sharedTag    = 0.1 // for each substance or condition that both are about
)

// Similar gives at most n studies (1 to MaxSimilar) that have most in common with
// one: the same trial first, then shared substances, conditions and words.
// Retracted and withdrawn studies and those out of scope are never among them. It
// is study.ErrNotFound when the index does not have the study, and study.ErrBusy
// as for Search.
func (x *Index) Similar(ctx context.Context, id string, n int) ([]Related, error) {
	if n < 1 || n > MaxSimilar {
		return nil, fmt.Errorf("%w: similar: %d is not between 1 and %d", study.ErrInvalid, n, MaxSimilar)
	}
	studies, err := x.src.Studies(ctx, []string{id})
	if err != nil {
		return nil, fmt.Errorf("read study %s: %w", id, err)
	}
	if len(studies) == 0 {
		return nil, fmt.Errorf("%w: study %s", study.ErrNotFound, id)
	}
	var out []Related
	err = x.run(ctx, func(ctx context.Context, v *view) error {
		out, err = x.similar(newEvaluator(ctx, v, x.fold), &studies[0], n)
		return err
	})
	return out, err
}

func (x *Index) similar(e *evaluator, s *study.Study, n int) ([]Related, error) {
	self, ok := e.v.cols.ordinalOf(s.ID)
	if !ok {
		return nil, fmt.Errorf("%w: study %s", study.ErrNotFound, s.ID)
	}
	sums := e.stemWeights()
	sums.add(self, 1)
	terms := e.marking(sums.all(0))
	terms = terms[:min(len(terms), similarTerms)]
	scores := e.numbers()
	defer e.v.free(scores, nil)
	shared := map[uint32][]string{}
	for _, t := range terms {
		c := concept{terms: []string{t.term}, field: scopeTitleAbstract, feedback: true}
		if err := e.scoreConcept(c, t.weight, scores, nil); err != nil {
			return nil, err
		}
	}
	own := scores[self]
	for ord := range scores {
		if own > 0 {
			scores[ord] *= 0.7 / own
			scores[ord] = min(scores[ord], 0.7)
		}
	}
	if err := e.shareTags(s, scores, shared); err != nil {
		return nil, err
	}
	return x.nearest(e, s, n, scores, shared)
}

// shareTags adds what tags and registry numbers in common count.
func (e *evaluator) shareTags(s *study.Study, scores []float64, shared map[uint32][]string) error {
	for _, task := range []study.Task{study.TaskSubstance, study.TaskCondition} {
		for _, v := range s.Tags[task].Values {
			set := e.v.cols.set(string(task), v.Value)
			if set == nil {
				continue
			}
			for it := set.Iterator(); it.HasNext(); {
				ord := it.Next()
				scores[ord] += sharedTag
				shared[ord] = append(shared[ord], v.Label)
			}
		}
	}
	numbers := []string{s.IDs.Registry}
	for _, t := range s.Trials {
		numbers = append(numbers, t.Number)
	}
	slices.Sort(numbers)
	for _, num := range slices.Compact(numbers) {
		if num == "" {
			continue
		}
		err := e.v.each(e.ctx, fieldIDs, "nct:"+strings.ToLower(num), func(ord uint32) {
			scores[ord]++
			shared[ord] = append([]string{"the same trial, " + num}, shared[ord]...)
		})
		if err != nil {
			return e.postingsError(err)
		}
	}
	return nil
}

// nearest reads the best ones that may be recommended.
func (x *Index) nearest(e *evaluator, s *study.Study, n int, scores []float64, shared map[uint32][]string) ([]Related, error) {
	cols := e.v.cols
	out, notices := cols.set(string(study.TaskScope), scopeOut), cols.set(keyKind, string(study.KindNotice))
	var best []entry
	for it := cols.live.Iterator(); it.HasNext(); {
		ord := it.Next()
		k, i := cols.chunk(ord)
		if scores[ord] > 0 && k.ids[i] != s.ID && k.level[i] < levelGrave && !inSet(out, ord) && !inSet(notices, ord) {
			best = append(best, entry{keys: [3]float64{scores[ord]}, id: k.ids[i], ord: ord})
		}
	}
	slices.SortFunc(best, func(a, b entry) int { return a.compare(&b) })
	best = best[:min(len(best), n)]
	ids := make([]string, len(best))
	for i, b := range best {
		ids[i] = b.id
	}
	studies, err := x.studies(e.ctx, ids)
	if err != nil {
		return nil, err
	}
	related := make([]Related, 0, len(studies))
	for i := range studies {
		b := best[slices.Index(ids, studies[i].ID)]
		reasons := shared[b.ord]
		related = append(related, Related{studies[i], b.keys[0], reasons[:min(len(reasons), 5):min(len(reasons), 5)]})
	}
	slices.SortStableFunc(related, func(a, b Related) int { return cmp.Compare(b.Score, a.Score) })
	return related, nil
}

// inSet says whether a set, nil for an empty one, has a study.
func inSet(set *roaring.Bitmap, ord uint32) bool { return set != nil && set.Contains(ord) }
