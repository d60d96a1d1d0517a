package cite

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenStudies are one study of every kind, with what the formats treat in a way
// of their own.
func goldenStudies() []study.Study {
	article := trialReport()
	article.ID, article.IDs.PMCID = "ev00000001", "PMC1234567"
	article.Abstract = []study.Section{{Label: "METHODS", Text: "10 % of {60} adults got 25 mg & rested."}, {Label: "RESULTS", Text: "It helped (P<0.001)."}}
	article.Keywords, article.Languages = []string{"psilocybin", "5-HT2A, receptor"}, []string{"eng"}
	article.Notices = []study.Notice{{Type: study.NoticeRetraction, Date: study.Date{Year: 2024, Month: 5, Day: 2}, By: study.Ref{DOI: "10.5555/ex.9"}}}
	preprint := study.Study{ID: "ev00000002", Report: study.Report{Kind: study.KindPreprint, Title: "=Ketamine_1 & sleep: 50% less?", Journal: study.Journal{Title: "medRxiv"},
		Authors: []study.Author{{Collective: "KET Study Group"}}, IDs: study.IDs{DOI: "10.1101/2024.01.02.24300001"}, Published: study.Published{Electronic: study.Date{Year: 2024, Month: 1}},
		Relations: []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: "10.5555/later.1"}}}}}
	registration := study.Study{ID: "ev00000003", Report: study.Report{Kind: study.KindRegistration, Title: "Esketamine at home", IDs: study.IDs{Registry: "NCT01234567"},
		Trial: &study.Trial{Sponsor: "Example Hospital"}, Dates: study.Dates{Entered: study.Date{Year: 2020, Month: 6, Day: 1}}}}
	chapter := study.Study{ID: "ev00000004", Report: study.Report{Kind: study.KindBook, Title: "Dosing", Pages: "12-34", Authors: []study.Author{{Family: "de la Cruz", Given: "Ana"}},
		Book:      &study.Book{Title: "Handbook of examples", Publisher: "Example Press", Place: "Basel", Edition: "2", ISBN: []string{"9783000000001"}, Editors: []study.Author{{Family: "Ng", Given: "Yu-Chen"}}},
		Published: study.Published{Print: study.Date{Year: 2019}}, Demo: true}}
	return []study.Study{*article, preprint, registration, chapter}
}

func TestGoldenFormats(t *testing.T) {
	for _, f := range Formats() {
		golden(t, "format-"+f.Name+f.Extension, written(t, f.Name, goldenStudies()))
	}
}

func TestGoldenStyles(t *testing.T) {
	var b strings.Builder
	for _, st := range Styles() {
		fmt.Fprintf(&b, "%s\n", st.Label)
		for i, s := range goldenStudies() {
			ref, err := Reference(&s, st.Name, Markdown)
			if err != nil {
				t.Fatal(err)
			}
			pointer, err := InText(&s, st.Name, i+1, Markdown)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "  %s\n    %s\n", ref, pointer)
		}
	}
	golden(t, "styles.txt", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// endless repeats a text without end.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = e.text[e.at]
		e.at = (e.at + 1) % len(e.text)
	}
	return len(p), nil
}

// Files without end, and elements without bottom, are refused by name before they
// fill the memory.
func TestHostileFiles(t *testing.T) {
	deep := "<xml><records><record><titles><title>" + strings.Repeat("<style>", 100) + "x"
	tests := []struct {
		name, format string
		in           io.Reader
		want         string
	}{
		{"endless line", "bibtex", &endless{text: "x"}, "line too long"},
		{"endless entry", "bibtex", io.MultiReader(strings.NewReader("@article{a,\n"), &endless{text: "title = {x\n"}), "line 1: the entry has more than"},
		{"endless xml", "endnote-xml", io.MultiReader(strings.NewReader("<xml><records><record><title>"), &endless{text: "abc "}), "more than"},
		{"endless row", "csv", io.MultiReader(strings.NewReader("title\n\""), &endless{text: "abc "}), "more than"},
		{"deep xml", "endnote-xml", strings.NewReader(deep), "nested more than 50 deep"},
		{"xml bomb", "endnote-xml", strings.NewReader(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><records><record><titles><title>&b;</title></titles></record></records></xml>`), "invalid character entity"},
		{"no xml", "endnote-xml", strings.NewReader("hello"), "not EndNote XML"},
		{"cut xml", "endnote-xml", strings.NewReader("<xml><records><record><titles>"), "line 1"},
		{"no columns", "csv", strings.NewReader("a,b\n1,2\n"), `no column is named "title"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var last error
			for _, err := range Read(tt.in, tt.format, "hostile") {
				last = err
			}
			if last == nil || !strings.Contains(last.Error(), tt.want) {
				t.Errorf("got %v, want %q", last, tt.want)
			}
		})
	}
}

func TestReadBibTeX(t *testing.T) {
	in := `Some comment.
@string{jex = "Journal of Examples"}
@preamble{"x"}
@Article(key1,
  author = "van der Berg, Jan and {The Study Group} and Ana de la Cruz and M{\"u}ller, J{\"o}rg and \'Emile Zola and others",
  title = {{MDMA} and {\^a} la carte: 50\% \& {\textalpha}},
  journal = jex # { B}, year = 2020, month = mar, pages = {101--110}, doi = "https://doi.org/10.5555/A_b",
)
@article{broken, title = {x
@misc{key2, title = {A preprint}, howpublished = {bioRxiv}, year = {2021}}
@article{title = {no key}}
`
	recs, faults, err := readAll(in, "bibtex")
	if err != nil || len(recs) != 2 || len(faults) != 2 {
		t.Fatalf("%d records, faults %q, error %v", len(recs), faults, err)
	}
	want := study.Report{Kind: study.KindArticle, Title: "MDMA and â la carte: 50% &", IDs: study.IDs{DOI: "10.5555/a_b", DOIPrinted: "10.5555/A_b"},
		Authors: []study.Author{{Family: "van der Berg", Given: "Jan"}, {Collective: "The Study Group"}, {Family: "de la Cruz", Given: "Ana"},
			{Family: "Müller", Given: "Jörg"}, {Family: "Zola", Given: "Émile"}},
		Journal: study.Journal{Title: "Journal of Examples B"}, Pages: "101-110", Published: study.Published{Print: study.Date{Year: 2020, Month: 3}}}
	if diff := cmp.Diff(want, recs[0].Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := recs[1].Report; got.Kind != study.KindPreprint || got.Journal.Title != "bioRxiv" {
		t.Errorf("preprint: got %s in %q", got.Kind, got.Journal.Title)
	}
	if !strings.Contains(faults[0], "line 9: the entry is not closed before line 10") || !strings.Contains(faults[1], "line 11: the entry has no key") {
		t.Errorf("faults: %q", faults)
	}
}
