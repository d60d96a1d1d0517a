package server

import (
	"net"
	"net/http"
	"os"
	"testing"
)

// TestPreview serves the samples on the address in EVIDELIC_PREVIEW until the
// test is stopped, for looking at the pages in a browser.
func TestPreview(t *testing.T) {
	addr := os.Getenv("EVIDELIC_PREVIEW")
	if addr == "" {
		t.Skip("EVIDELIC_PREVIEW names no address")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	demo := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.Demo = true })
	empty := newTestServer(t, func(_ *Options, l *fakeLibrary, _ *fakeSearch) { l.empty = true })
	s := newTestServer(t, nil)
	mux := http.NewServeMux()
	mux.Handle("demo.localhost/", demo.Handler())
	mux.Handle("empty.localhost/", empty.Handler())
	mux.Handle("/", s.Handler())
	t.Log(http.Serve(l, mux))
}
