package pubmed

import (
	"fmt"
	"time"

	"evidelic/crawler"
)

// begin decides what a call to Pages is to do: go on with what is unfinished, or
// begin a run. warning tells the operator of a decision that is not obvious.
func (s *Source) begin(plan crawler.Plan) (c *cursor, warning string, err error) {
	c, err = decodeCursor(plan.Cursor)
	if err != nil {
		if !plan.Full {
			return nil, "", fmt.Errorf("%w; a full harvest begins a new one", err)
		}
		c, warning = &cursor{Version: cursorVersion}, "the stored place could not be read ("+err.Error()+"): everything is fetched from the start"
	}
	if q := crawler.Fingerprint(s.opt.Query); c.Query != q {
		if c.Query != "" {
			warning = "the search expression has changed: everything it finds is fetched from the start"
		}
		c = &cursor{Version: cursorVersion, Query: q}
	}
	s.choose(c, plan, plan.Moment().Format(time.DateOnly))
	return c, warning, nil
}

// choose sets the cursor's run. Today is the bound that the run freezes.
func (s *Source) choose(c *cursor, plan crawler.Plan, today string) {
	switch since := plan.Since.UTC().Format(time.DateOnly); {
	case plan.Full:
		if c.Run == nil || c.Run.Kind != runFull {
			c.Run, c.Later = everything(runFull, today), nil
		}
	case !plan.Since.IsZero():
		if c.Run != nil && c.Run.Kind == runSince && c.Run.From == since {
			return
		}
		if c.Run != nil && c.Run.Kind != runSince {
			c.Later = c.Run
		}
		c.Run = changes(runSince, min(since, today), today)
	case c.Run != nil:
	case c.Later != nil:
		c.Run, c.Later = c.Later, nil
	case c.Through == "":
		c.Run = everything(runFirst, today)
	default:
		c.Run = changes(runUpdate, before(c.Through, s.opt.Overlap), max(c.Through, today))
	}
}

// everything is a run over all records entered up to a day.
func everything(kind runKind, to string) *run {
	return &run{Kind: kind, From: earliest, To: to, Slices: []slice{{By: "edat", From: earliest, To: to}}}
}

// changes is a run over what was entered, and then over what was changed, between
// two days.
func changes(kind runKind, from, to string) *run {
	return &run{Kind: kind, From: from, To: to, Slices: []slice{{By: "mdat", From: from, To: to}, {By: "edat", From: from, To: to}}}
}

// before gives the day that lies an overlap before another, rounded up to days.
func before(day string, overlap time.Duration) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return earliest
	}
	const length = 24 * time.Hour
	return max(t.Add(-(overlap+length-1)/length*length).Format(time.DateOnly), earliest)
}

// done closes the cursor's run. What was fetched up to its bound need not be
// fetched again, unless the run began later than the last one ended.
func (c *cursor) done() {
	r := c.Run
	if r.Kind != runSince || c.Through != "" && r.From <= c.Through {
		c.Through = max(c.Through, r.To)
	}
	c.Run, c.Later = c.Later, nil
	if r.Kind == runFull {
		c.Run = nil
	}
}

// words names where a run begins, for the sources page.
func (r *run) words() string {
	switch r.Kind {
	case runFirst:
		return "first harvest"
	case runFull:
		return "full harvest"
	}
	return r.From
}
