package openalex

import (
	"encoding/json"
	"fmt"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// cursorVersion is raised when the meaning of a cursor changes; a cursor of
// another version is refused, so that nothing is skipped by mistake.
const cursorVersion = 1

// floor lies before every work: the first harvest goes down to it.
const floor = "1900-01-01"

// cursor says what has been harvested, and where a harvest that goes on stands.
type cursor struct {
	V       int    `json:"v"`
	Queries string `json:"queries"`         // fingerprint of the expressions; others begin anew
	Bound   string `json:"bound,omitempty"` // the day of the last complete harvest
	Run     *run   `json:"run,omitempty"`   // the harvest that is going on
}

// run is a harvest and its place: the queries one after another.
type run struct {
	From      string `json:"from"` // publication date from which works are taken
	To        string `json:"to"`   // the day on which the run began
	Query     int    `json:"query"`
	Mark      string `json:"mark"`      // the cursor to ask for next
	Delivered int    `json:"delivered"` // works that this query has given so far
	Announced int    `json:"announced"` // works of the queries before this one
}

// parseCursor reads a cursor strictly. nil gives the zero cursor.
func parseCursor(raw json.RawMessage, queries int) (cursor, error) {
	c, err := crawler.DecodeCursor[cursor]("openalex", cursorVersion, raw)
	if err != nil {
		return cursor{}, err
	}
	days := []string{c.Bound}
	if r := c.Run; r != nil {
		days = append(days, r.From, r.To)
		if r.Mark == "" || r.Query < 0 || r.Delivered < 0 || r.Announced < 0 {
			return cursor{}, fmt.Errorf("openalex: cursor: run %+v: %w", *r, study.ErrInvalid)
		}
		if r.Query >= queries { // expressions were taken away; their fingerprint says so too
			c.Run = nil
		}
	}
	for _, d := range days {
		if _, err := time.Parse(time.DateOnly, d); d != "" && err != nil {
			return cursor{}, fmt.Errorf("openalex: cursor: %q is no day: %w", d, study.ErrInvalid)
		}
	}
	return c, nil
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage { return crawler.EncodeCursor(c) }
