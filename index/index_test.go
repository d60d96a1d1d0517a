package index

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func TestFollow(t *testing.T) {
	src := newFake()
	dir := t.TempDir()
	src.put(article("ev1", "Ketamine for depression", "Rapid relief."), article("ev2", "Psilocybin for anxiety", "Ketamine was not given."))
	x := mustOpenIn(t, dir, src)
	check := func(text string, want ...string) {
		t.Helper()
		if want == nil {
			want = []string{}
		}
		if diff := cmp.Diff(want, ids(t, x, Request{Text: text})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	follow := func() {
		t.Helper()
		if err := x.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check("ketamine", "ev1", "ev2")
	check("psilocybin", "ev2")

	src.put(article("ev1", "Esketamine for depression", "Rapid relief."))
	follow()
	check("ketamine", "ev2")
	check("esketamine", "ev1")

	src.remove("ev2", study.ChangeJoined)
	follow()
	check("psilocybin")
	if got := x.Status(); got != (Status{Library: "lib1", Seq: 4, Docs: 1}) {
		t.Errorf("status %+v", got)
	}

	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	src.put(article("ev3", "MDMA for PTSD", ""))
	x = mustOpenIn(t, dir, src)
	check("", "ev1", "ev3")
	check("mdma ptsd", "ev3")
	check("depressed", "ev1") // the words of the library are known again
}

func TestOpenHeldByAnother(t *testing.T) {
	src := newFake()
	dir := t.TempDir()
	mustOpenIn(t, dir, src)
	_, err := Open(context.Background(), dir, src, Options{LockTimeout: 1e6})
	if !errors.Is(err, study.ErrBusy) {
		t.Fatalf("got %v, want ErrBusy", err)
	}
}
