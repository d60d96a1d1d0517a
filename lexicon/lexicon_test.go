package lexicon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func found(text string) []string {
	t := Tokenize(text)
	var out []string
	for _, m := range Find(t) {
		out = append(out, m.Concept.ID+"="+t.Slice(m.First, m.Last))
	}
	return out
}

func TestFindNamesConcepts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"enantiomer covers ketamine", "effects of (S)-ketamine here", []string{"esketamine=(S)-ketamine"}},
		{"racemate", "a dose of (R,S)-ketamine", []string{"racemic-ketamine=(R,S)-ketamine"}},
		{"brand", "Spravato®", []string{"esketamine=Spravato"}},
		{"code", "COMP360 was given", []string{"psilocybin=COMP360"}},
		{"chemical name with digits", "3,4-methylenedioxymethamphetamine", []string{"mdma=3,4-methylenedioxymethamphetamine"}},
		{"case decides", "he doi not", nil},
		{"company decides for", "DMT is a psychedelic.", []string{"dmt=DMT", "psychedelics=psychedelic"}},
		{"company decides against", "a DMT for multiple sclerosis", nil},
		{"British spelling", "vaporised", []string{"inhaled=vaporised"}},
		{"no match inside words", "reketamines xketamine", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, found(c.text)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"decimals and vs.", "We gave 0.5 mg/kg vs. placebo. It worked.", []string{"We gave 0.5 mg/kg vs. placebo.", "It worked."}},
		{"i.v.", "Ketamine i.v. was given. Then p.o. it was.", []string{"Ketamine i.v. was given.", "Then p.o. it was."}},
		{"initials", "In work by R. Petranker. We agree.", []string{"In work by R. Petranker.", "We agree."}},
		{"lines", "METHODS: a\nRESULTS: b", []string{"METHODS: a", "RESULTS: b"}},
		{"et al.", "Smith et al. (2010) said. So.", []string{"Smith et al. (2010) said.", "So."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := Tokenize(c.text)
			var got []string
			for _, s := range text.Sentences() {
				got = append(got, text.Slice(s.First, s.Last))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestTablesAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Concepts() {
		if seen[c.ID] {
			t.Errorf("concept %q is listed twice", c.ID)
		}
		if c.Parent != "" && !seen[c.Parent] {
			t.Errorf("concept %q comes before its parent %q", c.ID, c.Parent)
		}
		if len(c.Names) == 0 || c.Label == "" {
			t.Errorf("concept %q has no name or label", c.ID)
		}
		seen[c.ID] = true
	}
	for _, h := range Headings() {
		if h.Concept != "" && !seen[h.Concept] {
			t.Errorf("heading %q stands for the unknown concept %q", h.Name, h.Concept)
		}
	}
	if _, err := NewFinder(nil); err != nil {
		t.Error(err)
	}
}

func TestHierarchy(t *testing.T) {
	want := []string{"ketamine", "esketamine", "arketamine", "racemic-ketamine", "norketamine"}
	if diff := cmp.Diff(want, Narrower("ketamine")); diff != "" {
		t.Errorf("Narrower (-want +got)\n%s", diff)
	}
	if !Within("mushrooms", "psychedelics") || Within("ketamine", "esketamine") {
		t.Error("Within does not follow parents")
	}
	if got := Lookup("S-Ketamine"); len(got) != 1 || got[0].ID != "esketamine" {
		t.Errorf("Lookup(S-Ketamine) = %v", got)
	}
	if diff := cmp.Diff([]string{"Ketamine", "Esketamine"}, NarrowerMeSH("ketamine"), cmp.Comparer(strings.EqualFold)); diff != "" {
		t.Errorf("NarrowerMeSH (-want +got)\n%s", diff)
	}
}

func FuzzTokenize(f *testing.F) {
	f.Add("We gave i.v. 0·5 mg/kg (n=12) of 5-MeO-DMT; p<.001.\nİstanbul K\xff é")
	f.Fuzz(func(t *testing.T, s string) {
		text, end := Tokenize(s), int32(0)
		if len(text.Raw) != len(text.Low) {
			t.Fatalf("lower case changed the length: %d, %d", len(text.Raw), len(text.Low))
		}
		for _, tok := range text.Tokens {
			if tok.Start < end || tok.End <= tok.Start || int(tok.End) > len(text.Raw) {
				t.Fatalf("token %v after %d of %d bytes", tok, end, len(text.Raw))
			}
			end = tok.End
		}
		n := 0
		for _, s := range text.Sentences() {
			n += s.Last - s.First + 1
		}
		if n != len(text.Tokens) {
			t.Fatalf("sentences hold %d of %d tokens", n, len(text.Tokens))
		}
		Find(text)
	})
}
