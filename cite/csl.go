package cite

import (
	"encoding/json"
	"io"
	"strings"

	"evidelic/study"
)

// cslItem is one item of the CSL-JSON data model (citation-style-language schema
// 1.0, csl-data.json), as far as we write and read it.
type cslItem struct {
	ID             string         `json:"id"`
	Type           string         `json:"type"`
	Genre          string         `json:"genre,omitempty"`
	Title          string         `json:"title,omitempty"`
	OriginalTitle  string         `json:"original-title,omitempty"`
	Author         []cslName      `json:"author,omitempty"`
	Editor         []cslName      `json:"editor,omitempty"`
	ContainerTitle string         `json:"container-title,omitempty"`
	ContainerShort string         `json:"container-title-short,omitempty"`
	JournalAbbrev  string         `json:"journalAbbreviation,omitempty"`
	Publisher      string         `json:"publisher,omitempty"`
	PublisherPlace string         `json:"publisher-place,omitempty"`
	Edition        cslText        `json:"edition,omitempty"`
	Volume         cslText        `json:"volume,omitempty"`
	Issue          cslText        `json:"issue,omitempty"`
	Number         cslText        `json:"number,omitempty"`
	Page           cslText        `json:"page,omitempty"`
	Issued         *cslDate       `json:"issued,omitempty"`
	EPubDate       *cslDate       `json:"available-date,omitempty"`
	DOI            string         `json:"DOI,omitempty"`
	PMID           cslText        `json:"PMID,omitempty"`
	PMCID          string         `json:"PMCID,omitempty"`
	ISSN           cslText        `json:"ISSN,omitempty"`
	ISBN           cslText        `json:"ISBN,omitempty"`
	URL            string         `json:"URL,omitempty"`
	Language       string         `json:"language,omitempty"`
	Keyword        string         `json:"keyword,omitempty"`
	Abstract       string         `json:"abstract,omitempty"`
	Note           string         `json:"note,omitempty"`
	Status         string         `json:"status,omitempty"`
	Custom         map[string]any `json:"custom,omitempty"`
}

type cslName struct {
	Family   string `json:"family,omitempty"`
	Given    string `json:"given,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Dropping string `json:"dropping-particle,omitempty"`
	Literal  string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts   [][]cslInt `json:"date-parts,omitempty"`
	Season  cslText    `json:"season,omitempty"`
	Raw     string     `json:"raw,omitempty"`
	Literal string     `json:"literal,omitempty"`
}

// cslWriter writes one JSON array, an item at a time.
type cslWriter struct {
	w    io.Writer
	opt  Options
	some bool
}

func (c *cslWriter) begin() error {
	_, err := io.WriteString(c.w, "[")
	return err
}

func (c *cslWriter) end() error {
	_, err := io.WriteString(c.w, "\n]\n")
	return err
}

func (c *cslWriter) study(s *study.Study) (bool, error) {
	b, err := json.Marshal(newCSLItem(s, c.opt))
	if err != nil {
		return false, err
	}
	sep := ",\n"
	if !c.some {
		c.some, sep = true, "\n"
	}
	_, err = io.WriteString(c.w, sep+string(b))
	return true, err
}

func newCSLItem(s *study.Study, opt Options) cslItem {
	it := cslItem{
		ID: opt.key(s, s.ID), Type: "article-journal", Title: plainEnd(s.Title), OriginalTitle: s.OriginalTitle,
		Author: cslNames(authorsOf(s)), ContainerTitle: journalTitle(s), ContainerShort: s.Journal.Abbrev,
		Volume: cslText(s.Volume), Issue: cslText(s.Issue), Page: cslText(pagesOf(s)), Issued: newCSLDate(published(s)),
		DOI: s.IDs.PrintedDOI(), PMID: cslText(s.IDs.PMID), PMCID: s.IDs.PMCID, URL: opt.url(s.ID),
		Abstract: opt.abstract(s), Note: Integrity(s), Status: state(s),
		Custom: map[string]any{"evidelic": s.ID},
	}
	if len(s.Journal.ISSN) > 0 {
		it.ISSN = cslText(s.Journal.ISSN[0])
	}
	if len(s.Languages) > 0 {
		it.Language = s.Languages[0]
	}
	if s.Demo {
		it.Custom["synthetic"] = true
	}
	if s.ELocator != "" && s.Pages == "" {
		it.Custom["elocator"] = true
	}
	it.Keyword = strings.Join(s.Keywords, "; ")
	if strings.ContainsAny(strings.Join(s.Keywords, ""), ",;") {
		it.Custom["keywords"] = s.Keywords
	}
	it.byKind(s)
	return it
}

func (it *cslItem) byKind(s *study.Study) {
	switch {
	case s.Kind == study.KindPreprint:
		it.Type, it.Genre, it.Publisher = "article", "Preprint", journalTitle(s)
		it.ContainerTitle, it.ContainerShort = "", ""
	case s.Kind == study.KindRegistration:
		it.Type, it.Genre, it.Number, it.Publisher = "report", registrationGenre, cslText(s.IDs.Registry), registryName(s)
		it.ContainerTitle, it.ContainerShort = "", ""
		if it.URL == "" {
			it.URL = (&item{s: s}).url()
		}
	case s.Book != nil:
		it.Type = "book"
		if isChapter(s) {
			it.Type, it.ContainerTitle = "chapter", s.Book.Title
		}
		it.Publisher, it.PublisherPlace, it.Edition = s.Book.Publisher, s.Book.Place, cslText(s.Book.Edition)
		it.Editor = cslNames(s.Book.Editors)
		if len(s.Book.ISBN) > 0 {
			it.ISBN = cslText(s.Book.ISBN[0])
		}
	}
}

func cslNames(authors []study.Author) []cslName {
	var out []cslName
	for _, a := range authors {
		if a.Collective != "" {
			out = append(out, cslName{Literal: a.Collective})
			continue
		}
		out = append(out, cslName{Family: a.Family, Given: givenText(a), Suffix: a.Suffix})
	}
	return out
}

func newCSLDate(d study.Date) *cslDate {
	if d.IsZero() {
		return nil
	}
	parts := []cslInt{cslInt(d.Year)}
	if d.Season != "" {
		return &cslDate{Parts: [][]cslInt{parts}, Season: cslText(d.Season)}
	}
	if d.Month > 0 {
		parts = append(parts, cslInt(d.Month))
	}
	if d.Day > 0 {
		parts = append(parts, cslInt(d.Day))
	}
	return &cslDate{Parts: [][]cslInt{parts}}
}
