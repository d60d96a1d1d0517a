package cite

import (
	"strings"
	"unicode/utf8"
)

// The layouts of the styles are tables of parts, made of the few elements that the
// Citation Style Language is made of too: values, words, groups whose delimiter
// stands only between parts that have something to say, and conditions.

// part writes one piece of a reference; nothing when the item has no value for it.
type part func(*item) []span

// value writes what f gives.
func value(f func(*item) string) part {
	return func(it *item) []span {
		if s := f(it); s != "" {
			return decorate(plainRunes(s), it.style.marks())
		}
		return nil
	}
}

// exact writes what f gives letter by letter: identifiers and addresses.
func exact(f func(*item) string) part {
	return func(it *item) []span {
		if s := f(it); s != "" {
			return []span{{text: s}}
		}
		return nil
	}
}

// word writes a fixed word. A group that holds nothing but words is left out.
func word(s string) part {
	return func(*item) []span { return []span{{text: s, fixed: true}} }
}

// group writes its parts with the delimiter between those that are there.
func group(delimiter string, parts ...part) part {
	return func(it *item) []span {
		var out []span
		said := false
		for _, p := range parts {
			spans := p(it)
			if len(spans) == 0 {
				continue
			}
			if len(out) > 0 && delimiter != "" {
				out = append(out, span{text: delimiter, fixed: true, joint: true})
			}
			for i, s := range spans {
				said = said || !s.fixed
				s.joint = s.joint || i == 0
				out = append(out, s)
			}
		}
		if !said {
			return nil
		}
		return out
	}
}

// around puts text before and behind a part that is there.
func around(before string, p part, after string) part {
	return func(it *item) []span {
		spans := p(it)
		if len(spans) == 0 {
			return nil
		}
		out := spans
		if before != "" {
			out = append([]span{{text: before, fixed: true, joint: true}}, spans...)
		}
		if after != "" {
			out = append(out, span{text: after, fixed: true, joint: true})
		}
		return out
	}
}

// italic sets a part in italics; what is in italics already stands out upright.
func italic(p part) part {
	return func(it *item) []span {
		spans := p(it)
		for i := range spans {
			spans[i].slant = !spans[i].slant
		}
		return spans
	}
}

// when writes one part or the other.
func when(cond func(*item) bool, yes, no part) part {
	return func(it *item) []span {
		if cond(it) {
			return yes(it)
		}
		return no(it)
	}
}

func nothing(*item) []span { return nil }

// has tells whether a value is there.
func has(f func(*item) string) func(*item) bool {
	return func(it *item) bool { return f(it) != "" }
}

// kindOf tells whether the item is of one of the types.
func kindOf(types ...itemType) func(*item) bool {
	return func(it *item) bool {
		for _, t := range types {
			if it.typ == t {
				return true
			}
		}
		return false
	}
}

// settle joins the spans so that no two marks of punctuation stand where one is
// meant: a full stop behind "?" is dropped, and with inQuotes full stops and commas
// go before a closing quotation mark, as American manuals ask.
func settle(spans []span, inQuotes bool) []span {
	var out []span
	for _, s := range spans {
		if s.text == "" {
			continue
		}
		if len(out) > 0 && s.joint {
			s.text = joinPunctuation(out, s.text, inQuotes)
		}
		if s.text != "" {
			out = append(out, s)
		}
	}
	return out
}

// joinPunctuation gives what is left of the text behind the spans; the marks that
// close quotations there may take its first character in.
func joinPunctuation(out []span, text string, inQuotes bool) string {
	next := text[0]
	shut := len(out)
	for shut > 0 && out[shut-1].quote == closingQuote {
		shut--
	}
	if shut == len(out) {
		if swallows(lastByte(out[shut-1].text), next) {
			return text[1:]
		}
		return text
	}
	mark := &out[shut].text
	_, size := utf8.DecodeLastRuneInString(*mark)
	ahead := lastByte((*mark)[:len(*mark)-size])
	if ahead == 0 && shut > 0 {
		ahead = lastByte(out[shut-1].text)
	}
	switch {
	case next == '.' && (ahead == '?' || !inQuotes && (ahead == '.' || ahead == '!')):
		return text[1:]
	case inQuotes && (next == '.' || next == ','):
		if !swallows(ahead, next) {
			*mark = (*mark)[:len(*mark)-size] + string(next) + (*mark)[len(*mark)-size:]
		}
		return text[1:]
	}
	return text
}

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

// swallows says whether mark b is dropped behind mark a.
func swallows(a, b byte) bool {
	switch b {
	case '.':
		return strings.IndexByte(".!?:;", a) >= 0 && a != 0
	case ':':
		return strings.IndexByte(":!?;", a) >= 0 && a != 0
	case ',', ';', ' ':
		return a == b
	}
	return false
}
