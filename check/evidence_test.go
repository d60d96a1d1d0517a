package check

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// evidenceLibrary holds six studies with abstracts.
func evidenceLibrary() fakeLibrary {
	mk := func(n int, title, abstract string, types ...string) study.Study {
		s := study.Study{ID: fmt.Sprintf("ev%08d", n)}
		s.Kind, s.Title, s.PublicationTypes = study.KindArticle, title, types
		s.Abstract = []study.Section{{Text: abstract}}
		s.Authors = []study.Author{{Family: "Writer", Given: "Ann"}}
		s.Journal.Title, s.Published.Print = "Journal of Examples", study.Date{Year: 2015 + n}
		s.Languages = []string{"eng"}
		return s
	}
	lib := fakeLibrary{
		mk(1, "Rapid relief of treatment-resistant depression by ketamine: a randomized placebo-controlled trial", "We randomized 60 patients with treatment-resistant depression to ketamine 0.5 mg/kg over 40 minutes or placebo. Ketamine reduced depressive symptoms within 24 hours. We conclude that ketamine is effective.", "Randomized Controlled Trial"),
		mk(2, "Ketamine for treatment-resistant depression: a systematic review and meta-analysis", "We searched databases for randomized trials of ketamine in treatment-resistant depression. Ketamine reduced depressive symptoms rapidly. Ketamine is effective.", "Systematic Review", "Meta-Analysis"),
		mk(3, "Ketamine blocks NMDA receptors and increases glutamate in rats", "In rats, ketamine blocked the NMDA receptor, raised glutamate in the prefrontal cortex and increased BDNF and synapses."),
		mk(4, "Bladder harm in people who use ketamine", "A survey of people who use ketamine for recreation. Bladder symptoms and cystitis were common."),
		mk(5, "MDMA-assisted therapy for PTSD: a phase 3 trial", "MDMA-assisted therapy reduced the symptoms of PTSD in 90 adults in three sessions.", "Randomized Controlled Trial"),
		mk(6, "Ketamine relieves treatment-resistant depression within hours", "Ketamine reduced depressive symptoms of treatment-resistant depression within 24 hours."),
	}
	lib[5].Notices = []study.Notice{{Type: study.NoticeRetraction}}
	return lib
}

func checkDraft(t *testing.T, s Searcher, text string) *DraftReport {
	t.Helper()
	d, err := ReadDraft(strings.NewReader(text), "draft.md", "")
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Evidence(t.Context(), s, d, DraftOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func TestEvidence(t *testing.T) {
	x := indexed(t, evidenceLibrary())
	rep := checkDraft(t, x, "# Ketamine\n\nKetamine reduces the symptoms of treatment-resistant depression within 24 hours. It blocks the NMDA receptor. "+
		"Ketamine was given at 0.9 mg/kg to patients with treatment-resistant depression. What comes next? LSD relieves cluster headache in most people. Call us for a session of ketamine.\n")
	if len(rep.Claims) != 4 {
		t.Fatalf("%d claims: %+v", len(rep.Claims), rep.Claims)
	}
	first := rep.Claims[0]
	var ids []string
	for _, c := range first.Candidates {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"ev00000001", "ev00000002", "ev00000006"}, ids[:min(3, len(ids))]); diff != "" {
		t.Errorf("the trial that fits better, the review, then what was retracted (-want +got):\n%s", diff)
	}
	if last := first.Candidates[len(first.Candidates)-1]; !last.Retracted || !strings.Contains(last.Citation, "[Retracted]") {
		t.Errorf("the last candidate is not said to be retracted: %+v", last)
	}
	if c := rep.Claims[1]; c.About[0] != "ketamine" || len(c.Candidates) == 0 || c.Candidates[0].ID != "ev00000003" || !contains(c.Rules, "mechanism") {
		t.Errorf("claim about “it”: %+v", c)
	}
	if c := rep.Claims[2]; len(c.Missing) != 1 || !strings.HasPrefix(c.Missing[0], "0.9 mg/kg") {
		t.Errorf("unfound numbers: %q", c.Missing)
	}
	if c := rep.Claims[3]; !c.NoStudy || len(c.Candidates) > 0 {
		t.Errorf("a claim that nothing fits: %+v", c)
	}
	var b bytes.Buffer
	if err := rep.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{Disclaimer, "**RETRACTED.**", "Nothing in the library fits this claim.", "No study found here has: 0.9 mg/kg"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the Markdown lacks %q:\n%s", want, b.String())
		}
	}
}

// The page escapes what came from elsewhere, and marks what was retracted.
func TestEvidenceAsHTML(t *testing.T) {
	lib := evidenceLibrary()
	lib[0].Title = "Ketamine for treatment-resistant depression <script>alert(1)</script>"
	rep := checkDraft(t, indexed(t, lib), "Ketamine reduces the symptoms of treatment-resistant depression <b onclick=x> within 24 hours. LSD relieves cluster headache in most people.")
	var b bytes.Buffer
	if err := rep.HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<!DOCTYPE html>", "RETRACTED.", "Journal of Examples</", "Nothing in the library fits this claim.", "&lt;script&gt;"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(b.String(), "<script") || strings.Contains(b.String(), "<b onclick") {
		t.Errorf("markup is alive: %s", b.String())
	}
}

func TestEvidenceRefuses(t *testing.T) {
	if _, err := Evidence(t.Context(), nil, &Draft{}, DraftOptions{Style: "oxford"}); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("got %v, want study.ErrInvalid", err)
	}
}

func TestQuantities(t *testing.T) {
	for in, want := range map[string][]string{
		"0.5 mg/kg over 40 minutes": {"0.5 mg/kg", "40 minute"}, "a two-hour session": {"2 hour"}, "about 70% of 1,204 patients": {"70 %", "1204 people"},
		"25-30 mg": {"25 mg", "30 mg"}, "100 mcg": {"100 µg"}, "within 24 hours.": {"24 hour"}, "70 percent": {"70 %"}, "in the 1970s": nil,
		"One in three patients": {"33 %"}, "three quarters of them": {"75 %"}, "cut drinking by half": {"50 %"}, "less than half an hour": {"0.5 hour"}, "a single dose for a week": {"1 week"},
		"0.5 mg kg−1": {"0.5 mg/kg"}, "500 µg/kg": {"500 µg/kg"}, "over two to three weeks": {"2 week", "3 week"}, "nearly 200 participants": {"200 people"}, "a dose": nil,
	} {
		var got []string
		for _, q := range quantities(in) {
			got = append(got, q.key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

// A number is held in whatever unit and form a study gives it.
func TestNumbersHeld(t *testing.T) {
	tests := []struct {
		claim, text string
		want        bool
	}{
		{"for two weeks", "over 14 days", true}, {"for two weeks", "at day 14", true}, {"for two weeks", "for 3 weeks", false}, {"within one day", "within 24 h", true},
		{"for twelve months", "for one year", true}, {"for three months", "at week 12", true}, {"for 90 minutes", "for 1.5 hours", true}, {"for six weeks", "in a 6-week trial", true},
		{"0.5 mg/kg", "0.5mg/kg", true}, {"0.5 mg/kg", "0.5 mg·kg-1", true}, {"0.5 mg/kg", "500 µg/kg", true}, {"0.5 mg/kg", "0.5 mg", false}, {"0.5 mg/kg", "5 mg/kg", false},
		{"200 µg", "0.2 mg", true}, {"25 milligrams", "25-mg dose", true},
		{"one in three responded", "29.1% responded", true}, {"one in three responded", "33% responded", true}, {"one in three responded", "50% responded", false},
		{"half of the patients", "52% of patients", true}, {"half the patients", "20% of patients", false}, {"two thirds of patients", "67 percent", true}, {"scores halved", "a reduction of 50%", true},
		{"fewer than a quarter of trials", "18% of trials", true}, {"fewer than a quarter of trials", "60% of trials", false},
		{"71% of people", "71.2% of participants", true}, {"71% of people", "72.4%", false}, {"about 70%", "67.3%", true}, {"about 70%", "50%", false},
		{"fewer than 5%", "4.7%", true}, {"fewer than 5%", "12%", false}, {"more than 80%", "82%", true}, {"more than 80%", "55%", false},
		{"in 233 people", "n = 233", true}, {"in 233 people", "233 adult patients", true}, {"in 233 people", "n = 23", false}, {"nearly 200 participants", "194 participants", true},
		{"in 1,204 adults", "1204 participants", true}, {"six infusions", "six infusions", true}, {"six infusions", "6 ketamine infusions of 40 minutes", false},
	}
	for _, tt := range tests {
		q := quantities(tt.claim)
		if len(q) != 1 {
			t.Errorf("%q: %+v", tt.claim, q)
			continue
		}
		if got := readFigures(tt.text).holds(q[0]); got != tt.want {
			t.Errorf("%q in %q: got %v", tt.claim, tt.text, got)
		}
	}
}

// docx packs a document as Word does.
func docx(t *testing.T, name, document string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(document)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordDocument = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>A head</w:t></w:r></w:p>` +
	`<w:p><w:r><w:t>Ketamine </w:t></w:r><w:r><w:t>helps &amp; heals.</w:t></w:r><w:del><w:r><w:delText>Not this.</w:delText></w:r></w:del></w:p></w:body></w:document>`

func TestReadDraft(t *testing.T) {
	want := []Paragraph{{"A head", true}, {Text: "Ketamine helps & heals."}}
	for name, text := range map[string]string{
		"a.txt":  "A head\n\nKetamine helps & heals.\n\nReferences\n\n1. Smith",
		"a.md":   "# A head\n\nKetamine *helps* &amp; [heals](http://x.y/z).\n\n```\ncode\n```\n## References\n\n1. Smith",
		"a.html": "<html><head><title>t</title><style>p{}</style></head><body><h1>A head</h1><script>alert(1)</script><p>Ketamine <b>helps</b> &amp; heals.</p><h2>References</h2><p>Smith</p>",
		"a.docx": string(docx(t, "word/document.xml", wordDocument)),
	} {
		d, err := ReadDraft(strings.NewReader(text), name, "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, d.Paragraphs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadDraftRefuses(t *testing.T) {
	deep := strings.Repeat("<w:p>", maxDocxDepth+10)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"a.docx", []byte("hello"), "no .docx file"},
		{"a.docx", docx(t, "../../word/document.xml", wordDocument), "word/document.xml is missing"},
		{"a.docx", docx(t, "word/document.xml", deep), "nested more than 200 deep"},
		{"a.docx", docx(t, "word/document.xml", "<w:document><w:t>"+strings.Repeat("bomb ", 1<<20)), "its text has more than 512 KB"},
		{"a.docx", docx(t, "word/document.xml", "<w:document>"+strings.Repeat(" ", maxDocxXML+1)), "unpacks to more than 32 MB"},
		{"a.docx", docx(t, "word/document.xml", "<w:document><w:p>"), "read the document"},
		{"a.txt", bytes.Repeat([]byte("word "), MaxDraftText/4), "its text has more than 512 KB"},
		{"a.txt", bytes.Repeat([]byte("x"), MaxDraftFile+1), "more than 20 MB"},
		{"a.txt", []byte(" \n"), "holds no text"},
	}
	for _, tt := range tests {
		_, err := ReadDraft(bytes.NewReader(tt.data), tt.name, "")
		if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, study.ErrInvalid) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := ReadDraft(strings.NewReader("x"), "a", "pdf"); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("an unknown format: got %v", err)
	}
}

func FuzzReadDraft(f *testing.F) {
	f.Add("text", "Ketamine helps.\n\nA head")
	f.Add("markdown", "# Head\n- item [a](b)\n```")
	f.Add("html", "<p>a<script>b</p><h1>c")
	f.Add("docx", "PK\x03\x04")
	f.Fuzz(func(t *testing.T, format, text string) {
		d, err := ReadDraft(strings.NewReader(text), "f", format)
		if err != nil {
			return
		}
		if read := readClaims(d); len(read.claims) > MaxClaims {
			t.Errorf("%d claims", len(read.claims))
		}
	})
}

// recordedLibrary reads the recorded abstracts of the field.
func recordedLibrary(t testing.TB) fakeLibrary {
	t.Helper()
	var lib fakeLibrary
	seen := map[string]bool{}
	for _, file := range []string{shared(t, "corpus", "psychedelic_pubmed_2025.jsonl"), shared(t, "evidence", "abstracts.jsonl")} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range bytes.Split(b, []byte("\n")) {
			var r struct{ ID, PMID, Title, Abstract, Year string }
			if json.Unmarshal(line, &r) != nil || r.Title == "" || seen[strings.ToLower(r.Title)] {
				continue
			}
			seen[strings.ToLower(r.Title)] = true
			s := study.Study{ID: fmt.Sprintf("ev%08d", len(lib)+1)}
			s.Kind, s.Title, s.Languages = study.KindArticle, r.Title, []string{"eng"}
			s.Abstract = []study.Section{{Text: r.Abstract}}
			s.IDs.PMID = r.PMID
			if r.PMID == "" {
				s.Journal.Title = "label set, " + r.ID
			}
			lib = append(lib, s)
		}
	}
	return lib
}

// The claims of a clinic's page find studies among the recorded abstracts; -v shows
// them for reading.
func TestEvidenceOfRecordedAbstracts(t *testing.T) {
	lib := recordedLibrary(t)
	x := indexed(t, lib)
	b, err := os.ReadFile(filepath.Join("testdata", "clinic.md"))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	rep := checkDraft(t, x, string(b))
	t.Logf("%d words, %d claims in %s over %d studies", rep.Words, len(rep.Claims), time.Since(start), len(lib))
	found := 0
	for _, c := range rep.Claims {
		if !c.NoStudy {
			found++
		}
		t.Logf("%d %v %v %s (unfound %q)", c.Number, c.Rules, c.About, c.Text, c.Missing)
		for _, k := range c.Candidates[:min(3, len(c.Candidates))] {
			t.Logf("    %.2f [%.1s] %s %s | %s", k.Fit, k.Level, k.InText, k.Title, k.Passage.Text)
		}
	}
	if len(rep.Claims) < 25 || found*10 < len(rep.Claims)*8 {
		t.Errorf("%d of %d claims found a study", found, len(rep.Claims))
	}
}

// A draft of some 5,000 words over the recorded abstracts.
func BenchmarkEvidence(b *testing.B) {
	x := indexed(b, recordedLibrary(b))
	text, err := os.ReadFile(filepath.Join("testdata", "clinic.md"))
	if err != nil {
		b.Fatal(err)
	}
	d, err := ReadDraft(bytes.NewReader(bytes.Repeat(text, 10)), "clinic.md", "")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Evidence(b.Context(), x, d, DraftOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
