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
	shared  []string // what the study shares with the claim
}

// passage is the sentence of a study that fits best.
type passage struct {
	field, section, text string
	weight               float64
}

// Bounds of what is read for a claim.
const (
	foundFor   = 15   // studies of each query
	shownFor   = 5    // candidates that a claim shows
	leastFit   = 0.35 // below, a study shares words but not the claim
	topBand    = 0.8  // of the best fit: within it the evidence ladder decides
	conceptual = 3.0  // the weight of a concept, a word's being 1
)

// find gives the candidates of a claim, best evidence first.
func (c *claim) find(ctx context.Context, search Searcher, read *reader) ([]candidate, error) {
	seen := map[string]bool{}
	var out []candidate
	for _, q := range c.queries() {
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
	title, body := read.study(&s)
	if !title.about(c.drug) && !body.about(c.drug) {
		return k, false
	}
	total, whole := 0.0, 0.0
	for _, t := range c.terms() {
		total += t.weight
		if title.has(t) || body.has(t) {
			whole += t.weight
			k.shared = append(k.shared, t.label)
		}
	}
	k.passage = c.passage(title, body, &s)
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

func (c *claim) terms() []term {
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

// readable is a text with its concepts and stems by sentence.
type readable struct {
	text      *lexicon.Text
	sentences []lexicon.Span
	matches   []lexicon.Match
	stems     map[string]bool
}

// reader reads each study once for all claims of a draft.
type reader struct {
	shown func(*study.Study) string
	read  map[string][2]*readable
}

func (r *reader) study(s *study.Study) (title, body *readable) {
	if both, ok := r.read[s.ID]; ok {
		return both[0], both[1]
	}
	t, b := readText(s.Title), readText(r.shown(s))
	r.read[s.ID] = [2]*readable{&t, &b}
	return &t, &b
}

func readText(s string) readable {
	r := readable{text: lexicon.Tokenize(s), stems: map[string]bool{}}
	r.sentences, r.matches = r.text.Sentences(), lexicon.Find(r.text)
	for i := range r.text.Tokens {
		if r.text.Tokens[i].Kind == lexicon.Word {
			r.stems[stem(r.text.Word(i))] = true
		}
	}
	return r
}

// about says whether the text names a substance, a form of it, or what it is a
// form of.
func (r *readable) about(drug *lexicon.Concept) bool {
	for _, m := range r.matches {
		if lexicon.Within(m.Concept.ID, drug.ID) || drug.Parent != "" && m.Concept.ID == drug.Parent && drug.Parent == "ketamine" {
			return true
		}
	}
	return false
}

func (r *readable) has(t term) bool {
	if t.concept == nil {
		return r.stems[t.stem]
	}
	for _, m := range r.matches {
		if m.Concept == t.concept || lexicon.Within(m.Concept.ID, t.concept.ID) {
			return true
		}
	}
	return false
}

// passage finds the sentence that shares most with the claim; the title counts as
// one.
func (c *claim) passage(title, body *readable, s *study.Study) passage {
	terms := c.terms()
	best := passage{field: "title", text: s.Title, weight: title.weight(terms, lexicon.Span{First: 0, Last: len(title.text.Tokens) - 1})}
	for _, span := range body.sentences {
		if w := body.weight(terms, span); w > best.weight {
			best = passage{field: "abstract", text: body.text.Slice(span.First, span.Last), weight: w}
		}
	}
	return best
}

func (r *readable) weight(terms []term, span lexicon.Span) float64 {
	stems := map[string]bool{}
	for i := span.First; i <= span.Last; i++ {
		if r.text.Tokens[i].Kind == lexicon.Word {
			stems[stem(r.text.Word(i))] = true
		}
	}
	sum := 0.0
	for _, t := range terms {
		if t.concept == nil && stems[t.stem] || t.concept != nil && r.named(t.concept, span) {
			sum += t.weight
		}
	}
	return sum
}

func (r *readable) named(k *lexicon.Concept, span lexicon.Span) bool {
	for _, m := range r.matches {
		if m.First >= span.First && m.Last <= span.Last && (m.Concept == k || lexicon.Within(m.Concept.ID, k.ID)) {
			return true
		}
	}
	return false
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
