package lexicon

import "strings"

// spellings pairs American with British parts of words. Patterns are compiled
// with both, so that no table has to list them.
var spellings = [...][2]string{
	{"ization", "isation"}, {"izing", "ising"}, {"ized", "ised"}, {"izes", "ises"}, {"ize", "ise"}, {"yze", "yse"},
	{"anesth", "anaesth"}, {"pediatr", "paediatr"}, {"hemo", "haemo"}, {"behavior", "behaviour"}, {"labeled", "labelled"},
	{"center", "centre"}, {"fiber", "fibre"}, {"tumor", "tumour"}, {"gynec", "gynaec"}, {"ethic", "aethic"}, {"edema", "oedema"},
	{"estrogen", "oestrogen"}, {"fetal", "foetal"}, {"program", "programme"}, {"counsel", "counsell"}, {"leuk", "leuc"}, {"color", "colour"},
	{"enroll", "enrol"}, {"favor", "favour"}, {"schizoaffective", "schizo-affective"}, {"orthopedic", "orthopaedic"}, {"ischem", "ischaem"},
}

// american gives the American spelling of a word, where the two differ by one
// of the pairs.
func american(w string) string {
	for _, p := range spellings {
		if i := strings.Index(w, p[1]); i >= 0 && len(w) > len(p[1]) && !strings.Contains(w, p[0]) {
			return w[:i] + p[0] + w[i+len(p[1]):]
		}
	}
	return w
}

// british gives the British spellings of an American word.
func british(w string) []string {
	var out []string
	for _, p := range spellings {
		if i := strings.Index(w, p[0]); i >= 0 {
			out = append(out, w[:i]+p[1]+w[i+len(p[0]):])
		}
	}
	return out
}
