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
	"evidelic/crawler/sourcetest"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

const today = "2026-03-10"

func TestFirstHarvestTakesAllNewestFirst(t *testing.T) {
	w := newWorld(t, 500, today)
	s := w.serve(Options{PageSize: 7})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	if len(got.Records) != 500 || len(got.Keys) != 500 {
		t.Errorf("got %d records, %d keys, want 500", len(got.Records), len(got.Keys))
	}
	for i, r := range got.Records[:30] {
		if want := "MED:" + w.records[i].id; r.Key != want {
			t.Fatalf("record %d is %s, want %s", i, r.Key, want)
		}
	}
	for i, p := range got.Pages {
		if p.Announced != 500 || len(p.Gaps) > 0 || p.Next == nil {
			t.Fatalf("page %d: announced %d, gaps %+v", i, p.Announced, p.Gaps)
		}
	}
	c, err := parseCursor(got.Cursor)
	if err != nil || c.Bound != today || c.Run != nil {
		t.Errorf("cursor %s: %v", got.Cursor, err)
	}
}

func TestLaterHarvestGoesOnFromTheBound(t *testing.T) {
	w := newWorld(t, 50, today)
	s := w.serve(Options{})
	first := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	w.records = append(w.records, entry{"1", "2026-03-12"}, entry{"2", "2026-03-08"})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-12"), Cursor: first.Cursor}, 0)
	want := map[string]int{"MED:1": 1, "MED:2": 1, "MED:100000": 1, "MED:100001": 1, "MED:100002": 1, "MED:100003": 1}
	if diff := cmp.Diff(want, got.Keys); diff != "" || got.Err != nil {
		t.Errorf("%v (-want +got):\n%s", got.Err, diff)
	}
	if p := got.Pages[0]; p.From != "2026-03-07" || p.To != "2026-03-12" || p.Announced != 6 {
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
		got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Cursor: cur}, 1)
		if got.Err != nil {
			t.Fatal(got.Err)
		}
		for k := range got.Keys {
			keys[k]++
		}
		for _, p := range got.Pages {
			if len(p.Gaps) > 0 {
				t.Fatalf("gaps: %+v", p.Gaps)
			}
		}
		cur = got.Cursor
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
			first := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 2)
			w.epoch = tt.epoch
			before := len(w.calls)
			w.fault = func(_ url.Values, call int, answer string) string {
				if call == before+1 && tt.fault != "" {
					return tt.fault
				}
				return answer
			}
			w.records = append(w.records, entry{"1", "2026-03-12"})
			rest := sourcetest.Harvest(t, s, crawler.Plan{Now: at(tt.now), Cursor: first.Cursor}, 0)
			if rest.Err != nil || !strings.Contains(strings.Join(rest.Warnings, "\n"), tt.warning) {
				t.Fatalf("error %v, warnings %q", rest.Err, rest.Warnings)
			}
			for k := range rest.Keys {
				first.Keys[k]++
			}
			want := 100
			if tt.now > today {
				want++ // the run goes on to the present day
			}
			c, _ := parseCursor(rest.Cursor)
			if len(first.Keys) != want || c.Bound != tt.now || c.Run != nil {
				t.Errorf("got %d keys, want %d; cursor %s", len(first.Keys), want, rest.Cursor)
			}
			for _, p := range rest.Pages {
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
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Cursor: cur.raw()}, 0)
	want := []study.Gap{{What: "changed 2026-03-08..2026-03-10", Announced: 8, Delivered: 3, Reason: "the last page came before the announced total was reached"}}
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	if diff := cmp.Diff(want, got.Pages[len(got.Pages)-1].Gaps); diff != "" {
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
			got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
			if tt.want == "" {
				if got.Err != nil || len(got.Keys) != 60 {
					t.Errorf("%d keys, error %v", len(got.Keys), got.Err)
				}
				return
			}
			if got.Err == nil || !strings.Contains(got.Err.Error(), tt.want) {
				t.Errorf("got %v, want %q", got.Err, tt.want)
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
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	if got.Err == nil || !strings.Contains(got.Err.Error(), "repeat earlier records") {
		t.Errorf("got %v", got.Err)
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
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	var gaps []study.Gap
	for _, p := range got.Pages {
		gaps = append(gaps, p.Gaps...)
	}
	if got.Err != nil || len(gaps) != 2 || gaps[0].Delivered != 20 || gaps[0].Announced != 30 {
		t.Errorf("error %v, gaps %+v", got.Err, gaps)
	}
}

func TestPagesOfAnotherSize(t *testing.T) {
	w := newWorld(t, 90, today)
	w.most = 4
	s := w.serve(Options{PageSize: 1000})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	if got.Err != nil || len(got.Keys) != 90 {
		t.Errorf("%d keys, error %v", len(got.Keys), got.Err)
	}
}

func TestLongExpressionsGoByPOST(t *testing.T) {
	w := newWorld(t, 5, today)
	s := w.serve(Options{Query: "ketamine OR " + strings.Repeat("psilocybin OR ", 200) + "x", Email: "op@example.org"})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	if got.Err != nil || len(got.Keys) != 5 || w.posts != len(w.calls) {
		t.Errorf("%d keys, %d of %d by POST, error %v", len(got.Keys), w.posts, len(w.calls), got.Err)
	}
	if w.calls[0].Get("email") != "op@example.org" {
		t.Errorf("call: %v", w.calls[0])
	}
}

func TestSinceAndFullLeaveThePlaceAlone(t *testing.T) {
	w := newWorld(t, 200, today)
	s := w.serve(Options{PageSize: 10})
	begun := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 2).Cursor
	since := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Since: at("2026-03-06"), Cursor: begun}, 0)
	if len(since.Keys) != 5 || since.Err != nil {
		t.Errorf("since: %d keys, error %v", len(since.Keys), since.Err)
	}
	if diff := cmp.Diff(string(begun), string(since.Cursor)); diff != "" {
		t.Errorf("since (-want +got):\n%s", diff)
	}
	fresh := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Since: at("2026-03-06")}, 0)
	if c, err := parseCursor(fresh.Cursor); err != nil || c.Bound != "" || c.Run != nil {
		t.Errorf("since on an empty library must leave the first harvest to be done: %s, %v", fresh.Cursor, err)
	}
	full := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Full: true, Cursor: begun}, 3)
	if string(full.Cursor) != string(begun) {
		t.Errorf("full, cut off: %s", full.Cursor)
	}
	full = sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Full: true, Cursor: begun}, 0)
	if c, _ := parseCursor(full.Cursor); len(full.Keys) != 200 || c.Bound != today || c.Run != nil {
		t.Errorf("full: %d keys, cursor %s", len(full.Keys), full.Cursor)
	}
}

func TestAnotherExpressionBeginsAnew(t *testing.T) {
	w := newWorld(t, 40, today)
	done := sourcetest.Harvest(t, w.serve(Options{}), crawler.Plan{Now: at(today)}, 0).Cursor
	got := sourcetest.Harvest(t, w.serve(Options{Query: "psilocybin"}), crawler.Plan{Now: at(today), Cursor: done}, 0)
	if len(got.Keys) != 40 || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "expression has changed") {
		t.Errorf("%d keys, warnings %q", len(got.Keys), got.Warnings)
	}
}

func TestBadCursorsAreRefused(t *testing.T) {
	s := newWorld(t, 1, today).serve(Options{})
	for _, c := range []string{`{"v":9}`, `[]`, `{"v":1,"bound":"soon"}`, `{"v":1,"run":{"from":"2026-01-01","to":"2025-01-01"}}`, `{`} {
		got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today), Cursor: json.RawMessage(c)}, 0)
		if !errors.Is(got.Err, study.ErrInvalid) || len(got.Pages) > 0 {
			t.Errorf("%s: got %v", c, got.Err)
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
