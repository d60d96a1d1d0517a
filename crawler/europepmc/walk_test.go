package europepmc

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

const today = "2026-03-10"

func TestFirstHarvestTakesAllNewestFirst(t *testing.T) {
	w := newWorld(t, 500, today)
	s := w.serve(Options{PageSize: 7})
	got := harvest(s, crawler.Plan{Now: at(today)}, 0)
	if got.err != nil {
		t.Fatal(got.err)
	}
	if len(got.order) != 500 || len(got.keys) != 500 {
		t.Errorf("got %d records, %d keys, want 500", len(got.order), len(got.keys))
	}
	for i, k := range got.order[:30] {
		if want := "MED:" + w.records[i].id; k != want {
			t.Fatalf("record %d is %s, want %s", i, k, want)
		}
	}
	for i, p := range got.pages {
		if p.Announced != 500 || len(p.Gaps) > 0 || p.Next == nil {
			t.Fatalf("page %d: announced %d, gaps %+v", i, p.Announced, p.Gaps)
		}
	}
	c, err := parseCursor(got.cursor)
	if err != nil || c.Bound != today || c.Run != nil {
		t.Errorf("cursor %s: %v", got.cursor, err)
	}
}

func TestLaterHarvestGoesOnFromTheBound(t *testing.T) {
	w := newWorld(t, 50, today)
	s := w.serve(Options{})
	first := harvest(s, crawler.Plan{Now: at(today)}, 0)
	w.records = append(w.records, entry{"1", "2026-03-12"}, entry{"2", "2026-03-08"})
	got := harvest(s, crawler.Plan{Now: at("2026-03-12"), Cursor: first.cursor}, 0)
	want := map[string]int{"MED:1": 1, "MED:2": 1, "MED:100000": 1, "MED:100001": 1, "MED:100002": 1, "MED:100003": 1}
	if diff := cmp.Diff(want, got.keys); diff != "" || got.err != nil {
		t.Errorf("%v (-want +got):\n%s", got.err, diff)
	}
	if p := got.pages[0]; p.From != "2026-03-07" || p.To != "2026-03-12" || p.Announced != 6 {
		t.Errorf("page %s..%s announces %d", p.From, p.To, p.Announced)
	}
}

// TestCutOffAnywhere stops after every page once and goes on from the cursor.
func TestCutOffAnywhere(t *testing.T) {
	w := newWorld(t, 200, today)
	s := w.serve(Options{PageSize: 9})
	keys := map[string]int{}
	var cur json.RawMessage
	for range 200 {
		got := harvest(s, crawler.Plan{Now: at(today), Cursor: cur}, 1)
		if got.err != nil {
			t.Fatal(got.err)
		}
		for k := range got.keys {
			keys[k]++
		}
		for _, p := range got.pages {
			if len(p.Gaps) > 0 {
				t.Fatalf("gaps: %+v", p.Gaps)
			}
		}
		cur = got.cursor
		if c, _ := parseCursor(cur); c.Run == nil {
			break
		}
	}
	if len(keys) != 200 {
		t.Errorf("got %d keys, want 200", len(keys))
	}
}

func TestResumeLater(t *testing.T) {
	for _, tt := range []struct {
		name, now, epoch, fault, warning string
	}{
		{"the mark is a day old", "2026-03-12", "", "", "over a day old"},
		{"the mark is unknown", today, "new", "", "no longer known"},
		{"the mark is a bad request", today, "", "status 400", "no longer known"},
		{"the mark leads nowhere", today, "", `{"hitCount":31,"resultList":{"result":[]}}`, "no longer known"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 100, today)
			s := w.serve(Options{PageSize: 10})
			first := harvest(s, crawler.Plan{Now: at(today)}, 2)
			w.epoch = tt.epoch
			before := len(w.calls)
			w.fault = func(_ url.Values, call int, answer string) string {
				if call == before+1 && tt.fault != "" {
					return tt.fault
				}
				return answer
			}
			w.records = append(w.records, entry{"1", "2026-03-12"})
			rest := harvest(s, crawler.Plan{Now: at(tt.now), Cursor: first.cursor}, 0)
			if rest.err != nil || !strings.Contains(strings.Join(rest.warnings, "\n"), tt.warning) {
				t.Fatalf("error %v, warnings %q", rest.err, rest.warnings)
			}
			for k := range rest.keys {
				first.keys[k]++
			}
			want := 100
			if tt.now > today {
				want++ // the run goes on to the present day
			}
			c, _ := parseCursor(rest.cursor)
			if len(first.keys) != want || c.Bound != tt.now || c.Run != nil {
				t.Errorf("got %d keys, want %d; cursor %s", len(first.keys), want, rest.cursor)
			}
			for _, p := range rest.pages {
				if len(p.Gaps) > 0 {
					t.Errorf("gaps %+v", p.Gaps)
				}
			}
		})
	}
}

func TestWrongTotalIsAGap(t *testing.T) {
	w := newWorld(t, 20, today)
	w.more = 5
	s := w.serve(Options{Overlap: 48 * time.Hour})
	cur := cursor{V: 1, Query: crawler.Fingerprint("ketamine"), Bound: today}
	got := harvest(s, crawler.Plan{Now: at(today), Cursor: cur.raw()}, 0)
	want := []study.Gap{{What: "changed 2026-03-08..2026-03-10", Announced: 8, Delivered: 3, Reason: "the last page came before the announced total was reached"}}
	if got.err != nil {
		t.Fatal(got.err)
	}
	if diff := cmp.Diff(want, got.pages[len(got.pages)-1].Gaps); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name, fault string
		times       int    // how many answers in a row are faulty
		want        string // of the error; "" when the harvest gets over it
	}{
		{"error inside 200, once", `{"errCode":404,"errMsg":"An error occurred"}`, 1, ""},
		{"error inside 200", `{"errCode":404,"errMsg":"No search criteria"}`, 9, "the service refused: 404: No search criteria"},
		{"version only, once", `{"version":"6.9"}`, 1, ""},
		{"version only", `{"version":"6.9"}`, 9, "empty envelope"},
		{"html once", "<html>", 2, ""},
		{"html", "<html>", 9, "want JSON"},
		{"cut once", `{"version":"6.9","hitCount":9,"resultList":{"res`, 1, ""},
		{"cut", `{"version":"6.9","hitCount":9,"resultList":{"res`, 9, "unexpected end of JSON input"},
		{"records announced, none given", `{"version":"6.9","hitCount":9,"resultList":{"result":[]}}`, 9, "the first page is empty"},
		{"refused", "status 400", 9, "status 400"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 60, today)
			s := w.serve(Options{})
			w.fault = func(_ url.Values, call int, answer string) string {
				if call > 1 && call <= 1+tt.times {
					return tt.fault
				}
				return answer
			}
			got := harvest(s, crawler.Plan{Now: at(today)}, 0)
			if tt.want == "" {
				if got.err != nil || len(got.keys) != 60 {
					t.Errorf("%d keys, error %v", len(got.keys), got.err)
				}
				return
			}
			if got.err == nil || !strings.Contains(got.err.Error(), tt.want) {
				t.Errorf("got %v, want %q", got.err, tt.want)
			}
		})
	}
}

func TestMarksInACircleEnd(t *testing.T) {
	w := newWorld(t, 60, today)
	s := w.serve(Options{PageSize: 10})
	n := 0
	w.fault = func(_ url.Values, _ int, _ string) string {
		n++
		mark, _ := json.Marshal(strings.Repeat("x", 1+n%3))
		return `{"hitCount":99,"nextCursorMark":` + string(mark) + `,"resultList":{"result":[{"id":"1","source":"MED","title":"A"}]}}`
	}
	got := harvest(s, crawler.Plan{Now: at(today)}, 0)
	if got.err == nil || !strings.Contains(got.err.Error(), "repeat earlier records") {
		t.Errorf("got %v", got.err)
	}
}

func TestRepeatedMarkEndsTheWindow(t *testing.T) {
	w := newWorld(t, 60, today)
	s := w.serve(Options{PageSize: 10})
	w.fault = func(q url.Values, _ int, answer string) string {
		if q.Get("cursorMark") == "*" || q.Get("resultType") == "idlist" {
			return answer
		}
		var e map[string]any
		_ = json.Unmarshal([]byte(answer), &e)
		e["nextCursorMark"] = q.Get("cursorMark")
		b, _ := json.Marshal(e)
		return string(b)
	}
	got := harvest(s, crawler.Plan{Now: at(today)}, 0)
	var gaps []study.Gap
	for _, p := range got.pages {
		gaps = append(gaps, p.Gaps...)
	}
	if got.err != nil || len(gaps) != 2 || gaps[0].Delivered != 20 || gaps[0].Announced != 30 {
		t.Errorf("error %v, gaps %+v", got.err, gaps)
	}
}

func TestPagesOfAnotherSize(t *testing.T) {
	w := newWorld(t, 90, today)
	w.most = 4
	s := w.serve(Options{PageSize: 1000})
	got := harvest(s, crawler.Plan{Now: at(today)}, 0)
	if got.err != nil || len(got.keys) != 90 {
		t.Errorf("%d keys, error %v", len(got.keys), got.err)
	}
}

func TestLongExpressionsGoByPOST(t *testing.T) {
	w := newWorld(t, 5, today)
	s := w.serve(Options{Query: "ketamine OR " + strings.Repeat("psilocybin OR ", 200) + "x", Email: "op@example.org"})
	got := harvest(s, crawler.Plan{Now: at(today)}, 0)
	if got.err != nil || len(got.keys) != 5 || w.posts != len(w.calls) {
		t.Errorf("%d keys, %d of %d by POST, error %v", len(got.keys), w.posts, len(w.calls), got.err)
	}
	if w.calls[0].Get("email") != "op@example.org" {
		t.Errorf("call: %v", w.calls[0])
	}
}

func TestSinceAndFullLeaveThePlaceAlone(t *testing.T) {
	w := newWorld(t, 200, today)
	s := w.serve(Options{PageSize: 10})
	begun := harvest(s, crawler.Plan{Now: at(today)}, 2).cursor
	since := harvest(s, crawler.Plan{Now: at(today), Since: at("2026-03-06"), Cursor: begun}, 0)
	if len(since.keys) != 5 || since.err != nil {
		t.Errorf("since: %d keys, error %v", len(since.keys), since.err)
	}
	if diff := cmp.Diff(string(begun), string(since.cursor)); diff != "" {
		t.Errorf("since (-want +got):\n%s", diff)
	}
	fresh := harvest(s, crawler.Plan{Now: at(today), Since: at("2026-03-06")}, 0)
	if c, err := parseCursor(fresh.cursor); err != nil || c.Bound != "" || c.Run != nil {
		t.Errorf("since on an empty library must leave the first harvest to be done: %s, %v", fresh.cursor, err)
	}
	full := harvest(s, crawler.Plan{Now: at(today), Full: true, Cursor: begun}, 3)
	if string(full.cursor) != string(begun) {
		t.Errorf("full, cut off: %s", full.cursor)
	}
	full = harvest(s, crawler.Plan{Now: at(today), Full: true, Cursor: begun}, 0)
	if c, _ := parseCursor(full.cursor); len(full.keys) != 200 || c.Bound != today || c.Run != nil {
		t.Errorf("full: %d keys, cursor %s", len(full.keys), full.cursor)
	}
}

func TestAnotherExpressionBeginsAnew(t *testing.T) {
	w := newWorld(t, 40, today)
	done := harvest(w.serve(Options{}), crawler.Plan{Now: at(today)}, 0).cursor
	got := harvest(w.serve(Options{Query: "psilocybin"}), crawler.Plan{Now: at(today), Cursor: done}, 0)
	if len(got.keys) != 40 || len(got.warnings) != 1 || !strings.Contains(got.warnings[0], "expression has changed") {
		t.Errorf("%d keys, warnings %q", len(got.keys), got.warnings)
	}
}

func TestBadCursorsAreRefused(t *testing.T) {
	s := newWorld(t, 1, today).serve(Options{})
	for _, c := range []string{`{"v":9}`, `[]`, `{"v":1,"bound":"soon"}`, `{"v":1,"run":{"from":"2026-01-01","to":"2025-01-01"}}`, `{`} {
		got := harvest(s, crawler.Plan{Now: at(today), Cursor: json.RawMessage(c)}, 0)
		if !errors.Is(got.err, study.ErrInvalid) || len(got.pages) > 0 {
			t.Errorf("%s: got %v", c, got.err)
		}
	}
}

func TestCancelledHarvestStops(t *testing.T) {
	w := newWorld(t, 100, today)
	s := w.serve(Options{PageSize: 10})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	pages := 0
	for _, err := range s.Pages(ctx, crawler.Plan{Now: at(today)}) {
		last = err
		pages++
		cancel()
	}
	if !errors.Is(last, context.Canceled) || pages != 2 {
		t.Errorf("%d pages, last error %v", pages, last)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		opt  Options
		want string
	}{
		{"no query", Options{}, "query is empty"},
		{"dates in the query", Options{Query: "a AND UPDATE_DATE:[x TO y]"}, "UPDATE_DATE"},
		{"page size", Options{Query: "a", PageSize: 1001}, "page_size 1001"},
		{"address", Options{Query: "a", BaseURL: "ftp://example.org"}, "base_url"},
		{"overlap", Options{Query: "a", Overlap: -1}, "overlap"},
		{"hasty", Options{Query: "a", Interval: 1}, "interval"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New(nil, tt.opt); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
