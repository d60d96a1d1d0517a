package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// allowed says which of our packages each room may import; rooms of another name
// may import everything.
var allowed = map[string][]string{
	"study":    {},
	"lexicon":  {},
	"crawler":  {"study"},
	"crawler/": {"crawler", "study"}, // the folders of the sources
	"store":    {"study"},
	"cite":     {"study"},
	"evidence": {"lexicon", "study"},
	"index":    {"lexicon", "study"},
	"check":    {"cite", "evidence", "index", "lexicon", "study"},
	"server":   {"check", "cite", "evidence", "index", "study"},
	"demo":     {"study"},
}

// TestImports holds the rooms to the import law of doc/design.md.
func TestImports(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(path))
		may, ruled := allowed[room]
		if strings.HasPrefix(room, "crawler/") {
			may, ruled = allowed["crawler/"], true
		}
		if !ruled {
			return nil
		}
		seen++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			checkImport(t, path, room, name, may)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 10 {
		t.Errorf("only %d files were looked at", seen)
	}
}

func checkImport(t *testing.T, path, room, name string, may []string) {
	t.Helper()
	ours, isOurs := strings.CutPrefix(name, "evidelic/")
	if !isOurs {
		if (room == "study" || room == "lexicon") && strings.Contains(name, ".") {
			t.Errorf("%s imports %s; %s uses the standard library only", path, name, room)
		}
		return
	}
	for _, m := range may {
		if ours == m {
			return
		}
	}
	t.Errorf("%s imports %s; %s may import only %v", path, name, room, may)
}
