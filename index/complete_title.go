package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// Bounds of the titles that one completion looks at.
const (
	maxBegun         = 12     // words that the last, unfinished one is taken for, the most frequent first
	maxTitlePlaces   = 10_000 // places of the rarest word
	maxTitlesRead    = 12     // titles that are read and compared
	maxTitlesOffered = 8
)

// typedWord is one of the words that were typed.
type typedWord struct {
	at    int // its place among them
	token token
	begun bool     // it may go on
	terms []string // words of the library that it stands for
	count uint64   // how often these are there, roughly
}

// fits says whether a word of a title is the one that was typed.
func (w *typedWord) fits(t token) bool {
	if w.begun {
		return strings.HasPrefix(t.surface, w.token.surface)
	}
	return t.term == w.token.term
}

// typedWords reads what was typed. All but the last are whole; the last may go on
// unless a space follows. begun are the words of the library that it may become,
// the most frequent first.
func (x *Index) typedWords(text string, begun []string) []typedWord {
	var out []typedWord
	tokens := slices.DeleteFunc(x.fold.analyze(text), func(t token) bool { return t.unit })
	for i, t := range tokens {
		w := typedWord{at: i, token: t, begun: i == len(tokens)-1 && t.end == len(text)}
		if w.begun {
			w.terms = begun
		} else {
			w.terms = x.fold.family(t.term)
		}
		if w.begun || !x.grammar.stop[t.surface] {
			out = append(out, w)
		}
	}
	return out
}

// completeTitles gives titles of the library that have the words that were typed,
// two at least: first those that have them where they were typed, then the most
// cited, then the newest. A retracted study's title says so.
func (x *Index) completeTitles(ctx context.Context, v *view, text string, begun []string) ([]Completion, error) {
	typed := x.typedWords(text, begun)
	if len(typed) < 2 {
		return nil, nil
	}
	found, err := v.titlesWith(ctx, typed)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]string, len(found))
	for i, f := range found {
		k, at := v.cols.chunk(f.ord)
		ids[i] = k.ids[at]
	}
	studies, err := x.src.Studies(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("titles to complete: %w", err)
	}
	byID := make(map[string]*study.Study, len(studies))
	for i := range studies {
		byID[studies[i].ID] = &studies[i]
	}
	var out []Completion
	for _, id := range ids {
		if s := byID[id]; s != nil && len(out) < maxTitlesOffered && x.hasAll(s.Title, typed) {
			out = append(out, titleCompletion(s))
		}
	}
	return out, nil
}

// titleCompletion offers a study by its title.
func titleCompletion(s *study.Study) Completion {
	shown := s.Title
	if g := study.Gravest(s.Notices); g.Grave() {
		shown = g.Label() + ": " + shown
	}
	return Completion{Text: shown, Query: quote(s.Title) + "[ti]", Kind: "title", Count: 1}
}

// hasAll says whether a title has every word.
func (x *Index) hasAll(title string, typed []typedWord) bool {
	tokens := x.fold.analyze(title)
	for i := range typed {
		if !slices.ContainsFunc(tokens, typed[i].fits) {
			return false
		}
	}
	return true
}

// titled is a study with the rarest of the words in its title.
type titled struct {
	ord   uint32
	off   int // how far the word is from where it was typed
	cited int32
	day   uint32
}

// titlesWith gives the studies that have all words, the rarest in the title; the
// best maxTitlesRead of them.
func (v *view) titlesWith(ctx context.Context, typed []typedWord) ([]titled, error) {
	all := make([]*roaring.Bitmap, len(v.segs))
	for n, s := range v.segs {
		for i := range typed {
			if i > 0 && all[n].IsEmpty() {
				break // the last word, which may be many, is the dearest
			}
			set, err := s.withAny(typed[i].terms)
			if err != nil {
				return nil, err
			}
			if typed[i].count += set.GetCardinality(); i == 0 {
				all[n] = set
			} else {
				all[n].And(set)
			}
		}
	}
	rarest := &typed[0]
	for i := range typed {
		if w := &typed[i]; w.count < rarest.count {
			rarest = w
		}
	}
	best, left := map[uint32]int{}, maxTitlePlaces
	for n, s := range v.segs {
		if err := s.inTitle(ctx, rarest, v.cols, all[n], best, &left); err != nil {
			return nil, err
		}
	}
	out := make([]titled, 0, len(best))
	hidden := v.cols.set(string(study.TaskScope), scopeOut)
	for ord, off := range best {
		if hidden == nil || !hidden.Contains(ord) {
			k, at := v.cols.chunk(ord)
			out = append(out, titled{ord, off, k.cited[at], k.day[at]})
		}
	}
	slices.SortFunc(out, func(a, b titled) int {
		return cmp.Or(cmp.Compare(a.off, b.off), cmp.Compare(b.cited, a.cited), cmp.Compare(b.day, a.day), cmp.Compare(a.ord, b.ord))
	})
	return out[:min(len(out), maxTitlesRead)], nil
}

// withAny gives the documents of a segment that have one of the words.
func (s segView) withAny(terms []string) (*roaring.Bitmap, error) {
	sets := make([]*roaring.Bitmap, 0, len(terms))
	for _, t := range terms {
		docs, err := s.docs(fieldWords, t)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		sets = append(sets, docs)
	}
	return roaring.FastOr(sets...), nil
}

// inTitle notes for the documents among all that have the word in their title how
// far it stands from where it was typed.
func (s segView) inTitle(ctx context.Context, w *typedWord, cols *columns, all *roaring.Bitmap, best map[uint32]int, left *int) error {
	if all.IsEmpty() {
		return nil
	}
	var places []int
	for _, term := range w.terms {
		list, err := s.list(fieldWords, []byte(term), nil)
		if err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		if list == nil {
			continue
		}
		it := list.Iterator(true, false, false, nil)
		for p, err := it.Next(); p != nil || err != nil; p, err = it.Next() {
			if err != nil {
				return fmt.Errorf("%w: %w", errDamaged, err)
			}
			if *left--; *left < 0 || *left%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			doc := uint32(p.Number())
			if !all.Contains(doc) || int(doc) >= len(s.ords) {
				continue
			}
			ord := s.ords[doc]
			if places, err = occurrence(p.Frequency()).positions(places[:0], textTitle, cols.places(ord)); err != nil {
				return err
			}
			for _, at := range places {
				off := max(at-w.at, w.at-at)
				if had, ok := best[ord]; !ok || off < had {
					best[ord] = off
				}
			}
		}
	}
	return nil
}
