package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/index"
)

// recordInput is what the record of a search takes.
type recordInput struct {
	Q string `query:"q" doc:"The query as typed. Empty matches every study"`
	FilterParams
	Sort   string `query:"sort" enum:"best,newest,evidence,cited" default:"best" doc:"Order of the studies"`
	Format string `query:"format" enum:"json,text,ris" default:"json" doc:"Form of the answer"`
}

func (in *recordInput) request() (index.Request, error) {
	req := index.Request{Text: in.Q, Filters: in.filters(), Sort: index.Sort(in.Sort), Page: 1, Size: 1, Facets: true, AllScopes: in.AllScopes}
	return req, checkRequest(req)
}

// sinceInput is what the comparison of a search takes.
type sinceInput struct {
	Q string `query:"q" doc:"The query as typed. Empty matches every study"`
	FilterParams
	AsOf    uint64 `query:"asof" required:"true" doc:"Number of the change up to which the search was made"`
	Library string `query:"library" doc:"The library in which it was made; another one answers 400"`
	Read    string `query:"read" maxLength:"8" doc:"Checksum of how the query was understood then"`
}

func (in *sinceInput) request() (index.Request, error) {
	req := index.Request{Text: in.Q, Filters: in.filters(), Sort: index.SortNewest, Page: 1, Size: 1, AllScopes: in.AllScopes}
	return req, checkRequest(req)
}

type sinceOutput struct{ Body *since }

func (s *Server) registerRecord(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "search-record", Method: http.MethodGet, Path: apiPrefix + "/search/record", Tags: []string{"Search"},
		Summary:     "Cite a search",
		Description: "What a review reports of a search (PRISMA-S): the query as typed and as understood, filters, sources with their last harvest, date, state of the library, number found, and the address that repeats it.",
		Errors:      []int{400, 503},
		Responses:   answerForms[searchRecord](api, "The record", "text/plain", "application/x-research-info-systems"),
	}, s.apiRecord)
	huma.Register(api, huma.Operation{
		OperationID: "search-since", Method: http.MethodGet, Path: apiPrefix + "/search/since", Tags: []string{"Search"},
		Summary:     "What changed in a search",
		Description: "A recorded search made again: which studies it finds in addition, which no longer, which were retracted and which preprints were published since. The number of a change (asof) comes from a record or from seq of an answer.",
		Errors:      []int{400, 503},
	}, s.apiSince)
}

func (s *Server) apiRecord(ctx context.Context, in *recordInput) (*huma.StreamResponse, error) {
	req, err := in.request()
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	res, err := s.search(ctx, req)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	r, err := s.newRecord(ctx, req, res)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		switch in.Format {
		case "text":
			writeText(hc, "text/plain; charset=utf-8", "", r.text())
		case "ris":
			writeText(hc, "application/x-research-info-systems", "evidelic-search-record.ris", r.ris())
		default:
			writeJSON(hc, r)
		}
	}}, nil
}

// writeText answers with a text, as a file when it has a name.
func writeText(hc huma.Context, media, file, text string) {
	hc.SetHeader("Content-Type", media)
	if file != "" {
		hc.SetHeader("Content-Disposition", `attachment; filename="`+file+`"`)
	}
	hc.SetStatus(http.StatusOK)
	_, _ = hc.BodyWriter().Write([]byte(text)) // nobody is left to tell when the client has gone
}

func (s *Server) apiSince(ctx context.Context, in *sinceInput) (*sinceOutput, error) {
	req, err := in.request()
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	out, err := s.since(ctx, req, asOf{in.AsOf, in.Library, in.Read})
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &sinceOutput{out}, nil
}
