package pubmed

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// Pages yields the records of one harvest, see crawler.Source. A first harvest
// takes everything that was entered up to its first day, in slices of Entrez
// dates from the newest to the oldest, each small enough to be read to its end.
// Later ones take what was entered or changed since then, with an overlap. An
// unfinished run is gone on with, and repeats at most the page that was not
// stored. The last page has no records, only the cursor of the completed run.
func (s *Source) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return crawler.Walk(func(put func(crawler.Page) error) error {
		h := &harvest{Source: s, put: put}
		if err := h.all(ctx, plan); err != nil {
			return fmt.Errorf("pubmed: %w", err)
		}
		return nil
	})
}

// harvest is one call to Pages.
type harvest struct {
	*Source
	put      func(crawler.Page) error
	cursor   *cursor
	run      *run
	warnings []string    // for the next page
	gaps     []study.Gap // for the next page
}

// all goes through the slices of a run until none is left.
func (h *harvest) all(ctx context.Context, plan crawler.Plan) error {
	c, warning, err := h.begin(plan)
	if err != nil {
		return err
	}
	h.cursor, h.run = c, c.Run
	h.warn(warning)
	if err := h.survey(ctx); err != nil {
		return err
	}
	for len(h.run.Slices) > 0 {
		if err := h.slice(ctx); err != nil {
			return err
		}
	}
	h.cursor.done()
	unchanged := h.run.Announced == 0 && (h.run.Kind == runUpdate || h.run.Kind == runSince)
	return h.page(crawler.Page{Unchanged: unchanged})
}

func (h *harvest) warn(what string) {
	if what != "" {
		h.warnings = append(h.warnings, what)
	}
}

// survey searches without dates, to see how PubMed understands the expression,
// and counts what a new run has to fetch.
func (h *harvest) survey(ctx context.Context) error {
	whole, err := h.search(ctx, nil, 0)
	if err != nil {
		return err
	}
	h.warnings = append(h.warnings, whole.warnings...)
	if old := h.cursor.Translation; old != "" && whole.translation != "" && whole.translation != old {
		h.warn("PubMed understands the search expression in another way than before; a full harvest would bring what it finds now. Before: " +
			clip(old) + " Now: " + clip(whole.translation))
	}
	if whole.translation != "" {
		h.cursor.Translation = whole.translation
	}
	if h.run.Counted {
		return nil
	}
	h.run.Announced, h.run.Counted = 0, true
	for i := range h.run.Slices {
		res, err := h.search(ctx, &h.run.Slices[i], 0)
		if err != nil {
			return err
		}
		h.run.Slices[i].Count = res.count
		h.run.Announced += res.count
	}
	h.compare(whole.count)
	return nil
}

// compare tells when a run over everything would not see all that the expression
// finds.
func (h *harvest) compare(count int) {
	if h.run.Kind != runFirst && h.run.Kind != runFull {
		return
	}
	if h.run.Announced == 0 {
		h.warn("PubMed finds nothing for the search expression")
	}
	if h.run.Announced < count {
		h.gaps = append(h.gaps, study.Gap{What: "records without an Entrez date up to " + h.run.To, Announced: count, Delivered: h.run.Announced,
			Reason: "the expression finds more without dates than within them"})
	}
}

// slice takes the next slice: halves it when it is too large, else reads it page
// by page.
func (h *harvest) slice(ctx context.Context) error {
	last := len(h.run.Slices) - 1
	sl := &h.run.Slices[last]
	if h.halve(sl.Count) {
		return nil
	}
	res, err := h.search(ctx, sl, maxSlice)
	if err != nil || h.halve(res.count) {
		return err
	}
	h.resume(sl, res.count)
	for renewed := false; sl.At < min(sl.Count, maxSlice); {
		err := h.next(ctx, sl, res)
		switch {
		case err == nil:
			renewed = false
		case renewed || !expired(err):
			return err
		default:
			renewed = true
			if res, err = h.search(ctx, sl, maxSlice); err != nil {
				return err
			}
			h.resume(sl, res.count)
		}
	}
	if len(h.run.Slices) > last { // nothing was left to read
		h.close(sl)
	}
	return nil
}

// halve replaces the next slice by its halves when it has too many records, the
// newer one to be read first; false when it has not, or is a single day.
func (h *harvest) halve(count int) bool {
	last := len(h.run.Slices) - 1
	older, newer, ok := h.run.Slices[last].halves()
	if count <= maxSlice || !ok {
		return false
	}
	h.run.Slices = append(h.run.Slices[:last:last], older, newer)
	return true
}

// resume goes on inside a slice only while it holds as many records as when its
// places were counted; else a place would mean another record.
func (h *harvest) resume(sl *slice, count int) {
	if sl.At > 0 && sl.Count != count {
		h.warn(fmt.Sprintf("%s has %d records where it had %d: it is read again from its start", sl, count, sl.Count))
		sl.At, sl.Got = 0, 0
	}
	sl.Count = count
}

// next fetches and yields one page of a slice. The place moves on by the records
// asked for, never by those that came: places count what was found.
func (h *harvest) next(ctx context.Context, sl *slice, set result) error {
	n := min(h.opt.PageSize, min(sl.Count, maxSlice)-sl.At)
	got, err := h.fromHistory(ctx, set, sl.At, n)
	if err != nil {
		return fmt.Errorf("fetch %s from %d on: %w", sl, sl.At, err)
	}
	var missing []string
	if want := wanted(set.ids, sl.At, n); !whole(&got, set.ids, n) {
		if missing, err = h.complete(ctx, &got, want); err != nil {
			return err
		}
	}
	sl.At += n
	sl.Got += len(got.records) + len(got.failed)
	h.missed(sl, missing)
	if sl.At >= min(sl.Count, maxSlice) {
		h.close(sl)
	}
	h.warnings = append(h.warnings, got.warnings...)
	return h.page(crawler.Page{Records: got.records, Failed: got.failed})
}

// wanted gives the PMIDs at some places of a set.
func wanted(ids []string, at, n int) []string {
	at = min(at, len(ids))
	return ids[at:min(at+n, len(ids))]
}

// whole says whether an answer has as many records as were asked for, all of the
// set.
func whole(got *fetched, ids []string, n int) bool {
	if len(got.failed) > 0 || len(got.records) != n {
		return false
	}
	in := make(map[string]bool, len(ids))
	for _, id := range ids {
		in[id] = true
	}
	for i := range got.records {
		if !in[got.records[i].Key] {
			return false
		}
	}
	return true
}

// missed notes records that efetch did not give even by their PMID.
func (h *harvest) missed(sl *slice, missing []string) {
	if len(missing) == 0 {
		return
	}
	shown := missing[:min(len(missing), 10)]
	h.warn(fmt.Sprintf("%s: %d records were found but not delivered: PMID %s", sl, len(missing), strings.Join(shown, ", ")))
}

// close takes a slice that is read to its end off the run and compares what came
// with what was announced.
func (h *harvest) close(sl *slice) {
	if sl.Got < sl.Count {
		reason := "fewer records arrived than were announced"
		if sl.Count > maxSlice {
			reason = fmt.Sprintf("PubMed gives at most %d records of one day", maxSlice)
		}
		h.gaps = append(h.gaps, study.Gap{What: sl.String(), Announced: sl.Count, Delivered: sl.Got, Reason: reason})
	}
	h.run.Slices = h.run.Slices[:len(h.run.Slices)-1]
}

// page yields a page with everything that belongs to it.
func (h *harvest) page(p crawler.Page) error {
	next, err := h.cursor.encode()
	if err != nil {
		return err
	}
	p.Next, p.Announced, p.From, p.To = next, h.run.Announced, h.run.words(), h.run.To
	p.Warnings, p.Gaps = h.warnings, h.gaps
	h.warnings, h.gaps = nil, nil
	return h.put(p)
}
