package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// Reason is one part of a hit's score. The parts of a hit add up to its score.
type Reason struct {
	Kind  string  `json:"kind"` // "word", "near" (two words together), "related" (a word of the first studies that were found) or "evidence" (the rung of the ladder, or "retracted")
	Words string  `json:"words"`
	Score float64 `json:"score"`
}

// maxReasons bounds the reasons of a hit; the last one sums up the rest.
const maxReasons = 12

// explain gives the hits of a page their reasons, by ranking once more and
// listening.
func (x *Index) explain(ctx context.Context, v *view, req *Request, res *Result, page []entry) error {
	reasons := make(map[uint32][]Reason, len(page))
	for _, p := range page {
		reasons[p.ord] = nil
	}
	again := *req
	again.Facets = false
	again.told = func(c concept, ord uint32, part float64) {
		if list, ok := reasons[ord]; ok && part != 0 {
			reasons[ord] = addReason(list, c, part)
		}
	}
	f, err := x.find(ctx, v, &again)
	if err != nil {
		return err
	}
	f.release()
	byID := make(map[string][]Reason, len(page))
	for _, p := range page {
		byID[p.id] = shorten(reasons[p.ord])
		for i := range byID[p.id] {
			if r := &byID[p.id][i]; r.Kind == "related" {
				r.Words = x.fold.readable(r.Words)
			}
		}
	}
	for i := range res.Hits {
		res.Hits[i].Why = byID[res.Hits[i].Study.ID]
	}
	return nil
}

// addReason adds a part to the reason of the same words.
func addReason(list []Reason, c concept, part float64) []Reason {
	r := Reason{Kind: "word", Score: part}
	switch {
	case c.rung == levelGrave:
		r.Kind, r.Words = "evidence", "retracted"
	case c.rung > 0:
		r.Kind, r.Words = "evidence", "level "+itoa(c.rung)
	case c.pair != "":
		r.Kind, r.Words = "near", c.pair
	case c.feedback:
		r.Kind, r.Words = "related", c.terms[0]
	case len(c.node.tokens) > 1 && len(c.terms) == 1 && len(c.phrases) == 0:
		r.Words = c.terms[0]
	default:
		r.Words = c.node.text
	}
	for i := range list {
		if list[i].Kind == r.Kind && list[i].Words == r.Words {
			list[i].Score += part
			return list
		}
	}
	return append(list, r)
}

// shorten sorts reasons, the greatest first, and sums up the least.
func shorten(list []Reason) []Reason {
	slices.SortStableFunc(list, func(a, b Reason) int { return cmp.Compare(b.Score, a.Score) })
	if len(list) <= maxReasons {
		return list
	}
	rest := Reason{Kind: "related", Words: itoa(len(list)-maxReasons+1) + " more"}
	for _, r := range list[maxReasons-1:] {
		rest.Score += r.Score
	}
	return append(list[:maxReasons-1:maxReasons-1], rest)
}

// readable gives a word that readers know for a stem: the shortest of its family.
func (f *folder) readable(stem string) string {
	words := f.family(stem)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	if len(words) == 0 || !strings.HasPrefix(words[0], stem[:1]) {
		return stem
	}
	return words[0]
}
