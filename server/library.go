package server

import (
	"context"

	"evidelic/index"
	"evidelic/study"
)

// Searcher finds studies. Search gives one page of hits. Matches gives the ids
// of every match in the order of the request, at one moment of the index and
// without a limit (16 bytes or so each, so that 100,000 are a few megabytes). A query
// that cannot be read is an error that wraps study.ErrInvalid; an index that is
// not ready is one that wraps study.ErrBusy.
type Searcher interface {
	Search(ctx context.Context, req index.Request) (*index.Result, error)
	Matches(ctx context.Context, req index.Request) ([]string, error)
}

// Translator writes a query for other search boxes. A query beyond the bounds is
// an error that wraps study.ErrInvalid.
type Translator interface {
	Translate(text string) (index.Translation, error)
}

// Guide leads on: at most n studies that have most in common with one (never a
// retracted one; study.ErrNotFound when the index does not have it), and at most n
// ways to go on typing.
type Guide interface {
	Similar(ctx context.Context, id string, n int) ([]index.Related, error)
	Complete(ctx context.Context, text string, n int) ([]index.Completion, error)
}

// Index is everything that the server asks of the index.
type Index interface {
	Searcher
	Translator
	Guide
}

// Studies gives studies. Resolve turns "ev…", "pmid:…", "doi:…" or "nct:…" into
// the id of the study that lives now; it fails with study.ErrNotFound, or with a
// *study.Redirect for an id of ours that was joined into another. Studies leaves
// out those that are gone, and gives no order.
type Studies interface {
	Resolve(ctx context.Context, ref string) (id string, err error)
	Study(ctx context.Context, id string) (study.Study, error)
	Studies(ctx context.Context, ids []string) ([]study.Study, error)
}

// Histories gives what lies behind one study: its records as fetched, its
// changes, oldest first, and what it was after one of them (study.ErrNotFound
// when that change left no version); and the next n changes of the library after
// a number, in their order.
type Histories interface {
	Records(ctx context.Context, id string) ([]study.Record, error)
	History(ctx context.Context, id string) ([]study.Change, error)
	Version(ctx context.Context, id string, seq uint64) (study.Study, error)
	Changes(ctx context.Context, after uint64, n int) ([]study.Change, error)
}

// Sources gives the state of the sources, the last n harvests of one, newest
// first, the last n changes that brought or took a notice, newest first, and the
// library's own identity.
type Sources interface {
	Sources(ctx context.Context) ([]study.SourceState, error)
	Harvests(ctx context.Context, source string, n int) ([]study.Harvest, error)
	Noticed(ctx context.Context, n int) ([]study.Change, error)
	Library(ctx context.Context) (study.Library, error)
}

// Standing gives what a reader must know of a study beyond its own record: the
// trials that it belongs to, with their other reports, and for every source that
// tells of notices what it says and when it was asked.
type Standing interface {
	Families(ctx context.Context, id string) ([]study.Family, error)
	Ledger(ctx context.Context, id string) ([]study.NoticeCheck, error)
}

// Flows counts the records that came in and what became of them: of the whole
// library, and of the studies named and the records that those were made of;
// unless scoped, none of those is out of scope.
type Flows interface {
	Flow(ctx context.Context) (study.Flow, error)
	FlowOf(ctx context.Context, ids []string, scoped bool) (study.Flow, error)
}

// Citations follows reference lists inside the library, as far as sources give
// them: the retracted studies that one cites, and the studies that cite one.
type Citations interface {
	CitedRetracted(ctx context.Context, id string) ([]study.Study, error)
	Citing(ctx context.Context, id string) ([]study.Study, error)
}

// Decided gives what operators decided by hand about the records of a study and
// about its tags.
type Decided interface {
	Decisions(ctx context.Context, id string) ([]study.Decision, error)
	Corrections(ctx context.Context, id string) ([]study.Correction, error)
}

// Library is everything that the server reads of the store.
type Library interface {
	Studies
	Histories
	Standing
	Sources
	Flows
	Citations
	Decided
}
