package cite

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"evidelic/study"
)

// csvWriter writes a table with a heading line: the description of the study,
// its integrity, and one column for each tag task with its values joined by "; ".
type csvWriter struct {
	w   *csv.Writer
	opt Options
}

func newCSVWriter(w io.Writer, opt Options) *csvWriter {
	return &csvWriter{w: csv.NewWriter(w), opt: opt}
}

var csvColumns = []string{"id", "kind", "title", "authors", "year", "date", "journal", "volume", "issue", "pages",
	"doi", "pmid", "pmcid", "registry", "trials", "status", "integrity", "synthetic", "publication_types", "mesh", "keywords", "sources", "url", "abstract", "editors", "publisher", "languages"}

func (c *csvWriter) begin() error {
	head := append([]string(nil), csvColumns...)
	for _, t := range study.Tasks() {
		head = append(head, "tag_"+string(t))
	}
	return c.w.Write(head)
}

func (c *csvWriter) end() error {
	c.w.Flush()
	return c.w.Error()
}

func (c *csvWriter) study(s *study.Study) (bool, error) {
	row := []string{s.ID, string(s.Kind), s.Title, joinAuthors(s.Authors), yearText(s), published(s).String(), container(s),
		s.Volume, s.Issue, pagesOf(s), s.IDs.PrintedDOI(), s.IDs.PMID, s.IDs.PMCID, s.IDs.Registry, joinTrials(s.Trials), state(s), Integrity(s),
		strconv.FormatBool(s.Demo), strings.Join(s.PublicationTypes, "; "), joinMeSH(s.MeSH), joinKeywords(s.Keywords),
		joinSources(s.Records), c.opt.url(s.ID), c.opt.abstract(s), joinEditors(s), publisher(s), strings.Join(s.Languages, "; ")}
	for _, t := range study.Tasks() {
		row = append(row, tagCell(s.Tags[t]))
	}
	for i, cell := range row {
		row[i] = safeCell(cell)
	}
	if err := c.w.Write(row); err != nil {
		return false, err
	}
	c.w.Flush()
	return true, c.w.Error()
}

// safeCell keeps a spreadsheet from taking a cell for a formula (OWASP, "CSV
// Injection"): a quote goes before the characters that would start one. csv.Writer
// quotes line breaks and commas.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune(formulaStarts, rune(s[0])) {
		return "'" + s
	}
	return s
}

// formulaStarts are the characters that begin a formula or a command.
const formulaStarts = "=+-@\t\r\n|%'"

// container gives the journal, or the book that a chapter is part of.
func container(s *study.Study) string {
	if s.Book != nil {
		return s.Book.Title
	}
	return journalTitle(s)
}

func publisher(s *study.Study) string {
	if s.Book != nil {
		return s.Book.Publisher
	}
	return ""
}

func joinEditors(s *study.Study) string {
	if s.Book != nil {
		return joinAuthors(s.Book.Editors)
	}
	return ""
}

// joinKeywords parts keywords by semicolons; one inside a keyword becomes a bar.
func joinKeywords(keywords []string) string {
	var out []string
	for _, k := range keywords {
		out = append(out, strings.ReplaceAll(k, ";", "¦"))
	}
	return strings.Join(out, "; ")
}

func tagCell(t study.Tag) string {
	switch t.Status {
	case study.NotReported:
		return "not reported"
	case study.NotApplicable:
		return "not applicable"
	}
	var values []string
	for _, v := range t.Values {
		values = append(values, v.Value)
	}
	return strings.Join(values, "; ")
}

func joinAuthors(authors []study.Author) string {
	var names []string
	for _, a := range known(authors) {
		name := lastFirst(a)
		if a.Collective == "" && !strings.Contains(name, ",") {
			name += "," // a name without a comma is a group's
		}
		names = append(names, strings.ReplaceAll(name, ";", ""))
	}
	return strings.Join(names, "; ")
}

func joinTrials(trials []study.TrialLink) string {
	var numbers []string
	for _, t := range trials {
		numbers = append(numbers, t.Number)
	}
	return strings.Join(numbers, "; ")
}

func joinMeSH(headings []study.Heading) string {
	var lines []string
	for _, h := range headings {
		lines = append(lines, meshLine(h))
	}
	return strings.Join(lines, "; ")
}

func joinSources(records []study.RecordRef) string {
	var keys []string
	for _, r := range records {
		keys = append(keys, r.ID().String())
	}
	return strings.Join(keys, "; ")
}

func yearText(s *study.Study) string {
	if y := s.Year(); y > 0 {
		return strconv.Itoa(y)
	}
	return ""
}
