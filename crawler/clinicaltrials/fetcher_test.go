package clinicaltrials

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidelic/crawler"
)

// TestWithTheRealFetcher runs a harvest through crawler.Fetcher; the place that
// an earlier run left is refused as the registry refuses an old token.
func TestWithTheRealFetcher(t *testing.T) {
	w := newWorld(t, 10)
	srv := httptest.NewServer(w)
	defer srv.Close()
	f, err := crawler.NewFetcher(nil, crawler.Options{Version: "test", Pause: time.Millisecond, AllowPrivate: []string{strings.TrimPrefix(srv.URL, "http://")}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(f, Options{BaseURL: srv.URL + "/api/v2", Queries: []Query{{Intr: "psilocybin"}}, PageSize: 6, Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var _ crawler.Source = s
	first := harvest(s, crawler.Plan{Now: at(today)}, 1)
	before := len(w.calls)
	w.fault = func(_ url.Values, call int, answer string) string {
		if call == before+1 {
			return "400 Invalid page token"
		}
		return answer
	}
	got := harvest(s, crawler.Plan{Now: at(today), Cursor: first.cursor}, 0)
	if got.err != nil || len(got.keys) != 20 || !strings.Contains(got.warnings, "no longer knows the place") {
		t.Errorf("%d keys, warnings %q, error %v", len(got.keys), got.warnings, got.err)
	}
}
