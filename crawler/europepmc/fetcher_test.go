package europepmc

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
)

// TestWithTheRealFetcher runs a harvest, refused once, through crawler.Fetcher.
func TestWithTheRealFetcher(t *testing.T) {
	w := newWorld(t, 40, today)
	w.fault = func(_ url.Values, call int, answer string) string {
		if call == 3 {
			return `{"version":"6.9"}`
		}
		return answer
	}
	srv := httptest.NewServer(w)
	defer srv.Close()
	f, err := crawler.NewFetcher(nil, crawler.Options{Version: "test", Pause: time.Millisecond, AllowPrivate: []string{strings.TrimPrefix(srv.URL, "http://")}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(f, Options{BaseURL: srv.URL + "/rest", Query: "ketamine " + strings.Repeat("OR psilocybin ", 200), PageSize: 15, Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var _ crawler.Source = s
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at(today)}, 0)
	if got.Err != nil || len(got.Keys) != 40 || w.posts != len(w.calls) {
		t.Errorf("%d keys, %d of %d by POST, error %v", len(got.Keys), w.posts, len(w.calls), got.Err)
	}
}
