package crawler

import (
	"context"

	"evidelic/study"
)

// Catalogue is what sources that complete the library ask of it: Crossref by DOI,
// the preprint servers by DOI, journal pages for a missing abstract. Whoever opens
// the source decides which studies it is for.
type Catalogue interface {
	// Wanted gives up to n studies that the source is to be asked about, each with
	// the identifiers that the library has for it (ID and DOI are required), in a
	// fixed order in which studies that come into the library later stand later.
	// after is the ID of the last one that the source has dealt with; "" begins. An
	// ID that has since been joined into another, or is gone, keeps its place in the
	// order. Fewer than n, or none, mean the end.
	Wanted(ctx context.Context, after string, n int) ([]study.Ref, error)
	// FindAll gives, for each ref with an identifier that the library holds, the id
	// of its study, "" for the others.
	FindAll(ctx context.Context, refs []study.Ref) ([]string, error)
}
