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
	quote quoteMark
	depth int // of a quotation mark: 0 outside every other
}

// quoteMark tells quotation marks from text. Which characters they are is settled
// when all that stands around them is known.
type quoteMark int

const (
	noQuote quoteMark = iota
	openingQuote
	closingQuote
)

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
			b.WriteString(raised.Replace(html.EscapeString(s.text)))
		case as == Markdown:
			b.WriteString(escapeMarkdown(s.text))
		default:
			b.WriteString(s.text)
		}
	}
	turn(false)
	return b.String()
}

// raised sets characters that are superscripts by themselves as superscripts, so
// that they look like those around them.
var raised = strings.NewReplacer("ª", "<sup>a</sup>", "º", "<sup>o</sup>", "¹", "<sup>1</sup>", "²", "<sup>2</sup>", "³", "<sup>3</sup>",
	"⁰", "<sup>0</sup>", "⁴", "<sup>4</sup>", "⁵", "<sup>5</sup>", "⁶", "<sup>6</sup>", "⁷", "<sup>7</sup>", "⁸", "<sup>8</sup>", "⁹", "<sup>9</sup>",
	"⁺", "<sup>+</sup>", "⁻", "<sup>−</sup>", "ⁿ", "<sup>n</sup>", "™", "<sup>TM</sup>", "℠", "<sup>SM</sup>")

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`, "|", `\|`)

func escapeMarkdown(s string) string { return markdownEscapes.Replace(s) }

// Inside a text that is being laid out, one character of Unicode's private use
// stands for each tag; its end is the next character.
const (
	tagItalic rune = '\uf880' + 2*iota
	tagBold
	tagSub
	tagSup
	tagLimit
)

func isTagRune(r rune) bool { return r >= tagItalic && r < tagLimit }

func opensTag(r rune) bool { return isTagRune(r) && (r-tagItalic)%2 == 0 }

var tagRunes = strings.NewReplacer("<i>", string(tagItalic), "</i>", string(tagItalic+1), "<b>", string(tagBold), "</b>", string(tagBold+1),
	"<sub>", string(tagSub), "</sub>", string(tagSub+1), "<sup>", string(tagSup), "</sup>", string(tagSup+1))

// markupText reads a Report's TitleMarkup: <i>, <b>, <sub>, <sup>, its text
// escaped.
func markupText(s string) string {
	return html.UnescapeString(tagRunes.Replace(plainRunes(s)))
}

// readMarkup reads a title with the tags that reference managers keep in titles:
// the title itself, and with its markup where it has some. Other tags are text.
func readMarkup(s string) (title, markup string) {
	s = clean(s)
	if title = clean(tagStripper.Replace(s)); title == s {
		return s, ""
	}
	return title, escapedRunes.Replace(html.EscapeString(tagRunes.Replace(plainRunes(s))))
}

var tagStripper = strings.NewReplacer("<i>", "", "</i>", "", "<b>", "", "</b>", "", "<sub>", "", "</sub>", "", "<sup>", "", "</sup>", "")

var escapedRunes = strings.NewReplacer(string(tagItalic), "<i>", string(tagItalic+1), "</i>", string(tagBold), "<b>", string(tagBold+1), "</b>",
	string(tagSub), "<sub>", string(tagSub+1), "</sub>", string(tagSup), "<sup>", string(tagSup+1), "</sup>")

// plainRunes takes out of a text the characters that stand for tags.
func plainRunes(s string) string {
	if !strings.ContainsFunc(s, isTagRune) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isTagRune(r) {
			return '\ufffd'
		}
		return r
	}, s)
}
