package clinicaltrials

import (
	"encoding/json"
	"fmt"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// cursorVersion is raised when the meaning of a cursor changes; a cursor of
// another version is refused.
const cursorVersion = 1

// tokenLife is how long a page token is trusted. The registry ties it to the
// version of its data, which is renewed on working days.
const tokenLife = 24 * time.Hour

// day is the form of dates in queries and cursors.
const day = "2006-01-02"

// cursor says which data have been harvested, and where a harvest that goes on
// stands.
type cursor struct {
	V       int    `json:"v"`
	Queries string `json:"queries"`        // fingerprint of the expressions; others begin anew
	Data    string `json:"data,omitempty"` // version of the data of the last complete harvest
	Run     *run   `json:"run,omitempty"`
}

// run is a harvest of one version of the data and the place in it.
type run struct {
	Data      string    `json:"data"`           // version of the data
	From      string    `json:"from,omitempty"` // last updates posted since; "" for all
	Totals    []int     `json:"totals"`         // what the registry announced for each query
	Query     int       `json:"query"`          // which query is being paged
	Token     string    `json:"token"`          // of the page to ask for next; "" for the first
	At        time.Time `json:"at"`             // when Token was given
	Delivered int       `json:"delivered"`      // studies that this query has given so far
	Doubles   int       `json:"doubles"`        // studies that an earlier query had given already
}

// parseCursor reads a cursor for the given number of queries strictly. nil gives
// the zero cursor.
func parseCursor(raw json.RawMessage, queries int) (cursor, error) {
	c, err := crawler.DecodeCursor[cursor]("clinicaltrials", cursorVersion, raw)
	if err != nil {
		return cursor{}, err
	}
	if c.Data != "" && dayOf(c.Data) == "" {
		return cursor{}, fmt.Errorf("clinicaltrials: cursor: data version %.40q: %w", c.Data, study.ErrInvalid)
	}
	if r := c.Run; r != nil {
		if err := r.check(queries); err != nil {
			return cursor{}, fmt.Errorf("clinicaltrials: cursor: %w: %w", study.ErrInvalid, err)
		}
	}
	return c, nil
}

// check makes sure that the place is one that this program can have written. A
// run over another number of queries is left to the fingerprint.
func (r *run) check(queries int) error {
	if dayOf(r.Data) == "" || r.From != "" && dayOf(r.From) == "" {
		return fmt.Errorf("data version %.40q, from %.40q", r.Data, r.From)
	}
	if r.Query < 0 || r.Query >= max(queries, len(r.Totals), 1) || r.Delivered < 0 || r.Doubles < 0 {
		return fmt.Errorf("query %d, delivered %d, doubles %d", r.Query, r.Delivered, r.Doubles)
	}
	return nil
}

// announced gives how many studies the run has for certain. Which ones a further
// query shares with those before it shows only as they come, so its own total
// counts when it has ended; the number never falls within a run.
func (r *run) announced(ended bool) int {
	n := -r.Doubles
	for i, total := range r.Totals {
		switch {
		case i < r.Query, i == r.Query && (ended || i == 0):
			n += total
		case i == r.Query:
			n += r.Delivered
		}
	}
	return max(n, 0)
}

// restart goes back to the first page of the first query.
func (r *run) restart(data string) { *r = run{Data: data, From: r.From} }

// dayOf gives the day of a data version ("2026-08-11T09:00:05") or of a day; ""
// when it has none.
func dayOf(s string) string {
	if len(s) < len(day) || len(s) > 40 {
		return ""
	}
	t, err := time.Parse(day, s[:len(day)])
	if err != nil || t.Year() < 1990 {
		return ""
	}
	return s[:len(day)]
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage { return crawler.EncodeCursor(c) }

// fingerprint names the expressions in a cursor.
func fingerprint(queries []Query) string {
	return crawler.Fingerprint(fmt.Sprintf("%q", queries))
}
