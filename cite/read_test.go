package cite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// shared gives a folder of recorded files; the test is skipped where it is absent.
func shared(t *testing.T, elem ...string) string {
	t.Helper()
	root := os.Getenv("EVIDELIC_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	dir := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("recorded files are absent: %v", err)
	}
	return dir
}

// readAll reads a whole file: the records, the faults of single records, and the
// error that ended it.
func readAll(in, format string) (recs []study.Record, faults []string, err error) {
	for rec, e := range Read(strings.NewReader(in), format, "test") {
		var re *study.RecordError
		switch {
		case errors.As(e, &re):
			faults = append(faults, re.Error())
		case e != nil:
			return recs, faults, e
		default:
			recs = append(recs, rec)
		}
	}
	return recs, faults, nil
}

func TestReadRIS(t *testing.T) {
	in := "TY  - JOUR\r\nAU  - van der Berg, Jan Willem, Jr\r\nAU  - Trial Study Group\r\nTI  - Oral ketamine\r\n  at home\r\nT2  - Journal of Examples\r\n" +
		"PY  - 2023\r\nDA  - 2023/04/05/\r\nVL  - 12\r\nIS  - 3\r\nSP  - 101\r\nEP  - 110\r\nDO  - https://doi.org/10.5555/ABC.1\r\nDB  - PubMed\r\nAN  - 00123\r\nKW  - ketamine\r\nAB  - It worked (P<0.001).\r\nER  - \r\n"
	recs, faults, err := readAll(in, "ris")
	if err != nil || faults != nil || len(recs) != 1 {
		t.Fatalf("got %d records, faults %v, error %v", len(recs), faults, err)
	}
	want := study.Report{
		Kind: study.KindArticle, Title: "Oral ketamine at home", IDs: study.IDs{PMID: "123", DOI: "10.5555/abc.1", DOIPrinted: "10.5555/ABC.1"},
		Authors: []study.Author{{Family: "van der Berg", Given: "Jan Willem", Suffix: "Jr"}, {Collective: "Trial Study Group"}},
		Journal: study.Journal{Title: "Journal of Examples"}, Volume: "12", Issue: "3", Pages: "101-110",
		Published: study.Published{Print: study.Date{Year: 2023, Month: 4, Day: 5}},
		Abstract:  []study.Section{{Text: "It worked (P<0.001)."}}, Keywords: []string{"ketamine"},
	}
	if diff := cmp.Diff(want, recs[0].Report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if recs[0].ID().String() != "pubmed:123" {
		t.Errorf("key: got %s", recs[0].ID())
	}
}

func TestReadBadRecords(t *testing.T) {
	tests := []struct {
		name, format, in string
		records          int
		fault            string
	}{
		{"ris without end", "ris", "TY  - JOUR\nTI  - One\nAU  - A, B\nER  - \nTY  - JOUR\nTI  - Two\n", 1, "line 5: the file ends before the record's ER"},
		{"ris without begin", "ris", "TI  - One\nTY  - JOUR\nTI  - Two\nAU  - A, B\nER  - \n", 1, "line 1: a record must begin with TY"},
		{"ris empty record", "ris", "TY  - JOUR\nER  - \n", 0, "neither a title nor an identifier"},
		{"nbib garbage", "nbib", "hello\n\nPMID- 5\nTI  - One.\n", 1, "line 1: want TAG - value"},
		{"jsonl unknown field", "jsonl", `{"title":"A","doi":"10.5555/a"}` + "\n" + `{"title":"B","colour":"red"}`, 1, `line 2: json: unknown field "colour"`},
		{"jsonl two values", "jsonl", `{"title":"A","doi":"10.5555/a"} {}`, 0, "after top-level value"},
		{"jsonl no json", "jsonl", `title: A`, 0, "not a JSON object"},
		{"csl wrong type", "csl-json", `[{"title":5},{"title":"A","DOI":"10.5555/a"}]`, 1, "record 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			recs, faults, err := readAll(tt.in, tt.format)
			if err != nil {
				t.Fatal(err)
			}
			if len(recs) != tt.records || len(faults) != 1 || !strings.Contains(faults[0], tt.fault) {
				t.Errorf("got %d records, faults %q; want %d records and %q", len(recs), faults, tt.records, tt.fault)
			}
		})
	}
}

func TestReadCutCSL(t *testing.T) {
	recs, _, err := readAll(`[{"title":"A","DOI":"10.5555/a"},{"title":`, "csl-json")
	if len(recs) != 1 || err == nil || !strings.Contains(err.Error(), "test: record 2") {
		t.Errorf("got %d records, error %v; want the first record and an error that names the second", len(recs), err)
	}
}

func TestParseName(t *testing.T) {
	tests := []struct {
		in   string
		want study.Author
	}{
		{"Carhart-Harris, Robin L.", study.Author{Family: "Carhart-Harris", Given: "Robin L."}},
		{"Carhart-Harris RL", study.Author{Family: "Carhart-Harris", Initials: "RL"}},
		{"Zuna, R E", study.Author{Family: "Zuna", Initials: "RE"}},
		{"M. Jian", study.Author{Family: "Jian", Initials: "M"}},
		{"Smith, Jr, John", study.Author{Family: "Smith", Given: "John", Suffix: "Jr"}},
		{"Smith, John, Jr", study.Author{Family: "Smith", Given: "John", Suffix: "Jr"}},
		{"Müller, J.-P.", study.Author{Family: "Müller", Given: "J.-P."}},
		{"Plato", study.Author{Family: "Plato"}},
		{" , ", study.Author{}},
		{"", study.Author{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, parseName(tt.in)); diff != "" {
			t.Errorf("parseName(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestParseLooseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2024": "2024", "2024/03/05/": "2024-03-05", "2024-03": "2024-03", "2024 Mar 5": "2024-03-05", "2024 Mar-Apr": "2024-03",
		"20240305": "2024-03-05", "2024/02/31": "2024-02", "1998 Dec-1999 Jan": "1998-12", "n.d.": "", "": "", "24": "", "2024 Spring": "2024",
	} {
		if got := parseLooseDate(in).String(); got != want {
			t.Errorf("parseLooseDate(%q) = %q, want %q", in, got, want)
		}
	}
}

// Every recorded file of another tool is read; those made malformed name the
// place.
func TestReadRecordedFiles(t *testing.T) {
	tests := []struct {
		glob, format string
	}{
		{"ris/*.ris", "ris"},
		{"nbib/*.nbib", "nbib"},
		{"nbib/biopython*.txt", "nbib"},
	}
	for _, tt := range tests {
		files, _ := filepath.Glob(filepath.Join(shared(t, "samples", "output"), tt.glob))
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			recs, faults, err := readAll(string(b), tt.format)
			starts := strings.Count("\n"+strings.ReplaceAll(string(b), "\r", "\n"), "\nTY  -") + strings.Count("\n"+string(b), "\nPMID-")
			if err != nil || len(recs)+len(faults) < starts {
				t.Errorf("%s: %d records and %d faults of %d, error %v", filepath.Base(file), len(recs), len(faults), starts, err)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("ris", "TY  - JOUR\nAU  - A, B\nTI  - T\nPY  - 2020\nER  - \n")
	f.Add("nbib", "PMID- 1\nTI  - T.\nFAU - A, B\nAU  - A B\n\nPMID- 2\n")
	f.Add("csl-json", `[{"title":"T","author":[{"family":"A"}],"issued":{"date-parts":[[2020,"2"]]}}]`)
	f.Add("bibtex", "@article{k, title = {T {X} \\'e}, author = \"A, B and {C D}\", year = 2020, journal = x # {y}}")
	f.Add("endnote-xml", "<xml><records><record><ref-type name=\"Book\">6</ref-type><titles><title><style>T</style></title></titles></record></records></xml>")
	f.Add("csv", "title,authors,doi\n\"T, a\",\"A B; C, D\",10.5555/a\n")
	f.Add("jsonl", `{"id":1,"title":"T","authors":["A B"],"year":2020}`)
	f.Fuzz(func(t *testing.T, format, in string) {
		recs, _, _ := readAll(in, format)
		for _, r := range recs {
			if r.Source == "" || r.Key == "" {
				t.Errorf("a record without a name: %+v", r)
			}
		}
	})
}
