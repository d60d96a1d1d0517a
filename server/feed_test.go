package server

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"evidelic/study"
)

func TestFeedsSayTheSame(t *testing.T) {
	s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.BaseURL = "https://evidence.example.org" })
	var atom atomFeed
	if err := xml.Unmarshal(get(t, s, "/search.atom?q=ketamine").Body.Bytes(), &atom); err != nil {
		t.Fatal(err)
	}
	var rss rssFeed
	if err := xml.Unmarshal(get(t, s, "/search.rss?q=ketamine").Body.Bytes(), &rss); err != nil {
		t.Fatal(err)
	}
	var js jsonFeed
	if err := json.Unmarshal(get(t, s, "/search.json?q=ketamine").Body.Bytes(), &js); err != nil {
		t.Fatal(err)
	}
	if n := len(atom.Entries); n != 6 || len(rss.Channel.Items) != n || len(js.Items) != n {
		t.Fatalf("entries: %d, %d, %d", n, len(rss.Channel.Items), len(js.Items))
	}
	for i, e := range atom.Entries {
		r, j := rss.Channel.Items[i], js.Items[i]
		if e.ID != r.GUID.ID || e.ID != j.ID || r.GUID.Permalink || e.Title != r.Title || e.Title != j.Title || e.Links[0].Href != j.URL || e.Summary != j.Text {
			t.Errorf("entry %d differs: %+v %+v %+v", i, e, r, j)
		}
	}
	i := slices.IndexFunc(js.Items, func(item jsonItem) bool { return strings.HasSuffix(item.URL, "/study/evaaaaaa1") })
	if got := js.Items[i]; got.ID != "urn:evidelic:lib:evaaaaaa1:9" || got.URL != "https://evidence.example.org/study/evaaaaaa1" || !strings.HasPrefix(got.Title, "RETRACTED: ") || !strings.HasPrefix(got.Text, "Retracted. Do not use") {
		t.Errorf("the retracted study: %+v", got)
	}
	i = slices.IndexFunc(js.Items, func(item jsonItem) bool { return strings.HasSuffix(item.URL, "/study/eveeeeee5") })
	if got := js.Items[i]; !strings.HasPrefix(got.Title, "Synthetic demo study: ") || !strings.HasPrefix(got.Text, "Synthetic demo study") {
		t.Errorf("the synthetic study: %+v", got)
	}
	if atom.Links[0].Href != "https://evidence.example.org/search.atom?q=ketamine" || atom.Links[1].Href != "https://evidence.example.org/search?q=ketamine&sort=newest" {
		t.Errorf("links of the feed: %+v", atom.Links)
	}
}

func TestFeedIsNotSentTwice(t *testing.T) {
	s := newTestServer(t, nil)
	tag := get(t, s, "/search.atom?q=ketamine").Header().Get("ETag")
	req := httptest.NewRequest(http.MethodGet, "/search.atom?q=ketamine", nil)
	req.Header.Set("If-None-Match", tag)
	rec := httptest.NewRecorder()
	s.Handler().ServeHTTP(rec, req)
	if tag == "" || rec.Code != http.StatusNotModified {
		t.Errorf("ETag %q: got %d", tag, rec.Code)
	}
}

func TestSearchPageNamesItsFeeds(t *testing.T) {
	body := html.UnescapeString(get(t, newTestServer(t, nil), "/search?q=ketamine&kind=article&sort=newest&page=1").Body.String())
	for _, want := range []string{`type="application/atom+xml" title="This search as Atom" href="/search.atom?kind=article&q=ketamine"`, `<a href="/search.json?kind=article&q=ketamine">JSON Feed</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
}

func TestChangesNewestFirst(t *testing.T) {
	s := newTestServer(t, nil)
	body := get(t, s, "/changes").Body.String()
	all := body[strings.Index(body, `id="all"`):]
	at := -1
	for _, want := range []string{`grave">Retracted<`, `new">New<`, `published">Preprint published<`, ">Joined<", "Sublingual ketamine at home", "Oral ketamine for"} {
		i := strings.Index(all, want)
		if i <= at {
			t.Errorf("%q is missing or out of order", want)
		}
		at = i
	}
	if got := strings.Count(all, "<li>"); got != 6 {
		t.Errorf("got %d changes, want one a study", got)
	}
	if !strings.Contains(body, "Newest notices") {
		t.Error("notices do not come first")
	}
	earlier := get(t, s, "/changes?before=5").Body.String()
	if strings.Contains(earlier, "Preprint published") || strings.Contains(earlier, "Newest notices") || !strings.Contains(earlier, "Sublingual") {
		t.Error("an earlier page shows later changes, or lacks its own")
	}
}

func TestLongLogIsReadInWindows(t *testing.T) {
	s := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) {
		for i := range 3 * changesWindow {
			l.changes = append(l.changes, study.Change{Seq: uint64(10 + i), Study: "evbbbbbb2", Kind: study.ChangeTagged, At: testNow})
		}
	})
	got, from, err := s.newestChanges(t.Context(), uint64(9+3*changesWindow))
	if err != nil || len(got) != 6 || from != 0 || got[0].Seq != 9 {
		t.Errorf("got %d changes from %d, %v", len(got), from, err)
	}
	if _, from, _ := s.newestChanges(t.Context(), 1<<40); from == 0 {
		t.Error("a log without an end is read to its beginning")
	}
}
