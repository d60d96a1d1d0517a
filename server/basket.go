package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// maxBasket bounds the studies of a basket: an address should stay one that mail
// programs carry.
const maxBasket = 200

// basketView is what the page of chosen studies shows. The basket is its
// address: there is no account, and nothing is stored here.
type basketView struct {
	frame
	IDs       []string // as they stand in the address, put right
	Items     []basketItem
	Missing   []string // names that no study of this library has
	Moved     []string // names that lead to another study now
	Grave     []hitView
	Compare   []compareRow
	Style     string
	Styles    []Style
	ByAuthor  bool
	Refs      []citationView
	Exports   []linkView
	Permanent string
}

// basketItem is one chosen study.
type basketItem struct {
	hitView
	Remove string // the basket without it
}

// compareRow is one line of the table that sets the studies side by side.
type compareRow struct {
	Label string
	Cells []compareCell
}

type compareCell struct{ Text, Href string }

func (s *Server) basketPage(c echo.Context) error {
	q := c.QueryParams()
	names := notEmpty(splitNames(q["id"]))
	if len(names) > maxBasket {
		return &badParam{"id", names[maxBasket], fmt.Sprintf("a basket holds at most %d studies", maxBasket)}
	}
	order := q.Get("order")
	if order != "" && order != "author" && order != "chosen" {
		return &badParam{"order", order, "want chosen or author"}
	}
	p := &basketView{frame: s.frame("Basket", "basket"), Styles: s.opt.Styles, Style: q.Get("style"), ByAuthor: order == "author"}
	p.NoIndex = true
	if p.Style == "" && len(s.opt.Styles) > 0 {
		p.Style = s.opt.Styles[0].Name
	}
	studies, err := s.chosen(c.Request().Context(), names, p)
	if err != nil {
		return err
	}
	if p.ByAuthor {
		slices.SortStableFunc(studies, byAuthor)
	}
	if err := s.fillBasket(p, studies); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "basket", p)
}

// splitNames lets one parameter hold several names, as people paste them: one a
// line or separated by spaces. Names hold no spaces themselves.
func splitNames(values []string) []string {
	var out []string
	for _, v := range values {
		for _, name := range strings.Fields(v) {
			out = append(out, strings.Trim(name, ",;"))
		}
	}
	return out
}

// chosen gives the named studies in the order of their names. What cannot be
// found is listed, never dropped.
func (s *Server) chosen(ctx context.Context, names []string, p *basketView) ([]study.Study, error) {
	for _, name := range names {
		id, err := s.basketID(ctx, name)
		var moved *study.Redirect
		switch {
		case errors.As(err, &moved):
			p.Moved = append(p.Moved, name)
			id = moved.To
		case errors.Is(err, study.ErrNotFound), errors.Is(err, study.ErrInvalid):
			p.Missing = append(p.Missing, cutWord(name, 120))
			continue
		case err != nil:
			return nil, err
		}
		if !slices.Contains(p.IDs, id) {
			p.IDs = append(p.IDs, id)
		}
	}
	var studies []study.Study
	var failed error
	s.yieldStudies(ctx, p.IDs, func(st study.Study, err error) bool {
		if failed = err; err == nil {
			studies = append(studies, st)
		}
		return err == nil
	})
	return studies, failed
}

// basketID resolves a name as people write it: a bare number is a PMID, what
// begins with 10. a DOI, NCT and digits a registration.
func (s *Server) basketID(ctx context.Context, name string) (string, error) {
	switch {
	case len(name) < 9 && strings.Trim(name, "0123456789") == "":
		name = "pmid:" + name
	case strings.HasPrefix(name, "10."):
		name = "doi:" + name
	case strings.HasPrefix(strings.ToUpper(name), "NCT") && !strings.Contains(name, ":"):
		name = "nct:" + strings.ToUpper(name)
	}
	if err := checkRef(name); err != nil {
		return "", err
	}
	return s.opt.Library.Resolve(ctx, name)
}

func byAuthor(a, b study.Study) int {
	name := func(st *study.Study) string {
		if len(st.Authors) == 0 {
			return strings.ToLower(st.Title)
		}
		return strings.ToLower(authorLastFirst(st.Authors[0]))
	}
	if d := strings.Compare(name(&a), name(&b)); d != 0 {
		return d
	}
	return a.Year() - b.Year()
}

func (s *Server) fillBasket(p *basketView, studies []study.Study) error {
	var ids []string
	for i := range studies {
		st := &studies[i]
		ids = append(ids, st.ID)
		item := basketItem{hitView: newHitView(st)}
		if item.Grave {
			p.Grave = append(p.Grave, item.hitView)
		}
		p.Items = append(p.Items, item)
		if err := s.addReference(p, st); err != nil {
			return err
		}
	}
	for i := range p.Items {
		p.Items[i].Remove = s.basketHref(slices.Delete(slices.Clone(ids), i, i+1), p)
	}
	p.Compare = compareRows(studies)
	p.Permanent = s.address(s.basketHref(ids, p))
	for _, f := range s.formats {
		v := url.Values{"id": ids, "format": {f.Name}}
		p.Exports = append(p.Exports, linkView{f.Label, apiPrefix + "/export?" + v.Encode()})
	}
	return nil
}

func (s *Server) addReference(p *basketView, st *study.Study) error {
	if s.opt.Cite == nil || p.Style == "" {
		return nil
	}
	text, _, err := s.opt.Cite(st, p.Style)
	if errors.Is(err, study.ErrInvalid) {
		return &badParam{"style", p.Style, "this style is not known here"}
	}
	if err != nil {
		return fmt.Errorf("cite %s: %w", st.ID, err)
	}
	p.Refs = append(p.Refs, citationView{Name: st.ID, Text: text})
	return nil
}

// basketHref gives the address of a basket with the same style and order.
func (s *Server) basketHref(ids []string, p *basketView) string {
	v := url.Values{}
	if len(ids) > 0 {
		v["id"] = ids
	}
	if len(s.opt.Styles) > 0 && p.Style != s.opt.Styles[0].Name {
		v.Set("style", p.Style)
	}
	if p.ByAuthor {
		v.Set("order", "author")
	}
	if len(v) == 0 {
		return "/basket"
	}
	return "/basket?" + v.Encode()
}

// compareTasks are the lines of the comparison, in the order in which a reader
// weighs studies.
func compareTasks() []study.Task {
	return []study.Task{study.TaskDesign, study.TaskLevel, study.TaskN, study.TaskSubstance, study.TaskDose, study.TaskRoute, study.TaskRegimen, study.TaskCondition,
		study.TaskComparator, study.TaskFollowup, study.TaskHarms, study.TaskConclusion}
}

// compareRows sets the studies side by side; a line that no study answers is
// left out.
func compareRows(studies []study.Study) []compareRow {
	var out []compareRow
	for _, task := range compareTasks() {
		row, any := compareRow{Label: taskLabel(task)}, false
		for i := range studies {
			tag, ok := studies[i].Tags[task]
			cell := compareCell{Text: "not read"}
			switch {
			case len(tag.Values) > 0:
				any = true
				row := newTagRow(studies[i].ID, task, tag, false)
				cell = compareCell{strings.Join(row.Values, ", "), row.Href}
			case ok && tag.Status == study.NotApplicable:
				cell.Text = "not applicable"
			case ok:
				cell.Text = "not reported"
			}
			row.Cells = append(row.Cells, cell)
		}
		if any {
			out = append(out, row)
		}
	}
	return out
}
