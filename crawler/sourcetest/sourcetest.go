// Package sourcetest helps the tests of sources: recorded answers, a fetcher
// without manners for servers on loopback, a library that knows what it is told,
// and harvests whose pages are kept. Only tests import it.
package sourcetest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"evidelic/crawler"
	"evidelic/study"
)

// Sample reads a recorded answer, "crossref/work.json". The test is skipped where
// the recordings are absent: they lie in EVIDELIC_SHARED, else in the folder
// shared beside the repository.
func Sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(samples(t), filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("no recorded answers here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Samples gives the names of the recorded answers that match a pattern,
// "openalex/*.json"; the test is skipped where there are none.
func Samples(t testing.TB, pattern string) []string {
	t.Helper()
	dir := samples(t)
	list, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Skipf("no recorded answers %s here", pattern)
	}
	for i, f := range list {
		if list[i], err = filepath.Rel(dir, f); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// Folder gives the folder of a source's recorded answers; the test is skipped
// where it is absent.
func Folder(t testing.TB, source string) string {
	t.Helper()
	dir := filepath.Join(samples(t), source)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no recorded answers here: %v", err)
	}
	return dir
}

func samples(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("EVIDELIC_SHARED"); dir != "" {
		return filepath.Join(dir, "samples")
	}
	dir, err := os.Getwd()
	for range 10 {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared", "samples")
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no go.mod above the test")
	return ""
}

// Fetcher asks without pacing and without a second try. Answers whose status is
// not 2xx are *crawler.StatusError, as with the real one.
type Fetcher struct {
	Client *http.Client
	Warn   string // a warning that every answer carries; "": none
}

// Fetch makes the request.
func (f Fetcher) Fetch(ctx context.Context, r crawler.Request) (*crawler.Response, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.Form != nil {
		method, body = http.MethodPost, strings.NewReader(r.Form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, r.URL, body)
	if err != nil {
		return nil, err
	}
	if r.Form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, v := range r.Header {
		req.Header[name] = v
	}
	resp, err := f.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		return nil, &crawler.StatusError{Status: resp.StatusCode, URL: r.URL, Body: string(b)}
	}
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	out := &crawler.Response{Status: resp.StatusCode, URL: resp.Request.URL.String(), Header: resp.Header, Type: kind, Body: b}
	if f.Warn != "" {
		out.Warnings = []string{f.Warn}
	}
	return out, nil
}

// Library is a crawler.Catalogue over a list of studies, in its order.
type Library struct {
	Refs []study.Ref
	Fail error // what both methods fail with
}

// Wanted gives the studies after one; one that it does not know stands at the end.
func (l *Library) Wanted(_ context.Context, after string, n int) ([]study.Ref, error) {
	if l.Fail != nil {
		return nil, l.Fail
	}
	at := 0
	if after != "" {
		at = len(l.Refs)
		if i := slices.IndexFunc(l.Refs, func(r study.Ref) bool { return r.ID == after }); i >= 0 {
			at = i + 1
		}
	}
	return slices.Clone(l.Refs[at:min(at+n, len(l.Refs))]), nil
}

// FindAll finds by DOI.
func (l *Library) FindAll(_ context.Context, refs []study.Ref) ([]string, error) {
	out := make([]string, len(refs))
	for i, r := range refs {
		if j := slices.IndexFunc(l.Refs, func(k study.Ref) bool { return k.DOI != "" && k.DOI == r.DOI }); j >= 0 {
			out[i] = l.Refs[j].ID
		}
	}
	return out, l.Fail
}

// Outcome is what a harvest gave.
type Outcome struct {
	Keys     map[string]int // how often each record came
	Records  []study.Record
	Deleted  []string
	Failed   []study.RecordError
	Gaps     []study.Gap
	Warnings []string
	Pages    []crawler.Page
	Cursor   json.RawMessage
	Err      error
}

// Harvest takes the pages of a run, at most some of them (0: all). It fails the
// test when the source does not end, or a page has no cursor.
func Harvest(t testing.TB, s crawler.Source, plan crawler.Plan, most int) Outcome {
	t.Helper()
	out := Outcome{Keys: map[string]int{}, Cursor: plan.Cursor}
	for p, err := range s.Pages(t.Context(), plan) {
		if err != nil {
			out.Err = err
			break
		}
		if len(p.Next) == 0 || !json.Valid(p.Next) {
			t.Fatalf("page %d has cursor %q", len(out.Pages)+1, p.Next)
		}
		out.add(p)
		if most > 0 && len(out.Pages) == most {
			break
		}
		if len(out.Pages) > 5000 {
			t.Fatal("the harvest does not end")
		}
	}
	return out
}

func (o *Outcome) add(p crawler.Page) {
	for _, r := range p.Records {
		o.Keys[r.Key]++
	}
	o.Records = append(o.Records, p.Records...)
	o.Deleted = append(o.Deleted, p.Deleted...)
	o.Failed = append(o.Failed, p.Failed...)
	o.Gaps = append(o.Gaps, p.Gaps...)
	o.Warnings = append(o.Warnings, p.Warnings...)
	o.Pages = append(o.Pages, p)
	o.Cursor = p.Next
}
