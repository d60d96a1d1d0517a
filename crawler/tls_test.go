package crawler

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// newTLSBench is newBench over TLS with HTTP/2, as the public sources speak it.
func newTLSBench(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) *bench {
	t.Helper()
	b := newBench(t, handle)
	secure := httptest.NewUnstartedServer(b.srv.Config.Handler)
	secure.EnableHTTP2 = true
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	b.transport.base.TLSClientConfig = secure.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	b.transport.base.TLSClientConfig.NextProtos = nil
	b.transport.base.DialContext = newDialer([]string{"127.0.0.1"}).dial
	b.srv = secure
	return b
}

func TestFetchSpeaksHTTP2(t *testing.T) {
	b := newTLSBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/plain")
		w.Write(gzipped(r.Proto))
	})
	defer b.Close()
	res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
	if err != nil || string(res.Body) != "HTTP/2.0" {
		t.Errorf("got %+v, error %v, want HTTP/2.0", res, err)
	}
}

func TestFetchFaultsOverHTTP2(t *testing.T) {
	tests := []struct {
		name   string
		handle http.HandlerFunc
	}{
		{"a stream reset in the body", func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "begins")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}},
		{"a stream reset before the header", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"a body shorter than its length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "begins")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newTLSBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
				if n == 1 {
					tt.handle(w, r)
					return
				}
				io.WriteString(w, "whole")
			})
			defer b.Close()
			res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
			if err != nil || string(res.Body) != "whole" || b.hits.Load() != 2 {
				t.Errorf("got %+v, error %v after %d requests, want the second answer", res, err, b.hits.Load())
			}
		})
	}
}

func TestFetchGivesUpSlowBodiesOverHTTP2(t *testing.T) {
	b := newTLSBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "begins")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	defer b.Close()
	b.options.Timeout, b.options.Tries = 300*time.Millisecond, 1
	if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); !errors.Is(err, ErrTimeout) {
		t.Errorf("got %v, want ErrTimeout", err)
	}
}

func TestFetchDoesNotTrustAnUnknownCertificate(t *testing.T) {
	b := newTLSBench(t, func(int, http.ResponseWriter, *http.Request) {})
	defer b.Close()
	b.transport.base.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
	var certificate *tls.CertificateVerificationError
	if !errors.As(err, &certificate) || b.hits.Load() != 0 || len(b.slots.asked) != 1 {
		t.Errorf("got %v after %d tries, want a certificate error after 1", err, len(b.slots.asked))
	}
	if err != nil && !strings.Contains(err.Error(), b.srv.URL) {
		t.Errorf("the error does not name the address: %v", err)
	}
}
