package pubmed

import (
	"strings"

	"evidelic/study"
)

// authors reads the authors, or the editors, of an article, a chapter or a book.
// A list without a type is one of authors. Names that NLM has marked as wrong
// (ValidYN="N") are left out: the corrected one stands beside them.
func (a *adapter) authors(parent *node, role string) []study.Author {
	var out []study.Author
	for list := range parent.each("AuthorList") {
		kind := list.attr("Type")
		if kind == "" {
			kind = "authors"
		}
		if kind != role {
			continue
		}
		for n := range list.each("Author") {
			if n.attr("ValidYN") == "N" {
				continue
			}
			if p := a.author(n); !p.IsZero() {
				out = append(out, p)
			}
		}
	}
	return out
}

func (a *adapter) author(n *node) study.Author {
	p := study.Author{
		Family:     a.flat.text(n.child("LastName")),
		Given:      a.flat.text(n.child("ForeName")),
		Initials:   strings.ReplaceAll(a.flat.text(n.child("Initials")), ".", ""),
		Suffix:     a.flat.text(n.child("Suffix")),
		Collective: a.flat.text(n.child("CollectiveName")),
	}
	for c := n.first; c != nil; c = c.next {
		switch c.name {
		case "Identifier":
			if c.attr("Source") == "ORCID" && p.ORCID == "" {
				p.ORCID = orcid(c.raw())
			}
		case "AffiliationInfo":
			p.Affiliations = append(p.Affiliations, a.each(c, "Affiliation")...)
		case "Affiliation": // before 2015
			if s := a.flat.text(c); s != "" {
				p.Affiliations = append(p.Affiliations, s)
			}
		}
	}
	return p
}

// orcid gives an ORCID in its normal form, from a bare identifier with or without
// hyphens or from an address; "" when its check digit (ISO 7064 mod 11-2) is
// wrong.
func orcid(s string) string {
	if i := strings.LastIndexByte(s, '/'); i >= 0 {
		s = s[i+1:]
	}
	digits := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), "-", ""))
	if len(digits) != 16 {
		return ""
	}
	sum := 0
	for _, c := range digits[:15] {
		if c < '0' || c > '9' {
			return ""
		}
		sum = (sum + int(c-'0')) * 2
	}
	if "0123456789X"[(12-sum%11)%11] != digits[15] {
		return ""
	}
	return digits[:4] + "-" + digits[4:8] + "-" + digits[8:12] + "-" + digits[12:]
}
