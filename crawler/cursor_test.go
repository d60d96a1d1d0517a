package crawler

import (
	"errors"
	"strings"
	"testing"
	"time"

	"evidelic/study"
)

type place struct {
	V  int       `json:"v"`
	At time.Time `json:"at,omitzero"`
}

func TestDecodeCursor(t *testing.T) {
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		raw  string
		want place
		err  string // "": none
	}{
		"none":          {"", place{V: 2}, ""},
		"written":       {string(EncodeCursor(place{V: 2, At: at})), place{V: 2, At: at}, ""},
		"other version": {`{"v":1}`, place{}, "demo: cursor has version 1, want 2"},
		"no version":    {`{}`, place{}, "demo: cursor has version 0, want 2"},
		"null":          {`null`, place{}, "demo: cursor has version 0, want 2"},
		"no JSON":       {`{"v":2`, place{}, "demo: cursor: "},
		"other field":   {`{"v":2,"at":7}`, place{}, "demo: cursor: "},
	} {
		got, err := DecodeCursor[place]("demo", 2, []byte(tt.raw))
		if got != tt.want || (err == nil) != (tt.err == "") || err != nil && (!errors.Is(err, study.ErrInvalid) || !strings.HasPrefix(err.Error(), tt.err)) {
			t.Errorf("%s: got %+v, error %v; want %+v, %q", name, got, err, tt.want, tt.err)
		}
	}
	if got := EncodeCursor(place{At: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)}); got != nil {
		t.Errorf("a time that JSON cannot hold: %s", got)
	}
}

func TestAside(t *testing.T) {
	for name, tt := range map[string]struct {
		aside       Aside
		during, end string
	}{
		"its own place":      {Aside{}, `{"v":1}`, `{"v":1}`},
		"beside another one": {Aside{Kept: []byte("1"), After: []byte("2")}, "1", "2"},
	} {
		if during, end := tt.aside.Next(place{V: 1}, false), tt.aside.Next(place{V: 1}, true); string(during) != tt.during || string(end) != tt.end {
			t.Errorf("%s: got %s and %s, want %s and %s", name, during, end, tt.during, tt.end)
		}
	}
}

// TestFingerprint holds the digits fast: others would harvest everything again.
func TestFingerprint(t *testing.T) {
	if got := Fingerprint("ketamine"); got != "9e0cc3ac15e85ac0" {
		t.Errorf("one setting: %s", got)
	}
	if got := Fingerprint("a", "b"); got != "7e18f737311b2dc3" {
		t.Errorf("two settings: %s", got)
	}
}
