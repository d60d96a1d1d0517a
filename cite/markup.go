package cite

import (
	"html"
	"strings"
)

// Markup says how a reference marks italics, subscripts and superscripts.
type Markup int

// The markups of a reference.
const (
	Text     Markup = iota // nothing is marked
	HTML                   // <i>, <b>, <sub>, <sup>, everything else escaped
	Markdown               // *italics*, everything else escaped where it would mean something
)

// span is a piece of a reference in one kind of letters.
type span struct {
	text  string
	tag   string // "", "b", "sub", "sup"
	slant bool   // in italics
	fixed bool   // a word or mark of the style, no value of the item
	joint bool   // begins at a joint of the layout, where marks of punctuation meet
	quote bool   // a closing quotation mark
}

func render(spans []span, as Markup) string {
	var b strings.Builder
	slant := false
	turn := func(on bool) {
		if on != slant && as == HTML {
			b.WriteString(map[bool]string{true: "<i>", false: "</i>"}[on])
		} else if on != slant && as == Markdown {
			b.WriteByte('*')
		}
		slant = on
	}
	for _, s := range spans {
		if s.text == "" {
			continue
		}
		turn(s.slant)
		switch {
		case as == HTML && s.tag != "":
			b.WriteString("<" + s.tag + ">" + html.EscapeString(s.text) + "</" + s.tag + ">")
		case as == HTML:
			b.WriteString(html.EscapeString(s.text))
		case as == Markdown:
			b.WriteString(escapeMarkdown(s.text))
		default:
			b.WriteString(s.text)
		}
	}
	turn(false)
	return b.String()
}

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`, "|", `\|`)

func escapeMarkdown(s string) string { return markdownEscapes.Replace(s) }

// markupSpans reads a Report's TitleMarkup: <i>, <b>, <sub>, <sup>, not nested,
// its text escaped. What does not follow that form is text.
func markupSpans(s string) []span {
	var out []span
	for s != "" {
		at, tag := nextTag(s)
		if at < 0 {
			break
		}
		body := s[at+len(tag)+2:]
		end := strings.Index(body, "</"+tag+">")
		if end < 0 {
			break
		}
		out = append(out, span{text: html.UnescapeString(s[:at])}, marked(html.UnescapeString(stripTags(body[:end])), tag))
		s = body[end+len(tag)+3:]
	}
	return append(out, span{text: html.UnescapeString(stripTags(s))})
}

func nextTag(s string) (at int, tag string) {
	at = -1
	for _, t := range []string{"i", "b", "sub", "sup"} {
		if i := strings.Index(s, "<"+t+">"); i >= 0 && (at < 0 || i < at) {
			at, tag = i, t
		}
	}
	return at, tag
}

var tagStripper = strings.NewReplacer("<i>", "", "</i>", "", "<b>", "", "</b>", "", "<sub>", "", "</sub>", "", "<sup>", "", "</sup>", "")

func stripTags(s string) string { return tagStripper.Replace(s) }

func marked(text, tag string) span {
	if tag == "i" {
		return span{text: text, slant: true}
	}
	return span{text: text, tag: tag}
}
