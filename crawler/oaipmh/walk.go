package oaipmh

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// maxPages bounds a list; the largest repositories have some million records.
const maxPages = 1_000_000

// get asks for a verb and reads the answer.
func (s *Source) get(ctx context.Context, v url.Values) (Answer, error) {
	u, err := url.Parse(s.opt.BaseURL)
	if err != nil {
		return Answer{}, err
	}
	for name, values := range u.Query() {
		v[name] = values
	}
	u.RawQuery = v.Encode()
	req := crawler.Request{
		URL: u.String(), Accept: []string{"text/xml", "application/xml", "application/oai+xml"}, MaxBytes: maxBody, Pace: crawler.Pace{Interval: s.opt.Interval},
	}
	parse := func(body []byte) (Answer, error) { return Parse(s.Name(), body) }
	refused := func(err error) bool { return errors.As(err, new(*Error)) }
	a, resp, err := crawler.Ask(ctx, s.fetch, req, parse, refused)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %s: %w", s.Name(), v.Get("verb"), err)
	}
	a.Warnings = append(a.Warnings, resp.Warnings...)
	return a, nil
}

// Pages yields the records of one harvest; see crawler.Source. A first harvest
// takes everything up to the repository's own time; a later one what has a
// datestamp since then, minus the overlap. A place that the repository no longer
// knows begins its harvest again; records come twice then, never not at all. A run
// with Since or Full leaves the stored place of another one alone.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		w, err := s.begin(ctx, plan)
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
	s        *Source
	now      time.Time
	cur      cursor
	aside    crawler.Aside   // of a run with Since or Full
	warnings []string        // for the next page
	tokens   map[string]bool // of this list
	renewed  bool            // the list was begun again once
}

// begin asks the repository about itself and decides what to harvest.
func (s *Source) begin(ctx context.Context, plan crawler.Plan) (*walk, error) {
	cur, err := parseCursor(plan.Cursor)
	if err != nil {
		return nil, err
	}
	a, err := s.get(ctx, url.Values{"verb": {"Identify"}})
	if err != nil {
		return nil, err
	}
	if a.identify == nil || strings.TrimSpace(a.identify.Protocol) != "2.0" {
		return nil, fmt.Errorf("%s: Identify: the repository does not say that it speaks version 2.0", s.Name())
	}
	now := plan.Moment()
	w := &walk{s: s, now: now, cur: cur, warnings: a.Warnings, tokens: map[string]bool{}}
	clock, err := parseStamp(a.date)
	if err != nil || clock.After(now.Add(48*time.Hour)) {
		clock = w.now
	}
	if of := s.fingerprint(); cur.Of != of {
		if cur.Of != "" {
			w.warnings = append(w.warnings, "the settings of this repository have changed since the last run: everything is harvested again")
		}
		w.cur = cursor{V: cursorVersion, Of: of}
	}
	w.choose(plan, clock, strings.TrimSpace(a.identify.Granularity))
	return w, nil
}

// choose sets the run.
func (w *walk) choose(plan crawler.Plan, clock time.Time, granularity string) {
	until := stamp(clock, granularity)
	switch {
	case !plan.Since.IsZero():
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: w.cur.raw()}
		w.cur.Run = &run{From: stamp(plan.Since, granularity), Until: until}
	case plan.Full && (w.cur.Bound != "" || w.cur.Run != nil):
		w.aside = crawler.Aside{Kept: w.cur.raw(), After: cursor{V: cursorVersion, Of: w.cur.Of, Bound: until}.raw()}
		w.cur.Run = &run{Until: until}
	case w.cur.Run != nil:
	case w.cur.Bound != "":
		bound, _ := parseStamp(w.cur.Bound)
		w.cur.Run = &run{From: stamp(bound.Add(-w.s.opt.Overlap), granularity), Until: until}
	default:
		w.cur.Run = &run{Until: until}
	}
}

// list asks for the page at the run's place. With a token, no other argument may
// go along.
func (w *walk) list(ctx context.Context) (Answer, error) {
	r := w.cur.Run
	v := url.Values{"verb": {"ListRecords"}}
	if r.Token != "" {
		v.Set("resumptionToken", r.Token)
		return w.s.get(ctx, v)
	}
	v.Set("metadataPrefix", "oai_dc")
	if w.s.opt.Set != "" {
		v.Set("set", w.s.opt.Set)
	}
	if r.From != "" {
		v.Set("from", r.From)
	}
	v.Set("until", r.Until)
	return w.s.get(ctx, v)
}

// fetch gets the page at the run's place; nothing to give is an empty list, and a
// place that is no longer known begins the list again, once.
func (w *walk) fetch(ctx context.Context) (Answer, error) {
	a, err := w.list(ctx)
	var refused *Error
	if !errors.As(err, &refused) {
		return a, err
	}
	switch {
	case refused.Code == "noRecordsMatch":
		return Answer{}, nil
	case refused.Code == "badResumptionToken" && w.cur.Run.Token != "" && !w.renewed:
		w.renewed = true
		w.warnings = append(w.warnings, "the repository no longer knows the place in its list: this harvest begins again")
		w.cur.Run.Token, w.cur.Run.Delivered = "", 0
		clear(w.tokens)
		return w.fetch(ctx)
	}
	return a, err
}

// step fetches one page and moves the run on; more says that it goes on.
func (w *walk) step(ctx context.Context) (page crawler.Page, more bool, err error) {
	a, err := w.fetch(ctx)
	if err != nil {
		return page, false, err
	}
	r := w.cur.Run
	page = crawler.Page{Deleted: a.Deleted, Failed: a.Failed, Warnings: append(w.warnings, a.Warnings...), From: r.From, To: r.Until}
	w.warnings = nil
	if page.From == "" {
		page.From = "the beginning"
	}
	for _, rec := range a.Records {
		if w.s.wants(&rec.Report) {
			rec.Fetched = w.now
			for i := range rec.Report.Notices {
				rec.Report.Notices[i].Source, rec.Report.Notices[i].Checked = w.s.Name(), w.now
			}
			page.Records = append(page.Records, rec)
		}
	}
	r.Delivered += a.Size
	r.Total = max(r.Total, a.Total)
	if a.Token != "" {
		if len(a.Token) > maxToken || w.tokens[a.Token] || len(w.tokens) > maxPages {
			return page, false, fmt.Errorf("%s: the repository's place in the list, %.60q, repeats or is too long", w.s.Name(), a.Token)
		}
		w.tokens[a.Token] = true
		r.Token = a.Token
		page.Next = w.aside.Next(w.cur, false)
		return page, true, nil
	}
	page.Gaps = crawler.Shortage("changed "+page.From+".."+r.Until, r.Total, r.Delivered)
	page.Unchanged = r.Delivered == 0
	if !w.aside.On() {
		w.cur.Bound, w.cur.Run = r.Until, nil
	}
	page.Next = w.aside.Next(w.cur, true)
	return page, false, nil
}

// wants says whether one of the terms is in title, abstract or subjects.
func (s *Source) wants(rep *study.Report) bool {
	if s.terms == nil {
		return true
	}
	text := []string{rep.Title, rep.OriginalTitle, rep.AbstractText(), strings.Join(rep.Keywords, "\n")}
	for _, o := range rep.OtherAbstract {
		text = append(text, study.JoinSections(o.Sections))
	}
	return s.terms.MatchString(strings.Join(text, "\n"))
}
