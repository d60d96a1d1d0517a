package oaipmh

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

// cursor says what has been harvested, and where a harvest that goes on stands.
type cursor struct {
	V     int    `json:"v"`
	Of    string `json:"of"`              // fingerprint of address, set and terms; others begin anew
	Bound string `json:"bound,omitempty"` // everything up to this time of the repository has been harvested
	Run   *run   `json:"run,omitempty"`   // the harvest that is going on
}

// run is a harvest and its place.
type run struct {
	From      string `json:"from,omitempty"` // in the repository's granularity; "": from the beginning
	Until     string `json:"until"`          // the repository's time when the run began
	Token     string `json:"token,omitempty"`
	Delivered int    `json:"delivered"`
	Total     int    `json:"total"`
}

// maxToken bounds a resumption token in bytes.
const maxToken = 8 << 10

// parseCursor reads a cursor strictly. nil gives the zero cursor.
func parseCursor(raw json.RawMessage) (cursor, error) {
	c, err := crawler.DecodeCursor[cursor]("oai", cursorVersion, raw)
	if err != nil {
		return cursor{}, err
	}
	stamps := []string{c.Bound}
	if c.Run != nil {
		stamps = append(stamps, c.Run.From, c.Run.Until)
	}
	for _, s := range stamps {
		if _, err := parseStamp(s); s != "" && err != nil {
			return cursor{}, fmt.Errorf("oai: cursor: %w: %w", study.ErrInvalid, err)
		}
	}
	return c, nil
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage { return crawler.EncodeCursor(c) }

// parseStamp reads a datestamp in either granularity.
func parseStamp(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%.40q is no datestamp", s)
	}
	return t.UTC(), nil
}

// stamp writes a time in a repository's granularity.
func stamp(t time.Time, granularity string) string {
	if granularity == "YYYY-MM-DD" {
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// fingerprint names what is harvested in a cursor.
func (s *Source) fingerprint() string {
	return crawler.Fingerprint(append([]string{s.opt.BaseURL, s.opt.Set}, s.opt.Terms...)...)
}
