package study

// Kind says what sort of report a record or a study is. It is a filter and a
// facet; its values are fixed on the wire.
type Kind string

// The kinds of reports.
const (
	KindArticle      Kind = "article"      // a journal article, also a letter, a comment, an editorial
	KindPreprint     Kind = "preprint"     // a report before peer review
	KindRegistration Kind = "registration" // an entry in a trial registry
	KindBook         Kind = "book"         // a book or a chapter of one
	KindNotice       Kind = "notice"       // a retraction notice, erratum or expression of concern, itself published
)

// Kinds lists every kind in the order in which choices are shown.
func Kinds() []Kind {
	return []Kind{KindArticle, KindPreprint, KindRegistration, KindBook, KindNotice}
}

// Label gives the kind in words for readers; an unknown kind is given as it is.
func (k Kind) Label() string {
	switch k {
	case KindArticle:
		return "Article"
	case KindPreprint:
		return "Preprint"
	case KindRegistration:
		return "Trial registration"
	case KindBook:
		return "Book or chapter"
	case KindNotice:
		return "Notice"
	}
	return string(k)
}
