package webpage

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// site is a resolver and the journals behind it, on loopback.
type site struct {
	mu    sync.Mutex
	pages map[string]string // path -> page; "403" refuses
	calls []string
}

func (s *site) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.URL.Path)
	page, ok := s.pages[r.URL.Path]
	switch {
	case r.URL.Path == "/robots.txt":
		_, _ = fmt.Fprint(rw, "User-agent: *\nDisallow: /closed/\n")
	case !ok:
		http.NotFound(rw, r)
	case strings.HasPrefix(page, "/"):
		http.Redirect(rw, r, page, http.StatusFound)
	case page == "403":
		http.Error(rw, "no programs", http.StatusForbidden)
	default:
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(rw, page)
	}
}

// landing makes a page.
func landing(doi, abstract string) string {
	return fmt.Sprintf(`<!DOCTYPE html><html><head><meta name="citation_title" content="Oral ketamine for depression"><meta name="citation_doi" content="%s">
		<meta name="citation_abstract" content="%s"></head><body>Text</body></html>`, doi, abstract)
}

func world() (*site, *sourcetest.Library) {
	s := &site{pages: map[string]string{
		"/10.5555/good": "/open/good", "/open/good": landing("10.5555/GOOD", text),
		"/10.5555/closed": "/closed/1", "/closed/1": landing("10.5555/closed", text),
		"/10.5555/none":  landing("10.5555/none", "Read more"),
		"/10.5555/403":   "403",
		"/10.5555/other": landing("10.5555/another", text),
		"/10.5555/twin":  landing("10.5555/twin", text),
	}}
	lib := &sourcetest.Library{}
	for i, name := range []string{"good", "closed", "none", "403", "other", "twin", "missing"} {
		lib.Refs = append(lib.Refs, study.Ref{ID: fmt.Sprintf("ev%d", i), DOI: "10.5555/" + name})
	}
	return s, lib
}

func open(t *testing.T, s *site, lib *sourcetest.Library, opt Options) *Source {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	f, err := crawler.NewFetcher(nil, crawler.Options{Pause: time.Millisecond, Tries: 2, AllowPrivate: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	opt.BaseURL, opt.Interval = srv.URL, time.Millisecond
	src, err := New(f, lib, opt)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

var now = time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)

func TestHarvest(t *testing.T) {
	s, lib := world()
	got := sourcetest.Harvest(t, open(t, s, lib, Options{}), crawler.Plan{Now: now}, 0)
	if got.Err != nil || !cmp.Equal(got.Keys, map[string]int{"10.5555/good": 1}) {
		t.Fatalf("keys %v, error %v", got.Keys, got.Err)
	}
	r := got.Records[0]
	if r.Source != "webpage" || r.Report.AbstractText() != text || r.Report.IDs.DOI != "10.5555/good" || !strings.HasSuffix(r.Report.Links[0].URL, "/open/good") || !strings.Contains(string(r.Raw), "citation_title") {
		t.Errorf("record %+v", r)
	}
	for _, c := range s.calls {
		if strings.HasPrefix(c, "/closed/") {
			t.Errorf("asked for %s, which robots.txt does not allow", c)
		}
	}
	var failed []string
	for _, f := range got.Failed {
		failed = append(failed, f.Key)
	}
	if diff := cmp.Diff([]string{"10.5555/403", "10.5555/other", "10.5555/missing"}, failed); diff != "" {
		t.Errorf("failed (-want +got):\n%s", diff)
	}
	all := strings.Join(got.Warnings, "\n")
	for _, want := range []string{"2 of 7 landing pages have no abstract", "1 of 7 landing pages are not for programs", "the same text"} {
		if !strings.Contains(all, want) {
			t.Errorf("warnings %q lack %q", got.Warnings, want)
		}
	}
}

func TestLaterHarvests(t *testing.T) {
	s, lib := world()
	src := open(t, s, lib, Options{Limit: 3})
	first := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0)
	second := sourcetest.Harvest(t, src, crawler.Plan{Now: now.AddDate(0, 0, 1), Cursor: first.Cursor}, 0)
	if len(first.Failed) != 0 || len(second.Failed) != 2 || !strings.Contains(string(second.Cursor), "ev5") {
		t.Errorf("failed %v, then %v, cursor %s", first.Failed, second.Failed, second.Cursor)
	}
	third := sourcetest.Harvest(t, src, crawler.Plan{Now: now.AddDate(0, 0, 2), Cursor: second.Cursor}, 0)
	none := sourcetest.Harvest(t, src, crawler.Plan{Now: now.AddDate(0, 0, 3), Cursor: third.Cursor}, 0)
	if len(none.Pages) != 1 || !none.Pages[0].Unchanged {
		t.Errorf("nothing left to ask about: %+v", none.Pages)
	}
	again := sourcetest.Harvest(t, src, crawler.Plan{Now: now.AddDate(0, 4, 0), Cursor: none.Cursor}, 0)
	if len(again.Keys) != 1 {
		t.Errorf("months later: %v", again.Keys)
	}
}

func TestTroubles(t *testing.T) {
	s, lib := world()
	src := open(t, s, lib, Options{})
	src.opt.BaseURL = "http://127.0.0.1:1" // nobody listens there
	if got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0); got.Err == nil || len(got.Pages) > 0 {
		t.Errorf("no host can be reached: %+v", got)
	}
	lib.Fail = errors.New("the store is away")
	if got := sourcetest.Harvest(t, src, crawler.Plan{Now: now}, 0); !errors.Is(got.Err, lib.Fail) {
		t.Errorf("error %v", got.Err)
	}
	if got := sourcetest.Harvest(t, src, crawler.Plan{Cursor: []byte(`{"v":4}`)}, 0); !errors.Is(got.Err, study.ErrInvalid) {
		t.Errorf("error %v", got.Err)
	}
	for name, o := range map[string]Options{"base_url": {BaseURL: "x"}, "limit": {Limit: -1}} {
		if _, err := New(nil, nil, o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
