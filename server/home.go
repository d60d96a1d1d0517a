package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"evidelic/index"
	"evidelic/study"
)

// homeShown is how many studies each list of the home page holds.
const homeShown = 6

// homePage is what the home page shows.
type homePage struct {
	frame
	Library study.Library
	Empty   bool
	Topics  []topicGroupView
	Newest  []hitView
	Noticed []hitView
	Sources []sourceView
	Running bool
	Notes   []string
	Unready string // why nothing can be searched at the moment; "" when all is well
}

func (s *Server) home(c echo.Context) error {
	ctx := c.Request().Context()
	lib, states, err := s.freshState(ctx)
	if err != nil {
		return err
	}
	p := homePage{frame: s.frame("Evidence on ketamine and other psychedelic therapies", "home"), Library: lib, Empty: lib.Count == 0,
		Sources: s.sourceViews(states), Running: anyRunning(states)}
	p.Bare, p.Canonical = true, s.address("/")
	if p.Empty {
		p.Notes = s.opt.Notes()
		if p.Running {
			p.Refresh = refreshSeconds
		}
		return s.render(c, http.StatusOK, "home", p)
	}
	if err := s.fillHome(ctx, &p); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "home", p)
}

// fillHome adds what comes from the index and the change log. An index that is
// not ready leaves its parts out and says so: the library is there all the same.
func (s *Server) fillHome(ctx context.Context, p *homePage) error {
	res, err := s.search(ctx, index.Request{Sort: index.SortNewest, Page: 1, Size: homeShown})
	switch {
	case errors.Is(err, study.ErrBusy):
		p.Unready = err.Error()
	case err != nil:
		return err
	default:
		p.Newest = hitViews(res.Hits)
		p.Topics = s.topicViews(ctx)
	}
	p.Noticed, err = s.noticed(ctx)
	return err
}

// noticed gives the studies that got a notice last.
func (s *Server) noticed(ctx context.Context) ([]hitView, error) {
	changes, err := s.opt.Library.Noticed(ctx, homeShown*2)
	if err != nil {
		return nil, err
	}
	var ids []string
	seen := map[string]bool{}
	for _, ch := range changes {
		if !seen[ch.Study] {
			seen[ch.Study] = true
			ids = append(ids, ch.Study)
		}
	}
	var out []hitView
	s.yieldStudies(ctx, ids, func(st study.Study, e error) bool {
		if err = e; err != nil {
			return false
		}
		if len(st.Notices) > 0 { // a notice that was taken back is no news for readers
			out = append(out, newHitView(&st))
		}
		return len(out) < homeShown
	})
	return out, err
}
