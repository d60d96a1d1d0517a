package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidelic/demo"
)

// worldConfig starts a demo world until the test ends and gives settings that
// point to it.
func worldConfig(t *testing.T, studies int) string {
	t.Helper()
	w, err := demo.New(demo.Options{Studies: studies, Seed: 3, NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("crawler:\n  allow_private: [127.0.0.1]\n  sources:\n")
	for name, address := range demo.BaseURLs(base) {
		fmt.Fprintf(&b, "    %s: {url: %q}\n", name, address)
	}
	for _, e := range sourceTable() {
		if demo.BaseURLs(base)[e.name] == "" {
			fmt.Fprintf(&b, "    %s: {enabled: false}\n", e.name)
		}
	}
	return writeFile(t, "world.yaml", b.String())
}

// TestBesideServe runs every command on the data folder of a running serve: each
// does its work or says why not, and serve goes on.
func TestBesideServe(t *testing.T) {
	t.Parallel()
	config, data, dir := worldConfig(t, 60), newLibrary(t), t.TempDir()
	s := startServe(t, data, "--config", config)
	s.waitFor(t, 60)
	count := s.sources(t).Library.Count
	file := writeFile(t, "more.jsonl", `{"pmid":"90000009","title":"Zebrafish and ketamine","abstract":"10 mg/kg ketamine."}`)
	backup := filepath.Join(dir, "copy.db")
	rows := []struct {
		args, in   string
		code       int
		out, fault string // a part of what is said
	}{
		{args: "search psilocybin anxiety", out: "Psilocybin and anxiety"},
		{args: "search --json psilocybin anxiety", out: `"hits":[{"id":"ev`},
		{args: "export --format ris psilocybin", out: "TY  - JOUR"},
		{args: "cite --style apa pmid:90000002", out: "Psilocybin and anxiety"},
		{args: "tag", in: `{"id":1,"title":"Ketamine for depression","abstract":""}`, out: `"substance":{"status":"reported"`},
		{args: "import " + file, out: "1 new, 0 changed"},
		{args: "search zebrafish", out: "Zebrafish and ketamine"},
		{args: "crawl --json --source pubmed", out: `"outcome":"`},
		{args: "join pmid:90000001 pmid:90000003 --reason same", out: "are one study now: ev"},
		{args: "unjoin pmid:90000001 pubmed:90000003 --reason different", out: "pubmed:90000003 is in a study of its own now: ev"},
		{args: "tag set pmid:90000001 n 21 --reason counted", out: ": n is 21 (by hand)"},
		{args: "search n:21", out: "Oral ketamine for depression"},
		{args: "tag clear pmid:90000001 n --reason miscounted", out: ": n is 20 (as the rules read it)"},
		{args: "status", out: fmt.Sprintf("%d studies", count+1)},
		{args: "status --json", out: `"index_seq":`},
		{args: "check config", out: "the settings are good"},
		{args: "check refs -", in: "Smith J. Psilocybin and anxiety. J Test. 2020;1:1-2.", out: "# References"},
		{args: "check draft -", in: "Psilocybin relieves anxiety within hours.", out: "# Studies that bear on this draft"},
		{args: "reindex", out: fmt.Sprintf("%d studies indexed", count+1)},
		{args: "retag", out: "0 studies tagged again"},
		{args: "backup " + backup, out: "library copied to " + backup},
		{args: "restore " + backup, code: exitFailed, fault: "evidelic serve runs on " + data + "; stop it first"},
		{args: "serve --addr 127.0.0.1:0", code: exitFailed, fault: "another evidelic serve runs on this data folder"},
		{args: "version", out: "evidelic "},
	}
	seen := map[string]bool{}
	for _, r := range rows {
		args := strings.Fields(r.args)
		seen[args[0]] = true
		t.Run(r.args, func(t *testing.T) {
			if args[0] == "search" {
				poll(t, "the index", func() bool { return s.indexed(t) })
			}
			got := commandOver(t, strings.NewReader(r.in), append(args, "--config", config, "--data", data)...)
			if got.code != r.code || !strings.Contains(got.out, r.out) || !strings.Contains(got.faults, r.fault) {
				t.Errorf("status %d\n%s\n%s", got.code, got.out, got.faults)
			}
		})
	}
	for _, c := range (&program{}).command().Commands() {
		if !seen[c.Name()] && c.Name() != "help" && c.Name() != "completion" {
			t.Errorf("no row for %q", c.Name())
		}
	}
	if code := s.stop(); code != exitOK {
		t.Errorf("serve ended with %d: %s", code, s.faults.String())
	}
	if _, err := os.Stat(filepath.Join(data, "serve.sock")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is left behind: %v", err)
	}
	if got := state(t, data).Count; got != count+1 {
		t.Errorf("%d studies, want %d", got, count+1)
	}
}

// TestBesideHarvest asks for a crawl while serve harvests the source: it says who
// does, and since when.
func TestBesideHarvest(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	asked := make(chan struct{}, 100)
	slow := serveLoopback(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}))
	config := writeFile(t, "slow.yaml", sourcesAt(slow))
	data := newLibrary(t)
	s := startServe(t, data, "--config", config)
	defer close(hold)
	select {
	case <-asked:
	case <-time.After(time.Minute):
		t.Fatal("serve harvests nothing")
	}
	poll(t, "three harvests", func() bool { return strings.Count(s.faults.String(), "harvest: began") == 3 })
	got := command1(t, "crawl", "--config", config, "--data", data)
	if got.code != exitFailed || strings.Count(got.out, "another process is harvesting this source") != 3 {
		t.Errorf("status %d: %s%s", got.code, got.out, got.faults)
	}
}

// TestServeWithoutNetwork starts serve where no source can be reached: it serves,
// says which ones and when each is tried again, and points to the demo.
func TestServeWithoutNetwork(t *testing.T) {
	t.Parallel()
	s := startServe(t, t.TempDir(), "--config", closedPort(t))
	if !strings.Contains(s.out.String(), "evidelic serve --demo") {
		t.Errorf("no word of the demo: %s", s.out.String())
	}
	var st sourcesAnswer
	poll(t, "three failed harvests", func() bool {
		failed := 0
		st = s.sources(t)
		for _, src := range st.Sources {
			// The timetable is written after the harvest has ended.
			if src.Last != nil && src.Last.Outcome == "failed" && src.Running == nil && strings.Contains(src.Retry, "trying again after a failed run") {
				failed++
			}
		}
		return failed == 3
	})
	for _, src := range st.Sources {
		if !strings.Contains(src.Last.Error, "connection refused") || !src.NextRun.After(time.Now()) {
			t.Errorf("%s: %+v, next run %s (%s)", src.Source, src.Last, src.NextRun, src.Retry)
		}
	}
	poll(t, "the log", func() bool { return strings.Count(s.faults.String(), "schedule: harvest failed") == 3 })
	for _, name := range []string{"source=pubmed again=", "source=europepmc again=", "source=clinicaltrials again=", "evidelic serve --demo"} {
		if !strings.Contains(s.faults.String(), name) && !strings.Contains(s.faults.String(), strings.ReplaceAll(name, `"`, `\"`)) {
			t.Errorf("the log has no %q: %s", name, s.faults.String())
		}
	}
	// What the process tells of its harvests follows the timetable by a moment.
	poll(t, "the notes", func() bool {
		notes := strings.Join(s.sources(t).Notes, " ")
		return strings.Contains(notes, "The last harvest failed for clinicaltrials, europepmc, pubmed.") && strings.Contains(notes, "evidelic serve --demo")
	})
	status, page := s.get(t, "/sources")
	for _, want := range []string{"connection refused", "trying again after a failed run", "evidelic serve --demo"} {
		if status != http.StatusOK || !strings.Contains(string(page), want) {
			t.Errorf("/sources: status %d, no %q", status, want)
		}
	}
	for _, path := range []string{"/", "/search?q=ketamine", "/healthz", "/readyz"} {
		if status, body := s.get(t, path); status != http.StatusOK {
			t.Errorf("%s: status %d: %.200s", path, status, body)
		}
	}
}

// TestSourcesPageIsLive looks at the page of the sources and the API while a
// harvest goes on.
func TestSourcesPageIsLive(t *testing.T) {
	t.Parallel()
	s := startServe(t, t.TempDir(), "--demo", "--demo-studies", "700")
	var seen []int
	var page []byte
	poll(t, "progress of a harvest", func() bool {
		for _, src := range s.sources(t).Sources {
			if r := src.Running; r != nil && r.Seen > 0 && (len(seen) == 0 || r.Seen > seen[len(seen)-1]) {
				seen = append(seen, r.Seen)
			}
		}
		_, page = s.get(t, "/sources")
		return len(seen) >= 2 && strings.Contains(string(page), "<progress")
	})
	if !strings.Contains(string(page), "A harvest is running. This page asks again every 5 seconds.") {
		t.Errorf("the page does not refresh itself: %.2000s", page)
	}
}
