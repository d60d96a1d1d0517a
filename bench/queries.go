package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"evidelic/index"
	"evidelic/study"
)

// queryFlags are the flags of the measure.
type queryFlags struct {
	count  int
	seed   uint64
	budget time.Duration
}

// runQueries asks random queries. Every second one is well formed: what it must
// find is worked out from the texts themselves, so that a wrong grouping shows.
// The others are damaged: they may be refused, with a message, and nothing else.
func runQueries(ctx context.Context, args []string, stdout io.Writer) error {
	var f queryFlags
	flags := flag.NewFlagSet("queries", flag.ContinueOnError)
	flags.IntVar(&f.count, "count", 10_000_000, "queries")
	flags.Uint64Var(&f.seed, "seed", 1, "of the random numbers")
	flags.DurationVar(&f.budget, "budget", time.Second, "how long one query may take")
	if err := flags.Parse(args); err != nil {
		return err
	}
	// A small library and many short-lived answers: collecting garbage less often
	// takes a tenth less time.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	start := time.Now()
	got, err := askQueries(ctx, f, func(n int64) {
		rate := float64(n) / time.Since(start).Seconds()
		left := time.Duration(float64(int64(f.count)-n) / rate * float64(time.Second))
		_, _ = fmt.Fprintf(stdout, "queries %d of %d, %.0f a second, %v to go\n", n, f.count, rate, left.Round(time.Second))
	})
	if err != nil {
		return err
	}
	took := time.Since(start).Seconds()
	_, err = fmt.Fprintf(stdout, "queries %d in %.0f s, %.0f a second: %d compared, none wrong; %d damaged, of which %d refused with a message, no panic; longest %v, none over %v by itself (%d asked again)\n",
		f.count, took, float64(f.count)/took, got.compared, got.damaged, got.refused, got.longest.Round(time.Microsecond), f.budget, got.again)
	return err
}

// asked is what became of the queries.
type asked struct {
	compared, damaged, refused int
	again                      int           // of these, asked again because they took too long
	longest                    time.Duration // of those that were in time
}

// askQueries asks on all processors, and gives the first fault. It tells of its
// progress twenty times, with the number of queries begun; progress may be called by
// several goroutines, one after the other.
func askQueries(ctx context.Context, f queryFlags, progress func(n int64)) (asked, error) {
	texts := newShelf(f.seed)
	dir, err := os.MkdirTemp("", "evidelic-bench-")
	if err != nil {
		return asked{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	library := newMemoryLibrary(texts.studies)
	texts.number = library.at
	ix, err := index.Open(ctx, dir, library, index.Options{})
	if err != nil {
		return asked{}, err
	}
	defer func() { _ = ix.Close() }()
	if err := ix.Follow(ctx); err != nil {
		return asked{}, err
	}
	sums := make([]asked, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var mu sync.Mutex
	g, asking := errgroup.WithContext(ctx)
	for w := range sums {
		g.Go(func() error {
			for n := next.Add(1); n <= int64(f.count) && asking.Err() == nil; n = next.Add(1) {
				if err := texts.ask(asking, ix, rand.New(rand.NewPCG(f.seed, uint64(n))), n, f.budget, &sums[w]); err != nil {
					return fmt.Errorf("query %d: %w", n, err)
				}
				if n%max(int64(f.count)/20, 1) == 0 {
					mu.Lock()
					progress(n)
					mu.Unlock()
				}
			}
			return nil
		})
	}
	err = errors.Join(g.Wait(), ctx.Err())
	return total(sums), err
}

// total adds up what became of the queries.
func total(sums []asked) asked {
	var all asked
	for _, s := range sums {
		all.compared += s.compared
		all.damaged += s.damaged
		all.refused += s.refused
		all.again += s.again
		all.longest = max(all.longest, s.longest)
	}
	return all
}

// shelf is a small library of random words, and what each of them is in.
type shelf struct {
	studies []study.Study
	number  map[string]int // of a study's id
	leaves  []leaf
}

// leaf is a term of a query and the studies that have it.
type leaf struct {
	text string
	has  shelfSet
}

const shelfSize = 300

// shelfSet is a set of the shelf's studies, by number.
type shelfSet [(shelfSize + 63) / 64]uint64

func (s *shelfSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *shelfSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// size gives the number of members.
func (s *shelfSet) size() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// newShelf makes the library. Its words mean nothing, so that nothing stands for
// another.
func newShelf(seed uint64) *shelf {
	words := strings.Fields("bravox charlix deltox echox foxtrox golfox hotelox indiox juliex kilox")
	rng := rand.New(rand.NewPCG(seed, 0))
	text := func(n int) string {
		var out []string
		for range 1 + rng.IntN(n) {
			out = append(out, words[rng.IntN(len(words))])
		}
		return strings.Join(out, " ")
	}
	s := &shelf{}
	for range shelfSize {
		st := textStudy(text(4), text(12))
		st.Published.Print = study.Date{Year: 2000 + rng.IntN(20)}
		s.studies = append(s.studies, st)
	}
	contains := func(text, words string) bool { return strings.Contains(" "+text+" ", " "+words+" ") }
	for i, w := range words {
		pair := w + " " + words[rng.IntN(len(words))]
		s.leaf(w+"[ti]", func(st *study.Study) bool { return contains(st.Title, w) })
		s.leaf(w+"[tiab]", func(st *study.Study) bool { return contains(st.Title, w) || contains(st.AbstractText(), w) })
		s.leaf(w[:4]+"*[ab]", func(st *study.Study) bool { return contains(st.AbstractText(), w) })
		s.leaf(`"`+pair+`"[tiab]`, func(st *study.Study) bool { return contains(st.Title, pair) || contains(st.AbstractText(), pair) })
		from := 2000 + 2*i
		s.leaf(fmt.Sprintf("%d:%d[dp]", from, from+3), func(st *study.Study) bool { y := st.Published.Print.Year; return y >= from && y <= from+3 })
	}
	return s
}

func (s *shelf) leaf(text string, has func(*study.Study) bool) {
	l := leaf{text: text}
	for i := range s.studies {
		if has(&s.studies[i]) {
			l.has.add(i)
		}
	}
	s.leaves = append(s.leaves, l)
}

// tries is how often a query is asked that takes longer than it may: one that does by
// itself takes as long again, one that had to wait for the processor does not.
const tries = 3

// ask asks one query, every second one damaged.
func (s *shelf) ask(ctx context.Context, ix *index.Index, rng *rand.Rand, n int64, budget time.Duration, sum *asked) error {
	text, has := s.query(rng, 4)
	one := func() error {
		sum.compared++
		return s.compare(ctx, ix, text, has)
	}
	if n%2 == 0 {
		text = damage(rng, text)
		one = func() error {
			sum.damaged++
			_, err := ix.Search(ctx, index.Request{Text: text, Facets: true, Snippets: true, AllScopes: true})
			if errors.Is(err, study.ErrInvalid) {
				sum.refused++
				return nil
			}
			return err
		}
	}
	took, again, err := inTime(timed(one), budget)
	sum.again += again
	sum.longest = max(sum.longest, took)
	if err != nil {
		return fmt.Errorf("%q: %w", text, err)
	}
	return nil
}

// inTime asks until an answer takes no longer than it may, and says how often again and
// how long the last one took. A fault ends it, as does the last of the tries.
func inTime(ask func() (time.Duration, error), budget time.Duration) (took time.Duration, again int, err error) {
	for ; ; again++ {
		took, err = ask()
		switch {
		case err != nil || took <= budget:
			return took, again, err
		case again+1 == tries:
			return took, again, fmt.Errorf("it took %v, and longer than %v each of %d times", took, budget, tries)
		}
	}
}

// timed says how long a call takes.
func timed(f func() error) func() (time.Duration, error) {
	return func() (time.Duration, error) {
		start := time.Now()
		err := f()
		return time.Since(start), err
	}
}

// compare asks a query and compares what it finds with what it must find.
func (s *shelf) compare(ctx context.Context, ix *index.Index, text string, has shelfSet) error {
	got, err := ix.Matches(ctx, index.Request{Text: text, Sort: index.SortNewest, AllScopes: true})
	if err != nil {
		return err
	}
	if !s.same(got, has) {
		return fmt.Errorf("it finds %d studies, want %d: it has %v", len(got), has.size(), got)
	}
	return nil
}

// same says whether ids are those of a set, each of them once.
func (s *shelf) same(ids []string, want shelfSet) bool {
	var seen shelfSet
	for _, id := range ids {
		i, ok := s.number[id]
		if !ok || seen.has(i) {
			return false
		}
		seen.add(i)
	}
	return seen == want
}

// query makes a chain of terms and groups, and works out what it finds: from left
// to right, as PubMed does.
func (s *shelf) query(rng *rand.Rand, depth int) (string, shelfSet) {
	var b strings.Builder
	var has shelfSet
	for i := range 1 + rng.IntN(4) {
		text, part := s.operand(rng, depth)
		op := []string{" AND ", " OR ", " NOT "}[rng.IntN(3)]
		if i == 0 {
			has = part
			b.WriteString(text)
			continue
		}
		b.WriteString(op)
		b.WriteString(text)
		for k := range has {
			switch op {
			case " AND ":
				has[k] &= part[k]
			case " OR ":
				has[k] |= part[k]
			default:
				has[k] &^= part[k]
			}
		}
	}
	return b.String(), has
}

func (s *shelf) operand(rng *rand.Rand, depth int) (string, shelfSet) {
	if depth > 0 && rng.IntN(3) == 0 {
		text, has := s.query(rng, depth-1)
		return "(" + text + ")", has
	}
	l := s.leaves[rng.IntN(len(s.leaves))]
	return l.text, l.has
}

// damage changes a query at a few places.
func damage(rng *rand.Rand, text string) string {
	pieces := []string{"(", ")", `"`, "[", "]", "[ti]", "*", ":", "~3]", " AND ", " OR ", " NOT ", " or ", "“", "”", "\xff", "\x00", "n>5", "year:",
		"2010..2005", "-", "ketamine", "MDMA ", "depression ", "10.1000/(a", "#1", "PMID: 1", "{", "é", "ſ", "'s", "5-MeO-DMT", "[dp]", "[majr]", "\n"}
	for range 1 + rng.IntN(5) {
		from := rng.IntN(len(text) + 1)
		to := min(len(text), from+rng.IntN(4))
		text = text[:from] + pieces[rng.IntN(len(pieces))] + text[to:]
	}
	return text
}
