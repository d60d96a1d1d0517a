package preprints

import (
	"encoding/json"
	"fmt"
	"time"

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
	var c cursor
	if len(raw) == 0 {
		return cursor{V: cursorVersion}, nil
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return cursor{}, fmt.Errorf("biorxiv: cursor: %w: %w", study.ErrInvalid, err)
	}
	if c.V != cursorVersion {
		return cursor{}, fmt.Errorf("biorxiv: cursor has version %d, want %d: %w", c.V, cursorVersion, study.ErrInvalid)
	}
	if _, err := time.Parse(time.DateOnly, c.Bound); c.Bound != "" && err != nil {
		return cursor{}, fmt.Errorf("biorxiv: cursor: bound %q: %w", c.Bound, study.ErrInvalid)
	}
	return c, nil
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage {
	b, err := json.Marshal(c)
	if err != nil { // only a time beyond year 9999 could do it
		return nil
	}
	return b
}
