package clinicaltrials

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"evidelic/crawler"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

func TestFirstHarvestTakesEachStudyOnce(t *testing.T) {
	w := newWorld(t, 20)
	got := harvest(w.serve(Options{PageSize: 7}), crawler.Plan{Now: at(today)}, 0)
	if got.err != nil || len(got.keys) != 60 || len(got.order) != 60 || len(got.gaps) > 0 {
		t.Fatalf("%d records, %d keys, gaps %q, error %v", len(got.order), len(got.keys), got.gaps, got.err)
	}
	if got.order[0] != "NCT00001000" || got.order[1] != "NCT00001002" {
		t.Errorf("order %q", got.order[:5])
	}
	last := got.pages[len(got.pages)-1]
	if last.Announced != 60 {
		t.Errorf("announced %d, want 60: the 20 doubles taken off", last.Announced)
	}
	for i, p := range got.pages[1:] {
		if before := got.pages[i].Announced; p.Announced < before || p.Announced > 60 || before < 40 {
			t.Errorf("page %d announces %d after %d: a harvest keeps the highest", i+1, p.Announced, before)
		}
	}
	r := got.pages[0].Records[0]
	if r.Revision != "2026-03-10" || r.Report.Trial.DataVersion != "" || !r.Fetched.Equal(at(today)) {
		t.Errorf("revision %q, data %q, fetched %v: the version of the data must not make every record look changed",
			r.Revision, r.Report.Trial.DataVersion, r.Fetched)
	}
	if p := got.pages[0]; p.To != data {
		t.Errorf("the harvest runs to %q, want the version of the data, %q", p.To, data)
	}
	if c, err := parseCursor(got.cursor, 2); err != nil || c.Data != data || c.Run != nil {
		t.Errorf("cursor %s, %v", got.cursor, err)
	}
}

func TestRequest(t *testing.T) {
	w := newWorld(t, 1)
	harvest(w.serve(Options{}), crawler.Plan{Now: at(today)}, 0)
	want := url.Values{
		"format": {"json"}, "markupFormat": {"markdown"}, "pageSize": {"100"}, "sort": {"LastUpdatePostDate:desc"}, "countTotal": {"true"},
		"query.intr": {"ketamine"}, "query.cond": {"depression"}, "fields": {fields},
	}
	if diff := cmp.Diff(want, w.calls[len(w.calls)-1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnchangedData(t *testing.T) {
	w := newWorld(t, 3)
	s := w.serve(Options{})
	first := harvest(s, crawler.Plan{Now: at(today)}, 0)
	calls := len(w.calls)
	got := harvest(s, crawler.Plan{Now: at("2026-03-11"), Cursor: first.cursor}, 0)
	if got.err != nil || len(got.pages) != 1 || !got.pages[0].Unchanged || len(got.order) > 0 || len(w.calls) != calls {
		t.Errorf("%d pages, error %v, %d calls", len(got.pages), got.err, len(w.calls)-calls)
	}
	if diff := cmp.Diff(string(first.cursor), string(got.cursor)); diff != "" {
		t.Errorf("cursor (-want +got):\n%s", diff)
	}
}

func TestLaterHarvestTakesWhatWasPosted(t *testing.T) {
	w := newWorld(t, 20)
	s := w.serve(Options{})
	first := harvest(s, crawler.Plan{Now: at(today)}, 0)
	w.data = "2026-03-12T09:00:00"
	w.studies = append(w.studies, entry{"NCT00000001", "2026-03-11", "ketamine"})
	got := harvest(s, crawler.Plan{Now: at("2026-03-12"), Cursor: first.cursor}, 0)
	if got.err != nil || len(got.keys) != 9 || got.keys["NCT00000001"] != 1 { // the 8 of the overlap and the new one
		t.Errorf("%d keys: %v, error %v", len(got.keys), got.keys, got.err)
	}
	if p := got.pages[0]; p.From != "2026-03-03" || p.To != w.data {
		t.Errorf("from %q to %q", p.From, p.To)
	}
	if c, _ := parseCursor(got.cursor, 2); c.Data != w.data {
		t.Errorf("cursor %s", got.cursor)
	}
}

func TestCutOffAnywhere(t *testing.T) {
	w := newWorld(t, 20)
	s := w.serve(Options{PageSize: 3})
	keys := map[string]int{}
	var cur json.RawMessage
	for range 100 {
		got := harvest(s, crawler.Plan{Now: at(today), Cursor: cur}, 1)
		if got.err != nil || len(got.gaps) > 0 {
			t.Fatalf("gaps %q, error %v", got.gaps, got.err)
		}
		for k := range got.keys {
			keys[k]++
		}
		cur = got.cursor
		if c, _ := parseCursor(cur, 2); c.Run == nil {
			break
		}
	}
	if c, _ := parseCursor(cur, 2); len(keys) != 60 || c.Data != data {
		t.Errorf("%d keys, cursor %s", len(keys), cur)
	}
}

func TestResume(t *testing.T) {
	for _, tt := range []struct{ name, now, data, fault, warning string }{
		{"within the day", today, data, "", ""},
		{"a day later", "2026-03-12", data, "", "over a day old"},
		{"other data", today, "2026-03-11T09:00:00", "", "are of 2026-03-11T09:00:00 now"},
		{"token refused", today, data, "400 Invalid page token", "no longer knows the place"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 20)
			s := w.serve(Options{PageSize: 5})
			first := harvest(s, crawler.Plan{Now: at(today)}, 3)
			before := len(w.calls)
			w.data = tt.data
			w.fault = func(_ url.Values, call int, answer string) string {
				if tt.fault != "" && call == before+1 {
					return tt.fault
				}
				return answer
			}
			rest := harvest(s, crawler.Plan{Now: at(tt.now), Cursor: first.cursor}, 0)
			if rest.err != nil || len(rest.gaps) > 0 || !strings.Contains(rest.warnings, tt.warning) || tt.warning == "" && rest.warnings != "" {
				t.Fatalf("gaps %q, warnings %q, error %v", rest.gaps, rest.warnings, rest.err)
			}
			for k := range rest.keys {
				first.keys[k]++
			}
			if c, _ := parseCursor(rest.cursor, 2); len(first.keys) != 60 || c.Data != tt.data {
				t.Errorf("%d keys, cursor %s", len(first.keys), rest.cursor)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name, fault string
		times       int
		want        string // of the error; "" when the harvest gets over it
	}{
		{"cut once", `{"studies":[{"protocolSec`, 1, ""},
		{"cut", `{"studies":[{"protocolSec`, 9, "read the answer"},
		{"html once", "<!doctype html>", 2, ""},
		{"html", "<!doctype html>", 9, "want JSON"},
		{"no list", `{"totalCount":5}`, 9, "no list of studies"},
		{"refused", "400 Unknown area name", 9, "Unknown area name"},
		{"broken", "500 Internal", 9, "status 500"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 5)
			s := w.serve(Options{})
			w.fault = func(_ url.Values, call int, answer string) string {
				if call > 2 && call <= 2+tt.times {
					return tt.fault
				}
				return answer
			}
			got := harvest(s, crawler.Plan{Now: at(today)}, 0)
			if tt.want == "" && (got.err != nil || len(got.keys) != 15) {
				t.Errorf("%d keys, error %v", len(got.keys), got.err)
			}
			if tt.want != "" && (got.err == nil || !strings.Contains(got.err.Error(), tt.want) || len(got.pages) > 0) {
				t.Errorf("%d pages, error %v, want %q", len(got.pages), got.err, tt.want)
			}
		})
	}
}

func TestWrongTotalIsAGap(t *testing.T) {
	w := newWorld(t, 5)
	w.more = 3
	got := harvest(w.serve(Options{}), crawler.Plan{Now: at(today)}, 0)
	want := []string{`intr "psilocybin": 10 of 13`, `intr "ketamine", cond "depression": 10 of 13`}
	if diff := cmp.Diff(want, got.gaps); diff != "" || got.err != nil {
		t.Errorf("error %v (-want +got):\n%s", got.err, diff)
	}
}

func TestEmptyPageAndRepeatedTokenEndTheQuery(t *testing.T) {
	for _, tt := range []struct {
		name, fault string
		want        string
	}{
		{"empty page", `{"studies":[],"nextPageToken":"x"}`, "4 of 10"},
		{"the token sent", `{"studies":[{"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"A"}}}],"nextPageToken":"TOKEN"}`, "5 of 10"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 5)
			w.fault = func(q url.Values, _ int, answer string) string {
				if q.Get("query.intr") == "psilocybin" && q.Get("pageToken") != "" {
					return strings.ReplaceAll(tt.fault, "TOKEN", q.Get("pageToken"))
				}
				return answer
			}
			got := harvest(w.serve(Options{PageSize: 4}), crawler.Plan{Now: at(today)}, 0)
			if diff := cmp.Diff([]string{`intr "psilocybin": ` + tt.want}, got.gaps); diff != "" || got.err != nil {
				t.Errorf("error %v (-want +got):\n%s", got.err, diff)
			}
		})
	}
}

func TestTokensWithoutEnd(t *testing.T) {
	w := newWorld(t, 5)
	w.fault = func(_ url.Values, call int, _ string) string {
		return fmt.Sprintf(`{"totalCount":9,"studies":[{"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"A"}}}],"nextPageToken":"t%d"}`, call)
	}
	got := harvest(w.serve(Options{}), crawler.Plan{Now: at(today)}, 0)
	if got.err == nil || !strings.Contains(got.err.Error(), "repeat earlier records") {
		t.Errorf("got %v", got.err)
	}
}

func TestPagesOfAnotherSize(t *testing.T) {
	w := newWorld(t, 20)
	w.most = 4
	got := harvest(w.serve(Options{PageSize: 1000}), crawler.Plan{Now: at(today)}, 0)
	if got.err != nil || len(got.keys) != 60 || len(got.gaps) > 0 {
		t.Errorf("%d keys, gaps %q, error %v", len(got.keys), got.gaps, got.err)
	}
}

func TestRefusedFieldsAreLeftOut(t *testing.T) {
	w := newWorld(t, 5)
	w.strict = true
	got := harvest(w.serve(Options{}), crawler.Plan{Now: at(today)}, 0)
	if got.err != nil || len(got.keys) != 15 || !strings.Contains(got.warnings, "refuses the list of fields") {
		t.Errorf("%d keys, warnings %q, error %v", len(got.keys), got.warnings, got.err)
	}
}

func TestNothingFoundIsAWarning(t *testing.T) {
	got := harvest(newWorld(t, 0).serve(Options{}), crawler.Plan{Now: at(today)}, 0)
	if got.err != nil || !strings.Contains(got.warnings, "finds nothing at all") {
		t.Errorf("warnings %q, error %v", got.warnings, got.err)
	}
}

func TestSinceAndFullLeaveThePlaceAlone(t *testing.T) {
	w := newWorld(t, 20)
	s := w.serve(Options{PageSize: 5})
	begun := harvest(s, crawler.Plan{Now: at(today)}, 2).cursor
	since := harvest(s, crawler.Plan{Now: at(today), Since: at("2026-03-01"), Cursor: begun}, 0)
	if since.err != nil || len(since.keys) != 10 || string(since.cursor) != string(begun) {
		t.Errorf("since: %d keys, error %v, cursor %s", len(since.keys), since.err, since.cursor)
	}
	fresh := harvest(s, crawler.Plan{Now: at(today), Since: at("2026-03-01")}, 0)
	if c, err := parseCursor(fresh.cursor, 2); err != nil || c.Data != "" || c.Run != nil {
		t.Errorf("since on an empty library must leave the first harvest to be done: %s, %v", fresh.cursor, err)
	}
	full := harvest(s, crawler.Plan{Now: at(today), Full: true, Cursor: begun}, 2)
	if string(full.cursor) != string(begun) {
		t.Errorf("full, cut off: %s", full.cursor)
	}
	full = harvest(s, crawler.Plan{Now: at(today), Full: true, Cursor: begun}, 0)
	if c, _ := parseCursor(full.cursor, 2); len(full.keys) != 60 || c.Data != data || c.Run != nil {
		t.Errorf("full: %d keys, cursor %s", len(full.keys), full.cursor)
	}
}

func TestOtherExpressionsBeginAnew(t *testing.T) {
	w := newWorld(t, 5)
	done := harvest(w.serve(Options{}), crawler.Plan{Now: at(today)}, 0).cursor
	got := harvest(w.serve(Options{Queries: []Query{{Intr: "ketamine"}}}), crawler.Plan{Now: at(today), Cursor: done}, 0)
	if len(got.keys) != 10 || !strings.Contains(got.warnings, "expressions have changed") {
		t.Errorf("%d keys, warnings %q, error %v", len(got.keys), got.warnings, got.err)
	}
}

func TestBadCursorsAreRefused(t *testing.T) {
	s := newWorld(t, 1).serve(Options{})
	for _, c := range []string{`{"v":9}`, `[]`, `{"v":1,"data":"soon"}`, `{"v":1,"run":{"data":"2026-01-01","query":7}}`, `{`} {
		got := harvest(s, crawler.Plan{Now: at(today), Cursor: json.RawMessage(c)}, 0)
		if !errors.Is(got.err, study.ErrInvalid) || len(got.pages) > 0 {
			t.Errorf("%s: got %v", c, got.err)
		}
	}
}

func TestCancelledHarvestStops(t *testing.T) {
	s := newWorld(t, 20).serve(Options{PageSize: 5})
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
	one := []Query{{Intr: "a"}}
	for _, tt := range []struct {
		name string
		opt  Options
		want string
	}{
		{"no query", Options{}, "queries is empty"},
		{"empty query", Options{Queries: []Query{{Intr: "a"}, {Intr: " "}}}, "queries[1] asks nothing"},
		{"page size", Options{Queries: one, PageSize: 1001}, "page_size 1001"},
		{"address", Options{Queries: one, BaseURL: "example.org"}, "base_url"},
		{"overlap", Options{Queries: one, Overlap: -1}, "overlap"},
		{"hasty", Options{Queries: one, Interval: 1}, "interval"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New(nil, tt.opt); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
