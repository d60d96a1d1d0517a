package check

import (
	"slices"
	"strings"

	"evidelic/lexicon"
)

// term is what a claim speaks of, in one way: a concept, an aspect or a word.
type term struct {
	concept *lexicon.Concept
	aspect  int // index into aspects, -1 for none
	stem    string
	label   string
	weight  float64
}

// The weights of terms; an aspect has its own. What tells claims of the field apart
// is the condition, the mechanism, the route; the substance every candidate has, and
// others stand beside it for comparison.
const (
	drugWeight    = 1.0
	conceptWeight = 3.0
	contextWeight = 1.5 // a condition that the paragraph named before
	wordWeight    = 1.0
	nameWeight    = 3.0 // a word in capitals: the name of a trial
	generalWeight = 0.3
	maxQuery      = 12 // words of a search
)

// general are words that nearly every report of a treatment has.
var general = stemSet(`symptom treatment treat effect therapy clinical study trial severe moderate mild adult participant group use usual dose drug medicine medication new
	recent recently low high small large increase change level day week month hour minute several placebo administration administer receive received disorder condition
	disease outcome result data function significant potential possible important role rate number form type term care health mental psychiatric psychiatry
	blood body brain experience feel feeling depressed antidepressant least leave leads open window show score scale sign together severity major supported`)

func stemSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[stem(w)] = true
	}
	return out
}

// makeTerms reads what a claim speaks of, and words a search for it.
func (c *claim) makeTerms(t *lexicon.Text, span lexicon.Span, found []lexicon.Match, known *vocabulary) {
	covered := map[int]bool{} // tokens that a term stands for
	var ask []string
	c.conceptTerms(t, found, covered)
	for i := span.First; i <= span.Last; i++ {
		if t.Tokens[i].Kind == lexicon.Symbol {
			continue
		}
		for _, p := range known.starting(t.Word(i)) {
			if !p.fits(t, i, span.Last) || covered[i] || c.hasAspect(p.aspect) {
				continue
			}
			a := aspects[p.aspect]
			c.terms = append(c.terms, term{aspect: p.aspect, label: a.name, weight: a.weight})
			ask = append(ask, strings.Fields(a.ask)...)
		}
	}
	for _, p := range c.aspectTokens(t, span, known) {
		covered[p] = true
	}
	if c.routes() > 1 {
		ask = append(ask, "route", "administration")
	}
	c.wordTerms(t, span, covered)
	c.makeQuery(ask)
	c.about, c.narrow = known.formsOf(c.drug), known.narrow(c)
}

// routes counts the ways of giving a drug that a claim names: of several, it is
// the choice that it speaks of.
func (c *claim) routes() int {
	n := 0
	for _, k := range c.concepts {
		if k.Kind == lexicon.Route {
			n++
		}
	}
	return n
}

func (c *claim) hasAspect(aspect int) bool {
	return slices.ContainsFunc(c.terms, func(t term) bool { return t.concept == nil && t.stem == "" && t.aspect == aspect })
}

// aspectTokens lists the tokens that are part of an aspect's words.
func (c *claim) aspectTokens(t *lexicon.Text, span lexicon.Span, known *vocabulary) []int {
	var out []int
	for i := span.First; i <= span.Last; i++ {
		if t.Tokens[i].Kind == lexicon.Symbol {
			continue
		}
		for _, p := range known.starting(t.Word(i)) {
			if p.fits(t, i, span.Last) {
				for k := range p.words {
					out = append(out, i+k)
				}
			}
		}
	}
	return out
}

// conceptTerms takes the concepts of the claim. Instruments are left to the
// aspects and words: "blood pressure" is no scale here.
func (c *claim) conceptTerms(t *lexicon.Text, found []lexicon.Match, covered map[int]bool) {
	seen := map[*lexicon.Concept]bool{}
	for _, m := range found {
		k := m.Concept
		if k.Kind == lexicon.Instrument || k.Kind == lexicon.Design {
			continue
		}
		for i := m.First; i <= m.Last; i++ {
			covered[i] = true
		}
		if seen[k] || c.wider(k) {
			continue
		}
		seen[k] = true
		weight := conceptWeight
		if k.Kind == lexicon.Drug {
			weight = drugWeight
		}
		c.terms = append(c.terms, term{concept: k, aspect: -1, label: k.Label, weight: weight})
		if w := ownWord(t, m); w != "" {
			c.terms = append(c.terms, term{aspect: -1, stem: stem(w), label: w, weight: wordWeight})
		}
	}
	if c.context != nil && c.condition() == nil {
		c.terms = append(c.terms, term{concept: c.context, aspect: -1, label: c.context.Label, weight: contextWeight})
	}
}

// ownWord gives the word by which a text names a condition where it is not the
// concept's own: "fibromyalgia" says more than "chronic pain". Abbreviations say the same.
func ownWord(t *lexicon.Text, m lexicon.Match) string {
	if m.Concept.Kind != lexicon.Condition {
		return ""
	}
	known := map[string]bool{}
	for _, w := range titleWords(m.Concept.Label + " " + m.Concept.Names[0]) {
		known[stem(w)] = true
	}
	longest := ""
	for i := m.First; i <= m.Last; i++ {
		w := t.Word(i)
		if t.Tokens[i].Kind == lexicon.Word && len(w) > max(4, len(longest)) && t.Slice(i, i) != strings.ToUpper(w) && !known[stem(w)] && !small[w] && !general[stem(w)] {
			longest = w
		}
	}
	return longest
}

// wider says whether the claim also names a form of a concept: what says
// "treatment-resistant depression" says "depression".
func (c *claim) wider(k *lexicon.Concept) bool {
	return slices.ContainsFunc(c.concepts, func(other *lexicon.Concept) bool { return other != k && lexicon.Within(other.ID, k.ID) })
}

func (c *claim) wordTerms(t *lexicon.Text, span lexicon.Span, covered map[int]bool) {
	seen := map[string]bool{}
	for i := span.First; i <= span.Last; i++ {
		w := t.Word(i)
		s := stem(w)
		if covered[i] || t.Tokens[i].Kind != lexicon.Word || len(w) < 3 || small[w] || seen[s] {
			continue
		}
		seen[s] = true
		weight := wordWeight
		switch {
		case general[s]:
			weight = generalWeight
		case len(w) >= 5 && t.Slice(i, i) == strings.ToUpper(w):
			weight = nameWeight
		}
		c.terms = append(c.terms, term{aspect: -1, stem: s, label: w, weight: weight})
	}
}

// makeQuery words the search: the substance, the claim's own words that tell
// something, then what its aspects are called elsewhere.
func (c *claim) makeQuery(ask []string) {
	var out []string
	put := func(text string) {
		for _, w := range strings.Fields(plainQuery(strings.ToLower(text))) {
			if len(out) < maxQuery && !slices.ContainsFunc(out, func(have string) bool { return stem(have) == stem(w) }) {
				out = append(out, w)
			}
		}
	}
	if !slices.Contains(c.concepts, c.drug) {
		put(c.drug.Label)
	}
	if c.context != nil {
		put(c.context.Names[0])
	}
	for _, w := range c.words {
		if !general[stem(w)] {
			put(w)
		}
	}
	for _, w := range ask {
		put(w)
	}
	if len(out) < 3 {
		put(strings.Join(c.words, " "))
	}
	c.query = strings.Join(out, " ")
}

// plainQuery leaves letters, digits and hyphens.
func plainQuery(s string) string { return strings.Join(strings.Fields(reNoWord.Replace(s)), " ") }

var reNoWord = strings.NewReplacer(",", " ", "(", " ", ")", " ", "/", " ", ":", " ", "\"", " ", "[", " ", "]", " ", "*", " ", "#", " ", "~", " ", "=", " ", "|", " ")
