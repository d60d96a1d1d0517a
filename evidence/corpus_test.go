package evidence

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/study"
)

// shared finds the folder of real texts: EVIDELIC_SHARED, or "shared" beside
// the repository. It skips the test when there is none.
func shared(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("EVIDELIC_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for dir != filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(filepath.Dir(dir), "shared")
	}
	path := filepath.Join(root, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real texts: %v", err)
	}
	return path
}

// TestProofsOfRealTexts holds for every text there is, in one piece and in
// sections: each proof's offsets give its words in the text as stored.
func TestProofsOfRealTexts(t *testing.T) {
	for _, name := range []string{"evidence/abstracts.jsonl", "corpus/psychedelic_pubmed_2025.jsonl", "corpus/abstracts-42k.jsonl.gz"} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			n := 0
			eachText(t, shared(t, name), func(title, abstract string) {
				n++
				if testing.Short() && n%20 != 0 {
					return
				}
				for _, s := range []*study.Study{textStudy(title, abstract), sectioned(title, abstract)} {
					checkProofs(t, s, Tag(s))
				}
			})
			if n == 0 {
				t.Error("no text was read")
			}
		})
	}
}

// sectioned makes a study whose abstract comes in labelled sections, as PubMed
// gives it.
func sectioned(title, abstract string) *study.Study {
	s := textStudy(title, "")
	s.Abstract = nil
	for i, text := range strings.SplitN(abstract, ". ", 4) {
		category := []string{"BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"}[i]
		s.Abstract = append(s.Abstract, study.Section{Label: category, Category: category, Text: text})
	}
	return s
}

func eachText(t *testing.T, path string, do func(title, abstract string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var row struct{ Title, Abstract string }
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		do(row.Title, row.Abstract)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
}
