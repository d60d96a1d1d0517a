package server

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"evidelic/index"
	"evidelic/study"
)

// sinceView is what a recorded search's page says of the time since.
type sinceView struct {
	AsOf    uint64
	At      time.Time
	Changes int
	Partial bool
	Reread  bool
	Problem string // why nothing can be said
	Groups  []sinceGroup
}

// sinceGroup is a list of studies with what happened to them.
type sinceGroup struct {
	Label string
	Class string
	Count int
	Hits  []hitView
	Gone  []string // ids without a study of their own now
	More  int
}

// sinceShown is how many studies of a group the page names.
const sinceShown = 6

// asOfParams reads the state that an address records; ok is false without one.
func asOfParams(v url.Values) (at asOf, ok bool, err error) {
	raw := v.Get("asof")
	if raw == "" {
		return at, false, nil
	}
	at.Library, at.Read = v.Get("library"), v.Get("read")
	if at.Seq, err = strconv.ParseUint(raw, 10, 63); err != nil {
		return at, false, &badParam{"asof", raw, "want the number of a change"}
	}
	return at, true, nil
}

// sinceView compares a recorded search with today's. What hinders the comparison
// is said on the page; the search itself stands.
func (s *Server) sinceView(ctx context.Context, req index.Request, at asOf) (*sinceView, error) {
	out, err := s.since(ctx, req, at)
	if bad := new(badParam); errors.As(err, &bad) {
		return &sinceView{AsOf: at.Seq, Problem: bad.why}, nil
	}
	if errors.Is(err, study.ErrBusy) {
		return &sinceView{AsOf: at.Seq, Problem: "the index is being made, or is busy"}, nil
	}
	if err != nil {
		return nil, err
	}
	v := &sinceView{AsOf: out.AsOf, At: out.At, Changes: out.Changes, Partial: out.Partial, Reread: out.Reread}
	for _, g := range []struct {
		label, class string
		ids          []string
	}{{"Retracted since", "grave", out.Retracted}, {"Found now and not then", "new", out.Added}, {"Found then and not now", "", out.Removed}, {"Preprints published since", "published", out.Published}} {
		if len(g.ids) == 0 {
			continue
		}
		group, err := s.sinceGroup(ctx, g.ids)
		if err != nil {
			return nil, err
		}
		group.Label, group.Class = g.label, g.class
		v.Groups = append(v.Groups, group)
	}
	return v, nil
}

func (s *Server) sinceGroup(ctx context.Context, ids []string) (sinceGroup, error) {
	g := sinceGroup{Count: len(ids), More: max(0, len(ids)-sinceShown)}
	shown := ids[:min(len(ids), sinceShown)]
	there := map[string]bool{}
	var failed error
	s.yieldStudies(ctx, shown, func(st study.Study, err error) bool {
		if failed = err; err == nil {
			there[st.ID] = true
			g.Hits = append(g.Hits, newHitView(&st))
		}
		return err == nil
	})
	for _, id := range shown {
		if !there[id] {
			g.Gone = append(g.Gone, id)
		}
	}
	return g, failed
}
