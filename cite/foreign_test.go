package cite

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/cite/citetest"
	"evidelic/study"
)

// evilTexts are strings that mean something to one format or another.
var evilTexts = []string{`=1+1`, `@article{x, title={y}}`, `TY  - JOUR`, `ER  - `, `PMID- 1`, `a {b c`, `a} b`, `{x} and {y}`, `\input{x}`, `50% & more`, `#1 $x$ _y_ ^z^ ~`,
	`"quoted" 'single'`, `</title><x>`, `&amp; &lt;b&gt;`, `<![CDATA[x]]>`, `a -- b --- c`, "one\r\ntwo", "tab\there", `ends with \`, `comma, semicolon; colon: dash–`, `Ünïcödé Ω 汉字 עברית 😀`,
	`%0A`, `null`, `-`, `a and b and c`, `x || y`, `http://example.org/?a=1&b=2#c`, `e\u0301`, `{\'e}`, `\"o`, `~`, `P < 0.001 and Q > 2`, `[brackets]`, `1. List`}

// foreignItems are made items, with hostile strings in every field, and all real
// citations of the corpus.
func foreignItems(t *testing.T) []study.Study {
	t.Helper()
	r := rand.New(rand.NewSource(3))
	out := libraryItems(11, 300)
	evil := func() string { return evilTexts[r.Intn(len(evilTexts))] + " " + evilTexts[r.Intn(len(evilTexts))] }
	for i := range out {
		s := &out[i]
		s.Notices, s.Relations, s.Demo = nil, nil, false
		if i%2 == 0 {
			continue
		}
		s.Title, s.Abstract = "A "+evil(), []study.Section{{Text: "B " + evil() + " " + evil()}}
		if s.Kind == study.KindArticle {
			s.Journal = study.Journal{Title: "J " + evil()}
		}
	}
	if b, err := os.ReadFile(filepath.Join("..", "..", "shared", "corpus", "psychedelic_pubmed_2025.jsonl")); err == nil {
		recs, _, _ := readAll(string(b), "jsonl")
		for _, rec := range recs {
			out = append(out, study.Study{ID: fmt.Sprintf("ev%08d", len(out)), Report: rec.Report})
		}
	}
	return append(out, recordedStudies(t)...)
}

func recordedStudies(t *testing.T) []study.Study {
	if _, err := os.Stat(filepath.Join("..", "..", "shared")); err != nil {
		return nil
	}
	return recordedItems(t)
}

// blind are what a parser does not read at all: citation-js knows no unpublished
// works of RIS (preprints, as Zotero takes them) and no accession numbers there,
// takes a translated title for the title, and knows no article numbers of BibTeX.
func blind(parser, format string, s *study.Study, e *citetest.Entry) bool {
	switch {
	case parser == "citation-js" && format == "ris" && (s.Kind == study.KindPreprint || s.OriginalTitle != ""):
		return true
	case parser == "citation-js" && format == "bibtex" && s.Pages == "":
		e.Pages = ""
	case parser == "citation-js" && format == "ris":
		e.PMID = ""
	}
	return false
}

// settleEntry leaves aside what the formats have no field for, and white space:
// MEDLINE's names have no full stops, EndNote's groups no form of their own.
func settleEntry(s *study.Study, format string, e *citetest.Entry) {
	for i, a := range e.Authors {
		switch format {
		case "nbib":
			e.Authors[i] = strings.Split(strings.ReplaceAll(strings.Join(a, "\n"), ".", ""), "\n")
		case "endnote-xml":
			e.Authors[i] = []string{strings.Join(a, ", ")}
		}
	}
	if s.Kind != study.KindArticle && !isChapter(s) {
		e.Journal = ""
	}
	for _, v := range []*string{&e.Title, &e.Journal, &e.Volume, &e.Issue, &e.Pages, &e.Abstract} {
		*v = oneLine(strings.ReplaceAll(*v, "\ufeff", " "))
	}
}

// entryOf is what another parser must find of a study in a format.
func entryOf(s *study.Study, format string) citetest.Entry {
	e := citetest.Entry{Title: oneLine(s.Title), Journal: oneLine(journalTitle(s)), Volume: oneLine(s.Volume), Issue: oneLine(s.Issue), DOI: s.IDs.PrintedDOI(), PMID: s.IDs.PMID, Abstract: oneLine(s.AbstractText())}
	if s.Book != nil {
		e.Journal = oneLine(s.Book.Title)
	}
	if y := published(s).Year; y > 0 {
		e.Year = fmt.Sprintf("%04d", y)
	}
	first, last := pageRange(pagesOf(s))
	e.Pages = joined("-", oneLine(first), oneLine(last))
	if format == "nbib" || format == "csl-json" || format == "endnote-xml" {
		e.Pages = oneLine(pagesOf(s))
	}
	if format == "csl-json" {
		e.Title = plainEnd(s.Title)
	}
	authors := s.Authors
	if format == "csl-json" || format == "endnote-xml" {
		authors = authorsOf(s)
	}
	for _, a := range known(authors) {
		if format == "nbib" && a.Collective != "" { // MEDLINE has groups in a list of their own
			continue
		}
		e.Authors = append(e.Authors, namesIn(a))
	}
	return e
}

func namesIn(a study.Author) []string {
	var out []string
	for _, part := range []string{a.Collective, a.Family, givenText(a), a.Suffix} {
		if part != "" {
			out = append(out, oneLine(part))
		}
	}
	return out
}

func TestForeignParsers(t *testing.T) {
	items := foreignItems(t)
	if os.Getenv("EVIDELIC_LONG") == "" {
		items = items[:400]
	}
	files := func(formats ...string) map[string]string {
		out := map[string]string{}
		for _, f := range formats {
			list := items
			if f == "nbib" {
				list = onlyArticles(items)
			}
			out[f] = written(t, f, list)
		}
		return out
	}
	t.Run("citation-js", func(t *testing.T) {
		compareEntries(t, "citation-js", items, citetest.CitationJS(t, files("ris", "bibtex", "csl-json")))
	})
	t.Run("python", func(t *testing.T) {
		compareEntries(t, "python", items, citetest.Python(t, files("ris", "bibtex", "nbib", "endnote-xml")))
	})
}

func compareEntries(t *testing.T, parser string, items []study.Study, got map[string][]citetest.Entry) {
	for format, entries := range got {
		list := items
		if format == "nbib" {
			list = onlyArticles(items)
		}
		if len(entries) != len(list) {
			t.Errorf("%s: %d of %d entries", format, len(entries), len(list))
			continue
		}
		wrong := 0
		for i := range list {
			want := entryOf(&list[i], format)
			if blind(parser, format, &list[i], &want) {
				continue
			}
			settleEntry(&list[i], format, &want)
			settleEntry(&list[i], format, &entries[i])
			if diff := cmp.Diff(want, entries[i], cmpopts.EquateEmpty()); diff != "" {
				if wrong++; wrong <= 12 {
					t.Errorf("%s: entry %d of kind %s (-want +got):\n%s", format, i, list[i].Kind, diff)
				}
			}
		}
		t.Logf("%s: %d of %d entries as written", format, len(list)-wrong, len(list))
	}
}
