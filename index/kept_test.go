package index

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/study"
)

// TestKeptAsFresh searches an index again and again while its library changes,
// and wants every answer to be that of an index which was made just now: nothing
// that is kept from one search to the next may outlive its time.
func TestKeptAsFresh(t *testing.T) {
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 5))
		src := newFake()
		for n := range 80 {
			src.put(randomStudy(r, n))
		}
		x := mustOpen(t, src)
		for step := range 6 {
			for range r.IntN(60) {
				change(r, src, 120, randomStudy)
			}
			if err := x.Follow(t.Context()); err != nil {
				t.Fatal(err)
			}
			fresh := mustOpen(t, src)
			for range 15 {
				sameAnswer(t, fmt.Sprintf("%d.%d", seed, step), fresh, x, anyRequest(r))
			}
		}
	}
}

// TestKeptAsFreshTexts does the same with texts that are many enough for feedback.
func TestKeptAsFreshTexts(t *testing.T) {
	texts := corpusStudies(t, 3000)
	r := rand.New(rand.NewPCG(1, 6))
	src := newFake()
	src.put(texts[:1500]...)
	x := mustOpen(t, src)
	other := func(r *rand.Rand, n int) study.Study {
		s := texts[r.IntN(len(texts))]
		s.ID = numbered(n)
		return s
	}
	for step := range 3 {
		for range 200 {
			change(r, src, 2000, other)
		}
		if err := x.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		fresh := mustOpen(t, src)
		for range 12 {
			words := strings.Fields(strings.ToLower(texts[r.IntN(len(texts))].Title))
			if from := r.IntN(len(words)); len(words) > 0 {
				words = words[from:min(from+1+r.IntN(4), len(words))]
			}
			sameAnswer(t, fmt.Sprint(step), fresh, x, Request{Text: strings.Join(words, " "), Facets: true, Page: 1 + r.IntN(3)})
		}
	}
}

// change adds, changes or removes a study.
func change(r *rand.Rand, src *fakeSource, among int, make func(*rand.Rand, int) study.Study) {
	n := r.IntN(among)
	if _, ok := src.studies[numbered(n)]; ok && r.IntN(3) == 0 {
		src.remove(numbered(n), study.ChangeDeleted)
		return
	}
	src.put(make(r, n))
}

// anyRequest asks for words, phrases, truncations and fields.
func anyRequest(r *rand.Rand) Request {
	req := randomRequest(r)
	a, b := pick(r, vocabulary), pick(r, vocabulary)
	forms := []string{req.Text, a, a + " " + b, quote(a + " " + b), quote(a+" "+b) + "[tiab:~3]", a[:min(4, len(a))] + "*",
		a + "[ti]", a + "[ab] OR " + b + "[ti]", quote(a+" "+b) + "[ti]", a + " " + b + " " + pick(r, vocabulary), "review[pt] AND " + a}
	req.Text = pick(r, forms)
	return req
}

// sameAnswer wants two indexes to answer alike, twice.
func sameAnswer(t *testing.T, when string, fresh, x *Index, req Request) {
	t.Helper()
	want, err := fresh.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := x.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Result{}, "Seq"), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s: %q %v: (-fresh +kept):\n%s", when, req.Text, req.Filters, diff)
		}
	}
}

// TestMemo wants the memo to stay in its bounds and to drop what was not used for
// longest.
func TestMemo(t *testing.T) {
	m := newMemo(10 * (keptOverhead + 100))
	for i := range 10 {
		m.put(fmt.Sprint(i), i, 99)
	}
	if got := m.get("0"); got != 0 {
		t.Fatalf("got %v", got)
	}
	m.put("10", 10, 98)
	if m.get("0") == nil || m.get("1") != nil || m.get("10") != 10 {
		t.Errorf("0 is %v, 1 is %v, 10 is %v", m.get("0"), m.get("1"), m.get("10"))
	}
	m.put("10", 11, 300)
	if m.get("10") != 11 || m.used > m.max {
		t.Errorf("10 is %v; %d of %d bytes are used", m.get("10"), m.used, m.max)
	}
	m.put("large", 1, m.max)
	if m.get("large") != nil {
		t.Error("what takes all the room is kept")
	}
	n := 0
	for k := m.first; k != nil; k = k.older {
		n++
	}
	if n != len(m.entries) {
		t.Errorf("%d entries are linked, %d are there", n, len(m.entries))
	}
}

// TestPackStems wants packed stems to come back, sorted and summed up.
func TestPackStems(t *testing.T) {
	in := []stemUse{{900, 0, 1}, {5, 1, 2}, {5, 0, 3}, {70_000, 8, 0}, {6, 0, 0}, {7, 0, 31}, {8, 7, 30}, {9, 0, 300}}
	want := []stemUse{{5, 1, 5}, {6, 0, 0}, {7, 0, 31}, {8, 7, 30}, {9, 0, 300}, {900, 0, 1}, {70_000, 8, 0}}
	var got []stemUse
	eachStem(packStems(in), func(u stemUse) { got = append(got, u) })
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(stemUse{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestStemCounts wants the counts of stems to be those of the studies, whatever
// came and went, and after a start as before it.
func TestStemCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	src, x := churned(t, r)
	want := map[string]uint32{}
	for _, s := range src.studies {
		seen := map[string]bool{}
		for _, text := range []string{s.Title, s.AbstractText(), otherText(&s)} {
			for _, tok := range x.fold.analyze(text) {
				if !seen[tok.term] {
					seen[tok.term] = true
					want[tok.term]++
				}
			}
		}
	}
	check := func(x *Index) {
		t.Helper()
		got := map[string]uint32{}
		names, _ := x.fold.allStems()
		for i, n := range names {
			if c := x.cur.cols.stems.of(int32(i)).studies; c > 0 {
				got[n] = c
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	check(x)
	dir := x.dir
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	check(mustOpenIn(t, dir, src))
}
