package server

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/study"
)

func TestWidenWritesOutTheFamily(t *testing.T) {
	req := index.Request{Filters: map[string][]string{"substance": {"psilocybin", anyKetamine, "esketamine"}, "design": {"cohort"}}}
	want := map[string][]string{"substance": {"psilocybin", "esketamine", "ketamine", "racemic-ketamine", "arketamine", "norketamine"}, "design": {"cohort"}}
	if diff := cmp.Diff(want, widen(req).Filters); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !slices.Equal(req.Filters["substance"], []string{"psilocybin", anyKetamine, "esketamine"}) {
		t.Errorf("the request itself was changed: %v", req.Filters)
	}
	for _, form := range ketamineForms() {
		if !hasValue(evidence.Values(study.TaskSubstance), form) {
			t.Errorf("%s is no substance", form)
		}
	}
}

func TestFamilyStandsBeforeItsForms(t *testing.T) {
	s := newTestServer(t, func(_ *Options, _ *fakeLibrary, f *fakeSearch) {
		f.facets = []index.Facet{{Key: "substance", Label: "Substance", Choices: []index.Choice{
			{Value: "psilocybin", Label: "psilocybin", Count: 9}, {Value: "esketamine", Label: "esketamine", Count: 2, Selected: true}, {Value: "ketamine", Label: "ketamine", Count: 7}}}}
	})
	var got struct {
		Facets map[string]struct{ Choices []index.Choice }
	}
	getJSON(t, s, "/api/v1/search?q=ketamine&substance="+anyKetamine, &got)
	var names []string
	for _, c := range got.Facets["substance"].Choices {
		names = append(names, c.Value)
		if c.Selected != (c.Value == anyKetamine) {
			t.Errorf("%s is selected: %v", c.Value, c.Selected)
		}
	}
	if want := []string{anyKetamine, "esketamine", "ketamine", "psilocybin"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	page := get(t, s, "/search?q=ketamine&substance="+anyKetamine).Body.String()
	if !strings.Contains(page, `value="ketamine-any" checked`) || !strings.Contains(page, `class="form"`) || !strings.Contains(page, "Ketamine, form not named") {
		t.Error("the page does not show the family")
	}
}

func TestUnknownFilterValuesAreSaid(t *testing.T) {
	s := newTestServer(t, nil)
	for target, want := range map[string]string{
		"?q=ketamine&design=rct":              "Did you mean design=randomised-trial?",
		"?q=ketamine&design=Randomized+Trial": "Did you mean design=randomised-trial?",
		"?q=ketamine&substance=psilocibin":    "Did you mean substance=psilocybin?",
		"?q=ketamine&regimen=weekly":          "Its values: single, repeated, microdosing, not_reported.",
		"?q=ketamine&notice=recalled":         "Its values: retraction,",
	} {
		for _, base := range []string{"/search", "/api/v1/search"} {
			body := get(t, s, base+target).Body.String()
			if !strings.Contains(body, want) {
				t.Errorf("GET %s%s: does not say %q", base, target, want)
			}
		}
	}
	if body := get(t, s, "/search?q=ketamine&design=rct").Body.String(); !strings.Contains(body, `href="/search?design=randomised-trial&amp;q=ketamine"`) {
		t.Error("the page does not lead to the search that is meant")
	}
	if body := get(t, s, "/search?q=ketamine&design=cohort&substance=ketamine-any&route=not_reported").Body.String(); strings.Contains(body, "is no value") {
		t.Error("a value that exists is refused")
	}
	if body := get(t, s, "/search?q=nothing+like+it&journal=Unknown").Body.String(); strings.Contains(body, "No study of this library") {
		t.Error("the fake finds every journal, and the page says otherwise")
	}
}

func TestDistance(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}} {
		if got := distance(tc.a, tc.b); got != tc.want {
			t.Errorf("%q, %q: got %d, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}

func TestFacetsStandInTheOrderOfQuestions(t *testing.T) {
	one := func(key string, n int) index.Facet {
		return index.Facet{Key: key, Label: key, Choices: []index.Choice{{Value: "a", Count: n}, {Value: "b", Count: 1}}[:1+n%2]}
	}
	shown, later := facetViews([]index.Facet{one("kind", 10), one("journal", 3), one("sex", 3), one("route", 3), one("design", 3), one("substance", 3)}, nil, 10)
	var got []string
	for _, f := range shown {
		got = append(got, f.Key)
	}
	if want := []string{"substance", "design", "route", "journal"}; !slices.Equal(got, want) {
		t.Errorf("shown: got %v, want %v", got, want)
	}
	if len(later) != 2 || later[0].Key != "kind" || later[1].Key != "sex" {
		t.Errorf("later: got %+v", later)
	}
}

func TestIndexInTheMakingIsSaid(t *testing.T) {
	s := newTestServer(t, func(_ *Options, _ *fakeLibrary, f *fakeSearch) { f.building = true })
	if body := get(t, s, "/search?q=ketamine").Body.String(); !strings.Contains(body, "still being filled") {
		t.Error("the page does not say that there may be more")
	}
	if body := get(t, s, "/api/v1/search?q=ketamine").Body.String(); !strings.Contains(body, `"building":true`) {
		t.Error("the API does not say that there may be more")
	}
}

func TestGlanceTellsWhatIsMissing(t *testing.T) {
	s := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) {
		l.studies[0].Tags[study.TaskPhase] = study.Tag{Status: study.NotApplicable}
	})
	body := get(t, s, "/study/evbbbbbb2?show=design").Body.String()
	for _, want := range []string{"Not reported in the abstract:</strong> follow-up.", "Not applicable:</strong> phase.", `<span class="from">abstract</span>`, `<mark id="proof">randomised</mark>`, "<code>sample</code>"} {
		if !strings.Contains(body, want) {
			t.Errorf("does not show %q", want)
		}
	}
}
