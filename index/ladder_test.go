package index

import (
	"slices"
	"testing"

	"evidelic/study"
)

// TestLadderDecidesTies gives studies of the same words in the order of their
// rungs, and leaves a search with operators to its words.
func TestLadderDecidesTies(t *testing.T) {
	src := newFake()
	for i, level := range []string{"7-planned", "5-descriptive", "2-randomised", "2-randomised", "8-mechanism"} {
		s := article(numbered(i), "Oral ketamine", "Depression was rated.")
		s.Tags = study.Tags{study.TaskLevel: tag(level)}
		if i == 3 {
			s.Notices = []study.Notice{{Type: study.NoticeRetraction}}
		}
		src.put(s)
	}
	x := mustOpen(t, src)
	for text, want := range map[string][]string{
		"ketamine depression":     {numbered(2), numbered(1), numbered(0), numbered(4), numbered(3)},
		"ketamine AND depression": {numbered(0), numbered(1), numbered(2), numbered(3), numbered(4)},
	} {
		res, err := x.Search(t.Context(), Request{Text: text, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Study.ID)
			sum := 0.0
			for _, r := range h.Why {
				sum += r.Score
			}
			if sum < h.Score-1e-9 || sum > h.Score+1e-9 {
				t.Errorf("%s: the reasons of %s add up to %v, its score is %v", text, h.Study.ID, sum, h.Score)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

// TestSharesTellNeedlesFromTopics wants one study that is far ahead to speak
// alone, and equals to speak alike.
func TestSharesTellNeedlesFromTopics(t *testing.T) {
	f := &found{query: &query{words: make([]*textNode, 10)}, scores: []float64{40, 25, 24.9, 0}}
	best := []entry{{ord: 0}, {ord: 1}, {ord: 2}, {ord: 3}}
	if got := f.shares(best); got[0] != 1 || got[1] != 0 || got[3] != 0 {
		t.Errorf("shares of a needle: %v", got)
	}
	f.scores = []float64{25, 25, 24.9, 0}
	got := f.shares(best)
	if got[0] != got[1] || got[2] < 0.3 || got[2] > got[1] || got[3] != 0 {
		t.Errorf("shares of a topic: %v", got)
	}
	if sum := got[0] + got[1] + got[2]; sum < 1-1e-9 || sum > 1+1e-9 {
		t.Errorf("shares add up to %v", sum)
	}
}

// TestTreatmentIsADrugAndACondition reads which queries ask for a treatment alone.
func TestTreatmentIsADrugAndACondition(t *testing.T) {
	src := newFake()
	x := mustOpen(t, src)
	for text, want := range map[string][2]string{
		"MDMA PTSD":               {"mdma", "ptsd"},
		"ketamine for depression": {"ketamine", "depression"},
		"esketamine treatment-resistant depression": {"esketamine", "treatment-resistant-depression"},
		"ketamine":                          {"", ""},
		"depression":                        {"", ""},
		"intramuscular ketamine depression": {"", ""},
		"ketamine esketamine depression":    {"", ""},
		"psilocybin anxiety depression":     {"", ""},
		"":                                  {"", ""},
	} {
		q, err := parse(text, x.fold, x.grammar)
		if err != nil {
			t.Fatal(err)
		}
		if drug, condition := q.treatment(); drug != want[0] || condition != want[1] {
			t.Errorf("%q: got %q in %q, want %q", text, drug, condition, want)
		}
	}
}

// TestTreatmentPutsTrialsFirst lets a trial of the treatment pass a case report whose
// words fit better, and no study of something else.
func TestTreatmentPutsTrialsFirst(t *testing.T) {
	src := newFake()
	for i, s := range []struct{ level, condition, title string }{
		{"5-descriptive", "ptsd", "MDMA in PTSD"},
		{"2-randomised", "ptsd", "A trial of MDMA in PTSD"},
		{"2-randomised", "anxiety", "A trial of MDMA in PTSD"},
	} {
		a := article(numbered(i), s.title, "Symptoms were rated.")
		a.Tags = study.Tags{study.TaskLevel: tag(s.level), study.TaskSubstance: tag("mdma"), study.TaskCondition: tag(s.condition)}
		src.put(a)
	}
	x := mustOpen(t, src)
	res, err := x.Search(t.Context(), Request{Text: "MDMA PTSD"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range res.Hits {
		got = append(got, h.Study.ID)
	}
	if want := []string{numbered(1), numbered(0), numbered(2)}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
