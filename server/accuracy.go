package server

import "strings"

// Table is a table of figures for the page about the library: how often tags are
// right, as measured.
type Table struct {
	Header []string
	Rows   [][]string
}

// The marks between which doc/evidence.md holds its measured figures.
const (
	measuredBegin = "<!-- measured: begin -->"
	measuredEnd   = "<!-- measured: end -->"
)

// AccuracyTable reads the measured figures out of doc/evidence.md: the first
// Markdown table between the marks. It gives an empty table when there is none,
// so that the page says nothing rather than something old.
func AccuracyTable(manual string) Table {
	_, rest, ok := strings.Cut(manual, measuredBegin)
	part, _, closed := strings.Cut(rest, measuredEnd)
	if !ok || !closed {
		return Table{}
	}
	var t Table
	for line := range strings.Lines(part) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			if t.Header != nil {
				break // the table ended
			}
			continue
		}
		cells := tableCells(line)
		switch {
		case t.Header == nil:
			t.Header = cells
		case strings.Trim(line, "|-: ") == "": // the rule below the header
		default:
			for len(cells) < len(t.Header) {
				cells = append(cells, "")
			}
			t.Rows = append(t.Rows, cells[:len(t.Header)])
		}
	}
	return t
}

// tableCells gives the cells of a line without their Markdown emphasis.
func tableCells(line string) []string {
	cells := strings.Split(strings.Trim(line, "|"), "|")
	for i, c := range cells {
		cells[i] = strings.NewReplacer("`", "", "*", "", "_", " ").Replace(strings.TrimSpace(c))
	}
	return cells
}
