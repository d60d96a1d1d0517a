package cite

import (
	"strings"

	"evidelic/study"
)

// nameRule is how a style writes a list of authors.
type nameRule struct {
	comma      string // between family name and given names or initials
	initials   string // behind each initial but the last one of a person; the last gets it trimmed
	full       bool   // given names in full
	straight   bool   // from the second person on given names come first
	sep, last  string // between persons; before the last
	max, keep  int    // with more than max persons only keep are written; 0: all are
	etAl       string // behind those
	etAlItalic bool
	ellipsis   bool // and then "…" and the last person
}

// write gives the list as spans.
func (n nameRule) write(authors []study.Author) []span {
	count := len(authors)
	if n.max > 0 && count > n.max {
		list := n.join(authors[:n.keep], n.sep)
		if n.ellipsis {
			return []span{{text: list + ", … " + n.one(authors[count-1], n.keep)}}
		}
		tag := ""
		if n.etAlItalic {
			tag = "i"
		}
		lead := len(n.etAl) - len(strings.TrimLeft(n.etAl, ", "))
		return []span{{text: list + n.etAl[:lead]}, {n.etAl[lead:], tag}}
	}
	return []span{{text: n.join(authors, n.last)}}
}

func (n nameRule) join(authors []study.Author, last string) string {
	var b strings.Builder
	for i, a := range authors {
		switch {
		case i == 0:
		case i < len(authors)-1:
			b.WriteString(n.sep)
		case len(authors) == 2 && n.initials == "." && !n.straight:
			b.WriteString(" and ")
		default:
			b.WriteString(last)
		}
		b.WriteString(n.one(a, i))
	}
	return b.String()
}

// one writes the i-th person of a list, or a group by its name.
func (n nameRule) one(a study.Author, i int) string {
	if a.Collective != "" {
		return a.Collective
	}
	given := n.given(a)
	switch {
	case given == "":
		return withSuffix(a.Family, a.Suffix, " ")
	case n.straight && i > 0:
		return withSuffix(given+" "+a.Family, a.Suffix, " ")
	case n.comma == " ":
		return withSuffix(a.Family+" "+given, a.Suffix, " ")
	}
	return withSuffix(a.Family+n.comma+given, a.Suffix, ", ")
}

func withSuffix(name, suffix, sep string) string {
	if suffix == "" {
		return name
	}
	return name + sep + suffix
}

// given writes the given names: in full, as "A. B.", "A.B." or "AB".
func (n nameRule) given(a study.Author) string {
	if n.full && a.Given != "" {
		return a.Given
	}
	if n.full {
		return dotted(a, ". ")
	}
	if n.initials == "" {
		return a.InitialsOrGiven()
	}
	return dotted(a, n.initials)
}

// dotted writes initials with dots; a hyphen between given names stays.
func dotted(a study.Author, dot string) string {
	source := a.Given
	if source == "" {
		source = strings.Join(strings.Split(a.Initials, ""), " ")
	}
	var b strings.Builder
	for _, word := range strings.FieldsFunc(source, func(r rune) bool { return r == ' ' || r == '.' || r == '\u00a0' }) {
		for j, part := range strings.Split(word, "-") {
			first := []rune(part)
			if len(first) == 0 {
				continue
			}
			if j > 0 {
				trimmed := strings.TrimRight(b.String(), " ")
				b.Reset()
				b.WriteString(trimmed + "-")
			}
			b.WriteString(strings.ToUpper(string(first[0])) + dot)
		}
	}
	return strings.TrimRight(b.String(), " ")
}
