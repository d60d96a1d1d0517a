package crossref

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// registry is a Crossref on loopback.
type registry struct {
	mu     sync.Mutex
	works  map[string]string // DOI -> its JSON
	feed   []string          // DOIs of notices, in the order of the feed
	calls  []url.Values
	paths  []string
	more   int    // added to the announced total of the feed
	refuse string // a DOI that makes a batch fail with 400
	loop   bool   // the feed repeats its cursor
}

func newRegistry() *registry { return &registry{works: map[string]string{}} }

// add registers a work; further are members of its JSON.
func (g *registry) add(doi, title, further string) {
	if further != "" {
		further = "," + further
	}
	g.works[doi] = fmt.Sprintf(`{"DOI":%q,"type":"journal-article","title":[%q],"indexed":{"date-time":"2026-03-01T10:00:00Z"}%s}`, doi, title, further)
}

// notice registers a notice about a work, on both sides.
func (g *registry) notice(doi, about, kind, source string) {
	date := `"updated":{"date-parts":[[2026,2,3]]}`
	g.add(doi, "Retraction: "+about, fmt.Sprintf(`"update-to":[{"DOI":%q,"type":%q,"label":"Retraction","source":%q,%s}]`, about, kind, source, date))
	g.feed = append(g.feed, doi)
	if _, ok := g.works[about]; ok {
		g.add(about, "Study "+about, fmt.Sprintf(`"updated-by":[{"DOI":%q,"type":%q,"label":"Retraction","source":%q,%s}]`, doi, kind, source, date))
	}
}

func (g *registry) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	q := r.URL.Query()
	g.calls, g.paths = append(g.calls, q), append(g.paths, r.URL.EscapedPath())
	if doi, ok := strings.CutPrefix(r.URL.Path, "/works/"); ok {
		if w := g.works[doi]; w != "" {
			reply(rw, `{"status":"ok","message-type":"work","message":`+w+`}`)
			return
		}
		http.Error(rw, "Resource not found.", http.StatusNotFound)
		return
	}
	var dois []string
	for _, f := range strings.Split(q.Get("filter"), ",") {
		if d, ok := strings.CutPrefix(f, "doi:"); ok {
			dois = append(dois, d)
		}
	}
	switch {
	case g.refuse != "" && slices.Contains(dois, g.refuse):
		http.Error(rw, `{"status":"failed","message-type":"validation-failure","message":[{"message":"bad DOI"}]}`, http.StatusBadRequest)
	case len(dois) > 0:
		g.list(rw, dois, len(dois), "")
	default:
		g.page(rw, q)
	}
}

// page answers the feed.
func (g *registry) page(rw http.ResponseWriter, q url.Values) {
	if !strings.Contains(q.Get("filter"), "update-type:retraction") || q.Get("cursor") == "" {
		http.Error(rw, `{"status":"failed","message":[{"message":"what?"}]}`, http.StatusBadRequest)
		return
	}
	at, _ := strconv.Atoi(strings.TrimPrefix(q.Get("cursor"), "mark+/="))
	const size = 3
	page := g.feed[min(at, len(g.feed)):min(at+size, len(g.feed))]
	next := fmt.Sprintf("mark+/=%d", at+len(page))
	if g.loop {
		next = "mark+/=1"
	}
	g.list(rw, page, len(g.feed)+g.more, next)
}

func (g *registry) list(rw http.ResponseWriter, dois []string, total int, next string) {
	items := []json.RawMessage{}
	for _, d := range dois {
		if w, ok := g.works[d]; ok {
			items = append(items, json.RawMessage(w))
		}
	}
	b, _ := json.Marshal(map[string]any{"status": "ok", "message-type": "work-list", "message": map[string]any{
		"total-results": total, "items": items, "next-cursor": next,
	}})
	reply(rw, string(b))
}

func reply(rw http.ResponseWriter, body string) {
	rw.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprint(rw, body)
}

// serve gives a source over the registry and a library.
func (g *registry) serve(t *testing.T, lib *sourcetest.Library, opt Options) *Source {
	t.Helper()
	srv := httptest.NewServer(g)
	t.Cleanup(srv.Close)
	opt.BaseURL = srv.URL
	s, err := New(sourcetest.Fetcher{Client: srv.Client(), Warn: "repaired"}, lib, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ref(i int, doi string) study.Ref { return study.Ref{ID: fmt.Sprintf("ev%08d", i), DOI: doi} }

func at(s string) time.Time {
	t, err := time.Parse(day, s)
	if err != nil {
		panic(err)
	}
	return t.Add(15 * time.Hour)
}
