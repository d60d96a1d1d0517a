package demo_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"evidelic/demo"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

var worldDay = time.Date(2026, 10, 15, 9, 0, 0, 0, time.UTC)

// newWorld gives a world of n studies without rate limits, and its address.
func newWorld(t *testing.T, n int, faults demo.Faults) (*demo.World, string) {
	t.Helper()
	w, err := demo.New(demo.Options{Studies: n, Seed: 7, Now: worldDay, NoRateLimit: true, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w.Handler())
	t.Cleanup(func() {
		w.Close()
		srv.Close()
	})
	return w, srv.URL
}

// get asks the address with parameters and gives status, header and body.
func get(t *testing.T, address string, form url.Values) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"?"+form.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, req)
}

func do(t *testing.T, req *http.Request) (int, http.Header, string) {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(body)
}

// form makes parameters of names and values in turn.
func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestNewRefuses(t *testing.T) {
	for name, opt := range map[string]demo.Options{
		"negative studies":          {Studies: -1},
		"too many studies":          {Studies: 1_000_000},
		"a day before the field":    {Now: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)},
		"an unknown kind of fault":  {Faults: demo.Faults{Kinds: []demo.Fault{"rain"}}},
		"a standing fault as kind":  {Faults: demo.Faults{Kinds: []demo.Fault{demo.FaultWrongTotal}}},
		"a passing fault to stand":  {Faults: demo.Faults{Standing: []demo.Fault{demo.Fault500}}},
		"a probability above 1":     {Faults: demo.Faults{Chance: 1.5}},
		"more strikes than retries": {Faults: demo.Faults{Times: 3}},
	} {
		if _, err := demo.New(opt); !errors.Is(err, study.ErrInvalid) {
			t.Errorf("%s: got error %v, want one wrapping ErrInvalid", name, err)
		}
	}
}

func TestWorldIsAFunctionOfItsSeed(t *testing.T) {
	a, atA := newWorld(t, 400, demo.Faults{})
	b, atB := newWorld(t, 400, demo.Faults{})
	for _, w := range []*demo.World{a, b} {
		if _, err := w.Advance(demo.Step{Days: 2, Add: 20, Revise: 5, Retract: 2, Correct: 1, Publish: 1, Delete: 4}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(a.Truth(), b.Truth()); diff != "" {
		t.Errorf("two worlds of one seed differ: %s", diff)
	}
	ids := form("db", "pubmed", "id", strings.Join(a.Truth().Sources[study.SourcePubMed].Keys, ","))
	_, _, gotA := get(t, atA+"/eutils/efetch.fcgi", ids)
	_, _, gotB := get(t, atB+"/eutils/efetch.fcgi", ids)
	if gotA != gotB || len(gotA) < 100_000 {
		t.Errorf("the same records differ, or are short: %d and %d bytes", len(gotA), len(gotB))
	}
	other, err := demo.New(demo.Options{Studies: 400, Seed: 8, Now: worldDay})
	if err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(a.Truth().Studies[:50], other.Truth().Studies[:50]) {
		t.Error("another seed gave the same studies")
	}
}

func TestTruthCounts(t *testing.T) {
	for _, n := range []int{1, 2, 3, 50, 2000} {
		w, _ := newWorld(t, n, demo.Faults{})
		truth := w.Truth()
		if len(truth.Studies) != n {
			t.Errorf("%d studies asked: got %d", n, len(truth.Studies))
		}
		records := 0
		for name, s := range truth.Sources {
			records += len(s.Keys)
			if len(slices.Compact(slices.Clone(s.Keys))) != len(s.Keys) || s.Announced != len(s.Keys) {
				t.Errorf("%s: %d keys, %d announced, or a key twice", name, len(s.Keys), s.Announced)
			}
		}
		if n == 2000 && (records < 2800 || len(truth.Sources) != 3) {
			t.Errorf("2,000 studies gave %d records in %d sources", records, len(truth.Sources))
		}
	}
}

func TestTruthHasEveryKindOfStudy(t *testing.T) {
	w, _ := newWorld(t, 2000, demo.Faults{})
	truth := w.Truth()
	got := map[string]int{}
	for _, s := range truth.Studies {
		got["kind "+string(s.Kind)]++
		got["design "+s.Facts.Design]++
		got["substance "+s.Facts.Substance]++
		for _, l := range s.Links {
			got["link "+string(l.Type)]++
			if back, ok := l.Type.Inverse(); ok && !slices.ContainsFunc(truth.Studies[l.Target].Links, func(x demo.LinkTruth) bool { return x.Type == back }) {
				t.Errorf("%s: %s is not linked back", s.Title, l.Type)
			}
		}
		for name, is := range map[string]bool{"retracted": s.Retracted, "corrected": s.Corrected, "concern": s.Concern, "trial": s.Trial != "", "two records": len(s.Records) == 2} {
			if is {
				got[name]++
			}
		}
		if !strings.HasPrefix(s.Title, demo.TitlePrefix) {
			t.Errorf("title %q does not say that it is synthetic", s.Title)
		}
	}
	for _, want := range []string{"kind article", "kind preprint", "kind registration", "kind notice", "design guideline", "design preclinical", "substance mescaline",
		"substance 5-meo-dmt", "link RetractionIn", "link ErratumFor", "link ExpressionOfConcernIn", "link UpdateIn", "link CorrectedandRepublishedIn", "link CommentIn",
		"link TrialResult", "retracted", "corrected", "concern", "trial", "two records"} {
		if got[want] == 0 {
			t.Errorf("no study with %s among 2,000", want)
		}
	}
}

func TestStartEndsWithItsContext(t *testing.T) {
	w, err := demo.New(demo.Options{Studies: 10, Now: worldDay})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	base, err := w.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(base, "http://127.0.0.1:") {
		t.Errorf("got %s, want an address on 127.0.0.1", base)
	}
	status, _, body := get(t, demo.BaseURLs(base)[study.SourceClinicalTrials]+"version", nil)
	if status != http.StatusOK || !strings.Contains(body, "dataTimestamp") {
		t.Errorf("version: %d %s", status, body)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/eutils/efetch.fcgi", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Demo-Fault", string(demo.FaultHang))
	done := make(chan error, 1)
	go func() {
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			res.Body.Close()
		}
		done <- err
	}()
	cancel()
	select {
	case <-done: // an answer or a broken connection, but not for ever
	case <-time.After(20 * time.Second):
		t.Error("a hanging request outlived the world")
	}
}

func TestRateLimits(t *testing.T) {
	w, err := demo.New(demo.Options{Studies: 10, Now: worldDay})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w.Handler())
	defer srv.Close()
	refused := 0
	for range 12 { // they take far less than four seconds
		status, h, body := get(t, srv.URL+"/eutils/esearch.fcgi", form("db", "pubmed", "term", "ketamine"))
		if h.Get("X-RateLimit-Limit") != "3" {
			t.Fatalf("X-RateLimit-Limit is %q, want 3", h.Get("X-RateLimit-Limit"))
		}
		if status == http.StatusTooManyRequests {
			refused++
			if !strings.HasPrefix(body, `{"error":"API rate limit exceeded","api-key":"127.0.0.1","count":"`) || h.Get("Retry-After") == "" {
				t.Fatalf("429 with %s and Retry-After %q", body, h.Get("Retry-After"))
			}
		}
	}
	if refused == 0 {
		t.Error("twelve requests at once were all answered")
	}
	if _, h, _ := get(t, srv.URL+"/eutils/esearch.fcgi", form("db", "pubmed", "term", "x", "api_key", "k")); h.Get("X-RateLimit-Limit") != "10" {
		t.Errorf("with a key: limit %q, want 10", h.Get("X-RateLimit-Limit"))
	}
}
