package index

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTranslate(t *testing.T) {
	x := mustOpen(t, shelf())
	for _, tc := range []struct {
		in, pubmed, epmc string
		notes            int
	}{
		{"psilocybin anxiety", `(psilocybin[all] OR "COMP360"[all]) AND anxiety`, `(psilocybin OR "COMP360") AND anxiety`, 0},
		{`"oral ketamine"[tiab] NOT mice[ti]`, `"oral ketamine"[tiab] NOT mice[ti]`, `(TITLE:"oral ketamine" OR ABSTRACT:"oral ketamine") NOT TITLE:mice`, 0},
		{`"ketamine depression"[tiab:~3]`, `"ketamine depression"[tiab:~3]`, `(TITLE:(ketamine AND depression) OR ABSTRACT:(ketamine AND depression))`, 1},
		{"ketamine[ab]", "ketamine[tiab]", "ABSTRACT:ketamine", 1},
		{"Carhart-Harris RL[au] 2019:2020[dp]", `"Carhart-Harris RL"[au] AND 2019/01/01:2020/12/31[dp]`, `AUTH:"Carhart-Harris RL" AND FIRST_PDATE:[2019-01-01 TO 2020-12-31]`, 0},
		{"38011560[pmid]", `"38011560"[pmid]`, "(EXT_ID:38011560 AND SRC:MED)", 0},
		{"mescaline year:2020..2024 n>50", "mescaline AND 2020:2024[dp]", "mescaline AND PUB_YEAR:[2020 TO 2024]", 2},
		{"Ketamine[mh]", `"Ketamine"[mh]`, `(KW:"Ketamine" OR KW:"esketamine")`, 1},
		{"", "", "", 0},
	} {
		t.Run(tc.in, func(t *testing.T) {
			got, err := x.Translate(tc.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{tc.pubmed, tc.epmc}, []string{got.PubMed, got.EuropePMC}); diff != "" || len(got.Notes) != tc.notes {
				t.Errorf("notes %q, (-want +got):\n%s", got.Notes, diff)
			}
			again, err := x.Translate(got.PubMed)
			if err != nil || len(got.Notes) == 0 && again.PubMed != got.PubMed {
				t.Errorf("%s reads as %s: %v", got.PubMed, again.PubMed, err)
			}
		})
	}
}
