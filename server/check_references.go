package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"evidelic/check"
	"evidelic/cite"
	"evidelic/study"
)

// shownStudies is the library as the operator shows it: what a check writes out
// is held to the policy on abstracts.
type shownStudies struct {
	library Studies
	policy  Policy
}

// Resolve gives the id that a reference names.
func (l shownStudies) Resolve(ctx context.Context, ref string) (string, error) {
	return l.library.Resolve(ctx, ref)
}

// Studies gives the named studies, cut to what may be shown.
func (l shownStudies) Studies(ctx context.Context, ids []string) ([]study.Study, error) {
	out, err := l.library.Studies(ctx, ids)
	for i := range out {
		l.policy.apply(&out[i])
	}
	return out, err
}

// checkReferences holds a list against the library, a few lists at a time.
func (s *Server) checkReferences(ctx context.Context, in checkInput) (*check.ReferenceReport, error) {
	if len(bytes.TrimSpace(in.Text)) == 0 {
		return nil, fmt.Errorf("there is nothing to check: paste a list of references or choose a file: %w", study.ErrInvalid)
	}
	list, err := check.ReadList(bytes.NewReader(in.Text), in.Name, in.Format)
	if err != nil {
		return nil, err
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return check.References(ctx, shownStudies{s.opt.Library, s.opt.Abstracts}, check.SearchTitles(s.opt.Search), list)
}

// corrected writes the list again, in memory, so that a failure is an answer of
// its own.
func (s *Server) corrected(report *check.ReferenceReport, style string) (body []byte, format cite.Format, err error) {
	if style == "" && len(s.opt.Styles) > 0 {
		style = s.opt.Styles[0].Name
	}
	format = cite.Format{MediaType: "text/plain; charset=utf-8", Extension: ".txt"}
	if report.Format != "text" {
		if format, err = cite.FormatNamed(report.Format); err != nil {
			return nil, format, err
		}
	}
	var buf bytes.Buffer
	if err := report.Correct(&buf, style); err != nil {
		return nil, format, err
	}
	return buf.Bytes(), format, nil
}

// checkRefsInput is a list of references in the body of a request.
type checkRefsInput struct {
	ContentType string `header:"Content-Type"`
	Format      string `query:"format" doc:"bibtex, ris, nbib, csl-json, endnote-xml, csv, jsonl, or text for a pasted list; left out, the content tells"`
	Style       string `query:"style" doc:"Style in which a pasted list is written again"`
	Corrected   bool   `query:"corrected" doc:"Answer with the corrected list in place of the report"`
	RawBody     []byte
}

func (s *Server) registerCheck(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "check-references", Method: http.MethodPost, Path: apiPrefix + "/check/references", Tags: []string{"Checks"},
		Summary: "Check a list of references",
		Description: "A .bib, .ris, .nbib, CSL-JSON, EndNote or CSV file as the body, a pasted list as text/plain or as JSON {\"text\": …}, or a form with file or text. " +
			"Each entry comes back with the study it is about and what is to be known of it: retracted, doubted, corrected, superseded, wrong or missing identifiers, differing authors, year or pages, duplicates, not in the library. Nothing is stored.",
		MaxBodyBytes: maxCheckBody, SkipValidateBody: true,
		Errors:    []int{400, 413, 503},
		Responses: answerForms[check.ReferenceReport](api, "The report, or with corrected=true the list written again", "text/plain"),
	}, s.apiCheckReferences)
}

func (s *Server) apiCheckReferences(ctx context.Context, q *checkRefsInput) (*huma.StreamResponse, error) {
	in, report, err := apiCheck(ctx, s, posted{q.ContentType, q.RawBody, q.Format, q.Style}, listFormat, s.checkReferences)
	if err != nil {
		return nil, err
	}
	if !q.Corrected && !in.Corrected {
		return &huma.StreamResponse{Body: func(hc huma.Context) { writeJSON(hc, report) }}, nil
	}
	body, format, err := s.corrected(report, in.Style)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		writeText(hc, format.MediaType, "references"+format.Extension, string(body))
	}}, nil
}

// checkView is what the page of checks shows.
type checkPageView struct {
	frame
	Styles []Style
	Style  string
	Input  string // to write the corrected list, sent back by the reader
	Name   string
	Format string
	Report *check.ReferenceReport
	Grave  int
	Items  []checkedView
	Counts []chipView
}

// checkedView is one reference with what was found.
type checkedView struct {
	Number   int
	Text     string
	Hit      *hitView
	By       string // what found it, and how sure that is
	Findings []check.Finding
	Class    string
}

// maxEcho bounds the text that the page sends back to the reader for the
// corrected list; longer ones are corrected through the API.
const maxEcho = 1 << 20

func (s *Server) checkPage(c echo.Context) error {
	p := &checkPageView{frame: s.frame("Check references or a draft", "check"), Styles: s.opt.Styles}
	p.Canonical = s.address("/check")
	return s.render(c, http.StatusOK, "check", p)
}

func (s *Server) checkReferencesPage(c echo.Context) error {
	in, report, err := pageCheck(c, maxCheckBody, listFormat, s.checkReferences)
	if err != nil {
		return err
	}
	if in.Corrected {
		body, format, err := s.corrected(report, in.Style)
		if err != nil {
			return err
		}
		c.Response().Header().Set("Content-Disposition", `attachment; filename="references`+format.Extension+`"`)
		return c.Blob(http.StatusOK, format.MediaType, body)
	}
	return s.render(c, http.StatusOK, "check", s.newCheckView(in, report))
}

func (s *Server) newCheckView(in checkInput, report *check.ReferenceReport) *checkPageView {
	p := &checkPageView{frame: s.frame("References checked", "check"), Styles: s.opt.Styles, Style: in.Style, Name: in.Name, Format: report.Format, Report: report}
	p.NoIndex = true
	if len(in.Text) <= maxEcho {
		p.Input = string(in.Text)
	}
	for i := range report.Entries {
		e := &report.Entries[i]
		v := checkedView{Number: e.Number, Text: e.Text, Findings: e.Findings}
		if e.Match != nil {
			hit := newHitView(&e.Match.Study)
			v.Hit, v.By = &hit, fmt.Sprintf("%s (%.0f %%)", e.Match.By, 100*e.Match.Confidence)
		}
		v.Class = findingClass(e.Findings)
		if v.Class == "grave" {
			p.Grave++
		}
		p.Items = append(p.Items, v)
	}
	for _, kind := range []check.Kind{check.Retracted, check.Concern, check.Superseded, check.WrongID, check.Corrected, check.MissingDOI, check.TitleDiffers, check.AuthorsDiffer, check.YearDiffers, check.PageDiffers, check.VolDiffers,
		check.Duplicate, check.Uncertain, check.NotFound} {
		if n := report.Counts[kind]; n > 0 {
			p.Counts = append(p.Counts, chipView{Label: findingWords(kind), Value: number(n)})
		}
	}
	return p
}

func findingClass(findings []check.Finding) string {
	class := ""
	for _, f := range findings {
		if f.Grave {
			return "grave"
		}
		class = "look"
	}
	return class
}

// findingWords names a kind of finding for readers.
func findingWords(k check.Kind) string {
	switch k {
	case check.WrongID:
		return "Wrong identifier"
	case check.MissingDOI:
		return "DOI missing"
	case check.NotFound:
		return "Not in the library"
	case check.Concern:
		return "Expression of concern"
	case check.Superseded:
		return "Preprint published since"
	case check.Uncertain:
		return "Match not certain"
	}
	return upperFirst(strings.ReplaceAll(string(k), "_", " "))
}
