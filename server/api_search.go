package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/index"
	"evidelic/study"
)

// searchBody is the answer to a search.
type searchBody struct {
	Total      int               `json:"total" doc:"Studies that match"`
	Related    int               `json:"related,omitempty" doc:"Of total, the last ones that have none of the words, but much in common with those that do"`
	Query      index.Understood  `json:"query" doc:"How the query was read"`
	Facets     map[string]facet  `json:"facets" doc:"By facet key; empty unless asked for"`
	Years      []index.YearCount `json:"years" doc:"Matches by year of publication"`
	Hits       []hit             `json:"hits"`
	Next       string            `json:"next,omitempty" doc:"The cursor for what follows; absent at the end"`
	OutOfScope int               `json:"out_of_scope" doc:"Matches that are hidden because they are out of scope"`
	Building   bool              `json:"building,omitempty" doc:"The index is still being filled: there may be more matches"`
	Seq        uint64            `json:"seq" doc:"Number of the last change of the library that the answer knows"`
	Demo       bool              `json:"demo,omitempty" doc:"Every study of this library is synthetic"`
}

// facet is one group of choices.
type facet struct {
	Label   string         `json:"label"`
	Choices []index.Choice `json:"choices"`
	More    int            `json:"more,omitempty" doc:"Further choices that are not listed"`
}

// hitIDs are the identifiers of a hit.
type hitIDs struct {
	PMID  string `json:"pmid,omitempty"`
	PMCID string `json:"pmcid,omitempty"`
	DOI   string `json:"doi,omitempty"`
	NCT   string `json:"nct,omitempty"`
}

// hit is one found study in brief.
type hit struct {
	ID        string          `json:"id"`
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Year      int             `json:"year,omitempty"`
	Journal   string          `json:"journal,omitempty"`
	Authors   []string        `json:"authors" doc:"As PubMed prints them: family name and initials, or a group"`
	IDs       hitIDs          `json:"ids"`
	Kind      study.Kind      `json:"kind"`
	Tags      study.Tags      `json:"tags" doc:"By task; each value with the words that prove it"`
	Notices   []study.Notice  `json:"notices"`
	Retracted bool            `json:"retracted" doc:"It must not be used as evidence: retracted, withdrawn, or replaced"`
	Demo      bool            `json:"demo,omitempty" doc:"A synthetic demo study, not a real one"`
	Withdrawn bool            `json:"withdrawn,omitempty" doc:"No source holds it any longer"`
	Score     float64         `json:"score"`
	Snippets  []index.Snippet `json:"snippets"`
	Why       []index.Reason  `json:"why,omitempty" doc:"The parts of the score, the greatest first; they add up to it. Only where asked for"`
}

type searchOutput struct{ Body searchBody }

func (s *Server) registerSearch(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "search", Method: http.MethodGet, Path: apiPrefix + "/search", Tags: []string{"Search"},
		Summary:     "Search studies",
		Description: "Studies that match a query and filters, with facets, snippets and tags. A repeated filter is OR, different filters are AND; n and year take a..b.",
		Errors:      []int{400, 503},
	}, s.apiSearch)
}

func (s *Server) apiSearch(ctx context.Context, in *searchInput) (*searchOutput, error) {
	req, err := in.request()
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	res, err := s.search(ctx, req)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &searchOutput{s.searchBody(res)}, nil
}

// search asks the index and holds the answer to the policy on abstracts, so that
// neither a page nor the API can show more. What a filter cannot match is said
// among the warnings.
func (s *Server) search(ctx context.Context, req index.Request) (*index.Result, error) {
	res, err := s.opt.Search.Search(ctx, widen(req))
	if err != nil {
		return nil, err
	}
	if err := s.addFamilies(ctx, req, res); err != nil {
		return nil, err
	}
	labelFacets(res.Facets)
	warnings, err := s.filterWarnings(ctx, req, res.Total)
	if err != nil {
		return nil, err
	}
	res.Query.Warnings = append(res.Query.Warnings, warnings...)
	for i := range res.Hits {
		h := &res.Hits[i]
		if s.opt.Abstracts.apply(&h.Study) {
			h.Snippets = s.opt.Abstracts.snippets(&h.Study, h.Snippets)
		}
	}
	return res, nil
}

func (s *Server) searchBody(res *index.Result) searchBody {
	b := searchBody{Total: res.Total, Related: res.Related, Query: res.Query, Facets: map[string]facet{}, Years: orEmpty(res.Years), Hits: make([]hit, len(res.Hits)),
		Next: res.Next, OutOfScope: res.OutOfScope, Building: res.Building, Seq: res.Seq, Demo: s.opt.Demo}
	b.Query.Warnings = orEmpty(b.Query.Warnings)
	for _, f := range res.Facets {
		b.Facets[f.Key] = facet{f.Label, orEmpty(f.Choices), f.More}
	}
	for i := range res.Hits {
		b.Hits[i] = s.hit(&res.Hits[i])
	}
	return b
}

func (s *Server) hit(h *index.Hit) hit {
	st := &h.Study
	out := hit{ID: st.ID, URL: s.studyURL(st.ID), Title: st.Title, Year: st.Year(), Journal: st.Journal.Title, Authors: []string{},
		IDs: hitIDs{st.IDs.PMID, st.IDs.PMCID, st.IDs.DOI, st.NCT()}, Kind: st.Kind, Tags: st.Tags, Notices: orEmpty(st.Notices),
		Retracted: st.Retracted(), Demo: st.Demo, Withdrawn: st.Withdrawn, Score: h.Score, Snippets: orEmpty(h.Snippets), Why: h.Why}
	if out.Tags == nil {
		out.Tags = study.Tags{}
	}
	for _, a := range st.Authors {
		out.Authors = append(out.Authors, a.String())
	}
	for i := range out.Snippets {
		out.Snippets[i].Marks = orEmpty(out.Snippets[i].Marks)
	}
	return out
}

// orEmpty gives an empty list in place of none, so that JSON says [] and never
// null.
func orEmpty[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}
