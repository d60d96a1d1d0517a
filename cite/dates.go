package cite

import (
	"fmt"
	"strings"

	"evidelic/study"
)

// dateRule is how a style writes a date as far as it is known.
type dateRule int

const (
	dateMonthDay dateRule = iota // April 5, 2021
	dateYearLead                 // 2021 Apr 5
	dateDayMonth                 // 5 Apr. 2021, months of five letters and more abbreviated
)

var longMonths = [...]string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var mlaMonths = [...]string{"", "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."}

func (r dateRule) write(d study.Date) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := fmt.Sprint(d.Year), "", ""
	if d.Month > 0 {
		month = r.month(d)
	}
	if d.Day > 0 && d.Season == "" {
		day = fmt.Sprint(d.Day)
	}
	switch r {
	case dateYearLead:
		return joined(" ", year, month, day)
	case dateDayMonth:
		return joined(" ", day, month, year)
	}
	if day != "" {
		return month + " " + day + ", " + year
	}
	return joined(" ", month, year)
}

func (r dateRule) month(d study.Date) string {
	switch {
	case d.Season != "":
		return season(d.Season)
	case r == dateYearLead:
		return monthNames[d.Month]
	case r == dateDayMonth:
		return mlaMonths[d.Month]
	}
	return longMonths[d.Month]
}

// season names a season as the source does.
func season(s string) string {
	return strings.ToUpper(s[:1]) + strings.ToLower(s[1:])
}

func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// date writes the date to cite.
func date(r dateRule) part {
	return value(func(it *item) string { return r.write(published(it.s)) })
}

// monthYear leaves the day out.
func monthYear(r dateRule) part {
	return value(func(it *item) string {
		d := published(it.s)
		d.Day = 0
		return r.write(d)
	})
}
