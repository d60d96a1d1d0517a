package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"evidelic/evidence"
	"evidelic/study"
)

// growingLibrary is a library of any size that holds the texts of a corpus only: its
// studies are made of them when they are asked for. Whoever changes size is alone
// with it.
type growingLibrary struct {
	base []study.Study
	size int
}

// newGrowingLibrary reads a corpus and tags it; the library is empty.
func newGrowingLibrary(ctx context.Context, corpus string) (*growingLibrary, error) {
	base, err := baseTexts(ctx, corpus)
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	for chunk := range slices.Chunk(base, 512+len(base)/64) {
		wg.Go(func() {
			for i := range chunk {
				chunk[i].Tags = valuesOnly(evidence.Tag(&chunk[i]))
			}
		})
	}
	wg.Wait()
	return &growingLibrary{base: base}, ctx.Err()
}

// valuesOnly leaves the proofs out of tags: a changed text has them at other places,
// and the index looks at values only.
func valuesOnly(tags study.Tags) study.Tags {
	for task, tag := range tags {
		for i := range tag.Values {
			tag.Values[i].Proofs = nil
		}
		tags[task] = tag
	}
	return tags
}

// study makes study i. It has the tags of the text that it is made of.
func (l *growingLibrary) study(i int) study.Study {
	s := variant(l.base[i%len(l.base)], i, i/len(l.base))
	s.ID, s.Seq = growingID(i), uint64(i+1)
	return s
}

// title makes the title of study i.
func (l *growingLibrary) title(i int) string {
	title := l.base[i%len(l.base)].Title
	if n := i / len(l.base); n > 0 {
		return changeWords(title, n)
	}
	return title
}

func growingID(i int) string { return fmt.Sprintf("ev%08d", i) }

// growingNumber gives the number of an id, and whether the library has it.
func (l *growingLibrary) growingNumber(id string) (int, bool) {
	digits, ok := strings.CutPrefix(id, "ev")
	i, err := strconv.Atoi(digits)
	return i, ok && err == nil && i >= 0 && i < l.size
}

// Library names the library.
func (l *growingLibrary) Library(context.Context) (study.Library, error) {
	return study.Library{ID: "bench", Epoch: "1", Seq: uint64(l.size), Count: l.size}, nil
}

// Changes gives one "added" a study.
func (l *growingLibrary) Changes(_ context.Context, after uint64, n int) ([]study.Change, error) {
	var out []study.Change
	for i := int(after); i < l.size && len(out) < n; i++ {
		out = append(out, study.Change{Seq: uint64(i + 1), Study: growingID(i), Kind: study.ChangeAdded})
	}
	return out, nil
}

// Studies makes the named studies.
func (l *growingLibrary) Studies(_ context.Context, ids []string) ([]study.Study, error) {
	out := make([]study.Study, 0, len(ids))
	for _, id := range ids {
		if i, ok := l.growingNumber(id); ok {
			out = append(out, l.study(i))
		}
	}
	return out, nil
}

// Scan makes n studies behind an id.
func (l *growingLibrary) Scan(_ context.Context, after string, n int) ([]study.Study, error) {
	from := 0
	if i, ok := l.growingNumber(after); ok {
		from = i + 1
	}
	var out []study.Study
	for i := from; i < min(from+n, l.size); i++ {
		out = append(out, l.study(i))
	}
	return out, nil
}
