package crawler

import (
	"regexp"
	"strings"

	"evidelic/study"
)

var (
	reGroup    = regexp.MustCompile(`(?i)\b(?:group|consortium|collaborat(?:ion|ors?|ive)|committee|investigators|network|initiative|society|association|university|institute|department|organi[sz]ation|team|foundation|task force)\b`)
	reSuffix   = regexp.MustCompile(`(?i)^(?:jr|sr|ii|iii|iv|2nd|3rd)\.?$`)
	reDegree   = regexp.MustCompile(`(?i)^(?:m\.?d|ph\.?d|dr|prof|msc|bsc|mph|mbbs|frcp|d\.?phil)\.?$`)
	reParticle = regexp.MustCompile(`^(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|el|al|bin|ibn|zu|zur|af|av)$`)
	reInitials = regexp.MustCompile(`^(?:\p{Lu}\.?-?){1,4}$`)
)

// maxName bounds the name of one author, in bytes.
const maxName = 300

// PersonName reads a name written in one piece: "Dienes, Zoltan", "Maria C
// Almeida", "Ludwig van Beethoven", "Smith, J. Q.", or that of a group. Particles
// in small letters belong to the family name; academic degrees are left out. Where
// the order cannot be told, the last word is the family name. No name gives the
// zero Author.
func PersonName(s string) study.Author {
	s = strings.Trim(PlainText(s), " ,;")
	if s == "" || len(s) > maxName || strings.Contains(s, "@") || strings.Contains(s, "://") {
		return study.Author{}
	}
	if reGroup.MatchString(s) {
		return study.Author{Collective: s}
	}
	parts := strings.Split(s, ",")
	for len(parts) > 1 && reDegree.MatchString(strings.ReplaceAll(strings.TrimSpace(parts[len(parts)-1]), " ", "")) {
		parts = parts[:len(parts)-1]
	}
	var a study.Author
	if len(parts) > 2 || len(parts) == 2 && reSuffix.MatchString(strings.TrimSpace(parts[1])) {
		if last := strings.TrimSpace(parts[len(parts)-1]); reSuffix.MatchString(last) {
			a.Suffix, parts = strings.TrimSuffix(last, "."), parts[:len(parts)-1]
		}
	}
	if len(parts) > 1 {
		a.Family, a.Given = strings.TrimSpace(parts[0]), strings.TrimSpace(strings.Join(parts[1:], " "))
		return withInitials(a)
	}
	return withInitials(direct(a, strings.Fields(parts[0])))
}

// direct reads a name in the order in which it is spoken.
func direct(a study.Author, words []string) study.Author {
	for len(words) > 1 && reDegree.MatchString(words[0]) {
		words = words[1:]
	}
	for n := len(words); n > 1 && (reSuffix.MatchString(words[n-1]) || reDegree.MatchString(words[n-1])); n = len(words) {
		if reSuffix.MatchString(words[n-1]) {
			a.Suffix = strings.TrimSuffix(words[n-1], ".")
		}
		words = words[:n-1]
	}
	if n := len(words); n > 1 && reInitials.MatchString(words[n-1]) && !reInitials.MatchString(words[0]) {
		a.Family, a.Given = strings.Join(words[:n-1], " "), words[n-1] // "Haas-Kogan DA"
		return a
	}
	at := len(words) - 1
	for at > 0 && reParticle.MatchString(words[at-1]) {
		at--
	}
	if at < 0 {
		return a
	}
	a.Family, a.Given = strings.Join(words[at:], " "), strings.Join(words[:at], " ")
	return a
}

// withInitials moves given names that are initials alone to their field.
func withInitials(a study.Author) study.Author {
	if compact := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(a.Given); compact != "" && len(compact) <= 4 &&
		reInitials.MatchString(compact) && compact == strings.ToUpper(compact) {
		a.Given, a.Initials = "", compact
	}
	if a.Family == "" {
		a.Family, a.Given = a.Given, ""
	}
	return a
}
