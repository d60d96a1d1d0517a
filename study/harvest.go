package study

import (
	"encoding/json"
	"strings"
	"time"
)

// Harvest is one run over one source: from where to where, and what came of it.
// Its JSON is what `evidelic crawl --json` prints.
type Harvest struct {
	ID        int64          `json:"-"`
	Source    string         `json:"source"`
	Started   time.Time      `json:"started"`
	Ended     time.Time      `json:"ended,omitzero"` // zero while it runs
	Outcome   HarvestOutcome `json:"outcome"`
	From      string         `json:"from,omitempty"` // the source's own words for where it began: a date, "first harvest"
	To        string         `json:"to,omitempty"`
	Announced int            `json:"announced"` // records that the source said it has for this run
	Seen      int            `json:"seen"`
	New       int            `json:"new"`
	Changed   int            `json:"changed"`
	Failed    int            `json:"failed"`
	Gaps      []Gap          `json:"gaps"`
	Warnings  []string       `json:"warnings,omitempty"`
	Error     string         `json:"error,omitempty"`
}

// Gap is a difference between what a source announced and what arrived, or a
// part that could not be read. It is shown until a later run closes it.
type Gap struct {
	What      string `json:"what"` // which part: "2024-01-01..2024-02-11"
	Announced int    `json:"announced"`
	Delivered int    `json:"delivered"`
	Reason    string `json:"reason,omitempty"`
}

// HarvestOutcome says how a harvest ended.
type HarvestOutcome string

// The outcomes of a harvest.
const (
	HarvestRunning     HarvestOutcome = "running"
	HarvestDone        HarvestOutcome = "done"
	HarvestPartial     HarvestOutcome = "partial"     // some records or parts failed, the rest is stored
	HarvestFailed      HarvestOutcome = "failed"      // it stopped with an error; what came before is stored
	HarvestInterrupted HarvestOutcome = "interrupted" // the program was stopped; the next run goes on from there
	HarvestUnchanged   HarvestOutcome = "unchanged"   // the source said that it has nothing new
)

// Batch is what one page of a harvest, or one piece of an import, puts into the
// library, all in one transaction.
type Batch struct {
	Source  string
	Records []Record
	Deleted []string        // the source's keys of records that it says it has deleted
	Cursor  json.RawMessage // where the source goes on after this page; nil leaves the stored one
	Lease   *Lease          // the lease to renew; the batch fails with ErrLeaseLost when another holds it. nil for an import
	Harvest *Harvest        // the running harvest, whose counts this batch updates; nil for an import
}

// Applied is what came of a Batch.
type Applied struct {
	New       int // records that were not there before
	Changed   int // records whose content differs from the one stored
	Unchanged int
	Older     int // records that are an older revision than the one stored, and were left out
	Failed    []RecordError
	Seq       uint64 // the last change number after the batch
}

// Lease is the right to harvest one source, held by one process at a time.
type Lease struct {
	Source string    `json:"source"`
	Holder string    `json:"holder"` // host, process and a random part
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until"`
}

// SourceState is what the library knows about one source.
type SourceState struct {
	Source  string    `json:"source"`
	Last    *Harvest  `json:"last,omitempty"`    // the last harvest that ended
	Running *Harvest  `json:"running,omitempty"` // one that is going on
	NextRun time.Time `json:"next_run,omitzero"`
	Records int       `json:"records"`
	Retry   string    `json:"retry,omitempty"` // in words: why the next run is when it is

	Check     *Harvest  `json:"check,omitempty"` // the last re-check that had something to ask: about records that the source had long not spoken of
	NextCheck time.Time `json:"next_check,omitzero"`
}

// RecheckOf gives the name under which the re-checks of a source stand in the
// timetable and among the harvests.
func RecheckOf(source string) string { return recheckPrefix + source }

// RecheckedSource gives the source whose re-checks go by a name; ok is false for
// the name of a source.
func RecheckedSource(name string) (source string, ok bool) {
	return strings.CutPrefix(name, recheckPrefix)
}

const recheckPrefix = "recheck:"
