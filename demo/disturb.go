package demo

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"strconv"
	"time"

	"evidelic/study"
)

// PrivateAddress is where FaultRedirect leads: a place in a private network
// (RFC 1918) that a client must refuse to ask.
const PrivateAddress = "http://10.255.255.1/internal"

const blockedPage = `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html><head><title>Demonstration - WWW Error Blocked Diagnostic</title></head>
<body><h1 class="error">Access Denied</h1><p>Your access has been temporarily blocked.</p></body></html>
`

const brokenPage = `<html><head><title>500 Internal Server Error</title></head><body><h1>WWW Error 500 Diagnostic</h1></body></html>
`

// disturb answers with a fault in the place of the truth.
func (w *World) disturb(rw http.ResponseWriter, c *call, f Fault) {
	switch f {
	case Fault429, Fault429Bare:
		a := tooMany(c)
		if f == Fault429 {
			a.header = http.Header{"Retry-After": {"1"}}
		}
		write(rw, a)
	case Fault500:
		write(rw, answer{status: http.StatusInternalServerError, kind: "text/html; charset=UTF-8", body: []byte(brokenPage)})
	case Fault503:
		write(rw, plainText(http.StatusServiceUnavailable, "This demonstration is temporarily unavailable."))
	case FaultHTML:
		write(rw, answer{status: http.StatusOK, kind: "text/html; charset=UTF-8", body: []byte(blockedPage)})
	case FaultRedirect:
		rw.Header().Set("Location", PrivateAddress)
		rw.WriteHeader(http.StatusFound)
	case FaultBomb:
		w.bomb(rw, c)
	case FaultHang:
		w.wait(c.r.Context(), w.faults.patience())
		hangUp(rw)
	default:
		write(rw, errorInside(c, f))
	}
}

// hangUp breaks the connection: an empty answer would look like no results.
func hangUp(rw http.ResponseWriter) {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		rw.WriteHeader(http.StatusGatewayTimeout) // not a connection that can be broken
		return
	}
	_ = conn.Close() // nobody is left to hear of an error
}

func tooMany(c *call) answer {
	if c.source == study.SourcePubMed {
		return rateError(http.StatusTooManyRequests, c.client(), 4, 3)
	}
	return plainText(http.StatusTooManyRequests, "Too Many Requests")
}

// errorInside is each source's way to fail under HTTP 200.
func errorInside(c *call, f Fault) answer {
	const asJSON = "application/json"
	switch {
	case c.source == study.SourcePubMed && c.path == "esearch.fcgi":
		return searchError(c.form.Get("retmode") == "json", "Search Backend failed: Exception:\n502 Proxy Error")
	case c.source == study.SourcePubMed:
		return rateError(http.StatusOK, c.client(), 4, 3)
	case c.source == study.SourceEuropePMC && f == FaultEnvelope:
		return answer{status: http.StatusOK, kind: asJSON, body: []byte(`{"version":"6.9"}`)}
	case c.source == study.SourceEuropePMC:
		return europeError("An error occurred while the request was processed.")
	}
	return answer{status: http.StatusOK, kind: asJSON, body: []byte(`{"error":"Internal error","status":500}`)}
}

// wait blocks until ctx ends, the world stops, or d is over; it says whether d
// ran out.
func (w *World) wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-w.stop:
	case <-t.C:
		return true
	}
	return false
}

// bomb sends a gibibyte of blanks, packed. One piece is packed once and repeated:
// members of a gzip stream may follow one another (RFC 1952, 2.2).
func (w *World) bomb(rw http.ResponseWriter, c *call) {
	const piece, pieces = 8 << 20, 128
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err == nil {
		_, err = z.Write(bytes.Repeat([]byte{' '}, piece))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		write(rw, plainText(http.StatusInternalServerError, err.Error()))
		return
	}
	rw.Header().Set("Content-Encoding", "gzip")
	rw.Header().Set("Content-Type", contentType(c))
	for range pieces {
		if _, err := rw.Write(packed.Bytes()); err != nil {
			return // the client has seen enough
		}
	}
}

func contentType(c *call) string {
	if c.source == study.SourcePubMed && c.form.Get("retmode") != "json" {
		return "text/xml; charset=UTF-8"
	}
	return "application/json; charset=UTF-8"
}

// spoil sends the truth, damaged when the fault says so.
func (w *World) spoil(rw http.ResponseWriter, c *call, f Fault, a answer) {
	half := len(a.body) / 2
	switch f {
	case FaultCut:
		if a.header == nil {
			a.header = http.Header{}
		}
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		a.body = a.body[:half] // the server breaks the connection when less arrives than was announced
	case FaultTruncated:
		a.body = a.body[:half]
	case FaultMalformed:
		a.body = malformed(a.body)
	case FaultCharset:
		a.body = latin1(a.body)
	case FaultSlow:
		w.trickle(rw, c, a)
		return
	}
	write(rw, a)
}

// malformed puts in the middle what neither XML nor JSON allows.
func malformed(body []byte) []byte {
	out := bytes.Clone(body)
	copy(out[len(out)/2:], `</"&<"{,,]`)
	return out
}

// latin1 writes the text in ISO 8859-1, which is not UTF-8 where a letter has an
// accent. A body without any gets one byte behind its end that cannot stand there.
func latin1(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for _, c := range string(body) {
		if c > 0xff {
			c = '?'
		}
		out = append(out, byte(c))
	}
	if len(out) == len(body) {
		out = append(out, 0xe9)
	}
	return out
}

// trickle sends the answer in twenty pieces over the patience of the faults.
func (w *World) trickle(rw http.ResponseWriter, c *call, a answer) {
	const pieces = 20
	rw.Header().Set("Content-Type", a.kind)
	rw.WriteHeader(a.status)
	flush := http.NewResponseController(rw)
	size := len(a.body)/pieces + 1
	for len(a.body) > 0 && w.wait(c.r.Context(), w.faults.patience()/pieces) {
		n := min(size, len(a.body))
		if _, err := rw.Write(a.body[:n]); err != nil {
			return
		}
		_ = flush.Flush() // without it the pieces arrive as one; nothing else is lost
		a.body = a.body[n:]
	}
}
