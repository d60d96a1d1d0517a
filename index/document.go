package index

import (
	"encoding/binary"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"evidelic/study"
)

// The fields of a document. All words of a study are in one, with their
// occurrences (see occurrence). Names and headings are whole terms in another,
// each with its kind before it ("au:carhart harris rl"); identifiers stand
// apart because Bleve keeps terms of a single document with a count in a few
// bytes.
const (
	fieldWords = "w"
	fieldExact = "x"
	fieldIDs   = "i"
	fieldRow   = "row"
)

const (
	optCounts = bleveindex.IndexField
	optDocs   = bleveindex.IndexField | bleveindex.SkipFreqNorm
)

// maxFieldText bounds what is indexed of one text: longer input is hostile.
const maxFieldText = 1 << 20

// docKey is the name of a document in Bleve: its ordinal.
func docKey(ord uint32) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], ord)
	return string(b[:])
}

// draft is a study analyzed, before it has an ordinal.
type draft struct {
	row    *row
	fields []*postingsField
}

// newDraft analyzes a study.
func newDraft(s *study.Study, fold *folder) *draft {
	a := fold.analysts.Get().(*analyst)
	defer fold.analysts.Put(a)
	d := &draft{row: newRow(s, fold)}
	for f, text := range [textFields]string{textTitle: s.Title, textAbstract: s.AbstractText(), textOther: otherText(s)} {
		a.texts[f] = fold.tokens(a.texts[f][:0], cutText(text), a)
		d.row.lens[f] = words(a.texts[f])
	}
	terms, places := a.packWords()
	d.row.places, d.row.stems = places, a.packStems()
	names, ids := exactTerms(s, fold, a)
	d.fields = []*postingsField{
		{fieldWords, terms, optCounts},
		{fieldExact, packNames(names, 0), optDocs},
		{fieldIDs, packNames(ids, 1), optCounts},
	}
	return d
}

// document makes the draft's document. codes are those of the row's values.
func (d *draft) document(ord uint32, codes []uint32) *document.Document {
	doc := document.NewDocument(docKey(ord))
	for _, f := range d.fields {
		if len(f.terms) > 0 {
			doc.AddField(f)
		}
	}
	doc.AddField(document.NewTextFieldCustom(fieldRow, nil, d.row.encode(codes), bleveindex.StoreField, nil))
	return doc
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
