package index

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// Search answers a request. A request that cannot be answered gives an error
// that wraps study.ErrInvalid and names the place; when too many searches run,
// or the index is being made again after damage, it wraps study.ErrBusy.
func (x *Index) Search(ctx context.Context, req Request) (*Result, error) {
	if err := req.normal(); err != nil {
		return nil, err
	}
	var res *Result
	err := x.run(ctx, func(ctx context.Context, v *view) error {
		f, err := x.find(ctx, v, &req)
		if err != nil {
			return err
		}
		defer f.release()
		res, err = x.answer(ctx, f, &req)
		return err
	})
	if err != nil {
		return nil, err
	}
	return res, nil
}

// Matches gives the ids of every study that a request finds, in its order, for
// exports. Page, Size and Cursor are not looked at. While the index is being
// filled for the first time it gives study.ErrBusy: a list that looks whole and
// is not is worse than none.
func (x *Index) Matches(ctx context.Context, req Request) ([]string, error) {
	req.Page, req.Size, req.Cursor, req.exact = 0, 0, "", true
	if err := req.normal(); err != nil {
		return nil, err
	}
	var ids []string
	err := x.run(ctx, func(ctx context.Context, v *view) error {
		if v.filling {
			return fmt.Errorf("%w: the index is being made and does not have every study yet; try again in a moment", study.ErrBusy)
		}
		f, err := x.find(ctx, v, &req)
		if err != nil {
			return err
		}
		defer f.release()
		for _, e := range f.top(req.Sort, int(f.set.GetCardinality()), nil) {
			ids = append(ids, e.id)
		}
		return ctx.Err()
	})
	return ids, err
}

// normal fills defaults in and checks the bounds.
func (r *Request) normal() error {
	if r.Sort == "" {
		r.Sort = SortBest
	}
	r.Page = max(r.Page, 1)
	if r.Size == 0 {
		r.Size = DefaultSize
	}
	switch {
	case len(r.Text) > MaxText:
		return fmt.Errorf("%w: the query has %d bytes, at most %d can be read", study.ErrInvalid, len(r.Text), MaxText)
	case r.Sort != SortBest && r.Sort != SortNewest && r.Sort != SortEvidence && r.Sort != SortCited:
		return fmt.Errorf("%w: sort: %q is none of best, newest, evidence, cited", study.ErrInvalid, r.Sort)
	case r.Size < 0 || r.Size > MaxSize:
		return fmt.Errorf("%w: size: %d is not between 1 and %d", study.ErrInvalid, r.Size, MaxSize)
	case r.Cursor == "" && r.Page > (MaxWindow+r.Size-1)/r.Size:
		return fmt.Errorf("%w: page: %d is beyond %d hits; go on with the cursor from an answer's \"next\"", study.ErrInvalid, r.Page, MaxWindow)
	}
	return nil
}

// run waits for a turn, then calls fn with the index of one moment. Damage below
// does not end the program; see guard.
func (x *Index) run(ctx context.Context, fn func(context.Context, *view) error) (err error) {
	if err := x.take(ctx); err != nil {
		return err
	}
	defer func() { <-x.slots }()
	v, err := x.hold()
	if err != nil {
		return err
	}
	defer v.drop()
	if v.gen.broken.Load() {
		return x.damaged(v, errDamaged)
	}
	limited, cancel := context.WithTimeoutCause(ctx, x.opt.Budget, errBudget)
	defer cancel()
	err = x.guard(v, func() error { return fn(limited, v) })
	if err != nil && ctx.Err() == nil && errors.Is(context.Cause(limited), errBudget) {
		return fmt.Errorf("%w: the search took longer than %v; fewer or rarer words are faster", study.ErrBusy, x.opt.Budget)
	}
	return err
}

// guard calls what reads a view, so that a panic or an error, or a fault in a file
// mapped into memory, marks the index as damaged.
func (x *Index) guard(v *view, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = x.damaged(v, fmt.Errorf("panic in a search: %v", p))
		}
	}()
	if err = fn(); errors.Is(err, errDamaged) {
		return x.damaged(v, err)
	}
	return err
}

// errBudget: a search took longer than it may.
var errBudget = errors.New("the search took too long")

// take waits for one of the places for searches that run at once.
func (x *Index) take(ctx context.Context) error {
	select {
	case x.slots <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(x.opt.QueueTime)
	defer timer.Stop()
	select {
	case x.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return fmt.Errorf("%w: too many searches at once", study.ErrBusy)
	}
}

// found is what a request matches.
type found struct {
	v       *view
	query   *query
	scores  []float64                  // by ordinal; nil when nothing was scored
	scored  *roaring.Bitmap            // the studies that may have a score; nil: all
	all     *roaring.Bitmap            // matches of the text, in scope
	filters map[string]*roaring.Bitmap // facet key -> studies with a chosen value
	set     *roaring.Bitmap            // all, filtered
	hidden  int
	related int               // studies at the end that have none of the words
	first   []*roaring.Bitmap // each in the one after it: what comes first whatever its score
	within  *roaring.Bitmap   // what filters and scope let through
	text    string
	relaxed bool
	notes   []Warning // about this answer, beside those of the query
	counted func() ([]Facet, []YearCount, error)
}

// release lets other searches use the room of the scores, once nothing works
// beside this one any longer.
func (f *found) release() {
	if f.counted != nil {
		_, _, _ = f.counted()
	}
	if f.scores != nil {
		f.v.free(f.scores, f.scored)
		f.scores = nil
	}
}

// find reads the query, matches, filters and scores.
func (x *Index) find(ctx context.Context, v *view, req *Request) (*found, error) {
	q, err := parse(req.Text, x.fold, x.grammar)
	if err != nil {
		return nil, err
	}
	f := &found{v: v, query: q, text: spaceInvalid(req.Text)}
	if f.filters, err = v.cols.filters(req.Filters, x.fold); err != nil {
		return nil, err
	}
	e := newEvaluator(ctx, v, x.fold)
	e.told = req.told
	m, err := e.match(q)
	switch {
	case err != nil || req.Plain:
	case m.set.IsEmpty() && len(q.words) > 0:
		m, err = f.correct(e, m, x.grammar)
	default:
		err = f.suggest(e)
	}
	if err != nil {
		return nil, err
	}
	f.all = m.set
	f.noteNeed(m)
	f.narrow(req)
	if req.Facets && f.set.GetCardinality() >= DefaultSize { // fewer may become more, see expand
		f.counted = x.countBeside(f, req)
	}
	if req.Sort != SortBest || f.set.IsEmpty() {
		return f, nil
	}
	if err := f.rank(e, req); err != nil {
		f.release()
		return nil, err
	}
	return f, nil
}

// rank scores the matches.
func (f *found) rank(e *evaluator, req *Request) (err error) {
	f.scored = f.set
	if f.scores, err = e.score(f.query.concepts, f.set); err != nil || req.Plain {
		return err
	}
	return e.refine(f, req.exact)
}

// noteNeed says openly when not all words are required.
func (f *found) noteNeed(m matched) {
	n := len(f.query.words)
	if m.full == nil || n >= questionWords {
		return
	}
	f.first = []*roaring.Bitmap{m.full}
	message := "no study has all of these words; those found have"
	if !m.full.IsEmpty() {
		message = "few studies have all of these words; they come first, and the others have"
	}
	f.relaxed = true
	f.note(message+" at least "+itoa(m.need)+" of the "+itoa(n), "")
}

// note adds a message about the whole query.
func (f *found) note(message, suggestion string) {
	w := f.query.words
	f.notes = append(f.notes, Warning{Message: message, Start: w[0].span.Start, End: w[len(w)-1].span.End, Suggestion: suggestion})
}

// narrow applies filters and scope.
func (f *found) narrow(req *Request) {
	f.set = f.without("")
	f.within = f.v.cols.live
	for _, b := range f.filters {
		f.within = roaring.And(f.within, b)
	}
	out := f.v.cols.set(string(study.TaskScope), scopeOut)
	if out == nil || req.AllScopes || f.query.usesScope || f.filters[string(study.TaskScope)] != nil {
		return
	}
	f.hidden = int(f.set.AndCardinality(out))
	f.set = roaring.AndNot(f.set, out)
	f.all = roaring.AndNot(f.all, out)
	f.within = roaring.AndNot(f.within, out)
}

// scopeOut is the value of studies that are out of scope.
const scopeOut = "out"

// without gives the matches with every filter but that of one key.
func (f *found) without(key string) *roaring.Bitmap {
	set := f.all
	for k, b := range f.filters {
		if k != key {
			set = roaring.And(set, b)
		}
	}
	return set
}

// answer makes the page.
func (x *Index) answer(ctx context.Context, f *found, req *Request) (*Result, error) {
	res := &Result{Total: int(f.set.GetCardinality()), OutOfScope: f.hidden, Related: f.related, Seq: f.v.seq, Building: f.v.filling}
	res.Query = f.understood(req.Text)
	after, err := req.cursorKey()
	if err != nil {
		return nil, err
	}
	page := f.page(req, after)
	if req.Facets && f.counted == nil {
		f.counted = x.countBeside(f, req)
	}
	if res.Hits, err = x.hits(ctx, f, page, req.Snippets); err != nil {
		return nil, err
	}
	if req.Facets {
		if res.Facets, res.Years, err = f.counted(); err != nil {
			return nil, err
		}
	}
	if req.Explain && req.Sort == SortBest {
		if err := x.explain(ctx, f.v, req, res, page); err != nil {
			return nil, err
		}
	}
	if n := len(page); n == req.Size && f.more(req, page[n-1]) {
		res.Next = req.cursor(page[n-1])
	}
	return res, nil
}

// understood says how the query was read.
func (f *found) understood(text string) Understood {
	warnings := append(append([]Warning{}, f.query.warnings...), f.notes...)
	return Understood{Text: text, Understood: f.query.expanded(), Warnings: warnings, Relaxed: f.relaxed}
}

// hits reads the studies of a page from the source. One that was deleted since
// is left out.
func (x *Index) hits(ctx context.Context, f *found, page []entry, snippets bool) ([]Hit, error) {
	ids := make([]string, len(page))
	for i, e := range page {
		ids[i] = e.id
	}
	if len(ids) == 0 {
		return []Hit{}, nil
	}
	studies, err := x.src.Studies(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read the studies of a page: %w", err)
	}
	byID := make(map[string]*study.Study, len(studies))
	for i := range studies {
		byID[studies[i].ID] = &studies[i]
	}
	hits := make([]Hit, 0, len(page))
	var mark *marker
	if snippets {
		mark = newMarker(f.query, x.fold)
	}
	for _, e := range page {
		s := byID[e.id]
		if s == nil {
			continue
		}
		h := Hit{Study: *s}
		if f.scores != nil {
			h.Score = f.scores[e.ord]
		}
		if snippets {
			h.Snippets = mark.snippets(s)
		}
		hits = append(hits, h)
	}
	return hits, nil
}
