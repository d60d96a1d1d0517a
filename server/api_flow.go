package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/index"
)

// flowInput is what the flow of records takes.
type flowInput struct {
	Q string `query:"q" doc:"The query as typed. Empty, and without a filter, the whole library is counted"`
	FilterParams
	Format string `query:"format" enum:"json,csv,svg" default:"json" doc:"Form of the answer"`
}

func (in *flowInput) request() (index.Request, error) {
	req := index.Request{Text: in.Q, Filters: in.filters(), Sort: index.SortBest, Page: 1, Size: index.DefaultSize, AllScopes: in.AllScopes}
	return req, checkRequest(req)
}

func (s *Server) registerFlow(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "flow", Method: http.MethodGet, Path: apiPrefix + "/flow", Tags: []string{"Sources"},
		Summary: "Flow of records",
		Description: "The numbers that a systematic review reports (PRISMA 2020, PRISMA-S), of the library or of a search: records identified by source, duplicates by the rule that saw them, " +
			"studies out of scope by rule, what is left. Each step is the one before it less what is taken out.",
		Errors:    []int{400, 503},
		Responses: answerForms[flowBody](api, "The numbers", "text/csv", "image/svg+xml"),
	}, s.apiFlow)
}

func (s *Server) apiFlow(ctx context.Context, in *flowInput) (*huma.StreamResponse, error) {
	req, err := in.request()
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	b, err := s.flow(ctx, req)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	var body []byte
	switch in.Format {
	case "csv":
		body, err = b.csv()
	case "svg":
		body, err = s.svg(b)
	}
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		switch in.Format {
		case "csv":
			writeText(hc, "text/csv; charset=utf-8", "evidelic-flow.csv", string(body))
		case "svg":
			writeText(hc, "image/svg+xml", "evidelic-flow.svg", string(body))
		default:
			writeJSON(hc, b)
		}
	}}, nil
}
