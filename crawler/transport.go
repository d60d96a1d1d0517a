package crawler

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// errorBody is how much of the body of an answer that is not 2xx is read, for
// the beginning that its error shows.
const errorBody = 64 << 10

// exchange carries one request's limit to the transport, and its answer back.
type exchange struct {
	limit       int64
	contentType string // as the server sent it; colly sees it without its parameters
	location    string // where a redirect leads
	status      int
	header      http.Header
	body        []byte
}

// exchangeKey finds the exchange of a request in its context: colly makes the
// *http.Request, so there is no other way to hand it along.
type exchangeKey struct{}

func (x *exchange) redirects() bool {
	switch x.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// transport reads and decompresses each body itself, within the limit, and hands
// colly one that is whole: colly would cut a long body silently, count the
// compressed bytes, and inflate some on its own.
type transport struct{ base *http.Transport }

func newTransport(d *dialer) *transport {
	return &transport{&http.Transport{
		DialContext:            d.dial,
		DisableCompression:     true, // decode does it, counting
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        60 * time.Second,
		TLSHandshakeTimeout:    20 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
	}}
}

// RoundTrip makes the request and reads the whole body.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, ErrBadRequest
	}
	res, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := x.read(res)
	if err != nil {
		return nil, err
	}
	// Without its Location, a redirect comes back to Fetch like any answer, where
	// each hop has its own checks and slot.
	x.location = res.Header.Get("Location")
	res.Header.Del("Location")
	x.contentType = res.Header.Get("Content-Type")
	res.Header.Set("Content-Type", mediaType(x.contentType))
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	res.Uncompressed = true // else colly inflates by header and by file name
	res.ContentLength = int64(len(body))
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// read gives the whole body of a 2xx, and of any other answer as much as is
// needed to say what it was.
func (x *exchange) read(res *http.Response) ([]byte, error) {
	if res.StatusCode >= 200 && res.StatusCode < 300 {
		if res.ContentLength == 0 || res.StatusCode == http.StatusNoContent {
			return nil, nil
		}
		return readBody(res, x.limit)
	}
	r, err := decode(&counter{r: res.Body, limit: errorBody}, res.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, nil
	}
	body, _ := io.ReadAll(io.LimitReader(r, errorBody)) // the status is the error; its text is a courtesy
	return body, nil
}
