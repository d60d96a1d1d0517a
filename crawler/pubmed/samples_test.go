package pubmed

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

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

// reCitation finds the PMIDs of the citations of a file by another way than the
// reader's: the first PMID element after each start of a citation.
var reCitation = regexp.MustCompile(`(?s)<(?:MedlineCitation|BookDocument)[ >].*?<PMID[^>]*>([0-9]+)</PMID>`)

func pmids(content string) []string {
	var out []string
	for _, m := range reCitation.FindAllStringSubmatch(content, -1) {
		out = append(out, m[1])
	}
	return out
}

// TestSamples reads every recorded efetch answer without loss, and gives every
// other file a named error.
func TestSamples(t *testing.T) {
	dir := sourcetest.Folder(t, "pubmed")
	// The second book of the set, made by hand, has nothing but a page number.
	failing := map[string]string{
		"jabref_MedlineImporterTestBookArticleSet.xml": "neither a title",
		"jabref_MedlineImporterTestMalformedEntry.xml": "<PubmedArticle> is not closed before </PubmedArticleSet> at byte 52",
		"jabref_MedlineImporterTestMinimalEntry.xml":   "no citation and no PMID",
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.xml*"))
	if err != nil || len(files) < 60 {
		t.Fatalf("got %d files, error %v", len(files), err)
	}
	sets := 0
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			content := inflated(t, f)
			records, deleted, failed, err := readAll(t, filepath.Base(f), content)
			if !strings.Contains(content, "<PubmedArticle") && !strings.Contains(content, "<PubmedBookArticle") {
				if !errors.Is(err, ErrNotPubMed) || len(records) != 0 {
					t.Errorf("got %d records and error %v, want ErrNotPubMed", len(records), err)
				}
				return
			}
			if sets++; err != nil {
				t.Fatal(err)
			}
			want, got := pmids(content), []string{}
			for _, r := range records {
				got = append(got, r.Key)
				if r.Report.Title == "" || r.Revision == "" {
					t.Errorf("%s: got title %q, revision %q", r.Key, r.Report.Title, r.Revision)
				}
			}
			for _, e := range failed {
				if w := failing[filepath.Base(f)]; w == "" || !strings.Contains(e.Reason, w) || e.Position == "" {
					t.Errorf("got failure %v, want %q", e, w)
				}
				if e.Key != "" {
					got = append(got, e.Key)
				}
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("PMIDs (-want +got):\n%s", diff)
			}
			if n := strings.Count(between(content, "<DeleteCitation>", "</DeleteCitation>"), "<PMID"); n != len(deleted) {
				t.Errorf("got %d deleted, want %d", len(deleted), n)
			}
		})
	}
	if sets < 44 {
		t.Errorf("got %d sets, want at least 44", sets)
	}
}

func inflated(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(file, ".gz") {
		return string(b)
	}
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = readAll(t, filepath.Base(file), string(b)) // compressed, as it is
	if err != nil {
		t.Error(err)
	}
	return string(plain)
}

func between(s, from, to string) string {
	_, after, _ := strings.Cut(s, from)
	inside, _, _ := strings.Cut(after, to)
	return inside
}

// TestSampleErrors gives the recorded error answers of NCBI their own words.
func TestSampleErrors(t *testing.T) {
	dir := sourcetest.Folder(t, "pubmed")
	for file, want := range map[string]string{
		"biopython_epost2.xml": "Invalid db name specified: nothing", "biopython_epost3.xml": "Empty ID list; Nothing to store",
		"biopython_esummary8.xml": "Neither query_key nor id specified", "esearch_retstart_over_9998.json": "'retstart' cannot be larger than 9998",
		"ncbi_blocked_diagnostic.html": "NCBI - WWW Error Blocked Diagnostic", "rate_limit_documented.json": "API rate limit exceeded",
		"rate_limit_nokey.json": "API rate limit exceeded",
	} {
		t.Run(file, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join(dir, "errors", file))
			if err != nil {
				t.Fatal(err)
			}
			_, _, _, err = readAll(t, file, string(b))
			var a *AnswerError
			if !errors.As(err, &a) || !strings.Contains(a.Reason, want) {
				t.Errorf("got %v, want an AnswerError with %q", err, want)
			}
			if _, err := readSearch(b); !errors.As(err, &a) || !strings.Contains(a.Reason, want) {
				t.Errorf("as an answer of esearch: got %v, want an AnswerError with %q", err, want)
			}
		})
	}
}

// TestSampleSearches reads the recorded answers of esearch.
func TestSampleSearches(t *testing.T) {
	dir := sourcetest.Folder(t, "pubmed")
	for file, want := range map[string]int{"biomcp_esearch_2ebc125c.json": 3, "biomcp_esearch_4c7a563f.json": 40362, "biomcp_esearch_a7c2c788.json": 1,
		"fastpaper_esearch.json": 115258, "mikedonnici_esearch_usehistory.json": 36332} {
		t.Run(file, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			// The recordings but one were made without a history.
			s := strings.Replace(string(b), `"idlist"`, `"querykey":"1","webenv":"MCID_1","idlist"`, 1)
			res, err := readSearch([]byte(s))
			if err != nil || res.count != want || len(res.ids) == 0 || res.translation == "" {
				t.Errorf("got count %d, %d ids, translation %.30q, error %v; want %d", res.count, len(res.ids), res.translation, err, want)
			}
		})
	}
}

// otherReading is what another program read in the same XML.
type otherReading struct {
	ItemType, Title, Date, DOI, PMID, Pages, Volume, Issue, PublicationTitle, AbstractNote, Extra, ISBN, Publisher string
	PMCID                                                                                                          string
	Creators                                                                                                       []struct{ FirstName, LastName, CreatorType string }
}

// TestSamplesAgree compares with another program's reading. It expands pages
// ("132-42" to "132-142"), writes titles of journals in capitals, and puts dots
// behind initials.
func TestSamplesAgree(t *testing.T) {
	dir := sourcetest.Folder(t, "pubmed")
	files, err := filepath.Glob(filepath.Join(dir, "zotero_case*.expected.json"))
	if err != nil || len(files) != 6 {
		t.Fatalf("got %d files, error %v", len(files), err)
	}
	for _, f := range files {
		var want []otherReading
		b, err := os.ReadFile(f)
		if err == nil {
			err = json.Unmarshal(b, &want)
		}
		if err != nil {
			t.Fatal(err)
		}
		src := strings.Replace(f, ".expected.json", ".xml", 1)
		records, _, _, err := readAll(t, filepath.Base(src), inflated(t, src))
		if err != nil || len(records) != len(want) {
			t.Fatalf("%s: got %d records, error %v; want %d", src, len(records), err, len(want))
		}
		for i, w := range want {
			agree(t, filepath.Base(src), records[i].Report, w)
		}
	}
}

func agree(t *testing.T, file string, r study.Report, w otherReading) {
	t.Helper()
	if w.PMID == "" {
		w.PMID = strings.TrimPrefix(w.Extra, "PMID: ")
	}
	check := func(what, got, want string) {
		if got != want {
			t.Errorf("%s: %s: got %q, want %q", file, what, got, want)
		}
	}
	check("title", r.Title, w.Title)
	check("journal", strings.ToLower(r.Journal.Title), strings.ToLower(strings.ReplaceAll(w.PublicationTitle, ", and Behavior", ", and behavior")))
	check("volume", r.Volume, w.Volume)
	check("issue", r.Issue, w.Issue)
	check("PMID", r.IDs.PMID, w.PMID)
	check("PMCID", r.IDs.PMCID, w.PMCID)
	check("DOI", r.IDs.DOI, strings.ToLower(w.DOI))
	check("abstract", r.AbstractText(), strings.Join(strings.Fields(w.AbstractNote), " "))
	check("pages", expanded(r.Pages+r.ELocator), w.Pages)
	if w.Date == "2010 Sep-Oct" {
		w.Date = "2010-09"
	}
	check("date", r.Published.Date().String(), w.Date)
	if len(r.Authors) != len(w.Creators) {
		t.Fatalf("%s: got %d authors, want %d", file, len(r.Authors), len(w.Creators))
	}
	for i, c := range w.Creators {
		check("author", r.Authors[i].Given+"|"+r.Authors[i].Family, strings.ReplaceAll(c.FirstName, ".", "")+"|"+c.LastName)
	}
	if w.ItemType == "book" {
		check("ISBN", r.Book.ISBN[0], w.ISBN)
		check("publisher", r.Book.Publisher, w.Publisher)
	}
}

// expanded writes the last page whole: "132-42" as "132-142".
func expanded(pages string) string {
	first, last, ok := strings.Cut(pages, "-")
	if !ok || len(last) >= len(first) {
		return pages
	}
	return first + "-" + first[:len(first)-len(last)] + last
}
