package pubmed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// cursorVersion is written into every cursor; another one is refused.
const cursorVersion = 1

// earliest is the first day of PubMed: no record is entered before.
const earliest = "1700-01-01"

// cursor is where a harvest left off.
type cursor struct {
	Version     int    `json:"v"`
	Query       string `json:"query"`                 // hash of the search expression
	Translation string `json:"translation,omitempty"` // how PubMed understood it last
	Through     string `json:"through,omitempty"`     // everything up to this day has been fetched; "" before the first harvest is complete
	Run         *run   `json:"run,omitempty"`         // a run that is not complete
	Later       *run   `json:"later,omitempty"`       // one that gave way to it
}

// kind says what a run is for.
type runKind string

const (
	runFirst  runKind = "first"  // everything, newest first, below a bound frozen at its start
	runUpdate runKind = "update" // what is new or changed since the last run
	runSince  runKind = "since"  // what is new or changed since a day that the operator names
	runFull   runKind = "full"   // everything again
)

// run is a harvest with what of it is left.
type run struct {
	Kind      runKind `json:"kind"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Announced int     `json:"announced"`
	Slices    []slice `json:"slices"` // still to be read, the next one last
	Counted   bool    `json:"counted"`
}

// slice is a range of days of one of PubMed's dates, both included.
type slice struct {
	By    string `json:"by"` // "edat", the day on which a record was entered, or "mdat", on which it was changed
	From  string `json:"from"`
	To    string `json:"to"`
	Count int    `json:"count,omitempty"` // records, by the last search
	At    int    `json:"at,omitempty"`    // the place in the slice from which to go on
	Got   int    `json:"got,omitempty"`   // records that have arrived
}

// String names the slice for people.
func (s *slice) String() string {
	switch {
	case s == nil:
		return "all dates"
	case s.By == "mdat":
		return fmt.Sprintf("changed %s..%s", s.From, s.To)
	}
	return fmt.Sprintf("entered %s..%s", s.From, s.To)
}

// days gives the first and the last day; both are valid in a slice that has been
// decoded or made here.
func (s *slice) days() (from, to time.Time, err error) {
	from, err1 := time.Parse(time.DateOnly, s.From)
	to, err2 := time.Parse(time.DateOnly, s.To)
	return from, to, errors.Join(err1, err2)
}

// halves gives the older and the newer half of a slice of at least two days.
// Together they hold every day of it once.
func (s *slice) halves() (older, newer slice, ok bool) {
	from, to, err := s.days()
	if err != nil || !from.Before(to) {
		return slice{}, slice{}, false
	}
	const day = 24 * 60 * 60 // a Duration cannot hold the 300 years of the first slice
	middle := from.AddDate(0, 0, int((to.Unix()-from.Unix())/day/2))
	older = slice{By: s.By, From: s.From, To: middle.Format(time.DateOnly)}
	newer = slice{By: s.By, From: middle.AddDate(0, 0, 1).Format(time.DateOnly), To: s.To}
	return older, newer, true
}

func (c *cursor) encode() (json.RawMessage, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("cursor: %w", err)
	}
	return b, nil
}

// decodeCursor reads what encode wrote; nothing gives a fresh cursor. Anything
// else is an error: a guess would lose records.
func decodeCursor(raw json.RawMessage) (*cursor, error) {
	if len(bytes.TrimSpace(raw)) == 0 || string(bytes.TrimSpace(raw)) == "null" {
		return &cursor{Version: cursorVersion}, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var c cursor
	if err := dec.Decode(&c); err != nil {
		return nil, fmt.Errorf("cursor: %w", err)
	}
	if dec.More() {
		return nil, errors.New("cursor: more than one")
	}
	if c.Version != cursorVersion {
		return nil, fmt.Errorf("cursor: version %d, this program knows %d", c.Version, cursorVersion)
	}
	if _, err := time.Parse(time.DateOnly, c.Through); c.Through != "" && err != nil {
		return nil, fmt.Errorf("cursor: through: %w", err)
	}
	for _, r := range []*run{c.Run, c.Later} {
		if err := r.check(); err != nil {
			return nil, err
		}
	}
	return &c, nil
}

func (r *run) check() error {
	if r == nil {
		return nil
	}
	switch r.Kind {
	case runFirst, runUpdate, runSince, runFull:
	default:
		return fmt.Errorf("cursor: a run of kind %.20q", r.Kind)
	}
	if _, _, err := (&slice{From: r.From, To: r.To}).days(); err != nil {
		return fmt.Errorf("cursor: run: %w", err)
	}
	if r.Announced < 0 {
		return fmt.Errorf("cursor: %d records announced", r.Announced)
	}
	for i := range r.Slices {
		s := &r.Slices[i]
		from, to, err := s.days()
		switch {
		case err != nil:
			return fmt.Errorf("cursor: slice: %w", err)
		case s.By != "edat" && s.By != "mdat", to.Before(from), s.At < 0, s.Count < 0, s.Got < 0, s.At > maxSlice+maxPageSize:
			return fmt.Errorf("cursor: slice %s at %d of %d", s, s.At, s.Count)
		}
	}
	return nil
}
