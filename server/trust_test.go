package server

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStudyPageShowsItsTrial(t *testing.T) {
	s := newTestServer(t, nil)
	body := get(t, s, "/study/evbbbbbb2").Body.String()
	for _, want := range []string{`Reports on trial <a href="https://clinicaltrials.gov/study/NCT09999999">`, `<a href="/study/evdddddd4">Sublingual ketamine at home`, "(this study)", "Main results", "knows of no results"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if strings.Contains(get(t, s, "/study/evcccccc3").Body.String(), "Reports on trial") {
		t.Error("a study without a trial shows one")
	}
}

func TestChecksAreNeverSilent(t *testing.T) {
	s := newTestServer(t, nil)
	body := get(t, s, "/study/evbbbbbb2").Body.String()
	checks := body[strings.Index(body, `id="checks"`):]
	for _, want := range []string{`PubMed</th><td><span class="state ok">no notice</span>`, "5 hours ago", `Crossref</th><td><span class="state ">not checked</span>`, "the source did not answer"} {
		if !strings.Contains(checks, want) {
			t.Errorf("lacks %q in %.900s", want, checks)
		}
	}
	if body := get(t, s, "/study/evaaaaaa1").Body.String(); !strings.Contains(body, `<span class="state bad">retracted, corrected</span>`) {
		t.Error("the retraction is missing among the checks")
	}
}

func TestAccuracyTable(t *testing.T) {
	const manual = "x\n| no | table |\n" + measuredBegin + "\nwords\n| Task | F1 |\n|---|---:|\n| `design` | **0.91** |\n| n |\n\n| other | table |\n" + measuredEnd + "\n"
	want := Table{Header: []string{"Task", "F1"}, Rows: [][]string{{"design", "0.91"}, {"n", ""}}}
	if diff := cmp.Diff(want, AccuracyTable(manual)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, manual := range []string{"", measuredBegin, measuredBegin + measuredEnd, "| a | b |"} {
		if got := AccuracyTable(manual); got.Rows != nil {
			t.Errorf("%q: got %v", manual, got)
		}
	}
	s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.Accuracy = want })
	if body := get(t, s, "/about").Body.String(); !strings.Contains(body, `<th scope="row">design</th><td>0.91</td>`) {
		t.Error("the page about the library lacks the figures")
	}
}
