package server

import (
	"context"
	"slices"
	"strings"
	"time"

	"evidelic/study"
)

// decidedView is something that an operator decided by hand about a study.
type decidedView struct {
	What   string
	Items  []string   // the records that it is about
	Others []linkView // studies that they are in now, where not in this one
	Reason string
	At     time.Time
}

// addDecided adds what operators decided: which records belong together, and
// which tags read otherwise.
func (s *Server) addDecided(ctx context.Context, p *studyView, st *study.Study) error {
	decisions, err := s.opt.Library.Decisions(ctx, st.ID)
	if err != nil {
		return err
	}
	corrections, err := s.opt.Library.Corrections(ctx, st.ID)
	if err != nil {
		return err
	}
	p.Decided = decisionViews(decisions)
	last := map[study.Task]study.Correction{}
	for _, c := range corrections {
		p.Decided = append(p.Decided, correctionView(c))
		last[c.Task] = c
	}
	slices.SortStableFunc(p.Decided, func(a, b decidedView) int { return a.At.Compare(b.At) })
	if p.Tags != nil {
		p.Tags.addCorrections(last)
	}
	return nil
}

// decisionViews gathers the pairs of records that one decision was about.
func decisionViews(decisions []study.Decision) []decidedView {
	var out []decidedView
	for _, d := range decisions {
		what := "Kept apart by hand"
		if d.Join {
			what = "Joined by hand"
		}
		i := slices.IndexFunc(out, func(v decidedView) bool { return v.What == what && v.Reason == d.Reason && v.At.Equal(d.At) })
		if i < 0 {
			i = len(out)
			out = append(out, decidedView{What: what, Reason: d.Reason, At: d.At})
		}
		for _, k := range []study.RecordKey{d.A, d.B} {
			if name := recordName(k); !slices.Contains(out[i].Items, name) {
				out[i].Items = append(out[i].Items, name)
			}
		}
		if other := (linkView{d.Other, pagePath + d.Other}); d.Other != "" && !slices.Contains(out[i].Others, other) {
			out[i].Others = append(out[i].Others, other)
		}
	}
	return out
}

func recordName(k study.RecordKey) string { return sourceLabel(k.Source) + " " + k.Key }

func correctionView(c study.Correction) decidedView {
	return decidedView{What: taskLabel(c.Task) + ": " + correctionWords(c), Reason: c.Reason, At: c.At}
}

// correctionWords says what a tag was corrected to.
func correctionWords(c study.Correction) string {
	switch {
	case c.Tag == nil:
		return "correction by hand taken back"
	case len(c.Tag.Values) == 0:
		return "corrected by hand to " + strings.TrimSuffix(statusWords(c.Tag.Status), " in the abstract")
	}
	var words []string
	for _, v := range c.Tag.Values {
		words = append(words, valueWords(c.Task, v))
	}
	return "corrected by hand to " + strings.Join(words, ", ")
}

// addCorrections gives the table the corrections that hold, in the order of the
// tasks.
func (t *tagTable) addCorrections(last map[study.Task]study.Correction) {
	for _, task := range study.Tasks() {
		if c, ok := last[task]; ok && c.Tag != nil {
			t.Corrected = append(t.Corrected, correctionView(c))
		}
	}
}
