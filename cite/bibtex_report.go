package cite

import (
	"regexp"
	"strings"
	"unicode"

	"evidelic/study"
)

// bibReport makes a report of an entry's fields.
func bibReport(kind string, f map[string]string) study.Report {
	text := func(names ...string) string {
		for _, n := range names {
			if v := clean(unlatex(f[n])); v != "" {
				return v
			}
		}
		return ""
	}
	rep := study.Report{Kind: study.KindArticle, Title: text("title"), Volume: text("volume"), Issue: text("number", "issue")}
	if sub := text("subtitle"); sub != "" {
		rep.Title += ": " + sub
	}
	rep.Authors = bibNames(f["author"])
	rep.Journal = study.Journal{Title: text("journal", "journaltitle"), Abbrev: text("shortjournal")}
	rep.Pages, rep.ELocator = strings.ReplaceAll(strings.ReplaceAll(text("pages"), "--", "-"), "–", "-"), text("eid")
	for _, v := range bibList(f["issn"]) {
		rep.Journal.ISSN = appendText(rep.Journal.ISSN, v)
	}
	bibDate(&rep, text)
	setIDs(&rep.IDs, text("doi"), text("pmid"), text("pmcid", "pmc"), "")
	setIDs(&rep.IDs, text("url"), "", "", "")
	if m := rePubMedRef.FindStringSubmatch(text("url")); m != nil {
		setIDs(&rep.IDs, "", m[1], "", "")
	}
	if ab := text("abstract"); ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	rep.Keywords = bibList(f["keywords"])
	rep.Languages = bibList(f["language"])
	bibKind(&rep, kind, f, text)
	readIntegrity(&rep, text("note"))
	noticesByTitle(&rep)
	return rep
}

func bibDate(rep *study.Report, text func(...string) string) {
	d := parseLooseDate(text("date"))
	year := parseLooseDate(text("year"))
	if d.IsZero() || !year.IsZero() && year.Year != d.Year {
		d = year
		if month := monthOf(text("month")); month > 0 && d.Month == 0 && !d.IsZero() {
			if v, err := study.NewDate(d.Year, month, 0); err == nil {
				d = v
			}
		}
	}
	rep.Published.Print = d
}

var rePreprintPlace = regexp.MustCompile(`(?i)\b(?:preprint|(?:bio|med|psy|ar|chem)rxiv|psyarxiv|research square|ssrn|preprints\.org)\b`)

func bibKind(rep *study.Report, kind string, f map[string]string, text func(...string) string) {
	switch kind {
	case "book", "inbook", "incollection", "collection", "inproceedings", "conference", "proceedings":
		rep.Kind = study.KindBook
		rep.Book = &study.Book{Title: text("booktitle"), Publisher: text("publisher"), Place: text("address", "location"),
			Edition: text("edition"), Series: text("series"), ISBN: bibList(f["isbn"]), Editors: bibNames(f["editor"])}
		if rep.Book.Title == "" {
			rep.Book.Title = rep.Title
		}
		rep.Journal = study.Journal{}
		return
	}
	how := text("howpublished")
	if n, ok := strings.CutPrefix(how, "Trial registration "); ok {
		setIDs(&rep.IDs, "", "", "", n)
	}
	switch {
	case rep.IDs.Registry != "":
		rep.Kind = study.KindRegistration
		if s := text("organization"); s != "" {
			rep.Trial, rep.Authors = &study.Trial{Sponsor: s}, nil
		}
	case kind == "misc" || kind == "unpublished" || kind == "online":
		where := joined(" ", how, text("publisher", "archiveprefix", "eprinttype"), rep.Journal.Title)
		if rePreprintPlace.MatchString(where) {
			rep.Kind = study.KindPreprint
			place := strings.TrimSpace(strings.TrimPrefix(how, "Preprint."))
			rep.Journal.Title = cslFirst(rep.Journal.Title, cslFirst(place, text("publisher", "archiveprefix", "eprinttype")))
		}
	}
}

// bibList splits a list at the commas and semicolons outside braces.
func bibList(s string) []string {
	var out []string
	for _, v := range splitOutside(s, func(s string) int {
		if s[0] == ',' || s[0] == ';' {
			return 1
		}
		return 0
	}) {
		out = appendText(out, unlatex(v))
	}
	return out
}

// bibNames reads names parted by the word "and" outside braces. A name in braces
// as a whole is a group's.
func bibNames(s string) []study.Author {
	var out []study.Author
	for _, v := range splitOutside(s, isAnd) {
		v = strings.TrimSpace(v)
		switch {
		case v == "" || v == "others":
		case wholeBraced(v):
			out = append(out, study.Author{Collective: clean(unlatex(v))})
		default:
			if a := bibName(v); !a.IsZero() {
				out = append(out, a)
			}
		}
	}
	return out
}

// isAnd gives the length of a separating "and" at the head of s, with the space
// around it.
func isAnd(s string) int {
	if !unicode.IsSpace(rune(s[0])) {
		return 0
	}
	trimmed := strings.TrimLeft(s, " \t\n\r")
	if len(trimmed) > 3 && strings.EqualFold(trimmed[:3], "and") && unicode.IsSpace(rune(trimmed[3])) {
		return len(s) - len(trimmed) + 3
	}
	return 0
}

// splitOutside splits s at separators that stand outside braces; sep gives the
// length of one at the head of its argument.
func splitOutside(s string, sep func(string) int) []string {
	var out []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '{':
			depth++
		case s[i] == '}':
			depth--
		case depth == 0:
			if n := sep(s[i:]); n > 0 {
				out = append(out, s[start:i])
				start, i = i+n, i+n-1
			}
		}
	}
	return append(out, s[start:])
}

func wholeBraced(s string) bool {
	if !strings.HasPrefix(s, "{") || !strings.HasSuffix(s, "}") {
		return false
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 && i < len(s)-1 {
			return false
		}
	}
	return true
}

// bibName reads "Family, Given", "Family, Jr, Given" and "Given von Family".
func bibName(s string) study.Author {
	parts := splitOutside(s, func(s string) int {
		if s[0] == ',' {
			return 1
		}
		return 0
	})
	for i := range parts {
		parts[i] = clean(unlatex(parts[i]))
	}
	switch len(parts) {
	case 1:
		return bibPlainName(parts[0])
	case 2:
		return person(parts[0], parts[1], "")
	}
	return person(parts[0], parts[2], parts[1])
}

// bibPlainName takes the family name from its particle in lower case on.
func bibPlainName(s string) study.Author {
	words := strings.Fields(s)
	for i, w := range words {
		if i > 0 && i < len(words)-1 && w == strings.ToLower(w) && alphabetic(w) {
			return person(strings.Join(words[i:], " "), strings.Join(words[:i], " "), "")
		}
	}
	if isGroup(s) {
		return study.Author{Collective: s}
	}
	return parseName(s)
}
