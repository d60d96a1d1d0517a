package check

import (
	"sync"

	"evidelic/lexicon"
	"evidelic/study"
)

// reader reads each study once for all claims of a draft. It is safe for concurrent
// use.
type reader struct {
	shown func(*study.Study) string
	mu    sync.Mutex
	read  map[string]*document
}

// document is a study's title and what may be shown of its abstract, by sentence.
type document struct {
	all       content
	sentences []sentence // the title is the first
	numbers   map[string]bool
}

// sentence is one sentence with what it speaks of.
type sentence struct {
	field, text string
	content
}

// content is what a text speaks of: concepts, those that they are forms of, and
// the stems of its words.
type content struct {
	concepts map[string]bool
	stems    map[string]bool
}

func newContent() content { return content{map[string]bool{}, map[string]bool{}} }

func (r *reader) study(s *study.Study) *document {
	r.mu.Lock()
	d, ok := r.read[s.ID]
	r.mu.Unlock()
	if ok {
		return d
	}
	d = &document{all: newContent(), numbers: map[string]bool{}}
	d.add("title", s.Title)
	d.add("abstract", r.shown(s))
	for _, text := range []string{s.Title, s.AbstractText()} {
		for _, q := range quantities(text) {
			d.numbers[q.key] = true
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read[s.ID] = d
	return d
}

func (d *document) add(field, raw string) {
	text := lexicon.Tokenize(raw)
	spans := text.Sentences()
	if field == "title" && len(text.Tokens) > 0 {
		spans = []lexicon.Span{{First: 0, Last: len(text.Tokens) - 1}}
	}
	matches := lexicon.Find(text)
	for _, span := range spans {
		s := sentence{field, text.Slice(span.First, span.Last), newContent()}
		for i := span.First; i <= span.Last; i++ {
			if text.Tokens[i].Kind == lexicon.Word {
				w := stem(text.Word(i))
				s.stems[w], d.all.stems[w] = true, true
			}
		}
		for _, m := range matches {
			if m.First < span.First || m.Last > span.Last {
				continue
			}
			for k, ok := m.Concept, true; ok && !s.concepts[k.ID]; k, ok = lexicon.ByID(k.Parent) {
				s.concepts[k.ID], d.all.concepts[k.ID] = true, true
			}
		}
		d.sentences = append(d.sentences, s)
	}
}

// about says whether the text names a substance or a form of it; of the forms of
// ketamine, ketamine itself will do.
func (c content) about(drug *lexicon.Concept) bool {
	return c.concepts[drug.ID] || drug.Parent == "ketamine" && c.concepts[drug.Parent]
}

func (c content) has(t term) bool {
	if t.concept == nil {
		return c.stems[t.stem]
	}
	return c.concepts[t.concept.ID]
}

// passage finds the sentence that shares most with a claim.
func (d *document) passage(terms []term) passage {
	var best passage
	for i, s := range d.sentences {
		sum := 0.0
		for _, t := range terms {
			if s.has(t) {
				sum += t.weight
			}
		}
		if i == 0 || sum > best.weight {
			best = passage{s.field, s.text, sum}
		}
	}
	return best
}
