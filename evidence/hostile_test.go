package evidence

import (
	"math"
	"strings"
	"testing"
	"time"

	"evidelic/study"
)

// textStudy makes a study of a title and one unlabelled abstract.
func textStudy(title, abstract string) *study.Study {
	return &study.Study{Report: study.Report{Title: title, Abstract: []study.Section{{Text: abstract}}}}
}

// checkProofs fails when a proof's offsets do not give its text.
func checkProofs(t *testing.T, s *study.Study, tags study.Tags) {
	t.Helper()
	fields := map[string]string{"title": s.Title, "abstract": s.AbstractText()}
	for task, tag := range tags {
		if (tag.Status == study.Reported) != (len(tag.Values) > 0) {
			t.Fatalf("%s: status %q with %d values", task, tag.Status, len(tag.Values))
		}
		for _, v := range tag.Values {
			if v.Value == "" || v.Label == "" || v.From == "" {
				t.Fatalf("%s: incomplete value %+v", task, v)
			}
			for _, p := range v.Proofs {
				text, ok := fields[p.Field]
				if !ok {
					continue // a structured field
				}
				if p.Start < 0 || p.Start >= p.End || p.End > len(text) || text[p.Start:p.End] != p.Text {
					t.Fatalf("%s %s: proof %+v does not give its text", task, v.Value, p)
				}
				if p.Rule == "" {
					t.Fatalf("%s %s: proof without a rule", task, v.Value)
				}
			}
		}
	}
}

// hostile are texts of about n bytes that a careless rule reads in quadratic time.
func hostile(n int) map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, n/len(unit)+1)[:n] }
	return map[string]string{
		"one long sentence":        fill("ketamine placebo 0.5 mg/kg patients with depression "),
		"sentences of one word":    fill("Conclude. "),
		"headings":                 fill("METHODS: RESULTS: "),
		"numbers":                  fill("12, 13 and "),
		"counts":                   fill("12 patients (n = 3) "),
		"open parentheses":         fill("((((n=1 "),
		"phases":                   fill("phase 2 trial "),
		"doses":                    fill("1, 2, 3 mg ketamine "),
		"ages":                     fill("aged 18 "),
		"periods":                  fill("6 weeks follow-up "),
		"registry numbers":         fill("NCT 123 NCT01234567 EudraCT: "),
		"letters":                  fill("a"),
		"points":                   fill("a.b."),
		"invalid UTF-8":            fill("\xff\xfe ketamine \x80"),
		"hundreds":                 fill("hundred and "),
		"abbreviations":            fill("vs. al. i.v. "),
		"males":                    fill("8 male "),
		"lists of numbers":         fill("12 and 13 and "),
		"arms":                     fill("study 1: 12 patients in the ketamine group and 13 in the other "),
		"plans":                    fill("protocol: participants will receive ketamine. "),
		"instruments and diseases": fill("Beck Depression Inventory anxiety "),
	}
}

func TestHostileTextTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("reads megabytes")
	}
	for name, text := range hostile(1 << 20) {
		t.Run(name, func(t *testing.T) {
			s := textStudy(text[:1000], text)
			start := time.Now()
			tags := Tag(s)
			// A linear pass takes about a second at most; a quadratic one, hours.
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("1 MB took %v", took)
			} else {
				t.Logf("%v", took)
			}
			checkProofs(t, s, tags)
		})
	}
}

// FuzzTag holds for texts of any kind up to a megabyte: no panic, proofs that
// give their words, and time that grows no faster than the text.
func FuzzTag(f *testing.F) {
	for _, text := range hostile(300) {
		f.Add("A trial of ketamine", text, uint16(1))
	}
	f.Add("A trial of ketamine", "20 patients with anxiety, 5 mg. ", uint16(math.MaxUint16)) // a megabyte
	f.Add("Psilocybin for depression: a randomised trial", "BACKGROUND: x. METHODS: 24 patients received 25 mg psilocybin (n=12) or placebo. RESULTS: İt worked. CONCLUSIONS: Psilocybin was effective. NCT01234567", uint16(1))
	f.Fuzz(func(t *testing.T, title, abstract string, times uint16) {
		if len(abstract) > 0 { // up to a megabyte of it
			abstract = strings.Repeat(abstract, max(1, min(int(times), 1<<20/len(abstract))))
		}
		s := textStudy(title, abstract)
		start := time.Now()
		checkProofs(t, s, Tag(s))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%d bytes took %v", len(abstract), took)
		}
		if len(abstract) < 1<<16 {
			Further(s)
		}
	})
}

func BenchmarkTag(b *testing.B) {
	s := textStudy("Esketamine for treatment-resistant depression: a randomised, double-blind trial",
		"BACKGROUND: Ketamine has been shown to act rapidly. We aimed to test intranasal esketamine. METHODS: In this randomised, double-blind, placebo-controlled phase 2 trial, 68 adults with treatment-resistant depression (34 women) received esketamine 56 mg or 84 mg or placebo nasal spray twice weekly for 4 weeks beside a newly initiated oral antidepressant. The primary outcome was the change in MADRS total score at day 28. Participants were followed for 12 weeks. RESULTS: Of 68 participants, 60 completed the trial. MADRS scores fell more with esketamine (mean difference -4.2, 95% CI -7.1 to -1.3; p=0.005). The most common adverse events were dizziness, dissociation, nausea and headache. No serious adverse events occurred. CONCLUSIONS: Esketamine was effective and well tolerated in treatment-resistant depression. Larger trials are needed. TRIAL REGISTRATION: NCT01234567.")
	b.ReportAllocs()
	for b.Loop() {
		Tag(s)
	}
}
