package index

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"evidelic/study"
)

// cursorVersion changes when the meaning of a cursor does.
const cursorVersion = 2

// cursorBody is what a cursor says: the place of the last hit in the order, and
// of which search.
type cursorBody struct {
	Version int        `json:"v"`
	Search  uint64     `json:"s"`
	Keys    [3]float64 `json:"k"`
	ID      string     `json:"i"`
}

// cursor writes the cursor for what follows an entry.
func (r *Request) cursor(last entry) string {
	b, err := json.Marshal(cursorBody{cursorVersion, r.fingerprint(), last.keys, last.id})
	if err != nil {
		return "" // a key is no number: there is no place to go on from
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// cursorKey reads the request's cursor; nil without one. A cursor of another
// search, or one that is none, is study.ErrInvalid.
func (r *Request) cursorKey() (*entry, error) {
	if r.Cursor == "" {
		return nil, nil
	}
	var c cursorBody
	b, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	switch {
	case err != nil || len(r.Cursor) > 512:
		return nil, fmt.Errorf("%w: cursor: it is not one that this server gave", study.ErrInvalid)
	case c.Version != cursorVersion:
		return nil, fmt.Errorf("%w: cursor: it is of another version; begin again without it", study.ErrInvalid)
	case c.Search != r.fingerprint():
		return nil, fmt.Errorf("%w: cursor: it belongs to another query, filter or sort", study.ErrInvalid)
	}
	return &entry{keys: c.Keys, id: c.ID}, nil
}

// fingerprint tells searches apart: text, filters, sort and scope.
func (r *Request) fingerprint() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %t", r.Text, r.Sort, r.AllScopes)
	for _, k := range slices.Sorted(maps.Keys(r.Filters)) {
		fmt.Fprintf(h, " %q=%q", k, slices.Sorted(slices.Values(r.Filters[k])))
	}
	return h.Sum64()
}
