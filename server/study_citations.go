package server

import (
	"context"

	"evidelic/study"
)

// citedView is a retracted study that the study at hand cites.
type citedView struct {
	Hit  hitView
	When string // of its notice; "" when no source dates it
	Late bool   // the notice is younger than the citing study
}

// addCitations adds the retracted studies that a study cites, and, to a retracted
// one, the studies that cite it.
func (s *Server) addCitations(ctx context.Context, p *studyView, st *study.Study) error {
	if len(st.References) > 0 {
		cited, err := s.opt.Library.CitedRetracted(ctx, st.ID)
		if err != nil {
			return err
		}
		for i := range cited {
			p.Cited = append(p.Cited, newCitedView(&cited[i], st.Published.Earliest()))
		}
	}
	if !st.Retracted() {
		return nil
	}
	citing, err := s.opt.Library.Citing(ctx, st.ID)
	for i := range citing {
		p.Citing = append(p.Citing, newHitView(&citing[i]))
	}
	return err
}

func newCitedView(st *study.Study, citing study.Date) citedView {
	v := citedView{Hit: newHitView(st)}
	for _, n := range st.Notices {
		if !n.Type.Grave() || n.Date.IsZero() {
			continue
		}
		v.When = n.Date.String()
		v.Late = !citing.IsZero() && citing.Compare(n.Date) < 0
		break
	}
	return v
}

// citedBody is one end of a citation on the wire.
type citedBody struct {
	ID        string         `json:"id"`
	URL       string         `json:"url"`
	Title     string         `json:"title"`
	Year      int            `json:"year,omitempty"`
	Kind      study.Kind     `json:"kind"`
	Notices   []study.Notice `json:"notices"`
	Retracted bool           `json:"retracted"`
}

func (s *Server) citedBodies(studies []study.Study) []citedBody {
	out := make([]citedBody, len(studies))
	for i := range studies {
		st := &studies[i]
		out[i] = citedBody{st.ID, s.studyURL(st.ID), st.Title, st.Year(), st.Kind, orEmpty(st.Notices), st.Retracted()}
	}
	return out
}
