package main

import (
	"strings"
	"testing"
)

// A study out of scope is left out of searches and exports, which say so, and is
// there when it is asked for.
func TestOutOfScopeIsSaid(t *testing.T) {
	data := newLibrary(t)
	if got := command1(t, "tag", "set", "pmid:90000001", "scope", "out", "--reason", "about something else", "--data", data); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	const note = "note: 1 study out of scope left out; --all-scopes takes them in\n"
	for _, row := range []struct {
		name         string
		args         []string
		said, absent string
	}{
		{"search", []string{"search"}, note + "2 studies\n", ""},
		{"search of all", []string{"search", "--all-scopes"}, "3 studies\n", "note:"},
		{"export", []string{"export", "--format", "ris"}, note, "90000001"},
		{"export of all", []string{"export", "--format", "ris", "--all-scopes"}, "90000001", "note:"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := command1(t, append(row.args, "--data", data)...)
			all := got.out + got.faults
			if got.code != exitOK || !strings.Contains(all, row.said) || row.absent != "" && strings.Contains(all, row.absent) {
				t.Errorf("%+v", got)
			}
		})
	}
}
