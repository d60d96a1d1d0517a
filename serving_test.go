package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// serving is a running `evidelic serve` in this process.
type serving struct {
	base   string
	data   string
	out    *lockedBuffer
	faults *lockedBuffer
	stop   func() int
}

// startServe runs serve on a free port until the test ends.
func startServe(t *testing.T, data string, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &serving{data: data, out: &lockedBuffer{}, faults: &lockedBuffer{}}
	code := make(chan int, 1)
	go func() {
		p := &program{stdin: strings.NewReader(""), stdout: s.out, stderr: s.faults, retryPause: time.Millisecond}
		code <- p.run(ctx, append([]string{"serve", "--data", data, "--addr", "127.0.0.1:0"}, args...))
	}()
	var once sync.Once
	var status int
	s.stop = func() int {
		once.Do(func() { cancel(); status = <-code })
		return status
	}
	t.Cleanup(func() { s.stop() })
	poll(t, "serve's address", func() bool {
		_, rest, ok := strings.Cut(s.out.String(), "Evidelic is at ")
		s.base, _, _ = strings.Cut(rest, "/ ")
		if len(code) > 0 {
			t.Fatalf("serve ended: %s", s.faults.String())
		}
		return ok
	})
	return s
}

// poll waits until f holds, looking every 50 ms for two minutes at most.
func poll(t *testing.T, what string, f func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	end := time.After(2 * time.Minute)
	for !f() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("waited two minutes for %s", what)
		}
	}
}

// waitFor waits until the harvests of all sources have ended and the index has
// everything; want is about how many records to expect at least.
func (s *serving) waitFor(t *testing.T, want int) {
	t.Helper()
	poll(t, "the harvests", func() bool {
		st := s.sources(t)
		seen := 0
		for _, src := range st.Sources {
			if src.Last == nil || src.Running != nil {
				return false
			}
			seen += src.Last.Seen
		}
		if seen < want {
			t.Fatalf("the harvests saw %d records, want %d at least", seen, want)
		}
		return len(st.Sources) >= 3 && s.indexed(t)
	})
}

// sourcesAnswer is the part of /api/v1/sources that tests look at.
type sourcesAnswer struct {
	Library struct {
		Seq   uint64 `json:"seq"`
		Count int    `json:"count"`
	} `json:"library"`
	Notes   []string
	Sources []struct {
		Source        string
		NextRun       time.Time `json:"next_run"`
		Retry         string
		Last, Running *struct {
			Outcome                               string
			Announced, Seen, New, Changed, Failed int
			Gaps                                  []any
			Error                                 string
		}
	} `json:"sources"`
}

func (s *serving) sources(t *testing.T) (out sourcesAnswer) {
	t.Helper()
	s.getJSON(t, "/api/v1/sources", &out)
	return out
}

// searchAnswer is the part of the search's answer that tests look at.
type searchAnswer struct {
	Total    int    `json:"total"`
	Related  int    `json:"related"`
	Seq      uint64 `json:"seq"`
	Building bool   `json:"building"`
	Hits     []struct {
		ID    string
		Title string
	} `json:"hits"`
	Facets map[string]any `json:"facets"`
}

func (s *serving) search(t *testing.T, query string) (out searchAnswer) {
	t.Helper()
	s.getJSON(t, "/api/v1/search?"+query, &out)
	return out
}

// indexed says whether the index has everything that the library has.
func (s *serving) indexed(t *testing.T) bool {
	t.Helper()
	a := s.search(t, "size=1&all_scopes=true")
	return !a.Building && a.Seq >= s.sources(t).Library.Seq
}

// first gives the id of the first hit.
func (s *serving) first(t *testing.T, query string) string {
	t.Helper()
	a := s.search(t, query)
	if len(a.Hits) == 0 {
		t.Fatalf("no study for %s", query)
	}
	return a.Hits[0].ID
}

func (s *serving) getJSON(t *testing.T, path string, v any) {
	t.Helper()
	status, body := s.get(t, path)
	if status != http.StatusOK {
		t.Fatalf("%s: status %d: %.300s", path, status, body)
	}
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func (s *serving) get(t *testing.T, path string) (int, []byte) {
	t.Helper()
	res, err := http.Get(s.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, b
}

// lockedBuffer is a buffer that a running program writes and a test reads.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
