package server

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"
)

//go:embed templates
var templateFiles embed.FS

// pages are the parsed templates by name of the page.
type pages map[string]*template.Template

// pageNames lists the pages; each has templates/NAME.html beside the layout and
// the parts that pages share.
func pageNames() []string {
	return []string{"home", "search", "study", "basket", "check", "draft", "changes", "sources", "flow", "about", "api", "error"}
}

func (s *Server) parsePages() (pages, error) {
	out := pages{}
	for _, name := range pageNames() {
		t, err := template.New("layout.html").Funcs(s.funcs()).ParseFS(templateFiles,
			"templates/layout.html", "templates/parts.html", "templates/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", name, err)
		}
		out[name] = t
	}
	return out, nil
}

// frame is what the layout of every page needs.
type frame struct {
	Title     string // of the tab, before the name of the product
	Query     string // in the search box of the head
	Bare      bool   // the page has its own large search box
	Demo      bool
	Refresh   int // seconds until the page asks again; 0: never
	Canonical string
	Version   string
	Operator  string
	Contact   string
	Nav       string // which entry of the head is this page
	NoIndex   bool
}

func (s *Server) frame(title, nav string) frame {
	return frame{Title: title, Nav: nav, Demo: s.opt.Demo, Version: s.opt.Version, Operator: s.opt.Operator, Contact: s.opt.Contact}
}

// render makes the whole page in memory before the first byte leaves, so that a
// template that fails midway is an error page and not half a page.
func (s *Server) render(c echo.Context, status int, name string, data any) error {
	var buf bytes.Buffer
	if err := s.pages[name].Execute(&buf, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	h := c.Response().Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	return c.HTMLBlob(status, buf.Bytes())
}

// errorPage is what an error page shows.
type errorPage struct {
	frame
	Status  int
	Heading string
	Detail  string
	Advice  string
}

func (s *Server) writeErrorPage(c echo.Context, status int, detail string) {
	p := errorPage{frame: s.frame(statusTitle(status), ""), Status: status, Detail: detail}
	p.NoIndex = true
	p.Heading, p.Advice = errorWords(status)
	if err := s.render(c, status, "error", p); err != nil {
		s.opt.Logger.Error("error page", "error", err)
		_ = c.String(status, p.Heading) // the last resort; the log has the reason
	}
}

// errorWords says what happened and what helps, in plain words.
func errorWords(status int) (heading, advice string) {
	switch status {
	case http.StatusNotFound:
		return "There is no such page", "The address may be mistyped, or the study is not in this library. A search by title, PMID or DOI finds what is here."
	case http.StatusBadRequest:
		return "The question could not be read", "The message above says where. Correct the address, or start from the search box."
	case http.StatusServiceUnavailable:
		return "Not ready at the moment", "This is not an empty result: nothing was searched. Try again in a few seconds."
	case http.StatusMethodNotAllowed:
		return "This address can only be read", "Use GET."
	case http.StatusNotAcceptable:
		return "Not in this form", "The message above lists the forms that there are."
	case http.StatusRequestURITooLong, http.StatusRequestEntityTooLarge:
		return "The question is too long", "Shorten it, or use several."
	}
	return "Something failed", "This is our fault, not an empty result. Try again; if it stays, tell the operator when it happened."
}
