package openalex

import (
	"fmt"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// maxWords bounds an abstract; whole articles in its place are refused.
const maxWords = 20_000

// abstract rebuilds an abstract from the places of its words. Two words at one
// place, or a place out of range, make the work fail: what came out would not be
// the author's text. Places without a word are the index's own gaps.
func abstract(index map[string][]int) ([]study.Section, error) {
	length := 0
	for word, places := range index {
		for _, p := range places {
			if p < 0 || p >= maxWords {
				return nil, fmt.Errorf("abstract_inverted_index: place %d of %.40q is not between 0 and %d", p, word, maxWords-1)
			}
			length = max(length, p+1)
		}
	}
	words := make([]string, length)
	for word, places := range index {
		for _, p := range places {
			if words[p] != "" && words[p] != word {
				return nil, fmt.Errorf("abstract_inverted_index: two words at place %d", p)
			}
			words[p] = word
		}
	}
	text := strings.Join(words, " ")
	text = strings.TrimSpace(text)
	if head, rest, ok := strings.Cut(text, " "); ok && strings.EqualFold(strings.TrimRight(head, ":."), "abstract") {
		text = rest
	}
	return crawler.SplitSections(crawler.Unwrap(text)), nil
}
