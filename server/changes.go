package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// Bounds of a page of changes: how many it shows, and how much of the log it
// reads for them at most.
const (
	changesShown  = 50
	changesWindow = 500
	maxWindows    = 8
)

// changesView is what the page of changes shows.
type changesView struct {
	frame
	Library study.Library
	Noticed []eventView
	Events  []eventView
	Older   string
	First   bool // the newest page
}

// eventView is a change of a study.
type eventView struct {
	At    time.Time
	Seq   uint64
	Words string
	Class string
	Other string
	ID    string
	Hit   *hitView // nil when the study is no longer there
	entry *study.Study
}

func (s *Server) changesPage(c echo.Context) error {
	p, err := s.readChanges(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "changes", p)
}

// changesFeed gives the newest page of changes as a feed.
func (s *Server) changesFeed(c echo.Context) error {
	p, err := s.readChanges(c)
	if err != nil {
		return err
	}
	base := s.base(c)
	f := feed{Title: "Evidelic: changes", ID: "urn:evidelic:" + p.Library.ID + ":changes", Page: base + "/changes", Self: base + c.Request().URL.RequestURI()}
	seen := map[string]bool{}
	for _, e := range slices.Concat(p.Noticed, p.Events) {
		if e.entry == nil {
			continue
		}
		entry := newFeedEntry(base, p.Library, e.entry)
		if seen[entry.ID] {
			continue
		}
		seen[entry.ID] = true
		entry.Title, entry.Updated = e.Words+": "+entry.Title, e.At
		f.Entries = append(f.Entries, entry)
	}
	return s.writeFeed(c, &f, p.Library)
}

func (s *Server) readChanges(c echo.Context) (*changesView, error) {
	ctx := c.Request().Context()
	lib, err := s.opt.Library.Library(ctx)
	if err != nil {
		return nil, err
	}
	p := &changesView{frame: s.frame("Changes", "changes"), Library: lib, First: true}
	p.NoIndex = true
	end := lib.Seq
	if before := c.QueryParam("before"); before != "" {
		n, err := strconv.ParseUint(before, 10, 63)
		if err != nil || n == 0 {
			return nil, &badParam{"before", before, "want the number of a change"}
		}
		end, p.First = min(end, n-1), false
	}
	changes, from, err := s.newestChanges(ctx, end)
	if err != nil {
		return nil, err
	}
	if from > 0 {
		p.Older = "/changes?before=" + strconv.FormatUint(from+1, 10)
	}
	if p.Events, err = s.events(ctx, changes); err != nil || !p.First {
		return p, err
	}
	noticed, err := s.opt.Library.Noticed(ctx, homeShown*2)
	if err != nil {
		return nil, err
	}
	p.Noticed, err = s.events(ctx, noticed)
	return p, err
}

// newestChanges gives the last changes up to a number, newest first, one a study;
// from is the number down to which the log was read. Tags read again are no news.
func (s *Server) newestChanges(ctx context.Context, end uint64) (out []study.Change, from uint64, err error) {
	seen := map[string]bool{}
	for range maxWindows {
		if end == 0 {
			break
		}
		start := end - min(end, changesWindow)
		window, err := s.opt.Library.Changes(ctx, start, changesWindow)
		if err != nil {
			return nil, 0, err
		}
		for _, ch := range slices.Backward(window) {
			if ch.Seq > end || ch.Kind == study.ChangeTagged || seen[ch.Study] {
				continue
			}
			if len(out) == changesShown {
				return out, ch.Seq, nil
			}
			seen[ch.Study] = true
			out = append(out, ch)
		}
		end = start
	}
	return out, end, nil
}

// events gives the changes with the studies as they are now.
func (s *Server) events(ctx context.Context, changes []study.Change) ([]eventView, error) {
	byID := map[string]*study.Study{}
	var ids []string
	for _, ch := range changes {
		ids = append(ids, ch.Study)
	}
	var failed error
	s.yieldStudies(ctx, ids, func(st study.Study, err error) bool {
		if failed = err; err == nil {
			byID[st.ID] = &st
		}
		return err == nil
	})
	if failed != nil {
		return nil, failed
	}
	var out []eventView
	for _, ch := range changes {
		st := byID[ch.Study]
		e := eventView{At: ch.At, Seq: ch.Seq, Other: ch.Other, ID: ch.Study, entry: st}
		e.Words, e.Class = eventWords(ch.Kind, st)
		if st != nil {
			hit := newHitView(st)
			e.Hit = &hit
		}
		out = append(out, e)
	}
	return out, nil
}

// eventWords says what happened to a study in a word or two.
func eventWords(k study.ChangeKind, st *study.Study) (words, class string) {
	if st != nil && (k == study.ChangeNoticed || k == study.ChangeChanged) {
		if kinds := noticeKinds(st); len(kinds) > 0 && k == study.ChangeNoticed {
			return kinds[0].Label(), noticeClass(kinds[0])
		}
		if st.Kind == study.KindPreprint && hasRelation(st, study.UpdateIn) {
			return "Preprint published", "published"
		}
	}
	switch k {
	case study.ChangeAdded:
		return "New", "new"
	case study.ChangeNoticed:
		return "Notice taken back", ""
	case study.ChangeJoined:
		return "Joined", ""
	case study.ChangeSplit:
		return "Separated", ""
	case study.ChangeDeleted:
		return "Left the library", ""
	}
	return "Changed", ""
}

func hasRelation(st *study.Study, t study.RelationType) bool {
	return slices.ContainsFunc(st.Relations, func(r study.Relation) bool { return r.Type == t })
}
