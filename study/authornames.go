package study

import (
	"math/bits"
	"slices"
	"strings"
)

// authorName is what can be compared of an author: the parts of the family name
// without particles, and those of the given names that are written out. Sources
// take one for the other.
type authorName struct {
	family, given []string
	whole         string // the family name in one word, particles and all
	letters       string // the initials; read where they are compared
	bones         string // the consonants of its telling part: accents are lost and spelt out in many ways
}

// particles stand in family names or are left out of them; the others qualify a
// name or a group without telling who it is.
var particles = map[string]bool{"van": true, "von": true, "vom": true, "der": true, "den": true, "de": true, "di": true, "da": true,
	"del": true, "della": true, "dal": true, "la": true, "le": true, "el": true, "al": true, "dos": true, "du": true, "ten": true, "ter": true,
	"jr": true, "sr": true, "2nd": true, "3rd": true, "et": true, "others": true, "ii": true, "iii": true, "md": true, "phd": true}

// groupWords are in the names of groups, never of persons.
var groupWords = map[string]bool{"group": true, "study": true, "trial": true, "investigators": true, "collaboration": true, "collaborative": true,
	"committee": true, "consortium": true, "network": true, "society": true, "association": true, "initiative": true, "programme": true}

// isGroup says whether an author is no person; files name groups like persons.
func isGroup(a Author) bool {
	return a.Collective != "" || slices.ContainsFunc(strings.Fields(fold(a.Family+" "+a.Given)), func(w string) bool { return groupWords[w] })
}

// maxAuthors bounds how many authors are compared.
const maxAuthors = 30

// namesOf reads the persons among the authors of a report: one source names the
// group where another names who wrote for it. It gives n of them at most.
func namesOf(authors []Author, n int) []authorName {
	var out []authorName
	for _, a := range authors[:min(len(authors), maxAuthors)] {
		if len(out) == n {
			break
		}
		if name, ok := nameOf(a); ok {
			out = append(out, name)
		}
	}
	return out
}

// onlyLetters says whether a person is named by initials alone.
func onlyLetters(a Author) bool {
	words := strings.Fields(fold(a.Family + " " + a.Given))
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return len(w) > 1 })
}

// nameOf reads a person's name; ok is false for a group and for nobody.
func nameOf(a Author) (name authorName, ok bool) {
	if isGroup(a) {
		return name, false
	}
	name = authorName{family: tellingWords(a.Family, 2), given: tellingWords(a.Given, 3)}
	if len(name.family) == 0 {
		name.family, name.given = name.given, nil
	}
	if len(name.family) == 0 || strings.HasPrefix(name.family[0], "anonym") || name.family[0] == "anon" {
		return name, false
	}
	name.whole, name.bones = strings.ReplaceAll(fold(a.Family), " ", ""), consonants(name.key())
	return name, true
}

// ForeignAuthors gives the places, in a list of authors, of the persons whom another
// list does not name, and how many persons were compared: none where one of the
// lists has none. Names are compared as they are for joining: particles, marks over
// letters, the order of family and given names, and one typing error in a long name
// make no other person. Groups, names in other letters than Latin ones, and names that
// lost letters on their way ("Mu?oz") are left out. Both lists are read to their ends.
func ForeignAuthors(list, other []Author) (places []int, compared int) {
	var named []authorName
	for _, a := range other {
		if name, ok := nameOf(a); ok && latin(name.whole) {
			name.letters = initialsOf(a)
			named = append(named, name)
		}
	}
	if len(named) == 0 {
		return nil, 0
	}
	for i, a := range list {
		name, ok := nameOf(a)
		if !ok || !latin(name.whole) || strings.ContainsAny(a.Family, "?\ufffd") {
			continue
		}
		compared++
		name.letters = initialsOf(a)
		if !slices.ContainsFunc(named, func(b authorName) bool { return name.agrees(b) || name.turned(b) }) {
			places = append(places, i)
		}
	}
	return places, compared
}

// initialsOf gives the first letters of the given names, folded.
func initialsOf(a Author) string {
	if a.Initials != "" {
		return strings.ReplaceAll(fold(a.Initials), " ", "")
	}
	var b strings.Builder
	for _, w := range strings.Fields(fold(a.Given)) {
		b.WriteByte(w[0])
	}
	return b.String()
}

// turned says whether two names can be of one person whose family name one of them
// takes for a given one, and cuts: "Hua T" and "Tong H".
func (a authorName) turned(b authorName) bool {
	return strings.Contains(b.letters, a.whole[:1]) && strings.Contains(a.letters, b.whole[:1])
}

// latin says whether a folded name has no other letters than those of ASCII.
func latin(folded string) bool {
	return strings.IndexFunc(folded, func(r rune) bool { return r > 0x7f }) < 0
}

// lettersOf gives the letters with which the names of a person begin, a bit for each
// of our alphabet; of initials run together, all.
func lettersOf(a Author) uint32 {
	set := uint32(0)
	add := func(s string) {
		for i := range len(s) {
			if c := s[i] - 'a'; c < 26 {
				set |= 1 << c
			}
		}
	}
	for _, w := range strings.Fields(fold(a.Family)) {
		add(w[:1])
	}
	for _, w := range strings.Fields(a.Given + " " + a.Initials) {
		if f := fold(w); len(w) <= 4 && w == strings.ToUpper(w) {
			add(f)
		} else {
			for _, part := range strings.Fields(f) {
				add(part[:1])
			}
		}
	}
	return set
}

// namesakes says whether the first authors share a name and no letter of another
// one: "Berg, A" and "Berg, K".
func namesakes(a, b *traits) bool {
	return bits.OnesCount32(a.letters) > 1 && bits.OnesCount32(b.letters) > 1 && bits.OnesCount32(a.letters&b.letters) < 2
}

// tellingWords gives the words of at least n letters that are no particles.
func tellingWords(s string, n int) []string {
	var out []string
	for _, w := range strings.Fields(fold(s)) {
		if len(w) >= n && !particles[w] {
			out = append(out, w)
		}
	}
	return out
}

// key gives the part of the name by which candidates are found: the longest of
// the family name.
func (a authorName) key() string {
	longest := a.family[0]
	for _, w := range a.family[1:] {
		if len(w) > len(longest) {
			longest = w
		}
	}
	return longest
}

// agrees says whether two names can be of one person.
func (a authorName) agrees(b authorName) bool {
	return shareWord(a.family, b.family) || shareWord(a.family, b.given) || shareWord(a.given, b.family) ||
		a.whole == b.whole && a.whole != "" || len(a.bones) >= 4 && a.bones == b.bones || a.glued(b) || b.glued(a)
}

// gluedParticles are what stands before a family name that was written in one
// word with them.
var gluedParticles = map[string]bool{"van": true, "vande": true, "vanden": true, "vander": true, "von": true, "vonder": true, "de": true, "dela": true,
	"delos": true, "del": true, "della": true, "di": true, "da": true, "dos": true, "du": true, "el": true, "al": true, "la": true, "le": true, "ni": true, "o": true}

// glued says whether a's family name is b's with particles before it, in one
// word: "vandenberg" and "Berg".
func (a authorName) glued(b authorName) bool {
	last := b.family[len(b.family)-1]
	return len(last) >= 4 && len(a.whole) > len(last) && strings.HasSuffix(a.whole, last) && gluedParticles[a.whole[:len(a.whole)-len(last)]]
}

// consonants leaves the vowels out of a word, but for a first one.
func consonants(w string) string {
	b := make([]byte, 0, len(w))
	for i := range len(w) {
		if i == 0 || !strings.Contains("aeiouy", w[i:i+1]) {
			b = append(b, w[i])
		}
	}
	return string(b)
}

// shareWord says whether a word is in both, one typing error aside in long ones.
func shareWord(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool {
			return x == y || min(len(x), len(y)) >= 5 && distance(x, y, 1) <= 1
		})
	})
}

// compareFirst compares the first authors.
func compareFirst(a, b []authorName) agreement {
	switch {
	case len(a) == 0 || len(b) == 0:
		return unknown
	case a[0].agrees(b[0]):
		return same
	}
	return conflict
}

// overlap gives the share of the shorter list that is in the longer; 0 when one
// is empty.
func overlap(a, b []authorName) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	share := shared(a, b)
	if len(a) == len(b) {
		share = min(share, shared(b, a))
	}
	return share
}

// shared gives the share of a that is in b.
func shared(a, b []authorName) float64 {
	n := 0
	for _, x := range a {
		if slices.ContainsFunc(b, x.agrees) {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// distance gives the number of letters to insert, delete, replace or swap with
// the next to make b of a, or limit+1 when it is more than limit.
func distance(a, b string, limit int) int {
	if abs(len(a)-len(b)) > limit {
		return limit + 1
	}
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-limit), min(len(b), i+limit)
		row[from-1] = limit + 1
		if from == 1 {
			row[0] = i
		}
		best := row[from-1]
		for j := from; j <= to; j++ {
			row[j] = step(a, b, i, j, before, prev, row, limit)
			best = min(best, row[j])
		}
		if to < len(b) {
			row[to+1] = limit + 1
		}
		if best > limit {
			return limit + 1
		}
		before, prev, row = prev, row, before
	}
	return min(prev[len(b)], limit+1)
}

// step fills one cell of the table of distances.
func step(a, b string, i, j int, before, prev, row []int, limit int) int {
	cost := 1
	if a[i-1] == b[j-1] {
		cost = 0
	}
	d := min(prev[j-1]+cost, row[j-1]+1)
	if j < i+limit {
		d = min(d, prev[j]+1)
	}
	if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
		d = min(d, before[j-2]+1)
	}
	return d
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
