package check

import (
	"math/bits"
	"strings"
	"sync"

	"evidelic/cite"
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

// document is a study's title and what may be shown of its abstract, by sentence. What
// it speaks of is one bit for each sentence, the title's first: concepts with those
// that they are forms of, the stems of its words, and aspects.
type document struct {
	sentences []sentence // the title is the first; at most maxSentences
	concepts  map[string]uint64
	stems     map[string]uint64
	aspects   []uint64
	texts     [2]string // title and abstract
	genre     genre
	counted   sync.Once
	numbers   figuresOf // see holds
	cited     sync.Map  // its reference, by style
}

// maxSentences are told apart; what follows counts as part of the last one.
const maxSentences = 64

// sentence is one sentence of a study. One that is intended tells what was to be found
// out, or was known before.
type sentence struct {
	field, text string
	intended    bool
}

func (r *reader) study(s *study.Study) *document {
	r.mu.Lock()
	d, ok := r.read[s.ID]
	r.mu.Unlock()
	if ok {
		return d
	}
	d = &document{concepts: map[string]uint64{}, stems: map[string]uint64{}, aspects: make([]uint64, len(aspects)), texts: [2]string{s.Title, s.AbstractText()}, genre: genreOf(s.Title)}
	d.add("title", s.Title, r.known)
	d.add("abstract", r.shown(s), r.known)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read[s.ID] = d
	return d
}

// says says whether a number stands in the study as it is written elsewhere, which is
// quicker to tell than holds.
func (d *document) says(number string) bool {
	for _, text := range d.texts {
		at := strings.Index(text, number)
		if at > 0 && strings.IndexByte("0123456789.,-–", text[at-1]) < 0 || at == 0 {
			return true
		}
	}
	return false
}

// holds says whether the study gives a number. They are read where one is asked for.
func (d *document) holds(q quantity) bool {
	d.counted.Do(func() { d.numbers = readFigures(d.texts[0] + "\n" + d.texts[1]) })
	return d.numbers.holds(q)
}

func (d *document) add(field, raw string, known *aspectWords) {
	text := lexicon.Tokenize(raw)
	spans := text.Sentences()
	if field == "title" && len(text.Tokens) > 0 {
		spans = []lexicon.Span{{First: 0, Last: len(text.Tokens) - 1}}
	}
	matches := lexicon.Find(text)
	for _, span := range spans {
		bit := uint64(1) << min(len(d.sentences), maxSentences-1)
		intended := d.words(text, span, bit, known)
		if len(d.sentences) < maxSentences {
			d.sentences = append(d.sentences, sentence{field, text.Slice(span.First, span.Last), intended && field == "abstract"})
		}
		for ; len(matches) > 0 && matches[0].First <= span.Last; matches = matches[1:] {
			if matches[0].Last > span.Last {
				continue
			}
			for k, ok := matches[0].Concept, true; ok && d.concepts[k.ID]&bit == 0; k, ok = lexicon.ByID(k.Parent) {
				d.concepts[k.ID] |= bit
			}
		}
	}
}

// words notes the words and aspects of a sentence, and says whether it tells what was
// to be found out.
func (d *document) words(text *lexicon.Text, span lexicon.Span, bit uint64, known *aspectWords) (intended bool) {
	for i := span.First; i <= span.Last; i++ {
		if text.Tokens[i].Kind == lexicon.Symbol {
			continue
		}
		w := text.Word(i)
		for _, p := range known.starting(w) {
			if d.aspects[p.aspect]&bit == 0 && p.fits(text, i, span.Last) {
				d.aspects[p.aspect] |= bit
			}
		}
		if !intended && i < span.Last {
			intended = intends(w, text.Word(i+1))
		}
		d.stems[stem(w)] |= bit
	}
	return intended
}

// about says whether the text names a substance or a form of it; of the forms of
// ketamine, ketamine itself will do.
func (d *document) about(drug *lexicon.Concept) bool {
	return d.concepts[drug.ID] != 0 || drug.Parent == "ketamine" && d.concepts[drug.Parent] != 0
}

// has gives the sentences that have a term, a bit for each.
func (d *document) has(t term) uint64 {
	switch {
	case t.concept != nil:
		return d.concepts[t.concept.ID]
	case t.stem != "":
		return d.stems[t.stem]
	}
	return d.aspects[t.aspect]
}

// Words that tell of what was to be found out, alone, behind "we" and behind "to".
var (
	intending  = wordSet("aim aims aimed objective objectives purpose hypothesis hypotheses hypothesize hypothesized hypothesised hypothesizing")
	weIntend   = wordSet("sought examined evaluated investigated assessed studied")
	toIntend   = wordSet("evaluate assess determine investigate examine test explore compare")
	stillKnown = wordSet("unclear unknown")
)

// intends says whether two words that follow each other are of that kind.
func intends(word, next string) bool {
	switch word {
	case "will":
		return next == "be"
	case "we":
		return weIntend[next]
	case "to":
		return toIntend[next]
	case "remains", "remain":
		return stillKnown[next]
	}
	return intending[word]
}

// weights adds up the weights of the terms that the sentences of a study have: of the
// whole study, and of each sentence.
func (d *document) weights(terms []term) (whole float64, sums [maxSentences]float64) {
	for _, t := range terms {
		places := d.has(t)
		if places != 0 {
			whole += t.weight
		}
		for ; places != 0; places &= places - 1 {
			sums[bits.TrailingZeros64(places)] += t.weight
		}
	}
	return whole, sums
}

// passage finds the sentence that shares most with a claim. One that tells what
// was to be found out counts less than one that tells what was found.
func (d *document) passage(sums *[maxSentences]float64) passage {
	var best passage
	for i, s := range d.sentences {
		sum := sums[i]
		if s.intended {
			sum *= onlyIntended
		}
		if i == 0 || sum > best.weight {
			best = passage{s.field, s.text, sum}
		}
	}
	return best
}

// reference writes a study in a style, once for all claims.
func (d *document) reference(s *study.Study, style string) (string, error) {
	if text, ok := d.cited.Load(style); ok {
		return text.(string), nil
	}
	text, err := cite.Reference(s, style, cite.Text)
	if err == nil {
		d.cited.Store(style, text)
	}
	return text, err
}
