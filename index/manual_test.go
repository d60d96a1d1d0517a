package index

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestManual reads doc/query.md: every example parses, those under "What you
// are told" with a warning and all others but the ones about reading order
// without, and searches.
func TestManual(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "doc", "query.md"))
	if err != nil {
		t.Fatal(err)
	}
	x := mustOpen(t, shelf())
	example := regexp.MustCompile("`([^`]+)`")
	section, n := "", 0
	for _, line := range strings.Split(string(page), "\n") {
		if strings.HasPrefix(line, "## ") {
			section = line
		}
		for _, m := range example.FindAllStringSubmatch(line, -1) {
			text := m[1]
			if !isExample(section, text) {
				continue
			}
			n++
			res, err := x.Search(t.Context(), Request{Text: text})
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			wantWarning := section == "## What you are told" || text == "a1 AND b1 OR c1" || strings.Contains(text, ")[ti]")
			if got := len(res.Query.Warnings) > 0; got != wantWarning && !res.Query.Relaxed {
				t.Errorf("%s: warnings %+v", text, res.Query.Warnings)
			}
		}
	}
	if n < 60 {
		t.Errorf("%d examples found, want at least 60", n)
	}
}

// isExample tells examples from names of files, tags and fields of the answer.
func isExample(section, text string) bool {
	switch {
	case section == "" || strings.HasPrefix(text, "["), text == "relaxed", text == "understood", text == "related", text == "lexicon":
		return false
	case section == "## How studies are ranked", section == "## The same search elsewhere", section == "## Differences from PubMed":
		return false
	}
	return !strings.HasPrefix(text, "index/")
}
