package cite

import (
	"regexp"
	"strings"

	"evidelic/study"
)

// The pieces that several formats write in the same way.

func (o Options) abstract(s *study.Study) string {
	if o.Abstract != nil {
		return o.Abstract(s)
	}
	return s.AbstractText()
}

func (o Options) url(id string) string {
	if o.URL != nil {
		return o.URL(id)
	}
	return ""
}

var reKey = regexp.MustCompile(`^[^\s{}(),"#%~\\'=@]{1,200}$`)

// key gives the caller's name for the entry, or ours.
func (o Options) key(s *study.Study, ours string) string {
	if o.Key != nil {
		if k := o.Key(s); reKey.MatchString(k) {
			return k
		}
	}
	return ours
}

// published gives the date to cite: of publication, or a registration's first
// posting.
func published(s *study.Study) study.Date {
	if d := s.Published.Date(); !d.IsZero() {
		return d
	}
	return s.Dates.Entered
}

// pageRange splits "132-42" into 132 and 142: the abbreviated end is completed
// where both are plain numbers. A single page gives no end.
func pageRange(pages string) (first, last string) {
	first, last, ok := strings.Cut(pages, "-")
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	if !ok || strings.ContainsAny(last, ",;- ") {
		return strings.TrimSpace(pages), ""
	}
	if len(last) < len(first) && digits(first) && digits(last) {
		last = first[:len(first)-len(last)] + last
	}
	return first, last
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// oneLine folds white space and drops control characters, so that no value can
// begin a line of its own in a line-based format.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' {
			return ' '
		}
		return r
	}, s)), " ")
}

// lastFirst gives a person as "Family, Given, Suffix", a group by its name.
func lastFirst(a study.Author) string {
	if a.Collective != "" {
		return a.Collective
	}
	s := a.Family
	given := a.Given
	if given == "" {
		given = strings.Join(strings.Split(a.Initials, ""), ". ")
		if given != "" {
			given += "."
		}
	}
	if given != "" {
		s += ", " + given
	}
	if a.Suffix != "" {
		s += ", " + a.Suffix
	}
	return s
}

func journalTitle(s *study.Study) string {
	if s.Journal.Title != "" {
		return s.Journal.Title
	}
	return s.Journal.Abbrev
}

// isChapter tells a chapter from a whole book.
func isChapter(s *study.Study) bool {
	return s.Kind == study.KindBook && s.Book != nil && s.Book.Title != "" && s.Book.Title != s.Title
}

// pagesOf gives the pages, or the article number where there are none.
func pagesOf(s *study.Study) string {
	if s.Pages != "" {
		return s.Pages
	}
	return s.ELocator
}
