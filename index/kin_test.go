package index

import (
	"slices"
	"testing"
)

func TestRoots(t *testing.T) {
	for _, words := range [][]string{
		{"apoptosis", "apoptotic"}, {"saliva", "salivary"}, {"anxiety", "anxious"}, {"serotonin", "serotonergic"},
		{"schizophrenia", "schizophrenic"}, {"psychosis", "psychotic"}, {"epilepsy", "epileptic"}, {"anesthesia", "anesthetic"},
		{"thymus", "thymic"}, {"surgery", "surgical"},
	} {
		if a, b := rootOf(stem(words[0])), rootOf(stem(words[1])); a != b {
			t.Errorf("%s has the root %s, %s has %s", words[0], a, words[1], b)
		}
	}
	for _, words := range [][]string{{"ketamine", "esketamine"}, {"psilocybin", "psilocin"}, {"rat", "ratio"}, {"depression", "suppression"}} {
		if a, b := rootOf(stem(words[0])), rootOf(stem(words[1])); a == b {
			t.Errorf("%s and %s have the same root %s", words[0], words[1], a)
		}
	}
}

func TestKinRanksAndDoesNotMatch(t *testing.T) {
	src := newFake()
	src.put(article("ev1", "Trial of ketamine", "Anxiety was rated. Nothing else was rated in this study of the drug."),
		article("ev2", "Trial of ketamine", "Anxiety was rated. Anxious patients were rated in this study of the drug."),
		article("ev3", "Trial of ketamine", "Anxious patients were rated in this study."))
	x := mustOpen(t, src)
	for text, want := range map[string][]string{"anxiety": {"ev2", "ev1"}, `"anxiety"`: {"ev1", "ev2"}} {
		res, err := x.Search(t.Context(), Request{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Study.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}
