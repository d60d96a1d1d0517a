package europepmc

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// Pages yields the records of one harvest; see crawler.Source. A first harvest
// freezes its upper bound at the day of plan.Now and walks down to the beginning;
// a later one takes what changed since that bound minus the overlap. A harvest
// that was cut off goes on in its window, from the head of the window when its
// cursorMark is older than a day or no longer answered; records come twice then,
// never not at all. A run with Since or Full leaves the stored place of another
// one alone.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		w, err := s.begin(plan)
		for more := true; err == nil && more; {
			more, err = w.run(ctx, put)
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
	earlier  int             // announced by the run before this one
	catchUp  bool            // after this run, go on to today
	resumed  bool            // the mark comes from an earlier process
	warnings []string        // for the next page
	seen     map[string]bool // keys of the window, for counting records once
	stale    int             // pages in a row that brought nothing new
}

// begin decides which range to harvest.
func (s *Source) begin(plan crawler.Plan) (*walk, error) {
	cur, err := parseCursor(plan.Cursor)
	if err != nil {
		return nil, err
	}
	now := plan.Moment()
	w := &walk{s: s, now: now, cur: cur, seen: map[string]bool{}}
	expression := crawler.Fingerprint(s.opt.Query)
	if len(plan.Cursor) > 0 && cur.Query != expression && cur.Query != "" {
		w.warnings = append(w.warnings, "the search expression has changed since the last run: everything is harvested again")
		w.cur = cursor{V: cursorVersion}
	}
	w.cur.Query = expression
	w.choose(plan)
	return w, nil
}

// choose sets the run.
func (w *walk) choose(plan crawler.Plan) {
	today := w.now.Format(day)
	switch {
	case !plan.Since.IsZero():
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: w.cur.raw()}
		w.cur.Run = newRun(min(max(floor, plan.Since.UTC().Format(day)), today), today)
	case plan.Full && (w.cur.Bound != "" || w.cur.Run != nil):
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: cursor{V: cursorVersion, Query: w.cur.Query, Bound: today}.raw()}
		w.cur.Run = newRun(floor, today)
	case w.cur.Run != nil:
		w.resume(today)
	case w.cur.Bound != "":
		w.cur.Run = w.later(today)
	default:
		w.cur.Run = newRun(floor, today)
	}
}

// resume goes on with the run of the cursor.
func (w *walk) resume(today string) {
	r := w.cur.Run
	w.catchUp = r.To < today
	w.resumed = r.Mark != "*"
	if w.resumed && w.now.Sub(r.At) > markLife {
		w.warnings = append(w.warnings, fmt.Sprintf("the place in %s..%s is over a day old: this window begins again", r.WindowFrom, r.WindowTo))
		r.restart()
		w.resumed = false
	}
}

// later gives the run that goes on from the bound.
func (w *walk) later(today string) *run {
	overlap := int(w.s.opt.Overlap.Hours()+23) / 24
	return newRun(min(addDays(w.cur.Bound, -overlap), today), today)
}

// run harvests the current run to its end. More is true when another is due.
func (w *walk) run(ctx context.Context, put func(crawler.Page) error) (more bool, err error) {
	if err := w.announce(ctx); err != nil {
		return false, err
	}
	for {
		page, done, err := w.step(ctx)
		if err != nil {
			return false, err
		}
		if done {
			more = w.finish()
		}
		page.Next = w.aside.Next(w.cur, done && !more)
		if err := put(page); err != nil || done {
			return more, err
		}
	}
}

// announce asks how many records the whole range has, once.
func (w *walk) announce(ctx context.Context) error {
	r := w.cur.Run
	if r.Announced > 0 || r.WindowFrom == r.From && r.WindowTo == r.To {
		return nil // one window: its first page says it
	}
	a, err := w.s.page(ctx, r.From, r.To, "*", "idlist", 1)
	if err != nil {
		return err
	}
	r.Announced = a.HitCount
	if a.HitCount == 0 && r.From == floor {
		w.warnings = append(w.warnings, "Europe PMC finds nothing at all for the search expression")
	}
	return nil
}

// step fetches one page and moves the run on. Done says that the run has ended.
func (w *walk) step(ctx context.Context) (page crawler.Page, done bool, err error) {
	r := w.cur.Run
	a, err := w.fetch(ctx)
	if err != nil {
		return page, false, err
	}
	page = crawler.Page{
		Records: w.stamp(a.Records), Failed: a.Failed, Warnings: append(w.warnings, a.Warnings...),
		From: r.From, To: r.To,
	}
	w.warnings = nil
	if r.WindowFrom == r.From && r.WindowTo == r.To {
		r.Announced = max(r.Announced, a.HitCount)
	}
	page.Announced = w.earlier + r.Announced
	delivered := r.Delivered + w.count(a)
	if a.Size > 0 && a.NextMark != "" && a.NextMark != r.Mark {
		r.Delivered, r.Mark, r.At = delivered, a.NextMark, w.now
		return page, false, w.endless()
	}
	page.Gaps = crawler.Shortage("changed "+r.WindowFrom+".."+r.WindowTo, a.HitCount, delivered)
	clear(w.seen)
	return page, !r.next(), nil
}

// fetch gets the page at the run's place; a place that an earlier process left
// and that the service no longer knows begins its window again.
func (w *walk) fetch(ctx context.Context) (Answer, error) {
	r := w.cur.Run
	a, err := w.s.page(ctx, r.WindowFrom, r.WindowTo, r.Mark, "core", w.s.opt.PageSize)
	stale := w.resumed && (lost(err) || err == nil && a.Size == 0 && r.Delivered < a.HitCount)
	w.resumed = false
	if stale {
		w.warnings = append(w.warnings, fmt.Sprintf("the place in %s..%s is no longer known: this window begins again", r.WindowFrom, r.WindowTo))
		r.restart()
		a, err = w.s.page(ctx, r.WindowFrom, r.WindowTo, r.Mark, "core", w.s.opt.PageSize)
	}
	if err == nil && a.Size == 0 && a.HitCount > 0 && r.Mark == "*" {
		err = fmt.Errorf("europepmc: changed %s..%s: %d records announced, but the first page is empty", r.WindowFrom, r.WindowTo, a.HitCount)
	}
	return a, err
}

// lost says whether an error may mean that the service does not know a mark.
func lost(err error) bool {
	var refused *RefusedError
	var status *crawler.StatusError
	return errors.As(err, &refused) || errors.As(err, &status) && status.Status >= 400 && status.Status < 500 && status.Status != 429
}

// endless refuses to follow marks that go in a circle: when several pages in a
// row bring nothing new, no more is to be expected.
func (w *walk) endless() error {
	if w.stale < maxStale {
		return nil
	}
	r := w.cur.Run
	return fmt.Errorf("europepmc: changed %s..%s: %d pages in a row repeat earlier records", r.WindowFrom, r.WindowTo, w.stale)
}

// maxStale is how many pages in a row may repeat earlier records.
const maxStale = 5

// count gives how many records of the page are new in this window, those that
// could not be read among them.
func (w *walk) count(a Answer) int {
	n := 0
	for _, r := range a.Records {
		if !w.seen[r.Key] {
			w.seen[r.Key] = true
			n++
		}
	}
	w.stale++
	if n > 0 {
		w.stale = 0
	}
	return n + len(a.Failed)
}

// stamp sets when the records were fetched.
func (w *walk) stamp(records []study.Record) []study.Record {
	for i := range records {
		records[i].Fetched = w.now
	}
	return records
}

// finish ends the run, moves the bound and says whether another is due.
func (w *walk) finish() (more bool) {
	if w.aside.On() {
		return false
	}
	announced := w.cur.Run.Announced
	w.cur.Bound, w.cur.Run = w.cur.Run.To, nil
	if !w.catchUp {
		return false
	}
	w.catchUp = false
	w.earlier = announced
	w.cur.Run = w.later(w.now.Format(day))
	return true
}
