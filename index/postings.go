package index

import (
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// postingsField is a field of a document whose terms are ready: nothing is left
// for Bleve to analyze.
type postingsField struct {
	name  string
	terms bleveindex.TokenFrequencies
	opt   bleveindex.FieldIndexingOptions
}

var _ document.Field = (*postingsField)(nil)

// Name gives the field's name.
func (f *postingsField) Name() string { return f.name }

// ArrayPositions gives nothing: a field stands once in a document.
func (f *postingsField) ArrayPositions() []uint64 { return nil }

// Options gives what Bleve keeps of the field.
func (f *postingsField) Options() bleveindex.FieldIndexingOptions { return f.opt }

// Analyze has nothing to do.
func (f *postingsField) Analyze() {}

// Value gives nothing: the text is not stored.
func (f *postingsField) Value() []byte { return nil }

// NumPlainTextBytes is for Bleve's statistics, which nobody reads.
func (f *postingsField) NumPlainTextBytes() uint64 { return 0 }

// Size is for Bleve's statistics of memory.
func (f *postingsField) Size() int { return 64 * len(f.terms) }

// EncodedFieldType says that it is a text.
func (f *postingsField) EncodedFieldType() byte { return 't' }

// AnalyzedLength is what Bleve keeps beside each posting as the norm. The
// lengths of texts are in the columns; one, and not zero, because Bleve tells
// terms of a single document by it.
func (f *postingsField) AnalyzedLength() int { return 1 }

// AnalyzedTokenFrequencies gives the terms.
func (f *postingsField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.terms }

// flat is one occurrence of a word on the way into postings.
type flat struct {
	field, pos int
	next       int32 // the word's next one, -1 at the end
}

// wordEntry collects one word of a study.
type wordEntry struct {
	term        string
	number      int32
	stem        int32
	first, last int32
	n           counts
}

// packWords gives the postings of the words of the analyst's texts, which it
// leaves in entries, and the positions of those that stand more than once.
func (a *analyst) packWords() (bleveindex.TokenFrequencies, []byte) {
	all, entries := a.flats[:0], a.entries[:0]
	for field, tokens := range a.texts {
		for _, t := range tokens {
			place := a.place(t.number)
			if *place == 0 {
				entries = append(entries, wordEntry{term: t.surface, number: t.number, stem: t.stem, first: int32(len(all))})
				*place = int32(len(entries))
			} else {
				all[entries[*place-1].last].next = int32(len(all))
			}
			e := &entries[*place-1]
			e.last = int32(len(all))
			e.n[field]++
			all = append(all, flat{field, t.pos, -1})
		}
	}
	for _, e := range entries {
		a.seen[e.number] = 0
	}
	a.flats, a.entries = all, entries
	return packEntries(entries, all)
}

// place gives where an analyst notes the place of a word.
func (a *analyst) place(number int32) *int32 {
	if int(number) >= len(a.seen) {
		a.seen = append(a.seen, make([]int32, int(number)+1-len(a.seen)+len(a.seen)/2)...)
	}
	return &a.seen[number]
}

// packEntries makes Bleve's form of the words, which are its keys: it does not
// look at TokenFreq.Term.
func packEntries(entries []wordEntry, all []flat) (bleveindex.TokenFrequencies, []byte) {
	terms := make(bleveindex.TokenFrequencies, len(entries))
	block := make([]bleveindex.TokenFreq, len(entries))
	var places []byte
	var positions []int
	for i, e := range entries {
		var o occurrence
		if e.first == e.last {
			o = once(all[e.first].field, all[e.first].pos)
		} else {
			positions = positions[:0]
			for k := e.first; k >= 0; k = all[k].next {
				positions = append(positions, all[k].pos)
			}
			o, places = repeated(e.n, positions, places)
		}
		block[i].SetFrequency(int(o))
		terms[e.term] = &block[i]
	}
	return terms, places
}

// packNames gives the postings of whole terms, each once, with a frequency of 1
// or, where only the documents count, of 0. They share it: Bleve only reads it.
func packNames(names []string, frequency int) bleveindex.TokenFrequencies {
	terms := make(bleveindex.TokenFrequencies, len(names))
	var shared bleveindex.TokenFreq
	shared.SetFrequency(frequency)
	for _, n := range names {
		terms[n] = &shared
	}
	return terms
}
