package index

// Analyzer cuts texts into the terms that the index compares, for measuring
// other rankings over the same analysis. It is safe for concurrent use.
type Analyzer struct{ fold *folder }

// NewAnalyzer gives the analyzer that the index uses.
func NewAnalyzer() *Analyzer { return &Analyzer{newFolder()} }

// Terms gives the terms of a text in their order, a compound's unit beside its
// parts. Longer texts than the index reads are cut as the index cuts them.
func (a *Analyzer) Terms(text string) []string {
	tokens := a.fold.analyze(cutText(text))
	terms := make([]string, len(tokens))
	for i, t := range tokens {
		terms[i] = t.term
	}
	return terms
}
