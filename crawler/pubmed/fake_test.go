package pubmed

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
)

// citation is one record of the fake PubMed.
type citation struct {
	pmid         int
	edat, mdat   string // 2006-01-02
	undelivered  bool   // found, but efetch leaves it out
	brokenInPage bool   // garbled in a page, whole when asked for alone
}

// eutils is a small PubMed: esearch with history and dates, efetch with its caps.
type eutils struct {
	t           *testing.T
	mu          sync.Mutex
	world       []citation
	translation string
	sets        map[string][]citation
	made        int
	requests    []string
	fault       func(n int, r *http.Request) (status int, body string) // status 0: no fault
	max         int                                                    // requests a test may make
}

func newEutils(t *testing.T, world []citation) (*eutils, string) {
	t.Helper()
	e := &eutils{t: t, world: world, translation: "ketamine[All Fields]", sets: map[string][]citation{}, max: 5000}
	srv := httptest.NewServer(e)
	t.Cleanup(srv.Close)
	return e, srv.URL + "/eutils/"
}

func (e *eutils) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = r.ParseForm()
	e.requests = append(e.requests, r.Method+" "+r.URL.Path+"?"+r.Form.Encode())
	if len(e.requests) > e.max {
		http.Error(w, "the test makes too many requests", http.StatusTeapot)
		return
	}
	if e.fault != nil {
		if status, body := e.fault(len(e.requests), r); status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return
		}
	}
	if strings.HasSuffix(r.URL.Path, "esearch.fcgi") {
		e.search(w, r)
		return
	}
	e.fetch(w, r)
}

func (e *eutils) search(w http.ResponseWriter, r *http.Request) {
	hits := []citation{}
	from, to := strings.ReplaceAll(r.Form.Get("mindate"), "/", "-"), strings.ReplaceAll(r.Form.Get("maxdate"), "/", "-")
	for _, c := range e.world {
		day := c.edat
		if r.Form.Get("datetype") == "mdat" {
			day = c.mdat
		}
		if from == "" || day >= from && day <= to {
			hits = append(hits, c)
		}
	}
	newest := func(a, b citation) int { return b.pmid - a.pmid }
	if !slices.IsSortedFunc(hits, newest) {
		slices.SortFunc(hits, newest)
	}
	e.made++
	env := "MCID_" + strconv.Itoa(e.made)
	e.sets[env] = hits
	retmax, _ := strconv.Atoi(r.Form.Get("retmax"))
	ids := []string{}
	for _, c := range hits[:min(retmax, len(hits), 9999)] {
		ids = append(ids, strconv.Itoa(c.pmid))
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"header": map[string]string{"type": "esearch"}, "esearchresult": map[string]any{
		"count": strconv.Itoa(len(hits)), "retmax": strconv.Itoa(len(ids)), "retstart": "0", "querykey": "1", "webenv": env,
		"idlist": ids, "querytranslation": e.translation}})
}

func (e *eutils) fetch(w http.ResponseWriter, r *http.Request) {
	var hits []citation
	alone := r.Form.Get("id") != ""
	if alone {
		for id := range strings.SplitSeq(r.Form.Get("id"), ",") {
			for _, c := range e.world {
				if strconv.Itoa(c.pmid) == id {
					hits = append(hits, c)
				}
			}
		}
	} else {
		set, ok := e.sets[r.Form.Get("WebEnv")]
		start, _ := strconv.Atoi(r.Form.Get("retstart"))
		n, _ := strconv.Atoi(r.Form.Get("retmax"))
		if !ok || start > 9998 {
			http.Error(w, `<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>`, http.StatusBadRequest)
			return
		}
		set = set[:min(len(set), 9999)]
		hits = set[min(start, len(set)):min(start+n, len(set))]
	}
	_, _ = io.WriteString(w, `<?xml version="1.0" ?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/x.dtd">`+"\n<PubmedArticleSet>")
	for _, c := range hits {
		switch {
		case c.undelivered:
		case c.brokenInPage && !alone:
			_, _ = io.WriteString(w, "<PubmedArticle><MedlineCitation></PubmedArticle>")
		default:
			_, _ = io.WriteString(w, small(c.pmid, fmt.Sprintf("Study %d.", c.pmid)))
		}
	}
	_, _ = io.WriteString(w, "</PubmedArticleSet>")
}

// small is the least citation that makes a record.
func small(pmid int, title string) string {
	return fmt.Sprintf(`<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">%d</PMID><DateRevised><Year>2024</Year><Month>05</Month><Day>01</Day></DateRevised>`+
		`<Article PubModel="Print"><Journal><Title>Journal of tests</Title></Journal><ArticleTitle>%s</ArticleTitle></Article></MedlineCitation></PubmedArticle>`+"\n", pmid, title)
}

// open gives a source over the fake.
func open(t *testing.T, base string, change func(*Options)) *Source {
	t.Helper()
	opt := Options{BaseURL: base, Query: "ketamine", Tool: "evidelic", Email: "operator@example.org", PageSize: 50, Overlap: 72 * time.Hour, Pause: time.Microsecond}
	if change != nil {
		change(&opt)
	}
	s, err := New(sourcetest.Fetcher{Client: http.DefaultClient}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// taken is what a call to Pages gave.
type taken struct {
	keys     map[string]int
	pages    []crawler.Page
	gaps     []string
	warnings []string
	failed   int
	cursor   json.RawMessage
	err      error
}

// take reads at most limit pages; 0: all.
func take(t *testing.T, s *Source, plan crawler.Plan, limit int) taken {
	t.Helper()
	got := taken{keys: map[string]int{}, cursor: plan.Cursor}
	for page, err := range s.Pages(t.Context(), plan) {
		if err != nil {
			got.err = err
			break
		}
		got.pages = append(got.pages, page)
		for _, r := range page.Records {
			got.keys[r.Key]++
		}
		for _, g := range page.Gaps {
			got.gaps = append(got.gaps, fmt.Sprintf("%s: %d of %d", g.What, g.Delivered, g.Announced))
		}
		got.warnings = append(got.warnings, page.Warnings...)
		got.failed += len(page.Failed)
		got.cursor = page.Next
		if len(got.pages) == limit {
			break
		}
	}
	return got
}

// planOf gives the plan of a later run with the cursor.
func planOf(raw string) crawler.Plan { return crawler.Plan{Now: today, Cursor: json.RawMessage(raw)} }
