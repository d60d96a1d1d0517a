package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"evidelic/cite"
	"evidelic/study"
)

// Bounds of a list of references.
const (
	MaxReferenceFile = 10 << 20 // bytes
	MaxEntries       = 2000
	maxEntryText     = 16 << 10 // bytes of a pasted entry: a thousand authors
	maxFaults        = 100      // that are named
)

// Entry is one reference as the writer has it.
type Entry struct {
	Number int          `json:"number"`         // from 1, in the order of the list
	Key    string       `json:"key,omitempty"`  // the BibTeX key or CSL id
	Text   string       `json:"text,omitempty"` // as written, in a pasted list
	Report study.Report `json:"-"`              // what was read of it

	subjects []string // what its text names; see about
	read     bool
}

// about gives the substances and conditions that an entry names, read once.
func (e *Entry) about() []string {
	if !e.read {
		e.subjects, e.read = subjects(e.Report.Title+" "+e.Text), true
	}
	return e.subjects
}

// List is a list of references as read.
type List struct {
	Format  string   // "text" for a pasted one, else a name of cite.Formats
	Entries []Entry  `json:"entries"`
	Faults  []string `json:"faults,omitempty"` // entries that could not be read, with their places
}

// ReadList reads a list of references. format is a name of cite.Formats, "text" for
// a pasted list, or "" to tell it from the name and the first bytes. A list that is
// too long, or no list at all, is an error that wraps study.ErrInvalid.
func ReadList(r io.Reader, name, format string) (*List, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxReferenceFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > MaxReferenceFile {
		return nil, fmt.Errorf("%s has more than %d MB: %w", name, MaxReferenceFile>>20, study.ErrInvalid)
	}
	if format == "" {
		format = listFormat(name, b)
	}
	l := &List{Format: format}
	if format == "text" {
		err = l.paste(string(b))
	} else {
		err = l.file(b, name)
	}
	if err != nil {
		return nil, err
	}
	if len(l.Entries) == 0 && len(l.Faults) == 0 {
		return nil, fmt.Errorf("%s holds no reference: %w", name, study.ErrInvalid)
	}
	return l, nil
}

func (l *List) file(b []byte, name string) error {
	if _, err := cite.FormatNamed(l.Format); err != nil {
		return err
	}
	for rec, err := range cite.Read(bytes.NewReader(b), l.Format, filepath.Base(name)) {
		var bad *study.RecordError
		switch {
		case errors.As(err, &bad):
			if len(l.Faults) < maxFaults {
				l.Faults = append(l.Faults, bad.Error())
			}
			continue
		case err != nil && len(l.Entries) == 0:
			return fmt.Errorf("%w: %w", err, study.ErrInvalid)
		case err != nil:
			l.Faults = append(l.Faults, err.Error())
			return nil
		}
		if err := l.add(Entry{Key: entryKey(rec.Raw), Report: rec.Report}); err != nil {
			return err
		}
	}
	return nil
}

var errEntries = fmt.Errorf("the list has more than %d references: %w", MaxEntries, study.ErrInvalid)

func (l *List) add(e Entry) error {
	if len(l.Entries) == MaxEntries {
		return errEntries
	}
	e.Number = len(l.Entries) + 1
	l.Entries = append(l.Entries, e)
	return nil
}

var (
	reBibKey = regexp.MustCompile(`^\s*@\s*\w+\s*[{(]\s*([^\s,]{1,200})\s*,`)
	reCSLKey = regexp.MustCompile(`"id"\s*:\s*"?([^"\s,}]{1,200})`)
)

// entryKey gives the name that the writer's file has for an entry.
func entryKey(raw []byte) string {
	raw = raw[:min(len(raw), 4096)]
	if m := reBibKey.FindSubmatch(raw); m != nil {
		return string(m[1])
	}
	if m := reCSLKey.FindSubmatch(raw); m != nil && bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return string(m[1])
	}
	return ""
}

// listFormat tells the format from the name's ending, else from what the file
// begins with.
func listFormat(name string, b []byte) string {
	ext := strings.ToLower(filepath.Ext(name))
	for _, f := range cite.Formats() {
		if f.Extension == ext {
			return f.Name
		}
	}
	if ext == ".bibtex" {
		return "bibtex"
	}
	head := strings.TrimSpace(string(bytes.TrimPrefix(b[:min(len(b), 4096)], []byte("\xef\xbb\xbf"))))
	switch {
	case regexp.MustCompile(`(?m)^TY {1,2}- `).MatchString(head):
		return "ris"
	case regexp.MustCompile(`(?m)^PMID *- `).MatchString(head):
		return "nbib"
	case regexp.MustCompile(`(?m)^\s*@\w+\s*[{(]`).MatchString(head):
		return "bibtex"
	case strings.HasPrefix(head, "["+"{"), regexp.MustCompile(`^\[\s*\{`).MatchString(head):
		return "csl-json"
	case strings.HasPrefix(head, "{"):
		return "jsonl"
	case strings.HasPrefix(head, "<"):
		return "endnote-xml"
	}
	return "text"
}

// paste reads a list as text: numbered entries, entries parted by empty lines, or
// one on a line.
func (l *List) paste(text string) error {
	entries := splitList(strings.ToValidUTF8(text, "\ufffd"))
	if len(entries) > MaxEntries {
		return errEntries
	}
	for i, e := range entries {
		if e.size > maxEntryText {
			if len(l.Faults) < maxFaults {
				l.Faults = append(l.Faults, fmt.Sprintf("entry %d: it has %d bytes; a reference has at most %d", i+1, e.size, maxEntryText))
			}
			continue
		}
		text := string(e.text)
		if err := l.add(Entry{Text: text, Report: readReference(text)}); err != nil {
			return err
		}
	}
	return nil
}

// pasted is an entry of a pasted list; of a text that is too long for one, only the
// beginning is kept.
type pasted struct {
	text []byte
	size int
}

func (p *pasted) add(line string) {
	if p.size > 0 {
		line = " " + line
	}
	p.size += len(line)
	if p.size <= maxEntryText {
		p.text = append(p.text, line...)
	}
}

var reNumbered = regexp.MustCompile(`^(?:\[([0-9]{1,4})\]|\(([0-9]{1,4})\)|([0-9]{1,4})[.)])[ \t]+\S`)

// entryNumber gives the number that a line begins with, 0 for none.
func entryNumber(line string) int {
	if line == "" || strings.IndexByte("[(0123456789", line[0]) < 0 {
		return 0
	}
	m := reNumbered.FindStringSubmatch(line)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1] + m[2] + m[3])
	if err != nil {
		return 0
	}
	return n
}

// numberedLines marks the lines that begin an entry by its number. Numbers go up by
// one, or a few where some were taken out: a line that begins with a year or a
// volume, where a long entry was broken, begins nothing.
func numberedLines(lines []string) (starts []bool, count int) {
	starts = make([]bool, len(lines))
	last := 0
	for i, line := range lines {
		n := entryNumber(line)
		if n == 0 || count > 0 && n != 1 && (n < last || n > last+4) {
			continue
		}
		starts[i], last = true, n
		count++
	}
	return starts, count
}

// splitList parts a list into entries, up to one more than is taken.
func splitList(text string) []pasted {
	lines, blanks := trimmedLines(text)
	starts, numbered := numberedLines(lines)
	wrapped := numbered >= 2 || numbered == 1 && entryNumber(firstText(lines)) > 0
	paragraphs := !wrapped && blanks > 0 && longParagraphs(lines)
	var out []pasted
	open := false
	for i, line := range lines {
		switch {
		case line == "":
			open = open && wrapped
			continue
		case wrapped && open && !starts[i], paragraphs && open:
			out[len(out)-1].add(line)
			continue
		case len(out) > MaxEntries:
			return out
		case starts[i]:
			line = stripNumber(line)
		default:
			line = stripBullet(line)
		}
		out, open = append(out, pasted{}), true
		out[len(out)-1].add(line)
	}
	return out
}

// trimmedLines parts a text at the ends of its lines, whichever they are, and counts
// the empty lines behind the first one. The lines are parts of the text, no copies.
func trimmedLines(text string) (lines []string, blanks int) {
	lines = make([]string, 0, strings.Count(text, "\n")+1)
	for text != "" {
		line, end := text, len(text)
		if i := strings.IndexAny(text, "\r\n"); i >= 0 {
			line, end = text[:i], i+1
			if strings.HasPrefix(text[i:], "\r\n") {
				end++
			}
		}
		text = text[end:]
		line = strings.TrimSpace(line)
		if line == "" && len(lines) > 0 {
			blanks++
		}
		lines = append(lines, line)
	}
	return lines, blanks
}

func firstText(lines []string) string {
	for _, l := range lines {
		if l != "" {
			return l
		}
	}
	return ""
}

// longParagraphs says whether empty lines part the entries: lines that follow each
// other go on, which shows in some that begin in lower case or with a figure.
func longParagraphs(lines []string) bool {
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" && lines[i-1] != "" {
			if c := lines[i][0]; c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return true
			}
		}
	}
	return false
}

var (
	reNumber = regexp.MustCompile(`^(?:\[[0-9]{1,4}\]|\([0-9]{1,4}\)|[0-9]{1,4}[.)])[ \t]+`)
	reBullet = regexp.MustCompile(`^[-*•–][ \t]+`)
)

func stripNumber(line string) string { return line[len(reNumber.FindString(line)):] }

func stripBullet(line string) string {
	if strings.HasPrefix(line, "-") || strings.HasPrefix(line, "*") || strings.HasPrefix(line, "•") || strings.HasPrefix(line, "–") {
		return line[len(reBullet.FindString(line)):]
	}
	return line
}
