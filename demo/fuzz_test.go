package demo

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzHandler asks the world anything: it must not panic, and what it calls JSON
// or XML must be that.
func FuzzHandler(f *testing.F) {
	for _, seed := range []string{
		"/eutils/esearch.fcgi?db=pubmed&term=x&retmode=json&usehistory=y&datetype=edat&mindate=2020&maxdate=2021/02",
		"/eutils/esearch.fcgi?db=pubmed&term=99000001[uid]+OR+%22%26<&WebEnv=MCID_1&reldate=7",
		"/eutils/esearch.fcgi?db=pubmed&term=2020/13/40[edat]:2021[pdat]",
		"/eutils/efetch.fcgi?db=pubmed&id=99000001,99000002,x,-5,999999999999999999999&retstart=1",
		"/eutils/efetch.fcgi?db=pubmed&WebEnv=MCID_00000000000064656d6f0001&query_key=1&retstart=9999",
		"/europepmc/search?query=EXT_ID:1+AND+SRC:MED+UPDATE_DATE:[2020-01-01+TO+*]&format=json&resultType=core&cursorMark=QW9FLzIwNzgwLzE5OTk4&sort=FIRST_PDATE+asc",
		"/europepmc/search?query=FIRST_PDATE:[2020-99-01+TO+*]&format=json&pageSize=0",
		"/ctgov/studies?query.intr=ketamine+OR+5-MeO-DMT&filter.advanced=AREA[LastUpdatePostDate]RANGE[2020-01-01,MAX]&pageToken=MTAuYWJj&countTotal=true",
		"/ctgov/studies?filter.ids=NCT99000001|NCT1&pageSize=-1", "/ctgov/studies/NCT99999999", "/ctgov/version", "/eutils/", "/robots.txt", "/%zz",
	} {
		f.Add(seed)
	}
	w, err := New(Options{Studies: 60, Seed: 3, Now: time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC), NoRateLimit: true})
	if err != nil {
		f.Fatal(err)
	}
	w.Close() // nothing may hang
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.Parse(address)
		if err != nil || u.Query().Has("demo_fault") {
			t.Skip("no address, or a fault on request")
		}
		req := &http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Body: http.NoBody, RemoteAddr: "127.0.0.1:1"}
		rec := httptest.NewRecorder()
		w.Handler().ServeHTTP(rec, req.WithContext(t.Context()))
		body := rec.Body.String()
		switch kind := rec.Header().Get("Content-Type"); {
		case strings.HasPrefix(kind, "application/json") && !json.Valid(rec.Body.Bytes()):
			t.Errorf("not JSON: %.300q", body)
		case strings.HasPrefix(kind, "text/xml"):
			if err := wellFormed(body); err != nil {
				t.Errorf("%v in %.300q", err, body)
			}
		}
	})
}

func wellFormed(body string) error {
	for dec := xml.NewDecoder(strings.NewReader(body)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// TestIdentifiersAreWellFormed checks the check digits that readers may verify.
func TestIdentifiersAreWellFormed(t *testing.T) {
	for _, j := range journals {
		for _, issn := range []string{j.print, j.online} {
			if issn != "" && !issnHolds(issn) {
				t.Errorf("%s: ISSN %s has a wrong check digit", j.title, issn)
			}
		}
	}
	if got, want := orcidCheck("000000021825009"), byte('7'); got != want { // ORCID's own example
		t.Errorf("check digit of 0000-0002-1825-009: got %c, want %c", got, want)
	}
}

func issnHolds(issn string) bool {
	digits := strings.ReplaceAll(issn, "-", "")
	sum := 0
	for i, c := range digits {
		v := int(c - '0')
		if c == 'X' {
			v = 10
		}
		sum += v * (8 - i)
	}
	return len(digits) == 8 && sum%11 == 0
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"5-HT<sub>2A</sub> and <i>P</i>&lt;0.001 &amp; more": "5-HT2A and P<0.001 & more",
		"":         "",
		"&amp;lt;": "&lt;",
	} {
		if got := plainOf(in); got != want {
			t.Errorf("plainOf(%q) = %q, want %q", in, got, want)
		}
	}
}
