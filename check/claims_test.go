package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a clinic, a newspaper and a sceptic say: each sentence with the rules that take it
// for a claim, none for what no study bears on.
func TestClaims(t *testing.T) {
	tests := []struct{ text, rules string }{
		{"Relapse is common once treatment stops.", "effect"},
		{"Suicidal thoughts eased within hours.", "effect procedure"},
		{"Microdosing has not beaten placebo in controlled studies.", "effect procedure"},
		{"Most participants could tell which treatment they had, known as functional unblinding.", "effect"},
		{"Smokers were more likely to quit than those with nicotine patches.", "effect"},
		{"Mystical experience scores correlate with outcome.", "effect"},
		{"You should not drive until the following day.", "safety"},
		{"Persisting perceptual changes have been described for decades.", "safety"},
		{"Six deaths were counted, three of them suicides.", "effect safety"},
		{"The usual dose is 0.5 mg/kg over 40 minutes.", "procedure number"},
		{"We give 0.5 mg/kg of ketamine over 40 minutes.", "procedure number"},
		{"Of those on ketamine, 48% did well.", "number"},
		{"One in three people on ketamine did well.", "number"},
		{"Ketamine was approved as an anesthetic in 1970.", ""},
		{"About 5 million American adults have PTSD.", ""},
		{"An infusion costs $450.", ""},
		{"Packages of six infusions are 10% off.", ""},
		{"Insurance covers the nasal spray but not the infusion.", ""},
		{"The company's shares fell 12% in after-hours trading.", ""},
		{"Analysts expect the market for psychedelic drugs to reach 7 billion dollars.", ""},
		{"Our therapists are trained by the Polaris Institute.", ""},
		{"Is ketamine safe?", ""},
		{"Ketamine infusions may be cost-effective, at prices that fall.", "effect procedure"},
	}
	for _, tt := range tests {
		got := ""
		if read := readClaims(&Draft{Paragraphs: []Paragraph{{Text: "Ketamine."}, {Text: tt.text}}}); len(read.claims) > 0 {
			got = strings.Join(read.claims[0].rules, " ")
		}
		if got != tt.rules {
			t.Errorf("%s\n  got %q, want %q", tt.text, got, tt.rules)
		}
	}
}

// What a claim is about comes from what was named before it, but not from harms and from
// those who are left out; an abbreviation is told by the whole text.
func TestClaimsStandInTheirText(t *testing.T) {
	text := "LSD is back. A single dose reduced anxiety.\n\nIts headache and nausea are the risks of LSD.\n\n" +
		"Psilocybin relieves depression. People with psychosis should not take it at any dose. It works within days.\n\nPsychedelics and psilocybin bind to receptors."
	d, err := ReadDraft(strings.NewReader(text), "a.txt", "text")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range readClaims(d).claims {
		line := c.drug.ID
		for _, term := range c.terms {
			line += " | " + term.label
		}
		got = append(got, line)
	}
	want := []string{
		"lsd | anxiety | single dose | relief",
		"lsd | LSD | nausea and dizziness | side effects",
		"psilocybin | psilocybin | depression | relief",
		"psilocybin | depression | psychosis and mania | dose",
		"psilocybin | depression | relief",
		"psilocybin | psilocybin | bind | receptors",
	}
	for i := range want {
		if i < len(got) && strings.HasPrefix(got[i], want[i]) {
			got[i] = want[i]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
