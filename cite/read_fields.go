package cite

import (
	"regexp"
	"strconv"
	"strings"

	"evidelic/study"
)

// parseName reads "Family, Given", "Family, Given, Suffix", "Family, Suffix,
// Given" (as BibTeX has it), "Family AB" and "Given Family". Only a comma or
// trailing initials tell a person's parts apart; without either the last word is
// the family name.
func parseName(s string) study.Author {
	s = clean(s)
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch {
	case s == "":
		return study.Author{}
	case len(parts) == 3 && isSuffix(parts[1]):
		return person(parts[0], parts[2], parts[1])
	case len(parts) >= 3:
		return person(parts[0], parts[1], strings.Join(parts[2:], " "))
	case len(parts) == 2:
		return person(parts[0], parts[1], "")
	}
	words := strings.Fields(s)
	last := words[len(words)-1]
	switch {
	case len(words) == 1:
		return study.Author{Family: s}
	case isInitials(last):
		return study.Author{Family: strings.Join(words[:len(words)-1], " "), Initials: strings.ReplaceAll(last, ".", "")}
	}
	return spokenName(words)
}

// spokenName reads "JH. van Dalfsen" and "Ana Maria de la Cruz Jr.": words in lower
// case before the last one belong to the family name.
func spokenName(words []string) study.Author {
	suffix := ""
	if n := len(words); n > 2 && isSuffix(words[n-1]) {
		suffix, words = words[n-1], words[:n-1]
	}
	at := len(words) - 1
	for at > 1 && strings.ToLower(words[at-1]) == words[at-1] && strings.ToUpper(words[at-1]) != words[at-1] {
		at--
	}
	return person(strings.Join(words[at:], " "), strings.Join(words[:at], " "), suffix)
}

// person gives the author of the parts; given names that are initials only are
// kept as initials, but for those with a hyphen, which references keep.
func person(family, given, suffix string) study.Author {
	a := study.Author{Family: family, Given: given, Suffix: suffix}
	if !strings.Contains(given, "-") && (isInitials(strings.ReplaceAll(given, " ", "")) || reDottedInitials.MatchString(given)) {
		a.Given, a.Initials = "", strings.NewReplacer(".", "", " ", "", "-", "").Replace(given)
	}
	return a
}

var reInitials = regexp.MustCompile(`^(?:\p{Lu}\.?-?){1,4}$`)

// reDottedInitials are initials in one piece: "JH.", "NNN."
var reDottedInitials = regexp.MustCompile(`^\p{Lu}{2,4}\.$`)

func isInitials(s string) bool { return reInitials.MatchString(s) }

func isSuffix(s string) bool {
	switch strings.ToLower(strings.TrimSuffix(s, ".")) {
	case "jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "4th":
		return true
	}
	return false
}

// parseLooseDate reads the dates that citation files carry: "2024", "2024/03/05/",
// "2024-03", "2024 Mar 5", "2024 Mar-Apr", "2024 Spring", "20240305". What it cannot
// read beyond the year is left unknown; without a year it gives the zero Date.
func parseLooseDate(s string) study.Date {
	s = clean(s)
	if len(s) == 8 && digits(s) {
		s = s[:4] + "/" + s[4:6] + "/" + s[6:]
	}
	f := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" /-.,", r) })
	if len(f) == 0 {
		return study.Date{}
	}
	year, err := strconv.Atoi(f[0])
	if err != nil || len(f[0]) != 4 {
		return study.Date{}
	}
	best, err := study.NewDate(year, 0, 0)
	if err != nil || len(f) == 1 {
		return best
	}
	if d, ok := study.SeasonDate(year, f[1]); ok {
		return d
	}
	month := monthOf(f[1])
	if d, err := study.NewDate(year, month, 0); err == nil {
		best = d
	}
	if len(f) > 2 && month > 0 {
		if day, err := strconv.Atoi(f[2]); err == nil {
			if d, err := study.NewDate(year, month, day); err == nil {
				best = d
			}
		}
	}
	return best
}

func monthOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if len(s) >= 3 {
		for i, m := range monthNames {
			if i > 0 && strings.EqualFold(s[:3], m) {
				return i
			}
		}
	}
	return 0
}

// setIDs puts in every identifier that a value holds in a form of its own.
func setIDs(ids *study.IDs, doi, pmid, pmcid, registry string) {
	if ids.DOI == "" {
		ids.SetDOI(doi)
	}
	if v, ok := study.NormalPMID(pmid); ok && ids.PMID == "" {
		ids.PMID = v
	}
	if v, ok := study.NormalPMCID(pmcid); ok && pmcid != "" && ids.PMCID == "" {
		ids.PMCID = v
	}
	if v, _, ok := study.NormalRegistry(registry); ok && ids.Registry == "" {
		ids.Registry = v
	}
}

var reISSN = regexp.MustCompile(`\b([0-9]{4})-([0-9]{3}[0-9Xx])\b`)

// splitISSNs takes apart what some programs write in one field, "1234-5678
// (Electronic), 8765-4321 (Print)"; a value without an ISSN is kept as it stands.
func splitISSNs(values []string) []string {
	var out []string
	for _, v := range values {
		found := reISSN.FindAllString(strings.ToUpper(v), -1)
		if len(found) == 0 {
			found = []string{v}
		}
		for _, n := range found {
			out = appendText(out, n)
		}
	}
	return out
}

// appendText adds the value unless it is empty or there already.
func appendText(list []string, value string) []string {
	if value = clean(value); value == "" {
		return list
	}
	for _, have := range list {
		if have == value {
			return list
		}
	}
	return append(list, value)
}

// retractedTitle finds the mark that publishers put before the title of retracted
// work. It is the last resort: a source's own notice says more.
func retractedTitle(title string) (study.Notice, bool) {
	for _, p := range []string{"RETRACTED:", "Retracted:", "RETRACTED ARTICLE:", "Retracted Article:", "[Retracted]", "[RETRACTED]"} {
		if strings.HasPrefix(title, p) {
			return study.Notice{Type: study.NoticeRetraction, Detail: "title prefix " + strconv.Quote(p)}, true
		}
	}
	return study.Notice{}, false
}
