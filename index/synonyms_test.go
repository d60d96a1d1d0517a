package index

import (
	"slices"
	"strings"
	"testing"

	"evidelic/study"
)

// TestSynonyms wants the names of one thing to find each other, where they are
// not quoted and not doubtful.
func TestSynonyms(t *testing.T) {
	src := newFake()
	a := article("eva", "Posttraumatic stress disorder and MDMA", "Patients improved.")
	a.MeSH = []study.Heading{{Name: "Depressive Disorder, Treatment-Resistant"}}
	b := article("evb", "PTSD and methylenedioxymethamphetamine", "No words of note.")
	b.MeSH = []study.Heading{{Name: "Mood Disorders"}}
	src.put(a, b, article("evc", "LSD microdosing", "Lysergic acid diethylamide (LSD) was taken."),
		article("evd", "Lumpy skin disease (LSD) in cattle", "Vaccines."), article("eve", "Lysergide", "A trip."),
		article("evf", "Palliative care", "Distress at the end of life in people with lysergide."))
	x := mustOpen(t, src)
	for _, tc := range []struct{ query, want, understood string }{
		{"ptsd", "a b", `(ptsd[all] OR "post-traumatic stress disorder" OR "posttraumatic stress disorder")`},
		{`"ptsd"`, "b", `"ptsd"`},
		{"ptsd*", "b", "ptsd*"},
		{"ptsd[tiab]", "b", "ptsd[tiab]"},
		{"post-traumatic stress disorder mdma", "a b", ""},
		{"mdma AND ptsd", "a b", ""},
		{"lsd", "c d", "lsd"},
		{"lsd microdosing", "c", ""},
		{"lsd AND (microdosing OR trip)", "c e", ""},
		{"end of life", "f", ""},
		{"palliative care", "f", ""},
		{"Mood Disorders[mh]", "a b", `"Mood Disorders"[mh]`},
		{"Mood Disorders[mh:noexp]", "b", `"Mood Disorders"[mh:noexp]`},
	} {
		t.Run(tc.query, func(t *testing.T) {
			res, err := x.Search(t.Context(), Request{Text: tc.query})
			if err != nil {
				t.Fatal(err)
			}
			if got := letters(res); got != tc.want {
				t.Errorf("got %q, want %q (%s)", got, tc.want, res.Query.Understood)
			}
			if tc.understood != "" && res.Query.Understood != tc.understood {
				t.Errorf("understood %s, want %s", res.Query.Understood, tc.understood)
			}
			again, err := x.Search(t.Context(), Request{Text: res.Query.Understood})
			if err != nil || letters(again) != tc.want {
				t.Errorf("read again, %s finds %q: %v", res.Query.Understood, letters(again), err)
			}
		})
	}
}

// letters gives the hits' ids in order, "eva" as "a".
func letters(res *Result) string {
	var out []string
	for _, h := range res.Hits {
		out = append(out, strings.TrimPrefix(h.Study.ID, "ev"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
