package cite

import (
	"strings"
	"testing"
	"unicode/utf8"

	"evidelic/study"
)

// FuzzReference writes whatever stands in a record in every style: it must not
// panic, must give valid text, and nothing of its inner marks may show.
func FuzzReference(f *testing.F) {
	f.Add("\"Set\" and 'setting': what's <i>next</i>?", "\"Set\" <i>and</i> <sub>x", "12-5; discussion 16", "J.-P. van", "d'Arripe", "Jr.", "3-4 Suppl", byte(0))
	f.Add("‘a “b” c’ d’ (\"e\"", "", "S31-8, xi-xv & 100-1", "JH.", "al-", "", "", byte(1))
	f.Add("\uf880\uf881", "<i><b>\uf882</i>", "-", "-", "-", "-", "-", byte(2))
	f.Fuzz(func(t *testing.T, title, markup, pages, given, family, suffix, volume string, kind byte) {
		kinds := []study.Kind{study.KindArticle, study.KindBook, study.KindPreprint, study.KindRegistration}
		s := study.Study{Report: study.Report{Kind: kinds[int(kind)%len(kinds)], Title: title, TitleMarkup: markup, Pages: pages, Volume: volume, Issue: volume,
			Authors: []study.Author{{Family: family, Given: given, Suffix: suffix}, {Collective: title}}, Journal: study.Journal{Title: title, Abbrev: markup}}}
		if kind > 128 {
			s.Book = &study.Book{Title: markup, Publisher: title, Edition: volume, Editors: s.Authors}
		}
		for _, st := range Styles() {
			for _, as := range []Markup{Text, HTML, Markdown} {
				ref, err := Reference(&s, st.Name, as)
				if err != nil {
					t.Fatal(err)
				}
				in, err := InText(&s, st.Name, 1, as)
				if err != nil {
					t.Fatal(err)
				}
				if all := title + markup + pages + given + family + suffix + volume; utf8.ValidString(all) && !utf8.ValidString(ref+in) {
					t.Errorf("%s: invalid text %q", st.Name, ref+in)
				}
				if own := title + markup + given + family + suffix + pages + volume; !strings.ContainsFunc(own, isTagRune) && strings.ContainsFunc(ref+in, isTagRune) {
					t.Errorf("%s: a mark of ours shows: %q", st.Name, ref)
				}
			}
		}
	})
}

func TestInitialsAndParticles(t *testing.T) {
	for _, tt := range []struct{ given, spaced, tight, bare string }{
		{"Jean-Paul", "J.-P.", "J.-P.", "JP"}, {"J.-P.", "J.-P.", "J.-P.", "JP"}, {"Robin L", "R. L.", "R.L.", "RL"}, {"JH. van", "JH. van", "JH. van", "JH van"},
		{"R. LeB.", "R. LeB.", "R.LeB.", "RLeB"}, {"Xiao-yan", "X.", "X.", "X yan"}, {"Ömer F.", "Ö. F.", "Ö.F.", "ÖF"}, {"D'Arcy", "D.", "D.", "D"}, {"伟", "伟", "伟", "伟"},
	} {
		a := study.Author{Family: "Ng", Given: tt.given}
		got := [3]string{nameRule{given: initialsSpace}.givenNames(a), nameRule{given: initialsTight}.givenNames(a), nameRule{given: initialsBare}.givenNames(a)}
		if want := [3]string{tt.spaced, tt.tight, tt.bare}; got != want {
			t.Errorf("%s: got %q, want %q", tt.given, got, want)
		}
	}
	for family, want := range map[string][2]string{"van der Berg": {"van der ", "Berg"}, "d’Arripe": {"d’", "Arripe"}, "al-Rashid": {"al-", "Rashid"}, "De Luca": {"", "De Luca"}, "Carhart-Harris": {"", "Carhart-Harris"}, "von": {"", "von"}} {
		if p, rest := splitParticle(family); p != want[0] || rest != want[1] {
			t.Errorf("%s: got %q %q", family, p, rest)
		}
	}
}
