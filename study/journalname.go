package study

import (
	"regexp"
	"slices"
	"strings"
)

// journalName is the name of a journal made comparable: the ways in which it is
// told, each as its words that tell something.
type journalName struct {
	variants  [][]string
	issn      []string
	nlm       string
	edition   bool // names itself the edition in another language
	preprints bool // a server of preprints
}

var (
	reAside    = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
	reEdition  = regexp.MustCompile(`(?i)\b(?:engl?(?:ish)?|spanish|german|french|chinese|intl?|international)\.? ed(?:\.|ition)?\b|\bed(?:ition)?\.? (?:in )?(?:engl|espa|fran)`)
	rePreprint = regexp.MustCompile(`(?i)\b(?:bio|med|psy|socar|chem|eco|edu)?rxiv\b|\bpsyarxiv\b|\bresearch square\b|\bpreprints?\b|\bssrn\b`)
	reParts    = regexp.MustCompile(`\s*(?:[:=/]|\s--?\s)\s*`)
)

// smallWords are in names of journals without telling them apart.
var smallWords = map[string]bool{"the": true, "of": true, "and": true, "for": true, "in": true, "on": true, "a": true, "an": true,
	"de": true, "des": true, "du": true, "d": true, "la": true, "le": true, "les": true, "l": true, "y": true, "et": true, "e": true,
	"und": true, "fur": true, "der": true, "die": true, "its": true, "with": true, "from": true, "del": true, "della": true, "delle": true, "di": true, "to": true}

// nameOfJournal reads what a record says about its journal.
func nameOfJournal(j *Journal) journalName {
	n := journalName{issn: j.ISSN, nlm: j.NLMID}
	for _, s := range []string{j.Title, j.Abbrev} {
		s = s[:min(len(s), 300)]
		if i := strings.Index(s, ". Conference"); i > 0 {
			s = s[:i] // Embase tells the meeting behind the journal
		}
		n.edition = n.edition || reEdition.MatchString(s)
		n.preprints = n.preprints || rePreprint.MatchString(s)
		for _, aside := range reAside.FindAllString(s, 3) {
			if len(strings.Fields(aside)) > 2 {
				n.add(aside) // a translation; places and notes are shorter
			}
		}
		s = reAside.ReplaceAllString(s, " ")
		n.add(s)
		if parts := reParts.Split(s, 5); len(parts) > 1 {
			for _, p := range parts {
				n.add(p)
			}
		}
	}
	return n
}

// add takes one way to tell the name.
func (n *journalName) add(s string) {
	var words []string
	for _, w := range strings.Fields(fold(s)) {
		if !smallWords[w] {
			words = append(words, w)
		}
	}
	if len(words) > 0 && !slices.ContainsFunc(n.variants, func(v []string) bool { return slices.Equal(v, words) }) {
		n.variants = append(n.variants, words)
	}
}

// compareJournals says whether two names can be of one journal: same for equal
// names, abbreviations and shared identifiers; explained where one name contains
// the other or is its initials; conflict where nothing ties them, which a
// translated or transliterated name may also be.
func compareJournals(a, b *journalName) agreement {
	shared := slices.ContainsFunc(a.issn, func(s string) bool { return slices.ContainsFunc(b.issn, func(t string) bool { return sameISSN(s, t) }) })
	if shared || a.nlm != "" && a.nlm == b.nlm {
		return same
	}
	if len(a.variants) == 0 || len(b.variants) == 0 {
		return unknown
	}
	best := conflict
	for i, x := range a.variants {
		for j, y := range b.variants {
			got := compareNames(x, y)
			if got == same && (i > 0 && len(x) == 1 || j > 0 && len(y) == 1) {
				got = explained // a single word out of a longer name says less
			}
			best = max(best, got)
		}
	}
	return best
}

// sameISSN compares two numbers, with a hyphen or without.
func sameISSN(s, t string) bool {
	if len(s) != len(t) {
		s, t = strings.Replace(s, "-", "", 1), strings.Replace(t, "-", "", 1)
	}
	return strings.EqualFold(s, t)
}

// compareNames compares two lists of words.
func compareNames(x, y []string) agreement {
	switch {
	case slices.Equal(x, y), abbreviates(x, y):
		return same
	case runTogether(x, y), runTogether(y, x):
		return same
	case contains(x, y), contains(y, x), initials(x, y), initials(y, x):
		return explained
	}
	if s, t := longWords(x), longWords(y); len(s) >= 3 && len(s)+len(t) < len(x)+len(y) && abbreviates(s, t) {
		return explained // "fr" of "für", whose accent was lost
	}
	return conflict
}

// longWords gives the words of more than two letters.
func longWords(words []string) []string {
	var out []string
	for _, w := range words {
		if len(w) > 2 {
			out = append(out, w)
		}
	}
	return out
}

// abbreviates says whether each word of one is short for the word of the other
// in its place.
func abbreviates(x, y []string) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !shortFor(x[i], y[i]) && !shortFor(y[i], x[i]) {
			return false
		}
	}
	return true
}

// shortFor says whether a is the beginning of b ("ann", "annals"), leaves out
// letters of it after the first ("dtsch", "deutsche"), or is a long word but for a
// letter, as those with lost accents are.
func shortFor(a, b string) bool {
	if strings.HasPrefix(b, a) || min(len(a), len(b)) >= 6 && a[0] == b[0] && distance(a, b, 1) <= 1 {
		return true
	}
	if len(a) > len(b) || len(a) < 3 || len(a) > 6 || a[0] != b[0] {
		return false
	}
	for i := 0; i < len(b) && a != ""; i++ {
		if b[i] == a[0] {
			a = a[1:]
		}
	}
	return a == ""
}

// runTogether says whether x, without its spaces, is made of the beginnings of y's
// words: "jthoraccardiovascsurg", or "cardiothorac surg" for "cardio-thoracic
// surgery".
func runTogether(x, y []string) bool {
	if len(y) < 2 {
		return false
	}
	s := strings.Join(x, "")
	if len(s) < 6 {
		return false
	}
	ends := map[int]bool{0: true} // where the words so far may end in s
	for _, w := range y {
		next := map[int]bool{}
		for at := range ends {
			for n := 1; n <= len(w) && at+n <= len(s) && s[at+n-1] == w[n-1]; n++ {
				next[at+n] = true
			}
		}
		ends = next
	}
	return ends[len(s)]
}

// contains says whether long begins or ends with short, word for word or
// abbreviated. A single word must begin it: many journals end on "Oncology".
func contains(long, short []string) bool {
	n := len(short)
	switch {
	case n >= len(long):
		return false
	case n == 1:
		return long[0] == short[0]
	}
	return abbreviates(long[:n], short) || abbreviates(long[len(long)-n:], short)
}

// initials says whether x is the first letters of y's words, as "jama" is.
func initials(x, y []string) bool {
	if len(x) != 1 || len(x[0]) != len(y) || len(y) < 3 {
		return false
	}
	for i, w := range y {
		if w[0] != x[0][i] {
			return false
		}
	}
	return true
}
