package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestAnalyze(t *testing.T) {
	fold := newFolder()
	for _, tc := range []struct{ in, want string }{
		{"Ketamine, depression", "ketamin depress"},
		{"5-MeO-DMT", "=5meodmt 5 meo dmt"},
		{"S-ketamine", "=sketamin s ketamin"},
		{"5-HT2A receptor", "=5ht2a 5 ht2a receptor"},
		{"5-HT₂A", "=5ht2a 5 ht2a"},
		{"5-HT(2A)", "=5ht2a 5 ht 2a"},
		{"5HT2A", "5ht2a"},
		{"NCT06341426", "nct06341426"},
		{"N,N-dimethyltryptamine", "=nndimethyltryptamin n n dimethyltryptamin"},
		{"2,5-dimethoxy", "=25dimethoxy 2 5 dimethoxi"},
		{"0.5 mg/kg in 1,200 patients", "0.5 mg kg in 1200 patient"},
		{"groups 1, 2,300", "group 1 2300"},
		{"α-synuclein β2 µg μ-opioid", "=alphasynuclein alpha synuclein beta2 ug =muopioid mu opioid"},
		{"Müller Bjørn Łukasz naïve", "muller bjorn lukasz naiv"},
		{"patients' Alzheimer's O'Brien", "patient alzheim obrien"},
		{"P<0.001", "p 0.001"},
		{"word.Next", "word next"},
		{"treatment–resistant", "treatment resist"},
		{"", ""},
		{"--- … ()", ""},
	} {
		t.Run(tc.in, func(t *testing.T) {
			var got []string
			for _, tok := range fold.analyze(tc.in) {
				if tok.unit {
					tok.term = "=" + tok.term
				}
				got = append(got, tok.term)
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSpelling wants both spellings of a word to be one term.
func TestSpelling(t *testing.T) {
	fold := newFolder()
	for _, pair := range []string{
		"randomised randomized", "randomisation randomization", "anaesthesia anesthesia", "tumour tumor", "behavioural behavioral",
		"oestrogen estrogen", "paediatric pediatric", "oedema edema", "haemorrhage hemorrhage", "diarrhoea diarrhea", "foetal fetal",
		"analyse analyze", "analysed analyzed", "paralysed paralyzed", "hospitalised hospitalized", "generalised generalized",
		"centre center", "centres centers", "fibre fiber", "litre liter", "programme program", "programmes programs", "labelled labeled",
		"modelling modeling", "counselling counseling", "signalling signaling", "enrolment enrollment", "fulfilment fulfillment",
		"catalogue catalog", "analogue analog", "analogues analogs", "defence defense", "licence license", "practise practice",
		"ageing aging", "sulphate sulfate", "leucocyte leukocyte", "grey gray", "judgement judgment", "manoeuvre maneuver",
		"colour color", "humour humor", "sceptical skeptical", "titre titer", "caesarean cesarean", "gynaecology gynecology",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if x, y := fold.term(a), fold.term(b); x != y {
			t.Errorf("%s is %s, %s is %s", a, x, b, y)
		}
	}
	for _, pair := range []string{"exercise exert", "depression deprivation", "organ organisation", "psychotic psychedelic"} {
		a, b, _ := strings.Cut(pair, " ")
		if x, y := fold.term(a), fold.term(b); x == y {
			t.Errorf("%s and %s are both %s", a, b, x)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"5-MeO-DMT (0.5 mg/kg)", "α\u0301’s 5-HT(", "\xff-\xfe", "a,b,c-", "1,234,567.8"} {
		f.Add(s)
	}
	fold := newFolder()
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, tok := range fold.analyze(s) {
			if tok.start < 0 || tok.end > len(s) || tok.start >= tok.end || tok.term == "" || tok.pos < last {
				t.Fatalf("token %+v of %q", tok, s)
			}
			if utf8.ValidString(s) && !utf8.ValidString(tok.term) {
				t.Fatalf("term %q of %q", tok.term, s)
			}
			last = tok.pos
		}
		fold.foldKey(s)
	})
}
