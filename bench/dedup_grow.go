package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"evidelic/study"
)

// madeRecords makes n records, the same at every run; one in ten tells again, as
// another database would, what an earlier one tells.
func madeRecords(n int) []study.Record {
	rng := rand.New(rand.NewPCG(11, 5))
	words := madeWords(rng, 6000)
	out := make([]study.Record, 0, n)
	for i := range n {
		var r study.Report
		if i%10 == 9 {
			r = retold(rng, out[rng.IntN(len(out))].Report)
		} else {
			r = madeReport(rng, words)
		}
		out = append(out, study.Record{Source: "import:made", Key: fmt.Sprint(i), Report: r})
	}
	return out
}

func madeWords(rng *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 2 + rng.IntN(3) {
			b.WriteString([]string{"ka", "lo", "mi", "ne", "ra", "su", "to", "vin", "per", "gal", "dor", "fen", "cy", "hyp", "ost"}[rng.IntN(15)])
		}
		out[i] = b.String()
	}
	return out
}

// madeReport makes an article of a few hundred journals and forty volumes each.
func madeReport(rng *rand.Rand, words []string) study.Report {
	pick := func() string { return words[min(rng.IntN(len(words)), rng.IntN(len(words)))] }
	title := pick()
	for range 6 + rng.IntN(10) {
		title += " " + pick()
	}
	year, start := 1985+rng.IntN(40), 1+rng.IntN(2000)
	r := study.Report{Kind: study.KindArticle, Title: title, Journal: study.Journal{Title: "Journal of " + words[rng.IntN(300)] + " " + words[rng.IntN(300)]},
		Volume: fmt.Sprint(year - 1960), Pages: fmt.Sprintf("%d-%d", start, start+2+rng.IntN(12))}
	for range 1 + rng.IntN(8) {
		r.Authors = append(r.Authors, study.Author{Family: strings.ToUpper(pick()), Given: "A B"})
	}
	r.Published.Print, _ = study.NewDate(year, 0, 0)
	return r
}

// retold gives the report as another database writes it.
func retold(rng *rand.Rand, r study.Report) study.Report {
	switch rng.IntN(4) {
	case 0:
		r.Title += ". [Review] [45 refs]"
	case 1:
		r.Title = "[" + r.Title + "]"
	case 2:
		r.Title = strings.ToUpper(r.Title[:1]) + r.Title[1:] + "."
		r.Pages, _, _ = strings.Cut(r.Pages, "-")
	case 3:
		r.Title = r.Title[:len(r.Title)-1]
		r.Journal.Title = strings.ReplaceAll(r.Journal.Title, "Journal of", "J")
	}
	return r
}

// keyLibrary is a library that knows records by their match keys alone, as the
// store does.
type keyLibrary struct {
	records []study.Record
	keys    [][]int64
	holders map[int64][]int
	looked  int // records that arriving ones were compared with
}

func newKeyLibrary(n int) *keyLibrary {
	return &keyLibrary{records: make([]study.Record, 0, n), holders: make(map[int64][]int, 3*n)}
}

// arrive takes a batch: everything that shares a key with it, directly or through
// others, is partitioned again.
func (l *keyLibrary) arrive(batch []study.Record) {
	seen := map[int]bool{}
	var queue []int
	for _, r := range batch {
		n := len(l.records)
		l.records, l.keys = append(l.records, r), append(l.keys, study.MatchKeys(&r))
		for _, k := range l.keys[n] {
			l.holders[k] = append(l.holders[k], n)
		}
		queue, seen[n] = append(queue, n), true
	}
	var near []study.Record
	var keys [][]int64
	for ; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		near, keys = append(near, l.records[n]), append(keys, l.keys[n])
		for _, k := range l.keys[n] {
			for _, h := range l.holders[k] {
				if !seen[h] {
					seen[h] = true
					queue = append(queue, h)
				}
			}
		}
	}
	l.looked += len(near) - len(batch)
	study.PartitionKeyed(near, keys, nil)
}
