package crawler

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// withRobots serves rules, and a page everywhere else.
func withRobots(t *testing.T, robots http.HandlerFunc) *bench {
	return newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			robots(w, r)
			return
		}
		answer(w, "text/html", "<html>"+r.URL.Path)
	})
}

func TestFetchHonoursRobots(t *testing.T) {
	rules := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { answer(w, "text/plain", s) }
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	tests := []struct {
		name    string
		robots  http.HandlerFunc
		allowed bool
		unknown bool
	}{
		{"allowed", rules("User-agent: *\nDisallow: /private\n"), true, false},
		{"forbidden", rules("User-agent: *\nDisallow: /\n"), false, false},
		{"forbidden after a mark", rules("\ufeffUser-agent: *\nDisallow: /\n"), false, false},
		{"forbidden to us", rules("User-agent: *\nAllow: /\n\nUser-agent: evidelic\nDisallow: /\n"), false, false},
		{"empty", rules(""), true, false},
		{"404", status(404), true, false},
		{"403", status(403), true, false},
		{"429", status(429), false, true},
		{"500", status(500), false, true},
		{"an HTML page", func(w http.ResponseWriter, _ *http.Request) { answer(w, "text/html", "<html>blocked") }, false, true},
		{"an HTML page as text", rules("<!DOCTYPE html><html>blocked"), false, true},
		{"JSON", rules(`{"error":"blocked"}`), false, true},
		{"too large", rules(strings.Repeat("Disallow: /x\n", robotsBytes/10)), false, true},
		{"moved", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/robots2.txt", http.StatusMovedPermanently)
		}, false, true}, // to the HTML page
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := withRobots(t, tt.robots)
			res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + "/article/1", Robots: true})
			var robots *RobotsError
			switch {
			case tt.allowed && (err != nil || string(res.Body) != "<html>/article/1"):
				t.Errorf("got %+v, error %v", res, err)
			case !tt.allowed && (!errors.As(err, &robots) || robots.Unknown != tt.unknown):
				t.Errorf("got %v, want a RobotsError, unknown %v", err, tt.unknown)
			}
			if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + "/article/1"}); err != nil {
				t.Errorf("without robots: %v", err)
			}
		})
	}
}

func TestRobotsAreAskedOnceADayInTheirOwnSlot(t *testing.T) {
	asked := 0
	b := withRobots(t, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		answer(w, "text/plain", "User-agent: *\nCrawl-delay: 20\n")
	})
	req := Request{URL: b.srv.URL + "/a", Robots: true, Pace: Pace{Interval: time.Second}}
	for range 3 {
		if _, err := b.Fetch(t.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	host := b.srv.Listener.Addr().String()
	slow := host + " key= 20s daily=0"
	if diff := cmp.Diff([]string{host + " key= 1s daily=0", slow, slow, slow}, b.slots.asked); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
	b.clock.wait(t.Context(), robotsFresh)
	if _, err := b.Fetch(t.Context(), req); err != nil || asked != 2 {
		t.Errorf("after a day: error %v, robots.txt asked for %d times, want 2", err, asked)
	}
}

func TestUnknownRobotsAreAskedAgainAfterAnHour(t *testing.T) {
	blocked := true
	b := withRobots(t, func(w http.ResponseWriter, _ *http.Request) {
		if blocked {
			answer(w, "text/html", "<html>blocked")
			return
		}
		answer(w, "text/plain", "User-agent: *\nDisallow:\n")
	})
	req := Request{URL: b.srv.URL + "/a", Robots: true}
	var robots *RobotsError
	for range 2 {
		if _, err := b.Fetch(t.Context(), req); !errors.As(err, &robots) || !robots.Unknown || b.hits.Load() != 1 {
			t.Errorf("got %v after %d requests, want unknown rules after 1", err, b.hits.Load())
		}
	}
	blocked = false
	b.clock.wait(t.Context(), robotsUnknown)
	if _, err := b.Fetch(t.Context(), req); err != nil {
		t.Errorf("after an hour: %v", err)
	}
}

func TestRobotsAreCheckedAfterARedirect(t *testing.T) {
	t.Run("same host", func(t *testing.T) {
		b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/robots.txt":
				answer(w, "text/plain", "User-agent: *\nDisallow: /closed\n")
			case "/open":
				http.Redirect(w, r, "/closed", http.StatusFound)
			default:
				t.Errorf("%s was fetched", r.URL.Path)
			}
		})
		wantForbidden(t, b, b.srv.URL+"/open")
	})
	t.Run("another host", func(t *testing.T) {
		other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				t.Errorf("%s was fetched", r.URL.Path)
			}
			answer(w, "text/plain", "User-agent: *\nDisallow: /\n")
		}))
		defer other.Close()
		b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(404)
				return
			}
			http.Redirect(w, r, other.URL+"/article", http.StatusFound)
		}, other.Listener.Addr().String())
		wantForbidden(t, b, b.srv.URL+"/open")
	})
}

func wantForbidden(t *testing.T, b *bench, u string) {
	t.Helper()
	_, err := b.Fetch(t.Context(), Request{URL: u, Robots: true})
	var robots *RobotsError
	if !errors.As(err, &robots) || robots.Unknown {
		t.Errorf("got %v, want a RobotsError", err)
	}
}

func TestRobotsRules(t *testing.T) {
	tests := []struct{ name, rules, allowed, forbidden string }{
		{"longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/ /a/b /a/bc /b", "/a /a/c /ab"},
		{"order does not matter", "User-agent: *\nAllow: /a/b\nDisallow: /a\n", "/a/b", "/a/c"},
		{"allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", ""},
		{"star", "User-agent: *\nDisallow: /*/pdf\n", "/pdf /x", "/a/pdf /a/b/pdf/c"},
		{"star at the end", "User-agent: *\nDisallow: /a*\n", "/", "/a /abc"},
		{"dollar", "User-agent: *\nDisallow: /*.pdf$\n", "/x.pdf?a /x.pdfs /x.PDF", "/x.pdf /a/x.pdf"},
		{"dollar alone", "User-agent: *\nDisallow: /$\n", "/a", "/"},
		{"query", "User-agent: *\nDisallow: /*?\n", "/a", "/a?b /?x"},
		{"empty disallow", "User-agent: *\nDisallow:\n", "/ /a", ""},
		{"escapes", "User-agent: *\nDisallow: /%7ejoe\nDisallow: /caf%c3%a9\nDisallow: /a%2fb\n", "/a/b", "/~joe /%7Ejoe /café /caf%C3%A9 /a%2Fb"},
		{"own group only", "User-agent: Evidelic\nDisallow: /b\n\nUser-agent: *\nDisallow: /a\n", "/a", "/b"},
		{"own group with a version", "User-agent: EVIDELIC/2.0 (x)\nDisallow: /b\n", "/a", "/b"},
		{"a longer name is not ours", "User-agent: Evidelicious\nDisallow: /b\n", "/b", ""},
		{"a shorter name is not ours", "User-agent: Evi\nDisallow: /b\n", "/b", ""},
		{"two agents, one group", "User-agent: Other\nUser-agent: Evidelic\nDisallow: /b\n", "/a", "/b"},
		{"groups are joined", "User-agent: Evidelic\nDisallow: /a\n\nUser-agent: Other\nDisallow: /c\n\nUser-agent: Evidelic\nDisallow: /b\n", "/c", "/a /b"},
		{"a new group after rules", "User-agent: Evidelic\nDisallow: /a\nUser-agent: Other\nDisallow: /b\n", "/b", "/a"},
		{"agents over a blank line and a sitemap", "User-agent: Evidelic\n\nSitemap: https://x/s.xml\nUser-agent: Other\nDisallow: /b\n", "/a", "/b"},
		{"comments", "# all\nUser-agent: * # everyone\nDisallow: /a # this\n#Disallow: /b\n", "/b", "/a"},
		{"case and blanks", "USER-AGENT:*\n  disallow  :  /a  \n", "/b", "/a"},
		{"CR line ends", "User-agent: *\rDisallow: /a\r", "/b", "/a"},
		{"rules before any group", "Disallow: /a\nUser-agent: *\nDisallow: /b\n", "/a", "/b"},
		{"nonsense", "hello\n: :\nUser-agent\n\x00\xff", "/ /a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := parseRobots([]byte(tt.rules), Product)
			check := func(paths string, want bool) {
				for path := range strings.FieldsSeq(paths) {
					u, err := url.Parse("http://example.org" + path)
					if err != nil {
						t.Fatal(err)
					}
					if got, line := r.allows(u); got != want || got == (line != "") {
						t.Errorf("%s: allowed %v by %q, want %v", path, got, line, want)
					}
				}
			}
			check(tt.allowed, true)
			check(tt.forbidden, false)
		})
	}
}

func TestCrawlDelay(t *testing.T) {
	tests := map[string]time.Duration{
		"10": 10 * time.Second, "0.5": 500 * time.Millisecond, "0": 0, "-3": 0, "NaN": 0, "Inf": maxCrawlDelay, "1e300": maxCrawlDelay, "ten": 0, "15 ": 15 * time.Second,
	}
	for value, want := range tests {
		if got := parseRobots(fmt.Appendf(nil, "User-agent: *\nCrawl-Delay: %s\n", value), Product).delay; got != want {
			t.Errorf("%q: got %v, want %v", value, got, want)
		}
	}
	other := "User-agent: Slurp\nCrawl-delay: 30\n\nUser-agent: *\nCrawl-delay: 2\n"
	if got := parseRobots([]byte(other), Product).delay; got != 2*time.Second {
		t.Errorf("another's delay: got %v, want 2s", got)
	}
}

func FuzzParseRobots(f *testing.F) {
	for _, s := range []string{
		"User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1\n", "\ufeffuser-agent: evidelic\nallow: /%7e%\n", "Disallow: /\r\rUser-agent:", "<html>", "User-agent: *\nDisallow: *$*$\n",
	} {
		f.Add([]byte(s), "/a/b?c=d")
	}
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		r := parseRobots(body, Product)
		if r.delay < 0 || r.delay > maxCrawlDelay {
			t.Errorf("delay %v", r.delay)
		}
		ok, line := r.allows(&url.URL{Scheme: "http", Host: "x", Path: path})
		if !ok && line == "" {
			t.Error("forbidden by no rule")
		}
		if p := normalPath(path); normalPath(p) != p {
			t.Errorf("%q: normal form %q is not stable", path, p)
		}
	})
}
