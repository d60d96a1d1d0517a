package index

import (
	"evidelic/study"
)

// Request is one search.
type Request struct {
	Text      string              // the query as typed; "" matches every study
	Filters   map[string][]string // facet key -> chosen values (OR within a key, AND across); "n" and "year" take "a..b"
	Sort      Sort
	Page      int    // from 1; 0 counts as 1
	Size      int    // hits a page, at most MaxSize; 0 counts as DefaultSize
	Cursor    string // from a Result's Next, instead of Page
	Facets    bool   // count the facets
	Snippets  bool   // make snippets for the hits
	AllScopes bool   // show studies that are out of scope, too

	Explain bool // give each hit the parts of its score; the search takes twice the time

	// Plain scores the words alone, for programs that weigh the hits themselves: no
	// corrected spelling, no suggestions, no second pass over what the first hits share.
	Plain bool

	exact bool // matches alone, without related studies
	told  func(c concept, ord uint32, part float64)
}

// Bounds of a request. Deeper than MaxWindow hits leads only the cursor.
const (
	DefaultSize = 20
	MaxSize     = 200
	MaxWindow   = 10_000
	MaxText     = 64 << 10 // bytes of a query
)

// Sort is an order of hits.
type Sort string

// The orders of hits. Each ends with the id, so that it is the same every time.
const (
	SortBest     Sort = "best"
	SortNewest   Sort = "newest"
	SortEvidence Sort = "evidence"
	SortCited    Sort = "cited"
)

// Result is the answer to a Request. It is of one moment: hits, total and facets
// belong to the same Seq.
type Result struct {
	Total      int
	Query      Understood
	Facets     []Facet // in the order of display; empty unless asked for
	Years      []YearCount
	Hits       []Hit
	Next       string // the cursor for what follows; "" at the end
	Related    int    // of Total, the last ones that have none of the words, but much in common with those that do
	OutOfScope int    // matches that are hidden because they are out of scope
	Seq        uint64
	Building   bool // the index is being filled for the first time: there may be more matches
}

// Understood says how a query was read.
type Understood struct {
	Text       string    `json:"text"`
	Understood string    `json:"understood"` // in our own language, after synonyms; itself a valid query
	Warnings   []Warning `json:"warnings"`
	Relaxed    bool      `json:"relaxed,omitempty"` // some studies have not all words: a warning says how many have
}

// Warning tells about a part of a query that may not mean what was meant. Start
// and End are UTF-8 byte offsets into the query as typed.
type Warning struct {
	Message    string `json:"message"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
	Suggestion string `json:"suggestion,omitempty"` // what to type instead
}

// Facet is one group of choices with the number of studies that each would show.
type Facet struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Choices []Choice `json:"choices"`
	More    int      `json:"more,omitempty"` // further choices that are not listed
}

// Choice is one value of a Facet.
type Choice struct {
	Value    string `json:"value"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected,omitempty"`
}

// YearCount is a bar of the histogram of publication years.
type YearCount struct {
	Year  int `json:"year"`
	Count int `json:"count"`
}

// Hit is one found study.
type Hit struct {
	Study    study.Study
	Score    float64
	Snippets []Snippet
	Why      []Reason // the parts of the score, the greatest first; only where Request.Explain asks
}

// Snippet is a piece of a study's title or abstract with the matched words
// marked. Marks are half-open UTF-8 byte ranges in Text.
type Snippet struct {
	Field   string       `json:"field"` // "title" or "abstract"
	Section string       `json:"section,omitempty"`
	Text    string       `json:"text"`
	Marks   []study.Span `json:"marks"`
}
