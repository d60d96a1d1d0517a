package index

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// slowMarks finds the words to mark by analyzing all of a text.
func slowMarks(m *marker, text string) (marks []study.Span, different int) {
	seen := map[string]bool{}
	for _, t := range m.walk.folder.analyze(cutText(text)) {
		w := m.word([]byte(t.surface))
		if w.surface == "" {
			continue
		}
		seen[w.term] = true
		if n := len(marks); n == 0 || t.start >= marks[n-1].End {
			marks = append(marks, study.Span{Start: t.start, End: t.end})
		}
	}
	return marks, len(seen)
}

// sentences cuts a text into all of its sentences.
func sentences(text string) []study.Span {
	var out []study.Span
	start := 0
	for i := 0; i+2 < len(text); i++ {
		if !(text[i] == '.' || text[i] == '?' || text[i] == '!') || text[i+1] != ' ' {
			continue
		}
		if c := text[i+2]; c >= 'a' && c <= 'z' || abbreviation(text[start:i]) {
			continue
		}
		out = append(out, study.Span{Start: start, End: i + 1})
		start = i + 2
	}
	if start < len(text) {
		out = append(out, study.Span{Start: start, End: len(text)})
	}
	return out
}

// slowSentence finds the best sentence by analyzing all of them.
func slowSentence(m *marker, text string) (best string) {
	most := 0
	for _, span := range sentences(text) {
		if _, n := slowMarks(m, text[span.Start:span.End]); n > 0 && n >= most {
			most, best = n, text[span.Start:span.End]
		}
	}
	return best
}

// learnt gives a folder that knows the words of some texts.
func learnt(texts ...string) *folder {
	fold := newFolder()
	a := fold.analysts.Get().(*analyst)
	for _, t := range texts {
		fold.tokens(nil, t, a)
	}
	return fold
}

// FuzzMarks wants the words that a snippet marks to be those that the analysis of
// every word finds, and the sentence the one that has most of them.
func FuzzMarks(f *testing.F) {
	long, grammar := strings.Repeat("k", 70), newGrammar()
	for _, seed := range [][2]string{
		{"ketamine depression", "Ketamine's effect (ketamine; KETAMINE) on depression. Depressive ketamine-like mice: 3 of 4."},
		{"il-6 tnf-α 5-HT2A", "IL-6, TNF-α and TNF-alpha at 5-HT(2A) receptors. 5-HT2A. Interleukin 6 rose."},
		{"o'brien 0.5 12,000", "O'Brien gave 0.5 mg to 12,000 mice.It was 12000; O’Brien’s"},
		{"müller ångström", "Müller, Muller and MU\u0308LLER. \u212bngstrom"},
		{"0.5 p 1.5a2", "P<0.05, p=0.5; 0.5.5 (0.5) 1.5A2 a0.5 .5 0. 5 0.5-0.5 10.5, 1.5a-2"},
		{"ab a1b x2 ht2a ht", "AB,cd,a,b,ab1,000 12,345,a1 ab'c ab'1 x(2) ht(2A) ab(2) 5-ht(1) x2.ab x,2 ab,2 12,a"},
		{"smok* a b", "Smoking and smokers, a-b A, b. smo\xffking S"},
		{long + " " + long[:64], long + " " + long[:63] + " " + long[:64] + " x"},
		{"ＫＥＴＡＭＩＮＥ ſtudy", "\u212aetamine ketamine study ſtudy"},
		{"", "nothing is wanted"},
		{"dehydro meo dmt a", "A dehydro-form (3,4-dehydro) vs. De-hydro; 5-MeO-DMT, d-ehydro? x-a-dmt- dmt. A. B al. De-hydr"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		fold := learnt(text, query)
		q, err := parse(query, fold, grammar)
		if err != nil {
			return
		}
		m := newMarker(q, fold)
		want, n := slowMarks(m, text)
		got, k := m.marks(text)
		if diff := cmp.Diff(want, slices.Clone(got)); diff != "" || n != k {
			t.Fatalf("%q in %q: %d words, want %d (-want +got):\n%s", query, text, k, n, diff)
		}
		best, _ := m.bestSentence([]study.Section{{Text: text}})
		if sentence := slowSentence(m, text); best.Text != cutSnippet(Snippet{Text: sentence, Marks: firstMarks(m, sentence)}).Text {
			t.Fatalf("%q in %q gives the sentence %q, want %q", query, text, best.Text, sentence)
		}
	})
}

func firstMarks(m *marker, text string) []study.Span {
	marks, _ := slowMarks(m, text)
	return marks
}
