package pubmed

import (
	"regexp"
	"slices"
	"strings"

	"evidelic/study"
)

// book reads a PubmedBookArticle: a chapter, when it has a title of its own, else
// a whole book.
func (a *adapter) book(rec *study.Record, doc, data *node) error {
	version, err := a.key(rec, doc)
	if err != nil {
		return err
	}
	r := &rec.Report
	r.Kind = study.KindBook
	b := doc.child("Book")
	a.history(&r.Dates, data)
	rec.Revision = a.revision(rec, doc, version)
	chapter := doc.child("ArticleTitle")
	a.titles(r, chapter, doc.child("VernacularTitle"))
	r.Book = a.aboutBook(b)
	r.Authors = a.authors(doc, "authors")
	if chapter == nil {
		r.Title, r.TitleMarkup = a.flat.title(b.child("BookTitle"))
	}
	if len(r.Authors) == 0 {
		r.Authors = a.authors(b, "authors")
	}
	r.Book.Editors = append(r.Book.Editors, a.authors(doc, "editors")...)
	a.bookIDs(r, doc, data, chapter == nil)
	r.Volume = a.flat.text(b.child("Volume"))
	r.Published = study.Published{Print: a.date(b.child("PubDate")), Electronic: a.date(doc.child("ContributionDate"))}
	a.pages(r, doc)
	a.abstracts(r, doc.child("Abstract"), doc)
	r.Languages = a.languages(doc)
	r.PublicationTypes = a.each(doc, "PublicationType")
	r.Keywords = a.keywords(doc)
	r.Grants = a.grants(doc.child("GrantList"))
	a.references(r, doc)
	r.Notices = notices(r)
	return nil
}

func (a *adapter) aboutBook(b *node) *study.Book {
	out := &study.Book{
		Publisher: a.flat.text(b.down("Publisher", "PublisherName")),
		Place:     a.flat.text(b.down("Publisher", "PublisherLocation")),
		Edition:   a.flat.text(b.child("Edition")),
		ISBN:      a.each(b, "Isbn"),
		Editors:   a.authors(b, "editors"),
	}
	out.Title, _ = a.flat.title(b.child("BookTitle"))
	out.Series, _ = a.flat.title(b.child("CollectionTitle"))
	for i, s := range out.ISBN {
		out.ISBN[i] = strings.ToUpper(strings.ReplaceAll(s, "-", ""))
	}
	out.ISBN = slices.Compact(out.ISBN)
	return out
}

// reBookAccession is the form of NCBI Bookshelf's accession numbers.
var reBookAccession = regexp.MustCompile(`^NBK[0-9]{1,9}$`)

// bookIDs reads the identifiers. The book's own DOI is that of a chapter's record
// only when the record is about the whole book.
func (a *adapter) bookIDs(r *study.Report, doc, data *node, whole bool) {
	source := doc
	if whole {
		source = doc.child("Book")
	}
	a.ids(&r.IDs, source, data.child("ArticleIdList"))
	list := doc.child("ArticleIdList")
	if r.IDs.DOI == "" {
		a.ids(&r.IDs, nil, list)
	}
	for n := range list.each("ArticleId") {
		accession := a.flat.text(n)
		if n.attr("IdType") == "bookaccession" && reBookAccession.MatchString(accession) {
			r.Links = append(r.Links, study.Link{Kind: "fulltext", URL: "https://www.ncbi.nlm.nih.gov/books/" + accession + "/"})
		}
	}
}
