package crawler

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// judge turns a complete exchange into the answer, or into the error that it is.
func (f *Fetcher) judge(c *call, h hop, x *exchange, last bool) (*Response, error) {
	where := RedactURL(h.url.String())
	partial := x.status == http.StatusPartialContent && c.Header.Get("Range") == ""
	if x.status < 200 || x.status > 299 {
		after, _ := ParseRetryAfter(x.header.Get("Retry-After"), f.pacer.now())
		return nil, &StatusError{Status: x.status, URL: where, Body: excerpt(x.body, c.secrets), RetryAfter: after}
	}
	if partial {
		return nil, ErrCutBody
	}
	kind, body := mediaType(x.contentType), x.body
	if isGzip(body) && (kind == "application/gzip" || kind == "application/x-gzip" || strings.HasSuffix(strings.ToLower(h.url.Path), ".gz")) {
		var err error
		if body, err = inflateFile(body, c.MaxBytes); err != nil {
			return nil, err
		}
		kind = ""
	}
	text := toUTF8(body, kind, charsetOf(x.contentType))
	if kind == "" {
		kind = sniff(text.body)
	}
	if err := checkType(c, kind, text.body); err != nil {
		return nil, err
	}
	if text.bad > 0 && !last {
		return nil, &EncodingError{text.charset, errBadBytes(text.bad)}
	}
	for _, w := range text.warnings {
		f.options.Log.Warn("fetch: text repaired", "url", where, "what", w)
	}
	x.header.Set("Content-Type", kind)
	return &Response{Status: x.status, URL: h.url.String(), Header: x.header, Type: kind, Body: text.body, Warnings: text.warnings}, nil
}

// checkType compares the media type and the first bytes with what the request
// accepts, as rate limits and block pages come as HTML, or as JSON in place of
// XML, under status 200.
func checkType(c *call, kind string, body []byte) error {
	if len(c.Accept) == 0 {
		return nil
	}
	found := sniff(body)
	if accepts(c.Accept, kind) && fits(kind, found) {
		return nil
	}
	got := kind
	if found != kind {
		got += " that begins as " + found
	}
	return &TypeError{Want: c.Accept, Got: got, Excerpt: excerpt(body, c.secrets)}
}

func accepts(want []string, kind string) bool {
	return slices.ContainsFunc(want, func(w string) bool {
		w = mediaType(w)
		family, whole := strings.CutSuffix(w, "/*")
		return w == kind || w == "*/*" || whole && strings.HasPrefix(kind, family+"/")
	})
}

// fits says whether a body that begins as found can be of the announced kind.
func fits(kind, found string) bool {
	switch {
	case isJSON(kind):
		return isJSON(found)
	case isHTML(kind):
		return isHTML(found) || found == "application/xml" || found == "text/plain"
	case isXML(kind):
		return found == "application/xml"
	case kind == "text/plain", kind == "text/csv":
		return !isHTML(found)
	}
	return true
}

func isJSON(t string) bool {
	return t == "application/json" || t == "text/json" || strings.HasSuffix(t, "+json") || strings.HasSuffix(t, "-json")
}

func isXML(t string) bool {
	return t == "application/xml" || t == "text/xml" || strings.HasSuffix(t, "+xml")
}

func isHTML(t string) bool { return t == "text/html" || t == "application/xhtml+xml" }

// isText says whether a body of the type has a character set.
func isText(t string) bool {
	return t == "" || strings.HasPrefix(t, "text/") || isJSON(t) || isXML(t) || isHTML(t)
}

// mediaType gives a Content-Type without its parameters, lower case.
func mediaType(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

func charsetOf(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// sniff names what a body begins as: JSON, HTML, XML, text, other bytes, or
// nothing at all.
func sniff(body []byte) string {
	b := bytes.TrimLeft(body[:min(len(body), 4096)], " \t\r\n\ufeff")
	switch {
	case len(b) == 0:
		return "an empty body"
	case b[0] == '{', b[0] == '[':
		return "application/json"
	case beginsHTML(b):
		return "text/html"
	case b[0] == '<':
		return "application/xml"
	case bytes.IndexByte(b, 0) >= 0:
		return "application/octet-stream"
	}
	return "text/plain"
}

// beginsHTML looks past the XML declaration and comments for a doctype or an
// element that only HTML has at its start.
func beginsHTML(b []byte) bool {
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		switch {
		case bytes.HasPrefix(b, []byte("<?")):
			b = after(b, "?>")
		case bytes.HasPrefix(b, []byte("<!--")):
			b = after(b, "-->")
		default:
			head := strings.ToLower(string(b[:min(len(b), 20)]))
			for _, p := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<meta", "<title>"} {
				if strings.HasPrefix(head, p) {
					return true
				}
			}
			return false
		}
	}
}

func after(b []byte, end string) []byte {
	_, rest, _ := bytes.Cut(b, []byte(end))
	return rest
}
