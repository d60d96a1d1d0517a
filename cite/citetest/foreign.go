package citetest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed foreign.js
var foreignJS string

//go:embed foreign.py
var foreignPython string

// Entry is one entry of a file as a parser that is not ours reads it: authors by
// the parts of their names (a group is one part), pages from first to last with a
// hyphen. What the parser does not know of is "".
type Entry struct {
	Title    string     `json:"title"`
	Authors  [][]string `json:"authors"`
	Journal  string     `json:"journal"`
	Year     string     `json:"year"`
	Volume   string     `json:"volume"`
	Issue    string     `json:"issue"`
	Pages    string     `json:"pages"`
	DOI      string     `json:"doi"`
	PMID     string     `json:"pmid"`
	Abstract string     `json:"abstract"`
}

// CitationJS reads files, by the names of their formats, with citation-js and its
// plugins for RIS and BibTeX. The test is skipped unless EVIDELIC_CITEPROC names
// the node_modules folder that holds them.
func CitationJS(t testing.TB, files map[string]string) map[string][]Entry {
	t.Helper()
	modules := os.Getenv("EVIDELIC_CITEPROC")
	if _, err := os.Stat(filepath.Join(modules, "@citation-js", "core")); modules == "" || err != nil {
		t.Skip("EVIDELIC_CITEPROC names no folder with citation-js")
	}
	modules, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	return foreign(t, exec.CommandContext(t.Context(), "node", "-e", foreignJS, modules), files)
}

// Python reads files with rispy, bibtexparser, nbib and Python's own XML parser.
// The test is skipped unless EVIDELIC_PYTHONPATH names the folder that holds the
// packages.
func Python(t testing.TB, files map[string]string) map[string][]Entry {
	t.Helper()
	packages := os.Getenv("EVIDELIC_PYTHONPATH")
	if packages == "" {
		t.Skip("EVIDELIC_PYTHONPATH names no folder with Python's parsers of citations")
	}
	cmd := exec.CommandContext(t.Context(), "python3", "-c", foreignPython)
	cmd.Env = append(os.Environ(), "PYTHONPATH="+packages, "PYTHONIOENCODING=utf-8")
	return foreign(t, cmd, files)
}

func foreign(t testing.TB, cmd *exec.Cmd, files map[string]string) map[string][]Entry {
	t.Helper()
	in, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), &stderr
	b, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(cmd.Path), err, stderr.String())
	}
	var out map[string][]Entry
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
