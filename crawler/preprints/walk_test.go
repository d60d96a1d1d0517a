package preprints

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

// server is the API on loopback: preprints with their versions.
type server struct {
	mu    sync.Mutex
	posts []post
	more  int // added to the announced total
	size  int // of a page
	calls []string
	empty bool // answers with nothing, status 200
}

type post struct{ doi, day, title, published string }

func (s *server) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.URL.Path)
	rw.Header().Set("Content-Type", "application/json")
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	var out []string
	total := 0
	switch {
	case s.empty || len(parts) < 5 || parts[1] != "biorxiv":
		return
	case parts[len(parts)-2] == "na":
		doi := strings.Join(parts[2:len(parts)-2], "/")
		for _, p := range s.posts {
			if p.doi == doi {
				out = append(out, p.entry(len(out)+1))
			}
		}
		total = len(out)
	default:
		at, _ := strconv.Atoi(parts[4])
		for _, p := range s.posts {
			if p.day < parts[2] || p.day > parts[3] || parts[0] == "pubs" && p.published == "" {
				continue
			}
			if total++; total > at && len(out) < s.size {
				out = append(out, p.entry(1))
			}
		}
	}
	if len(out) == 0 {
		_, _ = fmt.Fprint(rw, `{"messages":[{"status":"no posts found"}],"collection":[]}`)
		return
	}
	_, _ = fmt.Fprintf(rw, `{"messages":[{"status":"ok","cursor":0,"count":%d,"total":"%d"}],"collection":[%s]}`, len(out), total+s.more, strings.Join(out, ","))
}

func (p post) entry(version int) string {
	published := p.published
	if published == "" {
		published = "NA"
	}
	return fmt.Sprintf(`{"doi":%q,"biorxiv_doi":%q,"title":%q,"date":%q,"version":"%d","published":%q,"abstract":"Text.","authors":"Doe, J."}`,
		p.doi, p.doi, p.title, p.day, version, published)
}

func world() (*server, *sourcetest.Library) {
	s, lib := &server{size: 3}, &sourcetest.Library{}
	for i := range 10 {
		s.posts = append(s.posts, post{fmt.Sprintf("10.1101/2026.03.0%d.10000%d", i%9+1, i), fmt.Sprintf("2026-03-0%d", i%9+1), "On yeast", ""})
	}
	s.posts[2].title = "Esketamine for yeast"
	s.posts[4].title = "Ketamine for yeast"
	s.posts[5].published = "10.1000/article"
	lib.Refs = []study.Ref{{ID: "ev1", DOI: s.posts[5].doi}, {ID: "ev2", DOI: "10.1101/2023.10.21.23297352"}, {ID: "ev3", DOI: "10.1101/000001"}}
	return s, lib
}

func open(t *testing.T, s *server, lib *sourcetest.Library) *Source {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	src, err := New(sourcetest.Fetcher{Client: srv.Client()}, lib, Options{Server: "biorxiv", BaseURL: srv.URL, Terms: []string{"ketamine", "esketamine"}, Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func at(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add(15 * time.Hour)
}

func TestFirstHarvest(t *testing.T) {
	s, lib := world()
	got := sourcetest.Harvest(t, open(t, s, lib), crawler.Plan{Now: at("2026-03-10")}, 0)
	want := map[string]int{s.posts[2].doi: 1, s.posts[4].doi: 1, s.posts[5].doi: 1}
	if diff := cmp.Diff(want, got.Keys); diff != "" || got.Err != nil || len(got.Gaps) > 0 {
		t.Errorf("error %v, gaps %v, keys (-want +got):\n%s", got.Err, got.Gaps, diff)
	}
	for _, c := range s.calls {
		if strings.Contains(c, "23297352") {
			t.Errorf("asked bioRxiv about a number of medRxiv: %s", c)
		}
	}
	if c, err := parseCursor(got.Cursor); err != nil || c.Bound != "2026-03-10" || c.After != "ev3" || c.Page != 0 {
		t.Errorf("cursor %s, %v", got.Cursor, err)
	}
}

func TestLaterHarvest(t *testing.T) {
	s, lib := world()
	src := open(t, s, lib)
	first := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-10")}, 0)
	s.posts = append(s.posts, post{s.posts[5].doi, "2026-03-11", "On yeast, again", ""}, post{"10.1101/2026.03.11.100011", "2026-03-11", "Psilocybin", ""})
	got := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-12"), Cursor: first.Cursor}, 0)
	if len(got.Keys) != 1 || got.Records[0].Revision != "0002" || got.Records[0].Report.Title != "On yeast, again" || got.Records[0].Report.Relations[0].Target.DOI != "10.1000/article" {
		t.Errorf("keys %v, records %+v", got.Keys, got.Records)
	}
	quiet := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-20"), Cursor: got.Cursor}, 0)
	none := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-29"), Cursor: quiet.Cursor}, 0)
	if n := len(none.Pages); n != 1 || !none.Pages[0].Unchanged {
		t.Errorf("nothing new: %+v", none.Pages)
	}
	sweep := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-04-20"), Cursor: got.Cursor}, 0)
	if len(sweep.Keys) != 1 {
		t.Errorf("a month later: %v, want the library's preprint again", sweep.Keys)
	}
	since := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-29"), Since: at("2026-03-01"), Cursor: got.Cursor}, 0)
	if len(since.Keys) != 3 || string(since.Cursor) != string(got.Cursor) {
		t.Errorf("since: %v, cursor %s", since.Keys, since.Cursor)
	}
}

func TestTroubles(t *testing.T) {
	s, lib := world()
	src := open(t, s, lib)
	s.more = 4
	got := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-10")}, 0)
	if len(got.Gaps) != 2 || got.Gaps[0].Announced != 14 || got.Gaps[0].Delivered != 10 {
		t.Errorf("gaps %+v", got.Gaps)
	}
	s.empty = true
	if got := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-10")}, 0); got.Err == nil || len(got.Pages) > 0 {
		t.Errorf("an empty body with status 200 is taken for an answer: %v", got.Pages)
	}
	s.empty = false
	lib.Fail = errors.New("the store is away")
	if got := sourcetest.Harvest(t, src, crawler.Plan{Now: at("2026-03-10")}, 0); !errors.Is(got.Err, lib.Fail) {
		t.Errorf("error %v", got.Err)
	}
	if got := sourcetest.Harvest(t, src, crawler.Plan{Cursor: []byte(`{"v":7}`)}, 0); !errors.Is(got.Err, study.ErrInvalid) {
		t.Errorf("error %v", got.Err)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"server": {}, "base_url": {Server: "biorxiv", BaseURL: "x"}, "terms": {Server: "biorxiv", Terms: []string{" "}}, "overlap": {Server: "medrxiv", Overlap: -1},
		"interval": {Server: "medrxiv", Interval: 1},
	} {
		if _, err := New(nil, nil, o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
