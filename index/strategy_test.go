package index

import (
	"fmt"
	"strings"
	"testing"
)

// strategy is a search as systematic reviews write them, with what PubMed's
// language has.
const strategy = `("Ketamine"[Mesh:NoExp] OR "Hallucinogens"[Mesh] OR Psilocybin/therapeutic use[Majr] OR "N,N-Dimethyltryptamine"[Supplementary Concept]
 OR N,N-Dimethyltryptamine[tiab] OR 3,4-methylenedioxymethamphetamine[Title/Abstract] OR lysergic acid diethylamide[tiab] OR psychedel*[tiab]
 OR "psilocybin therapy"[tiab:~3] OR (ecstasy[tiab] AND (mdma [tw] OR "club drug*"[tiab])))
 AND ("Depressive Disorder"[Mesh] OR depress* [Title/Abstract] OR "suicidal ideation"[MeSH Terms] OR "post-traumatic stress"[ti])
 AND ("randomized controlled trial"[Publication Type] OR placebo[tiab] OR (trial[ti] NOT protocol[ti]))
 AND "2000/01/01"[Date - Publication] : "3000"[Date - Publication] AND english[Language]
 NOT ((animals[mh] NOT humans[mh]) NOT (veterinary[sh] NOT mice[tiab]))`

// TestStrategy wants a whole strategy read without a doubt, and read again as
// itself; with thousands of terms it still runs.
func TestStrategy(t *testing.T) {
	x := mustOpen(t, shelf())
	tr, err := x.Translate(strategy)
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.Warnings) > 0 {
		t.Errorf("warnings %+v", tr.Warnings)
	}
	again, err := x.Translate(tr.Understood)
	if err != nil || again.Understood != tr.Understood {
		t.Errorf("%s\nreads as\n%s: %v", tr.Understood, again.Understood, err)
	}
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, "t%d[ti] OR ", i)
	}
	res, err := x.Search(t.Context(), Request{Text: "(" + b.String() + "esketamine[tiab]) AND spray"})
	if err != nil || letters(res) != "b" {
		t.Errorf("thousands of terms find %v, %v", res, err)
	}
}

// TestWarned wants each doubtful part told with its place and what to type
// instead.
func TestWarned(t *testing.T) {
	x := mustOpen(t, shelf())
	for _, tc := range []struct{ query, part, message, suggestion string }{
		{"ketamine[tiba]", "[tiba]", "not known", "[tiab]"},
		{"ketamine OR year:2020", "year:2020", "tied on by OR", "AND"},
		{"ketamine[ti] OR 2019:2020[dp]", "2019:2020", "tied on by OR", "AND"},
		{"mice[ti] OR rats[ti] OR mice[ti]", "mice", "twice", ""},
		{`"imperial college"[ad:~3]`, `"imperial college"`, "proximity works", ""},
		{"ketamine or mice", "or", "capitals", "OR"},
		{"ketamine & mice", "&", "ties words", "AND"},
	} {
		t.Run(tc.query, func(t *testing.T) {
			tr, err := x.Translate(tc.query)
			if err != nil || len(tr.Warnings) != 1 {
				t.Fatalf("warnings %+v, %v", tr.Warnings, err)
			}
			w := tr.Warnings[0]
			if got := tc.query[w.Start:w.End]; !strings.HasSuffix(got, tc.part) || !strings.Contains(w.Message, tc.message) || w.Suggestion != tc.suggestion {
				t.Errorf("%+v at %q, want %+v", w, got, tc)
			}
		})
	}
}
