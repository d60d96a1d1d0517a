package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/store"
	"evidelic/study"
)

// sample is a small library's worth of records in our flat form.
const sample = `{"pmid":"90000001","title":"Oral ketamine for depression: a trial","abstract":"We gave 1 mg/kg oral ketamine to 20 adults with depression.","year":2020}
{"pmid":"90000002","title":"Psilocybin and anxiety","abstract":"A randomised trial of 25 mg psilocybin in 40 patients with anxiety.","year":2021}
{"pmid":"90000003","title":"Esketamine nasal spray","abstract":"Esketamine 84 mg in 60 patients.","year":2022}
`

// newLibrary gives a data folder with the sample in it.
func newLibrary(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	file := writeFile(t, "sample.jsonl", sample)
	if got := command1(t, "import", "--data", data, file); got.code != exitOK {
		t.Fatalf("import: %+v", got)
	}
	return data
}

// writeFile writes a file of a test and gives its path.
func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// state gives what a library is: after wrong input it must be as before.
func state(t *testing.T, data string) study.Library {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(data, "evidelic.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	lib, err := db.Library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// wrong is one wrong input: what is said of it, and the exit status. @lib and
// @dir stand for the library's folder and for one with odd files.
type wrong struct {
	name, args string
	code       int
	want       string // all that is said, or, with … at its end, how it begins
}

var wrongs = []wrong{
	{"unknown command", "frobnicate", exitUsage, `unknown command "frobnicate"; "evidelic --help" lists the commands`},
	{"command misspelt", "serv", exitUsage, `unknown command "serv"; did you mean "evidelic serve"?`},
	{"unknown command below", "check nothing", exitUsage, `unknown command "check nothing"; "evidelic check --help" lists the commands`},
	{"unknown flag", "search --fast ketamine", exitUsage, `unknown flag: --fast; see "evidelic search --help"`},
	{"unknown flag of the program", "--fast", exitUsage, `unknown flag: --fast; see "evidelic --help"`},
	{"flag without its value", "search --limit", exitUsage, `flag needs an argument: --limit; see "evidelic search --help"`},
	{"flag of another kind", "search --limit many ketamine", exitUsage, `invalid argument "many" for "--limit" flag: invalid syntax; see "evidelic search --help"`},
	{"limit out of range", "search --limit 0 ketamine", exitUsage, `--limit: 0 is not between 1 and 200`},
	{"unknown order", "search --sort length ketamine", exitUsage, `--sort: "length" is none of best, newest, evidence, cited`},
	{"query nested too deep", "search --data @lib " + strings.Repeat("(", 101) + "ketamine", exitUsage, `at byte 100: parentheses are nested more than 100 deep`},
	{"query too long", "search --data @lib " + strings.Repeat("k", 65537), exitUsage, `the query has 65537 bytes, at most 65536 are read; shorten it`},
	{"no format", "export ketamine", exitUsage, `--format: "" is none of ris, …`},
	{"unknown format", "export --format word ketamine", exitUsage, `--format: "word" is none of ris, …`},
	{"export into no folder", "export --data @lib --format ris -o @dir/none/a.ris", exitFailed, `@dir/none/a.ris: there is no folder @dir/none; make it first`},
	{"unknown style", "cite --style oxford pmid:1", exitUsage, `--style: "oxford" is none of apa, …`},
	{"no identifier", "cite --style apa", exitUsage, `cite needs one ID or more; see "evidelic cite --help"`},
	{"malformed identifier", "cite --data @lib --style apa nonsense", exitUsage, `reference "nonsense": invalid input: want one of our ids, pmid:…`},
	{"identifier of no study", "cite --data @lib --style apa pmid:1", exitFailed, `pmid:1 is not in the library`},
	{"import of nothing", "import", exitUsage, `import needs one FILE or more; see "evidelic import --help"`},
	{"import of no file", "import --data @lib @dir/none.ris", exitFailed, `nothing was imported: @dir/none.ris: there is no such file`},
	{"import of a folder", "import --data @lib @dir", exitFailed, `nothing was imported: @dir: that is a folder; name the files in it`},
	{"import of an empty file", "import --data @lib @dir/empty.jsonl", exitFailed, `nothing was imported: @dir/empty.jsonl: the file is empty`},
	{"import of who knows what", "import --data @lib @dir/text.txt", exitUsage, `nothing was imported: @dir/text.txt: the format cannot be told; name it with --format`},
	{"import of something else", "import --data @lib --format pubmed-xml @dir/text.txt", exitFailed, `nothing was imported: read @dir/text.txt: not PubMed XML: it begins with "some text"`},
	{"unknown format of an import", "import --data @lib --format word @dir/text.txt", exitUsage, `--format: "word" is none of pubmed-xml, …`},
	{"unknown source", "crawl --data @lib --source arxiv", exitUsage, `unknown source "arxiv"; there are pubmed, europepmc, clinicaltrials, openalex, crossref, biorxiv, medrxiv, webpage`},
	{"date of no kind", "crawl --data @lib --since yesterday", exitUsage, `--since: "yesterday" is neither a date (2026-10-01) nor a number of days`},
	{"date to come", "crawl --data @lib --since 2999-01-01", exitUsage, `--since: 2999-01-01 is in the future`},
	{"real crawl of the demo library", "crawl --data @dir/demo", exitUsage, `@dir/demo holds the demo library, which "evidelic serve --demo" fills; choose another folder with --data DIR`},
	{"no such settings", "status --config @dir/none.yaml", exitUsage, `config @dir/none.yaml: there is no such file; …`},
	{"settings that are a folder", "status --config @dir", exitUsage, `config @dir: that is a folder; name the file in it`},
	{"address without a port", "serve --data @lib --addr localhost", exitUsage, `server.addr: "localhost" is not HOST:PORT`},
	{"port that is none", "serve --data @lib --addr 127.0.0.1:99999", exitUsage, `server.addr: "99999" is no port; it is a number from 0 to 65535`},
	{"demo world of no size", "serve --data @lib --demo --demo-studies -1", exitUsage, `demo: -1 studies: want 1 to 900000…`},
	{"no library", "search --data @dir/none ketamine", exitFailed, `there is no library in @dir/none yet; "evidelic serve" or "evidelic crawl" makes one`},
	{"data folder that is a file", "serve --data @dir/text.txt", exitFailed, `data folder: @dir/text.txt is a file; choose another with --data DIR`},
	{"data folder under a file", "import --data @dir/text.txt/data @dir/text.txt", exitFailed, `data folder: mkdir @dir/text.txt: not a directory; choose another with --data DIR`},
	{"library that is none", "status --data @dir/broken", exitFailed, `open library @dir/broken/evidelic.db: the file is no library of evidelic: choose another --data folder…`},
	{"backup over a file", "backup --data @lib @dir/text.txt", exitUsage, `backup: @dir/text.txt exists; name a new file`},
	{"backup into no folder", "backup --data @lib @dir/none/copy.db", exitFailed, `@dir/none/copy.db: there is no folder @dir/none; make it first`},
	{"restore of no file", "restore --data @lib @dir/none.db", exitFailed, `restore: there is no file @dir/none.db`},
	{"restore of another file", "restore --data @lib @dir/text.txt", exitFailed, `restore: @dir/text.txt is no backup; name a file that "evidelic backup FILE" wrote`},
	{"join of one", "join --data @lib pmid:90000001 --reason r", exitUsage, `join takes two IDs; see "evidelic join --help"`},
	{"join without a reason", "join --data @lib pmid:90000001 pmid:90000002", exitUsage, `join needs --reason TEXT, which is shown to readers`},
	{"join with itself", "join --data @lib pmid:90000001 pmid:90000001 --reason r", exitUsage, `pmid:90000001 and pmid:90000001 are one study already: ev…`},
	{"join with nothing", "join --data @lib pmid:90000001 pmid:1 --reason r", exitFailed, `pmid:1 is not in the library`},
	{"unjoin of another record", "unjoin --data @lib pmid:90000001 pubmed:2 --reason r", exitUsage, `ev…`},
	{"unjoin of the only record", "unjoin --data @lib pmid:90000001 pubmed:90000001 --reason r", exitFailed, `pubmed:90000001 is the only record of ev…`},
	{"tag without a value", "tag set pmid:90000001 n --reason r", exitUsage, `tag set takes an ID, a TASK and a VALUE or more; see "evidelic tag set --help"`},
	{"tag without a reason", "tag set --data @lib pmid:90000001 n 20", exitUsage, `tag set needs --reason TEXT, which is shown to readers`},
	{"unknown task", "tag set --data @lib pmid:90000001 colour blue --reason r", exitUsage, `"colour" is no task; there are scope, …`},
	{"unknown value", "tag set --data @lib pmid:90000001 route sideways --reason r", exitUsage, `route: "sideways" is no value; there are …`},
	{"number that is none", "tag set --data @lib pmid:90000001 n many --reason r", exitUsage, `n: "many" is no number of participants`},
	{"free value that is none", "tag set --data @lib pmid:90000001 dose 1/2 --reason r", exitUsage, `dose: "1/2" is no value; write it in lower case with hyphens, as in 0.5-mg-kg`},
	{"value that is not there", "tag clear --data @lib pmid:90000001 substance lsd --reason r", exitUsage, `substance of ev…`},
	{"command below tag", "tag sett", exitUsage, `unknown command "tag sett"; did you mean "evidelic tag set"?`},
	{"argument too many", "reindex all", exitUsage, `reindex takes no arguments; see "evidelic reindex --help"`},
}

// TestWrongInput gives the program every wrong input: one line that says what to
// do, the right exit status, and a library as it was.
func TestWrongInput(t *testing.T) {
	data := newLibrary(t)
	dir := t.TempDir()
	for name, text := range map[string]string{"empty.jsonl": "", "text.txt": "some text", "broken/evidelic.db": strings.Repeat("no library at all. ", 100)} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fill := strings.NewReplacer("@lib", data, "@dir", dir)
	before := state(t, data)
	for _, w := range wrongs {
		t.Run(w.name, func(t *testing.T) {
			args := strings.Fields(w.args)
			for i := range args {
				args[i] = fill.Replace(args[i])
			}
			expectFault(t, command1(t, args...), w.code, fill.Replace(w.want))
		})
	}
	if after := state(t, data); after != before {
		t.Errorf("the library is %+v, was %+v", after, before)
	}
}

// expectFault compares what a refused command said with what it ought to say: a
// single line on standard error.
func expectFault(t *testing.T, got ran, code int, want string) {
	t.Helper()
	want = "evidelic: " + want
	said := strings.TrimSuffix(got.faults, "\n")
	begins, open := strings.CutSuffix(want, "…")
	if got.code != code || open && !strings.HasPrefix(said, begins) || !open && said != want || strings.Contains(said, "\n") {
		t.Errorf("status %d: %.400q\nwant %d: %q", got.code, got.faults, code, want)
	}
	if got.out != "" {
		t.Errorf("standard output has %.200q", got.out)
	}
}

// TestPortInUse keeps a second server from starting on a taken port.
func TestPortInUse(t *testing.T) {
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	data := newLibrary(t)
	before := state(t, data)
	addr := ln.Addr().String()
	expectFault(t, command1(t, "serve", "--data", data, "--addr", addr), exitFailed,
		"cannot listen on "+addr+": the port is in use; stop what holds it, or choose another with --addr HOST:PORT")
	if after := state(t, data); after != before {
		t.Errorf("the library is %+v, was %+v", after, before)
	}
	if _, err := os.Stat(filepath.Join(data, "serve.sock")); err == nil {
		t.Error("the socket of the server that did not start is left behind")
	}
}

// TestMalformedQuery is answered as well as it can be, with what was odd about it.
func TestMalformedQuery(t *testing.T) {
	data := newLibrary(t)
	for query, want := range map[string]string{
		"(ketamine OR psilocybin": "note: this parenthesis is not closed; it closes at the end",
		"ketamine AND":            "note: AND has nothing on its right; it is left out",
		"ketamine[colour]":        "note: the tag [colour] is not known; the term is searched everywhere",
		"n:20..5":                 "note: n: \"20..5\" is no number and no range: the range begins after its end",
	} {
		got := command1(t, "search", "--data", data, query)
		if first, _, _ := strings.Cut(got.out, "\n"); got.code != exitOK || first != want || got.faults != "" {
			t.Errorf("%s: status %d, %q, %q, want %q", query, got.code, first, got.faults, want)
		}
	}
}

// TestUnreachableSource crawls sources that do not answer: each is named with the
// reason, the status is "failed", and the next step is said.
func TestUnreachableSource(t *testing.T) {
	t.Parallel()
	data := newLibrary(t)
	before := state(t, data)
	got := command1(t, "crawl", "--data", data, "--config", closedPort(t))
	if got.code != exitFailed || !strings.HasSuffix(got.faults, "evidelic: no source could be harvested to its end; \"evidelic status\" says why\n") {
		t.Errorf("status %d: %s", got.code, got.faults)
	}
	for _, name := range []string{"pubmed", "europepmc", "clinicaltrials"} {
		if !strings.Contains(got.out, name+": failed: 0 announced, 0 seen") {
			t.Errorf("%s is not named: %s", name, got.out)
		}
	}
	if n := strings.Count(got.out, "connection refused"); n != 3 {
		t.Errorf("%d reasons, want 3: %s", n, got.out)
	}
	if status := command1(t, "status", "--data", data); strings.Count(status.out, "connection refused") != 3 {
		t.Errorf("status does not say why: %s", status.out)
	}
	if after := state(t, data); after != before {
		t.Errorf("the library is %+v, was %+v", after, before)
	}
}

// closedPort gives settings whose sources are at a port of this machine where
// nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + ln.Addr().String() + "/"
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "closed.yaml", sourcesAt(base))
}

// sourcesAt gives settings with the sources that search at one address of this
// machine, and those that complete the library switched off.
func sourcesAt(base string) string {
	text := "crawler:\n  allow_private: [127.0.0.1]\n  sources:\n"
	for _, e := range sourceTable() {
		if e.needs == needsQuery {
			text += fmt.Sprintf("    %s: {url: %q}\n", e.name, base)
		} else {
			text += fmt.Sprintf("    %s: {enabled: false}\n", e.name)
		}
	}
	return text
}
