package cite

import (
	"strings"
	"unicode"
)

// typographic writes straight quotation marks and apostrophes as printers do.
func typographic(s string) string {
	if !strings.ContainsAny(s, `"'`) {
		return s
	}
	spans := typographicSpans([]span{{text: s}})
	return spans[0].text
}

func typographicSpans(spans []span) []span {
	before := rune(' ')
	out := make([]span, len(spans))
	for i, s := range spans {
		var b strings.Builder
		runes := []rune(s.text)
		for j, r := range runes {
			open := unicode.IsSpace(before) || strings.ContainsRune("([{“‘—–/", before)
			switch {
			case r == '"' && open:
				r = '“'
			case r == '"':
				r = '”'
			case r == '\'' && open && closes(runes[j+1:]):
				r = '‘'
			case r == '\'':
				r = '’'
			}
			b.WriteRune(r)
			before = r
		}
		out[i] = s
		out[i].text = b.String()
	}
	return out
}

// closes says whether a single quotation mark follows at the end of a word, so
// that one before is no apostrophe ("’90s").
func closes(rest []rune) bool {
	for i, r := range rest {
		if (r == '\'' || r == '’') && i > 0 && (i == len(rest)-1 || !unicode.IsLetter(rest[i+1])) {
			return true
		}
	}
	return false
}

// quoted puts a part in quotation marks; marks inside it become those of the
// second level, apostrophes stay.
func quoted(p part, single bool) part {
	open, shut := "“", "”"
	if single {
		open, shut = "‘", "’"
	}
	return func(it *item) []span {
		spans := p(it)
		if len(spans) == 0 {
			return nil
		}
		out := []span{{text: open, fixed: true, joint: true}}
		out = append(out, innerQuotes(spans, single)...)
		return append(out, span{text: shut, fixed: true, quote: true})
	}
}

// innerQuotes turns pairs of quotation marks into those of the other level.
func innerQuotes(spans []span, single bool) []span {
	depth := 0
	out := make([]span, len(spans))
	for i, s := range spans {
		runes := []rune(s.text)
		for j, r := range runes {
			switch {
			case r == '“' && !single:
				runes[j] = '‘'
			case r == '”' && !single:
				runes[j] = '’'
			case r == '‘' && single:
				runes[j] = '“'
				depth++
			case r == '’' && single && depth > 0 && (j+1 == len(runes) || !unicode.IsLetter(runes[j+1])):
				runes[j] = '”'
				depth--
			}
		}
		out[i] = s
		out[i].text = string(runes)
	}
	return out
}

// singleQuotes makes the quotation marks of a part British: single ones first.
func singleQuotes(p part) part {
	marks := strings.NewReplacer("“", "‘", "”", "’")
	return func(it *item) []span {
		spans := p(it)
		for i := range spans {
			spans[i].text = marks.Replace(spans[i].text)
		}
		return spans
	}
}
