package openalex

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// index is an OpenAlex on loopback: for each query as many works as it says.
type index struct {
	mu      sync.Mutex
	counts  map[string]int // query -> works, one published on each day down from last
	calls   []url.Values
	more    int    // added to the announced total
	left    string // X-RateLimit-Remaining-USD; "": not sent
	epoch   string // part of every cursor; others are unknown
	forever bool   // the cursor repeats itself
}

const last = "2026-03-10"

func (x *index) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	q := r.URL.Query()
	x.calls = append(x.calls, q)
	query, rest, ok := strings.Cut(strings.TrimPrefix(q.Get("filter"), "title_and_abstract.search:("), "),from_publication_date:")
	from, _, _ := strings.Cut(rest, ",")
	size, _ := strconv.Atoi(q.Get("per_page"))
	at := 0
	if mark := q.Get("cursor"); mark != "*" {
		tail, known := strings.CutPrefix(mark, x.epoch+"/+=")
		if at, _ = strconv.Atoi(tail); !known {
			ok = false
		}
	}
	if !ok || size < 1 || size > 100 || r.URL.Path != "/works" {
		rw.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(rw, `{"error":"Invalid query","message":"What is this?"}`)
		return
	}
	if x.left != "" {
		rw.Header().Set("X-RateLimit-Remaining-USD", x.left)
	}
	_, _ = rw.Write(x.page(query, from, at, size))
}

func (x *index) page(query, from string, at, size int) []byte {
	works := []map[string]any{}
	end, _ := time.Parse(time.DateOnly, last)
	total := 0
	for i := range x.counts[query] {
		day := end.AddDate(0, 0, -i).Format(time.DateOnly)
		if day < from {
			break
		}
		if total++; i >= at && i < at+size {
			id := fmt.Sprintf("https://openalex.org/W%d%03d", len(query), i)
			works = append(works, map[string]any{"id": id, "title": query + " " + day, "publication_date": day, "updated_date": day + "T01:02:03.4"})
		}
	}
	var next any
	switch {
	case x.forever:
		next = x.epoch + "/+=1"
	case at+len(works) < total:
		next = fmt.Sprintf("%s/+=%d", x.epoch, at+len(works))
	}
	b, _ := json.Marshal(map[string]any{"meta": map[string]any{"count": total + x.more, "next_cursor": next}, "results": works})
	return b
}

func (x *index) serve(t *testing.T, opt Options) *Source {
	t.Helper()
	srv := httptest.NewServer(x)
	t.Cleanup(srv.Close)
	opt.BaseURL = srv.URL
	if opt.Queries == nil {
		opt.Queries = []string{"psilocybin", "ketamine AND  depression"}
	}
	s, err := New(sourcetest.Fetcher{Client: srv.Client(), Warn: "repaired"}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func world() *index {
	return &index{counts: map[string]int{"psilocybin": 25, "ketamine AND depression": 400}}
}

func at(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add(15 * time.Hour)
}

func TestFirstHarvest(t *testing.T) {
	x := world()
	s := x.serve(t, Options{PageSize: 50, APIKey: "secret"})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last)}, 0)
	if got.Err != nil || len(got.Keys) != 425 || len(got.Gaps) > 0 {
		t.Fatalf("%d keys, gaps %v, error %v", len(got.Keys), got.Gaps, got.Err)
	}
	for key, n := range got.Keys {
		if n != 1 {
			t.Errorf("%s came %d times", key, n)
		}
	}
	if p := got.Pages[len(got.Pages)-1]; p.Announced != 425 || p.From != floor || p.To != last || p.Warnings[0] != "repaired" {
		t.Errorf("last page: announced %d, %s..%s, warnings %v", p.Announced, p.From, p.To, p.Warnings)
	}
	if q := x.calls[0]; q.Get("api_key") != "secret" || q.Get("filter") != "title_and_abstract.search:(psilocybin),from_publication_date:1900-01-01,type:"+kinds {
		t.Errorf("request %v", q)
	}
	if c, err := parseCursor(got.Cursor, 2); err != nil || c.Bound != last || c.Run != nil {
		t.Errorf("cursor %s, %v", got.Cursor, err)
	}
	later := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-12"), Cursor: got.Cursor}, 0)
	if len(later.Keys) != 25+181 || later.Pages[0].From != "2025-09-11" {
		t.Errorf("a later run from %s gives %d works, want those of the last 180 days", later.Pages[0].From, len(later.Keys))
	}
}

func TestInterruptedHarvestGoesOn(t *testing.T) {
	x := world()
	s := x.serve(t, Options{PageSize: 50})
	first := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last)}, 4)
	rest := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last), Cursor: first.Cursor}, 0)
	if n := len(first.Keys) + len(rest.Keys); n != 425 || rest.Err != nil {
		t.Errorf("%d and %d works, error %v", len(first.Keys), len(rest.Keys), rest.Err)
	}
	x.epoch = "new" // the service has forgotten the cursor
	rest = sourcetest.Harvest(t, s, crawler.Plan{Now: at(last), Cursor: first.Cursor}, 0)
	if len(rest.Keys) != 400 || rest.Err != nil || !strings.Contains(rest.Warnings[0], "begins again") {
		t.Errorf("%d works, warnings %q, error %v", len(rest.Keys), rest.Warnings, rest.Err)
	}
}

func TestBudget(t *testing.T) {
	x := world()
	x.left = "0.0005"
	s := x.serve(t, Options{PageSize: 50})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last)}, 0)
	var later *crawler.LaterError
	if !errors.As(got.Err, &later) || !later.At.Equal(at("2026-03-11").Add(-15*time.Hour)) || len(got.Pages) != 1 {
		t.Fatalf("%d pages, error %v: want one page and the next midnight", len(got.Pages), got.Err)
	}
	x.left = "0.1"
	rest := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-11"), Cursor: got.Cursor}, 0)
	if n := len(got.Keys) + len(rest.Keys); n != 425 || rest.Err != nil {
		t.Errorf("%d works in all, error %v", n, rest.Err)
	}
}

func TestGapsAndLoops(t *testing.T) {
	x := world()
	x.more = 7
	s := x.serve(t, Options{Queries: []string{"psilocybin"}})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last)}, 0)
	want := []study.Gap{{What: `"psilocybin" published since 1900-01-01`, Announced: 32, Delivered: 25, Reason: "the last page came before the announced total was reached"}}
	if diff := cmp.Diff(want, got.Gaps); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
	x.forever = true
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last)}, 0); len(got.Pages) > 3 {
		t.Errorf("a cursor that repeats itself gives %d pages", len(got.Pages))
	}
	x.counts["psilocybin"] = 0
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last)}, 0); got.Err == nil {
		t.Error("an empty first page of an announced list is no error")
	}
}

func TestSinceAndFullLeaveThePlaceAlone(t *testing.T) {
	x := world()
	s := x.serve(t, Options{})
	cur := cursor{V: 1, Queries: crawler.Fingerprint(s.opt.Queries...), Bound: "2026-03-01"}
	since := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last), Since: at("2026-03-05"), Cursor: cur.raw()}, 0)
	if len(since.Keys) != 12 || string(since.Cursor) != string(cur.raw()) {
		t.Errorf("since: %d works, cursor %s", len(since.Keys), since.Cursor)
	}
	full := sourcetest.Harvest(t, s, crawler.Plan{Now: at(last), Full: true, Cursor: cur.raw()}, 0)
	cur.Bound = last
	if len(full.Keys) != 425 || string(full.Cursor) != string(cur.raw()) || string(full.Pages[0].Next) == string(cur.raw()) {
		t.Errorf("full: %d works, cursor %s", len(full.Keys), full.Cursor)
	}
	other := x.serve(t, Options{Queries: []string{"psilocybin"}})
	if got := sourcetest.Harvest(t, other, crawler.Plan{Now: at(last), Cursor: cur.raw()}, 0); len(got.Keys) != 25 || !strings.Contains(got.Warnings[0], "expressions have changed") {
		t.Errorf("other queries: %d works, warnings %q", len(got.Keys), got.Warnings)
	}
	for _, bad := range []string{`{`, `{"v":9}`, `{"v":1,"bound":"x"}`, `{"v":1,"run":{"mark":""}}`} {
		if got := sourcetest.Harvest(t, s, crawler.Plan{Cursor: []byte(bad)}, 0); !errors.Is(got.Err, study.ErrInvalid) {
			t.Errorf("cursor %s: %v", bad, got.Err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	ok := []string{"ketamine"}
	for name, o := range map[string]Options{
		"base_url": {BaseURL: "x", Queries: ok}, "queries is empty": {}, "queries[0] is empty": {Queries: []string{" "}},
		"comma": {Queries: []string{"a,b"}}, "split it": {Queries: []string{strings.Repeat("ketamine OR ", 400)}},
		"page_size": {Queries: ok, PageSize: 101}, "negative": {Queries: ok, Window: -1},
	} {
		if _, err := New(nil, o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
