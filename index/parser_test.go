package index

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// parseRows pair queries with the form in which they are understood and the number of
// warnings.
var parseRows = []struct {
	in, want string
	warnings int
}{
	{"", "all[sb]", 0},
	{"   ", "all[sb]", 0},
	{"ketamine depression", "ketamine depression", 0},
	{"ketamine for the depression", "ketamine depression", 0},
	{"of the", "of the", 0},
	{"ketamine AND depression", "ketamine AND depression", 0},
	{"ketamine OR esketamine", "ketamine OR esketamine", 0},
	{"ketamine NOT mice", "ketamine AND NOT mice", 0},
	{"NOT mice", "NOT mice", 0},
	{"a1 OR b1 AND c1", "(a1 OR b1) AND c1", 1},
	{"a1 AND b1 OR c1", "(a1 AND b1) OR c1", 1},
	{"a1 (b1 OR c1)", "a1 (b1 OR c1)", 0},
	{"(a1 OR (b1 AND c1)) NOT d1", "(a1 OR (b1 AND c1)) AND NOT d1", 0},
	{`"treatment resistant depression"`, `"treatment resistant depression"`, 0},
	{"“major depression”", `"major depression"`, 1},
	{`"not closed`, `"not closed"`, 1},
	{"(a1 OR b1", "a1 OR b1", 1},
	{"a1 OR b1)", "a1 OR b1", 1},
	{"()", "all[sb]", 1},
	{"a1 AND", "a1", 1},
	{"AND a1", "a1", 1},
	{"a1 AND OR b1", "a1 AND b1", 1},
	{"a1 or b1", "a1 b1", 1},
	{"ketamine[ti]", "ketamine[ti]", 0},
	{"ketamine [Title]", "ketamine[ti]", 0},
	{"ketamine[TIAB]", "ketamine[tiab]", 0},
	{"treatment resistant depression[tiab]", `"treatment resistant depression"[tiab]`, 0},
	{"N,N-Dimethyltryptamine[tiab]", "N,N-Dimethyltryptamine[tiab]", 0},
	{"psychedel*", "psychedel*", 0},
	{"ket*", "ket", 1},
	{`"magic mushroom*"[ti]`, `"magic mushroom*"[ti]`, 0},
	{`"ketamine depression"[tiab:~3]`, `"ketamine depression"[tiab:~3]`, 0},
	{`ketamine[tiab:~3]`, `ketamine[tiab]`, 1},
	{"(a1 OR b1)[ti]", "a1[ti] OR b1[ti]", 1},
	{"((a1 OR b1[ab]) c1)[ti]", "(a1[ti] OR b1[ab]) c1[ti]", 1},
	{"ketamine[foo]", "ketamine", 1},
	{"[ti] ketamine", "ketamine", 1},
	{"ketamine[sb]", "ketamine", 1},
	{"Carhart-Harris RL[au]", `"Carhart-Harris RL"[au]`, 0},
	{"depression[MeSH Terms]", `"depression"[mh]`, 0},
	{`"Ketamine/therapeutic use"[Mesh:NoExp]`, `"Ketamine/therapeutic use"[mh:noexp]`, 0},
	{"english[la]", `"english"[la]`, 0},
	{"2019:2024[dp]", "2019/01/01:2024/12/31[dp]", 0},
	{"2019/03:2019/05/07[dp]", "2019/03/01:2019/05/07[dp]", 0},
	{`"2025/08/13"[Date - Publication] : "3000"[Date - Publication]`, "2025/08/13:9999/12/31[dp]", 0},
	{"soon[dp]", `"soon"[none]`, 1},
	{"substance:esketamine design:rct n>50 route:oral year:2020..2024", "substance:esketamine design:rct n:51.. route:oral year:2020..2024", 0},
	{"substance:(ketamine OR esketamine)", "substance:ketamine OR substance:esketamine", 0},
	{`journal:"J Psychopharmacol"`, `journal:"j psychopharmacol"`, 0},
	{"n<=10", "n:..10", 0},
	{"n>=10", "n:10..", 0},
	{"n:x", `"x"[none]`, 1},
	{"p<0.05 ketamine", "p<0.05 ketamine", 0},
	{"title:ketamine author:nutt", `ketamine[ti] "nutt"[au]`, 0},
	{"foo:bar", "foo:bar", 1},
	{"38011560", `"38011560"[pmid] OR 38011560[tiab]`, 0},
	{"38011560[pmid]", `"38011560"[pmid]`, 0},
	{"38011560 38011561[uid]", `"38011560"[pmid] OR "38011561"[pmid]`, 0},
	{"10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID-SIM968>3.0.CO;2-2", `"10.1002/(sici)1097-0258(19980815)17:15/16<1661::aid-sim968>3.0.co;2-2"[doi]`, 0},
	{"https://doi.org/10.1000/ABC.", `"10.1000/abc"[doi]`, 0},
	{"(10.1000/abc)", `"10.1000/abc"[doi]`, 0},
	{"NCT06341426", `"NCT06341426"[nct] OR NCT06341426[tiab]`, 0},
	{"https://pubmed.ncbi.nlm.nih.gov/38011560/", `"38011560"[pmid]`, 0},
	{"#1 AND #2", `"#1"[none] AND "#2"[none]`, 2},
	{"5-HT(2A) agonist", "5-HT(2A) agonist", 0},
	{"ketamine & depression", "ketamine depression", 1},
	{"ketamine, depression; mood", "ketamine, depression mood", 0},
	{"ketamine ???", "ketamine", 1},
	{"conflict[cois] harvard medical[ad]", `"conflict"[cois] ("harvard"[ad] AND "medical"[ad])`, 0},
}

// TestParse wants each query read as the right-hand form, which reads as itself
// again.
func TestParse(t *testing.T) {
	fold, g := newFolder(), newGrammar()
	for _, tc := range parseRows {
		t.Run(tc.in, func(t *testing.T) {
			q, err := parse(tc.in, fold, g)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, q.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(q.warnings) != tc.warnings {
				t.Errorf("%d warnings, want %d: %+v", len(q.warnings), tc.warnings, q.warnings)
			}
			again, err := parse(q.String(), fold, g)
			if err != nil {
				t.Fatal(err)
			}
			if got := again.String(); got != q.String() {
				t.Errorf("read again: %s", got)
			}
		})
	}
}

func TestParseWarningPlaces(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"ketamine[foo] x1", "[foo]"},
		{"ä (b1 OR c1", "("},
		{"ä b1) c1", ")"},
		{"ä or b1", "or"},
		{"a1 ket*", "ket*"},
		{"a1 “b1”", "“b1”"},
		{"a1 AND", "AND"},
		{"n:x", "n:x"},
	} {
		q, err := parse(tc.in, newFolder(), newGrammar())
		if err != nil || len(q.warnings) != 1 {
			t.Fatalf("%q: %v, warnings %+v", tc.in, err, q.warnings)
		}
		if w := q.warnings[0]; tc.in[w.Start:w.End] != tc.want {
			t.Errorf("%q: the warning is about %q, want %q", tc.in, tc.in[w.Start:w.End], tc.want)
		}
	}
}

func TestParseBounds(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("(", maxDepth+1) + "a1",
		strings.Repeat("a ", maxTerms+1),
		strings.Repeat("a", MaxText+1),
	} {
		if _, err := parse(in, newFolder(), newGrammar()); !errors.Is(err, study.ErrInvalid) {
			t.Errorf("%.20s…: got %v, want ErrInvalid", in, err)
		}
	}
	var terms []string
	for i := range 5000 {
		terms = append(terms, fmt.Sprintf("%d[ti]", i))
	}
	if _, err := parse(strings.Join(terms, " OR "), newFolder(), newGrammar()); err != nil {
		t.Errorf("5000 terms: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`("Ketamine"[Mesh:NoExp] OR ketamin*[tiab]) AND ("depressive disorder"[Majr] OR depress*[ti]) NOT (animals[mh] NOT humans[mh])`,
		`"ketamine depression"[tiab:~3] AND 2019:2024[dp] n>50 substance:(a OR "b c")`,
		`((((`, `]][[`, `"a`, `10.1000/(a`, `AND OR NOT`, "\xff(\xfe[ti]", `“a” : "b"[dp]`, `title:"`, `n:..`, `#1`, "ſ[ſi]",
	} {
		f.Add(s)
	}
	fold, g := newFolder(), newGrammar()
	f.Fuzz(func(t *testing.T, s string) {
		q, err := parse(s, fold, g)
		if err != nil {
			if !errors.Is(err, study.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		for _, w := range q.warnings {
			if w.Start < 0 || w.End < w.Start || w.End > len(s) || w.Message == "" {
				t.Fatalf("%q: warning %+v", s, w)
			}
		}
		if q.String() == "" {
			t.Fatalf("%q is read as nothing", s)
		}
	})
}
