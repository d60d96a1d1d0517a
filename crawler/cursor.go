package crawler

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"evidelic/study"
)

// DecodeCursor reads a source's cursor, a JSON object whose "v" is its version. No
// cursor at all gives a C with nothing but that version. What is no JSON, does not
// fit C or has another version is an error that wraps study.ErrInvalid: a guess
// would skip records. What the fields may hold is for the source to check.
func DecodeCursor[C any](source string, version int, raw json.RawMessage) (C, error) {
	if len(raw) == 0 {
		raw = fmt.Appendf(nil, `{"v":%d}`, version)
	}
	var c, none C
	if err := json.Unmarshal(raw, &c); err != nil {
		return none, fmt.Errorf("%s: cursor: %w: %w", source, study.ErrInvalid, err)
	}
	var has struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(raw, &has); err != nil {
		return none, fmt.Errorf("%s: cursor: %w: %w", source, study.ErrInvalid, err)
	}
	if has.V != version {
		return none, fmt.Errorf("%s: cursor has version %d, want %d: %w", source, has.V, version, study.ErrInvalid)
	}
	return c, nil
}

// EncodeCursor writes a source's cursor as JSON. A value that JSON cannot hold,
// which only a time beyond the year 9999 could be, gives nil, which the harvest
// refuses.
func EncodeCursor(cursor any) json.RawMessage {
	b, err := json.Marshal(cursor)
	if err != nil {
		return nil
	}
	return b
}

// Fingerprint names settings in a cursor without repeating them, in 16 hexadecimal
// digits: a cursor of other settings begins anew.
func Fingerprint(settings ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(settings, "\n")))
	return hex.EncodeToString(sum[:8])
}

// Aside is what a run with Since or Full stores as its cursors, so that it leaves
// the place of another one alone: Kept, the stored cursor as it was, while the run
// lasts, and After with its last page. The zero Aside is a run that stores its own.
type Aside struct {
	Kept, After json.RawMessage
}

// On says whether the run leaves the stored place alone.
func (a Aside) On() bool { return a.Kept != nil }

// Next gives the cursor to store with a page, of which last says that it ends the
// run; cursor is the run's own.
func (a Aside) Next(cursor any, last bool) json.RawMessage {
	switch {
	case !a.On():
		return EncodeCursor(cursor)
	case last:
		return a.After
	}
	return a.Kept
}
