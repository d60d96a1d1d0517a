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
	"doi", "pmid", "pmcid", "registry", "trials", "status", "integrity", "synthetic", "publication_types", "mesh", "keywords", "sources", "url", "abstract"}

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
	row := []string{s.ID, string(s.Kind), s.Title, joinAuthors(s.Authors), yearText(s), published(s).String(), journalTitle(s),
		s.Volume, s.Issue, cmpPages(s), s.IDs.DOI, s.IDs.PMID, s.IDs.PMCID, s.IDs.Registry, joinTrials(s.Trials), state(s), Integrity(s),
		strconv.FormatBool(s.Demo), strings.Join(s.PublicationTypes, "; "), joinMeSH(s.MeSH), strings.Join(s.Keywords, "; "),
		joinSources(s.Records), c.opt.url(s.ID), c.opt.abstract(s)}
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
	if s != "" && strings.ContainsRune("=+-@\t\r|%", rune(s[0])) {
		return "'" + s
	}
	return s
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
	for _, a := range authors {
		names = append(names, lastFirst(a))
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
