package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// lookedAt is what testdata/browser.mjs says of one page.
type lookedAt struct {
	Page     string   `json:"page"`
	Status   int      `json:"status"`
	Width    int      `json:"width"`
	Scheme   string   `json:"scheme"`
	Problems []string `json:"problems"`
}

// TestBrowser looks at a page of every kind in Chromium, at phone and desktop
// width, light and dark, and has axe-core judge each. EVIDELIC_SCREENSHOTS names a
// folder that keeps the pictures.
func TestBrowser(t *testing.T) {
	needBrowser(t)
	s := startServe(t, t.TempDir(), "--demo", "--demo-studies", "600")
	s.waitFor(t, 600)
	if n := lookAt(t, s.base, s.pages(t)); n < 64 {
		t.Errorf("only %d looks at pages", n)
	}
}

// TestBrowserShowsALateRetraction looks at the pages of a study before and after
// it was retracted: within one re-check the reader sees it on its page, in a list
// of results and in the export made again.
func TestBrowserShowsALateRetraction(t *testing.T) {
	needBrowser(t)
	l := newLateWorld(t)
	before := l.export(t)
	lookAt(t, l.serve(t), [][]string{{"late-before", "/study/pmid:" + l.key, "", "RETRACTED"}})
	l.stop()
	recheckPubMed(t, l.data, l.config)
	lookAt(t, l.serve(t), [][]string{
		{"late-study", "/study/pmid:" + l.key, "Do not use it as evidence"},
		{"late-search", "/search?q=" + l.key + "%5Bpmid%5D", "RETRACTED"},
		{"late-changes", "/changes", "RETRACTED"},
		{"late-home", "/", "RETRACTED"},
	})
	l.stop()
	if after := l.export(t); strings.Contains(strings.ToLower(before), "retract") || !strings.Contains(strings.ToLower(after), "retract") {
		t.Errorf("saved before:\n%s\nsaved again:\n%s", before, after)
	}
}

// serve answers with the pages of the library until stop is called or the test
// ends.
func (l *lateWorld) serve(t *testing.T) (base string) {
	t.Helper()
	p := &program{stdout: io.Discard, stderr: io.Discard, dataDir: l.data}
	c, err := LoadConfig(l.config)
	if err != nil {
		t.Fatal(err)
	}
	lib, err := p.openLibrary(t.Context(), c, true, true, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.index.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(lib.server.Handler())
	l.stop = sync.OnceFunc(func() { srv.Close(); _ = lib.close() })
	t.Cleanup(l.stop)
	return srv.URL
}

// needBrowser skips the test where there is no browser.
func needBrowser(t *testing.T) {
	t.Helper()
	if os.Getenv("EVIDELIC_BROWSER") == "" || os.Getenv("EVIDELIC_CHROMIUM") == "" {
		t.Skip("EVIDELIC_BROWSER (node_modules with playwright-core and axe-core) and EVIDELIC_CHROMIUM are not set")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skipf("no node: %v", err)
	}
}

// lookAt looks at pages, each a name, an address, and if given a text that must be
// seen and one that must not be; it gives the number of looks.
func lookAt(t *testing.T, base string, pages [][]string) int {
	t.Helper()
	folder := os.Getenv("EVIDELIC_SCREENSHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	list, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", filepath.Join("testdata", "browser.mjs"), base, folder, string(list))
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("browser: %v\n%s", err, faults.String())
	}
	return judge(t, out, folder)
}

func judge(t *testing.T, out []byte, folder string) int {
	t.Helper()
	n := 0
	sc := bufio.NewScanner(bytes.NewReader(out))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var l lookedAt
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatalf("browser: %q: %v", sc.Text(), err)
		}
		n++
		for _, p := range l.Problems {
			if l.Page == "missing" && p == "console: Failed to load resource: the server responded with a status of 404 (Not Found)" {
				continue
			}
			t.Errorf("%s at %d, %s: %s", l.Page, l.Width, l.Scheme, p)
		}
		picture := filepath.Join(folder, fmt.Sprintf("%s-%d-%s.png", l.Page, l.Width, l.Scheme))
		if info, err := os.Stat(picture); err != nil || info.Size() < 5000 {
			t.Errorf("%s: no picture worth the name (%v)", picture, err)
		}
	}
	return n
}

// pages names an address of every kind of page.
func (s *serving) pages(t *testing.T) [][]string {
	t.Helper()
	search := func(q string) string { return "/search?q=" + url.QueryEscape(q) }
	return [][]string{
		{"home", "/"},
		{"search", search("ketamine depression")},
		{"filtered", "/search?q=psilocybin&kind=article&sort=newest"},
		{"warned", search(`ketamine AND (depression`)},
		{"nothing", search("zebrafish cosmology")},
		{"study", "/study/" + s.first(t, "q="+url.QueryEscape("ketamine"))},
		{"tagged", "/study/" + s.first(t, "q="+url.QueryEscape("psilocybin depression")) + "?tag=substance"},
		{"retracted", "/study/" + s.first(t, "notice=retraction")},
		{"cites-retracted", "/study/" + s.citesRetracted(t), "retracted stud"},
		{"preprint", "/study/" + s.first(t, "kind=preprint")},
		{"registration", "/study/" + s.first(t, "kind=registration")},
		{"basket", "/basket?id=" + s.first(t, "notice=retraction") + "&id=" + s.first(t, "q="+url.QueryEscape("psilocybin depression"))},
		{"check", "/check"},
		{"changes", "/changes"},
		{"recorded", "/search?q=ketamine&asof=1"},
		{"explained", search("psilocybin depression") + "&explain=true"},
		{"sources", "/sources"},
		{"flow", "/flow"},
		{"flow-search", "/flow?q=ketamine&kind=article"},
		{"about", "/about"},
		{"api", "/api"},
		{"missing", "/study/ev00000000"},
	}
}

// citesRetracted gives a review that cites a retracted study.
func (s *serving) citesRetracted(t *testing.T) string {
	t.Helper()
	for _, h := range s.search(t, "notice=retraction&size=200").Hits {
		var st struct {
			Citing []struct{ ID string } `json:"cited_by_here"`
		}
		if s.getJSON(t, "/api/v1/studies/"+h.ID, &st); len(st.Citing) > 0 {
			return st.Citing[0].ID
		}
	}
	t.Fatal("no study of the world cites a retracted one")
	return ""
}
