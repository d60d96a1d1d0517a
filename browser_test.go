package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
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
	modules, chromium := os.Getenv("EVIDELIC_BROWSER"), os.Getenv("EVIDELIC_CHROMIUM")
	if modules == "" || chromium == "" {
		t.Skip("EVIDELIC_BROWSER (node_modules with playwright-core and axe-core) and EVIDELIC_CHROMIUM are not set")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skipf("no node: %v", err)
	}
	s := startServe(t, t.TempDir(), "--demo", "--demo-studies", "600")
	s.waitFor(t, 600)
	folder := os.Getenv("EVIDELIC_SCREENSHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	pages, err := json.Marshal(s.pages(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, filepath.Join("testdata", "browser.mjs"), s.base, folder, string(pages))
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("browser: %v\n%s", err, faults.String())
	}
	judge(t, out, folder)
}

func judge(t *testing.T, out []byte, folder string) {
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
	if n < 56 {
		t.Errorf("only %d looks at pages", n)
	}
}

// pages names an address of every kind of page.
func (s *serving) pages(t *testing.T) [][2]string {
	t.Helper()
	search := func(q string) string { return "/search?q=" + url.QueryEscape(q) }
	return [][2]string{
		{"home", "/"},
		{"search", search("ketamine depression")},
		{"filtered", "/search?q=psilocybin&kind=article&sort=newest"},
		{"warned", search(`ketamine AND (depression`)},
		{"nothing", search("zebrafish cosmology")},
		{"study", "/study/" + s.first(t, "q="+url.QueryEscape("ketamine"))},
		{"tagged", "/study/" + s.first(t, "q="+url.QueryEscape("psilocybin depression")) + "?tag=substance"},
		{"retracted", "/study/" + s.first(t, "notice=retraction")},
		{"preprint", "/study/" + s.first(t, "kind=preprint")},
		{"registration", "/study/" + s.first(t, "kind=registration")},
		{"basket", "/basket?id=" + s.first(t, "notice=retraction") + "&id=" + s.first(t, "q="+url.QueryEscape("psilocybin depression"))},
		{"check", "/check"},
		{"changes", "/changes"},
		{"recorded", "/search?q=ketamine&asof=1"},
		{"sources", "/sources"},
		{"about", "/about"},
		{"api", "/api"},
		{"missing", "/study/ev00000000"},
	}
}
