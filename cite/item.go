package cite

import (
	"fmt"
	"regexp"
	"strings"

	"evidelic/study"
)

// itemType is what a style tells apart; the names are those of the Citation Style
// Language.
type itemType int

const (
	typeArticle  itemType = iota // article-journal
	typePreprint                 // article
	typeReport                   // report: a trial registration
	typeBook                     // book
	typeChapter                  // chapter
)

// item is a study seen by a style: its values under the names that manuals use.
type item struct {
	s       *study.Study
	typ     itemType
	style   *style
	authors []study.Author
	editors []study.Author
	inList  int // its number in the list of references
}

func newItem(s *study.Study, st *style) *item {
	it := &item{s: s, style: st, authors: authorsOf(s)}
	switch {
	case s.Kind == study.KindPreprint:
		it.typ = typePreprint
	case s.Kind == study.KindRegistration:
		it.typ = typeReport
	case isChapter(s):
		it.typ = typeChapter
	case s.Kind == study.KindBook:
		it.typ = typeBook
	}
	if s.Book != nil {
		it.editors = known(s.Book.Editors)
	}
	return it
}

// authorsOf gives who answers for the report. A registration without named
// investigators is its sponsor's.
func authorsOf(s *study.Study) []study.Author {
	out := known(s.Authors)
	if len(out) == 0 && s.Kind == study.KindRegistration && s.Trial != nil && s.Trial.Sponsor != "" {
		return []study.Author{{Collective: s.Trial.Sponsor}}
	}
	return out
}

func known(authors []study.Author) []study.Author {
	var out []study.Author
	for _, a := range authors {
		if !a.IsZero() {
			out = append(out, a)
		}
	}
	return out
}

// registrationGenre is what a registration is called in a reference.
const registrationGenre = "Clinical trial registration"

func (it *item) volume() string  { return it.style.pages.plain(it.s.Volume) }
func (it *item) issue() string   { return it.style.pages.plain(it.s.Issue) }
func (it *item) doi() string     { return it.s.IDs.PrintedDOI() }
func (it *item) pmid() string    { return it.s.IDs.PMID }
func (it *item) pmcid() string   { return it.s.IDs.PMCID }
func (it *item) doiLink() string { return prefixed("https://doi.org/", it.s.IDs.PrintedDOI()) }

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// url is the address of a registration; articles are found by their DOI.
func (it *item) url() string {
	if strings.HasPrefix(it.s.IDs.Registry, "NCT") {
		return "https://clinicaltrials.gov/study/" + it.s.IDs.Registry
	}
	return ""
}

func (it *item) link() string {
	if it.doi() != "" {
		return it.doiLink()
	}
	return it.url()
}

func (it *item) number() string { return pick(it.typ == typeReport, it.s.IDs.Registry) }

func (it *item) genre() string {
	switch it.typ {
	case typeReport:
		return registrationGenre
	case typePreprint:
		return "Preprint"
	}
	return ""
}

// yearOr gives the year, or what the style writes for want of one: with a capital
// where nothing stands before it.
func yearOr(unknown string) part {
	return value(func(it *item) string {
		switch y := it.year(); {
		case y != "":
			return y
		case !led(it) && it.s.Title == "":
			return capitalFirst(unknown)
		}
		return unknown
	})
}

// container is the journal of an article and the book of a chapter.
func (it *item) container() string {
	switch it.typ {
	case typeArticle:
		return journalTitle(it.s)
	case typeChapter:
		return it.s.Book.Title
	}
	return ""
}

// containerShort is the journal's abbreviation without full stops.
func (it *item) containerShort() string {
	name := it.container()
	if it.typ == typeArticle && it.s.Journal.Abbrev != "" {
		name = it.s.Journal.Abbrev
	}
	return reStops.ReplaceAllString(name, "$1")
}

// reStops are the full stops of abbreviations, not those of an address.
var reStops = regexp.MustCompile(`\.([^a-z]|$)`)

func (it *item) publisher() string {
	switch it.typ {
	case typePreprint:
		return journalTitle(it.s)
	case typeReport:
		return registryName(it.s)
	case typeBook, typeChapter:
		if it.s.Book != nil {
			return it.s.Book.Publisher
		}
	}
	return ""
}

// registryName names the registry that issued a registration's number.
func registryName(s *study.Study) string {
	if _, name, ok := study.NormalRegistry(s.IDs.Registry); ok {
		return name
	}
	return journalTitle(s)
}

func (it *item) place() string {
	if it.s.Book != nil {
		return it.s.Book.Place
	}
	return ""
}

func (it *item) edition() string {
	if it.s.Book == nil {
		return ""
	}
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if n, ok := strings.CutSuffix(it.s.Book.Edition, end); ok && digits(n) {
			return n
		}
	}
	return it.s.Book.Edition
}

// pages are the pages in the style's form, or the article number.
func (it *item) pages() string {
	if p := pagesOf(it.s); p != "" {
		return it.style.pages.write(p)
	}
	return ""
}

func (it *item) year() string {
	if y := it.s.Year(); y > 0 {
		return fmt.Sprint(y)
	}
	return ""
}

func english(s *study.Study) bool {
	return len(s.Languages) == 0 || strings.HasPrefix(strings.ToLower(s.Languages[0]), "en")
}

func pick(cond bool, s string) string {
	if cond {
		return s
	}
	return ""
}

// ordinal writes "2" as "2nd"; ok is false for what is no number.
func ordinal(s string) (string, bool) {
	if !digits(s) || len(s) > 4 {
		return s, false
	}
	tens, ones := "", s[len(s)-1]
	if len(s) > 1 {
		tens = s[len(s)-2 : len(s)-1]
	}
	switch {
	case tens == "1":
		return s + "th", true
	case ones == '1':
		return s + "st", true
	case ones == '2':
		return s + "nd", true
	case ones == '3':
		return s + "rd", true
	}
	return s + "th", true
}

// editionText writes a numbered edition with the style's word ("2nd ed."), any
// other as it stands.
func editionText(abbreviation string) part {
	return value(func(it *item) string {
		if n, ok := ordinal(it.edition()); ok {
			return n + " " + abbreviation
		}
		return it.edition()
	})
}

// mark names what must not be missed behind the title: retraction and its like.
// Where a manual asks for a note elsewhere, readers of a list still see it first
// in the title.
func (it *item) mark() string {
	for _, t := range study.NoticeTypes() {
		for _, n := range it.s.Notices {
			if n.Type == t && t.Grave() {
				return " [" + t.Label() + "]"
			}
		}
	}
	return ""
}

// title writes the title with its inline markup and the mark of retracted work.
func title(it *item) []span {
	return titleSpans(it, titleText(it.s))
}

func titleSpans(it *item, text string) []span {
	if text == "" {
		return nil
	}
	spans := decorate(text, it.style.marks())
	if m := it.mark(); m != "" {
		spans = append(spans, span{text: m})
	}
	return spans
}

// titleText is the title with tags for its inline markup, without the full stop
// that sources put behind it.
func titleText(s *study.Study) string {
	if s.TitleMarkup != "" {
		return markupText(plainEnd(s.TitleMarkup))
	}
	return plainRunes(plainEnd(s.Title))
}

// reOwnStop are ends of titles whose full stop is their own: an ellipsis, "U.S."
var reOwnStop = regexp.MustCompile(`\.\.$|(?:^|[^\pL])(?:\p{Lu}\.){2,}$`)

// plainEnd takes the full stop off the end of a title, but one of its own.
func plainEnd(title string) string {
	if reOwnStop.MatchString(title) {
		return title
	}
	return strings.TrimSuffix(title, ".")
}

// capitalTitle is the title in title case, for English titles only.
func capitalTitle(it *item) []span {
	if !english(it.s) {
		return title(it)
	}
	return titleSpans(it, titleCase(titleText(it.s)))
}

// capital writes a value in title case where the work is in English.
func capital(f func(*item) string) part {
	return value(func(it *item) string {
		if !english(it.s) {
			return f(it)
		}
		return titleCase(f(it))
	})
}
