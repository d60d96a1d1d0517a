package pubmed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// open reads the start tag at the splitter's place: it opens a set, or it begins
// a record, which is then cut out whole.
func (s *splitter) open() (chunk, bool, error) {
	name := string(s.name(1))
	if name == "" {
		return chunk{}, false, s.malformed("< without a name")
	}
	if s.set == "" && sets[name] {
		return chunk{}, false, s.openSet(name)
	}
	known := records[name] || bare[name] || (s.set != "" && (name == "DeleteCitation" || name == "DeleteDocument"))
	if s.set == "" && !known {
		return chunk{}, false, s.foreign(name)
	}
	c, err := s.element(name)
	if !known {
		c.stray = true
		if c.broken == "" {
			c.data, c.broken = nil, fmt.Sprintf("<%s> is not part of a <%s>", name, s.set)
		}
	}
	return c, err == nil, err
}

func (s *splitter) openSet(name string) error {
	if err := s.skip(">", "<"+name); err != nil {
		return err
	}
	s.sawSet = true
	if s.buf[s.pos-2] != '/' {
		s.set = name
	}
	return nil
}

// name gives the name that begins at some distance from the splitter's place, at
// most 64 bytes of it; it is good until the next read.
func (s *splitter) name(distance int) []byte {
	const longest = 64
	for len(s.buf)-s.pos < distance+longest && s.fill() {
	}
	from := min(s.pos+distance, len(s.buf))
	head := s.buf[from:min(from+longest, len(s.buf))]
	return head[:nameLength(head)]
}

// element cuts out the element that begins here. In well-formed XML every < in
// it is markup, so it is enough to go from one to the next, past comments, CDATA
// and processing instructions. An end tag that is missing is noticed at the next
// record or at the end of the set; reading goes on there.
func (s *splitter) element(name string) (chunk, error) {
	offset, depth := s.base+int64(s.pos), 0
	for {
		if !s.seek("<") {
			return s.cutOff(name, offset)
		}
		ok, stop := true, ""
		switch plain := s.pos+1 < len(s.buf) && s.buf[s.pos+1] != '!' && s.buf[s.pos+1] != '?'; {
		case plain:
			depth, ok, stop = s.tag(name, depth)
		case s.at("<!--"):
			ok = s.inside("-->")
		case s.at("<![CDATA["):
			ok = s.inside("]]>")
		case s.at("<?"):
			ok = s.inside("?>")
		default:
			depth, ok, stop = s.tag(name, depth)
		}
		switch {
		case stop != "":
			return s.lost(name, offset, stop), nil
		case !ok:
			return s.cutOff(name, offset)
		case depth == 0:
			return s.cut(name, offset), nil
		}
	}
}

// tag passes a start or end tag and counts those of the element sought. stop
// names a tag that cannot stand inside it. ok is false when the stream ends.
func (s *splitter) tag(name string, depth int) (after int, ok bool, stop string) {
	if s.at("</") {
		switch end := s.name(2); {
		case s.set != "" && string(end) == s.set:
			return depth, true, "</" + s.set + ">"
		case string(end) == name:
			return depth - 1, s.inside(">"), ""
		}
		s.pos += 2
		return depth, true, ""
	}
	tag := s.name(1)
	switch {
	case depth > 0 && records[string(tag)]:
		return depth, true, "<" + string(tag) + ">"
	case string(tag) == name:
		if !s.inside(">") {
			return depth, false, ""
		}
		if s.buf[s.pos-2] != '/' {
			depth++
		}
		return depth, true, ""
	}
	s.pos++
	return depth, true, ""
}

// inside moves behind the next sep; false when the stream ends before one.
func (s *splitter) inside(sep string) bool {
	if !s.seek(sep) {
		return false
	}
	s.pos += len(sep)
	return true
}

// cut gives what lies between the offset and the splitter's place.
func (s *splitter) cut(name string, offset int64) chunk {
	start := offset - s.base
	if s.pos-int(max(start, 0)) > s.limit || start < int64(s.keep) {
		return chunk{name: name, offset: offset, broken: fmt.Sprintf("<%s> is larger than %d bytes", name, s.limit)}
	}
	return chunk{name: name, offset: offset, data: bytes.Clone(s.buf[start:s.pos])}
}

// lost gives up a record without an end.
func (s *splitter) lost(name string, offset int64, before string) chunk {
	return chunk{name: name, offset: offset, broken: fmt.Sprintf("<%s> is not closed before %s at byte %d", name, before, s.base+int64(s.pos))}
}

// cutOff reports the record in which the stream ends; the end itself is reported
// by the next call.
func (s *splitter) cutOff(name string, offset int64) (chunk, error) {
	s.pos = len(s.buf)
	if !errors.Is(s.err, io.EOF) {
		return chunk{}, s.end()
	}
	if s.set == "" {
		s.set = name
	}
	return chunk{name: name, offset: offset, broken: fmt.Sprintf("the file ends inside <%s>", name)}, nil
}

// foreign explains a root element that is not a set of PubMed's: an error answer
// of the E-utilities, a page, or another kind of file.
func (s *splitter) foreign(name string) error {
	if strings.EqualFold(name, "html") {
		return s.html()
	}
	text := string(s.head())
	if _, after, ok := strings.Cut(text, "<ERROR>"); ok {
		reason, _, _ := strings.Cut(after, "</ERROR>")
		return &AnswerError{Reason: clip(strings.Join(strings.Fields(reason), " "))}
	}
	return fmt.Errorf("%w: its root element is <%s>", ErrNotPubMed, name)
}

// head gives up to 16 KiB from the splitter's place.
func (s *splitter) head() []byte {
	const size = 16 << 10
	for len(s.buf)-s.pos < size && s.fill() {
	}
	return s.buf[s.pos:min(len(s.buf), s.pos+size)]
}

// html tells NCBI's pages for blocked clients and for failures from others.
func (s *splitter) html() error { return htmlAnswer(s.head()) }
