package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"evidelic/index"
	"evidelic/study"
)

// searchTitles asks the index.
type searchTitles struct{ search Searcher }

// SearchTitles finds titles through the index.
func SearchTitles(s Searcher) Titles { return searchTitles{s} }

// ByTitle searches the words of the title in titles alone: what has most of the
// rare ones comes first.
func (t searchTitles) ByTitle(ctx context.Context, title string, n int) ([]study.Study, error) {
	query := titleQuery(titleWords(title))
	if query == "" {
		return nil, nil
	}
	res, err := t.search.Search(ctx, index.Request{Text: query, Size: n, AllScopes: true})
	if err != nil {
		return nil, fmt.Errorf("search the title %.60q: %w", title, err)
	}
	var out []study.Study
	for _, h := range res.Hits {
		out = append(out, h.Study)
	}
	return out, nil
}

// titleQuery asks for any of the words; of small ones only where there is nothing
// else.
func titleQuery(words []string) string {
	var all, telling []string
	for _, w := range words {
		if w += "[ti]"; contains(all, w) {
			continue
		}
		all = append(all, w)
		if len(w) > len("the[ti]") {
			telling = append(telling, w)
		}
	}
	if len(telling) < 2 {
		telling = all
	}
	return strings.Join(telling[:min(len(telling), maxTitleWords)], " OR ")
}

// maxTitleWords bounds the words of a title that are searched.
const maxTitleWords = 40

// titleTable holds the titles of a whole library in memory: some 200 bytes a study.
type titleTable struct {
	ids   []string
	words map[string][]int32
	lib   Library
}

// ScanTitles reads every title of the store once, for a check without an index.
func ScanTitles(ctx context.Context, from Scanner, lib Library) (Titles, error) {
	t := &titleTable{words: map[string][]int32{}, lib: lib}
	for after := ""; ; {
		page, err := from.Scan(ctx, after, 500)
		if err != nil {
			return nil, fmt.Errorf("read the titles after %q: %w", after, err)
		}
		if len(page) == 0 {
			return t, nil
		}
		for i := range page {
			t.add(&page[i])
		}
		after = page[len(page)-1].ID
	}
}

func (t *titleTable) add(s *study.Study) {
	n := int32(len(t.ids))
	t.ids = append(t.ids, s.ID)
	for _, w := range titleWords(s.Title) {
		if list := t.words[w]; len(list) == 0 || list[len(list)-1] != n {
			t.words[w] = append(list, n)
		}
	}
}

// ByTitle weighs each word by how rare it is.
func (t *titleTable) ByTitle(ctx context.Context, title string, n int) ([]study.Study, error) {
	score := map[int32]float64{}
	words := titleWords(title)
	slices.Sort(words)
	for _, w := range slices.Compact(words) {
		list := t.words[w]
		for _, at := range list {
			score[at] += 1 / float64(len(list)+5)
		}
	}
	best := make([]int32, 0, len(score))
	for at := range score {
		best = append(best, at)
	}
	slices.SortFunc(best, func(a, b int32) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	var ids []string
	for _, at := range best[:min(n, len(best))] {
		ids = append(ids, t.ids[at])
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := t.lib.Studies(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read studies by title: %w", err)
	}
	slices.SortFunc(found, func(a, b study.Study) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	return found, nil
}
