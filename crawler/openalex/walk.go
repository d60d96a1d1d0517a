package openalex

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"time"

	"evidelic/crawler"
)

// lastRequest is what has to be left of a day's budget for one more request, in
// US dollars.
const lastRequest = 0.001

// Pages yields the records of one harvest; see crawler.Source. A first harvest
// takes all works that the expressions find; a later one what was published within
// Window before the day of the last, as OpenAlex tells of changes for money only.
// A harvest that the day's budget cut short ends with a *crawler.LaterError and
// goes on where it was; works come twice at most, never not at all. A run with
// Since takes what was published since then. A run with Since or Full leaves the
// stored place of another one alone.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		w, err := s.begin(plan)
		for more := true; err == nil && more; {
			var page crawler.Page
			if page, more, err = w.step(ctx); err == nil {
				err = put(page)
			}
			if err == nil && more {
				err = w.budget()
			}
		}
		return err
	})
}

// walk is one harvest under way.
type walk struct {
	s        *Source
	now      time.Time
	cur      cursor
	aside    crawler.Aside   // of a run with Since or Full
	warnings []string        // for the next page
	resumed  bool            // the mark comes from an earlier process
	marks    map[string]bool // of this query
	left     float64         // of the day's budget, as the service says; -1: not said
}

// begin decides what to harvest.
func (s *Source) begin(plan crawler.Plan) (*walk, error) {
	cur, err := parseCursor(plan.Cursor, len(s.opt.Queries))
	if err != nil {
		return nil, err
	}
	now := plan.Moment()
	w := &walk{s: s, now: now, cur: cur, marks: map[string]bool{}, left: -1}
	expressions := crawler.Fingerprint(s.opt.Queries...)
	if cur.Queries != "" && cur.Queries != expressions {
		w.warnings = append(w.warnings, "the search expressions have changed since the last run: everything is harvested again")
		w.cur = cursor{V: cursorVersion}
	}
	w.cur.Queries = expressions
	w.choose(plan)
	return w, nil
}

// choose sets the run.
func (w *walk) choose(plan crawler.Plan) {
	today := w.now.Format(time.DateOnly)
	switch {
	case !plan.Since.IsZero():
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: w.cur.raw()}
		w.cur.Run = newRun(max(floor, plan.Since.UTC().Format(time.DateOnly)), today)
		w.warnings = append(w.warnings, "OpenAlex tells of changes for money only: taken is what was published since "+w.cur.Run.From)
	case plan.Full && (w.cur.Bound != "" || w.cur.Run != nil):
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: cursor{V: cursorVersion, Queries: w.cur.Queries, Bound: today}.raw()}
		w.cur.Run = newRun(floor, today)
	case w.cur.Run != nil:
		w.resumed = w.cur.Run.Mark != "*"
	case w.cur.Bound != "":
		bound, _ := time.Parse(time.DateOnly, w.cur.Bound)
		w.cur.Run = newRun(max(floor, bound.Add(-w.s.opt.Window).Format(time.DateOnly)), today)
	default:
		w.cur.Run = newRun(floor, today)
	}
}

func newRun(from, to string) *run { return &run{From: from, To: to, Mark: "*"} }

// step fetches one page and moves the run on; more says that it goes on.
func (w *walk) step(ctx context.Context) (page crawler.Page, more bool, err error) {
	r := w.cur.Run
	a, err := w.fetch(ctx)
	if err != nil {
		return page, false, err
	}
	page = crawler.Page{
		Records: a.Records, Failed: a.Failed, Warnings: append(w.warnings, a.Warnings...), From: r.From, To: r.To, Announced: r.Announced + a.Total,
	}
	w.warnings = nil
	for i := range page.Records {
		page.Records[i].Fetched = w.now
	}
	r.Delivered += a.Size
	w.marks[r.Mark] = true
	if a.Size > 0 && a.Next != "" && !w.marks[a.Next] {
		r.Mark = a.Next
		page.Next = w.aside.Next(w.cur, false)
		return page, true, nil
	}
	page.Gaps = crawler.Shortage(fmt.Sprintf("%.60q published since %s", w.s.opt.Queries[r.Query], r.From), a.Total, r.Delivered)
	clear(w.marks)
	r.Query, r.Mark, r.Announced, r.Delivered = r.Query+1, "*", r.Announced+a.Total, 0
	if more = r.Query < len(w.s.opt.Queries); !more && !w.aside.On() {
		w.cur.Bound, w.cur.Run = r.To, nil
	}
	page.Next = w.aside.Next(w.cur, !more)
	return page, more, nil
}

// fetch gets the page at the run's place; a place that an earlier process left
// and that the service does not know any more begins its query again.
func (w *walk) fetch(ctx context.Context) (Answer, error) {
	r := w.cur.Run
	a, left, err := w.s.page(ctx, w.s.opt.Queries[r.Query], r.From, r.Mark)
	if w.resumed && refused(err) {
		w.warnings = append(w.warnings, "OpenAlex no longer knows the place in its list: this query begins again")
		r.Mark, r.Delivered = "*", 0
		a, left, err = w.s.page(ctx, w.s.opt.Queries[r.Query], r.From, r.Mark)
	}
	w.resumed, w.left = false, left
	if err == nil && a.Size == 0 && a.Total > 0 && r.Mark == "*" {
		err = fmt.Errorf("openalex: %.60q: %d works announced, but the first page is empty", w.s.opt.Queries[r.Query], a.Total)
	}
	return a, err
}

// budget ends the run when the service says that the day's budget is used up.
func (w *walk) budget() error {
	if w.left < 0 || w.left >= lastRequest {
		return nil
	}
	u, _ := url.Parse(w.s.opt.BaseURL)
	return fmt.Errorf("openalex: %w", &crawler.LaterError{Host: u.Host, At: tomorrow(w.now), Reason: "the day's budget is used up; the harvest goes on from here"})
}
