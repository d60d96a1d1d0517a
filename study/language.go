package study

import "strings"

// languages are the codes of ISO 639-2 (both sets) and 639-1 and the English name
// of the languages in which medical journals appear, by the code that PubMed uses.
var languages = []string{"eng en english", "ger deu de german", "fre fra fr french", "spa es spanish castilian", "chi zho zh chinese", "jpn ja japanese",
	"rus ru russian", "ita it italian", "por pt portuguese", "pol pl polish", "dut nld nl dutch", "cze ces cs czech", "slo slk sk slovak",
	"hun hu hungarian", "dan da danish", "swe sv swedish", "nor nob nno no norwegian", "fin fi finnish", "ice isl is icelandic", "kor ko korean",
	"tur tr turkish", "per fas fa persian", "ara ar arabic", "heb he hebrew", "gre ell el greek", "hrv hr croatian", "srp sr serbian", "slv sl slovenian",
	"bul bg bulgarian", "rum ron ro romanian", "ukr uk ukrainian", "lit lt lithuanian", "lav lv latvian", "est et estonian", "tha th thai", "vie vi vietnamese"}

// normalLanguage gives PubMed's code of a language, "" for one that is not known.
func normalLanguage(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if s, _, _ = strings.Cut(s, "-"); s == "" {
		return ""
	}
	for _, l := range languages {
		for name := range strings.FieldsSeq(l) {
			if name == s {
				return l[:3]
			}
		}
	}
	return ""
}

// languagesOf gives the codes of a record's languages; nil where one is not known,
// so that nothing is concluded from it.
func languagesOf(names []string) []string {
	var out []string
	for _, n := range names {
		code := normalLanguage(n)
		if code == "" {
			return nil
		}
		out = append(out, code)
	}
	return out
}
