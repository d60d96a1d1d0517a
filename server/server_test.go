package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// indexOf finds words that a sample is known to hold.
func indexOf(text, words string) int { return max(0, strings.Index(text, words)) }

// get asks the server for a path.
func get(t *testing.T, s *Server, target string) *httptest.ResponseRecorder {
	t.Helper()
	rec := httptest.NewRecorder()
	s.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, target, nil))
	return rec
}

func TestEveryAddressAnswers(t *testing.T) {
	s := newTestServer(t, nil)
	for target, want := range map[string]int{
		"/": 200, "/search": 200, "/search?q=ketamine": 200, "/search?q=ketamine&kind=article&kind=preprint&year_from=2010&year_to=2020": 200,
		"/study/evbbbbbb2": 200, "/study/evbbbbbb2?tag=design": 200, "/study/evaaaaaa1": 200, "/study/evdddddd4": 200, "/study/evffffff6": 200,
		"/study/evjoined1": 301, "/study/pmid:900001": 302, "/study/nct:NCT09999999": 302, "/study/doi:10.9999/ret.1": 302, "/study/nothing": 404, "/study/": 404,
		"/api/v1/query/translate?q=ketamine": 200, "/api/v1/query/translate": 400,
		"/api/v1/query/complete?q=ket": 200, "/api/v1/query/complete?q=ket&n=99": 400, "/api/v1/studies/evbbbbbb2/similar": 200, "/api/v1/studies/nothing/similar": 404, "/api/v1/studies/evjoined1/similar": 301,
		"/basket": 200, "/basket?id=evbbbbbb2&id=evaaaaaa1&style=apa&order=author": 200, "/basket?id=nothing": 200, "/basket?id=evbbbbbb2&style=odd": 400, "/basket?order=odd": 400,
		"/api/v1/export?format=ris&id=evbbbbbb2&id=evaaaaaa1": 200, "/api/v1/export?format=ris&id=nothing": 404, "/api/v1/export?format=ris&id=evbbbbbb2&q=x": 400,
		"/search.atom": 200, "/search.rss?q=ketamine&kind=article": 200, "/search.json?q=ketamine": 200, "/search.atom?odd=1": 400, "/search.rss?q=((": 400,
		"/changes": 200, "/changes?before=5": 200, "/changes?before=x": 400, "/changes.atom": 200,
		"/sources": 200, "/about": 200, "/api": 200, "/healthz": 200, "/readyz": 200, "/metrics": 200, "/robots.txt": 200, "/favicon.ico": 200,
		"/static/evidelic.css": 200, "/static/../server.go": 404, "/static/nothing": 404, "/nowhere": 404,
		"/search?q=((": 400, "/search?page=x": 400, "/search?size=1000": 400, "/search?page=501": 400, "/search?sort=best;drop": 400, "/search?sort=odd": 400, "/search?year=2020..2010": 400, "/search?q=%zz": 400,
		"/api/v1/search": 200, "/api/v1/search?q=ketamine&facets=false": 200, "/api/v1/studies/evbbbbbb2": 200, "/api/v1/studies/pmid:900001": 200,
		"/api/v1/studies/evjoined1": 301, "/api/v1/studies/nothing": 404, "/api/v1/studies/evbbbbbb2/citation?format=jsonl": 200, "/api/v1/studies/evbbbbbb2/citation?style=apa": 200,
		"/api/v1/studies/evbbbbbb2/citation": 400, "/api/v1/studies/evbbbbbb2/citation?style=odd": 400, "/api/v1/studies/evbbbbbb2/citation?format=odd": 400,
		"/api/v1/export?format=jsonl": 200, "/api/v1/export": 400, "/api/v1/export?format=odd": 400, "/api/v1/sources": 200, "/api/v1/openapi.json": 200,
		"/api/v1/search?odd=1": 400, "/api/v1/search?page=0": 400, "/api/v1/search?page=x": 400, "/api/v1/search?size=201": 400, "/api/v1/search?page=1&page=2": 400,
		"/api/v1/search?year=20..x": 400, "/api/v1/search?sort=odd": 400, "/api/v1/search?q=((": 400, "/api/v1/nothing": 404, "/api/v1/studies/": 404,
	} {
		rec := get(t, s, target)
		if rec.Code != want {
			t.Errorf("GET %s: got %d, want %d: %.300s", target, rec.Code, want, rec.Body)
		}
	}
}
