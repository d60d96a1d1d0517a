package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/google/go-cmp/cmp"
)

// TestUsesOf wants the uses of some stems to be those that reading every stem of a
// study gives.
func TestUsesOf(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 200 {
		var all []stemUse
		for stem := int32(r.IntN(3)); len(all) < r.IntN(60); stem += 1 + int32(r.IntN([]int{2, 100, 10_000}[r.IntN(3)])) {
			all = append(all, stemUse{stem, uint32(r.IntN(9)), uint32(r.IntN(40))})
		}
		k := &chunk{}
		k.stems[0] = packStems(all)
		e := &evaluator{v: &view{norms: newNorms([textFields]float64{5, 100, 5}), cols: &columns{chunks: []*chunk{k}}}}
		var terms []weighted
		want := map[int32]float64{}
		e.eachUse(0, func(stem int32, use float64) { want[stem] = use })
		for _, u := range all {
			for _, stem := range []int32{u.stem, u.stem + 1} {
				if r.IntN(2) == 0 && !slices.ContainsFunc(terms, func(w weighted) bool { return w.number == stem }) {
					terms = append(terms, weighted{number: stem})
				}
			}
		}
		order := make([]int, len(terms)) // they are in order as they are
		for i := range order {
			order[i] = i
		}
		uses := make([]float64, len(terms))
		e.usesOf(0, terms, order, uses)
		for i, w := range terms {
			if uses[i] != want[w.number] {
				t.Fatalf("stem %d has the use %v, want %v", w.number, uses[i], want[w.number])
			}
		}
	}
}

// TestCounter wants every count of a set's values to be the number of the studies
// that the set shares with the value.
func TestCounter(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	_, x := churned(t, r)
	cols := x.cur.cols
	for range 20 {
		set := roaring.New()
		for it := cols.live.Iterator(); it.HasNext(); {
			if ord := it.Next(); r.IntN(3) > 0 {
				set.Add(ord)
			}
		}
		count := cols.counter(set)
		for code, of := range cols.sets {
			if got, want := count.of(uint32(code)), int(set.AndCardinality(of)); got != want {
				t.Fatalf("%v has %d studies, want %d", cols.values[code], got, want)
			}
		}
	}
}

// TestTally wants what is added up to come back saturated and in order, and the
// next tally to be empty.
func TestTally(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	e := &evaluator{v: &view{cols: &columns{size: 5000}, gen: &generation{}}}
	for range 50 {
		want := map[uint32]float64{}
		tally := e.tally()
		for range r.IntN(300) {
			ord, weight := uint32(r.IntN(5000)), float64(1+r.IntN(8))/8
			tally.share = []float64{1, 0.5}[r.IntN(2)]
			tally.add([]uint32{ord}, []float64{weight})
			want[ord] += tally.share * weight
		}
		l := tally.list()
		if !slices.IsSorted(l.ords) || len(l.ords) != len(want) {
			t.Fatalf("%d studies, want %d in order: %v", len(l.ords), len(want), l.ords)
		}
		for i, ord := range l.ords {
			if l.parts[i] != saturate(want[ord]) {
				t.Fatalf("study %d has %v, want %v", ord, l.parts[i], saturate(want[ord]))
			}
		}
	}
}

// TestLeaders wants the first studies to be those of the whole order.
func TestLeaders(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	_, x := churned(t, r)
	cols := x.cur.cols
	f := &found{v: x.cur, scores: make([]float64, cols.size)}
	for range 50 {
		var all []entry
		for it := cols.live.Iterator(); it.HasNext(); {
			ord := it.Next()
			f.scores[ord] = float64(r.IntN(5))
			all = append(all, f.entry(SortBest, ord, 0))
		}
		slices.SortFunc(all, func(a, b entry) int { return a.compare(&b) })
		k := 1 + r.IntN(len(all))
		var got, want []string
		for _, e := range f.topOf(cols.live, 0, SortBest, k, nil) {
			got = append(got, e.id)
		}
		for _, e := range all[:k] {
			want = append(want, e.id)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("the first %d (-want +got):\n%s", k, diff)
		}
	}
}
