package index

import (
	"cmp"
	"context"
	"slices"
)

// A library from warmFrom studies on is warmed when it is opened and when it was
// made: the postings of its words are read into the memo, the most frequent
// first, so that the first searches do not wait for them. Smaller ones are read
// in no time.
const (
	warmFrom  = 5000
	warmLeast = 10 // studies that a word is in
)

// warm reads postings ahead, until three quarters of the memo are full, ctx ends,
// or there is damage to see to.
func (x *Index) warm(ctx context.Context) {
	v, err := x.hold()
	if err != nil {
		return
	}
	defer v.drop()
	if v.cols.live.GetCardinality() < warmFrom || v.filling || v.gen.broken.Load() {
		return
	}
	err = x.guard(v, func() error {
		names, _ := x.fold.allStems()
		for _, stem := range v.cols.stems.frequent() {
			if ctx.Err() != nil || len(x.damage) > 0 || v.gen.memo.fullness() > 0.75 {
				break
			}
			name := names[stem]
			if _, err := v.wordList(ctx, "s"+name, func() []string { return x.fold.family(name) }); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err != nil && ctx.Err() == nil {
		x.log.Warn("index: cannot be read ahead", "error", err)
	}
}

// frequent gives the stems of warmLeast studies or more, the most frequent first.
func (c stemCounts) frequent() []int32 {
	var out []int32
	for i, counts := range c {
		for j, n := range counts {
			if n.studies >= warmLeast {
				out = append(out, int32(i<<chunkBits+j))
			}
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Or(cmp.Compare(c.of(b).studies, c.of(a).studies), cmp.Compare(a, b)) })
	return out
}

// askToWarm lets the repair loop warm the index when it has nothing else to do.
func (x *Index) askToWarm() {
	select {
	case x.cold <- struct{}{}:
	default:
	}
}
