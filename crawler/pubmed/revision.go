package pubmed

import (
	"fmt"

	"evidelic/study"
)

// revision orders the states of one citation as text: its version ("01" but for
// the few journals that publish versions), the date of its last revision, and how
// far NLM's work on it has come, which tells two states of one day apart. Where
// no revision is dated, the latest of the record's other dates stands for it.
func (a *adapter) revision(rec *study.Record, citation *node, version int) string {
	d := a.date(citation.child("DateRevised"))
	rec.Report.Dates.Revised = d
	if d.IsZero() {
		for _, other := range []study.Date{a.date(citation.child("DateCompleted")), a.date(citation.child("DateCreated")),
			a.date(citation.child("ContributionDate")), rec.Report.Dates.Entered, rec.Report.Dates.Created} {
			if other.Compare(d) > 0 {
				d = other
			}
		}
	}
	return fmt.Sprintf("%02d %04d-%02d-%02d %d", version, d.Year, d.Month, d.Day, progress(citation.attr("Status")))
}

// progress orders the statuses of NLM's DTD by how much work has gone into a
// citation. New ones come from the publisher and gain their headings later.
func progress(status string) int {
	switch status {
	case "Publisher":
		return 1
	case "In-Data-Review":
		return 2
	case "In-Process":
		return 3
	case "PubMed-not-MEDLINE":
		return 4
	case "OLDMEDLINE":
		return 5
	case "Completed":
		return 6
	case "MEDLINE":
		return 7
	}
	return 0
}
