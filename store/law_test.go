package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// A page and its cursor are stored together or not at all.
func TestFailureInTheMiddleLeavesNothing(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		ctx, cancel := context.WithCancel(t.Context())
		fail := false
		db := open(t, url, store.Options{TagVersion: "1", Tag: func(*study.Study) study.Tags {
			if fail {
				cancel() // in the middle of the transaction
			}
			return nil
		}})
		first := batch(article("101", "10.1000/a", "A"))
		first.Cursor = []byte(`"first"`)
		apply(t, db, first)
		h := study.Harvest{Source: "pubmed", Gaps: []study.Gap{}}
		var err error
		if h.ID, err = db.BeginHarvest(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		fail = true
		// A record with an identifier that is known already is tagged in the transaction.
		second := batch(article("102", "10.1000/a", "B"))
		second.Cursor, second.Harvest = []byte(`"second"`), &h
		if _, err := db.Apply(ctx, second); err == nil {
			t.Fatal("Apply succeeds in spite of the failure in its middle")
		}
		if _, err := db.Resolve(t.Context(), "pmid:102"); !errors.Is(err, study.ErrNotFound) {
			t.Errorf("Resolve of the failed page = %v, want ErrNotFound", err)
		}
		if cursor, err := db.Cursor(t.Context(), "pubmed"); err != nil || string(cursor) != `"first"` {
			t.Errorf("cursor = %s, %v, want the first page's", cursor, err)
		}
		if got, err := db.Harvests(t.Context(), "pubmed", 1); err != nil || got[0].Seen != 0 || h.Seen != 0 {
			t.Errorf("harvest = %+v, %v, want nothing counted", got, err)
		}
		fail = false
		if got := apply(t, db, second); got.New != 1 || got.Seq != 2 {
			t.Errorf("the page again: %+v, want it stored as change 2", got)
		}
		if err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// Numbers become visible in the order in which they are given: whoever follows
// misses nothing, with eight writers at once.
func TestFollowerMissesNothing(t *testing.T) {
	const writers, each = 8, 25
	eachStore(t, func(t *testing.T, url string) {
		// Half of the writers share a library handle, half have another: two processes.
		handles := []*store.DB{open(t, url, store.Options{}), open(t, url, store.Options{})}
		done := make(chan struct{})
		var seen []uint64
		var follower sync.WaitGroup
		follower.Go(func() { seen = follow(t, handles[1], done) })
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					pmid := fmt.Sprint(1000*(w+1) + i)
					if _, err := handles[w%2].Apply(t.Context(), batch(article(pmid, "", "T"+pmid))); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		close(done)
		follower.Wait()
		if len(seen) != writers*each {
			t.Errorf("the follower saw %d changes, want %d", len(seen), writers*each)
		}
		for i, seq := range seen {
			if seq != uint64(i+1) {
				t.Fatalf("change %d has number %d, want every number once and in order", i, seq)
			}
		}
	})
}

// follow reads changes until nothing more comes after done.
func follow(t *testing.T, db *store.DB, done chan struct{}) []uint64 {
	var seen []uint64
	last, over := uint64(0), false
	for {
		select {
		case <-done:
			over = true
		default:
		}
		page, err := db.Changes(t.Context(), last, 7)
		if err != nil {
			t.Error(err)
			return seen
		}
		for _, c := range page {
			seen = append(seen, c.Seq)
			last = c.Seq
		}
		if over && len(page) == 0 {
			return seen
		}
	}
}

// Records that arrive in any order, in pages of any size, changed on the way,
// give the same studies.
func TestAnyOrderOfHarvestsGivesTheSameLibrary(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		records := tangle()
		var want map[string]study.Report
		for seed := range uint64(4) {
			rng := rand.New(rand.NewPCG(seed, 3))
			at := url
			if seed > 0 && strings.HasPrefix(url, "postgres") {
				at = postgresURL(t)
			} else if seed > 0 {
				at = fmt.Sprintf("%s.%d", url, seed)
			}
			db := open(t, at, store.Options{})
			arrive(t, db, records, rng)
			if err := db.Check(t.Context()); err != nil {
				t.Error(err)
			}
			got := contents(t, db)
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("order %d gives another library (-first +this):\n%s", seed, diff)
			}
		}
	})
}

// tangle makes 60 records whose identifiers meet and contradict each other.
func tangle() []study.Record {
	rng := rand.New(rand.NewPCG(42, 1))
	var out []study.Record
	for i := range 60 {
		source := []string{"pubmed", "europepmc", "crossref", "openalex"}[rng.IntN(4)]
		r := study.Record{Source: source, Key: fmt.Sprint(i), Revision: "2", Report: study.Report{Title: fmt.Sprint("title ", i),
			Kind: []study.Kind{study.KindArticle, study.KindArticle, study.KindPreprint, study.KindNotice}[rng.IntN(4)]}}
		if rng.IntN(3) > 0 {
			r.Report.IDs.DOI = fmt.Sprint("10.1000/", rng.IntN(15))
		}
		if source == "pubmed" || rng.IntN(4) == 0 {
			r.Report.IDs.PMID = fmt.Sprint(1 + rng.IntN(15))
		}
		out = append(out, r)
	}
	return out
}

// arrive applies the records shuffled, in pages, some of them first in an older
// revision with other identifiers.
func arrive(t *testing.T, db *store.DB, records []study.Record, rng *rand.Rand) {
	queue := slices.Clone(records)
	rng.Shuffle(len(queue), func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
	var early []study.Record
	for _, r := range queue {
		if rng.IntN(3) == 0 {
			r.Revision, r.Report.IDs.DOI = "1", fmt.Sprint("10.1000/", rng.IntN(15))
			early = append(early, r)
		}
	}
	queue = append(early, queue...)
	for len(queue) > 0 {
		n := min(len(queue), 1+rng.IntN(9))
		apply(t, db, study.Batch{Source: "pubmed", Records: queue[:n]})
		queue = queue[n:]
	}
}

// contents gives every study by the names of its records.
func contents(t *testing.T, db *store.DB) map[string]study.Report {
	t.Helper()
	out := map[string]study.Report{}
	after := ""
	for {
		page, err := db.Scan(t.Context(), after, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			return out
		}
		for _, s := range page {
			names := map[string]bool{}
			for _, r := range s.Records {
				names[r.ID().String()+"("+r.Rule+")"] = true
			}
			out[strings.Join(slices.Sorted(maps.Keys(names)), "+")] = s.Report
			after = s.ID
		}
	}
}

// Tags read before the library is locked are those of the study that is stored.
func TestTagsAreOfTheStudyAsStored(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{TagVersion: "1", Tag: func(s *study.Study) study.Tags {
			return study.Tags{study.TaskHarms: {Status: study.Reported, Values: []study.TagValue{{Value: fmt.Sprintf("%s %d notices", s.Title, len(s.Notices))}}}}
		}})
		apply(t, db, batch(retraction("93", "3"), article("1", "10.1000/a", "A")))
		apply(t, db, batch(article("3", "", "C"), crossref("10.1000/a", "other words"), crossref("10.1000/b", "B")))
		for ref, want := range map[string]string{"pmid:1": "A 0 notices", "pmid:3": "C 1 notices", "doi:10.1000/b": "B 0 notices"} {
			s, err := db.Study(t.Context(), resolve(t, db, ref))
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Tags[study.TaskHarms].Values[0].Value; got != want || s.TagVersion != "1" {
				t.Errorf("tags of %s = %q by version %q, want %q by 1", ref, got, s.TagVersion, want)
			}
		}
	})
}
