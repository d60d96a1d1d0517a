package crossref

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

// day is the form of dates in queries and cursors.
const day = "2006-01-02"

// cursor says which notices have been looked through and which studies asked
// about.
type cursor struct {
	V     int       `json:"v"`
	Bound string    `json:"bound,omitempty"` // notices that were indexed up to this day have been looked through
	Page  int       `json:"page,omitempty"`  // pages of the feed since then; they begin again in another run
	Swept time.Time `json:"swept,omitzero"`  // when asking about all studies last began
	After string    `json:"after,omitempty"` // the last study that was asked about
}

// parseCursor reads a cursor strictly. nil gives the zero cursor.
func parseCursor(raw json.RawMessage) (cursor, error) {
	c, err := crawler.DecodeCursor[cursor]("crossref", cursorVersion, raw)
	if err != nil {
		return cursor{}, err
	}
	if _, err := time.Parse(day, c.Bound); c.Bound != "" && err != nil {
		return cursor{}, fmt.Errorf("crossref: cursor: bound %q: %w", c.Bound, study.ErrInvalid)
	}
	return c, nil
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage { return crawler.EncodeCursor(c) }
