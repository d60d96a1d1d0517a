package europepmc

import (
	"regexp"
	"strconv"
	"strings"

	"evidelic/study"
)

// date reads a day as Europe PMC writes it; what is no date is "not given".
func date(s string) study.Date {
	d, err := study.ParseDate(strings.TrimSpace(s))
	if err != nil {
		return study.Date{}
	}
	return d
}

// dateText gives a whole date in a form that orders as text, else "".
func dateText(s string) string {
	if d := date(s); d.Day > 0 {
		return d.String()
	}
	return ""
}

// published gives the dates of publication. The date of the issue is print,
// except for journals that appear electronically only (pubModel "Electronic…");
// Europe PMC's first date of publication stands in where neither is given, which
// is always so for preprints.
func (r *result) published() study.Published {
	p := study.Published{Electronic: date(r.Electronic)}
	if j := r.JournalInfo; j != nil {
		issue := j.issueDate()
		switch {
		case !strings.HasPrefix(r.PubModel, "Electronic"):
			p.Print = issue
		case p.Electronic.IsZero():
			p.Electronic = issue
		}
	}
	if p.Date().IsZero() {
		p.Electronic = date(r.First)
	}
	if p.Date().IsZero() {
		p.Print = date(string(r.PubYear))
	}
	if p.Date().IsZero() && r.Book != nil {
		p.Print = date(string(r.Book.Year))
	}
	return p
}

// issueDate reads the printed date ("2025 Dec"), which is as exact as the source
// knows it; printPublicationDate has days and months filled in, so only its year
// is a fact where the printed date cannot be read.
func (j *journalInfo) issueDate() study.Date {
	if d := printedDate(j.Published); !d.IsZero() {
		return d
	}
	if strings.TrimSpace(j.Published) == "" {
		if d := date(j.Print); !d.IsZero() {
			return d
		}
	}
	if d := date(j.Print); !d.IsZero() {
		return study.Date{Year: d.Year}
	}
	return date(string(j.Year))
}

var rePrinted = regexp.MustCompile(`^([12][0-9]{3})(?:[ /-]+([A-Za-z]{3,6})[a-z]*)?(?:[ ]+([0-9]{1,2}))?\b`)

// printedDate reads "2025", "2025 Dec", "2025 Dec 5", "2025 Spring" and the
// beginning of a range ("1998 Dec-1999 Jan").
func printedDate(s string) study.Date {
	m := rePrinted.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return study.Date{}
	}
	year, _ := strconv.Atoi(m[1])
	if d, ok := study.SeasonDate(year, m[2]); ok {
		return d
	}
	month := monthNumber(m[2])
	dayOfMonth, _ := strconv.Atoi(m[3])
	if month == 0 {
		dayOfMonth = 0
	}
	d, err := study.NewDate(year, month, dayOfMonth)
	if err != nil {
		d, _ = study.NewDate(year, month, 0)
	}
	return d
}

// monthNumber gives 1 to 12 for an English month or its first three letters, else
// 0.
func monthNumber(s string) int {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(s) < 3 {
		return 0
	}
	if i := strings.Index(months, strings.ToLower(s[:3])); i >= 0 && i%3 == 0 {
		return i/3 + 1
	}
	return 0
}
