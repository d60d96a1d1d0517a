package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/study"
)

// citationInput asks for one study as a reference or as a file.
type citationInput struct {
	StudyInput
	Style  string `query:"style" doc:"apa, ama, vancouver, nlm, mla, chicago or harvard: the answer is JSON with text and html"`
	Format string `query:"format" doc:"ris, nbib, bibtex, csl-json, endnote-xml, csv or jsonl: the answer is a file"`
}

// citationBody is a reference in one style.
type citationBody struct {
	ID        string `json:"id"`
	Style     string `json:"style"`
	Text      string `json:"text"`
	HTML      string `json:"html"`
	Retracted bool   `json:"retracted"`
}

func (s *Server) registerCitation(api huma.API) {
	responses := fileResponses()
	responses["200"].Description = "With style: the reference as JSON. With format: the file"
	responses["200"].Content["application/json"] = &huma.MediaType{
		Schema: huma.SchemaFromType(api.OpenAPI().Components.Schemas, typeOf[citationBody]())}
	huma.Register(api, huma.Operation{
		OperationID: "citation", Method: http.MethodGet, Path: apiPrefix + "/studies/{id}/citation", Tags: []string{"Studies"},
		Summary:     "Cite a study",
		Description: "A reference in a style (style=), or a citation file (format=). Name exactly one of the two.",
		Errors:      []int{301, 400, 404, 503},
		Responses:   responses,
	}, s.apiCitation)
}

func (s *Server) apiCitation(ctx context.Context, in *citationInput) (*huma.StreamResponse, error) {
	if (in.Style == "") == (in.Format == "") {
		return nil, s.problem(ctx, &badParam{"style", in.Style, "name either style or format"}, "")
	}
	st, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err, "/citation?"+citationQuery(in))
	}
	s.opt.Abstracts.apply(&st)
	if in.Style != "" {
		return s.reference(ctx, &st, in.Style)
	}
	format, err := s.formatNamed(in.Format)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	if format.Name == "nbib" && st.IDs.PMID == "" {
		return nil, s.problem(ctx, &badParam{"format", format.Name, "NBIB holds only studies with a PMID, and this one has none"}, "")
	}
	return s.file(ctx, format, "evidelic-"+st.ID, func(yield func(study.Study, error) bool) { yield(st, nil) }), nil
}

func (s *Server) reference(ctx context.Context, st *study.Study, style string) (*huma.StreamResponse, error) {
	if s.opt.Cite == nil {
		return nil, s.problem(ctx, &badParam{"style", style, "this version offers no styles; use format"}, "")
	}
	text, html, err := s.opt.Cite(st, style)
	if err != nil {
		return nil, s.problem(ctx, fmt.Errorf("style: %w", err), "")
	}
	body := citationBody{st.ID, style, text, html, st.Retracted()}
	return &huma.StreamResponse{Body: func(hc huma.Context) { writeJSON(hc, body) }}, nil
}
