package index

import (
	"encoding/binary"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"evidelic/study"
)

// The fields of a document. Title and abstract have positions for phrases; the
// rest does not. Names, headings and identifiers are whole terms in one field,
// each with its kind before it ("au:carhart harris rl").
const (
	fieldTitle    = "t"
	fieldAbstract = "a"
	fieldOther    = "k" // headings, keywords, substances, the original title
	fieldExact    = "x"
	fieldRow      = "row"
)

const (
	optPositions = bleveindex.IndexField | bleveindex.IncludeTermVectors
	optFreq      = bleveindex.IndexField
	optDocs      = bleveindex.IndexField | bleveindex.SkipFreqNorm
)

// maxFieldText bounds what is indexed of one text: longer input is hostile.
const maxFieldText = 1 << 20

// given is an analyzer for a text that has been analyzed already.
type given analysis.TokenStream

// Analyze gives the tokens, whatever the input.
func (g given) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(g) }

// docKey is the name of a document in Bleve: its ordinal.
func docKey(ord uint32) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], ord)
	return string(b[:])
}

// newDocument makes a study's document and its row.
func newDocument(s *study.Study, ord uint32, fold *folder) (*document.Document, *row) {
	r := newRow(s, fold)
	doc := document.NewDocument(docKey(ord))
	title, abstract := fold.tokens(cutText(s.Title), true), fold.tokens(cutText(s.AbstractText()), true)
	other := fold.tokens(cutText(otherText(s)), true)
	r.lens = [textFields]uint32{words(title), words(abstract), words(other)}
	addTerms(doc, fieldTitle, title, optPositions)
	addTerms(doc, fieldAbstract, abstract, optPositions)
	addTerms(doc, fieldOther, other, optFreq)
	addExact(doc, exactTerms(s, fold))
	doc.AddField(document.NewTextFieldCustom(fieldRow, nil, r.encode(), bleveindex.StoreField, nil))
	return doc, r
}

// cutText bounds a text.
func cutText(s string) string {
	if len(s) > maxFieldText {
		return strings.ToValidUTF8(s[:maxFieldText], "")
	}
	return s
}

// words counts the words of a text, a compound as its parts.
func words(tokens []token) uint32 {
	n := uint32(0)
	for _, t := range tokens {
		if !t.unit {
			n++
		}
	}
	return n
}

// addTerms adds a field with words as they are written. Where they stand in the
// text is not kept: snippets find it again in the few texts that are shown.
func addTerms(doc *document.Document, field string, tokens []token, opt bleveindex.FieldIndexingOptions) {
	if len(tokens) == 0 {
		return
	}
	block := make([]analysis.Token, len(tokens))
	stream := make(given, len(tokens))
	for i, t := range tokens {
		block[i] = analysis.Token{Term: []byte(t.surface), Position: t.pos}
		stream[i] = &block[i]
	}
	doc.AddField(document.NewTextFieldCustom(field, nil, nil, opt, stream))
}

// addExact adds the whole terms, once each.
func addExact(doc *document.Document, terms []string) {
	seen := make(map[string]bool, len(terms))
	var out []string
	for _, t := range terms {
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	addList(doc, fieldExact, out)
}

func addList(doc *document.Document, field string, terms []string) {
	if len(terms) == 0 {
		return
	}
	stream := make(given, len(terms))
	for i, t := range terms {
		stream[i] = &analysis.Token{Term: []byte(t), Position: i + 1}
	}
	doc.AddField(document.NewTextFieldCustom(field, nil, nil, optDocs, stream))
}

// otherText joins what else describes a study, a line each.
func otherText(s *study.Study) string {
	var b strings.Builder
	line := func(t string) {
		if t != "" {
			b.WriteString(t)
			b.WriteByte('\n')
		}
	}
	line(s.OriginalTitle)
	for _, k := range s.Keywords {
		line(k)
	}
	for _, h := range s.MeSH {
		line(h.Name)
	}
	for _, c := range s.Substances {
		line(c.Name)
	}
	if t := s.Trial; t != nil {
		line(t.OfficialTitle)
		line(t.Acronym)
		for _, c := range t.Conditions {
			line(c)
		}
		for _, i := range t.Interventions {
			line(i.Name)
		}
	}
	return b.String()
}
