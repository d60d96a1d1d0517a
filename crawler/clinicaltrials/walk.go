package clinicaltrials

import (
	"context"
	"fmt"
	"iter"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// Pages yields the records of one harvest; see crawler.Source. It asks for the
// version of the registry's data first: the version of the last complete harvest
// means one page that says Unchanged. A first harvest takes everything, the
// latest updates first; a later one what was posted since the day of the last
// version minus the overlap. A place in another version of the data, or one that
// is over a day old, begins its harvest again; records come twice then, never not
// at all. A run with Since or Full leaves the stored place of another one alone.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		w, err := s.begin(ctx, plan)
		if err != nil {
			return err
		}
		if w.cur.Run == nil {
			return put(crawler.Page{Unchanged: true, Warnings: w.warnings, From: w.data, To: w.data, Next: w.cur.raw()})
		}
		return w.run(ctx, put)
	})
}

// walk is one harvest under way.
type walk struct {
	s        *Source
	now      time.Time
	data     string // version of the registry's data
	cur      cursor
	aside    crawler.Aside   // of a run with Since or Full
	warnings []string        // for the next page
	whole    bool            // whole records, because the registry refused the list of fields
	renewed  bool            // the run was begun again once
	given    map[string]int  // studies of this call, by the query that gave them
	stale    int             // pages in a row that repeat what their query had given
	tokens   map[string]bool // tokens of this query
}

// begin asks for the version of the data and decides what to harvest; without a
// run in the cursor there is nothing new.
func (s *Source) begin(ctx context.Context, plan crawler.Plan) (*walk, error) {
	cur, err := parseCursor(plan.Cursor, len(s.opt.Queries))
	if err != nil {
		return nil, err
	}
	data, err := s.version(ctx)
	if err != nil {
		return nil, err
	}
	now := plan.Moment()
	w := &walk{s: s, now: now, data: data, cur: cur, given: map[string]int{}, tokens: map[string]bool{}}
	expressions := fingerprint(s.opt.Queries)
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
	switch {
	case !plan.Since.IsZero():
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: w.cur.raw()}
		w.cur.Run = &run{Data: w.data, From: plan.Since.UTC().Format(day)}
	case plan.Full && (w.cur.Data != "" || w.cur.Run != nil):
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: cursor{V: cursorVersion, Queries: w.cur.Queries, Data: w.data}.raw()}
		w.cur.Run = &run{Data: w.data}
	case w.cur.Run != nil:
		w.resume()
	case w.cur.Data == "":
		w.cur.Run = &run{Data: w.data}
	case w.cur.Data != w.data:
		w.cur.Run = &run{Data: w.data, From: w.later()}
	}
}

// resume goes on with the run of the cursor, or begins it again.
func (w *walk) resume() {
	r := w.cur.Run
	switch {
	case r.Data != w.data:
		w.warnings = append(w.warnings, fmt.Sprintf("the registry's data are of %s now, not of %s: this harvest begins again", w.data, r.Data))
	case w.now.Sub(r.At) > tokenLife && r.Token != "", len(r.Totals) != len(w.s.opt.Queries):
		w.warnings = append(w.warnings, "the place of the last run is over a day old: this harvest begins again")
	default:
		return
	}
	r.restart(w.data)
}

// later gives the day from which a later run takes what was posted.
func (w *walk) later() string {
	t, _ := time.Parse(day, dayOf(w.cur.Data))
	return t.Add(-w.s.opt.Overlap).Format(day)
}

// run harvests to the end.
func (w *walk) run(ctx context.Context, put func(crawler.Page) error) error {
	for {
		page, done, err := w.step(ctx)
		if err != nil && w.renew(ctx, err) {
			continue
		}
		if err != nil {
			return err
		}
		if done && !w.aside.On() {
			w.cur.Data, w.cur.Run = w.cur.Run.Data, nil
		}
		page.Next = w.aside.Next(w.cur, done)
		if err := put(page); err != nil || done {
			return err
		}
	}
}

// renew begins the run again, once, when the registry refuses its page token: the
// data were renewed meanwhile.
func (w *walk) renew(ctx context.Context, err error) bool {
	if w.renewed || !refused(err) || w.cur.Run.Token == "" {
		return false
	}
	data, err := w.s.version(ctx)
	if err != nil {
		return false
	}
	w.renewed, w.data = true, data
	w.warnings = append(w.warnings, "the registry no longer knows the place in its list: this harvest begins again")
	w.cur.Run.restart(data)
	clear(w.tokens)
	clear(w.given)
	return true
}

// step fetches one page and moves the run on. Done says that the run has ended.
func (w *walk) step(ctx context.Context) (page crawler.Page, done bool, err error) {
	if err := w.announce(ctx); err != nil {
		return page, false, err
	}
	r := w.cur.Run
	a, err := w.fetch(ctx, w.s.opt.Queries[r.Query], r.Token, w.s.opt.PageSize)
	if err != nil {
		return page, false, err
	}
	page = crawler.Page{Failed: a.Failed, Warnings: append(w.warnings, a.Warnings...), From: r.From, To: w.data}
	w.warnings = nil
	if page.From == "" {
		page.From = "the beginning"
	}
	page.Records = w.take(a)
	w.tokens[r.Token] = true
	if a.NextToken != "" && !w.tokens[a.NextToken] && a.Size > 0 {
		r.Token, r.At = a.NextToken, w.now
		page.Announced = r.announced(false)
		if w.stale >= maxStale {
			return page, false, fmt.Errorf("clinicaltrials: %s: %d pages in a row repeat earlier records", w.s.opt.Queries[r.Query], w.stale)
		}
		return page, false, nil
	}
	page.Gaps = crawler.Shortage(w.s.opt.Queries[r.Query].String(), r.Totals[r.Query], r.Delivered)
	page.Announced = r.announced(true)
	clear(w.tokens)
	w.stale = 0
	r.Query, r.Token, r.At, r.Delivered = r.Query+1, "", time.Time{}, 0
	return page, r.Query == len(w.s.opt.Queries), nil
}

// announce asks once how many studies each query has.
func (w *walk) announce(ctx context.Context) error {
	r := w.cur.Run
	if len(r.Totals) == len(w.s.opt.Queries) {
		return nil
	}
	r.Totals = nil
	sum := 0
	for _, q := range w.s.opt.Queries {
		a, err := w.fetch(ctx, q, "", 1)
		if err != nil {
			return err
		}
		if !a.Counted {
			w.warnings = append(w.warnings, fmt.Sprintf("ClinicalTrials.gov did not say how many studies it has for %s", q))
		}
		r.Totals = append(r.Totals, a.Total)
		sum += a.Total
	}
	if sum == 0 && r.From == "" {
		w.warnings = append(w.warnings, "ClinicalTrials.gov finds nothing at all for the search expressions")
	}
	return nil
}

// fetch gets a page; when the registry fails in the way in which it refuses a
// name in fields, it is asked for whole records instead.
func (w *walk) fetch(ctx context.Context, q Query, token string, size int) (Answer, error) {
	a, err := w.s.page(ctx, q, w.cur.Run.From, token, size, w.whole)
	if err == nil || w.whole || !unknownField(err) {
		return a, err
	}
	b, again := w.s.page(ctx, q, w.cur.Run.From, token, size, true)
	if again != nil {
		return a, err
	}
	w.whole = true
	w.warnings = append(w.warnings, "ClinicalTrials.gov refuses the list of fields: whole records are fetched")
	return b, nil
}

// take gives the page's records that this call has not given yet. A study that an earlier query gave counts as delivered by this one
// too; one that this query repeats does not.
func (w *walk) take(a Answer) []study.Record {
	r := w.cur.Run
	var out []study.Record
	before := r.Delivered
	for _, rec := range a.Records {
		by, ok := w.given[rec.Key]
		if ok && by == r.Query {
			continue
		}
		r.Delivered++
		w.given[rec.Key] = r.Query
		if ok {
			r.Doubles++
			continue
		}
		rec.Fetched = w.now
		out = append(out, rec)
	}
	w.stale++
	if r.Delivered > before {
		w.stale = 0
	}
	r.Delivered += len(a.Failed)
	return out
}

// maxStale is how many pages in a row may repeat earlier records.
const maxStale = 5
