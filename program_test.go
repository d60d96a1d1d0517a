package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// ran is what came of one run of a command.
type ran struct {
	code        int
	out, faults string
}

// command1 runs one command in this process, as a shell would, without input.
func command1(t *testing.T, args ...string) ran {
	t.Helper()
	return commandOver(t, strings.NewReader(""), args...)
}

// commandOver runs one command over an input. Failed requests are sent again at
// once.
func commandOver(t *testing.T, in io.Reader, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var out, faults bytes.Buffer
	p := &program{stdin: in, stdout: &out, stderr: &faults, retryPause: time.Millisecond}
	return ran{p.run(ctx, args), out.String(), faults.String()}
}

// serveLoopback serves h until the test ends and gives its address.
func serveLoopback(t *testing.T, h http.Handler) string {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}
