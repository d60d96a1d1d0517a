package crawler

import (
	"net/http"
	"net/url"
	"time"
)

// Request is one request to a source.
type Request struct {
	URL      string
	Form     url.Values // sent as a POST body when set
	Header   http.Header
	Accept   []string // media types that the answer may have, parameters ignored; empty: any
	MaxBytes int64    // limit on the decompressed body; 0: DefaultMaxBytes
	Pace     Pace
	Robots   bool // ask the host's robots.txt first: for web pages, not for APIs
}

// DefaultMaxBytes bounds the decompressed body of an answer, in bytes.
const DefaultMaxBytes = 64 << 20

// Pace is the published limit of a source: at most one request in Interval and
// Daily a day (0: no limit), counted for each Key across all processes that share
// the store.
type Pace struct {
	Key      string
	Interval time.Duration
	Daily    int
}

// Response is a whole answer with status 2xx, decompressed, within its limit.
type Response struct {
	Status int
	URL    string // after redirects, with its keys: show it through RedactURL
	Header http.Header
	Type   string // media type without parameters, lower case
	Body   []byte // text is UTF-8 without a byte order mark

	Warnings []string // what had to be repaired in the text, in words for the operator
}
