package server

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"evidelic/index"
)

// flowView is what the page of the flow of records shows.
type flowView struct {
	frame
	Flow    *flowBody
	Text    string
	Search  bool
	Chips   []string // the chosen filters in words
	Chart   flowChart
	Steps   []flowStep
	Files   []linkView
	Results string // address of the search itself
	Unknown []string
}

// flowStep is a step of the flow for the table and the file: a total and what it
// consists of.
type flowStep struct {
	Phase, Step, Unit string
	N                 int
	Out               bool // it is taken out
	Items             []flowItem
}

func (s *Server) flowPage(c echo.Context) error {
	req, unknown, err := pageRequest(c.QueryParams())
	if err != nil {
		return err
	}
	b, err := s.flow(c.Request().Context(), req)
	if err != nil {
		return err
	}
	p := flowView{frame: s.frame("Flow of records", "flow"), Flow: b, Text: req.Text, Search: b.search, Chart: b.chart(), Steps: b.steps(), Unknown: unknown}
	p.NoIndex, p.Query = b.search, req.Text
	p.Results = searchHref(requestValues(firstPage(req)))
	for _, chip := range chips(req, nil) {
		p.Chips = append(p.Chips, chip.Label+": "+chip.Value)
	}
	for _, f := range []linkView{{"picture (SVG)", "svg"}, {"table (CSV)", "csv"}, {"JSON", "json"}} {
		v := flowValues(req)
		v.Set("format", f.Href)
		p.Files = append(p.Files, linkView{f.Label, apiPrefix + "/flow?" + v.Encode()})
	}
	if !b.search {
		p.Canonical = s.address("/flow")
	}
	return s.render(c, http.StatusOK, "flow", p)
}

// flowValues writes a search as the parameters of the flow's address.
func flowValues(req index.Request) url.Values {
	v := requestValues(firstPage(req))
	v.Del("size")
	v.Del("sort")
	return v
}

// flowHref leads to the flow of a search.
func flowHref(req index.Request) string {
	if q := flowValues(req).Encode(); q != "" {
		return "/flow?" + q
	}
	return "/flow"
}

// steps lists the numbers of the flow in their order.
func (b *flowBody) steps() []flowStep {
	steps := []flowStep{{Phase: "Identification", Step: "Records identified", Unit: "records", N: b.Identified.N, Items: b.Identified.By}}
	if b.search {
		steps = append(steps, flowStep{Phase: "Identification", Step: "Records of studies that do not match", Unit: "records", N: b.NotMatched, Out: true},
			flowStep{Phase: "Identification", Step: "Records that match the search", Unit: "records", N: b.Matched.N, Items: b.Matched.By})
	}
	return append(steps,
		flowStep{Phase: "Identification", Step: "Duplicate records taken out", Unit: "records", N: b.Duplicates.N, Out: true, Items: b.Duplicates.By},
		flowStep{Phase: "Screening", Step: "Different studies", Unit: "studies", N: b.Studies},
		flowStep{Phase: "Screening", Step: "Out of scope by rule", Unit: "studies", N: b.OutOfScope.N, Out: true, Items: b.OutOfScope.By},
		flowStep{Phase: "Included", Step: b.lastStep(), Unit: "studies", N: b.Included},
		flowStep{Phase: "Included", Step: "Of them with a notice", Unit: "studies", N: b.Noticed.N, Items: b.Noticed.By})
}

// csv writes the numbers as a table; a step's total has no item.
func (b *flowBody) csv() ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	rows := [][]string{{"phase", "step", "item", "kind", "unit", "n"}}
	for _, st := range b.steps() {
		rows = append(rows, []string{st.Phase, st.Step, "", "", st.Unit, strconv.Itoa(st.N)})
		for _, it := range st.Items {
			rows = append(rows, []string{st.Phase, st.Step, it.Label, it.Kind, st.Unit, strconv.Itoa(it.N)})
		}
	}
	if b.Demo {
		rows = append(rows, []string{"", demoNote, "", "", "", ""})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("flow as CSV: %w", err)
	}
	return buf.Bytes(), nil
}

// svg writes the diagram as a file.
func (s *Server) svg(b *flowBody) ([]byte, error) {
	buf := bytes.NewBufferString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	if err := s.pages["flow"].ExecuteTemplate(buf, "flow-chart", b.chart()); err != nil {
		return nil, fmt.Errorf("flow as SVG: %w", err)
	}
	return buf.Bytes(), nil
}
