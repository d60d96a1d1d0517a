package cite

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func each(studies []study.Study) iter.Seq2[study.Study, error] {
	return func(yield func(study.Study, error) bool) {
		for _, s := range studies {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func written(t *testing.T, format string, studies []study.Study) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, format, each(studies), Options{}); err != nil {
		t.Fatalf("write %s: %v", format, err)
	}
	return b.String()
}

// held is what a format with fields of its own must bring back.
type held struct {
	Kind                              study.Kind
	Title, Journal                    string
	Authors, Editors, Keywords, Langs []string
	Volume, Issue, Pages, ELocator    string
	Date                              string
	DOI, PMID, PMCID, Registry        string
	Abstract                          string
	Demo, Retracted                   bool
	Later                             string
}

// holding reduces a report to what the format can hold.
func holding(rep study.Report, format string) held {
	h := held{Kind: rep.Kind, Title: oneLine(rep.Title), Keywords: rep.Keywords, Volume: rep.Volume, Issue: rep.Issue, ELocator: rep.ELocator,
		DOI: rep.IDs.DOI, PMID: rep.IDs.PMID, PMCID: rep.IDs.PMCID, Registry: rep.IDs.Registry,
		Abstract: oneLine(rep.AbstractText()), Demo: rep.Demo, Retracted: rep.Retracted()}
	h.Journal = journalTitle(&study.Study{Report: rep})
	if rep.Kind == study.KindRegistration {
		h.Journal = ""
	}
	if rep.Book != nil {
		h.Journal = rep.Book.Title
		h.Editors = nameList(rep.Book.Editors)
	}
	h.Authors, h.Langs = nameList(rep.Authors), rep.Languages
	first, last := pageRange(rep.Pages)
	h.Pages, h.ELocator = first+"-"+last, ""
	if first == "" {
		h.Pages = rep.ELocator + "-"
	}
	d := published(&study.Study{Report: rep})
	if format == "bibtex" {
		d.Day = 0
	}
	h.Date = d.String()
	for _, r := range rep.Relations {
		if r.Type == study.UpdateIn {
			h.Later = r.Target.DOI
		}
	}
	return h
}

func nameList(authors []study.Author) []string {
	var out []string
	for _, a := range authors {
		if a.Collective != "" {
			out = append(out, "="+a.Collective)
			continue
		}
		given := a.Given
		if given == "" || isInitials(strings.ReplaceAll(strings.ReplaceAll(given, " ", ""), ".", "")) {
			given = a.InitialsOrGiven()
		}
		out = append(out, strings.Join([]string{a.Family, given, a.Suffix}, "|"))
	}
	return out
}

// libraryItems are made items with everything else that a library knows.
func libraryItems(seed int64, n int) []study.Study {
	r := rand.New(rand.NewSource(seed))
	out := makeItems(seed, n)
	for i := range out {
		s := &out[i]
		s.TitleMarkup, s.OriginalTitle = "", ""
		if r.Intn(2) == 0 {
			s.Abstract = []study.Section{{Text: "It worked in 5 % of 100 people (P<0.001); see {braces} & $signs$ #1 ~x^2_3 \\ done."}}
		} else {
			s.Abstract = []study.Section{{Label: "BACKGROUND", Text: "Little is known."}, {Label: "METHODS AND FINDINGS", Text: "We asked: who? 10 mg/kg."}}
		}
		s.Keywords = []string{"ketamine", "esketamine; intranasal"}
		if r.Intn(4) == 0 {
			s.Notices = []study.Notice{{Type: study.NoticeRetraction, Date: study.Date{Year: 2024, Month: 2}, By: study.Ref{DOI: "10.5555/notice(1).2"}}}
		}
		if s.Kind == study.KindPreprint && r.Intn(2) == 0 {
			s.Relations = []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: "10.5555/later.1"}}}
		}
		s.Demo = r.Intn(5) == 0
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	for _, f := range Formats() {
		if !f.Reads {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			items := libraryItems(7, 200)
			if f.Name == "nbib" {
				items = onlyArticles(items)
			}
			recs, faults, err := readAll(written(t, f.Name, items), f.Name)
			if err != nil || len(faults) > 0 || len(recs) != len(items) {
				t.Fatalf("%d of %d records, faults %v, error %v", len(recs), len(items), faults, err)
			}
			for i, rec := range recs {
				want, got := holding(items[i].Report, f.Name), holding(rec.Report, f.Name)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("record %d (-want +got):\n%s", i, diff)
				}
			}
		})
	}
}

func onlyArticles(items []study.Study) []study.Study {
	var out []study.Study
	for _, s := range items {
		if s.Kind == study.KindArticle && s.IDs.PMID != "" {
			s.Title = strings.TrimSuffix(s.Title, ".")
			out = append(out, s)
		}
	}
	return out
}

// hostile strings hold what means something in one of the formats.
var hostile = []string{"=1+1", "@SUM(A1)", "-2", "\tTab", "a\r\nER  - \r\nTY  - JOUR", "\nPMID- 1\n", "}, note = {x", `\input{/etc/passwd}`, "% comment", "{{{",
	`"quoted"`, "a,b;c", "<script>alert(1)</script>", "&amp; & <", "]]>", "\x00\x01", "\u2028line\u2029", "\u202eRTL", "中文題目", "👩‍⚕️", "é\u0301",
	"' or 1=1", "$x^2_3$ ~ # %", "\\", "and", "A and B", "{", "}", "\ufeffBOM", "|cmd' /C calc'!A0", "TI  - x", "  - "}

func TestHostileRoundTrip(t *testing.T) {
	for _, f := range Formats() {
		if !f.Reads {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			var items []study.Study
			for i, h := range hostile {
				s := study.Study{ID: fmt.Sprintf("ev%08d", i)}
				s.Kind, s.Title, s.IDs = study.KindArticle, "Title "+h, study.IDs{DOI: fmt.Sprintf("10.5555/h.%d", i), PMID: fmt.Sprint(1000 + i)}
				s.Authors = []study.Author{{Family: "Fam" + oneLine(h), Given: "Given"}}
				s.Journal.Title, s.Keywords = "J "+h, []string{"kw " + strings.NewReplacer(",", " ", ";", " ").Replace(h)}
				s.Abstract = []study.Section{{Text: "Text " + h + " end"}}
				items = append(items, s)
			}
			recs, faults, err := readAll(written(t, f.Name, items), f.Name)
			if err != nil || len(faults) > 0 || len(recs) != len(items) {
				t.Fatalf("%d of %d records, faults %v, error %v", len(recs), len(items), faults, err)
			}
			for i, rec := range recs {
				if got, want := rec.Report.Title, clean(items[i].Title); clean(got) != want {
					t.Errorf("title: got %q, want %q", got, want)
				}
				if got, want := rec.Report.AbstractText(), clean(items[i].AbstractText()); clean(got) != want {
					t.Errorf("abstract: got %q, want %q", got, want)
				}
				if got, want := rec.Report.Journal.Title, clean(items[i].Journal.Title); clean(got) != want {
					t.Errorf("journal: got %q, want %q", got, want)
				}
			}
		})
	}
}

// Every format is UTF-8 text and no value begins a line, a cell or an element of
// its own.
func TestHostileWriting(t *testing.T) {
	s := study.Study{ID: "ev00000001"}
	s.Kind, s.Title, s.IDs.PMID = study.KindArticle, strings.Join(hostile, " "), "1"
	s.Authors = []study.Author{{Collective: strings.Join(hostile, " ")}}
	for _, f := range Formats() {
		out := written(t, f.Name, []study.Study{s})
		if !utf8.ValidString(out) {
			t.Errorf("%s: not UTF-8", f.Name)
		}
		switch f.Name {
		case "ris":
			if strings.Count(out, "\nTY  -")+strings.Count(out, "\nER  -") != 1 {
				t.Errorf("ris: a value made a record:\n%s", out)
			}
		case "nbib":
			if strings.Count("\n"+out, "\nPMID-") != 1 {
				t.Errorf("nbib: a value made a record:\n%s", out)
			}
		}
	}
}
