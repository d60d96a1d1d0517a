package europepmc

import (
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// authors gives the authors in order; from the printed line where the record has
// no list.
func (r *result) authors() []study.Author {
	var out []study.Author
	for _, a := range r.AuthorList.Author {
		if v := a.author(); !v.IsZero() {
			out = append(out, v)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, name := range strings.Split(strings.TrimSuffix(crawler.PlainText(r.AuthorString), "."), ",") {
		if v := printed(name); !v.IsZero() {
			out = append(out, v)
		}
	}
	return out
}

func (a *author) author() study.Author {
	out := study.Author{
		Family: crawler.PlainText(a.LastName), Given: crawler.PlainText(a.FirstName), Initials: crawler.CleanText(a.Initials),
		Suffix: crawler.CleanText(a.Suffix), Collective: crawler.PlainText(a.Collective),
	}
	if out.IsZero() {
		out = printed(crawler.PlainText(a.FullName))
	}
	if strings.EqualFold(a.ID.Type, "ORCID") {
		out.ORCID = orcid(a.ID.Value)
	}
	for _, f := range a.Affiliations.Affiliation {
		out.Affiliations = append(out.Affiliations, cleanAll([]string{f.Affiliation})...)
	}
	if len(out.Affiliations) == 0 {
		out.Affiliations = cleanAll([]string{a.Affiliation})
	}
	return out
}

var reInitials = regexp.MustCompile(`^\p{Lu}[\p{Lu}\p{M}-]{0,4}$`)

// printed reads a name as Europe PMC prints it: "Haas-Kogan DA". A name without
// initials is kept whole.
func printed(s string) study.Author {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if i := strings.LastIndexByte(s, ' '); i > 0 && reInitials.MatchString(s[i+1:]) {
		return study.Author{Family: strings.TrimSpace(s[:i]), Initials: s[i+1:]}
	}
	return study.Author{Family: s}
}

var reORCID = regexp.MustCompile(`[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$`)

// orcid takes the bare number out of the forms in use.
func orcid(s string) string {
	return reORCID.FindString(strings.ToUpper(strings.TrimSpace(s)))
}
