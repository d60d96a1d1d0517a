package cite

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"

	"evidelic/study"
)

var reBibStart = regexp.MustCompile(`^\s*@\s*([A-Za-z]+)\s*[{(]`)

// maxMacros bounds the @string abbreviations of a file.
const maxMacros = 2000

// bibtex reads BibTeX and BibLaTeX entries, one at a time. As BibTeX itself does,
// it takes what stands between entries for comment and counts every brace.
func (in input) bibtex() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		p := bibParser{in: in, yield: yield, macros: map[string]string{}}
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
	macros map[string]string
	open   bool
	at     int
	depth  int
	text   strings.Builder
}

func (p *bibParser) line(l line) bool {
	if reBibStart.MatchString(l.text) {
		if p.open && !p.fault(fmt.Sprintf("the entry is not closed before line %d", l.number)) {
			return false
		}
		p.open, p.at, p.depth = true, l.number, 0
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
			if p.depth == 1 && p.roundClosed(l.text[:i+1]) {
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

// roundClosed says whether a closing round bracket ends the entry: only one that
// was opened by one.
func (p *bibParser) roundClosed(upTo string) bool {
	head := p.text.String()
	if head == "" {
		head = upTo
	}
	m := reBibStart.FindString(head)
	return strings.HasSuffix(m, "(")
}

func (p *bibParser) fault(reason string) bool {
	p.open = false
	return p.yield(study.Record{}, p.in.fault(fmt.Sprintf("line %d", p.at), "", reason))
}

func (p *bibParser) entry() bool {
	text := p.text.String()
	m := reBibStart.FindStringSubmatch(text)
	body := text[len(m[0]) : len(text)-1]
	switch kind := strings.ToLower(m[1]); kind {
	case "comment", "preamble", "set", "xdata":
		return true
	case "string":
		if fields, err := bibFields(body, p.macros); err == nil && len(p.macros) < maxMacros {
			for k, v := range fields {
				p.macros[k] = v
			}
		}
		return true
	default:
		rec, err := p.in.bibRecord(kind, body, text, p.macros)
		if err != nil {
			err = p.in.fault(fmt.Sprintf("line %d", p.at), rec.Key, err.Error())
		}
		return p.yield(rec, err)
	}
}

func (in input) bibRecord(kind, body, raw string, macros map[string]string) (study.Record, error) {
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
func bibFields(s string, macros map[string]string) (map[string]string, error) {
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

func bibValue(s string, macros map[string]string) (value, rest string, err error) {
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
			if m, ok := macros[strings.ToLower(piece)]; ok {
				piece = m
			}
			if end == 0 {
				return "", "", fmt.Errorf("unexpected %.1q", s)
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
