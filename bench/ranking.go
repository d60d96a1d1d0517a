package main

import (
	"math"
	"sort"
)

// ndcg is the normalised discounted cumulative gain at k with linear gain, as
// trec_eval computes ndcg_cut: DCG = sum of gain / log2(rank + 1).
func ndcg(ranked []string, judged map[string]float64, k int) float64 {
	gain := 0.0
	for i, doc := range ranked[:min(k, len(ranked))] {
		gain += judged[doc] / math.Log2(float64(i)+2)
	}
	ideal := make([]float64, 0, len(judged))
	for _, g := range judged {
		ideal = append(ideal, g)
	}
	sort.Sort(sort.Reverse(sort.Float64Slice(ideal)))
	best := 0.0
	for i, g := range ideal[:min(k, len(ideal))] {
		best += g / math.Log2(float64(i)+2)
	}
	if best == 0 {
		return 0
	}
	return gain / best
}

// recall is the share of the relevant documents among the first k.
func recall(ranked []string, judged map[string]float64, k int) float64 {
	found := 0
	for _, doc := range ranked[:min(k, len(ranked))] {
		if judged[doc] > 0 {
			found++
		}
	}
	return float64(found) / float64(len(judged))
}

// averagePrecision is the mean of the precision at each relevant document, over
// all relevant ones.
func averagePrecision(ranked []string, judged map[string]float64) float64 {
	found, sum := 0, 0.0
	for i, doc := range ranked {
		if judged[doc] > 0 {
			found++
			sum += float64(found) / float64(i+1)
		}
	}
	return sum / float64(len(judged))
}
