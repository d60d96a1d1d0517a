package check

import (
	"regexp"
	"sync"

	"evidelic/lexicon"
	"evidelic/study"
)

// reader reads each study once for all claims of a draft. It is safe for concurrent
// use.
type reader struct {
	shown func(*study.Study) string
	known *aspectWords
	mu    sync.Mutex
	read  map[string]*document
}

func newReader(shown func(*study.Study) string) *reader {
	return &reader{shown: shown, known: newAspectWords(), read: map[string]*document{}}
}

// document is a study's title and what may be shown of its abstract, by sentence.
type document struct {
	all       content
	sentences []sentence // the title is the first
	texts     [2]string  // title and abstract
	counted   sync.Once
	numbers   map[string]bool // see holds
}

// holds says whether the study gives a number. They are read where one is asked for.
func (d *document) holds(number string) bool {
	d.counted.Do(func() {
		d.numbers = map[string]bool{}
		for _, text := range d.texts {
			for _, q := range quantities(text) {
				d.numbers[q.key] = true
			}
		}
	})
	return d.numbers[number]
}

// sentence is one sentence with what it speaks of.
type sentence struct {
	field, text string
	content
}

// content is what a text speaks of: concepts, those that they are forms of, the
// stems of its words, and aspects, one bit each.
type content struct {
	concepts map[string]bool
	stems    map[string]bool
	aspects  uint64
}

func newContent() content { return content{concepts: map[string]bool{}, stems: map[string]bool{}} }

func (r *reader) study(s *study.Study) *document {
	r.mu.Lock()
	d, ok := r.read[s.ID]
	r.mu.Unlock()
	if ok {
		return d
	}
	d = &document{all: newContent(), texts: [2]string{s.Title, s.AbstractText()}}
	d.add("title", s.Title, r.known)
	d.add("abstract", r.shown(s), r.known)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read[s.ID] = d
	return d
}

func (d *document) add(field, raw string, known *aspectWords) {
	text := lexicon.Tokenize(raw)
	spans := text.Sentences()
	if field == "title" && len(text.Tokens) > 0 {
		spans = []lexicon.Span{{First: 0, Last: len(text.Tokens) - 1}}
	}
	matches := lexicon.Find(text)
	for _, span := range spans {
		s := sentence{field, text.Slice(span.First, span.Last), newContent()}
		for i := span.First; i <= span.Last; i++ {
			if text.Tokens[i].Kind == lexicon.Symbol {
				continue
			}
			w := text.Word(i)
			for _, p := range known.starting(w) {
				if s.aspects&(1<<p.aspect) == 0 && p.fits(text, i, span.Last) {
					s.aspects |= 1 << p.aspect
				}
			}
			w = stem(w)
			s.stems[w], d.all.stems[w] = true, true
		}
		d.all.aspects |= s.aspects
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
	switch {
	case t.concept != nil:
		return c.concepts[t.concept.ID]
	case t.stem != "":
		return c.stems[t.stem]
	}
	return c.aspects&(1<<t.aspect) != 0
}

// share adds up the weights of the terms that a text has.
func (c content) share(terms []term) float64 {
	sum := 0.0
	for _, t := range terms {
		if c.has(t) {
			sum += t.weight
		}
	}
	return sum
}

// reIntended are sentences that tell what was to be found out, or was known before.
var reIntended = regexp.MustCompile(`(?i)\b(?:will be|aims?|aimed|objectives?|purpose|hypothes\w+|we (?:sought|examined|evaluated|investigated|assessed|studied)|to (?:evaluate|assess|determine|investigate|examine|test|explore|compare)|remains? (?:unclear|unknown))\b`)

// passage finds the sentence that shares most with a claim. One that tells what
// was to be found out counts less than one that tells what was found.
func (d *document) passage(terms []term) passage {
	var best passage
	for i := range d.sentences {
		s := &d.sentences[i]
		sum := s.share(terms)
		if sum > best.weight && s.field == "abstract" && reIntended.MatchString(s.text) {
			sum *= onlyIntended
		}
		if i == 0 || sum > best.weight {
			best = passage{s.field, s.text, sum}
		}
	}
	return best
}
