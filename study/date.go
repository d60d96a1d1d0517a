package study

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a calendar date of which the day, the day and month, or everything may
// be unknown. A season stands in Season ("Spring"), then Month is the month in
// which it begins. The zero Date is "not given".
type Date struct {
	Year   int
	Month  int // 1 to 12; 0 when unknown
	Day    int // 1 to 31; 0 when unknown
	Season string
}

// NewDate gives the partial date of the numbers, with 0 for what is unknown. It
// returns an error that names the value when a number cannot be part of a date;
// a day without a month is refused.
func NewDate(year, month, day int) (Date, error) {
	d := Date{Year: year, Month: month, Day: day}
	switch {
	case year < 1000 || year > 9999:
		return Date{}, fmt.Errorf("date: year %d is not between 1000 and 9999", year)
	case month < 0 || month > 12:
		return Date{}, fmt.Errorf("date: month %d is not between 1 and 12", month)
	case day < 0 || day > 31 || (day > 0 && month == 0):
		return Date{}, fmt.Errorf("date: day %d does not fit month %d", day, month)
	case day > 0 && time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day:
		return Date{}, fmt.Errorf("date: %04d-%02d has no day %d", year, month, day)
	}
	return d, nil
}

// ParseDate reads "2024", "2024-04", "2024-04-02" and the same with slashes, the
// forms in which sources give partial dates; month and day may have one digit. It
// refuses everything else.
func ParseDate(s string) (Date, error) {
	sep := "-"
	if strings.Contains(s, "/") {
		sep = "/"
	}
	parts := strings.Split(s, sep)
	if len(s) > 10 || len(parts) > 3 || len(parts[0]) != 4 {
		return Date{}, fmt.Errorf("date %.20q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil || (i > 0 && (v == 0 || len(p) > 2)) {
			return Date{}, fmt.Errorf("date %.20q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
		}
		n[i] = int(v)
	}
	return NewDate(n[0], n[1], n[2])
}

// DateOf gives the whole date of a time in UTC.
func DateOf(t time.Time) Date {
	y, m, d := t.UTC().Date()
	return Date{Year: y, Month: int(m), Day: d}
}

// IsZero says whether the date is not given.
func (d Date) IsZero() bool { return d.Year == 0 }

// String gives the date as far as it is known: "2024-04-02", "2024-04", "2024",
// or "" for the zero Date. A season is left out.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0 || d.Season != "":
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare orders dates by time; an unknown part counts as the earliest one, and
// the zero Date comes before every other.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Time gives the first instant of the date in UTC; the zero Date gives the zero
// time.
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// MarshalJSON writes the date as a string; a season follows a space ("2001
// Spring").
func (d Date) MarshalJSON() ([]byte, error) {
	if d.Season != "" && !d.IsZero() {
		return json.Marshal(fmt.Sprintf("%04d %s", d.Year, d.Season))
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes; "" gives the zero Date.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("date: want a string, have %.20s", b)
	}
	if s == "" {
		*d = Date{}
		return nil
	}
	day, season, inSeason := strings.Cut(s, " ")
	v, err := ParseDate(day)
	if err != nil {
		return err
	}
	if inSeason {
		var ok bool
		if v, ok = SeasonDate(v.Year, season); !ok || len(day) != len("2006") {
			return fmt.Errorf("date %.20q: want YYYY and a season", s)
		}
	}
	*d = v
	return nil
}

// SeasonDate gives the date of a season in a year ("Spring", "Summer", "Fall",
// "Autumn", "Winter", any case); ok is false for any other word.
func SeasonDate(year int, season string) (d Date, ok bool) {
	m := seasonMonth(season)
	if m == 0 {
		return Date{}, false
	}
	return Date{Year: year, Month: m, Season: season}, true
}

// seasonMonth follows NLM's northern seasons: winter stands at the head of its
// year.
func seasonMonth(s string) int {
	switch strings.ToLower(s) {
	case "winter":
		return 1
	case "spring":
		return 3
	case "summer":
		return 6
	case "fall", "autumn":
		return 9
	}
	return 0
}
