package crawler

import (
	"errors"
	"strings"
	"testing"
)

// TestWalk sees that an error comes last, and that whoever breaks off is asked
// nothing more, even by a harvest that does not listen.
func TestWalk(t *testing.T) {
	broken := errors.New("broken")
	harvest := Walk(func(put func(Page) error) error {
		for _, from := range []string{"a", "b", "c"} {
			_ = put(Page{From: from})
		}
		return broken
	})
	var got []string
	for p, err := range harvest {
		if got = append(got, p.From); err != nil {
			got = append(got, err.Error())
		}
	}
	if s := strings.Join(got, " "); s != "a b c  broken" {
		t.Errorf("got %q", s)
	}
	for p := range harvest {
		if p.From == "b" {
			break
		}
	}
}

func TestShortage(t *testing.T) {
	if got := Shortage("list", 3, 3); got != nil {
		t.Errorf("a whole list: %+v", got)
	}
	if got := Shortage("list", 3, 2); len(got) != 1 || got[0].What != "list" || got[0].Announced != 3 || got[0].Delivered != 2 || got[0].Reason == "" {
		t.Errorf("a short list: %+v", got)
	}
}
