package index

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func TestComplete(t *testing.T) {
	x := mustOpen(t, shelf())
	for _, tc := range []struct {
		text string
		want Completion
	}{
		{"esk", Completion{"esketamine", "esketamine", "drug", 0}},
		{"treatment-res", Completion{"treatment-resistant depression", "treatment-resistant depression", "condition", 0}},
		{"carhart-h", Completion{"Carhart Harris RL", `"Carhart Harris RL"[au]`, "author", 1}},
		{"Journal of Psy", Completion{"Journal of Psychopharmacology", `"Journal of Psychopharmacology"[ta]`, "journal", 1}},
		{"ketamine infu", Completion{"ketamine infusion", "ketamine infusion", "word", 1}},
		{"Ketamine infu", Completion{"Ketamine infusion for treatment-resistant depression: a randomised trial", `"Ketamine infusion for treatment-resistant depression: a randomised trial"[ti]`, "title", 1}},
		{"depression ketamine ", Completion{"Ketamine infusion for treatment-resistant depression: a randomised trial", `"Ketamine infusion for treatment-resistant depression: a randomised trial"[ti]`, "title", 1}},
	} {
		t.Run(tc.text, func(t *testing.T) {
			got, err := x.Complete(t.Context(), tc.text, 10)
			if err != nil || !slices.Contains(got, tc.want) {
				t.Errorf("got %+v, %v, want %+v among them", got, err, tc.want)
			}
			again, err := x.Search(t.Context(), Request{Text: tc.want.Query})
			if err != nil || tc.want.Count > 0 && again.Total < tc.want.Count {
				t.Errorf("%s finds %d: %v", tc.want.Query, again.Total, err)
			}
		})
	}
	for _, text := range []string{"", "k", "***", "\xff\xfe"} {
		if got, err := x.Complete(t.Context(), text, 5); err != nil || len(got) != 0 {
			t.Errorf("%q gives %+v, %v", text, got, err)
		}
	}
	if _, err := x.Complete(t.Context(), strings.Repeat("a", 300), 5); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("a long text gives %v", err)
	}
}

// Titles are offered by any of their words, in any order, those that begin so
// first; a retracted one says so, and each query finds its study.
func TestCompleteTitles(t *testing.T) {
	src := newFake()
	gone := article("ev3", `Ketamine "rapidly" relieves despair`, "")
	gone.Notices = []study.Notice{{Type: study.NoticeRetraction}}
	out := article("ev5", "Ketamine for the sheep that despair", "")
	out.Tags = study.Tags{study.TaskScope: {Status: study.Reported, Values: []study.TagValue{{Value: study.ScopeOut, Label: "out"}}}}
	src.put(article("ev1", "Despair and its relief by ketamine", ""), article("ev2", "Ketamine for despair: a trial", ""), gone,
		article("ev4", "Another trial", "Ketamine for despair stands in the abstract alone."), out)
	x := mustOpen(t, src)
	for text, want := range map[string][]string{
		"ketamine desp":         {"Ketamine for despair: a trial", `Retracted: Ketamine "rapidly" relieves despair`, "Despair and its relief by ketamine"},
		"the despair of ketami": {"Despair and its relief by ketamine", "Ketamine for despair: a trial", `Retracted: Ketamine "rapidly" relieves despair`},
		"trial for despair ":    {"Ketamine for despair: a trial"},
		"ketamine":              nil,
		"ketamine zebra":        nil,
	} {
		got, err := x.Complete(t.Context(), text, MaxCompletions)
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, c := range got {
			if c.Kind != "title" {
				continue
			}
			titles = append(titles, c.Text)
			if res, err := x.Search(t.Context(), Request{Text: c.Query}); err != nil || res.Total < 1 || !strings.HasSuffix(c.Text, res.Hits[0].Study.Title) {
				t.Errorf("%s does not find its study: %+v, %v", c.Query, res, err)
			}
		}
		slices.Sort(titles)
		slices.Sort(want)
		if diff := cmp.Diff(want, titles); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	got, err := x.Complete(t.Context(), "ketamine for des", MaxCompletions)
	at := slices.IndexFunc(got, func(c Completion) bool { return c.Kind == "title" })
	if err != nil || at < 0 || got[at].Text != "Ketamine for despair: a trial" {
		t.Errorf("the title that begins so is not the first: %+v, %v", got, err)
	}
}

func TestSimilar(t *testing.T) {
	src := shelf()
	trial := article("eve", "Protocol", "Nothing in common by words.")
	trial.Trials = []study.TrialLink{{Number: "NCT01234567"}}
	retracted := article("evr", "Ketamine infusion for treatment-resistant depression, again", "Ketamine intravenously.")
	retracted.Notices = []study.Notice{{Type: study.NoticeRetraction}}
	src.put(trial, retracted)
	x := mustOpen(t, src)
	got, err := x.Similar(t.Context(), "eva", 5)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range got {
		ids = append(ids, r.Study.ID)
	}
	if diff := cmp.Diff([]string{"eve", "evb"}, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "the same trial, NCT01234567"; len(got) == 0 || len(got[0].Reasons) != 1 || got[0].Reasons[0] != want {
		t.Errorf("reasons %+v, want %q", got, want)
	}
	if _, err := x.Similar(t.Context(), "evx", 5); !errors.Is(err, study.ErrNotFound) {
		t.Errorf("an unknown study gives %v", err)
	}
	if _, err := x.Similar(t.Context(), "eva", 0); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("none asked for gives %v", err)
	}
}

// TestExplain wants the parts of every score to add up to it, on a library that
// is large enough for feedback.
func TestExplain(t *testing.T) {
	src := newFake()
	src.put(corpusStudies(t, 1500)...)
	x := mustOpen(t, src)
	for _, text := range []string{"cancer risk", "insulin", "does physical exercise lower the risk of heart failure", "mice AND (insulin OR glucose)"} {
		res, err := x.Search(t.Context(), Request{Text: text, Explain: true})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%s: %d hits, %v", text, len(res.Hits), err)
		}
		for _, h := range res.Hits {
			sum := 0.0
			for _, r := range h.Why {
				sum += r.Score
			}
			if len(h.Why) == 0 || math.Abs(sum-h.Score) > 1e-9*math.Max(1, h.Score) {
				t.Errorf("%s: the parts of %s add up to %v, the score is %v: %+v", text, h.Study.ID, sum, h.Score, h.Why)
			}
		}
	}
}

// TestCorrected wants a misspelt word searched as the nearest one, openly.
func TestCorrected(t *testing.T) {
	x := mustOpen(t, shelf())
	for _, tc := range []struct {
		query, want string
		warnings    int
	}{
		{"eskatamine", "b", 1},
		{"esketamien", "b", 1},
		{"depresion nazal", "b", 1},
		{"esketamine nosuchword", "b", 2}, // relaxed, and told that no study has it
		{"xyzzyplugh", "", 0},
		{`"eskatamine"`, "", 0},
	} {
		t.Run(tc.query, func(t *testing.T) {
			res, err := x.Search(t.Context(), Request{Text: tc.query})
			if err != nil {
				t.Fatal(err)
			}
			if got := letters(res); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if len(res.Query.Warnings) != tc.warnings {
				t.Errorf("warnings %+v, want %d", res.Query.Warnings, tc.warnings)
			}
		})
	}
}
