package crawler

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestFetchRetries(t *testing.T) {
	status := func(codes ...int) func(int, http.ResponseWriter, *http.Request) {
		return func(n int, w http.ResponseWriter, _ *http.Request) {
			if n <= len(codes) {
				w.WriteHeader(codes[n-1])
				return
			}
			answer(w, "application/json", `{}`)
		}
	}
	first := func(bad http.HandlerFunc) func(int, http.ResponseWriter, *http.Request) {
		return func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				bad(w, r)
				return
			}
			answer(w, "application/json", `{}`)
		}
	}
	hangUp := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
	}
	tests := []struct {
		name   string
		handle func(int, http.ResponseWriter, *http.Request)
		tries  int
		status int // of the final error; 0: none
	}{
		{"500 then fine", status(500), 2, 0},
		{"429 without Retry-After", status(429), 2, 0},
		{"502, 503, 504, 408 then fine", status(502, 503, 504, 408), 5, 0},
		{"503 for ever", status(503, 503, 503, 503, 503, 503), 5, 503},
		{"400 is final", status(400), 1, 400},
		{"401 is final", status(401), 1, 401},
		{"404 is final", status(404), 1, 404},
		{"501 is final", status(501), 1, 501},
		{"a dropped connection", first(hangUp), 2, 0},
		{"a cut body", first(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			answer(w, "application/json", `{"a":`)
		}), 2, 0},
		{"HTML in passing", first(func(w http.ResponseWriter, _ *http.Request) { answer(w, "text/html", "<html>busy") }), 2, 0},
		{"wrong charset in passing", first(func(w http.ResponseWriter, _ *http.Request) {
			answer(w, "application/json; charset=utf-8", "{\"a\":\"\xe9\"}")
		}), 2, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tt.handle)
			_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL, Accept: jsonOnly})
			var status *StatusError
			switch {
			case tt.status == 0 && err != nil:
				t.Errorf("error %v", err)
			case tt.status != 0 && (!errors.As(err, &status) || status.Status != tt.status):
				t.Errorf("got %v, want status %d", err, tt.status)
			}
			if int(b.hits.Load()) != tt.tries {
				t.Errorf("%d tries, want %d", b.hits.Load(), tt.tries)
			}
		})
	}
}

func TestRetriesGrowAndAreJittered(t *testing.T) {
	b := newBench(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); err == nil {
		t.Fatal("no error")
	}
	if len(b.clock.waits) != DefaultTries-1 {
		t.Fatalf("waits %v, want %d", b.clock.waits, DefaultTries-1)
	}
	for i, got := range b.clock.waits {
		want := DefaultPause << i
		if got < want/2 || got > want*3/2+time.Millisecond {
			t.Errorf("wait %d: %v, want %v give or take a half", i+1, got, want)
		}
	}
}

func TestFetchHonoursRetryAfter(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, value string
		status      int
		wait        time.Duration // at least, and at most a quarter more
		later       bool
	}{
		{"seconds", "120", 429, 2 * time.Minute, false},
		{"date", now.Add(3 * time.Minute).Format(http.TimeFormat), 503, 3 * time.Minute, false},
		{"beyond the limit", "3600", 429, time.Hour, true},
		{"date beyond the limit", now.Add(24 * time.Hour).Format(http.TimeFormat), 503, 24 * time.Hour, true},
		{"more digits than fit", strings.Repeat("9", 30), 429, maxRetryAfter, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(n int, w http.ResponseWriter, _ *http.Request) {
				if n == 1 {
					w.Header().Set("Retry-After", tt.value)
					w.WriteHeader(tt.status)
				}
			})
			_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
			var later *LaterError
			var status *StatusError
			wait := b.clock.now().Sub(now)
			if errors.As(err, &later) {
				wait = later.At.Sub(now)
			}
			if (later != nil) != tt.later || !tt.later && err != nil {
				t.Errorf("got error %v, want a LaterError: %v", err, tt.later)
			}
			if later != nil && (!errors.As(err, &status) || status.Status != tt.status) {
				t.Errorf("the LaterError does not wrap the status: %v", err)
			}
			if wait < tt.wait || wait > tt.wait*5/4 {
				t.Errorf("waited %v, want %v or a little more", wait, tt.wait)
			}
		})
	}
}

func TestRetryAfterHoldsEveryRequestToTheHost(t *testing.T) {
	b := newBench(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}
	})
	for n := range 2 {
		_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
		var later *LaterError
		if !errors.As(err, &later) || b.hits.Load() != 1 {
			t.Errorf("fetch %d: got %v after %d requests, want a LaterError after 1", n+1, err, b.hits.Load())
		}
	}
	b.clock.wait(t.Context(), 2*time.Hour)
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); err != nil {
		t.Errorf("after the pause: %v", err)
	}
}

func TestFetchGivesUpSlowAnswers(t *testing.T) {
	slow := func(header bool) func(int, http.ResponseWriter, *http.Request) {
		return func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 2 {
				return
			}
			if header {
				w.Write([]byte("begins"))
				w.(http.Flusher).Flush()
			}
			<-r.Context().Done()
		}
	}
	for name, handle := range map[string]func(int, http.ResponseWriter, *http.Request){"no header": slow(false), "slow body": slow(true)} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, handle)
			b.options.Timeout, b.options.Tries = 50*time.Millisecond, 1
			if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); !errors.Is(err, ErrTimeout) {
				t.Errorf("got %v, want ErrTimeout", err)
			}
			b.options.Tries, b.options.Timeout = 2, time.Second // enough for the second on a busy machine
			b.hits.Store(0)
			if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); err != nil || b.hits.Load() != 2 {
				t.Errorf("with a second try: %v after %d requests", err, b.hits.Load())
			}
		})
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"0", 0, true},
		{" 7 ", 7 * time.Second, true},
		{"Sat, 01 Mar 2025 12:00:30 GMT", 30 * time.Second, true},
		{"Saturday, 01-Mar-25 12:00:30 GMT", 30 * time.Second, true},
		{"Sat Mar  1 12:00:30 2025", 30 * time.Second, true},
		{"Sat, 01 Mar 2025 11:00:00 GMT", 0, true},
		{"Sat, 01 Mar 2125 11:00:00 GMT", maxRetryAfter, true},
		{"99999999999999999999", maxRetryAfter, true},
		{"", 0, false},
		{"-5", 0, false},
		{"1.5", 0, false},
		{"soon", 0, false},
	}
	for _, tt := range tests {
		if got, ok := ParseRetryAfter(tt.in, now); got != tt.want || ok != tt.ok {
			t.Errorf("%q: got %v %v, want %v %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, s := range []string{"0", "120", "-1", "Sat, 01 Mar 2025 12:00:30 GMT", "99999999999999999999", "1e9", "\x00"} {
		f.Add(s)
	}
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseRetryAfter(s, now)
		if d < 0 || d > maxRetryAfter || !ok && d != 0 {
			t.Errorf("%q: %v %v", s, d, ok)
		}
		if n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 16); err == nil && !strings.HasPrefix(strings.TrimSpace(s), "+") && d != time.Duration(n)*time.Second {
			t.Errorf("%q: %v, want %d seconds", s, d, n)
		}
	})
}
