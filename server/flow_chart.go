package server

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Measures of the chart in units of its view box. Lines hold so many characters
// of its font as fit into the narrower boxes.
const (
	chartBand  = 26
	chartMainX = 40
	chartMainW = 322
	chartSideX = 404
	chartSideW = 322
	chartWidth = chartSideX + chartSideW + 8
	chartLineH = 18
	chartPad   = 11
	chartGap   = 30
	chartLeast = 82 // height of a row: its phase stands turned beside it
	chartWrap  = 40
	chartHead  = 36 // the same of a head, which is bold
	chartItems = 10 // shares that one box names
)

// flowChart is the diagram of a flow, drawn after PRISMA 2020: what comes in on
// the left, what is taken out on the right, the phases at the edge.
type flowChart struct {
	Width, Height int
	Title, Desc   string
	Note          string // below the boxes
	Bands         []chartBox
	Boxes         []chartBox
	Arrows        []chartArrow
}

type chartBox struct {
	X, Y, W, H int
	Class      string
	Lines      []chartLine
	TurnX      int // where the text of a band stands, turned
	TurnY      int
}

type chartLine struct {
	X, Y int
	Text string
	Head bool
}

// chartArrow is a line and its point.
type chartArrow struct{ Line, Point string }

// demoNote marks what leaves a library of synthetic studies.
const demoNote = "Synthetic demo library: every record here is invented."

// chartRow is one step: what is there, and what is taken out of it.
type chartRow struct {
	phase      string
	main, side []string // heads with their shares
}

// chart draws a flow.
func (b *flowBody) chart() flowChart {
	c := flowChart{Width: chartWidth, Title: b.title(), Desc: b.sentence()}
	y, begun := 8, 8
	rows := b.chartRows()
	for i, r := range rows {
		main := newBox(chartMainX, y, chartMainW, "box", r.main)
		height := max(main.H, chartLeast)
		if len(r.side) > 0 {
			side := newBox(chartSideX, y, chartSideW, "box out", r.side)
			height = max(height, side.H)
			c.arrowRight(chartMainX+chartMainW, chartSideX, y+chartPad+chartLineH/2)
			c.Boxes = append(c.Boxes, side)
		}
		main.H = height
		c.Boxes = append(c.Boxes, main)
		if last := i == len(rows)-1; last || rows[i+1].phase != r.phase {
			c.Bands = append(c.Bands, band(r.phase, begun, y+height-begun))
			begun = y + height + chartGap
		}
		if i < len(rows)-1 {
			c.arrowDown(chartMainX+chartMainW/2, y+height, y+height+chartGap)
		}
		y += height + chartGap
	}
	c.Height = y - chartGap + 8
	if b.Demo {
		c.Note, c.Height = demoNote, c.Height+chartLineH+6
	}
	return c
}

func (b *flowBody) chartRows() []chartRow {
	identified := chartRow{phase: "Identification", main: withShares("Records identified", b.Identified)}
	duplicates := withShares("Duplicate records taken out", b.Duplicates)
	rows := []chartRow{identified}
	if b.search {
		rows[0].side = []string{counted("Records of studies that do not match", b.NotMatched)}
		rows = append(rows, chartRow{"Identification", withShares("Records that match the search", b.Matched), duplicates})
	} else {
		rows[0].side = duplicates
	}
	studies := chartRow{phase: "Screening", main: []string{counted("Different studies", b.Studies)}}
	if b.OutOfScope.N > 0 || !b.search {
		studies.side = withShares("Out of scope by rule", b.OutOfScope)
	}
	last := []string{counted(b.lastStep(), b.Included)}
	for _, it := range b.Noticed.By {
		last = append(last, counted("of them: "+strings.ToLower(it.Label), it.N))
	}
	return append(rows, studies, chartRow{phase: "Included", main: last})
}

// lastStep names what is left at the end.
func (b *flowBody) lastStep() string {
	if b.search {
		return "Studies found"
	}
	return "Studies in the library"
}

func (b *flowBody) title() string {
	switch {
	case !b.search:
		return "Flow of records into the library"
	case b.Query == "":
		return "Flow of records for this search"
	}
	return "Flow of records for “" + cutWord(b.Query, 80) + "”"
}

// sentence says the flow in one.
func (b *flowBody) sentence() string {
	matched := ""
	if b.search {
		matched = fmt.Sprintf(" Of these, %s belong to studies that match.", plural(b.Matched.N, "record", "records"))
	}
	return fmt.Sprintf("The sources gave %s.%s %s told of a report that another tells of already, which leaves %s; %s out of scope, and %s left.",
		plural(b.Identified.N, "record", "records"), matched, upperFirst(number(b.Duplicates.N)), plural(b.Studies, "study", "studies"),
		plural(b.OutOfScope.N, "is", "are"), plural(b.Included, "is", "are"))
}

// counted writes a number behind its label, not to be parted by a new line.
func counted(label string, n int) string { return label + " (n\u00a0=\u00a0" + number(n) + ")" }

// withShares gives a head and its shares; what goes beyond chartItems is summed up.
func withShares(label string, p flowPart) []string {
	out := []string{counted(label, p.N)}
	rest, more := 0, 0
	for i, it := range p.By {
		if i < chartItems-1 || len(p.By) <= chartItems {
			out = append(out, counted(it.Label, it.N))
			continue
		}
		more, rest = more+1, rest+it.N
	}
	if more > 0 {
		out = append(out, counted(strconv.Itoa(more)+" more", rest))
	}
	return out
}

// newBox makes a box of texts, the first of which is its head.
func newBox(x, y, w int, class string, texts []string) chartBox {
	b := chartBox{X: x, Y: y, W: w, Class: class}
	at := y + chartPad + chartLineH - 5
	for i, text := range texts {
		wrap := chartWrap
		if i == 0 {
			wrap = chartHead
		}
		for k, line := range wrapText(text, wrap) {
			l := chartLine{X: x + 12, Y: at, Text: line, Head: i == 0}
			if i > 0 {
				l.X += 8
			}
			if k > 0 {
				l.X += 10
			}
			b.Lines = append(b.Lines, l)
			at += chartLineH
		}
	}
	b.H = at - chartLineH + 5 + chartPad - y
	return b
}

// wrapText breaks a text at plain spaces into lines of at most n characters; a
// longer word stands on a line of its own, cut.
func wrapText(text string, n int) []string {
	var out []string
	line := ""
	for _, w := range strings.Split(text, " ") {
		if utf8.RuneCountInString(w) > n {
			w = string([]rune(w)[:n-1]) + "…"
		}
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > n {
			out = append(out, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(out, line)
}

func band(phase string, y, h int) chartBox {
	return chartBox{X: 4, Y: y, W: chartBand, H: h, Class: "band", Lines: []chartLine{{Text: phase}}, TurnX: 4 + chartBand/2 + 4, TurnY: y + h/2}
}

func (c *flowChart) arrowDown(x, from, to int) {
	c.Arrows = append(c.Arrows, chartArrow{fmt.Sprintf("M%d %dV%d", x, from, to-6), fmt.Sprintf("M%d %dl-5 -8h10z", x, to)})
}

func (c *flowChart) arrowRight(from, to, y int) {
	c.Arrows = append(c.Arrows, chartArrow{fmt.Sprintf("M%d %dH%d", from, y, to-6), fmt.Sprintf("M%d %dl-8 -5v10z", to, y)})
}
