package cite

import (
	"regexp"
	"strings"
	"unicode"

	"evidelic/study"
)

// nameRule is how a style writes a list of persons.
type nameRule struct {
	inverted int    // how many persons have the family name first; everybody: all
	comma    string // between family name and given names where the family name is first
	given    givenRule
	and      string // the word before the last person; "" for none
	last     precedes
	demote   bool // "Berg, Jan van der": particles go behind the given names
	short    bool // family names only
	max      int  // with more than max persons only keep are written; 0: all are
	keep     int
	etAl     etAlRule
}

const all = 1 << 30

// givenRule is how given names are written.
type givenRule int

const (
	givenFull     givenRule = iota // as the source has them
	givenDotted                    // as the source has them, single letters with a full stop
	initialsBare                   // JP
	initialsSpace                  // J.-P. R.
	initialsTight                  // J.-P.R.
)

// precedes says whether a comma stands before the last person.
type precedes int

const (
	whenSeveral precedes = iota // with three persons and more
	always
	never
)

// etAlRule is how a shortened list ends.
type etAlRule int

const (
	etAlPlain    etAlRule = iota // "A, B, et al.", "A et al."
	etAlComma                    // "A, et al."
	etAlItalic                   // "A et al." in italics
	etAlEllipsis                 // "A, B, … Z"
)

// names writes a list of persons by a rule.
func names(rule nameRule, of func(*item) []study.Author) part {
	return func(it *item) []span { return rule.write(of(it)) }
}

func authors(it *item) []study.Author { return it.authors }
func editors(it *item) []study.Author { return it.editors }

func (n nameRule) write(list []study.Author) []span {
	count := len(list)
	if count == 0 {
		return nil
	}
	if n.max == 0 || count <= n.max {
		return []span{{text: n.join(list)}}
	}
	var shown []string
	for i, a := range list[:n.keep] {
		shown = append(shown, n.one(a, i))
	}
	text := strings.Join(shown, ", ")
	sep := " "
	if n.keep > 1 || n.etAl == etAlComma {
		sep = ", "
	}
	switch n.etAl {
	case etAlEllipsis:
		return []span{{text: text + ", … " + n.one(list[count-1], count-1)}}
	case etAlItalic:
		return []span{{text: text + sep}, {text: "et al.", slant: true}}
	}
	return []span{{text: text + sep + "et al."}}
}

func (n nameRule) join(list []study.Author) string {
	var b strings.Builder
	for i, a := range list {
		switch {
		case i == 0:
		case i < len(list)-1 || n.and == "":
			b.WriteString(", ")
		default:
			if n.last == always || n.last == whenSeveral && len(list) > 2 {
				b.WriteByte(',')
			}
			b.WriteString(" " + n.and + " ")
		}
		b.WriteString(n.one(a, i))
	}
	return b.String()
}

// one writes the i-th person of a list, or a group by its name.
func (n nameRule) one(a study.Author, i int) string {
	if a.Collective != "" {
		return typographic(a.Collective)
	}
	family, given := typographic(a.Family), n.givenNames(a)
	a.Suffix = n.suffix(a.Suffix)
	switch {
	case n.short:
		return family
	case given == "":
		return joined(" ", family, a.Suffix)
	case family == "":
		return joined(" ", given, a.Suffix)
	case !alphabetic(a.Family) && !alphabetic(given):
		return family + given
	case i >= n.inverted:
		return joined(" ", given, family, a.Suffix)
	}
	if n.demote {
		particle, rest := splitParticle(family)
		family, given = rest, joined(" ", given, strings.TrimSpace(particle))
	}
	return joined(n.comma, family, given, a.Suffix)
}

// suffix writes "Jr." and the like with the stops that the style gives initials.
func (n nameRule) suffix(s string) string {
	switch n.given {
	case givenDotted, initialsSpace:
		return dottedInitials(s, ". ")
	case initialsBare:
		return dottedInitials(s, "")
	case initialsTight:
		return dottedInitials(s, ".")
	}
	return s
}

// reParticle is what stands before a family name: "van der ", "d’", "al-".
var reParticle = regexp.MustCompile(`^[^ ]+?[-ʻ’' ] *`)

// splitParticle takes "van der " off "van der Berg": what begins in lower case.
func splitParticle(family string) (particle, rest string) {
	rest = family
	for {
		p := reParticle.FindString(rest)
		first := []rune(strings.TrimLeft(p, "-'ʻ’ "))
		if len(first) == 0 || !unicode.IsLower(first[0]) || p == rest {
			return particle, rest
		}
		particle, rest = particle+p, rest[len(p):]
	}
}

// alphabetic says whether a name is written in letters that have capitals, as
// Latin, Greek and Cyrillic have.
func alphabetic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew, unicode.Thai)
	})
}

func (n nameRule) givenNames(a study.Author) string {
	given := typographic(givenText(a))
	if given == "" || !alphabetic(given) {
		return given
	}
	switch n.given {
	case givenDotted:
		return dottedInitials(given, ". ")
	case initialsBare:
		return initials(given, "", false)
	case initialsSpace:
		return initials(given, ". ", true)
	case initialsTight:
		return initials(given, ".", true)
	}
	return given
}

// givenText gives the given names, or the initials with full stops.
func givenText(a study.Author) string {
	if a.Given != "" {
		return a.Given
	}
	var letters []string
	for _, r := range a.Initials {
		letters = append(letters, string(r)+".")
	}
	return strings.Join(letters, " ")
}
