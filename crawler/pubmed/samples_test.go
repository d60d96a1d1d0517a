package pubmed

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/study"
)

// sharedDir gives the folder of recorded answers, or skips the test: it belongs
// to others and is not part of this repository.
func sharedDir(t testing.TB) string {
	t.Helper()
	root := os.Getenv("EVIDELIC_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			parent := filepath.Dir(dir)
			if parent == dir {
				t.Skip("no go.mod above the working directory")
			}
			dir = parent
		}
		root = filepath.Join(filepath.Dir(dir), "shared")
	}
	path := filepath.Join(root, "samples", "pubmed")
	if _, err := os.Stat(path); err != nil {
		t.Skip("the recorded PubMed answers are not here: ", err)
	}
	return path
}

// readAll gives everything that ReadXML yields.
func readAll(t testing.TB, name, content string) (records []study.Record, deleted []string, failed []study.RecordError, err error) {
	t.Helper()
	for item, e := range ReadXML(context.Background(), strings.NewReader(content), name, ReadOptions{Workers: 2}) {
		switch {
		case e != nil:
			err = e
		case item.Record != nil:
			records = append(records, *item.Record)
		case item.Failed != nil:
			failed = append(failed, *item.Failed)
		case item.Deleted != "":
			deleted = append(deleted, item.Deleted)
		default:
			t.Errorf("%s: an item without anything in it", name)
		}
	}
	return records, deleted, failed, err
}

func TestSamplesDump(t *testing.T) {
	dir := sharedDir(t)
	files, _ := filepath.Glob(filepath.Join(dir, "*.xml*"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		recs, del, failed, err := readAll(t, filepath.Base(f), string(b))
		t.Logf("%-50s %d records, %d deleted, %v, %v", filepath.Base(f), len(recs), len(del), failed, err)
		if os.Getenv("DUMP") != "" && strings.Contains(f, os.Getenv("DUMP")) {
			for _, r := range recs {
				j, _ := json.MarshalIndent(r, "", " ")
				t.Logf("%s", j)
			}
		}
	}
}
