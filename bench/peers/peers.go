// Package peers runs the search engines that Evidelic is measured beside: Bleve as
// shipped and Apache Lucene. Each gets the same texts and the same questions; what it
// is asked to do for them is written at Bleve and in lucene/Peer.java.
package peers

// The kinds of questions.
const (
	Page   = "page"   // a page of results: ten hits with snippets, a range of years, the counts of all columns
	Or     = "or"     // ten hits that have any of the words, ranked
	And    = "and"    // ten hits that have all of them
	Phrase = "phrase" // ten hits that have them one behind the other
)

// Most is the number up to which what a question finds is counted: Lucene as shipped
// counts no further.
const Most = 1000

// Question is a query in no engine's language.
type Question struct {
	Kind  string   `json:"kind"`
	Words []string `json:"words"`          // lower case, two or more
	From  int      `json:"from,omitempty"` // of a page: the first year
	To    int      `json:"to,omitempty"`   // of a page: the last year
}

// Text is a study as the engines get it.
type Text struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Abstract string   `json:"abstract"`
	Year     int      `json:"year"`
	Columns  []Column `json:"columns"` // what is filtered by and counted
}

// Column is one value of one of a study's columns.
type Column struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}
