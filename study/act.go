package study

import (
	"slices"
	"strings"
)

// Act is a notice as the notice's own record tells it: against whom, and what it
// says. The record of the report that it is against may be older and say nothing.
type Act struct {
	Record  RecordKey // the notice's record
	Targets []string  // lookup keys of the report that it is against, see Keys
	Notice  Notice
}

// actTypes say which links of a notice act against their target.
var actTypes = map[RelationType]NoticeType{
	RetractionOf:             NoticeRetraction,
	"PartialRetractionOf":    NoticeConcern,
	ConcernFor:               NoticeConcern,
	ErratumFor:               NoticeCorrection,
	CorrectedRepublishedFrom: NoticeCorrection,
	RetractedRepublishedFrom: NoticeReplacement,
}

// Acts gives what a record acts against: a retraction notice against the article,
// an erratum against what it corrects. A record that its source has deleted acts
// against nothing.
func Acts(r *Record) []Act {
	if r.Gone {
		return nil
	}
	var out []Act
	own := Keys(r)
	for _, rel := range r.Report.Relations {
		t, ok := actTypes[rel.Type]
		if !ok {
			continue
		}
		if low := strings.ToLower(rel.Note); t == NoticeRetraction && (strings.Contains(low, "withdraw") || strings.Contains(low, "removal")) {
			t = NoticeWithdrawal
		}
		// An erratum may have the DOI of its article: what both have names neither.
		targets := slices.DeleteFunc(keysOfRef(rel.Target), func(k string) bool { return slices.Contains(own, k) })
		if len(targets) == 0 {
			continue
		}
		ids := r.Report.IDs
		n := Notice{Type: t, Source: r.Source, By: Ref{PMID: ids.PMID, DOI: ids.DOI, Text: r.Report.Title},
			Date: r.Report.Published.Earliest(), Detail: first(rel.Note, string(rel.Type))}
		out = append(out, Act{Record: r.ID(), Targets: targets, Notice: n})
	}
	return out
}

// keysOfRef gives the lookup keys of a Ref.
func keysOfRef(ref Ref) []string {
	return keysOf(&IDs{PMID: ref.PMID, DOI: ref.DOI, Registry: ref.NCT})
}

// AddActs adds to a merged report the notices that act against one of its records,
// and to the provenance of its notices the records that tell of them. An act that
// the report's own records tell by the same source is not repeated. The order of
// acts does not matter.
func AddActs(report *Report, provenance map[string]string, records []Record, acts []Act) {
	keys := map[string]bool{}
	for i := range records {
		for _, k := range Keys(&records[i]) {
			keys[k] = true
		}
	}
	acts = slices.Clone(acts)
	slices.SortFunc(acts, func(a, b Act) int {
		if c := strings.Compare(a.Record.String(), b.Record.String()); c != 0 {
			return c
		}
		return strings.Compare(string(a.Notice.Type), string(b.Notice.Type))
	})
	for _, a := range acts {
		against := slices.ContainsFunc(a.Targets, func(k string) bool { return keys[k] })
		inside := slices.ContainsFunc(records, func(r Record) bool { return r.ID() == a.Record })
		if !against || inside || slices.ContainsFunc(report.Notices, func(n Notice) bool { return sameNotice(n, a.Notice) }) {
			continue
		}
		report.Notices = append(slices.Clip(report.Notices), a.Notice)
		m := merger{from: provenance, at: a.Record.String()}
		m.note("notices")
	}
}
