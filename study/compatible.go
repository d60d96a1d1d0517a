package study

// kindClass sorts kinds by what can be one report.
type kindClass int

const (
	classUnknown kindClass = iota // the record does not say
	classArticle                  // articles, books and chapters: sources differ about them
	classNotice
	classPreprint
	classRegistration
)

// classOf gives the class of a kind.
func classOf(k Kind) kindClass {
	switch k {
	case KindArticle, KindBook:
		return classArticle
	case KindNotice:
		return classNotice
	case KindPreprint:
		return classPreprint
	case KindRegistration:
		return classRegistration
	}
	return classUnknown
}

// with gives the class of two records that are one report. An article that one
// source calls a notice, under one PMID, is treated as the notice: no other
// article joins it by a weaker identifier.
func (c kindClass) with(d kindClass) kindClass {
	if c == classUnknown || (c == classArticle && d == classNotice) {
		return d
	}
	return c
}

// compatible says whether two components that share an identifier by rule can be
// one report.
func compatible(rule string, a, b *component) bool {
	samePMID := a.pmid != "" && a.pmid == b.pmid
	switch {
	case differ(a.pmid, b.pmid), differ(a.registry, b.registry):
		return false
	case differ(a.pmcid, b.pmcid) && !samePMID:
		return false
	}
	return compatibleKinds(rule == rulePMID, a.class, b.class)
}

// differ says whether both are known and not the same.
func differ(a, b string) bool { return a != "" && b != "" && a != b }

// compatibleKinds says whether kinds can be one report. Publishers give an
// erratum the DOI of its article, and sources give a preprint the identifiers of
// the article that it became: only a shared PMID makes a notice and an article
// one, and nothing does so for preprints and registrations.
func compatibleKinds(samePMID bool, a, b kindClass) bool {
	switch {
	case a == b, a == classUnknown, b == classUnknown:
		return true
	case a == classRegistration, b == classRegistration, a == classPreprint, b == classPreprint:
		return false
	}
	return samePMID
}
