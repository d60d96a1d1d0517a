package cite

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"testing"

	"evidelic/cite/citetest"
	"evidelic/study"
)

// newerStyles is the folder of the official styles that are newer than Debian's.
func newerStyles(t *testing.T) string { return shared(t, "samples", "output", "csl", "styles") }

// compareStyles compares the studies' references with the oracle's.
func compareStyles(t *testing.T, studies []study.Study, goal float64) {
	t.Helper()
	var items []json.RawMessage
	for i := range studies {
		items = append(items, oracleItem(t, &studies[i]))
	}
	citetest.Compare(t, citetest.Format(t, newerStyles(t), items), references(studies), goal)
}

// oracleItem is what we export, without what no style prints, the title with its
// inline markup.
func oracleItem(t *testing.T, s *study.Study) json.RawMessage {
	it := newCSLItem(s, Options{})
	it.Abstract, it.Note, it.Status, it.OriginalTitle, it.Custom = "", "", "", "", nil
	if s.TitleMarkup != "" {
		it.Title = html.UnescapeString(plainEnd(s.TitleMarkup))
	}
	b, err := json.Marshal(it)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// references writes studies in our styles.
func references(studies []study.Study) citetest.Ours {
	return func(i int, name string) (reference, inText, text string, err error) {
		if reference, err = Reference(&studies[i], name, HTML); err == nil {
			inText, err = InText(&studies[i], name, 1, HTML)
		}
		if err == nil {
			text, err = Reference(&studies[i], name, Text)
		}
		return reference, inText, text, err
	}
}

func TestOracleMadeItems(t *testing.T) {
	compareStyles(t, makeItems(20261123, 500), 98)
}

// recordedItems reads the recorded files of other programs as studies.
func recordedItems(t *testing.T) []study.Study {
	t.Helper()
	dir := shared(t, "samples", "output")
	var out []study.Study
	for _, f := range [][2]string{{"ris/*.ris", "ris"}, {"nbib/*.nbib", "nbib"}, {"nbib/biopython*.txt", "nbib"},
		{"other/commonmeta_csl-list.json", "csl-json"}, {"other/manubot_bibliography.json", "csl-json"}} {
		files, _ := filepath.Glob(filepath.Join(dir, f[0]))
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			recs, _, _ := readAll(string(b), f[1])
			for _, r := range recs {
				out = append(out, study.Study{ID: fmt.Sprintf("ev%08d", len(out)), Report: r.Report})
			}
		}
	}
	return out
}

// The recorded files hold oddities made to break programs (fields in wrong
// places, names in one piece).
func TestOracleRecordedItems(t *testing.T) {
	compareStyles(t, recordedItems(t), 98)
}
