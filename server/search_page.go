package server

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"evidelic/index"
	"evidelic/study"
)

// searchView is what the page of results shows.
type searchView struct {
	frame
	Total      int
	Related    int // of Total, those without any of the words
	Text       string
	Understood string // "" when it says the same as what was typed
	Warnings   []warningView
	Unknown    []string
	Hits       []hitView
	First      int // number of the first hit on this page
	Building   bool
	Facets     []facetView
	MoreFacets []facetView
	Chips      []chipView
	Fixes      []chipView           // searches with a mistyped filter value put right
	Ranges     map[string][2]string // what stands in the number fields
	Sorts      []sortView
	Sort       string
	Explain    bool
	Explained  string // address that switches the explanations on or off; "" where nothing was ranked
	Flow       string
	Exported   int // studies that a file holds: Total without the related ones
	Size       int
	AllScopes  bool
	OutOfScope int
	ShowAll    string // address that shows what is out of scope
	HideAll    string
	Pages      pagesView
	Years      histogram
	Exports    []linkView
	Feeds      []feedLink
	Clear      string // address without filters
	API        string
	Seq        uint64

	Record      string // as a methods section takes it
	RecordLinks []linkView
	Permanent   string
	Elsewhere   *index.Translation
	Edit        string     // address that puts the understood query into the search box
	Since       *sinceView // nil unless the address is that of a recorded search
}

type warningView struct {
	Message string
	Query   template.HTML // the query with the place marked
	Suggest string
	Href    string
}

// feedLink leads to the search as a feed.
type feedLink struct{ Label, Type, Href string }

// feedLinks gives the feeds of a search; they are sorted by date by themselves.
func feedLinks(req index.Request) []feedLink {
	v := requestValues(firstPage(req))
	v.Del("size")
	v.Del("sort")
	query := ""
	if len(v) > 0 {
		query = "?" + v.Encode()
	}
	return []feedLink{{"Atom", "application/atom+xml", "/search.atom" + query}, {"RSS", "application/rss+xml", "/search.rss" + query}, {"JSON Feed", "application/feed+json", "/search.json" + query}}
}

// chipView is a chosen filter that can be taken away.
type chipView struct{ Label, Value, Href string }

type sortView struct {
	Name, Label string
	Selected    bool
}

type pagesView struct {
	Page, Last int
	Prev, Next string
	Cursor     string // how to go on beyond what pages reach
}

func (s *Server) searchPage(c echo.Context) error {
	req, unknown, err := pageRequest(c.QueryParams())
	if err != nil {
		return err
	}
	res, err := s.search(c.Request().Context(), req)
	if err != nil {
		return err
	}
	p := s.newSearchView(req, res)
	p.Unknown = unknown
	if err := s.addRecord(c, &p, req, res); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", p)
}

// addRecord adds how to cite the search, and for the address of a recorded one
// what changed since.
func (s *Server) addRecord(c echo.Context, p *searchView, req index.Request, res *index.Result) error {
	ctx := c.Request().Context()
	r, err := s.newRecord(ctx, req, res)
	if err != nil {
		return err
	}
	p.Record, p.Permanent, p.RecordLinks = r.text(), r.Address, recordLinks(req)
	if strings.TrimSpace(req.Text) != "" {
		t, err := s.opt.Search.Translate(req.Text)
		if err != nil {
			return err
		}
		p.Elsewhere = &t
	}
	at, ok, err := asOfParams(c.QueryParams())
	if err != nil || !ok {
		return err
	}
	p.Since, err = s.sinceView(ctx, req, at)
	return err
}

func (s *Server) newSearchView(req index.Request, res *index.Result) searchView {
	title := "Search"
	if req.Text != "" {
		title = cutWord(req.Text, 80)
	}
	p := searchView{frame: s.frame(title, "search"), Total: res.Total, Related: res.Related, Exported: res.Total - res.Related, Text: req.Text, Hits: hitViews(res.Hits),
		First: (req.Page-1)*req.Size + 1, Sort: string(req.Sort), Explain: req.Explain, Size: req.Size, AllScopes: req.AllScopes, OutOfScope: res.OutOfScope, Building: res.Building, Seq: res.Seq}
	p.Query, p.NoIndex = req.Text, true
	for i := range p.Hits {
		p.Hits[i].Pick = true
	}
	if u := res.Query.Understood; req.Text != "" && !strings.EqualFold(strings.TrimSpace(u), strings.TrimSpace(req.Text)) {
		p.Understood = u
	}
	p.Warnings = warningViews(req, res.Query.Warnings)
	p.Facets, p.MoreFacets = facetViews(res.Facets, req.Filters, res.Total)
	p.Chips, p.Ranges = chips(req, res.Facets), ranges(req.Filters)
	p.Fixes = filterFixes(req)
	if p.Understood != "" {
		edit := firstPage(req)
		edit.Text = p.Understood
		p.Edit = searchHref(requestValues(edit))
	}
	p.Years = newHistogram(res.Years, req)
	p.Pages = newPagesView(req, res)
	s.searchLinks(&p, req)
	for _, o := range sorts() {
		p.Sorts = append(p.Sorts, sortView{o.Name, o.Label, o.Name == string(req.Sort)})
	}
	return p
}

// searchLinks adds the addresses that lead on from this search.
func (s *Server) searchLinks(p *searchView, req index.Request) {
	p.Feeds = feedLinks(req)
	first := firstPage(req)
	v := requestValues(first)
	v.Del("size")
	p.API = apiPrefix + "/search?" + v.Encode()
	for _, f := range s.formats {
		e := requestValues(first)
		e.Del("size")
		e.Set("format", f.Name)
		p.Exports = append(p.Exports, linkView{f.Label, apiPrefix + "/export?" + e.Encode()})
	}
	p.Flow = flowHref(req)
	if req.Sort == index.SortBest && strings.TrimSpace(req.Text) != "" && p.Total > 0 {
		p.Explained = searchHref(explained(requestValues(req), !req.Explain))
	}
	first.AllScopes = true
	p.ShowAll = searchHref(requestValues(first))
	first.AllScopes = false
	p.HideAll = searchHref(requestValues(first))
	first.Filters = nil
	p.Clear = searchHref(requestValues(first))
}

// warningViews shows where in the query each warning stands. Offsets that do not
// fit the text mark nothing.
func warningViews(req index.Request, warnings []index.Warning) []warningView {
	out := make([]warningView, len(warnings))
	for i, w := range warnings {
		out[i] = warningView{Message: upperFirst(w.Message), Suggest: w.Suggestion}
		if span := (study.Span{Start: w.Start, End: w.End}); fits(req.Text, span) {
			out[i].Query = markText(req.Text, []study.Span{span}, "")
		}
		if w.Suggestion != "" {
			next := firstPage(req)
			next.Text = w.Suggestion
			out[i].Href = searchHref(requestValues(next))
		}
	}
	return out
}

// chips names each chosen filter with the address that takes it away.
func chips(req index.Request, facets []index.Facet) []chipView {
	var out []chipView
	for _, key := range filterKeys() {
		for _, value := range req.Filters[key] {
			next := firstPage(req)
			next.Filters[key] = slices.DeleteFunc(next.Filters[key], func(v string) bool { return v == value })
			if len(next.Filters[key]) == 0 {
				delete(next.Filters, key)
			}
			group, label := choiceLabel(facets, key, value)
			out = append(out, chipView{group, label, searchHref(requestValues(next))})
		}
	}
	return out
}

// choiceLabel gives the words for a choice; a range reads as one.
func choiceLabel(facets []index.Facet, key, value string) (group, label string) {
	group, label = taskLabel(study.Task(key)), value
	for _, f := range facets {
		if f.Key != key {
			continue
		}
		group = f.Label
		for _, c := range f.Choices {
			if c.Value == value {
				return group, c.Label
			}
		}
	}
	from, to, ok := strings.Cut(value, "..")
	switch {
	case ok && from == to:
		label = from
	case ok && from == "":
		label = "up to " + to
	case ok && to == "":
		label = "from " + from
	case ok:
		label = from + " to " + to
	}
	return group, label
}

// ranges gives what stands in the number fields of the form: a single range.
func ranges(filters map[string][]string) map[string][2]string {
	out := map[string][2]string{}
	for _, key := range []string{"year", "n"} {
		if v := filters[key]; len(v) == 1 {
			from, to, ok := strings.Cut(v[0], "..")
			if !ok {
				to = from
			}
			out[key] = [2]string{from, to}
		}
	}
	return out
}

func newPagesView(req index.Request, res *index.Result) pagesView {
	reach := min(res.Total, index.MaxWindow)
	p := pagesView{Page: req.Page, Last: max(1, (reach+req.Size-1)/req.Size)}
	at := func(n int) string {
		v := requestValues(firstPage(req))
		if n > 1 {
			v.Set("page", strconv.Itoa(n))
		}
		return searchHref(explained(v, req.Explain))
	}
	if req.Cursor != "" {
		p.Page = 0
		p.Prev = at(1)
		p.Cursor = cursorHref(req, res.Next)
		return p
	}
	if p.Page > 1 {
		p.Prev = at(min(p.Page-1, p.Last))
	}
	if p.Page < p.Last {
		p.Next = at(p.Page + 1)
	} else if res.Next != "" && res.Total > index.MaxWindow {
		p.Cursor = cursorHref(req, res.Next)
	}
	return p
}

func cursorHref(req index.Request, next string) string {
	if next == "" {
		return ""
	}
	v := url.Values(requestValues(firstPage(req)))
	v.Set("cursor", next)
	return searchHref(explained(v, req.Explain))
}

// explained asks for the reasons of the order along with the page.
func explained(v url.Values, on bool) url.Values {
	if on {
		v.Set("explain", "true")
	}
	return v
}
