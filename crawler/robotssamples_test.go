package crawler

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// sharedFile reads a recorded file, or skips the test where there are none.
func sharedFile(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("EVIDELIC_SHARED")
	for up := "."; dir == "" && len(up) < 30; up += "/.." {
		if _, err := os.Stat(filepath.Join(up, "go.mod")); err == nil {
			dir = filepath.Join(up, "..", "shared")
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "samples", name))
	if err != nil {
		t.Skipf("no recorded files: %v", err)
	}
	return b
}

func TestRecordedRobots(t *testing.T) {
	tests := []struct {
		host, path string
		allowed    bool
		delay      time.Duration
	}{
		{"arxiv.org", "/abs/2401.00001", true, 15 * time.Second},
		{"www.pnas.org", "/content/1", true, 10 * time.Second},
		{"www.nih.gov", "/research", true, 2 * time.Second},
		{"onlinelibrary.wiley.com", "/action/doSearch", false, time.Second},
		{"www.wiley.com", "/en-us", true, 30 * time.Second},
		{"www.thelancet.com", "/article", false, 0},
		{"www.cell.com", "/article", false, 0},
		{"www.nejm.org", "/action/x", false, 0},
		{"www.rsc.org", "/about", true, 0},
		{"www.cochrane.org", "/about", true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.host, func(t *testing.T) {
			r := parseRobots(sharedFile(t, "robots/"+tt.host+".robots.txt"), Product)
			ok, line := r.allows(&url.URL{Scheme: "https", Host: tt.host, Path: tt.path})
			if ok != tt.allowed || r.delay != tt.delay {
				t.Errorf("%s: allowed %v by %q, delay %v; want %v and %v", tt.path, ok, line, r.delay, tt.allowed, tt.delay)
			}
		})
	}
	if r := parseRobots(sharedFile(t, "robots/www.frontiersin.org.robots.txt"), Product); len(r.rules) == 0 {
		t.Error("www.frontiersin.org, which begins with a byte order mark: no rules read")
	}
	if found := sniff(sharedFile(t, "pubmed/errors/ncbi_blocked_diagnostic.html")); found != "text/html" {
		t.Errorf("a block page begins as %s, want text/html", found)
	}
}
