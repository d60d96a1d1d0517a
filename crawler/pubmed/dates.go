package pubmed

import (
	"strings"

	"evidelic/study"
)

// date reads an element with Year, Month, Day, Season or MedlineDate in it. What
// does not make a date is left out from the right: 31 February is February. The
// zero Date is "not given".
func (a *adapter) date(n *node) study.Date {
	if n == nil {
		return study.Date{}
	}
	year := number(n.child("Year").raw(), 9999)
	if year == 0 {
		return medlineDate(n.child("MedlineDate").raw())
	}
	if d, ok := study.SeasonDate(year, n.child("Season").raw()); ok {
		return title(d)
	}
	return partial(year, month(n.child("Month").raw()), number(n.child("Day").raw(), 31))
}

// partial makes the most exact date that the numbers allow.
func partial(year, month, day int) study.Date {
	for _, try := range [][3]int{{year, month, day}, {year, month, 0}, {year, 0, 0}} {
		if d, err := study.NewDate(try[0], try[1], try[2]); err == nil {
			return d
		}
	}
	return study.Date{}
}

// title writes a date's season as PubMed prints it: "Spring".
func title(d study.Date) study.Date {
	d.Season = strings.ToUpper(d.Season[:1]) + strings.ToLower(d.Season[1:])
	return d
}

// month reads "Apr", "April", "04" and "4"; 0 for anything else.
func month(s string) int {
	if m := number(s, 12); m > 0 {
		return m
	}
	if len(s) < 3 {
		return 0
	}
	at := strings.Index("jan feb mar apr may jun jul aug sep oct nov dec", strings.ToLower(s[:3]))
	if at < 0 || at%4 != 0 {
		return 0
	}
	return at/4 + 1
}

// medlineDate reads the beginning of a date that PubMed gives in words: "1998
// Dec-1999 Jan", "2010 Sep-Oct", "2001 Mar 15-30", "Winter 1999-2000",
// "1944-1945". Everything behind the first year's own month and day is left out.
func medlineDate(s string) study.Date {
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == '-' || r == '/' || r == '\u2013' || r == ',' || r == ';' || r == ':' || r == '(' || r == ')'
	})
	for i, w := range words {
		year := number(w, 9999)
		if len(w) != 4 || year < 1000 {
			continue
		}
		if i > 0 {
			if d, ok := study.SeasonDate(year, words[i-1]); ok {
				return title(d)
			}
		}
		return afterYear(year, words[i+1:])
	}
	return study.Date{}
}

func afterYear(year int, words []string) study.Date {
	if len(words) == 0 {
		return partial(year, 0, 0)
	}
	if d, ok := study.SeasonDate(year, words[0]); ok {
		return title(d)
	}
	m, day := 0, 0
	if number(words[0], 9999) == 0 {
		m = month(words[0])
	}
	if m > 0 && len(words) > 1 {
		day = number(words[1], 31)
	}
	return partial(year, m, day)
}

// published tells the dates of print and of electronic publication apart. With an
// electronic publication model the journal issue is no print date: "eCollection
// 2020" names the year of a volume, and the article's own date is what NLM cites.
func (a *adapter) published(article *node) study.Published {
	issue := a.date(article.down("Journal", "JournalIssue", "PubDate"))
	var electronic study.Date
	for n := range article.each("ArticleDate") {
		if t := n.attr("DateType"); t == "" || t == "Electronic" {
			electronic = a.date(n)
			break
		}
	}
	switch article.attr("PubModel") {
	case "Electronic", "Electronic-eCollection":
		if electronic.IsZero() {
			electronic = issue
		}
		return study.Published{Electronic: electronic}
	}
	return study.Published{Print: issue, Electronic: electronic}
}

// history reads PubMed's own dates about the record.
func (a *adapter) history(dates *study.Dates, data *node) {
	for n := range data.child("History").each("PubMedPubDate") {
		switch n.attr("PubStatus") {
		case "entrez":
			dates.Entered = a.date(n)
		case "pubmed":
			dates.Created = a.date(n)
		}
	}
}
