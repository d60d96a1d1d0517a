package cite

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"evidelic/study"
)

// Bounds of the @string abbreviations of a file: how many there are, and how many
// bytes they may stand for in one entry. An abbreviation may be made of others, so
// that a few lines could stand for more than any memory holds.
const (
	maxMacros   = 2000
	maxExpanded = 32 << 10
)

// macros are the abbreviations of a file, in lower case, with the bytes that they
// may still stand for in the entry that is read.
type macros struct {
	text map[string]string
	room int
}

// expand gives what a bare word stands for: an abbreviation, or itself.
func (m *macros) expand(word string) (string, error) {
	text, ok := m.text[strings.ToLower(word)]
	if !ok {
		return word, nil
	}
	if m.room -= len(text); m.room < 0 {
		return "", fmt.Errorf("its abbreviations stand for more than %d bytes", maxExpanded)
	}
	return text, nil
}

// bibStart reads the head of an entry, as in "@article{": its kind, the bracket that
// opens it, and the length of both. Every line of a file is held against it.
func bibStart(s string) (kind string, bracket byte, size int) {
	blank := func(i int) int {
		for i < len(s) && strings.IndexByte(" \t\r\n\f", s[i]) >= 0 {
			i++
		}
		return i
	}
	at := blank(0)
	if at == len(s) || s[at] != '@' {
		return "", 0, 0
	}
	from := blank(at + 1)
	to := from
	for to < len(s) && (s[to]|0x20 >= 'a' && s[to]|0x20 <= 'z') {
		to++
	}
	end := blank(to)
	if to == from || end == len(s) || s[end] != '{' && s[end] != '(' {
		return "", 0, 0
	}
	return strings.ToLower(s[from:to]), s[end], end + 1
}

// bibtex reads BibTeX and BibLaTeX entries, one at a time. As BibTeX itself does,
// it takes what stands between entries for comment and counts every brace.
func (in input) bibtex() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		p := bibParser{in: in, yield: yield, macros: macros{text: map[string]string{}}}
		for l, err := range in.lines() {
			if err != nil {
				yield(study.Record{}, err)
				return
			}
			if !p.line(l) {
				return
			}
		}
		if p.open {
			p.fault("the file ends inside the entry")
		}
	}
}

// bibParser puts lines together to entries: from an @ at the head of a line to
// the brace that closes it.
type bibParser struct {
	in     input
	yield  func(study.Record, error) bool
	macros macros
	full   bool // there were more abbreviations than are kept, which was said
	open   bool
	at     int
	kind   string // of the entry that is open
	round  bool   // it was opened by a round bracket
	head   int    // bytes before what it holds
	depth  int
	text   strings.Builder
}

func (p *bibParser) line(l line) bool {
	if kind, bracket, size := bibStart(l.text); size > 0 {
		if p.open && !p.fault(fmt.Sprintf("the entry is not closed before line %d", l.number)) {
			return false
		}
		p.open, p.at, p.depth = true, l.number, 0
		p.kind, p.round, p.head = kind, bracket == '(', size
		p.text.Reset()
	}
	if !p.open {
		return true
	}
	if p.text.Len()+len(l.text) > MaxRecord {
		p.yield(study.Record{}, fmt.Errorf("%s: line %d: the entry has more than %d bytes", p.in.name, p.at, MaxRecord))
		return false
	}
	for i := range len(l.text) {
		switch l.text[i] {
		case '{', '(':
			if l.text[i] == '{' || p.depth == 0 {
				p.depth++
			}
		case '}':
			p.depth--
		case ')':
			if p.depth == 1 && p.round {
				p.depth--
			}
		}
		if p.depth == 0 && (l.text[i] == '}' || l.text[i] == ')') {
			p.text.WriteString(l.text[:i+1])
			p.open = false
			return p.entry()
		}
	}
	p.text.WriteString(l.text)
	p.text.WriteByte('\n')
	return true
}

func (p *bibParser) fault(reason string) bool {
	p.open = false
	return p.yield(study.Record{}, p.in.fault(fmt.Sprintf("line %d", p.at), "", reason))
}

func (p *bibParser) entry() bool {
	text := p.text.String()
	body := text[p.head : len(text)-1]
	p.macros.room = maxExpanded
	switch p.kind {
	case "comment", "preamble", "set", "xdata":
		return true
	case "string":
		return p.abbreviations(body)
	default:
		rec, err := p.in.bibRecord(p.kind, body, text, &p.macros)
		if err != nil {
			err = p.in.fault(fmt.Sprintf("line %d", p.at), rec.Key, err.Error())
		}
		return p.yield(rec, err)
	}
}

// abbreviations takes what @string defines. What is beyond the bound is said once.
func (p *bibParser) abbreviations(body string) bool {
	fields, err := bibFields(body, &p.macros)
	if err != nil {
		return p.fault("the abbreviation: " + err.Error())
	}
	for k, v := range fields {
		if _, known := p.macros.text[k]; known || len(p.macros.text) < maxMacros {
			p.macros.text[k] = v
		} else if !p.full {
			p.full = true
			return p.fault(fmt.Sprintf("the file has more than %d abbreviations; the others are read as they stand", maxMacros))
		}
	}
	return true
}

func (in input) bibRecord(kind, body, raw string, macros *macros) (study.Record, error) {
	key, rest, ok := strings.Cut(body, ",")
	if !ok || strings.Contains(key, "=") {
		return study.Record{}, errors.New("the entry has no key")
	}
	fields, err := bibFields(rest, macros)
	if err != nil {
		return study.Record{Key: strings.TrimSpace(key)}, err
	}
	return in.finish(bibReport(kind, fields), "", []byte(raw), "application/x-bibtex")
}

// bibFields reads "name = value" pairs; a value is braced, quoted, a number or a
// macro, or several of them joined by #.
func bibFields(s string, macros *macros) (map[string]string, error) {
	fields := map[string]string{}
	for {
		s = strings.TrimLeft(s, " \t\r\n,")
		if s == "" {
			return fields, nil
		}
		name, rest, ok := strings.Cut(s, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if !ok || name == "" || strings.ContainsAny(name, "{}\"#, \n") {
			return nil, fmt.Errorf("want field = value at %.30q", s)
		}
		value, after, err := bibValue(rest, macros)
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", name, err)
		}
		if _, twice := fields[name]; !twice {
			fields[name] = value
		}
		s = after
	}
}

func bibValue(s string, macros *macros) (value, rest string, err error) {
	var b strings.Builder
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		var piece string
		switch {
		case s == "":
			return "", "", errors.New("it has no value")
		case s[0] == '{' || s[0] == '"':
			piece, s, err = bibDelimited(s)
			if err != nil {
				return "", "", err
			}
		default:
			end := strings.IndexAny(s, " \t\r\n,#}{\"")
			if end < 0 {
				end = len(s)
			}
			piece, s = s[:end], s[end:]
			if end == 0 {
				return "", "", fmt.Errorf("unexpected %.1q", s)
			}
			if piece, err = macros.expand(piece); err != nil {
				return "", "", err
			}
		}
		if b.Len()+len(piece) > MaxRecord {
			return "", "", errors.New("it is too long")
		}
		b.WriteString(piece)
		s = strings.TrimLeft(s, " \t\r\n")
		if !strings.HasPrefix(s, "#") {
			return b.String(), s, nil
		}
		s = s[1:]
	}
}

// bibDelimited reads a braced or quoted value; braces inside stay, they protect
// words and names.
func bibDelimited(s string) (value, rest string, err error) {
	depth := 0
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '{':
			depth++
		case s[i] == '}' && depth == 0 && s[0] == '{', s[i] == '"' && depth == 0 && s[0] == '"':
			return s[1:i], s[i+1:], nil
		case s[i] == '}':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	return "", "", errors.New("its braces or quotation marks do not match")
}
