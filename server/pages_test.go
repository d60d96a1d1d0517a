package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"evidelic/study"
)

// pagesOf lists a page of every kind.
func pagesOf() []string {
	return []string{"/", "/search", "/search?q=ketamine&kind=article&kind=preprint&year=2010..&n=20..", "/search?q=nothing+like+it", "/search?q=ketamine+and+oral",
		"/study/evbbbbbb2", "/study/evbbbbbb2?tag=design", "/study/evaaaaaa1", "/study/evcccccc3", "/study/evdddddd4", "/study/eveeeeee5", "/study/evffffff6", "/study/evffffff6?tag=design",
		"/basket", "/basket?id=evaaaaaa1&id=evffffff6&id=pmid:900001&id=gone", "/check", "/changes", "/changes?before=6", "/sources", "/flow", "/flow?q=ketamine", "/flow?q=ketamine&kind=article&odd=1", "/search?q=ketamine&explain=true", "/about", "/api", "/nowhere", "/search?page=x"}
}

func TestPagesCarryNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<style|<[^>]*\s(style|on[a-z]+)\s*=|javascript:|<(iframe|object|embed|base)\b`)
	script := regexp.MustCompile(`(?i)<script[^>]*>`)
	outside := regexp.MustCompile(`(?i)<(script|link|img|source)\b[^>]*\s(src|href)="(https?:)?//`)
	for _, change := range []func(*Options, *fakeLibrary, *fakeSearch){nil, func(o *Options, l *fakeLibrary, _ *fakeSearch) { o.Demo, l.empty = true, true }} {
		s := newTestServer(t, change)
		for _, target := range pagesOf() {
			body := get(t, s, target).Body.String()
			if m := inline.FindString(body); m != "" {
				t.Errorf("GET %s: has %q", target, m)
			}
			for _, tag := range script.FindAllString(body, -1) {
				if !strings.Contains(tag, `src="/static/`) && tag != `<script type="application/ld+json">` {
					t.Errorf("GET %s: has the script %q", target, tag)
				}
			}
			if m := outside.FindString(body); m != "" {
				t.Errorf("GET %s: loads %q", target, m)
			}
		}
	}
}

func TestHostileStringsAreEscaped(t *testing.T) {
	s := newTestServer(t, nil)
	for _, target := range append(pagesOf(), "/search?q=<script>alert(1)</script>", "/search?sort=<script>alert(1)</script>", "/search?<script>alert(1)</script>=1",
		"/study/<script>alert(1)</script>", "/%3Cscript%3Ealert(1)") {
		target = strings.NewReplacer("<", "%3C", ">", "%3E").Replace(target)
		body := get(t, s, target).Body.String()
		if strings.Contains(strings.ToLower(body), "<script>") {
			t.Errorf("GET %s: a hostile tag came through", target)
		}
		if target == "/study/evffffff6" && !strings.Contains(body, "&lt;script&gt;alert(1)&lt;/script&gt;") {
			t.Errorf("GET %s: the hostile title is missing instead of escaped", target)
		}
	}
}

func TestSecurityHeadersOnEveryAnswer(t *testing.T) {
	s := newTestServer(t, nil)
	for _, target := range append(pagesOf(), "/api/v1/search", "/api/v1/search?odd=1", "/static/evidelic.css", "/healthz", "/study/evjoined1") {
		h := get(t, s, target).Header()
		if got := h.Get("Content-Security-Policy"); got != contentPolicy {
			t.Errorf("GET %s: policy %q", target, got)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("Permissions-Policy") == "" {
			t.Errorf("GET %s: headers are missing: %v", target, h)
		}
		if got := h.Get("Strict-Transport-Security"); got != "" {
			t.Errorf("GET %s over http: HSTS %q", target, got)
		}
	}
	secure := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.BaseURL = "https://evidence.example.org/" })
	if get(t, secure, "/").Header().Get("Strict-Transport-Security") == "" {
		t.Error("behind https: no HSTS")
	}
}

func TestEveryPageLeadsToAbout(t *testing.T) {
	s := newTestServer(t, nil)
	for _, target := range pagesOf() {
		body := get(t, s, target).Body.String()
		foot := body[max(0, strings.Index(body, "<footer")):]
		if !strings.Contains(foot, `href="/about"`) || !strings.Contains(foot, "Not medical advice") {
			t.Errorf("GET %s: the foot does not lead to /about", target)
		}
	}
}

func TestNoticesAndDemoMarksAreEverywhere(t *testing.T) {
	s := newTestServer(t, nil)
	for _, target := range []string{"/", "/search?q=ketamine", "/study/evaaaaaa1"} {
		if !strings.Contains(get(t, s, target).Body.String(), "Retracted") {
			t.Errorf("GET %s: does not say Retracted", target)
		}
	}
	body := get(t, s, "/study/evaaaaaa1").Body.String()
	if !strings.Contains(body, "<title>RETRACTED: MDMA") || !strings.Contains(body, `content="[Retracted] MDMA`) {
		t.Error("a retracted study's title does not say so")
	}
	if i, j := strings.Index(body, "Corrected</h2>"), strings.Index(body, "Retracted</h2>"); j < 0 || i < j {
		t.Error("the gravest notice does not come first")
	}
	for _, target := range []string{"/search?q=synthetic", "/study/eveeeeee5"} {
		if !strings.Contains(get(t, s, target).Body.String(), "Synthetic demo study") {
			t.Errorf("GET %s: does not say that the study is synthetic", target)
		}
	}
	if !strings.Contains(get(t, s, "/study/eveeeeee5").Body.String(), "<title>Synthetic demo study: ") {
		t.Error("a synthetic study's title does not say so")
	}
	demo := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.Demo = true })
	for _, target := range pagesOf() {
		if !strings.Contains(get(t, demo, target).Body.String(), "Synthetic demo library") {
			t.Errorf("GET %s of a demo library: no banner", target)
		}
	}
}

func TestChosenTagIsMarked(t *testing.T) {
	s := newTestServer(t, nil)
	body := get(t, s, "/study/evbbbbbb2?tag=dose").Body.String()
	if !strings.Contains(body, `oral ketamine <mark id="proof">1 mg/kg</mark> or placebo`) {
		t.Error("the dose is not marked in the abstract")
	}
	body = get(t, s, "/study/evbbbbbb2?tag=design").Body.String()
	if got := strings.Count(body, "<mark"); got != 2 {
		t.Errorf("marks of the design: got %d, want title and methods", got)
	}
	if got := strings.Count(body, `id="proof"`); got != 1 {
		t.Errorf("jump targets: got %d, want 1", got)
	}
	if strings.Contains(get(t, s, "/study/evbbbbbb2").Body.String(), "<mark") {
		t.Error("without a chosen tag something is marked")
	}
}

func TestStudyAddresses(t *testing.T) {
	s := newTestServer(t, nil)
	const doi = "10.1002/(SICI)1097<1::AID>3.0.CO;2-#"
	raw := "10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-%23"
	for _, target := range []string{"/study/doi:" + raw, "/study/doi:" + url.PathEscape(doi), "/study/pmid:900001"} {
		rec := get(t, s, target)
		if rec.Code != http.StatusFound || rec.Header().Get("Location") != "/study/evbbbbbb2" {
			t.Errorf("GET %s: got %d to %q", target, rec.Code, rec.Header().Get("Location"))
		}
	}
	for _, target := range []string{"/api/v1/studies/doi:" + raw, "/api/v1/studies/doi:" + url.PathEscape(doi)} {
		for _, suffix := range []string{"", "/citation?format=jsonl"} {
			if rec := get(t, s, target+suffix); rec.Code != 200 || !strings.Contains(rec.Body.String(), "evbbbbbb2") {
				t.Errorf("GET %s: got %d: %.200s", target+suffix, rec.Code, rec.Body)
			}
		}
	}
	rec := get(t, s, "/study/evjoined1")
	if rec.Code != http.StatusMovedPermanently || rec.Header().Get("Location") != "/study/evaaaaaa1" {
		t.Errorf("a joined study: got %d to %q", rec.Code, rec.Header().Get("Location"))
	}
	rec = get(t, s, "/api/v1/studies/evjoined1/citation?format=jsonl")
	if rec.Code != http.StatusMovedPermanently || rec.Header().Get("Location") != "/api/v1/studies/evaaaaaa1/citation?format=jsonl" {
		t.Errorf("a joined study's citation: got %d to %q", rec.Code, rec.Header().Get("Location"))
	}
}

func TestSplitStudyDecodesOnce(t *testing.T) {
	for _, tc := range []struct{ name, in, ref, suffix string }{
		{"plain", "evbbbbbb2", "evbbbbbb2", ""},
		{"suffix", "evbbbbbb2/citation", "evbbbbbb2", "/citation"},
		{"raw slashes", "doi:10.1/a/b/citation", "doi:10.1/a/b", "/citation"},
		{"an escaped slash is no suffix", "doi:10.1/a%2Fcitation", "doi:10.1/a/citation", ""},
		{"decoded once", "doi:10.1/a%252Fb", "doi:10.1/a%2Fb", ""},
		{"hash", "doi:10.1/a%23/citation", "doi:10.1/a#", "/citation"},
	} {
		ref, suffix, err := splitStudy(tc.in)
		if err != nil || ref != tc.ref || suffix != tc.suffix {
			t.Errorf("%s: got %q %q %v, want %q %q", tc.name, ref, suffix, err, tc.ref, tc.suffix)
		}
	}
}

func TestFailuresAreNeverEmptyResults(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		want int
	}{
		{"busy", fmt.Errorf("%w: the index is being made", study.ErrBusy), 503},
		{"broken", errors.New("secret: disk at /dev/sda"), 500},
		{"malformed", fmt.Errorf("%w: at byte 3: no", study.ErrInvalid), 400},
	} {
		s := newTestServer(t, func(_ *Options, _ *fakeLibrary, f *fakeSearch) { f.err = tc.err })
		for _, target := range []string{"/search?q=x", "/api/v1/search?q=x", "/api/v1/export?q=x&format=jsonl"} {
			rec := get(t, s, target)
			if rec.Code != tc.want {
				t.Errorf("%s: GET %s: got %d, want %d", tc.name, target, rec.Code, tc.want)
			}
			if strings.Contains(rec.Body.String(), "secret") {
				t.Errorf("%s: GET %s: tells what is inside", tc.name, target)
			}
			if got := rec.Header().Get("Retry-After"); (got != "") != (tc.want == 503) {
				t.Errorf("%s: GET %s: Retry-After %q", tc.name, target, got)
			}
			isProblem := strings.HasPrefix(rec.Header().Get("Content-Type"), "application/problem+json")
			if isProblem != strings.HasPrefix(target, "/api/") {
				t.Errorf("%s: GET %s: content type %q", tc.name, target, rec.Header().Get("Content-Type"))
			}
		}
	}
}

func TestHomeStandsWithoutIndex(t *testing.T) {
	s := newTestServer(t, func(_ *Options, _ *fakeLibrary, f *fakeSearch) {
		f.err = fmt.Errorf("%w: the index is being made", study.ErrBusy)
	})
	rec := get(t, s, "/")
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), "Search is not ready") || !strings.Contains(rec.Body.String(), "Newest notices") {
		t.Errorf("got %d without the lists of the library", rec.Code)
	}
}

func TestReadyz(t *testing.T) {
	s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) {
		o.Ready = func() (bool, string) { return false, "no index yet" }
	})
	if rec := get(t, s, "/readyz"); rec.Code != 503 || !strings.Contains(rec.Body.String(), "no index yet") {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
	if rec := get(t, s, "/healthz"); rec.Code != 200 {
		t.Errorf("healthz: got %d", rec.Code)
	}
}

func TestRefreshOnlyWhileHarvesting(t *testing.T) {
	s := newTestServer(t, nil)
	if !strings.Contains(get(t, s, "/sources").Body.String(), `http-equiv="refresh"`) {
		t.Error("a running harvest does not refresh /sources")
	}
	idle := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) { l.states[1].Running = nil })
	for _, target := range pagesOf() {
		if strings.Contains(get(t, idle, target).Body.String(), "http-equiv") {
			t.Errorf("GET %s refreshes while nothing runs", target)
		}
	}
}

func TestSourcesPageSaysWhatIsMissing(t *testing.T) {
	body := get(t, newTestServer(t, nil), "/sources").Body.String()
	for _, want := range []string{"two citations were announced and never sent", "35 %", "in 5 hours", "503; tried again", "No mail address is configured", "failed, what came before is stored"} {
		if !strings.Contains(body, want) {
			t.Errorf("does not say %q", want)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	s := newTestServer(t, nil)
	href := s.assets["evidelic.css"].href
	rec := get(t, s, href)
	if got := rec.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("GET %s: Cache-Control %q", href, got)
	}
	if got := get(t, s, "/static/evidelic.css?v=old").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("an old hash: Cache-Control %q", got)
	}
	req := httptest.NewRequest(http.MethodGet, href, nil)
	req.Header.Set("If-None-Match", rec.Header().Get("ETag"))
	again := httptest.NewRecorder()
	s.Handler().ServeHTTP(again, req)
	if again.Code != http.StatusNotModified {
		t.Errorf("the same ETag: got %d", again.Code)
	}
}

func TestHeadAndOtherMethods(t *testing.T) {
	srv := httptest.NewServer(newTestServer(t, nil).Handler())
	defer srv.Close()
	resp, err := http.Head(srv.URL + "/search?q=ketamine")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("HEAD: got %d %q", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	for _, path := range []string{"/search", "/api/v1/search", "/study/evbbbbbb2"} {
		resp, err := http.Post(srv.URL+path, "text/plain", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: got %d", path, resp.StatusCode)
		}
	}
}

func TestQueryLimits(t *testing.T) {
	s := newTestServer(t, nil)
	if rec := get(t, s, "/search?q="+strings.Repeat("a", maxQuery)); rec.Code != http.StatusRequestURITooLong {
		t.Errorf("a long query: got %d", rec.Code)
	}
	if rec := get(t, s, "/search?q="+strings.Repeat("a", 66000)); rec.Code != 400 {
		t.Errorf("a query over the index's limit: got %d", rec.Code)
	}
}

func TestMetricsKeepFewLabels(t *testing.T) {
	s := newTestServer(t, nil)
	for i := range 5 {
		req := httptest.NewRequest(fmt.Sprintf("M%d", i), fmt.Sprintf("/x%d", i), nil)
		req.Host = fmt.Sprintf("host%d.example", i)
		s.Handler().ServeHTTP(httptest.NewRecorder(), req)
	}
	body := get(t, s, "/metrics").Body.String()
	if !strings.Contains(body, "evidelic_http_requests_total") {
		t.Fatal("no request is counted")
	}
	for _, bad := range []string{"host1", "/x1", "M1"} {
		if strings.Contains(body, bad) {
			t.Errorf("the client's %q became a label", bad)
		}
	}
}

func TestSearchPageSaysHowItReadTheQuery(t *testing.T) {
	s := newTestServer(t, nil)
	body := get(t, s, "/search?q=ketamine+and+oral&odd=1").Body.String()
	for _, want := range []string{"Operators are written in capitals.", "ketamine <mark>and</mark> oral", "q=ketamine&#43;AND&#43;oral", "left out: odd"} {
		if !strings.Contains(body, want) && !strings.Contains(body, strings.ReplaceAll(want, "&#43;", "+")) {
			t.Errorf("does not say %q", want)
		}
	}
	body = get(t, s, "/search?q=ketamine&kind=article").Body.String()
	for _, want := range []string{"esketamine OR arketamine", "12 out of scope hidden", `value="article" checked`, "remove this filter", `format=ris`} {
		if !strings.Contains(body, want) {
			t.Errorf("does not show %q", want)
		}
	}
}

func TestJSONLDIsData(t *testing.T) {
	s := newTestServer(t, nil)
	for _, id := range []string{"evbbbbbb2", "evffffff6", "evaaaaaa1"} {
		body := get(t, s, "/study/"+id).Body.String()
		_, rest, ok := strings.Cut(body, `<script type="application/ld+json">`)
		raw, _, closed := strings.Cut(rest, "</script>")
		var ld map[string]any
		if !ok || !closed || strings.Contains(raw, "<") || json.Unmarshal([]byte(raw), &ld) != nil {
			t.Errorf("%s: not data: %.200s", id, raw)
			continue
		}
		if ld["@type"] != "ScholarlyArticle" {
			t.Errorf("%s: got type %v", id, ld["@type"])
		}
	}
}
