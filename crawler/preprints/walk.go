package preprints

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// Pages yields the records of one harvest; see crawler.Source. It looks through
// the days since the last run, then asks about the preprints that have come into
// the library since, and every Recheck (or with Full) about all of them. A run
// with Since looks through the days since then, and leaves the stored place alone.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		w, err := s.begin(plan)
		if err != nil {
			return err
		}
		w.pages = put
		return w.run(ctx)
	})
}

// walk is one harvest under way.
type walk struct {
	s     *Source
	now   time.Time
	cur   cursor
	aside crawler.Aside // of a run with Since
	from  string
	asked map[string]bool // preprints of this run
	given int
	pages func(crawler.Page) error
}

func (s *Source) begin(plan crawler.Plan) (*walk, error) {
	cur, err := parseCursor(plan.Cursor)
	if err != nil {
		return nil, err
	}
	now := plan.Moment()
	w := &walk{s: s, now: now, cur: cur, asked: map[string]bool{}}
	from := now.Add(-s.opt.First)
	if bound, err := time.Parse(time.DateOnly, cur.Bound); err == nil {
		from = bound.Add(-s.opt.Overlap)
	}
	if !plan.Since.IsZero() {
		w.aside.Kept, from = cur.raw(), plan.Since
	}
	w.from = from.UTC().Format(time.DateOnly)
	if plan.Full || now.Sub(cur.Swept) >= s.opt.Recheck {
		w.cur.Swept, w.cur.After = w.now, ""
	}
	return w, nil
}

// put completes a page and passes it on.
func (w *walk) put(p crawler.Page) error {
	p.From, p.To, p.Next = w.from, w.now.Format(time.DateOnly), w.aside.Next(w.cur, false)
	w.given += len(p.Records) + len(p.Failed)
	return w.pages(p)
}

func (w *walk) run(ctx context.Context) error {
	for _, kind := range []string{"details", "pubs"} {
		if err := w.days(ctx, kind); err != nil {
			return err
		}
	}
	w.cur.Bound, w.cur.Page = max(w.now.Format(time.DateOnly), w.cur.Bound), 0
	if !w.aside.On() {
		if err := w.sweep(ctx); err != nil {
			return err
		}
	}
	return w.put(crawler.Page{Unchanged: w.given == 0})
}

// days looks through what was posted or published since w.from. The service's
// pages have no fixed size, so that the place moves by what has come.
func (w *walk) days(ctx context.Context, kind string) error {
	to := w.now.Format(time.DateOnly)
	for at, total := 0, 0; ; {
		a, warnings, err := w.s.interval(ctx, kind, w.from, to, at)
		if err != nil {
			return err
		}
		at, total = at+a.Size, max(total, a.Total)
		page := crawler.Page{Warnings: warnings, Failed: a.Failed}
		done := a.Size == 0
		if done {
			page.Gaps = crawler.Shortage(kind+" of "+w.from+".."+to, total, at)
		}
		chosen, err := w.choose(ctx, a.Items)
		if err != nil {
			return err
		}
		if err := w.ask(ctx, chosen, &page); err != nil {
			return err
		}
		w.cur.Page++
		if len(page.Records)+len(page.Failed)+len(page.Warnings)+len(page.Gaps) > 0 {
			if err := w.put(page); err != nil {
				return err
			}
		}
		if done || at >= total && total > 0 {
			return nil
		}
		if at > maxItems {
			return fmt.Errorf("%s: %s %s..%s: more than %d entries and no end", w.s.opt.Server, kind, w.from, to, maxItems)
		}
	}
}

// maxItems bounds what one interval can hold: the servers together have some
// 400,000 preprints.
const maxItems = 5_000_000

// choose gives the preprints that the library has or that one of the terms names.
func (w *walk) choose(ctx context.Context, items []Item) ([]string, error) {
	refs := make([]study.Ref, len(items))
	for i, it := range items {
		refs[i].DOI = it.DOI
	}
	if len(refs) == 0 {
		return nil, nil
	}
	ids, err := w.s.library.FindAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("%s: look up preprints: %w", w.s.opt.Server, err)
	}
	var out []string
	for i, it := range items {
		held := i < len(ids) && ids[i] != ""
		if held || w.s.terms != nil && w.s.terms.MatchString(it.entry.Title+"\n"+it.entry.Abstract) {
			out = append(out, it.DOI)
		}
	}
	return out, nil
}

// ask asks for preprints that this run has not asked for and adds them to the page.
func (w *walk) ask(ctx context.Context, dois []string, page *crawler.Page) error {
	for _, doi := range dois {
		if w.asked[doi] {
			continue
		}
		w.asked[doi] = true
		rec, found, warnings, err := w.s.preprint(ctx, doi)
		page.Warnings = append(page.Warnings, warnings...)
		var bad *study.RecordError
		switch {
		case errors.As(err, &bad):
			page.Failed = append(page.Failed, *bad)
		case err != nil:
			return err
		case found:
			rec.Fetched = w.now
			for i := range rec.Report.Notices {
				rec.Report.Notices[i].Checked = w.now
			}
			page.Records = append(page.Records, rec)
		}
	}
	return nil
}

// sweep asks about the preprints of the library after the cursor's.
func (w *walk) sweep(ctx context.Context) error {
	for {
		refs, err := w.s.library.Wanted(ctx, w.cur.After, batch)
		if err != nil {
			return fmt.Errorf("%s: preprints to ask about: %w", w.s.opt.Server, err)
		}
		if len(refs) == 0 {
			return nil
		}
		last := refs[len(refs)-1].ID
		if last == "" || last == w.cur.After {
			return fmt.Errorf("%s: the library gives studies %q after %q", w.s.opt.Server, last, w.cur.After)
		}
		var dois []string
		for _, r := range refs {
			if doi, ok := study.NormalDOI(r.DOI); ok && w.s.mayHave(doi) {
				dois = append(dois, doi)
			}
		}
		var page crawler.Page
		if err := w.ask(ctx, dois, &page); err != nil {
			return err
		}
		w.cur.After = last
		if err := w.put(page); err != nil {
			return err
		}
		if len(refs) < batch {
			return nil
		}
	}
}
