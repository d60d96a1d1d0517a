package crawler

import (
	"strings"
	"testing"
)

func TestJudgeAbstract(t *testing.T) {
	const title = "Oral ketamine for depression: a randomised trial"
	whole := "We gave oral ketamine or placebo to forty adults with depression for six weeks. Scores fell by nine points with ketamine and by four with placebo. Nobody left the trial early."
	for _, tt := range []struct{ name, text, want string }{
		{"an abstract", whole, ""},
		{"nothing", " ", "no text"},
		{"the title", title + ".", "repeats the title"},
		{"the title and the journal", title + " | The Journal of Things", "repeats the title"},
		{"short", "Ketamine helps in depression.", "4 words"},
		{"cut with dots", strings.TrimSuffix(whole, "Nobody left the trial early.") + "Nobody left...", "cut"},
		{"cut with one sign", strings.TrimSuffix(whole, ".") + "…", "cut"},
		{"cut in silence", strings.TrimSuffix(whole, " early."), "middle of a sentence"},
		{"a slogan", "The Journal of Things is an international peer-reviewed journal of everything about ketamine and depression, open to all readers in the world since 1990.", "site speaks"},
		{"a door", whole + " Please enable cookies to read the full text.", "site speaks"},
		{"another subject", "The bird flew over the lake and came back in the evening, when the sun had gone and the others were already asleep in the reeds.", "no word with the title"},
		{"long in another language", strings.Repeat("Nous avons étudié quarante adultes pendant six semaines. ", 15), ""},
		{"the article", strings.Repeat(whole, 200), "more than an abstract"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := JudgeAbstract(tt.text, title)
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
