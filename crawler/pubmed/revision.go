package pubmed

import (
	"fmt"

	"evidelic/study"
)

// revision orders the states of one citation as text: the date of its last
// revision, its version ("01" but for the few journals that publish versions), and
// how far NLM's work on it has come; the last two tell states of one day apart.
// The date comes first, as in the other formats that citations come in. Where no
// revision is dated, the latest of the record's other dates stands for it.
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
	return fmt.Sprintf("%04d-%02d-%02d %02d %d", d.Year, d.Month, d.Day, version, progress(citation.attr("Status")))
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
