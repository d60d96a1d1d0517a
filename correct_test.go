package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// TestCorrections corrects a library by hand and looks at what readers are given.
func TestCorrections(t *testing.T) {
	data := newLibrary(t)
	must := func(want string, args ...string) {
		t.Helper()
		if got := command1(t, append(args, "--data", data)...); got.code != exitOK || !strings.Contains(got.out, want) {
			t.Errorf("%v: %+v, want %q", args, got, want)
		}
	}
	must(": route is intravenous (by hand)", "tag", "set", "pmid:90000001", "route", "intravenous", "--reason", "table 1 of the paper")
	must("Oral ketamine for depression", "search", "route:intravenous")
	must(": condition is not reported (by hand)", "tag", "set", "pmid:90000001", "condition", "not_reported", "--reason", "none")
	must(": dose is 1 mg/kg, 2 mg/kg (by hand)", "tag", "set", "pmid:90000001", "dose", "1-mg-kg", "2-mg-kg", "1-mg-kg", "--reason", "arms")
	must(": dose is 2 mg/kg (by hand)", "tag", "clear", "pmid:90000001", "dose", "1-mg-kg", "--reason", "one arm")
	must("", "retag")
	want := []study.TagValue{{Value: "intravenous", Label: "intravenous", From: store.FromOperator,
		Proofs: []study.Proof{{Field: store.FromOperator, Text: "table 1 of the paper", Rule: study.RuleOperator}}}}
	tags := exported(t, data, "route:intravenous")
	if diff := cmp.Diff(want, tags[study.TaskRoute].Values); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	must(": route is by mouth (as the rules read it)", "tag", "clear", "pmid:90000001", "route", "--reason", "a mistake")
	must("0 studies\n", "search", "route:intravenous")

	must("are one study now: ev", "join", "pmid:90000001", "pmid:90000002", "--reason", "the same report")
	must("2 studies", "search", "")
	must("is in a study of its own now: ev", "unjoin", "pmid:90000001", "pubmed:90000002", "--reason", "they differ")
	must("3 studies", "search", "")
	if lib := state(t, data); lib.Count != 3 {
		t.Errorf("%d studies", lib.Count)
	}
}

// exported gives the tags of the one study that a query finds.
func exported(t *testing.T, data, query string) study.Tags {
	t.Helper()
	got := command1(t, "export", "--data", data, "--format", "jsonl", query)
	var s struct{ Tags study.Tags }
	if err := json.Unmarshal([]byte(got.out), &s); err != nil || got.code != exitOK {
		t.Fatalf("%+v: %v", got, err)
	}
	return s.Tags
}

// TestCorrectionOnPage shows the reason of a correction on the study's page.
func TestCorrectionOnPage(t *testing.T) {
	data := newLibrary(t)
	if got := command1(t, "tag", "set", "pmid:90000001", "route", "intravenous", "--reason", "table 1 of the paper", "--data", data); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	p := &program{dataDir: data}
	c, err := LoadConfig("")
	if err != nil {
		t.Fatal(err)
	}
	db, err := p.openStore(t.Context(), c, false, true, p.logger(LogConfig{}))
	if err != nil {
		t.Fatal(err)
	}
	id, err := db.Resolve(t.Context(), "pmid:90000001")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, data, "--config", closedPort(t))
	poll(t, "the index", func() bool { return s.indexed(t) })
	for path, want := range map[string]string{
		"/study/" + id + "?tag=route":                        "table 1 of the paper",
		"/api/v1/studies/" + id:                              `"from":"operator"`,
		"/api/v1/search?q=ketamine&route=intravenous&size=1": `"from":"operator"`,
	} {
		if status, body := s.get(t, path); status != 200 || !strings.Contains(string(body), want) {
			t.Errorf("%s: status %d, no %q", path, status, want)
		}
	}
}
