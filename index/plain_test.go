package index

import (
	"slices"
	"testing"
)

// A plain search finds what the words find, and corrects none.
func TestPlain(t *testing.T) {
	x := mustOpen(t, shelf())
	want := ids(t, x, Request{Text: "ketamine"})
	got := ids(t, x, Request{Text: "ketamine", Plain: true})
	slices.Sort(want)
	slices.Sort(got)
	if len(got) == 0 || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ids(t, x, Request{Text: "esketqmine", Plain: true}); len(got) > 0 {
		t.Errorf("a misspelt word finds %q", got)
	}
	if got := ids(t, x, Request{Text: "esketqmine"}); len(got) == 0 {
		t.Error("it is not corrected elsewhere")
	}
}
