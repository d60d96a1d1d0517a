package peers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Bleve is an index as Bleve makes and searches it by itself: its English analyzer,
// its scores, its facets and its highlighter. Titles and abstracts are in one field, which
// takes less time than two, indexed with positions and stored, because the highlighter
// reads them; the field for all fields is left out, because nothing is asked of it. Its
// methods are safe for concurrent use, but for Add.
type Bleve struct {
	index   bleve.Index
	english analysis.Analyzer
	keys    []string // of the columns
}

// NewBleve makes an empty index in a folder that is not there, for texts that have
// columns of these keys. Close it.
func NewBleve(dir string, keys []string) (*Bleve, error) {
	m := bleveMapping(keys)
	english := m.AnalyzerNamed(en.AnalyzerName)
	if english == nil {
		return nil, errors.New("bleve: it has no English analyzer")
	}
	index, err := bleve.New(dir, m)
	if err != nil {
		return nil, fmt.Errorf("bleve: %w", err)
	}
	return &Bleve{index, english, keys}, nil
}

// bleveWords is the field of titles and abstracts.
const bleveWords = "words"

// bleveMapping says how fields are indexed.
func bleveMapping(keys []string) mapping.IndexMapping {
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.IncludeInAll, text.DocValues = en.AnalyzerName, false, false
	year := bleve.NewNumericFieldMapping()
	year.Store, year.IncludeInAll = false, false
	column := bleve.NewKeywordFieldMapping()
	column.Store, column.IncludeInAll, column.IncludeTermVectors = false, false, false
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(bleveWords, text)
	doc.AddFieldMappingsAt("year", year)
	for _, key := range keys {
		doc.AddFieldMappingsAt(columnField(key), column)
	}
	doc.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping())
	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	return m
}

// columnField names the field of a column: a point in it would mean a field within a
// field.
func columnField(key string) string { return "column_" + strings.ReplaceAll(key, ".", "_") }

// Add indexes texts in one batch.
func (b *Bleve) Add(texts []Text) error {
	batch := b.index.NewBatch()
	for i := range texts {
		fields := map[string]any{bleveWords: []string{texts[i].Title, texts[i].Abstract}, "year": texts[i].Year}
		for _, c := range texts[i].Columns {
			values, _ := fields[columnField(c.Key)].([]string)
			fields[columnField(c.Key)] = append(values, c.Value)
		}
		if err := batch.Index(texts[i].ID, fields); err != nil {
			return fmt.Errorf("bleve: %s: %w", texts[i].ID, err)
		}
	}
	if err := b.index.Batch(batch); err != nil {
		return fmt.Errorf("bleve: %w", err)
	}
	return nil
}

// Ask answers a question and says how many studies it finds, counted to Most.
func (b *Bleve) Ask(ctx context.Context, q Question) (int, error) {
	req := bleve.NewSearchRequestOptions(b.query(q), 10, 0, false)
	if q.Kind == Page {
		req.Highlight = bleve.NewHighlight()
		for _, key := range b.keys {
			req.AddFacet(key, bleve.NewFacetRequest(columnField(key), 20))
		}
	}
	res, err := b.index.SearchInContext(ctx, req)
	if err != nil {
		return 0, fmt.Errorf("bleve: %q: %w", q.Words, err)
	}
	return int(min(res.Total, Most)), nil
}

// query looks for words in title and abstract; words that the analyzer leaves out are
// left out. A page needs all of its words.
func (b *Bleve) query(q Question) query.Query {
	if q.Kind == Phrase {
		phrase := bleve.NewMatchPhraseQuery(strings.Join(q.Words, " "))
		phrase.SetField(bleveWords)
		return phrase
	}
	var words []query.Query
	for _, w := range q.Words {
		if len(b.english.Analyze([]byte(w))) == 0 {
			continue
		}
		word := bleve.NewMatchQuery(w)
		word.SetField(bleveWords)
		words = append(words, word)
	}
	switch q.Kind {
	case Or:
		return bleve.NewDisjunctionQuery(words...)
	case And:
		return bleve.NewConjunctionQuery(words...)
	}
	from, to, inclusive := float64(q.From), float64(q.To), true
	years := bleve.NewNumericRangeInclusiveQuery(&from, &to, &inclusive, &inclusive)
	years.SetField("year")
	return bleve.NewConjunctionQuery(append(words, years)...)
}

// Close lets the folder go.
func (b *Bleve) Close() error { return b.index.Close() }
