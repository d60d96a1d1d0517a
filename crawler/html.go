package crawler

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/gocolly/colly/v2"
)

// HTMLHandler is told of each element of a page that a CSS selector finds.
type HTMLHandler struct {
	Selector string
	Do       func(*colly.HTMLElement)
}

// ReadHTML hands the elements of a page that has been fetched to the handlers, in
// the order of the handlers and then of the page, by colly's own reading of it.
// Nothing is fetched. It fails for an answer that is no HTML page.
func ReadHTML(res *Response, handlers ...HTMLHandler) error {
	if !isHTML(res.Type) {
		return fmt.Errorf("read page: %w", &TypeError{Want: []string{"text/html"}, Got: res.Type, Excerpt: excerpt(res.Body, nil)})
	}
	c := newCollector(nil)
	c.SetClient(&http.Client{Transport: fetched(res.Body)})
	for _, h := range handlers {
		c.OnHTML(h.Selector, h.Do)
	}
	// The real address may be long or odd; links on the page are not followed.
	if err := c.Visit("http://page.invalid/"); err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	return nil
}

// fetched is a transport that answers with a body that is there already.
type fetched []byte

// RoundTrip gives the body as a page in UTF-8.
func (b fetched) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, ContentLength: int64(len(b)),
		Body: io.NopCloser(bytes.NewReader(b)), Uncompressed: true,
	}, nil
}
