package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/index"
)

// translateInput is a query to be written in other languages.
type translateInput struct {
	Q string `query:"q" required:"true" doc:"The query as typed"`
}

type translateOutput struct{ Body index.Translation }

func (s *Server) registerTranslate(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "translate", Method: http.MethodGet, Path: apiPrefix + "/query/translate", Tags: []string{"Search"},
		Summary:     "Translate a query",
		Description: "How a query is understood, and the same for PubMed's and Europe PMC's search boxes. Notes say what another language cannot say.",
		Errors:      []int{400, 503},
	}, s.apiTranslate)
}

func (s *Server) apiTranslate(ctx context.Context, in *translateInput) (*translateOutput, error) {
	if len(in.Q) > index.MaxText {
		return nil, s.problem(ctx, &badParam{"q", in.Q, "the query is too long"}, "")
	}
	t, err := s.opt.Search.Translate(in.Q)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	t.Warnings, t.Notes = orEmpty(t.Warnings), orEmpty(t.Notes)
	return &translateOutput{t}, nil
}
