package cite

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"evidelic/study"
)

// Bounds of what Read takes, in bytes: a longer line or record is an error of
// its own, and reading goes on behind it where that is possible.
const (
	MaxLine   = 4 << 20
	MaxRecord = 8 << 20
)

// Read reads records of the named format from r, one at a time; name is the
// file's name, for errors and for the source of records that carry no identifier
// of a known source. A record that cannot be taken is yielded as a
// *study.RecordError and reading goes on; any other error ends the sequence.
func Read(r io.Reader, format, name string) iter.Seq2[study.Record, error] {
	in := input{r: skipBOM(r), name: name, source: "import:" + filepath.Base(name)}
	switch format {
	case "ris":
		return in.ris()
	case "nbib":
		return in.nbib()
	case "bibtex":
		return in.bibtex()
	case "csl-json":
		return in.csl()
	case "endnote-xml":
		return in.endnote()
	case "csv":
		return in.csv()
	case "jsonl":
		return in.jsonl()
	}
	return func(yield func(study.Record, error) bool) {
		_, err := FormatNamed(format)
		if err == nil {
			err = fmt.Errorf("format %q cannot be read: %w", format, study.ErrInvalid)
		}
		yield(study.Record{}, err)
	}
}

// input is one file being read.
type input struct {
	r      io.Reader
	name   string
	source string
}

// fault names the place of a record that cannot be taken.
func (in input) fault(position, key, reason string) *study.RecordError {
	return &study.RecordError{File: in.name, Position: position, Key: key, Reason: reason}
}

// skipBOM drops the byte order mark that some programs put before UTF-8.
func skipBOM(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	if head, _ := b.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		_, _ = b.Discard(3)
	}
	return b
}

var errLine = errors.New("line too long")

// lines yields the lines of the input with their numbers, without their ends; CR,
// LF and CRLF all end a line. Bytes that are not UTF-8 are read as Latin-1, the
// other encoding that old exports use. A line over MaxLine is yielded as errLine.
func (in input) lines() iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		sc := bufio.NewScanner(in.r)
		sc.Buffer(make([]byte, 64<<10), MaxLine)
		sc.Split(splitLines)
		n := 0
		for sc.Scan() {
			n++
			if !yield(line{n, sc.Text()}, nil) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			if errors.Is(err, bufio.ErrTooLong) {
				err = fmt.Errorf("%s: line %d: %w: more than %d bytes", in.name, n+1, errLine, MaxLine)
			}
			yield(line{}, err)
		}
	}
}

type line struct {
	number int
	text   string
}

func splitLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i >= 0 && data[i] == '\n':
		return i + 1, data[:i], nil
	case i >= 0 && i+1 < len(data):
		if data[i+1] == '\n' {
			return i + 2, data[:i], nil
		}
		return i + 1, data[:i], nil
	case i >= 0 && !atEOF:
		return 0, nil, nil
	case i >= 0:
		return i + 1, data[:i], nil
	case atEOF && len(data) > 0:
		return len(data), data, nil
	}
	return 0, nil, nil
}

// clean gives text as a Report holds it: UTF-8 in NFC, white space folded.
func clean(s string) string {
	if !utf8.ValidString(s) {
		var b strings.Builder
		for i := range len(s) {
			b.WriteRune(rune(s[i]))
		}
		s = b.String()
	}
	return norm.NFC.String(oneLine(s))
}

// finish gives the record its source and key: the real source where an
// identifier tells it, else the file. A record without identifier, title and
// authors is refused. digest distinguishes records that have nothing else.
func (in input) finish(rep study.Report, revision string, raw []byte, rawType string) (study.Record, error) {
	rep.Journal.ISSN = splitISSNs(rep.Journal.ISSN)
	rec := study.Record{Source: in.source, Revision: revision, Report: rep, Raw: raw, RawType: rawType}
	switch {
	case rep.Title == "" && rep.IDs == (study.IDs{}):
		return rec, errors.New("it has neither a title nor an identifier")
	case rep.Title == "" && len(rep.Authors) == 0 && len(rep.Abstract) == 0:
		return rec, errors.New("it has neither a title, nor authors, nor an abstract")
	case rep.IDs.PMID != "":
		rec.Source, rec.Key = study.SourcePubMed, rep.IDs.PMID
	case strings.HasPrefix(rep.IDs.Registry, "NCT"):
		rec.Source, rec.Key = study.SourceClinicalTrials, rep.IDs.Registry
	case rep.IDs.DOI != "":
		rec.Key = rep.IDs.DOI
	default:
		rec.Key = digest(rep)
	}
	return rec, nil
}

// digest names a record by its content, so that the same file imported twice
// gives the same records.
func digest(rep study.Report) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n%s\n", strings.ToLower(rep.Title), rep.Published.Date(), journalTitle(&study.Study{Report: rep}), rep.Pages)
	for _, a := range rep.Authors {
		fmt.Fprintln(h, a.String())
	}
	return "sha256-" + hex.EncodeToString(h.Sum(nil))[:24]
}
