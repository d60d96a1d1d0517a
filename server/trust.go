package server

import (
	"context"
	"strings"
	"time"

	"evidelic/study"
)

// familyView is a trial with its reports in the order of time.
type familyView struct {
	Number    string
	Href      string // at the registry
	Members   []memberView
	Overdue   bool
	Completed string
}

type memberView struct {
	Href, Title, Stage, Date string
	Why                      string
	Here                     bool // it is the study of this page
}

// familyViews gives the trials that a study belongs to; one that is alone in its
// trial has nothing to show.
func (s *Server) familyViews(ctx context.Context, st *study.Study) ([]familyView, error) {
	families, err := s.opt.Library.Families(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	var out []familyView
	for _, f := range families {
		if len(f.Members) < 2 && !f.Overdue {
			continue
		}
		v := familyView{Number: f.Number, Overdue: f.Overdue, Completed: f.Completed.String()}
		if base := registryBase(f.Number); base != "" && !st.Demo {
			v.Href = base + f.Number
		}
		for _, m := range f.Members {
			v.Members = append(v.Members, memberView{pagePath + m.ID, m.Title, m.Stage.Label(), m.Date.String(), m.Why, m.ID == st.ID})
		}
		out = append(out, v)
	}
	return out, nil
}

// checkView is what one source says of notices against the study.
type checkView struct {
	Source string
	Words  string
	Class  string
	At     time.Time
	Reason string
}

// checkViews says which sources were asked whether the study was taken back. A
// source that was not asked is never silence.
func (s *Server) checkViews(ctx context.Context, st *study.Study) ([]checkView, error) {
	checks, err := s.opt.Library.Ledger(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	var out []checkView
	for _, c := range checks {
		v := checkView{Source: sourceLabel(c.Source), At: c.Checked, Reason: c.Reason}
		switch c.State {
		case study.CheckNoticed:
			var labels []string
			for _, n := range c.Notices {
				labels = append(labels, strings.ToLower(n.Type.Label()))
			}
			v.Words, v.Class = strings.Join(labels, ", "), "bad"
		case study.CheckClear:
			v.Words, v.Class = "no notice", "ok"
		default:
			v.Words = "not checked"
			if !c.Checked.IsZero() {
				v.Words = "not checked lately"
			}
		}
		out = append(out, v)
	}
	return out, nil
}
