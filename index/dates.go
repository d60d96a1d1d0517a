package index

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"evidelic/study"
)

// lastDay closes a range that is open at its end, as "3000" does in PubMed.
const lastDay = 99991231

// reRelative reads PubMed's relative dates.
var reRelative = regexp.MustCompile(`(?i)^last ([0-9]{1,5}) (day|week|month|year)s?$`)

// dateTerm makes a node for a date, a range in one word ("2019:2024") or a
// relative date ("last 90 days").
func (p *parser) dateTerm(t term, field *fieldDef) node {
	from, to, ok := dateRange(t.text, time.Now())
	if !ok {
		p.warn(t.span, quote(t.text)+" is no date; dates look like 2024, 2024/05 or 2024/05/31, ranges like 2019:2024", "2019:2024["+field.tag+"]")
		return noneNode{t.text}
	}
	if from > to {
		p.warn(t.span, "the range begins after its end", "")
	}
	return &dateNode{tag: field.tag, kinds: field.dates, from: from, to: to, text: t.text, span: t.span}
}

// dateRange reads "a[dp] : b[dp]"; the first date and its tag are read already.
func (p *parser) dateRange(first term, field *fieldDef) node {
	p.at++
	next := p.peek()
	if next.kind != lexWord && next.kind != lexPhrase {
		p.warn(next.span(), "there is no date after the colon; the range is open", "")
		return p.dateTerm(term{text: first.text + ":3000", span: first.span}, field)
	}
	p.at++
	if p.peek().kind == lexTag {
		p.at++
	}
	return p.dateTerm(term{text: first.text + ":" + next.text, span: study.Span{Start: first.span.Start, End: next.end}}, field)
}

// dateRange gives the first and the last day of what a text names.
func dateRange(s string, now time.Time) (from, to uint32, ok bool) {
	s = strings.TrimSpace(s)
	if m := reRelative.FindStringSubmatch(s); m != nil {
		return relative(m[1], strings.ToLower(m[2]), now), lastDay, true
	}
	a, b, isRange := strings.Cut(s, ":")
	from, end, ok := day(a)
	if !ok || !isRange {
		return from, end, ok
	}
	_, to, ok = day(b)
	return from, to, ok
}

// relative gives the day so long ago.
func relative(count, unit string, now time.Time) uint32 {
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0
	}
	t := now.UTC()
	switch unit {
	case "day":
		t = t.AddDate(0, 0, -n)
	case "week":
		t = t.AddDate(0, 0, -7*n)
	case "month":
		t = t.AddDate(0, -n, 0)
	default:
		t = t.AddDate(-n, 0, 0)
	}
	if t.Year() < 1 {
		return 0
	}
	return uint32(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// day gives the first and the last day of "2024", "2024/05" or "2024/05/31".
func day(s string) (first, last uint32, ok bool) {
	d, err := study.ParseDate(strings.TrimSpace(s))
	if err != nil {
		return 0, 0, false
	}
	first = firstDay(dateNumber(d))
	last = dateNumber(d)
	if d.Month == 0 {
		last += 1200
	}
	if d.Day == 0 {
		last += 31
	}
	if d.Year >= 3000 {
		last = lastDay
	}
	return first, last, true
}
