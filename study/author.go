package study

import "strings"

// Author is one author, editor or investigator: a person (Family and the given
// names as far as they are known) or a group (Collective).
type Author struct {
	Family       string   `json:"family,omitempty"` // with its particle, as the source writes it: "van der Berg"
	Given        string   `json:"given,omitempty"`
	Initials     string   `json:"initials,omitempty"` // without dots: "RL"
	Suffix       string   `json:"suffix,omitempty"`   // "Jr", "3rd"
	Collective   string   `json:"collective,omitempty"`
	ORCID        string   `json:"orcid,omitempty"` // "0000-0002-1825-0097"
	Affiliations []string `json:"affiliations,omitempty"`
}

// String gives the author as PubMed prints it: "Carhart-Harris RL", "Smith J
// Jr", or the name of the group.
func (a Author) String() string {
	if a.Collective != "" {
		return a.Collective
	}
	parts := []string{a.Family}
	if in := a.InitialsOrGiven(); in != "" {
		parts = append(parts, in)
	}
	if a.Suffix != "" {
		parts = append(parts, a.Suffix)
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// InitialsOrGiven gives the initials, made from the given names where the source
// has none; hyphenated given names give both letters ("Jean-Paul" is "JP").
func (a Author) InitialsOrGiven() string {
	if a.Initials != "" {
		return a.Initials
	}
	var b strings.Builder
	for _, part := range strings.FieldsFunc(a.Given, func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == '\u00a0' }) {
		for _, r := range part {
			b.WriteString(strings.ToUpper(string(r)))
			break
		}
	}
	return b.String()
}

// IsZero says whether nothing is known of the author.
func (a Author) IsZero() bool {
	return a.Family == "" && a.Given == "" && a.Collective == ""
}
