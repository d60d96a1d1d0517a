package server

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/index"
	"evidelic/study"
)

// getJSON asks for a path and reads the answer into v.
func getJSON(t *testing.T, s *Server, target string, v any) *httptest.ResponseRecorder {
	t.Helper()
	rec := get(t, s, target)
	if err := json.Unmarshal(rec.Body.Bytes(), v); err != nil {
		t.Fatalf("GET %s: %v: %.300s", target, err, rec.Body)
	}
	return rec
}

func TestSearchAnswersAsPromised(t *testing.T) {
	s := newTestServer(t, nil)
	var got map[string]any
	rec := getJSON(t, s, "/api/v1/search?q=oral&kind=article", &got)
	for _, key := range []string{"total", "query", "facets", "hits"} {
		if _, ok := got[key]; !ok {
			t.Errorf("the answer has no %q", key)
		}
	}
	if strings.Contains(rec.Body.String(), "$schema") || strings.Contains(rec.Body.String(), "null") {
		t.Errorf("the answer has $schema or null: %.300s", rec.Body)
	}
	hit := got["hits"].([]any)[0].(map[string]any)
	for _, key := range []string{"id", "title", "year", "journal", "authors", "ids", "kind", "tags", "notices", "snippets"} {
		if _, ok := hit[key]; !ok {
			t.Errorf("a hit has no %q", key)
		}
	}
	if ids := hit["ids"].(map[string]any); ids["pmid"] != "900001" || ids["nct"] != "NCT09999999" {
		t.Errorf("ids: got %v", ids)
	}
	query := got["query"].(map[string]any)
	if query["text"] != "oral" || query["understood"] == nil || query["warnings"] == nil {
		t.Errorf("query: got %v", query)
	}
	kind := got["facets"].(map[string]any)["kind"].(map[string]any)
	first := kind["choices"].([]any)[0].(map[string]any)
	if first["value"] != "article" || first["selected"] != true {
		t.Errorf("facet kind: got %v", kind)
	}
}

func TestSearchPassesEveryParameterOn(t *testing.T) {
	var fake *fakeSearch
	s := newTestServer(t, func(_ *Options, _ *fakeLibrary, f *fakeSearch) { fake = f })
	target := "/api/v1/search?q=x&sort=newest&page=3&size=7&facets=false&snippets=false&all_scopes=true&journal=Lancet,+The&n=10..&year=2020..2024"
	want := index.Request{Text: "x", Filters: map[string][]string{"journal": {"Lancet, The"}, "n": {"10.."}, "year": {"2020..2024"}},
		Sort: index.SortNewest, Page: 3, Size: 7, AllScopes: true}
	for _, key := range filterKeys() {
		if key == "kind" {
			target += "&kind=article&kind=book"
			want.Filters[key] = []string{"article", "book"}
		} else if key != "journal" && key != "n" && key != "year" {
			target += "&" + key + "=a&" + key + "=b"
			want.Filters[key] = []string{"a", "b"}
		}
	}
	if rec := get(t, s, target); rec.Code != 200 {
		t.Fatalf("got %d %s", rec.Code, rec.Body)
	}
	if diff := cmp.Diff(want, fake.last, cmpopts.IgnoreUnexported(index.Request{})); diff != "" {
		t.Errorf("the index got another request (-want +got):\n%s", diff)
	}
	page := strings.Replace(strings.Replace(target, "/api/v1/search", "/search", 1), "&facets=false&snippets=false", "", 1)
	want.Facets, want.Snippets = true, true
	if rec := get(t, s, page); rec.Code != 200 {
		t.Fatalf("page: got %d", rec.Code)
	}
	if diff := cmp.Diff(want, fake.last, cmpopts.IgnoreUnexported(index.Request{})); diff != "" {
		t.Errorf("the page asked otherwise (-want +got):\n%s", diff)
	}
}

func TestStudyAnswerAndProofs(t *testing.T) {
	s := newTestServer(t, nil)
	var got struct {
		ID       string
		Abstract string
		Title    string
		Tags     study.Tags
		Sections []study.Section `json:"abstract_sections"`
		Records  []study.RecordRef
	}
	getJSON(t, s, "/api/v1/studies/pmid:900001", &got)
	want := sampleTrial()
	if got.ID != want.ID || got.Abstract != want.AbstractText() || len(got.Sections) != 4 || len(got.Records) != 2 {
		t.Errorf("got %+v", got)
	}
	for task, tag := range got.Tags {
		for _, v := range tag.Values {
			for _, p := range v.Proofs {
				if p.Field == "abstract" && got.Abstract[p.Start:p.End] != p.Text {
					t.Errorf("%s: the proof %q is not at its place", task, p.Text)
				}
			}
		}
	}
}

func TestProblemsNameTheParameter(t *testing.T) {
	s := newTestServer(t, nil)
	for _, tc := range []struct{ target, location string }{
		{"/api/v1/search?odd=1", "query.odd"}, {"/api/v1/search?page=0", "query.page"}, {"/api/v1/search?page=x", "query.page"},
		{"/api/v1/search?size=201", "query.size"}, {"/api/v1/search?sort=odd", "query.sort"}, {"/api/v1/search?page=1&page=2", "query.page"},
		{"/api/v1/search?year=20..x", "query.year"}, {"/api/v1/search?n=9..2", "query.n"}, {"/api/v1/search?kind=odd", "query.kind"}, {"/api/v1/search?page=501", "query.page"},
		{"/api/v1/export?format=odd", "query.format"}, {"/api/v1/export", "query.format"},
		{"/api/v1/studies/evbbbbbb2/citation", "query.style"}, {"/api/v1/studies/evdddddd4/citation?format=nbib", "query.format"},
	} {
		var p struct {
			Title, Detail string
			Status        int
			Errors        []struct{ Message, Location string }
		}
		rec := getJSON(t, s, tc.target, &p)
		if rec.Code != 400 || p.Status != 400 || p.Title != "Bad Request" || p.Detail == "" || rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("GET %s: got %d %q %+v", tc.target, rec.Code, rec.Header().Get("Content-Type"), p)
		}
		if len(p.Errors) == 0 || p.Errors[0].Location != tc.location || p.Errors[0].Message == "" {
			t.Errorf("GET %s: got %+v, want the place %s", tc.target, p.Errors, tc.location)
		}
	}
}

func TestEveryRouteIsDescribed(t *testing.T) {
	s := newTestServer(t, nil)
	var spec struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Summary    string
			Parameters []struct{ Name, In, Description string }
		}
	}
	getJSON(t, s, "/api/v1/openapi.json", &spec)
	if !strings.HasPrefix(spec.OpenAPI, "3.1") {
		t.Errorf("version %q, want 3.1", spec.OpenAPI)
	}
	routes := 0
	for _, r := range s.echo.Routes() {
		if !strings.HasPrefix(r.Path, apiPrefix) {
			continue
		}
		routes++
		path := strings.ReplaceAll(r.Path, ":id", "{id}")
		if op, ok := spec.Paths[path][strings.ToLower(r.Method)]; !ok || op.Summary == "" {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
	}
	if routes != len(spec.Paths) || routes < 6 {
		t.Errorf("%d routes and %d descriptions", routes, len(spec.Paths))
	}
	known := map[string]bool{}
	for _, p := range spec.Paths["/api/v1/search"]["get"].Parameters {
		known[p.Name] = p.Description != ""
	}
	for _, key := range append(filterKeys(), "q", "sort", "page", "size", "cursor", "all_scopes") {
		if !known[key] {
			t.Errorf("search: %s is not described", key)
		}
	}
	page := get(t, s, "/api").Body.String()
	if strings.Contains(get(t, s, "/api/v1/openapi.json").Body.String(), `"422"`) {
		t.Error("422 is described and never answered")
	}
	for path := range spec.Paths {
		if !strings.Contains(page, "GET "+path) && !strings.Contains(page, "POST "+path) {
			t.Errorf("the page about the API leaves out %s", path)
		}
	}
}

func TestExportStreamsInOrder(t *testing.T) {
	s := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) {
		for i := range 1000 {
			st := samplePreprint()
			st.ID = fmt.Sprintf("evx%05d", i)
			l.studies = append(l.studies, st)
		}
	})
	rec := get(t, s, "/api/v1/export?q=&format=jsonl")
	if got := rec.Header().Get("Content-Disposition"); got != `attachment; filename="evidelic-search.jsonl"` {
		t.Errorf("file name: %q", got)
	}
	if got := rec.Header().Get("Content-Type"); got != "application/x-ndjson" {
		t.Errorf("media type: %q", got)
	}
	scan := bufio.NewScanner(rec.Body)
	scan.Buffer(nil, 1<<20)
	var ids []string
	for scan.Scan() {
		var st struct{ ID string }
		if err := json.Unmarshal(scan.Bytes(), &st); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, st.ID)
	}
	if len(ids) != 1006 || ids[0] != "evbbbbbb2" || ids[1005] != "evx00999" {
		t.Errorf("got %d studies, from %s to %s", len(ids), ids[0], ids[len(ids)-1])
	}
}

func TestBrokenExportIsAborted(t *testing.T) {
	srv := httptest.NewServer(newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) {
		for i := range 3000 {
			st := samplePreprint()
			st.ID = fmt.Sprintf("evx%05d", i)
			l.studies = append(l.studies, st)
		}
		l.breakAt = "evx02500"
	}).Handler())
	defer srv.Close()
	for _, encoding := range []string{"identity", "gzip"} {
		req, _ := http.NewRequest(http.MethodGet, srv.URL+"/api/v1/export?format=jsonl", nil)
		req.Header.Set("Accept-Encoding", encoding)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatalf("%s: %v", encoding, err)
		}
		n, err := io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 200 || n == 0 || err == nil {
			t.Errorf("%s: got %d, %d bytes, error %v: want a cut stream", encoding, resp.StatusCode, n, err)
		}
	}
}

func TestExportCountsInTrailers(t *testing.T) {
	srv := httptest.NewServer(newTestServer(t, nil).Handler())
	defer srv.Close()
	resp, err := http.Get(srv.URL + "/api/v1/export?format=nbib")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	if got, left := resp.Trailer.Get(trailerStudies), resp.Trailer.Get(trailerLeftOut); got != "4" || left != "2" {
		t.Errorf("got %q studies and %q left out, want 4 and 2", got, left)
	}
}

func TestEarlyExportFailureIsAnAnswer(t *testing.T) {
	s := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) { l.breakAt = "evbbbbbb2" })
	rec := get(t, s, "/api/v1/export?format=jsonl")
	if rec.Code != 500 || rec.Header().Get("Content-Type") != "application/problem+json" || rec.Header().Get("Content-Disposition") != "" {
		t.Errorf("got %d %v", rec.Code, rec.Header())
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	req := httptest.NewRequest(http.MethodGet, "/search?q=ketamine", nil)
	req.Header.Set("Accept-Encoding", "gzip")
	rec := httptest.NewRecorder()
	newTestServer(t, nil).Handler().ServeHTTP(rec, req)
	if rec.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", rec.Header())
	}
	r, err := gzip.NewReader(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(r); err != nil || !strings.Contains(string(body), "</html>") {
		t.Errorf("got %d bytes, %v", len(body), err)
	}
}

func TestAbstractPolicyHoldsEverywhere(t *testing.T) {
	const secret = "well tolerated"       // at the end of an abstract without a licence
	const open = "in an open-label study" // in one with CC BY
	for _, policy := range []Policy{PolicyFull, PolicyLicensed, PolicyExtract} {
		s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.Abstracts = policy })
		for _, target := range []string{"/study/evbbbbbb2", "/study/evbbbbbb2?tag=conclusion", "/api/v1/studies/evbbbbbb2", "/api/v1/export?q=oral&format=jsonl",
			"/api/v1/studies/evbbbbbb2/citation?format=jsonl", "/search?q=well+tolerated", "/api/v1/search?q=well+tolerated",
			"/search.json?q=oral", "/changes.atom"} {
			body := strings.ReplaceAll(get(t, s, target).Body.String(), "<q>well tolerated</q>", "")
			body = strings.NewReplacer(`<mark>`, "", `</mark>`, "", `"text":"well tolerated"`, "", `"understood":"well tolerated"`, "",
				"<title>well tolerated", "", `value="well tolerated"`, "", "Studies on well tolerated", "", "Search as typed: well tolerated", "", "well tolerated[tiab]", "", "TITLE:well tolerated", "").Replace(body)
			if got := strings.Contains(body, secret); got != (policy == PolicyFull) && !(policy == PolicyFull && strings.Contains(target, "search")) {
				t.Errorf("%s: GET %s shows the text: %v", policy, target, got)
			}
		}
		if !strings.Contains(get(t, s, "/study/evcccccc3").Body.String(), open) {
			t.Errorf("%s: an open abstract is withheld", policy)
		}
		var st struct {
			Abstract string
			Withheld bool `json:"abstract_withheld"`
			Tags     study.Tags
		}
		getJSON(t, s, "/api/v1/studies/evbbbbbb2", &st)
		for task, tag := range st.Tags {
			for _, v := range tag.Values {
				for _, p := range v.Proofs {
					if p.Field == "abstract" && st.Abstract[p.Start:p.End] != p.Text {
						t.Errorf("%s: %s: a proof points beyond what is shown", policy, task)
					}
				}
			}
		}
		if st.Withheld != (policy != PolicyFull) {
			t.Errorf("%s: abstract_withheld is %v", policy, st.Withheld)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		change     func(*Options)
	}{
		{"no library", "Library", func(o *Options) { o.Library = nil }},
		{"policy", "server.abstracts", func(o *Options) { o.Abstracts = "some" }},
		{"base", "server.base_url", func(o *Options) { o.BaseURL = "example.org" }},
	} {
		opt := testOptions(nil)
		tc.change(&opt)
		if _, err := New(opt); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want an error that names %s", tc.name, err, tc.want)
		}
	}
}
