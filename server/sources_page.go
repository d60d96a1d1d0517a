package server

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// refreshSeconds is how often a page that shows a running harvest asks again.
const refreshSeconds = 5

// harvestsShown is how many past harvests of a source the page lists.
const harvestsShown = 8

// sourcesView is what the page of the sources shows.
type sourcesView struct {
	frame
	Library study.Library
	Sources []sourceView
	Notes   []string
	Running bool
}

// sourceView is one source for readers.
type sourceView struct {
	Name    string
	Label   string
	Records int
	State   string // in words
	Class   string // ok, running, warn, bad, idle
	Last    *study.Harvest
	Running *study.Harvest
	Percent int // of a running harvest; -1 when the source did not say how many there are
	NextRun time.Time

	Check     *study.Harvest
	NextCheck time.Time
	Retry     string
	History   []study.Harvest
}

func (s *Server) sourcesPage(c echo.Context) error {
	ctx := c.Request().Context()
	lib, states, err := s.freshState(ctx)
	if err != nil {
		return err
	}
	p := sourcesView{frame: s.frame("Sources", "sources"), Library: lib, Sources: s.sourceViews(states), Notes: s.opt.Notes(), Running: anyRunning(states)}
	p.Canonical = s.address("/sources")
	if p.Running {
		p.Refresh = refreshSeconds
	}
	for i := range p.Sources {
		if p.Sources[i].History, err = s.opt.Library.Harvests(ctx, p.Sources[i].Name, harvestsShown); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "sources", p)
}

func anyRunning(states []study.SourceState) bool {
	for _, st := range states {
		if st.Running != nil {
			return true
		}
	}
	return false
}

func (s *Server) sourceViews(states []study.SourceState) []sourceView {
	out := make([]sourceView, len(states))
	for i, st := range states {
		v := sourceView{Name: st.Source, Label: sourceLabel(st.Source), Records: st.Records, Last: st.Last, Running: st.Running,
			NextRun: st.NextRun, Retry: st.Retry, Percent: -1, Check: st.Check, NextCheck: st.NextCheck}
		v.State, v.Class = sourceState(&st)
		if r := st.Running; r != nil && r.Announced > 0 {
			v.Percent = min(100, 100*r.Seen/r.Announced)
		}
		out[i] = v
	}
	return out
}

// sourceState says in words how a source stands.
func sourceState(st *study.SourceState) (words, class string) {
	if st.Running != nil {
		return "harvest running", "running"
	}
	if st.Last == nil {
		return "not harvested yet", "idle"
	}
	words, class = outcomeWords(st.Last.Outcome)
	if class == "ok" && len(st.Last.Gaps) > 0 {
		return "complete but for gaps", "warn"
	}
	return words, class
}

// outcomeWords says what an outcome means for the library.
func outcomeWords(o study.HarvestOutcome) (words, class string) {
	switch o {
	case study.HarvestDone:
		return "complete", "ok"
	case study.HarvestUnchanged:
		return "up to date, nothing new", "ok"
	case study.HarvestPartial:
		return "some parts failed, the rest is stored", "warn"
	case study.HarvestInterrupted:
		return "interrupted, goes on with the next run", "warn"
	case study.HarvestFailed:
		return "failed, what came before is stored", "bad"
	case study.HarvestRunning:
		return "running", "running"
	}
	return string(o), "idle"
}
