// Package check holds a writer's own text against the library: a list of
// references, and the claims of a draft. It keeps nothing of what it is given, and
// asserts nothing: it says what it found, how sure it is, and why.
package check

import (
	"context"

	"evidelic/index"
	"evidelic/study"
)

// Library gives studies by what names them. Resolve takes "pmid:…", "pmcid:…",
// "doi:…" and "nct:…"; it fails with study.ErrNotFound where there is none, with a
// *study.Redirect for an id that was joined into another, and with
// study.ErrInvalid for what is no identifier. Studies leaves out those that are gone,
// and gives no order.
type Library interface {
	Resolve(ctx context.Context, ref string) (id string, err error)
	Studies(ctx context.Context, ids []string) ([]study.Study, error)
}

// Searcher finds studies by words; a query that cannot be read is an error that
// wraps study.ErrInvalid.
type Searcher interface {
	Search(ctx context.Context, req index.Request) (*index.Result, error)
}

// Scanner gives n studies after an id, in the order of ids.
type Scanner interface {
	Scan(ctx context.Context, after string, n int) ([]study.Study, error)
}

// Titles finds studies whose title may be the one given, likeliest first.
type Titles interface {
	ByTitle(ctx context.Context, title string, n int) ([]study.Study, error)
}
