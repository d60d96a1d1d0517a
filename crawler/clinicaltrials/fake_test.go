package clinicaltrials

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
)

// world is a ClinicalTrials.gov on loopback.
type world struct {
	t       *testing.T
	mu      sync.Mutex
	data    string // version of the data
	studies []entry
	calls   []url.Values                                       // of /studies
	fault   func(q url.Values, call int, answer string) string // changes what is sent; nil: nothing
	more    int                                                // added to the announced total
	most    int                                                // largest page given; 0: no limit
	strict  bool                                               // refuse the list of fields as the real service refuses a wrong one
}

// entry is a study: its number, its last update, and which interventions find it.
type entry struct {
	nct, day string
	intr     string
}

const (
	today = "2026-03-10"
	data  = "2026-03-10T09:00:05"
)

// newWorld holds n studies of psilocybin, n of ketamine and n of both.
func newWorld(t *testing.T, n int) *world {
	w := &world{t: t, data: data}
	last := at(today)
	for i := range 3 * n {
		intr := []string{"psilocybin", "ketamine", "psilocybin ketamine"}[i%3]
		w.studies = append(w.studies, entry{fmt.Sprintf("NCT%08d", 1000+i), last.AddDate(0, 0, -i).Format(day), intr})
	}
	return w
}

func at(s string) time.Time {
	t, err := time.Parse(day, s)
	if err != nil {
		panic(err)
	}
	return t.Add(15 * time.Hour)
}

// serve starts the world and gives a source over it.
func (w *world) serve(opt Options) *Source {
	srv := httptest.NewServer(w)
	w.t.Cleanup(srv.Close)
	opt.BaseURL = srv.URL + "/api/v2"
	if opt.Queries == nil {
		opt.Queries = []Query{{Intr: "psilocybin"}, {Intr: "ketamine", Cond: "depression"}}
	}
	s, err := New(sourcetest.Fetcher{Client: srv.Client()}, opt)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch r.URL.Path {
	case "/api/v2/version":
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"apiVersion":"2.0.5","dataTimestamp":%q}`, w.data)
	case "/api/v2/studies":
		q := r.URL.Query()
		w.calls = append(w.calls, q)
		body := w.answer(q)
		if w.fault != nil {
			body = w.fault(q, len(w.calls), body)
		}
		if code, text, ok := strings.Cut(body, " "); ok && len(code) == 3 {
			n, _ := strconv.Atoi(code)
			http.Error(rw, text, n)
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprint(rw, body)
	default:
		http.NotFound(rw, r)
	}
}

var reSince = regexp.MustCompile(`^AREA\[LastUpdatePostDate\]RANGE\[(\d{4}-\d\d-\d\d),MAX\]$`)

// answer gives a page as the real service does; tokens hold for one version of
// the data.
func (w *world) answer(q url.Values) string {
	from := ""
	if f := q.Get("filter.advanced"); f != "" {
		m := reSince.FindStringSubmatch(f)
		if m == nil {
			return "400 Unknown area name"
		}
		from = m[1]
	}
	if w.strict && q.Has("fields") {
		return "500 Internal Server Error"
	}
	size, err := strconv.Atoi(q.Get("pageSize"))
	if err != nil || size < 0 || size > 1000 || q.Get("sort") != "LastUpdatePostDate:desc" {
		return "400 Bad request"
	}
	if w.most > 0 {
		size = min(size, w.most)
	}
	var hits []entry
	for _, e := range w.studies {
		if strings.Contains(e.intr, q.Get("query.intr")) && e.day >= from {
			hits = append(hits, e)
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].day > hits[j].day })
	start := 0
	if token := q.Get("pageToken"); token != "" {
		rest, ok := strings.CutPrefix(token, w.data+"@")
		if start, err = strconv.Atoi(rest); !ok || err != nil {
			return "400 Invalid page token"
		}
	}
	return w.page(hits, start, size, q.Get("countTotal") == "true")
}

func (w *world) page(hits []entry, start, size int, count bool) string {
	end := min(start+size, len(hits))
	var list []string
	for _, e := range hits[min(start, end):end] {
		list = append(list, fmt.Sprintf(`{"protocolSection":{"identificationModule":{"nctId":%q,"briefTitle":"Trial %s"},"statusModule":{"lastUpdatePostDateStruct":{"date":%q}}}}`, e.nct, e.nct, e.day))
	}
	body := `{"studies":[` + strings.Join(list, ",") + `]`
	if count {
		body += fmt.Sprintf(`,"totalCount":%d`, len(hits)+w.more)
	}
	if end < len(hits) {
		body += fmt.Sprintf(`,"nextPageToken":"%s@%d"`, w.data, end)
	}
	return body + "}"
}

// harvested is what a harvest gave.
type harvested struct {
	keys     map[string]int
	order    []string
	pages    []crawler.Page
	gaps     []string
	err      error
	cursor   json.RawMessage
	warnings string
}

// harvest runs the source over the plan, at most max pages (0: all).
func harvest(s *Source, plan crawler.Plan, max int) harvested {
	out := harvested{keys: map[string]int{}, cursor: plan.Cursor}
	for p, err := range s.Pages(context.Background(), plan) {
		if err != nil {
			out.err = err
			break
		}
		for _, r := range p.Records {
			out.keys[r.Key]++
			out.order = append(out.order, r.Key)
		}
		for _, g := range p.Gaps {
			out.gaps = append(out.gaps, fmt.Sprintf("%s: %d of %d", g.What, g.Delivered, g.Announced))
		}
		out.pages = append(out.pages, p)
		out.warnings += strings.Join(p.Warnings, "\n")
		out.cursor = p.Next
		if len(out.pages) == max {
			break
		}
		if len(out.pages) > 5000 {
			panic("the harvest does not end")
		}
	}
	return out
}
