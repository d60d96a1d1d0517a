package crawler

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func TestPersonName(t *testing.T) {
	for in, want := range map[string]study.Author{
		"Dienes, Zoltan ":                 {Family: "Dienes", Given: "Zoltan"},
		"Maria C Almeida":                 {Family: "Almeida", Given: "Maria C"},
		"Ludwig van Beethoven":            {Family: "van Beethoven", Given: "Ludwig"},
		"Smith, J. Q.":                    {Family: "Smith", Initials: "JQ"},
		"Haas-Kogan DA":                   {Family: "Haas-Kogan", Initials: "DA"},
		"J. Q. Smith":                     {Family: "Smith", Initials: "JQ"},
		"Smith, John, Jr.":                {Family: "Smith", Given: "John", Suffix: "Jr"},
		"John Smith III":                  {Family: "Smith", Given: "John", Suffix: "III"},
		"Dr Jane Doe, PhD":                {Family: "Doe", Given: "Jane"},
		"Plato":                           {Family: "Plato"},
		"The ACTRN Study Group":           {Collective: "The ACTRN Study Group"},
		"World Health Organization":       {Collective: "World Health Organization"},
		"":                                {},
		"mail@example.org":                {},
		"<i>Zoë</i> M\u00fcller-L\u00fcd": {Family: "Müller-Lüd", Given: "Zoë"},
	} {
		if diff := cmp.Diff(want, PersonName(in)); diff != "" {
			t.Errorf("PersonName(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func FuzzPersonName(f *testing.F) {
	for _, s := range []string{"Dienes, Zoltan", "A, B, C, Jr", ",", "de la", "Jr", "X Y Z."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if a := PersonName(s); len(a.Family)+len(a.Given)+len(a.Initials)+len(a.Collective) > 4*maxName {
			t.Errorf("%q became %+v", s, a)
		}
	})
}
