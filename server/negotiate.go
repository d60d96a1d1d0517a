package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"evidelic/cite"
	"evidelic/study"
)

// offer is a form in which a study's own address answers.
type offer struct {
	media  string // without parameters
	format string // of package cite; "" is the page, "json" the API's answer
}

// offers lists the forms, the page first: it answers whoever accepts anything.
func (s *Server) offers(st *study.Study) []offer {
	out := []offer{{"text/html", ""}, {"application/json", "json"}}
	for _, f := range s.formats {
		if f.Name == "nbib" && st.IDs.PMID == "" {
			continue
		}
		media, _, _ := strings.Cut(f.MediaType, ";")
		out = append(out, offer{strings.TrimSpace(media), f.Name})
	}
	return out
}

// choose gives the offer that an Accept header likes best; among equals the
// first. ok is false when it accepts none of them. A header that cannot be read
// counts as none, which accepts everything.
func choose(accept string, offers []offer) (best offer, ok bool) {
	ranges := acceptRanges(accept)
	if len(ranges) == 0 {
		return offers[0], true
	}
	top := 0.0
	for _, o := range offers {
		if q := quality(ranges, o.media); q > top {
			best, top = o, q
		}
	}
	return best, top > 0
}

// acceptRange is one entry of an Accept header (RFC 9110, section 12.5.1).
type acceptRange struct {
	media string
	q     float64
}

// maxRanges bounds the entries that are read of a header.
const maxRanges = 50

func acceptRanges(header string) []acceptRange {
	var out []acceptRange
	for part := range strings.SplitSeq(header, ",") {
		media, params, _ := strings.Cut(part, ";")
		r := acceptRange{strings.ToLower(strings.TrimSpace(media)), 1}
		if !strings.Contains(r.media, "/") || len(out) == maxRanges {
			continue
		}
		for p := range strings.SplitSeq(params, ";") {
			if v, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
				r.q = 0
				if q, err := strconv.ParseFloat(v, 64); err == nil && q >= 0 && q <= 1 { // which NaN is not
					r.q = q
				}
			}
		}
		out = append(out, r)
	}
	return out
}

// quality gives what a header says of a media type: the most exact entry counts.
func quality(ranges []acceptRange, media string) float64 {
	q, exact := 0.0, -1
	kind, _, _ := strings.Cut(media, "/")
	for _, r := range ranges {
		level := -1
		switch r.media {
		case media:
			level = 2
		case kind + "/*":
			level = 1
		case "*/*":
			level = 0
		}
		if level > exact {
			q, exact = r.q, level
		}
	}
	return q
}

// negotiate answers a study's address with what the reader asks for, other than
// the page; done says that it did.
func (s *Server) negotiate(c echo.Context, st *study.Study) (done bool, err error) {
	h := c.Response().Header()
	h.Add("Vary", "Accept")
	offers := s.offers(st)
	o, ok := choose(c.Request().Header.Get("Accept"), offers)
	switch {
	case !ok:
		var names []string
		for _, o := range offers {
			names = append(names, o.media)
		}
		return true, echo.NewHTTPError(http.StatusNotAcceptable, "this study is there as "+strings.Join(names, ", "))
	case o.format == "":
		return false, nil
	case o.format == "json":
		answer, err := s.studyBody(c.Request().Context(), st)
		if err != nil {
			return true, err
		}
		body, err := json.Marshal(answer)
		if err != nil {
			return true, fmt.Errorf("study %s: %w", st.ID, err)
		}
		return true, c.Blob(http.StatusOK, "application/json", body)
	}
	return true, s.citationFile(c, st, o.format)
}

// citationFile answers with one study in a format of package cite.
func (s *Server) citationFile(c echo.Context, st *study.Study, format string) error {
	f, err := s.formatNamed(format)
	if err != nil {
		return err
	}
	shown := *st
	s.opt.Abstracts.apply(&shown)
	var buf bytes.Buffer
	one := func(yield func(study.Study, error) bool) { yield(shown, nil) }
	if _, err := cite.Write(&buf, f.Name, one, cite.Options{URL: s.studyURL}); err != nil {
		return fmt.Errorf("study %s as %s: %w", st.ID, f.Name, err)
	}
	return c.Blob(http.StatusOK, f.MediaType, buf.Bytes())
}
