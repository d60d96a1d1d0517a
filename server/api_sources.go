package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/study"
)

// sourcesBody is the state of the library and of its sources.
type sourcesBody struct {
	Library study.Library       `json:"library"`
	Sources []study.SourceState `json:"sources"`
	Notes   []string            `json:"notes" doc:"What limits this library, in words"`
}

type sourcesOutput struct{ Body sourcesBody }

func (s *Server) registerSources(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "sources", Method: http.MethodGet, Path: apiPrefix + "/sources", Tags: []string{"Sources"},
		Summary:     "State of the sources",
		Description: "Per source the last harvest, one that is running, gaps between what was announced and what arrived, and the next run.",
		Errors:      []int{400, 503},
	}, s.apiSources)
}

func (s *Server) apiSources(ctx context.Context, _ *struct{}) (*sourcesOutput, error) {
	lib, states, err := s.freshState(ctx)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &sourcesOutput{sourcesBody{lib, orEmpty(states), orEmpty(s.opt.Notes())}}, nil
}
