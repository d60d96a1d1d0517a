package study

import (
	"cmp"
	"slices"
	"strings"
)

// Rank orders sources by how far their fields are trusted, 0 first: curated
// indexes before what publishers deposit, that before what is read off pages,
// that before files from elsewhere.
func Rank(source string) int {
	switch source {
	case SourcePubMed:
		return 0
	case SourceEuropePMC:
		return 1
	case SourceClinicalTrials:
		return 2
	case SourceCrossref:
		return 3
	case SourceOpenAlex:
		return 4
	case SourceBioRxiv, SourceMedRxiv:
		return 5
	case SourceWebpage:
		return 6
	}
	switch {
	case strings.HasPrefix(source, "oai:"):
		return 7
	case strings.HasPrefix(source, "import:"):
		return 8
	}
	return 9
}

// rankFor is Rank for one record: a registry knows its own registrations best.
func rankFor(r *Record) int {
	if r.Source == SourceClinicalTrials && r.Report.Kind == KindRegistration {
		return -1
	}
	return Rank(r.Source)
}

// compareRecords puts records into the one order in which every rule looks at
// them: those that their source still holds first, then by rank, source and key.
func compareRecords(a, b *Record) int {
	return cmp.Or(compareBool(a.Gone, b.Gone), cmp.Compare(rankFor(a), rankFor(b)),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Key, b.Key))
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// canonical gives the positions of records in the order of compareRecords.
func canonical(records []Record) []int {
	order := make([]int, len(records))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compareRecords(&records[i], &records[j]) })
	return order
}
