package europepmc

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"evidelic/crawler/sourcetest"
)

// world is a Europe PMC on loopback: records by the day of their last change.
type world struct {
	t       *testing.T
	mu      sync.Mutex
	records []entry
	calls   []url.Values
	posts   int
	fault   func(q url.Values, call int, answer string) string // changes what is sent; nil: nothing
	more    int                                                // added to the announced total
	most    int                                                // largest page given, whatever was asked; 0: no limit
	epoch   string                                             // part of every mark; marks of another epoch are unknown
}

type entry struct{ id, day string }

// newWorld holds n records, one changed on each day up to last.
func newWorld(t *testing.T, n int, last string) *world {
	w := &world{t: t}
	for i := range n {
		w.records = append(w.records, entry{strconv.Itoa(100000 + i), addDays(last, -i)})
	}
	return w
}

// serve starts the world and gives a source over it.
func (w *world) serve(opt Options) *Source {
	srv := httptest.NewServer(w)
	w.t.Cleanup(srv.Close)
	opt.BaseURL = srv.URL + "/rest/"
	if opt.Query == "" {
		opt.Query = "ketamine"
	}
	s, err := New(sourcetest.Fetcher{Client: srv.Client()}, opt)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

var reRange = regexp.MustCompile(`^\((.*)\) AND UPDATE_DATE:\[(\d{4}-\d\d-\d\d) TO (\d{4}-\d\d-\d\d)\]$`)

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	q := r.URL.Query()
	switch {
	case r.URL.Path == "/rest/searchPOST" && r.Method == http.MethodPost:
		_ = r.ParseForm()
		q = r.PostForm
		w.posts++
	case r.URL.Path != "/rest/search" || r.Method != http.MethodGet:
		http.NotFound(rw, r)
		return
	}
	w.calls = append(w.calls, q)
	body := w.answer(q)
	if w.fault != nil {
		body = w.fault(q, len(w.calls), body)
	}
	if body == "status 400" {
		http.Error(rw, "bad cursor", http.StatusBadRequest)
		return
	}
	rw.Header().Set("Content-Type", "application/json;charset=UTF-8")
	fmt.Fprint(rw, body)
}

// answer gives a page as the real service does.
func (w *world) answer(q url.Values) string {
	m := reRange.FindStringSubmatch(q.Get("query"))
	size, _ := strconv.Atoi(q.Get("pageSize"))
	if m == nil || size < 1 || size > 1000 || q.Get("format") != "json" || q.Get("synonym") != "false" {
		return `{"errCode":404,"errMsg":"Invalid request"}`
	}
	if w.most > 0 {
		size = min(size, w.most)
	}
	var hits []entry
	for _, e := range w.records {
		if e.day >= m[2] && e.day <= m[3] {
			hits = append(hits, e)
		}
	}
	at := 0
	if mark := q.Get("cursorMark"); mark != "*" {
		rest, ok := strings.CutPrefix(mark, w.epoch+"+/=")
		if n, err := strconv.Atoi(rest); ok && err == nil {
			at = n
		} else {
			return `{"errCode":500,"errMsg":"Unknown cursorMark"}`
		}
	}
	page := hits[min(at, len(hits)):min(at+size, len(hits))]
	results := make([]map[string]string, 0, len(page))
	for _, e := range page {
		results = append(results, map[string]string{"id": e.id, "source": "MED", "title": "Study " + e.id, "dateOfRevision": e.day})
	}
	b, _ := json.Marshal(map[string]any{
		"version": "6.9", "hitCount": len(hits) + w.more, "nextCursorMark": w.epoch + "+/=" + strconv.Itoa(at+len(page)),
		"resultList": map[string]any{"result": results},
	})
	return string(b)
}

func at(s string) time.Time {
	t, err := time.Parse(day, s)
	if err != nil {
		panic(err)
	}
	return t.Add(15 * time.Hour)
}
