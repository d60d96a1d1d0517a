package webpage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// cursorVersion is raised when the meaning of a cursor changes; a cursor of
// another version is refused, so that nothing is skipped by mistake.
const cursorVersion = 1

// cursor says which studies have been asked about.
type cursor struct {
	V     int       `json:"v"`
	Swept time.Time `json:"swept,omitzero"`  // when asking about all studies last began
	After string    `json:"after,omitempty"` // the last study that was asked about
}

// Pages yields the records of one harvest; see crawler.Source. It asks for the
// pages of studies that have come since the last run, and every Recheck (or with
// Full) for those of all that are still without an abstract, at most Limit of them.
// Since means nothing to it. Pages without an abstract, and those that robots.txt
// does not allow, are counted in the last page's warnings; pages that could not be
// fetched are failures of their study.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		cur, err := crawler.DecodeCursor[cursor](study.SourceWebpage, cursorVersion, plan.Cursor)
		if err != nil {
			return err
		}
		now := plan.Moment()
		if plan.Full || now.Sub(cur.Swept) >= s.opt.Recheck {
			cur.Swept, cur.After = now, ""
		}
		w := &walk{s: s, now: now, cur: cur, seen: map[string]string{}}
		for more := true; err == nil && more; {
			var page crawler.Page
			if page, more, err = w.step(ctx); err == nil {
				err = put(page)
			}
		}
		return err
	})
}

// walk is one harvest under way.
type walk struct {
	s       *Source
	now     time.Time
	cur     cursor
	seen    map[string]string // text -> DOI: a text that two studies share is the site's
	asked   int
	taken   int
	without int
	refused int
}

// step asks about one batch of studies.
func (w *walk) step(ctx context.Context) (page crawler.Page, more bool, err error) {
	want := min(batch, w.s.opt.Limit-w.asked)
	refs, err := w.s.library.Wanted(ctx, w.cur.After, want)
	if err != nil {
		return page, false, fmt.Errorf("webpage: studies without an abstract: %w", err)
	}
	lost := 0
	var last error
	for _, ref := range refs {
		doi, ok := study.NormalDOI(ref.DOI)
		if !ok {
			continue
		}
		w.asked++
		err := w.ask(ctx, doi, &page)
		if ctx.Err() != nil {
			return page, false, context.Cause(ctx)
		}
		if err != nil {
			page.Failed = append(page.Failed, study.RecordError{Source: study.SourceWebpage, Key: doi, Reason: err.Error()})
			var status *crawler.StatusError
			if !errors.As(err, &status) {
				lost, last = lost+1, err
			}
		}
	}
	if lost >= 5 && lost == len(refs) {
		return page, false, fmt.Errorf("webpage: none of %d hosts can be reached: %w", lost, last)
	}
	if len(refs) > 0 {
		w.cur.After = refs[len(refs)-1].ID
	}
	page.Next = crawler.EncodeCursor(w.cur)
	if more = len(refs) == want && w.asked < w.s.opt.Limit && want > 0; !more {
		w.sum(&page)
	}
	return page, more, nil
}

// sum says in the last page what came of the run.
func (w *walk) sum(page *crawler.Page) {
	page.Unchanged = w.asked == 0
	if w.without > 0 {
		page.Warnings = append(page.Warnings, fmt.Sprintf("%d of %d landing pages have no abstract for programs", w.without, w.asked))
	}
	if w.refused > 0 {
		page.Warnings = append(page.Warnings, fmt.Sprintf("%d of %d landing pages are not for programs, as robots.txt says", w.refused, w.asked))
	}
}

// ask gets one study's page. Its error is a page that could not be had.
func (w *walk) ask(ctx context.Context, doi string, page *crawler.Page) error {
	res, err := w.s.fetch.Fetch(ctx, crawler.Request{
		URL: w.s.opt.BaseURL + "/" + (&url.URL{Path: doi}).EscapedPath(), Accept: []string{"text/html", "application/xhtml+xml"}, MaxBytes: maxBody,
		Pace: crawler.Pace{Interval: w.s.opt.Interval}, Robots: true,
	})
	var robots *crawler.RobotsError
	if errors.As(err, &robots) && !robots.Unknown {
		w.refused++
		return nil
	}
	if err != nil {
		return err
	}
	page.Warnings = append(page.Warnings, res.Warnings...)
	read, err := Read(res)
	if err != nil {
		return err
	}
	rep, _ := read.Report()
	switch text := study.JoinSections(rep.Abstract); {
	case rep.IDs.DOI != "" && rep.IDs.DOI != doi:
		return fmt.Errorf("the page that the DOI leads to is about %s", rep.IDs.DOI)
	case len(rep.Abstract) == 0 || rep.Title == "":
		w.without++
	case w.seen[text] != "" && w.seen[text] != doi:
		w.without++
		page.Warnings = append(page.Warnings, fmt.Sprintf("the pages of %s and %s have the same text in the abstract's place: left out", w.seen[text], doi))
	default:
		w.seen[text] = doi
		w.take(doi, res.URL, read, rep, page)
	}
	return nil
}

// take adds the record. Its payload is what the page says for programs, not the
// page, which may have megabytes.
func (w *walk) take(doi, address string, read Page, rep study.Report, page *crawler.Page) {
	rep.IDs.DOI = doi
	if l, ok := crawler.WebLink("publisher", crawler.RedactURL(address)); ok {
		rep.Links = append([]study.Link{l}, rep.Links...)
	}
	for i := range rep.Notices {
		rep.Notices[i].Checked = w.now
	}
	raw, err := json.Marshal(read)
	if err != nil { // strings and lists of them: nothing could do that
		raw = nil
	}
	w.taken++
	page.Records = append(page.Records, study.Record{
		Source: study.SourceWebpage, Key: doi, Fetched: w.now, Report: rep, Raw: raw, RawType: "application/json",
	})
}
