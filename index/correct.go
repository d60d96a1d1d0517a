package index

import (
	"cmp"
	"slices"
	"strings"
)

// Bounds of spelling help.
const (
	minCorrected  = 5 // letters: shorter words have too many neighbours
	twoErrors     = 8 // letters from which two errors are allowed
	maxCorrected  = 3 // words of a query that are looked at
	maxNeighbours = 5000
)

// correct reads a query again whose words no study has, with the nearest words
// of the library in their place, and says so. Where there are none it gives what
// it was given.
func (f *found) correct(e *evaluator, m matched, g *grammar) (matched, error) {
	text := f.text
	tried, changed := 0, false
	for i := len(f.query.words) - 1; i >= 0 && tried < maxCorrected; i-- {
		w := f.query.words[i]
		if !e.unknown(w) {
			continue
		}
		tried++
		near, err := e.nearest(w.tokens[0].surface)
		if err != nil || near == "" {
			if err != nil {
				return m, err
			}
			continue
		}
		text, changed = text[:w.span.Start]+near+text[w.span.End:], true
	}
	if plain := unquoted(text); plain != text && len(f.query.words) > 0 {
		text, changed = plain, true
	}
	if !changed {
		return m, nil
	}
	q, err := parse(text, e.fold, g)
	if err != nil {
		return m, err
	}
	again, err := e.match(q)
	if err != nil || again.set.IsEmpty() {
		return m, err
	}
	f.note("no study has these words; "+quote(text)+" is searched instead", text)
	q.warnings = f.query.warnings
	f.query = q
	return again, nil
}

// unquoted takes the quotes of phrases away.
func unquoted(s string) string {
	return strings.Map(func(r rune) rune {
		if isQuote(r) {
			return ' '
		}
		return r
	}, s)
}

// suggest tells of words that no study has where others do.
func (f *found) suggest(e *evaluator) error {
	tried := 0
	for _, w := range f.query.words {
		if tried >= maxCorrected || !e.unknown(w) {
			continue
		}
		tried++
		near, err := e.nearest(w.tokens[0].surface)
		if err != nil {
			return err
		}
		note := Warning{Message: "no study has " + quote(w.text), Start: w.span.Start, End: w.span.End, Suggestion: near}
		if near != "" {
			note.Message += "; did you mean " + quote(near) + "?"
		}
		f.notes = append(f.notes, note)
	}
	return nil
}

// unknown says whether a plain word may be misspelt: letters alone, and in no
// study.
func (e *evaluator) unknown(w *textNode) bool {
	return len(w.tokens) == 1 && len(w.tokens[0].surface) >= minCorrected && plainLetters(w.tokens[0].surface) &&
		e.v.studiesWith(e.fold, w.tokens[0].term) == 0
}

// nearest gives the word of the library that is fewest letters away from one, of
// equals the most frequent; then the most frequent word that begins so; "" when
// there is none. The first letter is taken to be right.
func (e *evaluator) nearest(word string) (string, error) {
	limit := 1
	if len(word) >= twoErrors {
		limit = 2
	}
	type neighbour struct {
		word     string
		distance int
		count    uint64
	}
	var near []neighbour
	dict, err := e.v.reader.FieldDictFuzzy(fieldWords, word, limit, word[:1])
	for err == nil && len(near) < maxNeighbours {
		entry, nextErr := dict.Next()
		if err = nextErr; err != nil || entry == nil {
			break
		}
		near = append(near, neighbour{strings.Clone(entry.Term), distance(word, entry.Term), entry.Count})
	}
	if err == nil && len(near) == 0 {
		dict, err = e.v.reader.FieldDictPrefix(fieldWords, []byte(word))
		for err == nil && len(near) < maxNeighbours {
			entry, nextErr := dict.Next()
			if err = nextErr; err != nil || entry == nil {
				break
			}
			near = append(near, neighbour{strings.Clone(entry.Term), limit + 1, entry.Count})
		}
	}
	if err != nil || len(near) == 0 {
		return "", e.dictError(err)
	}
	best := slices.MinFunc(near, func(a, b neighbour) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.count, a.count), cmp.Compare(a.word, b.word))
	})
	return best.word, nil
}

// dictError marks errors of a dictionary as damage.
func (e *evaluator) dictError(err error) error {
	if err == nil {
		return nil
	}
	return e.postingsError(err)
}

// distance is Levenshtein's, with two letters in each other's place as one error.
func distance(a, b string) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
