package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"evidelic/check"
	"evidelic/study"
)

// draftFormats are the media types of drafts; others are told by their content.
func draftFormat(media string) string {
	switch media {
	case "text/markdown":
		return "markdown"
	case "text/html":
		return "html"
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		return "docx"
	}
	return ""
}

// checkDraft finds the studies that bear on a draft's claims, a few drafts at a
// time. Passages are held to the policy on abstracts.
func (s *Server) checkDraft(ctx context.Context, in checkInput) (*check.DraftReport, error) {
	if len(bytes.TrimSpace(in.Text)) == 0 {
		return nil, fmt.Errorf("there is nothing to check: paste a text or choose a file: %w", study.ErrInvalid)
	}
	draft, err := check.ReadDraft(bytes.NewReader(in.Text), firstOf(in.Name, "the draft"), in.Format)
	if err != nil {
		return nil, err
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return check.Evidence(ctx, s.opt.Search, draft, check.DraftOptions{Style: in.Style, Abstract: func(st *study.Study) string {
		shown := *st
		s.opt.Abstracts.apply(&shown)
		return shown.AbstractText()
	}})
}

// checkDraftInput is a draft in the body of a request.
type checkDraftInput struct {
	ContentType string `header:"Content-Type"`
	Format      string `query:"format" doc:"text, markdown, html or docx; left out, the content tells"`
	Style       string `query:"style" doc:"Style of the citations (default apa)"`
	As          string `query:"as" enum:"json,markdown,html" default:"json" doc:"Form of the answer"`
	RawBody     []byte
}

func (s *Server) registerDraft(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "check-draft", Method: http.MethodPost, Path: apiPrefix + "/check/draft", Tags: []string{"Checks"},
		Summary: "Find studies for a draft",
		Description: "A draft (text, Markdown, HTML or .docx) as the body, as JSON {\"text\": …}, or a form with file or text. Sentences that claim something about effects, mechanism, safety, procedure or numbers come back " +
			"with the studies that bear on them, best evidence first. They are candidates to read: nothing is proven by them. Nothing is stored.",
		MaxBodyBytes: maxDraftBody, SkipValidateBody: true,
		Errors:    []int{400, 413, 503},
		Responses: answerForms[check.DraftReport](api, "The report", "text/markdown", "text/html"),
	}, s.apiCheckDraft)
}

func (s *Server) apiCheckDraft(ctx context.Context, q *checkDraftInput) (*huma.StreamResponse, error) {
	_, report, err := apiCheck(ctx, s, posted{q.ContentType, q.RawBody, q.Format, q.Style}, draftFormat, s.checkDraft)
	if err != nil {
		return nil, err
	}
	write, media, file := report.Markdown, "text/markdown; charset=utf-8", ""
	switch q.As {
	case "html":
		write, media, file = report.HTML, "text/html; charset=utf-8", "draft-checked.html"
	case "markdown":
	default:
		return &huma.StreamResponse{Body: func(hc huma.Context) { writeJSON(hc, report) }}, nil
	}
	var buf bytes.Buffer
	if err := write(&buf); err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) { writeText(hc, media, file, buf.String()) }}, nil
}

// draftView is what the page of a checked draft shows.
type draftView struct {
	frame
	Styles   []Style
	Report   *check.DraftReport
	Bare     int    // claims with nothing in the library
	Markdown string // the same to take along
}

func (s *Server) checkDraftPage(c echo.Context) error {
	_, report, err := pageCheck(c, maxDraftBody, draftFormat, s.checkDraft)
	if err != nil {
		return err
	}
	p := &draftView{frame: s.frame("Draft checked", "check"), Styles: s.opt.Styles, Report: report}
	p.NoIndex = true
	for _, claim := range report.Claims {
		if claim.NoStudy {
			p.Bare++
		}
	}
	var buf bytes.Buffer
	if err := report.Markdown(&buf); err != nil {
		return err
	}
	p.Markdown = buf.String()
	return s.render(c, http.StatusOK, "draft", p)
}
