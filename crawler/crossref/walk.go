package crossref

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// Pages yields the records of one harvest; see crawler.Source. It looks through
// the notices that Crossref has indexed since the last run, for those about a
// study of the library, and gives them with the work that each is about; a first
// harvest need not, as it asks about every study. Then it asks about the studies
// that have come since, and every Recheck (or with Full) about all of them. A
// run with Since looks through the notices since then, and leaves the stored place
// alone.
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
	s       *Source
	now     time.Time
	cur     cursor
	aside   crawler.Aside // of a run with Since
	from    string        // the first day of the feed; "": no feed
	given   int           // records that the run has brought, those that could not be read among them
	asked   int           // DOIs that Crossref was asked about
	unknown int           // those that it does not know
	pages   func(crawler.Page) error
}

func (s *Source) begin(plan crawler.Plan) (*walk, error) {
	cur, err := parseCursor(plan.Cursor)
	if err != nil {
		return nil, err
	}
	now := plan.Moment()
	w := &walk{s: s, now: now, cur: cur}
	switch {
	case !plan.Since.IsZero():
		w.aside.Kept = cur.raw()
		w.from = plan.Since.UTC().Format(day)
	case cur.Bound != "":
		bound, _ := time.Parse(day, cur.Bound)
		w.from = bound.Add(-s.opt.Overlap).Format(day)
	}
	if plan.Full || now.Sub(cur.Swept) >= s.opt.Recheck {
		w.cur.Swept, w.cur.After = w.now, ""
	}
	return w, nil
}

// run looks through the notices, then asks about studies.
func (w *walk) run(ctx context.Context) error {
	if err := w.notices(ctx); err != nil {
		return err
	}
	if !w.aside.On() {
		if err := w.sweep(ctx); err != nil {
			return err
		}
	}
	return w.end()
}

// put completes a page and passes it on.
func (w *walk) put(p crawler.Page) error {
	p.From, p.To, p.Next = cmp.Or(w.from, "the beginning"), w.now.Format(day), w.aside.Next(w.cur, false)
	w.given += len(p.Records) + len(p.Failed)
	return w.pages(p)
}

// notices looks through the feed. Its pages are walked in one go: Crossref
// forgets a place in it within minutes, so that another run begins them again.
func (w *walk) notices(ctx context.Context) error {
	today := w.now.Format(day)
	if w.from == "" {
		w.cur.Bound = today
		return nil
	}
	mark, seen, delivered, total := "*", map[string]bool{"*": true}, 0, 0
	for {
		a, err := w.s.feed(ctx, w.from, today, mark)
		if err != nil {
			return err
		}
		delivered, total = delivered+a.Size, max(total, a.Total)
		page, err := w.about(ctx, a)
		if err != nil {
			return err
		}
		done := a.Size == 0 || a.Next == "" || seen[a.Next] || delivered >= total
		w.cur.Page++
		if done {
			w.cur.Bound, w.cur.Page = max(today, w.cur.Bound), 0
			page.Gaps = crawler.Shortage("notices indexed "+w.from+".."+today, total, delivered)
		}
		if len(page.Records)+len(page.Failed)+len(page.Warnings)+len(page.Gaps) > 0 {
			if err := w.put(page); err != nil {
				return err
			}
		}
		if done {
			return nil
		}
		mark = a.Next
		seen[mark] = true
	}
}

// about gives the notices of a page that are about studies of the library, and
// those studies' works as they stand now.
func (w *walk) about(ctx context.Context, a Answer) (crawler.Page, error) {
	page := crawler.Page{Warnings: a.Warnings}
	var refs []study.Ref
	for _, r := range a.Records {
		for _, doi := range a.updates[r.Key] {
			refs = append(refs, study.Ref{DOI: doi})
		}
	}
	if len(refs) == 0 {
		return page, nil
	}
	ids, err := w.s.library.FindAll(ctx, refs)
	if err != nil {
		return page, fmt.Errorf("crossref: look up the studies that notices are about: %w", err)
	}
	held := map[string]bool{}
	var again []string
	for i, ref := range refs {
		if i < len(ids) && ids[i] != "" && !held[ref.DOI] {
			held[ref.DOI] = true
			again = append(again, ref.DOI)
		}
	}
	for _, r := range a.Records {
		for _, doi := range a.updates[r.Key] {
			if held[doi] {
				page.Records = append(page.Records, r)
				break
			}
		}
	}
	// A notice that cannot be read may be about a study here: it is reported.
	page.Failed = a.Failed
	works, err := w.s.works(ctx, again)
	if err != nil {
		return page, err
	}
	w.fill(&page, works)
	return page, nil
}

// fill adds the works to the page, each record once.
func (w *walk) fill(page *crawler.Page, a Answer) {
	have := map[string]bool{}
	for _, r := range a.Records {
		have[r.Key] = true
	}
	records := a.Records
	for _, r := range page.Records {
		if !have[r.Key] {
			records = append(records, r)
		}
	}
	for i := range records {
		records[i].Fetched = w.now
		for j := range records[i].Report.Notices {
			records[i].Report.Notices[j].Checked = w.now
		}
	}
	page.Records = records
	page.Failed = append(page.Failed, a.Failed...)
	page.Warnings = append(page.Warnings, a.Warnings...)
}

// sweep asks about the studies after the cursor's.
func (w *walk) sweep(ctx context.Context) error {
	for {
		refs, err := w.s.library.Wanted(ctx, w.cur.After, w.s.opt.Batch)
		if err != nil {
			return fmt.Errorf("crossref: studies to ask about: %w", err)
		}
		if len(refs) == 0 {
			return nil
		}
		last := refs[len(refs)-1].ID
		if last == w.cur.After || last == "" {
			return fmt.Errorf("crossref: the library gives studies %q after %q", last, w.cur.After)
		}
		asked := dois(refs)
		a, err := w.s.works(ctx, asked)
		if err != nil {
			return err
		}
		w.asked += len(asked)
		w.unknown += max(0, len(asked)-len(a.Records)-len(a.Failed))
		var page crawler.Page
		w.fill(&page, a)
		w.cur.After = last
		if err := w.put(page); err != nil {
			return err
		}
		if len(refs) < w.s.opt.Batch {
			return nil
		}
	}
}

// end gives the last page, which stores how far the run came. It says how many
// DOIs Crossref does not know: other agencies register DOIs too.
func (w *walk) end() error {
	last := crawler.Page{Unchanged: w.given == 0}
	if w.unknown > 0 {
		last.Warnings = []string{fmt.Sprintf("Crossref does not know %d of %d DOIs: other agencies register DOIs too", w.unknown, w.asked)}
	}
	return w.put(last)
}
