package index

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidelic/study"
)

// sharedDir gives the folder of real texts beside the repository.
func sharedDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("EVIDELIC_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		for ; err == nil && at != filepath.Dir(at); at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
				dir = filepath.Join(filepath.Dir(at), "shared")
				break
			}
		}
	}
	if _, err := os.Stat(dir); dir == "" || err != nil {
		t.Skip("the folder of shared texts is not here")
	}
	return dir
}

// readLines gives the studies of a file of JSON Lines.
func readLines(t testing.TB, path string, from int) []study.Study {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var out []study.Study
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		var l struct {
			ID, PMID, DOI, Title, Abstract, Year string
			Authors, Keywords                    []string
		}
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		s := article(numbered(from+len(out)), l.Title, l.Abstract)
		s.IDs = study.IDs{PMID: l.PMID, DOI: l.DOI, OpenAlex: l.ID}
		s.Keywords = l.Keywords
		if l.Year != "" {
			s.Published.Print, _ = study.ParseDate(l.Year)
		}
		for _, a := range l.Authors {
			initials, family, _ := strings.Cut(a, " ")
			s.Authors = append(s.Authors, study.Author{Family: family, Initials: strings.ReplaceAll(initials, ".", "")})
		}
		out = append(out, s)
	}
	return out
}

// TestTopics asks what clinicians ask and wants fitting studies on the first
// page: most of the titles and abstracts name every one of the given words.
func TestTopics(t *testing.T) {
	dir := sharedDir(t)
	src := newFake()
	src.put(readLines(t, filepath.Join(dir, "corpus", "psychedelic_pubmed_2025.jsonl"), 1)...)
	src.put(readLines(t, filepath.Join(dir, "evidence", "abstracts.jsonl"), 100_000)...)
	began := time.Now()
	x := mustOpen(t, src)
	t.Logf("%d studies indexed in %v", len(src.studies), time.Since(began))
	for _, tc := range []struct {
		query string
		words []string
	}{
		{"ketamine depression", []string{"ketamine", "depress"}},
		{"esketamine suicidal ideation", []string{"ketamine", "suicid"}},
		{"psilocybin end of life anxiety", []string{"psilocybin", "anxiety", "life"}},
		{"MDMA PTSD", []string{"mdma", "ptsd"}},
		{"oral sublingual ketamine", []string{"ketamine", "oral", "sublingual"}},
		{"ketamine synaptic plasticity", []string{"ketamine", "synap", "plasticity"}},
	} {
		t.Run(tc.query, func(t *testing.T) {
			began := time.Now()
			res, err := x.Search(t.Context(), Request{Text: tc.query, Size: 10, Facets: true, Snippets: true})
			if err != nil {
				t.Fatal(err)
			}
			took := time.Since(began)
			fitting := 0
			for _, h := range res.Hits {
				ok := hasWords(h.Study, tc.words)
				if ok {
					fitting++
				}
				t.Logf("%.2f %v %s", h.Score, ok, h.Study.Title)
			}
			t.Logf("total %d relaxed %v took %v", res.Total, res.Query.Relaxed, took)
			all := 0
			for _, s := range src.studies {
				if hasWords(s, tc.words) {
					all++
				}
			}
			if want := min(all, 6); fitting < want || len(res.Hits) == 0 {
				t.Errorf("%d of %d hits fit, want %d", fitting, len(res.Hits), want)
			}
		})
	}
}

// hasWords says whether title and abstract have all words, as they begin.
func hasWords(s study.Study, words []string) bool {
	text := strings.ToLower(s.Title + " " + s.AbstractText())
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
