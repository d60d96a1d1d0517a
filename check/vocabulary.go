package check

import (
	"sort"
	"strings"

	"evidelic/evidence"
	"evidelic/lexicon"
	"evidelic/study"
)

// vocabulary is what the claims of one draft are read with, made once.
type vocabulary struct {
	*aspectWords
	values map[study.Task][]evidence.Value
	forms  map[*lexicon.Concept][]string
}

func newVocabulary() *vocabulary {
	v := &vocabulary{aspectWords: newAspectWords(), values: map[study.Task][]evidence.Value{}, forms: map[*lexicon.Concept][]string{}}
	for _, task := range []study.Task{study.TaskSubstance, study.TaskCondition, study.TaskRoute} {
		v.values[task] = evidence.Values(task)
	}
	return v
}

// formsOf lists a substance with its forms, and the wider one of a form of ketamine:
// the values of the tag that a fitting study has.
func (v *vocabulary) formsOf(drug *lexicon.Concept) []string {
	out, ok := v.forms[drug]
	if ok {
		return out
	}
	for _, value := range v.values[study.TaskSubstance] {
		if lexicon.Within(value.Slug, drug.ID) || drug.Parent == "ketamine" && value.Slug == drug.Parent {
			out = append(out, value.Slug)
		}
	}
	if len(out) == 0 {
		out = []string{drug.ID}
	}
	v.forms[drug] = out
	return out
}

// narrow lists the values of tags that a study about the claim's conditions and
// routes has.
func (v *vocabulary) narrow(c *claim) map[string][]string {
	out := map[string][]string{}
	for _, k := range c.concepts {
		task := map[lexicon.Kind]study.Task{lexicon.Condition: study.TaskCondition, lexicon.Route: study.TaskRoute}[k.Kind]
		if task == "" || c.wider(k) {
			continue
		}
		for _, value := range v.values[task] {
			if lexicon.Within(value.Slug, k.ID) {
				out[string(task)] = append(out[string(task)], value.Slug)
			}
		}
	}
	return out
}

// namedConcepts are the concepts of a whole draft: an abbreviation is told by its
// company anywhere in the text, as a reader does.
type namedConcepts struct {
	text    *lexicon.Text
	matches []lexicon.Match
	starts  []int // of the paragraphs, in bytes
}

func nameConcepts(d *Draft) *namedConcepts {
	var b strings.Builder
	n := &namedConcepts{}
	for _, p := range d.Paragraphs {
		n.starts = append(n.starts, b.Len())
		b.WriteString(p.Text)
		b.WriteString("\n\n")
	}
	n.text = lexicon.Tokenize(b.String())
	n.matches = lexicon.Find(n.text)
	return n
}

// of gives the concepts of a paragraph, at its own tokens. Paragraphs are asked for
// in their order.
func (n *namedConcepts) of(paragraph int, text *lexicon.Text) []lexicon.Match {
	start := int32(n.starts[paragraph])
	first := sort.Search(len(n.text.Tokens), func(i int) bool { return n.text.Tokens[i].Start >= start })
	last := first + len(text.Tokens) - 1
	if last >= len(n.text.Tokens) || len(text.Tokens) == 0 || n.text.Tokens[last].End != start+text.Tokens[len(text.Tokens)-1].End {
		return lexicon.Find(text) // the draft was too long to be read as one, or reads otherwise there
	}
	for len(n.matches) > 0 && n.matches[0].First < first {
		n.matches = n.matches[1:]
	}
	var out []lexicon.Match
	for ; len(n.matches) > 0 && n.matches[0].First <= last; n.matches = n.matches[1:] {
		if m := n.matches[0]; m.Last <= last {
			m.First, m.Last = m.First-first, m.Last-first
			out = append(out, m)
		}
	}
	return out
}
