package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/cite"
	"evidelic/cite/citetest"
	"evidelic/crawler/crossref"
	"evidelic/crawler/europepmc"
	"evidelic/crawler/openalex"
	"evidelic/crawler/pubmed"
	"evidelic/study"
)

// realItems are the distinct reports among recorded answers of sources and real
// bibliographies, read as a crawl and an import read them.
type realItems struct {
	t       *testing.T
	seen    map[string]bool
	studies []study.Study
}

func (r *realItems) add(rep study.Report, err error) {
	key := strings.ToLower(rep.Title + rep.IDs.DOI)
	if err != nil || rep.Title == "" || r.seen[key] {
		return
	}
	r.seen[key] = true
	r.studies = append(r.studies, study.Study{ID: fmt.Sprintf("ev%08d", len(r.studies)), Report: rep})
}

// each takes every step-th of the records.
func (r *realItems) each(records []study.Record, step int) {
	for i := 0; i < len(records); i += step {
		r.add(records[i].Report, nil)
	}
}

// answers reads the recorded answers of a source; those of another kind give an
// error, which is no matter here.
func (r *realItems) answers(pattern string, parse func([]byte) ([]study.Record, error)) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		r.t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			r.t.Fatal(err)
		}
		if records, err := parse(b); err == nil {
			r.each(records, 1)
		}
	}
}

func (r *realItems) read(data, format string, step int) {
	n := 0
	for rec, err := range cite.Read(strings.NewReader(data), format, "real."+format) {
		if n++; n%step == 0 {
			r.add(rec.Report, err)
		}
	}
}

// loadRealItems reads all, or with step > 1 every step-th of the long lists.
func loadRealItems(t *testing.T, step int) []study.Study {
	t.Helper()
	shared := sharedDir(t)
	r := realItems{t: t, seen: map[string]bool{}}
	samples := filepath.Join(shared, "samples")
	r.answers(filepath.Join(samples, "pubmed", "*.xml"), func(b []byte) ([]study.Record, error) {
		var out []study.Record
		for it, err := range pubmed.ReadXML(t.Context(), bytes.NewReader(b), "sample", pubmed.ReadOptions{Workers: 1}) {
			if err == nil && it.Record != nil {
				out = append(out, *it.Record)
			}
		}
		return out, nil
	})
	r.answers(filepath.Join(samples, "crossref", "*.json"), func(b []byte) ([]study.Record, error) {
		a, err := crossref.Parse(b)
		return a.Records, err
	})
	r.answers(filepath.Join(samples, "europepmc", "*.json"), func(b []byte) ([]study.Record, error) {
		a, err := europepmc.Parse(b)
		return a.Records, err
	})
	r.answers(filepath.Join(samples, "openalex", "*.json"), func(b []byte) ([]study.Record, error) {
		a, err := openalex.Parse(b)
		return a.Records, err
	})
	corpus, err := os.ReadFile(filepath.Join(shared, "corpus", "psychedelic_pubmed_2025.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	r.read(string(corpus), "jsonl", step)
	for _, name := range []string{"cytology", "respiratory"} {
		r.read(bibliography(t, filepath.Join(shared, "dedup", name, "records.jsonl")), "ris", step)
	}
	return r.studies
}

// bibliography writes a collection of bibliographic records as the RIS file that
// it came from.
func bibliography(t *testing.T, file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	sc := bufio.NewScanner(bytes.NewReader(b))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var rec struct {
			Title, Year, Journal, Volume, Issue, Pages string
			Authors                                    []string
		}
		if err := json.Unmarshal(sc.Bytes(), &rec); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "TY  - JOUR\nTI  - %s\nPY  - %s\nT2  - %s\nVL  - %s\nIS  - %s\nSP  - %s\n",
			rec.Title, rec.Year, rec.Journal, rec.Volume, rec.Issue, rec.Pages)
		for _, a := range rec.Authors {
			fmt.Fprintf(&out, "AU  - %s\n", a)
		}
		out.WriteString("ER  - \n\n")
	}
	return out.String()
}

// oracleItems gives the studies as the CSL processor takes them: our own export
// without what no style prints, with the title's markup.
func oracleItems(t *testing.T, studies []study.Study) []json.RawMessage {
	t.Helper()
	var b bytes.Buffer
	if _, err := cite.Write(&b, "csl-json", citetest.All(studies), cite.Options{}); err != nil {
		t.Fatal(err)
	}
	var items []map[string]any
	if err := json.Unmarshal(b.Bytes(), &items); err != nil {
		t.Fatal(err)
	}
	var out []json.RawMessage
	for i, it := range items {
		for _, name := range []string{"abstract", "note", "status", "custom", "keyword", "original-title"} {
			delete(it, name)
		}
		if m := studies[i].TitleMarkup; m != "" {
			it["title"] = html.UnescapeString(strings.TrimSuffix(m, "."))
		}
		b, err := json.Marshal(it)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

// TestReferencesOfRealItems compares the references of real reports with those of
// the CSL processor. Retracted work and the like is left aside: we name it, the
// processor does not know it.
func TestReferencesOfRealItems(t *testing.T) {
	step := 12
	if os.Getenv("EVIDELIC_LONG") != "" {
		step = 4
	} else if testing.Short() {
		step = 48
	}
	studies := loadRealItems(t, step)
	for i := range studies {
		studies[i].Notices, studies[i].Withdrawn = nil, false
	}
	t.Logf("%d items", len(studies))
	want := citetest.Format(t, filepath.Join(sharedDir(t), "samples", "output", "csl", "styles"), oracleItems(t, studies))
	citetest.Compare(t, want, func(i int, style string) (reference, inText, text string, err error) {
		if reference, err = cite.Reference(&studies[i], style, cite.HTML); err == nil {
			inText, err = cite.InText(&studies[i], style, 1, cite.HTML)
		}
		if err == nil {
			text, err = cite.Reference(&studies[i], style, cite.Text)
		}
		return reference, inText, text, err
	}, 98)
}
