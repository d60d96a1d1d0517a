package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidelic/study"
)

// studyBody is one study on the wire. Abstract, Sections and the rest shadow the
// fields of study.Study with the same JSON names.
type studyBody struct {
	study.Study
	Abstract  string          `json:"abstract" doc:"One string: sections as LABEL: text, joined by newline. The offsets of tags count its UTF-8 bytes"`
	Sections  []study.Section `json:"abstract_sections"`
	Withheld  bool            `json:"abstract_withheld,omitempty" doc:"The operator shows abstracts only as far as their licence allows"`
	Authors   []study.Author  `json:"authors"`
	Notices   []study.Notice  `json:"notices"`
	Tags      study.Tags      `json:"tags"`
	Year      int             `json:"year,omitempty"`
	NCT       string          `json:"nct,omitempty"`
	Retracted bool            `json:"retracted" doc:"It must not be used as evidence: retracted, withdrawn, or replaced"`
	URL       string          `json:"url"`

	Families []study.Family      `json:"families" doc:"The trials that it belongs to, with their reports in the order of time"`
	Checks   []study.NoticeCheck `json:"notice_checks" doc:"What each source says of notices against it, and when it was asked"`

	Cited       []citedBody        `json:"cites_retracted" doc:"Retracted, withdrawn or replaced studies of this library that it cites, as far as a source gives its references"`
	Citing      []citedBody        `json:"cited_by_here,omitempty" doc:"Of a retracted study: the studies of this library that cite it"`
	Decisions   []study.Decision   `json:"decisions" doc:"What operators decided about its records: joined, or kept apart"`
	Corrections []study.Correction `json:"corrections" doc:"What operators decided about its tags, the first first; the last one about a task holds"`
}

// StudyInput names a study in the path.
type StudyInput struct {
	ID string `path:"id" maxLength:"2000" doc:"Our id (ev…), or pmid:…, doi:…, nct:…. A DOI may come with its slashes raw or escaped"`
}

type studyOutput struct{ Body studyBody }

func (s *Server) registerStudy(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "study", Method: http.MethodGet, Path: apiPrefix + "/studies/{id}", Tags: []string{"Studies"},
		Summary:     "One study",
		Description: "A study with its tags, notices, records and provenance. An id that was joined into another study answers 301.",
		Errors:      []int{301, 400, 404, 503},
	}, s.apiStudy)
	s.registerCitation(api)
	s.registerRecords(api)
}

func (s *Server) apiStudy(ctx context.Context, in *StudyInput) (*studyOutput, error) {
	st, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	body, err := s.studyBody(ctx, &st)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	return &studyOutput{*body}, nil
}

// find gives the study that a segment of the path names.
func (s *Server) find(ctx context.Context, param string) (study.Study, error) {
	ref, err := pathRef(param)
	if err != nil {
		return study.Study{}, err
	}
	id, err := s.resolve(ctx, ref)
	if err != nil {
		return study.Study{}, err
	}
	st, err := s.opt.Library.Study(ctx, id)
	if err != nil {
		return study.Study{}, fmt.Errorf("study %s: %w", id, err)
	}
	return st, nil
}

// resolve asks the library for the id. What is no reference of any scheme is an
// address that does not exist rather than a malformed one.
func (s *Server) resolve(ctx context.Context, ref string) (string, error) {
	id, err := s.opt.Library.Resolve(ctx, ref)
	if errors.Is(err, study.ErrInvalid) && !strings.Contains(ref, ":") {
		return "", fmt.Errorf("study %.80q: %w", ref, study.ErrNotFound)
	}
	return id, err
}

func (s *Server) studyBody(ctx context.Context, st *study.Study) (*studyBody, error) {
	families, err := s.opt.Library.Families(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	checks, err := s.opt.Library.Ledger(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	c := *st
	withheld := s.opt.Abstracts.apply(&c)
	if c.Tags == nil {
		c.Tags = study.Tags{}
	}
	body := &studyBody{Study: c, Abstract: c.AbstractText(), Sections: orEmpty(c.Abstract), Withheld: withheld, Authors: orEmpty(c.Authors),
		Notices: orEmpty(c.Notices), Tags: c.Tags, Year: c.Year(), NCT: c.NCT(), Retracted: c.Retracted(), URL: s.studyURL(c.ID),
		Families: orEmpty(families), Checks: orEmpty(checks)}
	return body, s.addBackground(ctx, body)
}

// addBackground adds citations of retracted work and what was decided by hand.
func (s *Server) addBackground(ctx context.Context, b *studyBody) error {
	cited, err := s.opt.Library.CitedRetracted(ctx, b.ID)
	if err != nil {
		return err
	}
	b.Cited = s.citedBodies(cited)
	if b.Retracted {
		citing, err := s.opt.Library.Citing(ctx, b.ID)
		if err != nil {
			return err
		}
		b.Citing = s.citedBodies(citing)
	}
	decisions, err := s.opt.Library.Decisions(ctx, b.ID)
	if err != nil {
		return err
	}
	corrections, err := s.opt.Library.Corrections(ctx, b.ID)
	b.Decisions, b.Corrections = orEmpty(decisions), orEmpty(corrections)
	return err
}
