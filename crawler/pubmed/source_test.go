package pubmed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

var today = time.Date(2024, 6, 30, 15, 0, 0, 0, time.UTC)

// worldOf makes n citations, perDay of them entered each day back from today.
func worldOf(n, perDay int) []citation {
	var out []citation
	for i := range n {
		day := today.AddDate(0, 0, -i/perDay).Format(time.DateOnly)
		out = append(out, citation{pmid: 40000000 - i, edat: day, mdat: day})
	}
	return out
}

// everyOne fails the test unless each citation arrived, and once.
func everyOne(t *testing.T, got map[string]int, world []citation) {
	t.Helper()
	for _, c := range world {
		if n := got[fmt.Sprint(c.pmid)]; n != 1 && !c.undelivered {
			t.Errorf("PMID %d arrived %d times, want once", c.pmid, n)
			return
		}
	}
}

func TestFirstHarvest(t *testing.T) {
	world := worldOf(230, 3)
	e, base := newEutils(t, world)
	got := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
	if got.err != nil {
		t.Fatal(got.err)
	}
	everyOne(t, got.keys, world)
	if len(got.keys) != 230 || len(got.pages) != 6 || len(got.gaps)+len(got.warnings) != 0 {
		t.Errorf("got %d records in %d pages, gaps %v, warnings %v", len(got.keys), len(got.pages), got.gaps, got.warnings)
	}
	first := got.pages[0]
	if first.Announced != 230 || first.From != "first harvest" || first.To != "2024-06-30" || first.Records[0].Key != "40000000" {
		t.Errorf("got first page announced %d, from %q to %q, beginning with %s", first.Announced, first.From, first.To, first.Records[0].Key)
	}
	for _, want := range []string{"db=pubmed", "email=operator%40example.org", "tool=evidelic", "retmode=json", "usehistory=y", "term=ketamine"} {
		if !strings.Contains(e.requests[0], want) {
			t.Errorf("got request %s, want %s in it", e.requests[0], want)
		}
	}
}

// TestSlices makes a day range that must be halved many times: a set of exactly
// the cap is one that cannot be told from a larger one.
func TestSlices(t *testing.T) {
	for _, n := range []int{9998, 9999, 12000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			world := worldOf(n, 700)
			e, base := newEutils(t, world)
			got := take(t, open(t, base, func(o *Options) { o.PageSize = 1000 }), crawler.Plan{Now: today}, 0)
			if got.err != nil {
				t.Fatal(got.err)
			}
			everyOne(t, got.keys, world)
			if len(got.keys) != n || len(got.gaps) != 0 {
				t.Errorf("got %d records, gaps %v", len(got.keys), got.gaps)
			}
			for _, r := range e.requests {
				if strings.Contains(r, "efetch") && strings.Contains(r, "retstart=9999") {
					t.Errorf("got %s, beyond what efetch gives", r)
				}
			}
		})
	}
}

func TestDayAboveCap(t *testing.T) {
	_, base := newEutils(t, worldOf(10100, 20000))
	got := take(t, open(t, base, func(o *Options) { o.PageSize = 1000 }), crawler.Plan{Now: today}, 0)
	want := "entered 2024-06-30..2024-06-30: 9998 of 10100"
	if got.err != nil || len(got.keys) != 9998 || len(got.gaps) != 1 || got.gaps[0] != want {
		t.Errorf("got %d records, gaps %v, error %v; want 9998 and %q", len(got.keys), got.gaps, got.err, want)
	}
}

// TestInterrupted stops after every page in turn and goes on from its cursor,
// after the history server has forgotten everything.
func TestInterrupted(t *testing.T) {
	world := worldOf(230, 3)
	e, base := newEutils(t, world)
	s := open(t, base, nil)
	keys, cursor := map[string]int{}, json.RawMessage(nil)
	for range 20 {
		got := take(t, s, crawler.Plan{Now: today, Cursor: cursor}, 1)
		if got.err != nil {
			t.Fatal(got.err)
		}
		for k, n := range got.keys {
			keys[k] += n
		}
		cursor = got.cursor
		e.sets = map[string][]citation{}
		if len(got.pages[0].Records) == 0 {
			break
		}
	}
	everyOne(t, keys, world)
	c, err := decodeCursor(cursor)
	if err != nil || c.Run != nil || c.Through != "2024-06-30" {
		t.Errorf("got cursor %s (%v), want the harvest complete through 2024-06-30", cursor, err)
	}
}

func TestHistoryExpiresInARun(t *testing.T) {
	world := worldOf(230, 3)
	e, base := newEutils(t, world)
	fetches := 0
	e.fault = func(_ int, r *http.Request) (int, string) {
		if strings.HasSuffix(r.URL.Path, "efetch.fcgi") {
			if fetches++; fetches == 3 {
				e.sets = map[string][]citation{}
			}
		}
		return 0, ""
	}
	got := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
	if got.err != nil || len(got.gaps) != 0 {
		t.Fatal(got.err, got.gaps)
	}
	everyOne(t, got.keys, world)
}

func TestSliceChangedWhileInterrupted(t *testing.T) {
	e, base := newEutils(t, worldOf(230, 3))
	s := open(t, base, nil)
	got := take(t, s, crawler.Plan{Now: today}, 2)
	e.world = append(e.world, citation{pmid: 41000000, edat: "2024-06-30", mdat: "2024-06-30"})
	rest := take(t, s, crawler.Plan{Now: today, Cursor: got.cursor}, 0)
	if rest.err != nil || len(rest.keys) != 231 || len(rest.warnings) != 1 || !strings.Contains(rest.warnings[0], "231 records where it had 230") {
		t.Errorf("got %d records, warnings %v, error %v; want all 231 again", len(rest.keys), rest.warnings, rest.err)
	}
}

func TestUpdate(t *testing.T) {
	e, base := newEutils(t, worldOf(230, 3))
	s := open(t, base, nil)
	first := take(t, s, crawler.Plan{Now: today}, 0)
	e.world[200].mdat = "2024-07-03" // an old record is revised
	e.world = append(e.world, citation{pmid: 41000000, edat: "2024-07-02", mdat: "2024-07-02"})
	later := today.AddDate(0, 0, 4)
	got := take(t, s, crawler.Plan{Now: later, Cursor: first.cursor}, 0)
	if got.err != nil {
		t.Fatal(got.err)
	}
	// 27 to 30 June lie in the overlap: 12 records, found as new and as changed.
	if got.keys["41000000"] != 2 || got.keys[fmt.Sprint(e.world[200].pmid)] != 1 || len(got.keys) != 14 {
		t.Errorf("got %v, want the new, the revised and the 12 of the overlap", got.keys)
	}
	if p := got.pages[0]; p.From != "2024-06-27" || p.To != "2024-07-04" || p.Announced != 27 {
		t.Errorf("got from %s to %s, announced %d", p.From, p.To, p.Announced)
	}
	c, err := decodeCursor(got.cursor)
	if err != nil || c.Through != "2024-07-04" || c.Run != nil {
		t.Errorf("got cursor %s, %v", got.cursor, err)
	}
}

func TestNothingNew(t *testing.T) {
	_, base := newEutils(t, worldOf(5, 1))
	s := open(t, base, nil)
	raw := json.RawMessage(`{"v":1,"query":"` + crawler.Fingerprint("ketamine") + `","through":"2024-09-01"}`)
	got := take(t, s, crawler.Plan{Now: today.AddDate(0, 3, 0), Cursor: raw}, 0)
	if got.err != nil || len(got.pages) != 1 || !got.pages[0].Unchanged {
		t.Errorf("got pages %+v, error %v; want one that says that nothing is new", got.pages, got.err)
	}
}

func TestEmptyIsAWarning(t *testing.T) {
	_, base := newEutils(t, nil)
	got := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
	if got.err != nil || len(got.pages) != 1 || len(got.warnings) != 1 {
		t.Errorf("got %d pages, warnings %v, error %v", len(got.pages), got.warnings, got.err)
	}
}

// TestSinceDuringFirstHarvest sees that a run that the operator asks for neither
// loses the place of an unfinished first harvest nor passes for it.
func TestSinceDuringFirstHarvest(t *testing.T) {
	world := worldOf(230, 3)
	_, base := newEutils(t, world)
	s := open(t, base, nil)
	begun := take(t, s, crawler.Plan{Now: today}, 2)
	since := take(t, s, crawler.Plan{Now: today, Since: today.AddDate(0, 0, -1), Cursor: begun.cursor}, 0)
	if since.err != nil || len(since.keys) != 6 {
		t.Fatalf("got %d records, error %v; want the 6 of two days", len(since.keys), since.err)
	}
	rest := take(t, s, crawler.Plan{Now: today.AddDate(0, 0, 9), Cursor: since.cursor}, 0)
	for k, n := range begun.keys {
		rest.keys[k] += n
	}
	everyOne(t, rest.keys, world)
	if c, err := decodeCursor(rest.cursor); err != nil || c.Through != "2024-06-30" {
		t.Errorf("got cursor %s, %v; want through the first harvest's bound", rest.cursor, err)
	}
}

func TestFull(t *testing.T) {
	world := worldOf(60, 3)
	_, base := newEutils(t, world)
	s := open(t, base, nil)
	first := take(t, s, crawler.Plan{Now: today}, 0)
	full := take(t, s, crawler.Plan{Now: today, Full: true, Cursor: first.cursor}, 0)
	everyOne(t, full.keys, world)
	damaged := take(t, s, crawler.Plan{Now: today, Full: true, Cursor: json.RawMessage(`{"v":9}`)}, 0)
	if damaged.err != nil || len(damaged.warnings) == 0 {
		t.Errorf("got %v, warnings %v; want a full harvest in spite of the cursor, and a word about it", damaged.err, damaged.warnings)
	}
}

func TestBadCursor(t *testing.T) {
	_, base := newEutils(t, worldOf(6, 3))
	got := take(t, open(t, base, nil), crawler.Plan{Now: today, Cursor: json.RawMessage(`{"v":9}`)}, 0)
	if got.err == nil || !strings.Contains(got.err.Error(), "version 9") {
		t.Errorf("got %v, want an error about the version", got.err)
	}
}

func TestChangedTranslationAndQuery(t *testing.T) {
	e, base := newEutils(t, worldOf(6, 3))
	first := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
	e.translation = "esketamine[All Fields]"
	got := take(t, open(t, base, nil), crawler.Plan{Now: today, Cursor: first.cursor}, 0)
	if len(got.warnings) != 1 || !strings.Contains(got.warnings[0], "in another way") {
		t.Errorf("got warnings %v, want one about the translation", got.warnings)
	}
	got = take(t, open(t, base, func(o *Options) { o.Query = "psilocybin" }), crawler.Plan{Now: today, Cursor: first.cursor}, 0)
	if len(got.keys) != 6 || got.pages[0].From != "first harvest" || len(got.warnings) != 1 {
		t.Errorf("got %d records from %q, warnings %v; want everything again", len(got.keys), got.pages[0].From, got.warnings)
	}
}

func TestUndeliveredAndBroken(t *testing.T) {
	world := worldOf(120, 3)
	world[7].undelivered, world[60].brokenInPage = true, true
	e, base := newEutils(t, world)
	got := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
	if got.err != nil || got.failed != 0 {
		t.Fatalf("got error %v, %d failed; want the garbled record from its second answer", got.err, got.failed)
	}
	everyOne(t, got.keys, world)
	if want := "entered 1700-01-01..2024-06-30: 119 of 120"; len(got.gaps) != 1 || got.gaps[0] != want {
		t.Errorf("got gaps %v, want %q", got.gaps, want)
	}
	if len(got.warnings) != 1 || !strings.Contains(got.warnings[0], fmt.Sprint(world[7].pmid)) {
		t.Errorf("got warnings %v, want the missing PMID", got.warnings)
	}
	again := 0
	for _, r := range e.requests {
		if strings.Contains(r, "id=") {
			again++
		}
	}
	if again != 2 {
		t.Errorf("got %d requests by PMID, want one for each page with something missing", again)
	}
}

const blockPage = `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x"><html><head><title>NCBI - WWW Error Blocked Diagnostic</title></head><body>blocked for possible abuse</body></html>`

// TestErrorsInside200 strikes every request of a harvest twice; a harvest loses
// nothing by it.
func TestErrorsInside200(t *testing.T) {
	for name, body := range map[string]string{
		"rate limit":      `{"error":"API rate limit exceeded","api-key":"127.0.0.1","count":"4","limit":"3"}`,
		"backend":         `{"header":{"type":"esearch"},"esearchresult":{"ERROR":"Search Backend failed: Exception: 502 Proxy Error"}}`,
		"backend in XML":  `<eFetchResult><ERROR>Search Backend failed: Exception</ERROR></eFetchResult>`,
		"HTML":            blockPage,
		"nothing":         "",
		"cut JSON":        `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"230","ret`,
		"cut XML":         `<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation>`,
		"no count":        `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{}}`,
		"no history":      `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"17"}}`,
		"text":            "Search Backend failed: Exception: 502 Proxy Error",
		"neither of both": "\x00\x01garbage",
	} {
		t.Run(name, func(t *testing.T) {
			world := worldOf(120, 3)
			e, base := newEutils(t, world)
			e.fault = func(n int, _ *http.Request) (int, string) {
				if n%3 != 0 {
					return http.StatusOK, body
				}
				return 0, ""
			}
			got := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
			if got.err != nil || len(got.gaps) != 0 {
				t.Fatal(got.err, got.gaps)
			}
			everyOne(t, got.keys, world)
		})
	}
}

func TestLastingErrors(t *testing.T) {
	for name, row := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"blocked":    {200, blockPage, "blocks this address"},
		"rate limit": {200, `{"error":"API rate limit exceeded","count":"11"}`, "API rate limit exceeded"},
		"cap": {200, `{"esearchresult":{"ERROR":"Search Backend failed: Exception:\n'retstart' cannot be larger than 9998."}}`,
			"cannot be larger than 9998"},
		"database": {200, `<eSearchResult><ERROR>Invalid db name specified: nothing</ERROR></eSearchResult>`, "Invalid db name specified: nothing"},
		"status":   {500, "down", "status 500"},
	} {
		t.Run(name, func(t *testing.T) {
			e, base := newEutils(t, worldOf(120, 3))
			e.fault = func(int, *http.Request) (int, string) { return row.status, row.body }
			got := take(t, open(t, base, nil), crawler.Plan{Now: today}, 0)
			if got.err == nil || !strings.Contains(got.err.Error(), row.want) || len(got.pages) != 0 {
				t.Errorf("got %d pages and error %v, want %q", len(got.pages), got.err, row.want)
			}
			if len(e.requests) > tries {
				t.Errorf("got %d requests, want at most %d", len(e.requests), tries)
			}
		})
	}
}

// TestErrorKeepsPages sees that what came before an error counts, and that the
// next run goes on behind it.
func TestErrorKeepsPages(t *testing.T) {
	world := worldOf(230, 3)
	e, base := newEutils(t, world)
	e.fault = func(n int, _ *http.Request) (int, string) {
		if n >= 6 {
			return 500, "down"
		}
		return 0, ""
	}
	s := open(t, base, nil)
	got := take(t, s, crawler.Plan{Now: today}, 0)
	if got.err == nil || len(got.pages) != 2 {
		t.Fatalf("got %d pages, error %v; want 2 and the status", len(got.pages), got.err)
	}
	e.fault = nil
	rest := take(t, s, crawler.Plan{Now: today, Cursor: got.cursor}, 0)
	for k, n := range got.keys {
		rest.keys[k] += n
	}
	everyOne(t, rest.keys, world)
}

func TestCancel(t *testing.T) {
	e, base := newEutils(t, worldOf(120, 3))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	e.fault = func(n int, _ *http.Request) (int, string) {
		if n == 4 {
			cancel()
		}
		return 0, ""
	}
	var last error
	for _, err := range open(t, base, nil).Pages(ctx, crawler.Plan{Now: today}) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("got %v, want the cancellation", last)
	}
}

func TestPhraseNotFound(t *testing.T) {
	for name, row := range map[string]struct{ body, want string }{
		"lists":   {`"errorlist":{"phrasesnotfound":["comp360x"],"fieldsnotfound":[]}`, "PubMed does not find the phrase comp360x"},
		"scalar":  {`"errorlist":{"phrasesnotfound":"comp360x"}`, "PubMed does not find the phrase comp360x"},
		"ignored": {`"warninglist":{"phrasesignored":["the"],"quotedphrasesnotfound":[],"outputmessages":[]}`, "PubMed ignores the"},
		"field":   {`"errorlist":{"fieldsnotfound":["tiabb"]}`, "PubMed does not know the field tiabb"},
		"message": {`"warninglist":{"outputmessages":["No items found."]}`, "PubMed says: No items found."},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := readSearch([]byte(`{"esearchresult":{"count":0,"idlist":[],` + row.body + `}}`))
			if err != nil || len(res.warnings) != 1 || res.warnings[0] != row.want {
				t.Errorf("got %q, %v; want %q", res.warnings, err, row.want)
			}
		})
	}
}

func TestKeyAndLongTermStandInTheBody(t *testing.T) {
	e, base := newEutils(t, worldOf(6, 3))
	got := take(t, open(t, base, func(o *Options) { o.APIKey = "secret"; o.Query = strings.Repeat("ketamine OR ", 200) + "psilocybin" }), crawler.Plan{Now: today}, 0)
	if got.err != nil {
		t.Fatal(got.err)
	}
	for _, r := range e.requests {
		if !strings.HasPrefix(r, "POST ") {
			t.Errorf("got %.80s, want POST", r)
		}
	}
	_, err := open(t, "http://127.0.0.1:1/", func(o *Options) { o.APIKey = "secret" }).search(t.Context(), nil, 0)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v, want an error without the key", err)
	}
}

func TestFetchByID(t *testing.T) {
	world := worldOf(120, 3)
	world[3].undelivered = true
	_, base := newEutils(t, world)
	var ids []string
	for _, c := range world {
		ids = append(ids, fmt.Sprint(c.pmid))
	}
	page, missing, err := open(t, base, nil).FetchByID(t.Context(), append(ids, "pmid: 0001"))
	if err != nil || len(page.Records) != 119 || len(missing) != 2 || missing[0] != ids[3] || missing[1] != "1" {
		t.Errorf("got %d records, missing %v, error %v", len(page.Records), missing, err)
	}
	if _, _, err := open(t, base, nil).FetchByID(t.Context(), []string{"abc"}); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, opt := range map[string]Options{
		"no query":  {},
		"address":   {Query: "x", BaseURL: "ftp://example.org"},
		"tool":      {Query: "x", Tool: "my tool"},
		"page size": {Query: "x", PageSize: 5000},
		"overlap":   {Query: "x", Overlap: -1},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(sourcetest.Fetcher{}, opt); !errors.Is(err, study.ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
		})
	}
}
