package check

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"evidelic/study"
)

// endless gives one byte sequence again and again, as a file of any size does.
type endless struct {
	text string
	left int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n+len(e.text) <= len(p) && e.left > 0 {
		n += copy(p[n:], e.text)
		e.left -= len(e.text)
	}
	if n == 0 {
		n = copy(p, e.text)
		e.left -= n
	}
	return n, nil
}

func repeated(text string, size int) io.Reader { return &endless{text, size} }

// hostileMemory bounds, in bytes, what is allocated in all for one file: some
// copies of it, not a multiple that its content chooses.
const hostileMemory = 600 << 20

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// archive packs files as given, one after the other.
func archive(t testing.TB, files ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;"><!ENTITY lol3 "&lol2;&lol2;&lol2;">]>`

// growingMacros is a file of a few lines in which each abbreviation is twice the one
// before it, and each entry has many of them.
func growingMacros() string {
	var b strings.Builder
	b.WriteString("@string{m0 = {ketamine}}\n")
	for i := range 1900 {
		fmt.Fprintf(&b, "@string{m%d = m%d # m%d}\n", i+1, i, i)
	}
	for i := range 1000 {
		fmt.Fprintf(&b, "@article{k%d, title = m%d # m11 # m11, note = m%d}\n", i, i, i)
	}
	return b.String()
}

func TestHostileLists(t *testing.T) {
	tests := []struct {
		name string
		in   io.Reader
		want string // in the error, or "" where it is read
	}{
		{"fifty.bib", repeated("@article{k, title={A title of some words}, year=2020}\n", 50<<20), "more than 10 MB"},
		{"line.bib", repeated("x", 9<<20), "line.bib"},
		{"braces.bib", strings.NewReader("@article{k, title={" + strings.Repeat("{", 4<<20) + "}}"), ""},
		{"macros.bib", repeated("@string{a = b # b # b}\n", 4<<20), "holds no reference"},
		{"growing.bib", strings.NewReader(growingMacros()), ""},
		{"lines.txt", io.MultiReader(strings.NewReader("1. A\n2. B\n"), repeated("a\n", 9<<20)), ""},
		{"deep.json", strings.NewReader("[" + strings.Repeat("[", 5<<20)), "deep.json"},
		{"deep2.json", strings.NewReader(`[{"title":` + strings.Repeat(`{"a":`, 1<<20)), "deep2.json"},
		{"deep.xml", strings.NewReader("<xml><records><record>" + strings.Repeat("<a>", 2<<20)), "deep.xml"},
		{"laughs.xml", strings.NewReader(laughs + "<xml><records><record><titles><title>&lol3;</title></titles></record></records></xml>"), ""},
		{"file.xml", strings.NewReader(`<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><records><record><titles><title>&f;</title></titles></record></records></xml>`), ""},
		{"line.txt", strings.NewReader(strings.Repeat("word ", 1<<20)), ""},
		{"zeros.txt", strings.NewReader(strings.Repeat("\x00", 1<<20)), ""},
		{"latin.ris", strings.NewReader("TY  - JOUR\r\nTI  - Caf\xe9 \xff\xfe\x00 study\r\nER  - \r\n"), ""},
		{"../../../etc/cron.d/x.bib", strings.NewReader("@article{k, title={=cmd|'/C calc'!A0}, doi={10.1/../../x}}"), ""},
		{"many.txt", repeated("A. B. A title of words. J. 2020.\n", 9<<20), "more than 2000 references"},
		{"wide.csv", strings.NewReader("title" + strings.Repeat(",x", 1<<20) + "\n=1+1\n"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list *List
			var err error
			used := allocated(func() { list, err = ReadList(tt.in, tt.name, "") })
			if used > hostileMemory {
				t.Errorf("%d MB were allocated", used>>20)
			}
			switch {
			case err != nil && !errors.Is(err, study.ErrInvalid):
				t.Errorf("%v is no study.ErrInvalid", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			case err == nil && len(list.Entries)+len(list.Faults) == 0:
				t.Error("neither entries nor a fault")
			case err == nil:
				for _, e := range list.Entries {
					if strings.Contains(e.Report.Title, "lollol") || strings.Contains(e.Report.Title, "root:") {
						t.Errorf("an entity was expanded: %.80s", e.Report.Title)
					}
				}
			}
		})
	}
}

// What was read is checked and written again, formulas and all.
func TestHostileListsAreWrittenAgain(t *testing.T) {
	for name, text := range map[string]string{
		"a.csv": "title,doi\n\"=HYPERLINK(\"\"http://x.y\"\",\"\"click\"\")\",10.9999/x\n@SUM(A1),\n",
		"a.bib": "@article{k, title={\\input{/etc/passwd} \\write18{rm -rf} =1+1}, year=2020}",
		"a.ris": "TY  - JOUR\r\nTI  - a\x00b \xff <script>alert(1)</script>\r\nER  - \r\n",
		"a.txt": "Doe J. =cmd|calc!A0 and <img src=x onerror=alert(1)>. 2020.\n",
	} {
		rep := checkList(t, madeLibrary(), name, text)
		var corrected, markdown strings.Builder
		if err := errors.Join(rep.Correct(&corrected, "apa"), rep.Markdown(&markdown)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "a.csv" && (strings.Contains(corrected.String(), "\n=") || strings.Contains(corrected.String(), ",=") || strings.Contains(corrected.String(), `"=`)) {
			t.Errorf("%s: a cell begins with a formula: %s", name, corrected.String())
		}
		if name == "a.bib" && strings.Contains(corrected.String(), `\input{`) {
			t.Errorf("%s: a command of LaTeX is alive: %s", name, corrected.String())
		}
		if regexp.MustCompile(`[^\\]<(?:script|img)`).MatchString(markdown.String()) {
			t.Errorf("%s: markup is alive: %s", name, markdown.String())
		}
	}
}

func TestHostileDrafts(t *testing.T) {
	word := "word/document.xml"
	bomb := "<w:document><w:body>" + strings.Repeat("<w:p/>", maxDocxXML/6+1000)
	inner := string(archive(t, [2]string{word, strings.Repeat("A", 1<<20)}))
	var names [][2]string
	for i := range maxDocxFiles + 10 {
		names = append(names, [2]string{fmt.Sprint("../../", i), ""})
	}
	tests := []struct {
		name string
		in   io.Reader
		want string
	}{
		{"bomb.docx", bytes.NewReader(archive(t, [2]string{word, bomb})), "unpacks to more than 32 MB"},
		{"nested.docx", bytes.NewReader(archive(t, [2]string{"word/document.zip", inner}, [2]string{"../../../etc/passwd", "x"})), "word/document.xml is missing"},
		{"zip in place.docx", bytes.NewReader(archive(t, [2]string{word, inner})), "read the document"},
		{"names.docx", bytes.NewReader(archive(t, names...)), "holds more than 5000 files"},
		{"laughs.docx", bytes.NewReader(archive(t, [2]string{word, laughs + "<w:document><w:p><w:t>&lol3;</w:t></w:p></w:document>"})), "read the document"},
		{"external.docx", bytes.NewReader(archive(t, [2]string{word, `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document><w:p><w:t>&x;</w:t></w:p></w:document>`})), "read the document"},
		{"deep.docx", bytes.NewReader(archive(t, [2]string{word, strings.Repeat("<a>", 1<<20)})), "nested more than 200 deep"},
		{"attribute.docx", bytes.NewReader(archive(t, [2]string{word, `<w:document a="` + strings.Repeat("x", 8<<20)})), "read the document"},
		{"cut.docx", bytes.NewReader(archive(t, [2]string{word, wordDocument})[:100]), "no .docx file"},
		{"deep.html", repeated("<div>", 19<<20), "more than 500000 tags"},
		{"blocks.html", repeated("<p>", 19<<20), "more than 500000 tags"},
		{"long.html", repeated("<p>ketamine ", 19<<20), "more than 512 KB"},
		{"tag.html", strings.NewReader("<p " + strings.Repeat("x", 8<<20)), "holds no text"},
		{"lines.txt", repeated("\n\n", 19<<20), "more than 512 KB"},
		{"lines.md", repeated("- \n", 19<<20), "more than 512 KB"},
		{"zeros.txt", strings.NewReader("Ketamine\x00helps\x00\xff\xfe people."), ""},
		{"sentence.txt", strings.NewReader(strings.Repeat("ketamine helps ", 30_000)), ""},
		{"claims.txt", strings.NewReader(strings.Repeat("Ketamine relieves depression within 2 hours. ", 10_000)), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d *Draft
			var err error
			used := allocated(func() {
				if d, err = ReadDraft(tt.in, tt.name, ""); err == nil {
					readClaims(d)
				}
			})
			if used > hostileMemory {
				t.Errorf("%d MB were allocated", used>>20)
			}
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, study.ErrInvalid)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func FuzzWordDocument(f *testing.F) {
	f.Add(wordDocument)
	f.Add(laughs + "<w:document><w:p><w:t>&lol3;</w:t></w:p></w:document>")
	f.Add("<w:p><w:t>a</w:p>")
	f.Fuzz(func(t *testing.T, document string) {
		d, err := ReadDraft(bytes.NewReader(archive(t, [2]string{"word/document.xml", document})), "a.docx", "docx")
		if err == nil && len(d.Paragraphs) == 0 {
			t.Error("neither text nor an error")
		}
	})
}

func FuzzReadReference(f *testing.F) {
	f.Add("Grob, C., & Greer, G. (2011). Pilot Study. ARCH GEN, 68(1), 71–78. https://doi.org/10.1001/arch.2010.116")
	f.Add("Doe J, Roe R. “A title, 1999.” J. 2020;1(2):3-4. PMID: 123456")
	f.Fuzz(func(t *testing.T, text string) {
		rep := readReference(text)
		if rep.IDs.DOI != "" {
			if again, ok := study.NormalDOI(rep.IDs.DOI); !ok || again != rep.IDs.DOI {
				t.Errorf("%q is no DOI in its normal form", rep.IDs.DOI)
			}
		}
		e := Entry{Text: text, Report: rep}
		if c := confidence(&e, &study.Study{Report: study.Report{Title: text}}); c < 0 || c > 1.2 {
			t.Errorf("confidence %f", c)
		}
	})
}
