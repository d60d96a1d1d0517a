package main

import (
	"math"
	"sort"

	"evidelic/index"
	"evidelic/study"
)

// plainBM25 is BM25 by the book (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75,
// idf as Lucene's, which is never negative) over title and abstract as one text,
// in the product's own analysis: what the product's ranking is measured against.
type plainBM25 struct {
	postings map[string][]posting
	lengths  []float64
	average  float64
	analyzer *index.Analyzer
}

type posting struct {
	doc int
	tf  float64
}

func newPlainBM25(studies []study.Study) *plainBM25 {
	p := &plainBM25{postings: map[string][]posting{}, analyzer: index.NewAnalyzer()}
	total := 0.0
	for i := range studies {
		terms := p.analyzer.Terms(studies[i].Title + "\n" + studies[i].AbstractText())
		counts := map[string]float64{}
		for _, t := range terms {
			counts[t]++
		}
		for t, n := range counts {
			p.postings[t] = append(p.postings[t], posting{i, n})
		}
		p.lengths = append(p.lengths, float64(len(terms)))
		total += float64(len(terms))
	}
	p.average = total / float64(max(len(studies), 1))
	return p
}

// search gives the best k documents for the words of the text, ties by number.
func (p *plainBM25) search(text string, k int) []int {
	const k1, b = 1.2, 0.75
	scores := map[int]float64{}
	for _, t := range p.analyzer.Terms(text) {
		list := p.postings[t]
		idf := math.Log(1 + (float64(len(p.lengths))-float64(len(list))+0.5)/(float64(len(list))+0.5))
		for _, d := range list {
			norm := k1 * (1 - b + b*p.lengths[d.doc]/p.average)
			scores[d.doc] += idf * d.tf * (k1 + 1) / (d.tf + norm)
		}
	}
	found := make([]int, 0, len(scores))
	for d := range scores {
		found = append(found, d)
	}
	sort.Slice(found, func(i, j int) bool {
		if scores[found[i]] != scores[found[j]] {
			return scores[found[i]] > scores[found[j]]
		}
		return found[i] < found[j]
	})
	return found[:min(k, len(found))]
}
