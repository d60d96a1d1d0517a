package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/index"
	"evidelic/study"
)

// similarShown is how many related studies a study's page names.
const similarShown = 6

// similarView is a related study, and why.
type similarView struct {
	Hit hitView
	Why []string
}

// similarViews gives the related studies. They are comfort: an index that does
// not answer, or does not know the study yet, leaves them out.
func (s *Server) similarViews(ctx context.Context, st *study.Study) []similarView {
	found, err := s.opt.Search.Similar(ctx, st.ID, similarShown)
	if err != nil && !errors.Is(err, study.ErrNotFound) && !errors.Is(err, study.ErrBusy) {
		s.opt.Logger.WarnContext(ctx, "related studies", "study", st.ID, "error", err)
	}
	var out []similarView
	for i := range found {
		out = append(out, similarView{newHitView(&found[i].Study), found[i].Reasons})
	}
	return out
}

type similarInput struct {
	StudyInput
	N int `query:"n" minimum:"1" maximum:"50" default:"10" doc:"How many at most"`
}

// similarBody lists related studies.
type similarBody struct {
	Studies []relatedHit `json:"studies"`
}

type relatedHit struct {
	Study   hit      `json:"study"`
	Score   float64  `json:"score" doc:"1 and more for the same trial, else below"`
	Reasons []string `json:"reasons" doc:"In words: the same trial, shared tags, shared words"`
}

type similarOutput struct{ Body similarBody }

type completeInput struct {
	Q string `query:"q" required:"true" maxLength:"200" doc:"What was typed"`
	N int    `query:"n" minimum:"1" maximum:"20" default:"8" doc:"How many at most"`
}

// completeBody lists ways to go on typing.
type completeBody struct {
	Completions []index.Completion `json:"completions"`
}

type completeOutput struct{ Body completeBody }

func (s *Server) registerGuide(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "similar", Method: http.MethodGet, Path: apiPrefix + "/studies/{id}/similar", Tags: []string{"Studies"},
		Summary:     "Related studies",
		Description: "The studies that have most in common with one: the same trial first, then shared substances, conditions and words. Retracted studies are never among them.",
		Errors:      []int{301, 400, 404, 503},
	}, s.apiSimilar)
	huma.Register(api, huma.Operation{
		OperationID: "complete", Method: http.MethodGet, Path: apiPrefix + "/query/complete", Tags: []string{"Search"},
		Summary:     "Complete a query",
		Description: "Ways to go on typing: drugs, conditions and other names of the field, authors, journals, words of the library.",
		Errors:      []int{400, 503},
	}, s.apiComplete)
}

func (s *Server) apiSimilar(ctx context.Context, in *similarInput) (*similarOutput, error) {
	st, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err, "/similar")
	}
	found, err := s.opt.Search.Similar(ctx, st.ID, in.N)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	body := similarBody{Studies: []relatedHit{}}
	for i := range found {
		h := index.Hit{Study: found[i].Study}
		s.opt.Abstracts.apply(&h.Study)
		body.Studies = append(body.Studies, relatedHit{s.hit(&h), found[i].Score, orEmpty(found[i].Reasons)})
	}
	return &similarOutput{body}, nil
}

func (s *Server) apiComplete(ctx context.Context, in *completeInput) (*completeOutput, error) {
	found, err := s.opt.Search.Complete(ctx, in.Q, in.N)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &completeOutput{completeBody{orEmpty(found)}}, nil
}
