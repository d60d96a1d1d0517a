package crawler

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestFetchGivesTheWholeAnswer(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Write([]byte(`{"agent":"` + r.UserAgent() + `","query":"` + r.URL.RawQuery + `"}`))
	}))
	defer srv.Close()
	f, err := NewFetcher(nil, Options{Version: "1.2", Site: "https://example.org", Mail: "ops@example.org", AllowPrivate: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	res, err := f.Fetch(context.Background(), Request{URL: srv.URL + "/x?a=b+c%20d", Accept: []string{"application/json"}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"agent":"Evidelic/1.2 (+https://example.org; mailto:ops@example.org)","query":"a=b+c%20d"}`
	if got := string(res.Body); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
