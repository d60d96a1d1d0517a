package cite

import (
	"errors"
	"strings"
	"testing"

	"evidelic/study"
)

func trialReport() *study.Study {
	return &study.Study{ID: "ev00000000", Report: study.Report{
		Kind: study.KindArticle, Title: "Trial of psilocybin versus 5-MeO-DMT in vitro", TitleMarkup: "Trial of psilocybin versus 5-MeO-DMT <i>in vitro</i>",
		Authors: []study.Author{{Family: "Carhart-Harris", Given: "Robin L"}, {Family: "Baker-Jones", Given: "Jean-Paul", Suffix: "Jr"}, {Family: "Nutt", Initials: "DJ"}},
		Journal: study.Journal{Title: "The Journal of Examples", Abbrev: "J Ex."}, Volume: "384", Issue: "15", Pages: "1402-11",
		Published: study.Published{Print: study.Date{Year: 2021, Month: 4, Day: 15}}, IDs: study.IDs{DOI: "10.5555/ex.1", PMID: "33852780"},
	}}
}

func TestReference(t *testing.T) {
	tests := []struct {
		style string
		as    Markup
		want  string
	}{
		{"apa", Text, "Carhart-Harris, R. L., Baker-Jones, J.-P., Jr, & Nutt, D. J. (2021). Trial of psilocybin versus 5-MeO-DMT in vitro. The Journal of Examples, 384(15), 1402–1411. https://doi.org/10.5555/ex.1"},
		{"apa", HTML, "Carhart-Harris, R. L., Baker-Jones, J.-P., Jr, &amp; Nutt, D. J. (2021). Trial of psilocybin versus 5-MeO-DMT <i>in vitro</i>. <i>The Journal of Examples</i>, <i>384</i>(15), 1402–1411. https://doi.org/10.5555/ex.1"},
		{"ama", Markdown, "Carhart-Harris RL, Baker-Jones JP Jr, Nutt DJ. Trial of psilocybin versus 5-MeO-DMT *in vitro*. *J Ex*. 2021;384(15):1402-1411. doi:10.5555/ex.1"},
		{"vancouver", Text, "Carhart-Harris RL, Baker-Jones JP Jr, Nutt DJ. Trial of psilocybin versus 5-MeO-DMT in vitro. J Ex. 2021 Apr 15;384(15):1402–11. doi:10.5555/ex.1 PubMed PMID: 33852780."},
		{"nlm", Text, "Carhart-Harris RL, Baker-Jones JP Jr, Nutt DJ. Trial of psilocybin versus 5-MeO-DMT in vitro. J Ex. 2021 Apr 15;384(15):1402–11. doi:10.5555/ex.1 PubMed PMID: 33852780."},
		{"mla", Text, "Carhart-Harris, Robin L., et al. “Trial of Psilocybin versus 5-MeO-DMT in Vitro.” The Journal of Examples, vol. 384, no. 15, Apr. 2021, pp. 1402–11, https://doi.org/10.5555/ex.1."},
		{"chicago", Text, "Carhart-Harris, Robin L, Jean-Paul Baker-Jones Jr, and D. J. Nutt. 2021. “Trial of Psilocybin versus 5-MeO-DMT in Vitro.” The Journal of Examples 384 (15): 1402–11. https://doi.org/10.5555/ex.1."},
		{"harvard", Text, "Carhart-Harris, R.L., Baker-Jones, J.-P., Jr and Nutt, D.J. (2021) ‘Trial of psilocybin versus 5-MeO-DMT in vitro’, The Journal of Examples, 384(15), pp. 1402–11. Available at: https://doi.org/10.5555/ex.1."},
	}
	for _, tt := range tests {
		got, err := Reference(trialReport(), tt.style, tt.as)
		if err != nil || got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s (%v)", tt.style, got, tt.want, err)
		}
	}
}

func TestReferenceFlags(t *testing.T) {
	s := trialReport()
	s.Demo = true
	s.Notices = []study.Notice{{Type: study.NoticeRetraction}}
	for _, st := range Styles() {
		got, err := Reference(s, st.Name, Text)
		if err != nil || !strings.Contains(got, "Synthetic demo study") || !strings.Contains(got, "[Retracted]") {
			t.Errorf("%s: %s (%v) does not say that it is synthetic and retracted", st.Name, got, err)
		}
	}
}

func TestReferenceUnknownStyle(t *testing.T) {
	if _, err := Reference(trialReport(), "oxford", Text); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("got %v, want study.ErrInvalid", err)
	}
}

func TestReferenceOfNothing(t *testing.T) {
	for _, st := range Styles() {
		if _, err := Reference(&study.Study{}, st.Name, HTML); err != nil {
			t.Errorf("%s: %v", st.Name, err)
		}
	}
}

func TestInText(t *testing.T) {
	for style, want := range map[string]string{
		"apa": "(Carhart-Harris et al., 2021)", "ama": "<sup>7</sup>", "vancouver": "(7)", "nlm": "(7)", "mla": "(Carhart-Harris et al.)",
		"chicago": "(Carhart-Harris, Baker-Jones, and Nutt 2021)", "harvard": "(Carhart-Harris, Baker-Jones and Nutt, 2021)",
	} {
		got, err := InText(trialReport(), style, 7, HTML)
		if err != nil || got != want {
			t.Errorf("%s: got %s (%v), want %s", style, got, err, want)
		}
	}
	if _, err := InText(trialReport(), "oxford", 1, Text); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("got %v, want study.ErrInvalid", err)
	}
}

func TestTitleCase(t *testing.T) {
	for in, want := range map[string]string{
		"the effects of MDMA on 5-MeO-DMT users: a study":       "The Effects of MDMA on 5-MeO-DMT Users: A Study",
		"quality of life in end-of-life care":                   "Quality of Life in End-of-Life Care",
		"does it work? the case for α and β receptors":          "Does It Work? The Case for α and β Receptors",
		"what patients look for":                                "What Patients Look For",
		"ketamine vs. midazolam in treatment-resistant illness": "Ketamine vs. Midazolam in Treatment-Resistant Illness",
	} {
		if got := titleCase(in); got != want {
			t.Errorf("titleCase(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPageRules(t *testing.T) {
	tests := []struct {
		form pageForm
		in   string
		want string
	}{
		{pagesFull, "132-42", "132–142"}, {pagesFull, "S12-S15", "S12–S15"}, {pagesFull, "S12-5", "S12–S15"}, {pagesFull, "e123", "e123"},
		{pagesFull, "12-8", "12–18"}, {pagesFull, "1, 5-9", "1, 5–9"}, {pagesShort, "132-142", "132–42"}, {pagesShort, "100-101", "100–1"},
		{pagesTwo, "100-101", "100–01"}, {pagesTwo, "96-104", "96–104"}, {pagesChicago, "101-108", "101–8"}, {pagesChicago, "321-328", "321–28"},
		{pagesChicago, "100-104", "100–104"}, {pagesChicago, "1496-1504", "1496–1504"}, {pagesAsIs, "132-42", "132–42"},
	}
	for _, tt := range tests {
		if got := (pageRule{"–", tt.form}).write(tt.in); got != tt.want {
			t.Errorf("%d %q: got %q, want %q", tt.form, tt.in, got, tt.want)
		}
	}
}

func TestRetractedInEveryStyle(t *testing.T) {
	s := trialReport()
	s.Notices = []study.Notice{{Type: study.NoticeCorrection}, {Type: study.NoticeReplacement}}
	for _, st := range Styles() {
		got, err := Reference(s, st.Name, HTML)
		if err != nil || !strings.Contains(strings.ToLower(got), "[retracted and replaced]") {
			t.Errorf("%s: %s (%v)", st.Name, got, err)
		}
	}
}
