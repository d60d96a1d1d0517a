package index

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// shelf gives a few studies that have something of everything.
func shelf() *fakeSource {
	src := newFake()
	a := article("eva", "Ketamine infusion for treatment-resistant depression: a randomised trial", "Patients with depression received ketamine 0.5 mg/kg intravenously. Depression scores fell rapidly.")
	a.IDs = study.IDs{PMID: "38011560", DOI: "10.1000/ket.(1)a"}
	a.Authors = []study.Author{{Family: "Carhart-Harris", Given: "Robin Lester", Initials: "RL", Affiliations: []string{"Imperial College London"}}, {Family: "Müller", Initials: "F"}}
	a.Journal = study.Journal{Title: "Journal of Psychopharmacology", Abbrev: "J Psychopharmacol", ISSN: []string{"0269-8811"}}
	a.MeSH = []study.Heading{{Name: "Ketamine", Major: true, Qualifiers: []study.Qualifier{{Name: "therapeutic use"}}}, {Name: "Depressive Disorder, Treatment-Resistant"}}
	a.PublicationTypes = []string{"Randomized Controlled Trial"}
	a.Languages = []string{"eng"}
	a.Published = study.Published{Print: study.Date{Year: 2021, Month: 3}, Electronic: study.Date{Year: 2020, Month: 12, Day: 30}}
	a.Trials = []study.TrialLink{{Number: "NCT01234567", Role: study.RoleReports}}
	a.Tags = study.Tags{study.TaskSubstance: tag("ketamine"), study.TaskDesign: tag("randomised-trial"), study.TaskN: tag("72"), study.TaskLevel: tag("2-randomised"), study.TaskScope: tag("clinical")}

	b := article("evb", "Esketamine nasal spray in major depressive disorder", "Esketamine reduced symptoms of resistant depression after treatment. Nasal administration was safe.")
	b.Authors = []study.Author{{Family: "O'Brien", Given: "Jean-Paul"}, {Collective: "The Spray Group"}}
	b.Keywords = []string{"intranasal delivery"}
	b.Published.Print = study.Date{Year: 2019}
	b.Tags = study.Tags{study.TaskSubstance: tag("esketamine"), study.TaskN: tag("30"), study.TaskScope: tag("clinical")}

	c := article("evc", "5-MeO-DMT and the 5-HT(2A) receptor", "Inhaled 5-MeO-DMT acts at 5-HT1A. Mice showed plasticity.")
	c.Substances = []study.Substance{{Name: "Methoxydimethyltryptamines", Number: "X0MKX3GWU9"}}
	c.Published.Print = study.Date{Year: 2023, Month: 5, Day: 17}
	c.Tags = study.Tags{study.TaskScope: tag("mechanism")}

	d := article("evd", "Ketamine anaesthesia in horses", "Behaviour of horses after anesthesia with ketamine.")
	d.Tags = study.Tags{study.TaskScope: tag("out")}
	src.put(a, b, c, d)
	return src
}

// languageRows pair queries with the studies of the shelf that they find.
var languageRows = []struct{ query, want string }{
	{"", "a b c"},
	{"ketamine", "a"},
	{"esketamine OR ketamine", "a b"},
	{"depression NOT nasal", "a"},
	{"treatment resistant depression", "a b"},
	{`"treatment resistant depression"`, "a"},
	{"treatment-resistant", "a"},
	{"treatment resistant[tiab]", "a"},
	{`"resistant depression"[ab]`, "b"},
	{`"treatment depression"[tiab:~0]`, ""},
	{`"treatment depression"[tiab:~1]`, "a b"},
	{`"depression treatment"[tiab:~1]`, "a b"},
	{`"esketamine depression"[tiab:~3]`, ""},
	{`"symptoms treatment"[tiab:~4]`, "b"},
	{`"depression treatment"[ti:~2]`, "a"},
	{"randomized", "a"},
	{"anaesthesia scope:out", "d"},
	{"anesthesia[ti] scope:(out OR clinical)", "d"},
	{"depress*", "a b"},
	{"depressi*[ti]", "a b"},
	{"depressio*[ti]", "a"},
	{`"nasal adm*"`, "b"},
	{`"major depress*"`, "b"},
	{"5-MeO-DMT", "c"},
	{"5meodmt", "c"},
	{"5-HT2A", "c"},
	{"5HT2A receptor", "c"},
	{`"5-MeO-DMT acts"`, "c"},
	{"MeO", "c"},
	{"Carhart-Harris", "a"},
	{"Carhart-Harris RL[au]", "a"},
	{"carhart harris r[au]", "a"},
	{"Carhart-Harris, Robin Lester[fau]", "a"},
	{"Carhart-Harris, Robin Lester[au]", "a"},
	{"Carhart-Harris Robin*[au]", "a"},
	{"Carhart-Harris X[au]", ""},
	{"Carhart*[au]", "a"},
	{"Muller F[au]", "a"},
	{"Müller[lastau]", "a"},
	{"Müller[1au]", ""},
	{"OBrien JP[au]", "b"},
	{"Spray Group[cn]", ""},
	{`"the spray group"[cn]`, "b"},
	{"J Psychopharmacol[ta]", "a"},
	{"journal of psychopharmacology[Journal]", "a"},
	{"0269-8811[issn]", "a"},
	{"randomized controlled trial[pt]", "a"},
	{"ketamine[mh]", "a"},
	{`"Ketamine/therapeutic use"[mh]`, "a"},
	{"ketamine[majr]", "a"},
	{`"Depressive Disorder, Treatment-Resistant"[Majr]`, ""},
	{"therapeutic use[sh]", "a"},
	{"Methoxydimethyltryptamines[nm]", "c"},
	{"X0MKX3GWU9[rn]", "c"},
	{"intranasal delivery[ot]", "b"},
	{"intranasal[ot]", ""},
	{"intranasal[tw]", "b"},
	{`"intranasal delivery"`, "b"},
	{"english[la]", "a"},
	{"imperial london[ad]", "a"},
	{"38011560", "a"},
	{"38011560 999[pmid]", "a"},
	{"10.1000/KET.(1)A", "a"},
	{"https://doi.org/10.1000/ket.%281%29a", "a"},
	{"https://pubmed.ncbi.nlm.nih.gov/38011560/", "a"},
	{"NCT01234567", "a"},
	{"ClinicalTrials.gov/NCT01234567[si]", "a"},
	{"id:eva", ""}, // not a field of ours: words
	{"eva[ev]", "a"},
	{"2020[dp]", "a"},
	{"2021[dp]", "a"},
	{"2019:2020[dp]", "a b"},
	{"2023/05/17[dp]", "c"},
	{"2023/05/18:3000[dp]", ""},
	{`"2023/05"[dp] : "3000"[dp]`, "c"},
	{"n>50", "a"},
	{"n:30..72", "a b"},
	{"n<=30", "b"},
	{"year:2019..2020", "a b"},
	{"substance:esketamine", "b"},
	{"substance:(esketamine OR ketamine) year>=2020", "a"},
	{"design:randomised-trial substance:ketamine", "a"},
	{"journal:journal-of-psychopharmacology", "a"},
	{`journal:"Journal of Psychopharmacology"`, "a"},
	{"title:ketamine author:muller", "a"},
	{"(ketamine OR esketamine) AND (infusion OR spray) NOT horses", "a b"},
	{"ketamine nosuchword", "a"}, // relaxed
	{"ketamine AND nosuchword", ""},
}

// TestLanguage asks the shelf; the hits are compared in the order of ids.
func TestLanguage(t *testing.T) {
	x := mustOpen(t, shelf())
	for _, tc := range languageRows {
		t.Run(tc.query, func(t *testing.T) {
			got := ids(t, x, Request{Text: tc.query})
			slices.Sort(got)
			if s := strings.ReplaceAll(strings.Join(got, " "), "ev", ""); s != tc.want {
				t.Errorf("got %q, want %q", s, tc.want)
			}
		})
	}
}

func TestRelaxed(t *testing.T) {
	x := mustOpen(t, shelf())
	for query, want := range map[string]bool{"ketamine depression": false, "ketamine nosuchword": true, "ketamine AND nosuchword": false, `"ketamine nosuchword"`: false} {
		res, err := x.Search(t.Context(), Request{Text: query})
		if err != nil || res.Query.Relaxed != want {
			t.Errorf("%q: %v, relaxed %v", query, err, res.Query.Relaxed)
		}
	}
}

func TestSnippets(t *testing.T) {
	x := mustOpen(t, shelf())
	res, err := x.Search(t.Context(), Request{Text: "ketamine depression rapidly", Snippets: true})
	if err != nil || len(res.Hits) == 0 {
		t.Fatal(err, res)
	}
	var got []string
	for _, s := range res.Hits[0].Snippets {
		text := s.Text
		for _, m := range slices.Backward(s.Marks) {
			text = text[:m.Start] + "<" + text[m.Start:m.End] + ">" + text[m.End:]
		}
		got = append(got, s.Field+": "+text)
	}
	want := []string{"title: <Ketamine> infusion for treatment-resistant <depression>: a randomised trial", "abstract: <Depression> scores fell <rapidly>."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSentences(t *testing.T) {
	text := "Ketamine (0.5 mg/kg) vs. Placebo helped. Was it safe? Yes! e.g. Mice. N = 5."
	var got []string
	for _, s := range sentences(text) {
		got = append(got, text[s.Start:s.End])
	}
	want := []string{"Ketamine (0.5 mg/kg) vs. Placebo helped.", "Was it safe?", "Yes! e.g. Mice.", "N = 5."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCursor pages through everything with small pages, in each order, and
// wants what Matches gives.
func TestCursor(t *testing.T) {
	src := newFake()
	for n := range 57 {
		s := article(numbered(n), "ketamine", strings.Repeat("ketamine ", n%5))
		s.Published.Print = study.Date{Year: 2000 + n%3}
		src.put(s)
	}
	x := mustOpen(t, src)
	for _, sort := range []Sort{SortBest, SortNewest, SortEvidence, SortCited} {
		want, err := x.Matches(t.Context(), Request{Text: "ketamine", Sort: sort})
		if err != nil || len(want) != 57 {
			t.Fatalf("%v: %d matches", err, len(want))
		}
		var got []string
		req := Request{Text: "ketamine", Sort: sort, Size: 10}
		for pages := 0; pages < 10; pages++ {
			res, err := x.Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range res.Hits {
				got = append(got, h.Study.ID)
			}
			if req.Cursor = res.Next; req.Cursor == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sort, diff)
		}
	}
}

func TestInvalidRequests(t *testing.T) {
	x := mustOpen(t, shelf())
	res, err := x.Search(t.Context(), Request{Size: 1})
	if err != nil || res.Next == "" {
		t.Fatal(err, res)
	}
	for _, req := range []Request{
		{Sort: "random"}, {Size: MaxSize + 1}, {Size: -1}, {Page: MaxWindow}, {Text: strings.Repeat("a", MaxText+1)},
		{Filters: map[string][]string{"colour": {"red"}}}, {Filters: map[string][]string{"n": {"many"}}}, {Filters: map[string][]string{"year": {"2020..2010"}}},
		{Filters: map[string][]string{"route": make([]string, maxFilterValues+1)}},
		{Cursor: "no cursor"}, {Cursor: res.Next, Text: "other"}, {Cursor: res.Next, Sort: SortNewest}, {Cursor: strings.Repeat("a", 600)},
	} {
		if _, err := x.Search(t.Context(), req); !errors.Is(err, study.ErrInvalid) {
			t.Errorf("%.80s: got %v, want ErrInvalid", fmt.Sprintf("%+v", req), err)
		}
	}
}
