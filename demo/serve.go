package demo

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"evidelic/study"
)

// maxRequestBody bounds what a client may post, in bytes.
const maxRequestBody = 4 << 20

// answer is what a source says to one request.
type answer struct {
	status int
	kind   string // Content-Type
	body   []byte
	header http.Header // further headers; may be nil
}

func plainText(status int, text string) answer {
	return answer{status: status, kind: "text/plain;charset=UTF-8", body: []byte(text)}
}

// jsonAnswer gives v as JSON, its angle brackets as they are.
func jsonAnswer(v any) answer {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return plainText(http.StatusInternalServerError, err.Error())
	}
	return answer{status: http.StatusOK, kind: "application/json;charset=UTF-8", body: b.Bytes()}
}

// call is one request, its form read.
type call struct {
	r      *http.Request
	source string // name of the source asked; "" outside of all
	path   string // below the source's base
	form   url.Values
}

// Handler serves all sources: PubMed's E-utilities under /eutils/, Europe PMC
// under /europepmc/, ClinicalTrials.gov under /ctgov/, and those of FurtherURLs.
func (w *World) Handler() http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		c, err := readCall(rw, r)
		if err != nil {
			write(rw, plainText(http.StatusBadRequest, err.Error()))
			return
		}
		w.serve(rw, c)
	})
}

// serve meets a call with the fault that is due, or with the truth.
func (w *World) serve(rw http.ResponseWriter, c *call) {
	f := w.faults.next(c)
	if f.before() {
		w.disturb(rw, c, f)
		return
	}
	a, refused := w.limit(c)
	if !refused {
		h := a.header
		a = w.answer(c, f)
		if h != nil {
			a.header = h
		}
	}
	w.spoil(rw, c, f, a)
}

// readCall reads the form of the address and, for a POST, of the body.
func readCall(rw http.ResponseWriter, r *http.Request) (*call, error) {
	c := &call{r: r}
	for name, base := range BaseURLs("") {
		if rest, ok := strings.CutPrefix(r.URL.Path, base); ok {
			c.source, c.path = name, rest
		}
	}
	if c.source == "" {
		c.source, c.path = placeOf(r.URL.Path)
	}
	r.Body = http.MaxBytesReader(rw, r.Body, maxRequestBody)
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	_, _ = io.Copy(io.Discard, r.Body)
	c.form = r.Form
	return c, nil
}

func (w *World) answer(c *call, f Fault) answer {
	switch c.source {
	case study.SourcePubMed:
		return w.eutils(c, f)
	case study.SourceEuropePMC:
		return w.europepmc(c, f)
	case study.SourceClinicalTrials:
		return w.trials(c, f)
	}
	if c.r.URL.Path == "/robots.txt" {
		return plainText(http.StatusOK, robotsTxt)
	}
	return w.further(c, f)
}

func write(rw http.ResponseWriter, a answer) {
	for k, v := range a.header {
		rw.Header()[k] = v
	}
	rw.Header().Set("Content-Type", a.kind)
	rw.WriteHeader(a.status)
	_, _ = rw.Write(a.body) // a client that left needs no answer
}

// client names who asks, for the rate limits.
func (c *call) client() string {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return c.r.RemoteAddr
	}
	return host
}
