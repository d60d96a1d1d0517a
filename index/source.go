// Package index makes the library searchable: the query language, ranking,
// columns, facets and snippets on Bleve. It holds nothing that the store does
// not: deleting its folder costs a rebuild, never a study.
package index

import (
	"context"

	"evidelic/study"
)

// Source is what the index follows: the store. Changes gives the next n changes
// after a seq, in order. Studies gives the named studies, leaving out those that
// are gone. Scan gives n studies after an id in the order of ids, for a rebuild.
type Source interface {
	Library(ctx context.Context) (study.Library, error)
	Changes(ctx context.Context, after uint64, n int) ([]study.Change, error)
	Studies(ctx context.Context, ids []string) ([]study.Study, error)
	Scan(ctx context.Context, after string, n int) ([]study.Study, error)
}
