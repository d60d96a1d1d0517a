package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"evidelic/index"
	"evidelic/study"
)

// asOf names the state of a library in which a search was recorded.
type asOf struct {
	Seq     uint64
	Library string
	Read    string
}

// since is what became of a recorded search.
type since struct {
	AsOf      uint64    `json:"asof"`
	At        time.Time `json:"at,omitzero" doc:"When the recorded state was current; absent when the log does not say"`
	Seq       uint64    `json:"seq" doc:"Number of the last change now"`
	Changes   int       `json:"changes" doc:"Changes of the library since"`
	Added     []string  `json:"added" doc:"Found now and not then"`
	Removed   []string  `json:"removed" doc:"Found then and not now: changed, joined into another study, or gone"`
	Retracted []string  `json:"retracted" doc:"Found now; a retraction, withdrawal or replacement came since"`
	Published []string  `json:"published" doc:"Preprints found now, whose published version became known since"`
	Partial   bool      `json:"partial,omitempty" doc:"Too much changed to compare old versions: added names only studies that are new, removed is left empty"`
	Reread    bool      `json:"reread,omitempty" doc:"The query is understood in another way than when it was recorded"`
}

// Bounds of a comparison.
const (
	maxSinceChanges  = 50_000
	maxSinceVersions = 2_000
)

// since makes a recorded search again, over the library as it is now and over
// the versions, as they were then, of what changed.
func (s *Server) since(ctx context.Context, req index.Request, at asOf) (*since, error) {
	lib, err := s.opt.Library.Library(ctx)
	if err != nil {
		return nil, err
	}
	if at.Library != "" && at.Library != lib.ID {
		return nil, &badParam{"library", at.Library, "the search was recorded in another library; this one is " + lib.ID}
	}
	if at.Seq > lib.Seq {
		return nil, &badParam{"asof", strconv.FormatUint(at.Seq, 10), fmt.Sprintf("the last change of this library is %d", lib.Seq)}
	}
	out := &since{AsOf: at.Seq, Seq: lib.Seq, Added: []string{}, Removed: []string{}, Retracted: []string{}, Published: []string{}}
	changed, err := s.changedSince(ctx, at.Seq, tagsMatter(req), out)
	if err != nil {
		return nil, err
	}
	if err := s.checkReading(ctx, req, at, out); err != nil {
		return nil, err
	}
	now, err := s.opt.Search.Matches(ctx, widen(req))
	if err != nil {
		return nil, err
	}
	return out, s.compare(ctx, req, changed, now, out)
}

// tagsMatter says whether tags that were read again can change what is found.
func tagsMatter(req index.Request) bool {
	for _, task := range study.Tasks() {
		if len(req.Filters[string(task)]) > 0 {
			return true
		}
	}
	return false
}

// checkReading says whether the query is understood as it was.
func (s *Server) checkReading(ctx context.Context, req index.Request, at asOf, out *since) error {
	if at.Read == "" {
		return nil
	}
	one := firstPage(req)
	one.Size, one.Facets, one.Snippets = 1, false, false
	res, err := s.opt.Search.Search(ctx, widen(one))
	if err != nil {
		return err
	}
	out.Reread = readMark(res.Query.Understood) != at.Read
	return nil
}

// changedSince gives the studies that changed after a state, each once. Tags
// that were read again count only when the search looks at them.
func (s *Server) changedSince(ctx context.Context, seq uint64, tags bool, out *since) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	after := seq
	if seq > 0 {
		if first, err := s.opt.Library.Changes(ctx, seq-1, 1); err == nil && len(first) == 1 && first[0].Seq == seq {
			out.At = first[0].At
		}
	}
	for {
		window, err := s.opt.Library.Changes(ctx, after, 1000)
		if err != nil {
			return nil, err
		}
		for _, ch := range window {
			after = ch.Seq
			out.Changes++
			if !seen[ch.Study] && (tags || ch.Kind != study.ChangeTagged) {
				seen[ch.Study] = true
				ids = append(ids, ch.Study)
			}
		}
		if len(window) < 1000 {
			return ids, nil
		}
		if out.Changes >= maxSinceChanges {
			out.Partial = true
			return ids, nil
		}
	}
}

// compare fills in what was found then and now, for the studies that changed.
func (s *Server) compare(ctx context.Context, req index.Request, changed, now []string, out *since) error {
	matches := make(map[string]bool, len(now))
	for _, id := range now {
		matches[id] = true
	}
	then, err := s.versionsThen(ctx, changed, out)
	if err != nil {
		return err
	}
	old := map[string]bool{}
	if !out.Partial {
		select {
		case s.past <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		old, err = matchVersions(ctx, then, widen(req))
		<-s.past
		if err != nil {
			return err
		}
	}
	before := map[string]*study.Study{}
	for i := range then {
		before[then[i].ID] = &then[i]
	}
	for _, id := range changed {
		switch {
		case matches[id] && !old[id] && (!out.Partial || before[id] == nil):
			out.Added = append(out.Added, id)
		case !matches[id] && old[id]:
			out.Removed = append(out.Removed, id)
		}
	}
	return s.turns(ctx, changed, matches, before, out)
}

// versionsThen gives the changed studies as they were; those that were not there
// yet are left out.
func (s *Server) versionsThen(ctx context.Context, changed []string, out *since) ([]study.Study, error) {
	var then []study.Study
	for _, id := range changed {
		if len(then) == maxSinceVersions {
			out.Partial = true
			return then, nil
		}
		history, err := s.opt.Library.History(ctx, id)
		if errors.Is(err, study.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		st, ok, err := s.versionAt(ctx, id, history, out.AsOf)
		if err != nil {
			return nil, err
		}
		if ok {
			then = append(then, st)
		}
	}
	return then, nil
}

// versionAt gives the last version up to a change; ok is false when the study was
// not there, or had left.
func (s *Server) versionAt(ctx context.Context, id string, history []study.Change, seq uint64) (st study.Study, ok bool, err error) {
	for _, ch := range slices.Backward(history) {
		if ch.Seq > seq {
			continue
		}
		if ch.Kind.Gone() {
			return st, false, nil
		}
		st, err = s.opt.Library.Version(ctx, id, ch.Seq)
		if errors.Is(err, study.ErrNotFound) {
			continue // a change that left no version of its own
		}
		return st, err == nil, err
	}
	return st, false, nil
}

// turns finds the retractions and publications among what is found now.
func (s *Server) turns(ctx context.Context, changed []string, matches map[string]bool, before map[string]*study.Study, out *since) error {
	var ids []string
	for _, id := range changed {
		if matches[id] {
			ids = append(ids, id)
		}
	}
	for batch := range slices.Chunk(ids, exportBatch) {
		found, err := s.opt.Library.Studies(ctx, batch)
		if err != nil {
			return err
		}
		for i := range found {
			st, was := &found[i], before[found[i].ID]
			if st.Retracted() && was != nil && !was.Retracted() {
				out.Retracted = append(out.Retracted, st.ID)
			}
			if st.Kind == study.KindPreprint && hasRelation(st, study.UpdateIn) && was != nil && !hasRelation(was, study.UpdateIn) {
				out.Published = append(out.Published, st.ID)
			}
		}
	}
	return nil
}
