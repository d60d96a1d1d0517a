package oaipmh

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
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

// repo is a repository on loopback, one record for each day of January 2026.
type repo struct {
	mu          sync.Mutex
	now         string
	granularity string
	records     int
	deleted     map[int]bool
	epoch       string // part of every token; others are unknown
	more        int    // added to the announced size
	same        bool   // the token never changes
	calls       []url.Values
}

func (r *repo) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	q := req.URL.Query()
	r.calls = append(r.calls, q)
	rw.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = fmt.Fprintf(rw, `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>%s</responseDate>%s</OAI-PMH>`, r.now, r.answer(q))
}

func (r *repo) answer(q url.Values) string {
	from, until, at := q.Get("from"), q.Get("until"), 0
	switch {
	case q.Get("verb") == "Identify":
		return `<Identify><repositoryName>R</repositoryName><protocolVersion>2.0</protocolVersion><granularity>` + r.granularity + `</granularity></Identify>`
	case q.Has("resumptionToken") && (len(q) != 3 || q.Get("verb") != "ListRecords"): // verb, token and the address's own parameter
		return `<error code="badArgument">with a token nothing else may come</error>`
	case q.Has("resumptionToken"):
		parts := strings.Split(q.Get("resumptionToken"), "|")
		if len(parts) != 4 || parts[0] != "t"+r.epoch {
			return `<error code="badResumptionToken"/>`
		}
		from, until = parts[1], parts[2]
		at, _ = strconv.Atoi(parts[3])
	case q.Get("metadataPrefix") != "oai_dc" || len(until) != len(r.day(0)) || from != "" && len(from) != len(until):
		return `<error code="badArgument">granularity</error>`
	}
	return r.list(from, until, at)
}

func (r *repo) day(i int) string {
	s := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
	if r.granularity == "YYYY-MM-DD" {
		return s[:10]
	}
	return s
}

func (r *repo) list(from, until string, at int) string {
	var all []string
	for i := range r.records {
		day := r.day(i)
		if day < from || day > until {
			continue
		}
		rec := dcRecord(fmt.Sprintf("oai:r:%d", i), fmt.Sprintf("<dc:title>On ketamine %d</dc:title>", i))
		switch {
		case r.deleted[i]:
			rec = fmt.Sprintf(`<record><header status="deleted"><identifier>oai:r:%d</identifier><datestamp>%s</datestamp></header></record>`, i, day)
		case i%2 == 1:
			rec = strings.ReplaceAll(rec, "ketamine", "yeast")
		}
		all = append(all, rec)
	}
	if len(all) == 0 {
		return `<error code="noRecordsMatch"/>`
	}
	const size = 5
	page := all[min(at, len(all)):min(at+size, len(all))]
	token := ""
	if at+size < len(all) || r.same {
		token = fmt.Sprintf("t%s|%s|%s|%d", r.epoch, from, until, at+size)
		if r.same {
			token = fmt.Sprintf("t%s|%s|%s|0", r.epoch, from, until)
		}
	}
	return fmt.Sprintf(`<ListRecords>%s<resumptionToken completeListSize="%d">%s</resumptionToken></ListRecords>`, strings.Join(page, ""), len(all)+r.more, token)
}

func (r *repo) open(t *testing.T) *Source {
	t.Helper()
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	s, err := New(sourcetest.Fetcher{Client: srv.Client()}, Options{Name: "r", BaseURL: srv.URL + "/oai?db=1", Terms: []string{"ketamin"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newRepo(granularity string) *repo {
	return &repo{now: "2026-01-20T12:00:00Z", granularity: granularity, records: 20, deleted: map[int]bool{3: true}}
}

var now = time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)

func TestHarvests(t *testing.T) {
	for _, granularity := range []string{"YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"} {
		r := newRepo(granularity)
		s := r.open(t)
		got := sourcetest.Harvest(t, s, crawler.Plan{Now: now}, 0)
		if got.Err != nil || len(got.Keys) != 10 || len(got.Pages) != 4 || !cmp.Equal(got.Deleted, []string{"oai:r:3"}) || len(got.Gaps) > 0 {
			t.Fatalf("%s: keys %v, deleted %v, gaps %v, error %v", granularity, got.Keys, got.Deleted, got.Gaps, got.Err)
		}
		r.now, r.records, r.deleted = "2026-01-25T12:00:00Z", 25, map[int]bool{22: true}
		later := sourcetest.Harvest(t, s, crawler.Plan{Now: now.AddDate(0, 0, 5), Cursor: got.Cursor}, 0)
		if len(later.Deleted) != 1 || len(later.Keys) < 2 || len(later.Keys) > 3 || later.Err != nil {
			t.Errorf("%s: later %v, deleted %v, error %v", granularity, later.Keys, later.Deleted, later.Err)
		}
		r.now = "2026-03-25T12:00:00Z"
		bound := cursor{V: 1, Of: s.fingerprint(), Bound: "2026-02-20"}
		none := sourcetest.Harvest(t, s, crawler.Plan{Now: now.AddDate(0, 2, 5), Cursor: bound.raw()}, 0)
		if none.Err != nil || len(none.Pages) != 1 || !none.Pages[0].Unchanged {
			t.Errorf("%s: nothing new: %+v, %v", granularity, none.Pages, none.Err)
		}
		full := sourcetest.Harvest(t, s, crawler.Plan{Now: now.AddDate(0, 2, 5), Cursor: bound.raw(), Full: true}, 0)
		if c, _ := parseCursor(full.Cursor); len(full.Keys) != 12 || c.Bound != stamp(time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC), granularity) {
			t.Errorf("%s: full %v, cursor %s", granularity, full.Keys, full.Cursor)
		}
		since := sourcetest.Harvest(t, s, crawler.Plan{Now: now, Cursor: bound.raw(), Since: now.AddDate(0, 0, -2)}, 0)
		if len(since.Keys) == 0 || len(since.Keys) > 4 || string(since.Cursor) != string(bound.raw()) {
			t.Errorf("%s: since %v, cursor %s", granularity, since.Keys, since.Cursor)
		}
	}
}

func TestInterruptedHarvestGoesOn(t *testing.T) {
	r := newRepo("YYYY-MM-DD")
	s := r.open(t)
	first := sourcetest.Harvest(t, s, crawler.Plan{Now: now}, 2)
	rest := sourcetest.Harvest(t, s, crawler.Plan{Now: now, Cursor: first.Cursor}, 0)
	if len(first.Keys)+len(rest.Keys) != 10 || rest.Err != nil || len(rest.Gaps) > 0 {
		t.Errorf("%v and %v, gaps %v, error %v", first.Keys, rest.Keys, rest.Gaps, rest.Err)
	}
	r.epoch = "new"
	again := sourcetest.Harvest(t, s, crawler.Plan{Now: now, Cursor: first.Cursor}, 0)
	if len(again.Keys) != 10 || len(again.Warnings) != 1 || again.Err != nil {
		t.Errorf("a forgotten place: %v, warnings %q, error %v", again.Keys, again.Warnings, again.Err)
	}
}

func TestTroubles(t *testing.T) {
	r := newRepo("YYYY-MM-DD")
	s := r.open(t)
	r.more = 3
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: now}, 0); len(got.Gaps) != 1 || got.Gaps[0].Announced != 23 || got.Gaps[0].Delivered != 20 {
		t.Errorf("gaps %+v", got.Gaps)
	}
	r.same = true
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: now}, 0); got.Err == nil || !strings.Contains(got.Err.Error(), "repeats") {
		t.Errorf("a token that repeats: %v", got.Err)
	}
	r.same, r.granularity = false, "YYYY-MM-DD"
	other := cursor{V: 1, Of: "other", Bound: "2026-01-19"}
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: now, Cursor: other.raw()}, 0); len(got.Keys) != 10 || !strings.Contains(strings.Join(got.Warnings, " "), "settings of this repository") {
		t.Errorf("other settings: %v, warnings %q", got.Keys, got.Warnings)
	}
	for _, bad := range []string{`{`, `{"v":3}`, `{"v":1,"bound":"x"}`} {
		if got := sourcetest.Harvest(t, s, crawler.Plan{Cursor: []byte(bad)}, 0); !errors.Is(got.Err, study.ErrInvalid) {
			t.Errorf("cursor %s: %v", bad, got.Err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"name": {Name: "X y", BaseURL: "https://x.example"}, "base_url": {Name: "x"}, "verb": {Name: "x", BaseURL: "https://x.example/?verb=Identify"},
		"terms": {Name: "x", BaseURL: "https://x.example", Terms: []string{""}}, "overlap": {Name: "x", BaseURL: "https://x.example", Overlap: -1},
	} {
		if _, err := New(nil, o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
