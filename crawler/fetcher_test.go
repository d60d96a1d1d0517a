package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clock is the fetcher's time in tests: waiting moves it and takes none.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) wait(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.at = c.at.Add(d)
		c.waits = append(c.waits, d)
	}
	return nil
}

// notedSlots gives each request its slot by the clock and notes who asked.
type notedSlots struct {
	clock *clock
	mu    sync.Mutex
	asked []string
	last  map[string]time.Time
	err   error
}

func (s *notedSlots) ReserveSlot(_ context.Context, host, key string, interval time.Duration, daily int) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return time.Time{}, s.err
	}
	s.asked = append(s.asked, fmt.Sprintf("%s key=%s %s daily=%d", host, key, interval, daily))
	at := s.clock.now()
	if last, ok := s.last[host+key]; ok && last.Add(interval).After(at) {
		at = last.Add(interval)
	}
	s.last[host+key] = at
	return at, nil
}

// bench is a fetcher whose time is a clock, with a server that it may reach.
type bench struct {
	*Fetcher
	clock *clock
	slots *notedSlots
	srv   *httptest.Server
	hits  atomic.Int32
	logs  bytes.Buffer
}

// newBench serves with handle, which is told the number of each request from 1.
func newBench(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request), allow ...string) *bench {
	t.Helper()
	b := &bench{clock: &clock{at: time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)}}
	b.slots = &notedSlots{clock: b.clock, last: map[string]time.Time{}}
	b.srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handle(int(b.hits.Add(1)), w, r)
	}))
	t.Cleanup(b.srv.Close)
	f, err := NewFetcher(b.slots, Options{
		Version: "1.2", Site: "https://example.org", Mail: "ops@example.org",
		AllowPrivate: append(allow, strings.TrimPrefix(b.srv.URL, "http://")),
		Log:          slog.New(slog.NewTextHandler(&b.logs, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	f.pacer.now, f.pacer.wait = b.clock.now, b.clock.wait
	b.Fetcher = f
	return b
}

// answer writes a body of a media type.
func answer(w http.ResponseWriter, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	io.WriteString(w, body)
}

func gzipped(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.Bytes()
}

var jsonOnly = []string{"application/json"}

func TestFetchGivesTheWholeAnswer(t *testing.T) {
	b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		answer(w, "Application/JSON; charset=utf-8", fmt.Sprintf(`{"agent":%q,"query":%q,"accept":%q,"key":%q}`,
			r.UserAgent(), r.URL.RawQuery, r.Header.Get("Accept"), r.Header.Get("X-Api-Key")))
	})
	query := "term=a+b%20%22Mesh%22%5Btiab%5D&x=%C3%A9&y=1,2|3"
	res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + "/x?" + query, Accept: jsonOnly, Header: http.Header{"X-Api-Key": {"k"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`{"agent":"Evidelic/1.2 (+https://example.org; mailto:ops@example.org)","query":%q,"accept":"application/json","key":"k"}`, query)
	if diff := cmp.Diff(want, string(res.Body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	if res.Status != 200 || res.Type != "application/json" || res.URL != b.srv.URL+"/x?"+query || len(res.Warnings) != 0 {
		t.Errorf("got %d %s %s %v", res.Status, res.Type, res.URL, res.Warnings)
	}
}

func TestFetchPostsForms(t *testing.T) {
	b := newBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 1 {
			w.WriteHeader(503)
			return
		}
		body, _ := io.ReadAll(r.Body)
		answer(w, "text/plain", r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
	})
	res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL, Form: url.Values{"id": {"1,2"}, "db": {"pubmed"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(res.Body), "POST application/x-www-form-urlencoded db=pubmed&id=1%2C2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestFetchTakesWhatCollyWouldNot: colly refuses a second visit, cuts bodies at
// 10 MiB without an error, takes 2xx above 202 for errors, keeps cookies, and
// reads COLLY_* variables.
func TestFetchTakesWhatCollyWouldNot(t *testing.T) {
	t.Setenv("COLLY_MAX_BODY_SIZE", "10")
	t.Setenv("COLLY_USER_AGENT", "other")
	t.Setenv("COLLY_DISALLOWED_DOMAINS", "127.0.0.1")
	t.Setenv("COLLY_CACHE_DIR", t.TempDir())
	large := strings.Repeat("x", 11<<20)
	b := newBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(min(200+3*(n-1), 206)) // 200, 203, then a part
		if r.Header.Get("Cookie") != "" || !strings.HasPrefix(r.UserAgent(), Product) {
			t.Errorf("headers: %v", r.Header)
		}
		io.WriteString(w, large)
	})
	for n := range 2 {
		res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + "/same"})
		if err != nil || len(res.Body) != len(large) {
			t.Fatalf("visit %d: error %v", n+1, err)
		}
	}
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + "/same"}); !errors.Is(err, ErrCutBody) {
		t.Errorf("206 without a Range: got %v, want ErrCutBody", err)
	}
}

func TestFetchReservesASlotForEachTry(t *testing.T) {
	b := newBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n < 3 {
			w.WriteHeader(500)
		}
	})
	host := strings.TrimPrefix(b.srv.URL, "http://")
	pace := Pace{Key: "k", Interval: 30 * time.Second, Daily: 100}
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL, Pace: pace}); err != nil {
		t.Fatal(err)
	}
	slot := host + " key=k 30s daily=100"
	if diff := cmp.Diff([]string{slot, slot, slot}, b.slots.asked); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
	if got := b.clock.now().Sub(time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)); got != time.Minute {
		t.Errorf("the third try came after %v, want 1m", got)
	}
}

func TestFetchDoesNotWaitForADistantSlot(t *testing.T) {
	b := newBench(t, func(int, http.ResponseWriter, *http.Request) {})
	pace := Pace{Interval: 10 * time.Minute}
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL, Pace: pace}); err != nil {
		t.Fatal(err)
	}
	_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL, Pace: pace})
	var later *LaterError
	if !errors.As(err, &later) || !later.At.Equal(b.clock.now().Add(10*time.Minute)) || b.hits.Load() != 1 {
		t.Errorf("got %v after %d requests, want a LaterError in 10 minutes after 1", err, b.hits.Load())
	}
}

func TestFetchFailsWhenSlotsDo(t *testing.T) {
	b := newBench(t, func(int, http.ResponseWriter, *http.Request) {})
	b.slots.err = errors.New("disk full")
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); !errors.Is(err, b.slots.err) || b.hits.Load() != 0 {
		t.Errorf("got %v after %d requests, want the slots' error after none", err, b.hits.Load())
	}
}

func TestFetchRefusesBadRequests(t *testing.T) {
	f, err := NewFetcher(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{"", "/x", "ftp://example.org/x", "file:///etc/passwd", "http://", "http://user:pass@example.org/", "http://exa mple.org", "http://example.org/" + strings.Repeat("x", maxURL), "http://[::1", "javascript:alert(1)"} {
		if _, err := f.Fetch(t.Context(), Request{URL: u}); !errors.Is(err, ErrBadRequest) || strings.Contains(err.Error(), "pass") && strings.Contains(err.Error(), "user") {
			t.Errorf("%.40q: got %v, want ErrBadRequest", u, err)
		}
	}
}

func TestNewFetcherRefusesOptionsThatBreakTheHeader(t *testing.T) {
	for _, o := range []Options{{Mail: "a@b\r\nX: y"}, {Site: "https://x y"}, {Version: "1(2)"}, {Mail: "é@b"}} {
		if _, err := NewFetcher(nil, o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
}

func TestFetchReturnsAtOnceWhenCancelled(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("x"))
		w.(http.Flusher).Flush()
		cancel()
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	if _, err := b.Fetch(ctx, Request{URL: b.srv.URL}); !errors.Is(err, context.Canceled) || b.hits.Load() != 1 {
		t.Errorf("got %v after %d requests, want context.Canceled after 1", err, b.hits.Load())
	}
	if _, err := b.Fetch(ctx, Request{URL: b.srv.URL}); !errors.Is(err, context.Canceled) || b.hits.Load() != 1 {
		t.Errorf("got %v after %d requests, want context.Canceled and no request", err, b.hits.Load())
	}
}

func TestFetchIsSafeForConcurrentUse(t *testing.T) {
	b := newBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n%5 == 0 {
			w.WriteHeader(503)
			return
		}
		answer(w, "text/plain", r.URL.Path)
	})
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			path := fmt.Sprintf("/%d", i)
			res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + path, Robots: i%2 == 0})
			if err != nil || string(res.Body) != path {
				t.Errorf("%s: error %v", path, err)
			}
		})
	}
	wg.Wait()
}

func TestErrorsAndLogsShowNoKeys(t *testing.T) {
	const key = "s3cr3tk3y"
	b := newBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/status":
			w.WriteHeader(429)
			fmt.Fprintf(w, `{"error":"API rate limit exceeded","api-key":%q}`, key)
		case "/html":
			answer(w, "text/html", "<html>bad key "+key)
		case "/redirect":
			w.Header().Set("Location", "ftp://example.org/?api_key="+key)
			w.WriteHeader(302)
		case "/cut":
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "x")
		case "/loop":
			http.Redirect(w, r, r.URL.String(), http.StatusFound)
		}
	})
	for _, path := range []string{"/status", "/html", "/redirect", "/cut", "/loop"} {
		u := b.srv.URL + path + "?db=pubmed&api_key=" + key + "&email=ops@example.org"
		_, err := b.Fetch(t.Context(), Request{URL: u, Accept: jsonOnly})
		if err == nil || strings.Contains(err.Error(), key) {
			t.Errorf("%s: error %v", path, err)
		}
		if err != nil && !strings.Contains(err.Error(), "db=pubmed&api_key=REDACTED&email=ops@example.org") {
			t.Errorf("%s: the error does not name the address: %v", path, err)
		}
	}
	b.srv.Close()
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + "?api_key=" + key}); err == nil || strings.Contains(err.Error(), key) {
		t.Errorf("connection refused: error %v", err)
	}
	if _, err := b.Fetch(t.Context(), Request{URL: "http://exa mple.org/?api_key=" + key}); err == nil || strings.Contains(err.Error(), key) {
		t.Errorf("bad address: error %v", err)
	}
	if b.logs.Len() == 0 || strings.Contains(b.logs.String(), key) {
		t.Errorf("log:\n%s", b.logs.String())
	}
}
