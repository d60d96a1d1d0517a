package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/lexicon"
	"evidelic/study"
)

// candidate is a study that may bear on a claim, with how far it fits (0 to 1).
type candidate struct {
	study   study.Study
	level   int // of the evidence ladder, 1 highest, 9 for none
	fit     float64
	passage passage
	read    *document
	shared  []string // what the study shares with the claim
}

// passage is the sentence of a study that fits best.
type passage struct {
	field, text string
	weight      float64
}

// Bounds of what is read for a claim.
const (
	foundFor   = 15   // studies of each query
	shownFor   = 5    // candidates that a claim shows
	leastFit   = 0.35 // below, a study shares words but not the claim
	goodFit    = 0.65 // from here on a study speaks of what the claim does
	topBand    = 0.8  // of the best fit: within it the evidence ladder decides
	conceptual = 3.0  // the weight of a concept, a word's being 1
)

// find gives the candidates of a claim, best evidence first.
func (c *claim) find(ctx context.Context, search Searcher, read *reader) ([]candidate, error) {
	seen := map[string]bool{}
	var out []candidate
	good := 0
	for _, q := range c.queries() {
		if good >= shownFor {
			break // the claim's own words have found enough
		}
		res, err := search.Search(ctx, index.Request{Text: q, Size: foundFor})
		if errors.Is(err, study.ErrInvalid) {
			continue // the words of a draft are no query; the other one may do
		}
		if err != nil {
			return nil, fmt.Errorf("search %.60q: %w", q, err)
		}
		for _, h := range res.Hits {
			if seen[h.Study.ID] {
				continue
			}
			seen[h.Study.ID] = true
			if k, ok := c.weigh(h.Study, read); ok {
				out = append(out, k)
				if k.fit >= goodFit {
					good++
				}
			}
		}
	}
	c.rank(out)
	return out, nil
}

// queries are the claim's own words, and its concepts with the kind of the claim.
func (c *claim) queries() []string {
	words := c.words[:min(len(c.words), 12)]
	first := strings.Join(words, " ")
	if !c.names(c.drug) {
		first = c.drug.Label + " " + first
	}
	second := []string{c.drug.Label}
	for _, k := range c.concepts {
		if k != c.drug && len(second) < 4 {
			second = append(second, k.Label)
		}
	}
	if len(second) == 1 {
		second = append(second, c.words[:min(len(c.words), 3)]...)
	}
	for _, r := range c.rules {
		if r == "safety" {
			second = append(second, "safety")
		}
	}
	return []string{first, plainQuery(strings.Join(second, " "))}
}

func (c *claim) names(k *lexicon.Concept) bool { return slices.Contains(c.concepts, k) }

// plainQuery leaves letters, digits and hyphens: labels hold commas and brackets.
func plainQuery(s string) string { return strings.Join(strings.Fields(reNoWord.Replace(s)), " ") }

var reNoWord = strings.NewReplacer(",", " ", "(", " ", ")", " ", "/", " ", ":", " ", "\"", " ", "[", " ", "]", " ", "*", " ", "#", " ")

// weigh measures a study against the claim: every concept and every word that it
// shares, those of one sentence twice as much as those elsewhere. A study about
// another substance is no candidate.
func (c *claim) weigh(s study.Study, read *reader) (candidate, bool) {
	k := candidate{study: s, level: evidence.Level(s.Tags)}
	if k.level == 0 {
		k.level = 9
	}
	k.read = read.study(&s)
	if !k.read.all.about(c.drug) {
		return k, false
	}
	total, whole := 0.0, 0.0
	for _, t := range c.terms {
		total += t.weight
		if k.read.all.has(t) {
			whole += t.weight
			k.shared = append(k.shared, t.label)
		}
	}
	k.passage = k.read.passage(c.terms)
	if total > 0 {
		k.fit = (whole + k.passage.weight) / (2 * total)
	}
	return k, k.fit >= leastFit
}

// term is a concept or a word of a claim.
type term struct {
	concept *lexicon.Concept
	stem    string
	label   string
	weight  float64
}

func (c *claim) makeTerms() []term {
	var out []term
	covered := map[string]bool{}
	for _, k := range c.concepts {
		weight := conceptual
		if k == c.drug {
			weight = 1 // every candidate has it
		}
		out = append(out, term{concept: k, label: k.Label, weight: weight})
		for _, name := range k.Written() {
			for _, w := range strings.Fields(lexicon.Fold(strings.ReplaceAll(name, "-", " "))) {
				covered[stem(w)] = true
			}
		}
	}
	for _, w := range c.words {
		if !covered[stem(w)] {
			out = append(out, term{stem: stem(w), label: w, weight: 1})
		}
	}
	return out
}

// rank puts what fits about as well as the best in the order of the evidence
// ladder, the rest behind it by how far it fits; what was retracted comes last.
// How a substance acts is a matter of the laboratory: there the fit alone decides.
func (c *claim) rank(list []candidate) {
	best := 0.0
	for _, k := range list {
		best = max(best, k.fit)
	}
	ladder := !slices.Contains(c.rules, "mechanism") || slices.Contains(c.rules, "safety")
	band := func(k candidate) int {
		switch {
		case k.study.Retracted():
			return 2
		case ladder && k.fit >= topBand*best:
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		if d := cmp.Compare(band(a), band(b)); d != 0 {
			return d
		}
		if ladder && band(a) == 0 {
			if d := cmp.Compare(a.level, b.level); d != 0 {
				return d
			}
		}
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(a.level, b.level), cmp.Compare(a.study.ID, b.study.ID))
	})
}
