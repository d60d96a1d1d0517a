package pubmed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxRecord bounds one record, in bytes of XML. The largest in PubMed, with some
// thousands of authors, have about 5 MB.
const maxRecord = 32 << 20

// chunk is one element of a set, cut out whole but not yet checked, or the
// reason why it could not be.
type chunk struct {
	name   string
	data   []byte
	offset int64 // in the decompressed stream
	number int   // of the chunk in the stream, from 1
	broken string
	stray  bool // it is no record, but something that does not belong between records
}

// sets are the elements around records.
var sets = map[string]bool{"PubmedArticleSet": true, "PubmedBookArticleSet": true, "BookDocumentSet": true, "MedlineCitationSet": true}

// records are the elements that hold one record each; they do not nest at the
// level at which the splitter looks.
var records = map[string]bool{"PubmedArticle": true, "PubmedBookArticle": true}

// bare are elements that stand for a record in older files and in files without
// a set around them; inside a record they are parts of it.
var bare = map[string]bool{"MedlineCitation": true, "BookDocument": true}

// splitter cuts a stream into the records of its sets. It looks at markup only
// as far as that takes; whether an element is well-formed is for the tree. Memory
// stays below twice the limit on a record. It is for one goroutine.
type splitter struct {
	r     io.Reader
	buf   []byte
	pos   int   // next byte to look at
	keep  int   // first byte that is still needed
	base  int64 // offset of buf[0] in the stream
	limit int
	err   error // why the stream ended; io.EOF when it is complete

	set    string // the set that is open
	sawSet bool
	number int
	astray bool // the last chunk was a stray one
}

func newSplitter(r io.Reader) *splitter {
	return &splitter{r: r, buf: make([]byte, 0, 256<<10), limit: maxRecord}
}

// fill reads more of the stream behind what must be kept; false at its end.
func (s *splitter) fill() bool {
	if s.err != nil {
		return false
	}
	if s.keep > 0 && len(s.buf) == cap(s.buf) {
		n := copy(s.buf, s.buf[s.keep:])
		s.buf = s.buf[:n]
		s.pos -= s.keep
		s.base += int64(s.keep)
		s.keep = 0
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if err != nil {
			s.err = err
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// seek moves to the next sep; false when the stream ends before one.
func (s *splitter) seek(sep string) bool {
	for {
		if i := bytes.Index(s.buf[s.pos:], []byte(sep)); i >= 0 {
			s.pos += i
			return true
		}
		s.pos = max(s.pos, len(s.buf)-len(sep)+1)
		s.drop()
		if !s.fill() {
			s.pos = len(s.buf)
			return false
		}
	}
}

// drop gives up a record that outgrew the limit, so that memory stays bounded
// while its end is sought.
func (s *splitter) drop() {
	if s.pos-s.keep > s.limit {
		s.keep = s.pos
	}
}

// at says whether what, at the head of the rest, stands there.
func (s *splitter) at(what string) bool {
	for len(s.buf)-s.pos < len(what) {
		if !s.fill() {
			return false
		}
	}
	return string(s.buf[s.pos:s.pos+len(what)]) == what
}

// next gives the next chunk; io.EOF at the end of a complete stream, another
// error where nothing more can be read. Of pieces in a row that do not belong
// between records, as a damaged record leaves them, only the first is given.
func (s *splitter) next() (chunk, error) {
	for {
		c, found, err := s.piece()
		switch {
		case err != nil:
			return chunk{}, err
		case !found, c.stray && s.astray:
			continue
		}
		s.number++
		s.astray, c.number = c.stray, s.number
		return c, nil
	}
}

// piece looks at what comes next: white space and comments, which are nothing, a
// tag of a set, or a chunk.
func (s *splitter) piece() (c chunk, found bool, err error) {
	s.keep = s.pos
	if c, found, err = s.text(); found || err != nil {
		return c, found, err
	}
	s.keep = s.pos
	switch {
	case s.at("<?"):
		return c, false, s.instruction()
	case s.at("<!--"):
		return c, false, s.skip("-->", "comment")
	case s.at("<!"):
		return c, false, s.doctype()
	case s.at("</"):
		return s.endOfSet()
	}
	return s.open()
}

// text passes over white space between elements. Anything else there is a chunk
// of its own, or, before the first element, the sign that this is not XML.
func (s *splitter) text() (c chunk, found bool, err error) {
	offset := s.base + int64(s.pos)
	more := s.seek("<")
	seen := bytes.TrimSpace(s.buf[min(s.keep, s.pos):s.pos])
	if offset == 0 {
		seen = bytes.TrimSpace(bytes.TrimPrefix(seen, []byte("\ufeff")))
	}
	if len(seen) > 0 {
		if !s.sawSet && s.number == 0 {
			return c, false, notXML(seen)
		}
		return chunk{offset: offset, broken: fmt.Sprintf("text between records: %.40q", seen), stray: true}, true, nil
	}
	if more {
		return c, false, nil
	}
	return c, false, s.end()
}

// end says what the end of the stream means at this place.
func (s *splitter) end() error {
	switch {
	case !errors.Is(s.err, io.EOF):
		return fmt.Errorf("byte %d: %w", s.base+int64(len(s.buf)), s.err)
	case s.set != "":
		return s.malformed("the file ends inside <%s>", s.set)
	case !s.sawSet && s.number == 0:
		return fmt.Errorf("%w: nothing in it", ErrNotPubMed)
	}
	return io.EOF
}

func (s *splitter) malformed(format string, args ...any) error {
	return fmt.Errorf("%w: byte %d: %s", ErrMalformed, s.base+int64(s.pos), fmt.Sprintf(format, args...))
}

func (s *splitter) skip(sep, what string) error {
	if !s.seek(sep) {
		if errors.Is(s.err, io.EOF) {
			return s.malformed("%s is not closed", what)
		}
		return s.end()
	}
	s.pos += len(sep)
	return nil
}

// instruction passes over a processing instruction. The XML declaration must not
// announce another encoding than UTF-8.
func (s *splitter) instruction() error {
	declaration := s.at("<?xml")
	if err := s.skip("?>", "processing instruction"); err != nil || !declaration {
		return err
	}
	_, after, ok := strings.Cut(string(s.buf[s.keep:s.pos]), "encoding")
	if !ok {
		return nil
	}
	after = strings.TrimLeft(after, " \t\r\n=\"'")
	enc := strings.ToLower(after[:max(0, strings.IndexAny(after, "\"'?"))])
	if enc != "utf-8" && enc != "us-ascii" && enc != "ascii" {
		return fmt.Errorf("%w: it is written in %.20q, want UTF-8", ErrMalformed, enc)
	}
	return nil
}

// doctype passes over the document type. Declarations inside it could define
// entities that blow up, so they are refused; NLM writes none.
func (s *splitter) doctype() error {
	if s.set != "" || !s.at("<!DOCTYPE") {
		return s.malformed("a declaration that is not a document type")
	}
	start := s.pos
	if err := s.skip(">", "document type"); err != nil {
		return err
	}
	decl := string(s.buf[start:s.pos])
	switch {
	case strings.IndexByte(decl, '[') >= 0:
		return s.malformed("the document type has declarations of its own, which are not allowed")
	case strings.Count(decl, `"`)%2 != 0:
		return s.malformed("a > inside the document type's quotes")
	case len(strings.Fields(decl)) > 1 && strings.EqualFold(strings.TrimRight(strings.Fields(decl)[1], ">"), "html"):
		return s.html()
	}
	return nil
}

// endOfSet closes the set. Another end tag is what a damaged record left behind.
func (s *splitter) endOfSet() (c chunk, found bool, err error) {
	if err := s.skip(">", "end tag"); err != nil {
		return c, false, err
	}
	name := strings.TrimSpace(string(s.buf[s.keep+2 : s.pos-1]))
	switch {
	case name == s.set && name != "":
		s.set = ""
		return c, false, nil
	case s.set == "":
		return c, false, s.malformed("</%.40s> closes nothing", name)
	}
	return chunk{offset: s.base + int64(s.keep), broken: fmt.Sprintf("</%.40s> closes nothing", name), stray: true}, true, nil
}
