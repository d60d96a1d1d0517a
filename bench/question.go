package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"evidelic/bench/peers"
	"evidelic/index"
	"evidelic/study"
)

// kinds are the kinds of questions that are measured.
var kinds = []string{peers.Page, peers.Or, peers.And, peers.Phrase}

// titles are the titles of a library, from 0 to n-1: questions are made of their words.
type titles struct {
	n  int
	at func(i int) string
}

func titlesOf(studies []study.Study) titles {
	return titles{len(studies), func(i int) string { return studies[i].Title }}
}

// requestFor gives a question in our own language.
func requestFor(q peers.Question) index.Request {
	switch q.Kind {
	case peers.Phrase:
		return index.Request{Text: `"` + strings.Join(q.Words, " ") + `"`, Size: 10, AllScopes: true}
	case peers.And:
		return index.Request{Text: strings.Join(q.Words, " AND "), Size: 10, AllScopes: true}
	case peers.Or:
		return index.Request{Text: strings.Join(q.Words, " OR "), Size: 10, AllScopes: true}
	}
	return index.Request{Text: strings.Join(q.Words, " "), Size: 10, AllScopes: true, Facets: true, Snippets: true,
		Filters: map[string][]string{"year": {fmt.Sprintf("%d..%d", q.From, q.To)}}}
}

// randomQuestion makes a question of words that stand in a random title.
func randomQuestion(rng *rand.Rand, t titles, kind string) peers.Question {
	words := t.words(rng)
	at := rng.IntN(len(words) - 1)
	switch kind {
	case peers.Phrase, peers.And:
		return peers.Question{Kind: kind, Words: words[at : at+2]}
	case peers.Or:
		return peers.Question{Kind: kind, Words: words[:min(2+rng.IntN(4), len(words))]}
	}
	n := min(2+rng.IntN(2), len(words))
	from := 1990 + rng.IntN(20)
	return peers.Question{Kind: kind, Words: words[:n], From: from, To: from + 15}
}

// randomQuestions makes n questions of a kind, the same ones for the same seed.
func randomQuestions(t titles, kind string, n int, seed uint64) []peers.Question {
	rng := rand.New(rand.NewPCG(seed, uint64(slices.Index(kinds, kind))))
	out := make([]peers.Question, n)
	for i := range out {
		out[i] = randomQuestion(rng, t, kind)
	}
	return out
}

// words gives the words of a random title that has two or more, lower case and
// without operators.
func (t titles) words(rng *rand.Rand) []string {
	for range 1000 {
		words := strings.FieldsFunc(strings.ToLower(t.at(rng.IntN(t.n))), func(r rune) bool {
			return r != '-' && (r < 'a' || r > 'z')
		})
		words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 4 || strings.HasPrefix(w, "-") || strings.HasSuffix(w, "-") })
		if len(words) >= 2 {
			return words
		}
	}
	return []string{"ketamine", "depression"}
}
