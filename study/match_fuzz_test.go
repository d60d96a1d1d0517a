package study

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// FuzzMatch compares two records of hostile fields: nothing breaks, the order of
// the two does not matter, and a record is always found beside its copy.
func FuzzMatch(f *testing.F) {
	for _, s := range [][6]string{
		{"[Ketamine <i>in</i> veterans: part II]. [Review] [45 refs]", "van den Berg, A", "Annales fran?aises d'anesth?sie = French annals", "24 Suppl 3", "233-8+230-5, 246-51", "The randomised ward was full of patients"},
		{"RETRACTED ARTICLE: IFN-γ & p16(INK4a) in 1,000 women", "MOOD Study Group", "JAMA : the journal", "21 (Pt 2)", "Suppl-29", ""},
		{"Utilidad de la cetamina en urgencias; Is ketamine useful in emergency wards?", "Giorgi, Rossi P", "BMJ (Clinical research ed.)", "v012", "01-Jun", "x"},
		{"(((((", ",", "[[[", "", "e12724", "\xff"}, {"", "", "", "", "", ""},
	} {
		f.Add(s[0], s[1], s[2], s[3], s[4], s[5])
	}
	f.Fuzz(func(t *testing.T, title, author, journal, volume, pages, abstract string) {
		a := cited("a", "Ketamine infusions for resistant depression in veterans | Berg, A | 2014 | Journal of Mood | 12 | 203-211")
		b := Record{Source: "import:x", Key: "b", Report: Report{Kind: KindArticle, Title: title, OriginalTitle: abstract, Authors: []Author{{Family: author, Given: title}},
			Journal: Journal{Title: journal, Abbrev: title}, Volume: volume, Pages: pages, Abstract: []Section{{Text: abstract}}, Languages: []string{volume}}}
		x, y := traitsOf(&a.Report), traitsOf(&b.Report)
		for _, p := range [][2]*traits{{x, y}, {y, y}} {
			r1, _, ok1 := match(p[0], p[1])
			r2, _, ok2 := match(p[1], p[0])
			if r1 != r2 || ok1 != ok2 {
				t.Errorf("match = %d %v one way, %d %v the other", r1, ok1, r2, ok2)
			}
		}
		if n := len(MatchKeys(&b)); n > 7 {
			t.Errorf("%d keys, want at most seven", n)
		}
		if s := fold(title); !utf8.ValidString(s) {
			t.Errorf("fold gives invalid text %q", s)
		}
		copied := b
		copied.Key = "c"
		Partition([]Record{a, b, copied}, nil)
	})
}

func TestMatchIsSymmetric(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	records := retellings(rng, 120)
	for i := range records {
		for j := range records[:i] {
			x, y := traitsOf(&records[i].Report), traitsOf(&records[j].Report)
			r1, _, ok1 := match(x, y)
			r2, _, ok2 := match(y, x)
			if r1 != r2 || ok1 != ok2 {
				t.Fatalf("%+v and %+v: rule %d %v one way, %d %v the other", records[i].Report, records[j].Report, r1, ok1, r2, ok2)
			}
		}
	}
}
