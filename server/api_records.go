package server

import (
	"context"
	"net/http"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/study"
)

// recordsBody is what lies behind one study.
type recordsBody struct {
	ID       string       `json:"id"`
	Records  []recordBody `json:"records" doc:"In the order of trust"`
	Withheld bool         `json:"abstract_withheld,omitempty" doc:"The operator shows abstracts only as far as their licence allows: what was fetched is left out, and abstracts are cut"`
}

// recordBody is a record: what we read of it, and what the source sent.
type recordBody struct {
	study.Record
	Raw     string `json:"raw,omitempty" doc:"What the source sent, where it is text"`
	RawType string `json:"raw_type,omitempty" doc:"Its media type"`
}

type recordsOutput struct{ Body recordsBody }

func (s *Server) registerRecords(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "records", Method: http.MethodGet, Path: apiPrefix + "/studies/{id}/records", Tags: []string{"Studies"},
		Summary:     "The records behind a study",
		Description: "Every record that the study was made of: what its source sent, and what was read of it. The study's provenance says which of them gave which field.",
		Errors:      []int{301, 400, 404, 503},
	}, s.apiRecords)
}

func (s *Server) apiRecords(ctx context.Context, in *StudyInput) (*recordsOutput, error) {
	st, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err, "/records")
	}
	records, err := s.opt.Library.Records(ctx, st.ID)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	body := recordsBody{ID: st.ID, Records: make([]recordBody, len(records))}
	whole := s.opt.Abstracts.whole(&st)
	for i, r := range records {
		b := recordBody{Record: r}
		if !whole {
			shown := study.Study{Report: r.Report}
			body.Withheld = s.opt.Abstracts.apply(&shown) || body.Withheld
			b.Report = shown.Report
		} else if utf8.Valid(r.Raw) {
			b.Raw, b.RawType = string(r.Raw), r.RawType
		}
		body.Records[i] = b
	}
	return &recordsOutput{body}, nil
}
