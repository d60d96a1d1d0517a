package crawler

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func deflated(s string, frame bool) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	if frame {
		w = zlib.NewWriter(&b)
	} else {
		w, _ = flate.NewWriter(&b, 6)
	}
	io.WriteString(w, s)
	w.Close()
	return b.Bytes()
}

// emptyBlocks is a gzip stream that takes n bytes and holds none.
func emptyBlocks(n int) []byte {
	b := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}
	b = append(b, bytes.Repeat([]byte{0, 0, 0, 0xff, 0xff}, n/5)...) // stored blocks of length 0
	return append(b, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0)
}

func TestFetchBodies(t *testing.T) {
	const limit = 10_000
	text := strings.Repeat("ketamine ", 1000) // 9,000 bytes
	bomb := gzipped(strings.Repeat("0", 50<<20))
	cut := gzipped(text)
	cut = cut[:len(cut)-10]
	flipped := bytes.Clone(gzipped(text))
	flipped[len(flipped)-6] ^= 1
	tests := []struct {
		name, encoding, path string
		contentType          string
		body                 []byte
		want                 string
		check                func(error) bool
	}{
		{"plain", "", "/", "text/plain", []byte(text), text, nil},
		{"at the limit", "", "/", "text/plain", bytes.Repeat([]byte("x"), limit), strings.Repeat("x", limit), nil},
		{"one above", "", "/", "text/plain", bytes.Repeat([]byte("x"), limit+1), "", isTooLarge},
		{"gzip", "gzip", "/", "text/plain", gzipped(text), text, nil},
		{"GZIP", "GZIP", "/", "text/plain", gzipped(text), text, nil},
		{"two members", "gzip", "/", "text/plain", append(gzipped("a"), gzipped("b")...), "ab", nil},
		{"twice", "gzip, gzip", "/", "text/plain", gzipped(string(gzipped(text))), text, nil},
		{"three times", "gzip, gzip, gzip", "/", "text/plain", gzipped(text), "", isEncoding},
		{"deflate", "deflate", "/", "text/plain", deflated(text, true), text, nil},
		{"raw deflate", "deflate", "/", "text/plain", deflated(text, false), text, nil},
		{"identity", "identity", "/", "text/plain", []byte(text), text, nil},
		{"bomb", "gzip", "/", "text/plain", bomb, "", isTooLarge},
		{"bomb in a bomb", "gzip", "/x.xml.gz", "application/gzip", gzipped(string(bomb)), "", isTooLarge},
		{"endless empty blocks", "gzip", "/", "text/plain", emptyBlocks(1 << 20), "", isTooLarge},
		{"cut stream", "gzip", "/", "text/plain", cut, "", isCut},
		{"flipped bit", "gzip", "/", "text/plain", flipped, "", isEncoding},
		{"not gzip", "gzip", "/", "text/plain", []byte(text), "", isEncoding},
		{"brotli", "br", "/", "text/plain", []byte("x"), "", isEncoding},
		{"a .xml.gz file", "", "/a.xml.gz", "application/octet-stream", gzipped("<a/>"), "<a/>", nil},
		{"a gzip type", "", "/a", "application/gzip", gzipped("<a/>"), "<a/>", nil},
		{"a .xml.gz that is none", "", "/a.xml.gz", "text/xml", []byte("<a/>"), "<a/>", nil},
		{"a .gz file, encoded too", "gzip", "/a.xml.gz", "application/gzip", gzipped(string(gzipped("<a/>"))), "<a/>", nil},
		{"a bomb as a file", "", "/a.xml.gz", "application/gzip", bomb, "", isTooLarge},
		{"a cut file", "", "/a.xml.gz", "application/gzip", cut, "", isCut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
				if tt.encoding != "" {
					w.Header().Set("Content-Encoding", tt.encoding)
				}
				w.Header().Set("Content-Type", tt.contentType)
				w.Write(tt.body)
			})
			res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL + tt.path, MaxBytes: limit})
			if tt.check != nil {
				if err == nil || !tt.check(err) {
					t.Errorf("got error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if string(res.Body) != tt.want || res.Header.Get("Content-Encoding") != "" {
				t.Errorf("got %d bytes, Content-Encoding %q, want %d bytes", len(res.Body), res.Header.Get("Content-Encoding"), len(tt.want))
			}
		})
	}
}

func isTooLarge(err error) bool { var e *TooLargeError; return errors.As(err, &e) }
func isEncoding(err error) bool { var e *EncodingError; return errors.As(err, &e) }
func isCut(err error) bool      { return errors.Is(err, ErrCutBody) }

func TestFetchNoticesCutBodies(t *testing.T) {
	raw := func(s string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				io.WriteString(conn, s)
				conn.Close()
			}
		}
	}
	tests := map[string]string{
		"shorter than its length": "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}",
		"chunks without an end":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
		"nothing of its length":   "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n",
	}
	for name, s := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, raw(s))
			if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); !isCut(err) || b.hits.Load() != DefaultTries {
				t.Errorf("got %v after %d tries, want ErrCutBody after %d", err, b.hits.Load(), DefaultTries)
			}
		})
	}
}

func TestStatusErrorsShowTheBeginningOfTheBody(t *testing.T) {
	tests := []struct {
		name, encoding string
		body           []byte
		want           string
	}{
		{"text", "", []byte("  Invalid\n\tsearch \x00term  "), "Invalid search term"},
		{"gzip", "gzip", gzipped("bad page token"), "bad page token"},
		{"long", "", bytes.Repeat([]byte("é"), 1<<20), strings.Repeat("é", 150) + "…"},
		{"broken gzip", "gzip", []byte("xx"), ""},
		{"not UTF-8", "", []byte("caf\xe9"), "caf\uFFFD"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				if tt.encoding != "" {
					w.Header().Set("Content-Encoding", tt.encoding)
				}
				w.WriteHeader(400)
				w.Write(tt.body)
			})
			_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
			var status *StatusError
			if !errors.As(err, &status) || status.Body != tt.want {
				t.Errorf("got %v, want body %q", err, tt.want)
			}
		})
	}
}

func FuzzReadBody(f *testing.F) {
	f.Add([]byte("plain"), "")
	f.Add(gzipped("x"), "gzip")
	f.Add(deflated("x", true), "deflate")
	f.Add(deflated("x", false), "deflate")
	f.Add(gzipped(string(gzipped("x"))), "gzip,gzip")
	f.Add([]byte{}, "gzip")
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		res := &http.Response{Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Header: http.Header{"Content-Encoding": {encoding}}}
		got, err := readBody(res, 1000)
		if err == nil && len(got) > 1000 {
			t.Errorf("%d bytes above the limit", len(got))
		}
		if isGzip(body) {
			if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil && encoding == "gzip" {
				want, err := io.ReadAll(io.LimitReader(z, 1001))
				if err == nil && len(want) <= 1000 && !bytes.Equal(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		}
	})
}
