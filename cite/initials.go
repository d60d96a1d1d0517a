package cite

import (
	"regexp"
	"strings"
	"unicode"
)

// Initials are made as the Citation Style Language's processors make them, so that
// "Jean-Paul", "J.-P.", "JP.", "R. LeB." and "Ana de" all give what a reference
// manager gives.

var (
	reHyphenSpace = regexp.MustCompile(`\s*-\s*`)
	reSpaces      = regexp.MustCompile(`\s+`)
	reLowerHyphen = regexp.MustCompile(`-([a-z])`)
	reLowerDash   = regexp.MustCompile(`–([a-z])`)
	reNameJoint   = regexp.MustCompile(`[-\s]+`)
)

// initials shortens given names to their first letters, each followed by dot. A
// word with a full stop of its own is a short form already and stays whole; a word
// in lower case is a particle and stays whole, too. Without hyphens "Jean-Paul" is
// two names.
func initials(given, dot string, hyphens bool) string {
	list := splitGiven(given, hyphens)
	for i := 0; i < len(list); i += 2 {
		word := list[i]
		if word == "" {
			continue
		}
		head, stopped := initialOf(word)
		switch {
		case head == "" && !stopped:
			list[i] = " " + word
		case head == "":
		case i == len(list)-1:
			list[i] = head + dot
		case strings.Contains(list[i+1], "-"):
			list[i], list[i+1] = head, dot+"-"
		default:
			list[i], list[i+1] = head, dot
		}
	}
	return joinGiven(list)
}

// initialOf gives the letters that stand for a name, "" for a particle; stopped
// says that the name had a full stop.
func initialOf(word string) (head string, stopped bool) {
	runes := []rune(word)
	n := 1
	for n < len(runes) && unicode.IsLetter(runes[n]) {
		n++
	}
	stopped = n < len(runes) && runes[n] == '.'
	if !startsName(runes[0]) {
		return "", stopped
	}
	rest := runes[1:n]
	if stopped {
		return string(runes[:n]), true
	}
	upper := 0
	for upper < len(rest) && !unicode.IsLower(rest[upper]) {
		upper++
	}
	if upper < len(rest) { // "JPaul" has two names in one word
		return string(runes[0]) + strings.ToLower(string(rest[:upper])), false
	}
	return string(runes[0]), false
}

// startsName says whether a letter can be an initial: a capital, or a letter of a
// script that has none.
func startsName(r rune) bool {
	return unicode.IsUpper(r) || unicode.In(r, unicode.Thai, unicode.Hebrew, unicode.Arabic)
}

// dottedInitials leaves full names as they are and gives single letters and short
// forms the dot.
func dottedInitials(given, dot string) string {
	list := splitGiven(given, true)
	short := make([]bool, len(list))
	for i := 0; i < len(list); i += 2 {
		runes := []rune(list[i])
		switch {
		case len(runes) > 1 && runes[len(runes)-1] == '.':
			short[i], list[i] = true, string(runes[:len(runes)-1])
		case len(runes) == 1 && !unicode.IsLower(runes[0]):
			short[i] = true
		}
	}
	for i := 0; i < len(list); i += 2 {
		switch {
		case !short[i]:
		case i == len(list)-1:
			list[i] += dot
		case len([]rune(list[i+2])) > 1:
			if !short[i+2] {
				list[i+1] += " "
			}
			list[i+1] = dot + list[i+1]
		default:
			list[i+1] = dot
		}
	}
	return joinGiven(list)
}

// splitGiven gives the words of given names at even places and what stands between
// them at odd ones.
func splitGiven(given string, hyphens bool) []string {
	if !hyphens {
		given = strings.ReplaceAll(given, "-", " ")
	}
	given = reSpaces.ReplaceAllString(reHyphenSpace.ReplaceAllString(given, "-"), " ")
	given = reLowerHyphen.ReplaceAllString(given, "–$1")
	var b strings.Builder
	for i, r := range given {
		b.WriteRune(r)
		if r == '.' && i+1 < len(given) && given[i+1] != ' ' {
			b.WriteByte(' ')
		}
	}
	given = b.String()
	var list []string
	at := 0
	for _, m := range reNameJoint.FindAllStringIndex(given, -1) {
		list = append(list, given[at:m[0]], given[m[0]:m[1]])
		at = m[1]
	}
	if list = append(list, given[at:]); len(list) == 1 {
		tail := []rune(given[strings.LastIndexByte(given, '.')+1:])
		if len(tail) == 1 && !unicode.IsLower(tail[0]) {
			list[0] += "."
		}
	}
	return list
}

func joinGiven(list []string) string {
	s := strings.TrimRight(strings.Join(list, ""), " \t\n\v\f\r\u00a0\ufeff")
	s = reSpaces.ReplaceAllString(reHyphenSpace.ReplaceAllString(s, "-"), " ")
	return strings.TrimSpace(reLowerDash.ReplaceAllString(s, "-$1"))
}
