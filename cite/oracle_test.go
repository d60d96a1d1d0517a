package cite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"evidelic/study"
)

// The oracle is the CSL processor citeproc-js with the official styles and
// locales: EVIDELIC_CITEPROC names the node_modules folder that holds it,
// EVIDELIC_CSL the folder of styles and locales (that of Debian's packages
// citation-style-language-styles and -locales unless set).
const debianCSL = "/usr/share/citation-style-language"

// oracleStyle names a style's file. Newer says that the file of the recorded
// samples is newer than Debian's; All that every author is to be named.
type oracleStyle struct {
	File string `json:"file"`
	All  bool   `json:"all"`
}

type oracleJob struct {
	Locales string                 `json:"locales"`
	Styles  map[string]oracleStyle `json:"styles"`
	Items   []cslItem              `json:"items"`
}

// oracleFormat gives each style's html and in-text form of each item.
func oracleFormat(t *testing.T, studies []study.Study) map[string]map[string][2]string {
	t.Helper()
	modules := os.Getenv("EVIDELIC_CITEPROC")
	if modules == "" {
		t.Skip("EVIDELIC_CITEPROC names no folder with the CSL processor")
	}
	newer := shared(t, "samples", "output", "csl", "styles")
	csl := os.Getenv("EVIDELIC_CSL")
	if csl == "" {
		csl = debianCSL
	}
	if _, err := os.Stat(filepath.Join(csl, "locales")); err != nil {
		t.Skipf("the official styles are absent: %v", err)
	}
	nlm := filepath.Join(newer, "nlm-citation-sequence.csl")
	job := oracleJob{Locales: filepath.Join(csl, "locales"), Styles: map[string]oracleStyle{
		"apa":       {File: filepath.Join(newer, "apa.csl")},
		"ama":       {File: filepath.Join(newer, "american-medical-association.csl")},
		"vancouver": {File: nlm},
		"nlm":       {File: nlm, All: true},
		"mla":       {File: filepath.Join(csl, "styles", "modern-language-association.csl")},
		"chicago":   {File: filepath.Join(csl, "styles", "chicago-author-date.csl")},
		"harvard":   {File: filepath.Join(csl, "styles", "harvard-cite-them-right.csl")},
	}}
	for i := range studies {
		job.Items = append(job.Items, oracleItem(&studies[i]))
	}
	in, err := json.Marshal(job)
	if err != nil {
		t.Fatal(err)
	}
	modules, _ = filepath.Abs(modules)
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "citeproc.js"), modules)
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	b, err := cmd.Output()
	if err != nil {
		t.Fatalf("citeproc: %v\n%s", err, stderr.String())
	}
	var out map[string]map[string][2]string
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// oracleItem is what we export, without what no style prints, the title with its
// inline markup.
func oracleItem(s *study.Study) cslItem {
	it := newCSLItem(s, Options{})
	it.Abstract, it.Note, it.Status, it.OriginalTitle, it.Custom = "", "", "", "", nil
	if s.TitleMarkup != "" {
		it.Title = s.TitleMarkup
	}
	return it
}

// compareStyles logs how many references are the oracle's, letter by letter and
// with the same markup, and fails below the goal.
func compareStyles(t *testing.T, studies []study.Study, goal float64) {
	want := oracleFormat(t, studies)
	for _, st := range Styles() {
		same, inText, shown := 0, 0, 0
		for i := range studies {
			got, err := Reference(&studies[i], st.Name, HTML)
			if err != nil {
				t.Fatal(err)
			}
			pointer, err := InText(&studies[i], st.Name, 1, HTML)
			if err != nil {
				t.Fatal(err)
			}
			if p := plainHTML(want[st.Name][studies[i].ID][1]); plainHTML(pointer) == p {
				inText++
			} else if i-inText < 4 {
				t.Logf("%s in text: ours %s, oracle %s", st.Name, pointer, p)
			}
			w := plainHTML(want[st.Name][studies[i].ID][0])
			if got = plainHTML(got); got == w {
				same++
				continue
			}
			if shown++; shown <= 6 {
				t.Logf("%s\n  ours   %s\n  oracle %s", st.Name, got, w)
			}
		}
		rate := 100 * float64(same) / float64(len(studies))
		t.Logf("%s: %d of %d identical (%.1f %%)", st.Name, same, len(studies), rate)
		t.Logf("%s: in text %d identical", st.Name, inText)
		if rate < goal {
			t.Errorf("%s: %.1f %% identical, want %.0f", st.Name, rate, goal)
		}
	}
}

// reUpright is how the processor sets what stands upright inside italics.
var reUpright = regexp.MustCompile(`<span style="font-style:normal;">(.*?)</span>`)

// plainHTML unescapes what processors escape in different ways.
func plainHTML(s string) string {
	s = reUpright.ReplaceAllString(s, "</i>$1<i>")
	return strings.TrimSpace(html.UnescapeString(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "</i><i>", "", "<i></i>", "").Replace(s)))
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
// places, names in one piece), so the goal is lower.
func TestOracleRecordedItems(t *testing.T) {
	compareStyles(t, recordedItems(t), 90)
}
