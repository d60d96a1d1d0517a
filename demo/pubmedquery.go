package demo

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pubmedQuery is what of a query selects in the world: date ranges and PMIDs.
type pubmedQuery struct {
	ranges      []dateRange
	pmids       []int // nil: all
	translation string
}

// dateRange is a closed range of days of one of PubMed's dates.
type dateRange struct {
	field    string // "edat", "mdat", "crdt" or "pdat"
	from, to day
}

var (
	reRange = regexp.MustCompile(`(?i)"?(\d{4}(?:/\d{1,2}){0,2})"?\s*(?:\[([a-z \-]+)\])?\s*:\s*"?(\d{4}(?:/\d{1,2}){0,2})"?\s*\[([a-z \-]+)\]`)
	reUID   = regexp.MustCompile(`(?i)\b(\d{1,9})\s*\[(?:uid|pmid)\]`)
)

// dateFields are PubMed's names of its dates, by our four.
var dateFields = map[string]string{
	"edat": "edat", "date - entry": "edat", "date - entrez": "edat", "entrez date": "edat",
	"mdat": "mdat", "date - modification": "mdat", "lr": "mdat", "modification date": "mdat",
	"crdt": "crdt", "date - create": "crdt", "pdat": "pdat", "dp": "pdat", "date - publication": "pdat",
}

var dateLabels = map[string]string{"edat": "Date - Entry", "mdat": "Date - Modification", "crdt": "Date - Create", "pdat": "Date - Publication"}

// readPubmedQuery reads the term and the date parameters. It returns an error in
// NCBI's manner for dates that are not dates or come without their pair.
func readPubmedQuery(form url.Values, today day) (pubmedQuery, error) {
	term := strings.Join(strings.Fields(form.Get("term")), " ")
	q := pubmedQuery{translation: term}
	for _, m := range reRange.FindAllStringSubmatch(term, -1) {
		r, err := newRange(m[4], m[1], m[3])
		if err != nil {
			return q, err
		}
		q.ranges = append(q.ranges, r)
	}
	for _, m := range reUID.FindAllStringSubmatch(term, -1) {
		n, _ := strconv.Atoi(m[1]) // at most nine digits
		q.pmids = append(q.pmids, n)
	}
	slices.Sort(q.pmids)
	err := q.addParameters(form, today)
	return q, err
}

// addParameters reads datetype with mindate and maxdate, or reldate.
func (q *pubmedQuery) addParameters(form url.Values, today day) error {
	lo, hi, rel := form.Get("mindate"), form.Get("maxdate"), form.Get("reldate")
	if lo == "" && hi == "" && rel == "" {
		return nil
	}
	field := form.Get("datetype")
	if field == "" {
		field = "pdat"
	}
	var r dateRange
	var err error
	switch {
	case rel != "":
		var n int
		if n, err = number(rel, 0); err != nil {
			return err
		}
		r = dateRange{dateFields[field], today - day(n), today}
		lo, hi = r.from.time().Format("2006/01/02"), r.to.time().Format("2006/01/02")
	case lo == "" || hi == "":
		return errors.New("mindate and maxdate must be given together")
	default:
		r, err = newRange(field, lo, hi)
	}
	if err != nil || r.field == "" {
		return fmt.Errorf("unknown datetype %q or date %q, %q", field, lo, hi)
	}
	q.ranges = append(q.ranges, r)
	q.translation = fmt.Sprintf("(%s) AND %s:%s[%s]", q.translation, lo, hi, dateLabels[r.field])
	return nil
}

func newRange(field, lo, hi string) (dateRange, error) {
	f, ok := dateFields[strings.ToLower(field)]
	if !ok {
		return dateRange{}, fmt.Errorf("unknown date field %q", field)
	}
	from, err := readDay(lo, false)
	if err != nil {
		return dateRange{}, err
	}
	to, err := readDay(hi, true)
	return dateRange{f, from, to}, err
}

// readDay reads YYYY, YYYY/MM or YYYY/MM/DD; what is missing is the first, or
// the last, of its kind.
func readDay(s string, last bool) (day, error) {
	for i, form := range []string{"2006/1/2", "2006/1", "2006"} {
		t, err := time.Parse(form, s)
		if err != nil {
			continue
		}
		if last && i == 1 {
			t = t.AddDate(0, 1, -1)
		} else if last && i == 2 {
			t = t.AddDate(1, 0, -1)
		}
		return dayOf(t), nil
	}
	return 0, fmt.Errorf("not a date: %q", s)
}

func (q *pubmedQuery) matches(it *item) bool {
	if len(q.pmids) > 0 {
		if _, ok := slices.BinarySearch(q.pmids, firstNumber+it.n); !ok {
			return false
		}
	}
	for _, r := range q.ranges {
		if at := r.dateOf(it); at < r.from || at > r.to {
			return false
		}
	}
	return true
}

// dateOf gives the date that the range is over. Where the date lacks a
// month, PubMed sorts it on 1 January.
func (r dateRange) dateOf(it *item) day {
	switch r.field {
	case "mdat":
		return it.revised
	case "pdat":
		if it.printed.kind == printYear {
			return dayOf(time.Date(it.printed.at.year(), 1, 1, 0, 0, 0, 0, time.UTC))
		}
		return it.epub
	}
	return it.entered
}
