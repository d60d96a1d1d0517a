package preprints

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

// cursor says which days have been looked through and which preprints asked about.
type cursor struct {
	V     int       `json:"v"`
	Bound string    `json:"bound,omitempty"` // what was posted and published up to this day has been looked through
	Page  int       `json:"page,omitempty"`  // pages since then; they begin again in another run
	Swept time.Time `json:"swept,omitzero"`  // when asking about all preprints last began
	After string    `json:"after,omitempty"` // the last study that was asked about
}

// parseCursor reads a cursor strictly. nil gives the zero cursor.
func parseCursor(raw json.RawMessage) (cursor, error) {
	c, err := crawler.DecodeCursor[cursor]("biorxiv", cursorVersion, raw)
	if err != nil {
		return cursor{}, err
	}
	if _, err := time.Parse(time.DateOnly, c.Bound); c.Bound != "" && err != nil {
		return cursor{}, fmt.Errorf("biorxiv: cursor: bound %q: %w", c.Bound, study.ErrInvalid)
	}
	return c, nil
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage { return crawler.EncodeCursor(c) }
