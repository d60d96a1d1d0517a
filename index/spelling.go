package index

import "strings"

// foldSpelling writes the British and the American form of a word alike. The
// form chosen is nobody's: only that both become the same counts. Endings follow
// rules ("-ize" is "-ise", "ae" and "oe" are "e"); what has no rule is listed.
func foldSpelling(w string) string {
	w = foldDigraphs(w)
	w = foldIze(w)
	for _, p := range spellingStems {
		if i := strings.Index(w, p[0]); i >= 0 {
			w = w[:i] + p[1] + w[i+len(p[0]):]
			break
		}
	}
	return foldEnding(w)
}

// foldDigraphs writes "ae" and "oe" inside a word as "e": anaesthesia, oedema,
// foetal. Four letters and fewer ("does", "goes") stay.
func foldDigraphs(w string) string {
	if len(w) < 5 {
		return w
	}
	w = strings.ReplaceAll(w, "ae", "e")
	return strings.ReplaceAll(w, "oe", "e")
}

// izeEndings are the endings in which American (and Oxford) spelling has a z.
var izeEndings = []string{"izations", "izational", "ization", "izing", "izers", "izer", "izes", "ized", "ize",
	"yzing", "yzers", "yzer", "yzes", "yzed", "yze"}

// foldIze writes -ize and -yze words with an s. The other way round would catch
// "exercise" and "advise".
func foldIze(w string) string {
	for _, e := range izeEndings {
		if len(w) >= len(e)+3 && strings.HasSuffix(w, e) {
			at := len(w) - len(e)
			return w[:at] + e[:1] + "s" + e[2:]
		}
	}
	return w
}

// spellingStems are parts of words that differ without a rule that is safe for
// every word. After the first that is found, the others are not looked for.
var spellingStems = [][2]string{
	{"behaviour", "behavior"}, {"tumour", "tumor"}, {"colour", "color"}, {"favour", "favor"}, {"humour", "humor"},
	{"labour", "labor"}, {"neighbour", "neighbor"}, {"honour", "honor"}, {"odour", "odor"}, {"rumour", "rumor"},
	{"vapour", "vapor"}, {"flavour", "flavor"}, {"vigour", "vigor"}, {"harbour", "harbor"}, {"endeavour", "endeavor"},
	{"rigour", "rigor"}, {"saviour", "savior"},
	{"labell", "label"}, {"modell", "model"}, {"counsell", "counsel"}, {"signall", "signal"}, {"channell", "channel"},
	{"travell", "travel"}, {"levell", "level"}, {"cancell", "cancel"}, {"enroll", "enrol"}, {"fulfill", "fulfil"},
	{"tunnell", "tunnel"}, {"panell", "panel"}, {"totall", "total"}, {"skillful", "skilful"}, {"installment", "instalment"},
	{"sulph", "sulf"}, {"leuco", "leuko"}, {"sceptic", "skeptic"}, {"programme", "program"}, {"judgement", "judgment"},
	{"ageing", "aging"}, {"maneuvre", "maneuver"}, {"aluminium", "aluminum"}, {"moustache", "mustache"},
	{"practis", "practic"}, {"licens", "licenc"}, {"defens", "defenc"}, {"offens", "offenc"}, {"pretens", "pretenc"},
	{"artefact", "artifact"}, {"speciality", "specialty"},
}

// foldEnding folds "-re" and "-ogue" and the lone words.
func foldEnding(w string) string {
	plural := ""
	if strings.HasSuffix(w, "s") {
		w, plural = w[:len(w)-1], "s"
	}
	switch {
	case strings.HasSuffix(w, "logue") || strings.HasSuffix(w, "talogue"):
		w = w[:len(w)-2]
	case strings.HasSuffix(w, "centre"), strings.HasSuffix(w, "fibre"), strings.HasSuffix(w, "litre"), strings.HasSuffix(w, "metre"),
		strings.HasSuffix(w, "titre"), strings.HasSuffix(w, "calibre"), strings.HasSuffix(w, "theatre"), strings.HasSuffix(w, "goitre"):
		w = w[:len(w)-2] + "er"
	case w == "grey":
		w = "gray"
	case w == "gramme" || strings.HasSuffix(w, "ogramme"):
		w = w[:len(w)-2]
	}
	return w + plural
}
