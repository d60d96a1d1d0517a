// Package crawler fetches politely, harvests sources page by page into a
// library, and keeps their timetable. The sources themselves live in its
// folders, one each.
package crawler

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"evidelic/study"
)

// Source is one place where records come from. Pages yields the records of one
// harvest in pages, newest first on a first harvest; each page carries the cursor
// with which a later run goes on after it. It stops at the first error that a
// retry does not mend, which it yields last; a record that cannot be read goes
// into the page's Failed instead. It must stop when ctx ends or the consumer
// breaks off, and it keeps no state between calls.
type Source interface {
	Name() string
	Pages(ctx context.Context, plan Plan) iter.Seq2[Page, error]
}

// Plan says what a harvest is to fetch.
type Plan struct {
	Since  time.Time       // fetch what the source changed since then; zero: go on from Cursor
	Full   bool            // everything again, for finding what has gone
	Cursor json.RawMessage // where the last stored page left off; versioned, written by the source; nil for a first harvest
	Now    time.Time       // the moment at which the run began: the upper bound that a first harvest freezes
}

// Moment gives the run's beginning in UTC: Now, or the present when a plan has none.
func (p Plan) Moment() time.Time {
	if p.Now.IsZero() {
		return time.Now().UTC()
	}
	return p.Now.UTC()
}

// Page is one answer of a source, ready to be stored.
type Page struct {
	Records   []study.Record
	Deleted   []string            // keys that the source says it has deleted
	Failed    []study.RecordError // records that could not be read; the others are good
	Announced int                 // records that the source says this run has, all pages together; 0 when it does not say
	Gaps      []study.Gap         // parts of which less arrived than was announced
	Warnings  []string            // in words for the operator: a changed query translation, a clamped page
	From, To  string              // which part of the source the run covers, in words: dates mostly
	Unchanged bool                // the source says that it has nothing new since the last run
	Next      json.RawMessage     // the cursor after this page; required
}
