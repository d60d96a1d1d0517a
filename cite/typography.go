package cite

import (
	"regexp"
	"strings"
	"unicode"
)

// typographic writes the straight apostrophes of a name as printers do.
func typographic(s string) string {
	if !strings.ContainsAny(s, `"'`) {
		return s
	}
	var b strings.Builder
	for _, p := range decorate(s, americanMarks) {
		b.WriteString(p.text)
	}
	return b.String()
}

// quoteMarks are the quotation marks of a language: those outside, and those of a
// quotation inside another.
type quoteMarks [2]struct{ open, shut string }

var (
	americanMarks = quoteMarks{{"“", "”"}, {"‘", "’"}}
	britishMarks  = quoteMarks{{"‘", "’"}, {"“", "”"}}
)

// decorator finds the pairs of quotation marks and tags in a text. As reference
// managers do, it takes straight marks and those of the style's language for
// quotation marks where they form pairs, and for apostrophes where not.
type decorator struct {
	marks  quoteMarks
	tags   []string // what divides the text; "" where it turned out to be text
	texts  []string // texts[i+1] stands behind tags[i]
	forced []bool   // by the number of an opening: whether its space was added
	open   []openTag
}

type openTag struct {
	shut string
	at   int
}

// maxMarks bounds the quotation marks and tags of one text, so that pairing them
// takes no time; a text with more keeps its characters as they are.
const maxMarks = 300

// decorate gives the text as spans with its markup and its quotation marks.
func decorate(text string, marks quoteMarks) []span {
	d := decorator{marks: marks}
	text = strings.TrimPrefix(reQuoteSpace.ReplaceAllString(text, " '"), " ")
	d.split(" " + reApostrophe.ReplaceAllString(reApostrophe.ReplaceAllString(text, "$1'$2"), "$1'$2"))
	switch {
	case len(d.tags) == 0:
		return []span{{text: text}}
	case len(d.tags) > maxMarks:
		return []span{{text: strings.Map(func(r rune) rune {
			if isTagRune(r) {
				return -1
			}
			return r
		}, text)}}
	}
	for i := range d.tags {
		d.settle(i)
	}
	for i := len(d.open) - 1; i >= 0; i-- {
		at := d.open[i].at
		if d.tags[at] == " '" {
			d.tags[at] = " ’"
		}
		d.text(at)
	}
	return d.spans()
}

var (
	reQuoteSpace = regexp.MustCompile(`\s+'`)
	reApostrophe = regexp.MustCompile(`([-0-9\p{L}])’([-0-9\p{L}])`)
)

// split cuts the text at tags and quotation marks; a straight mark opens behind a
// space or a bracket.
func (d *decorator) split(s string) {
	runes := []rune(s)
	var cur strings.Builder
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		straight := i+1 < len(runes) && (runes[i+1] == '"' || runes[i+1] == '\'')
		switch {
		case (r == ' ' || r == '(') && straight:
			d.cut(&cur, string(runes[i:i+2]))
			i++
		case isTagRune(r) || strings.ContainsRune("\"'“”‘’", r):
			d.cut(&cur, string(r))
		default:
			cur.WriteRune(r)
		}
	}
	d.texts = append(d.texts, cur.String())
	for i := 0; i+1 < len(d.tags); i++ {
		if !d.opens(d.tags[i]) {
			continue
		}
		direct := d.texts[i+1] == "" && (d.tags[i+1] == `"` || d.tags[i+1] == "'")
		if direct {
			d.tags[i+1] = " " + d.tags[i+1]
		}
		d.forced = append(d.forced, direct)
	}
}

func (d *decorator) cut(cur *strings.Builder, tag string) {
	d.texts, d.tags = append(d.texts, cur.String()), append(d.tags, tag)
	cur.Reset()
}

func isStraightOpening(tag string) bool { return len(tag) == 2 && (tag[0] == ' ' || tag[0] == '(') }

// opens says whether a tag is an opening one, closing whether it can close.
func (d *decorator) opens(tag string) bool {
	return isStraightOpening(tag) || tag == d.marks[0].open || tag == d.marks[1].open || len(tag) == 3 && opensTag([]rune(tag)[0])
}

// shutOf gives what closes an opening tag.
func (d *decorator) shutOf(tag string) string {
	switch {
	case isStraightOpening(tag):
		return tag[1:]
	case tag == d.marks[0].open:
		return d.marks[0].shut
	case tag == d.marks[1].open:
		return d.marks[1].shut
	}
	return string([]rune(tag)[0] + 1)
}

// settle decides what the i-th tag is.
func (d *decorator) settle(i int) {
	tag, behind := d.tags[i], d.texts[i+1]
	if mark := apostrophe(tag, behind); mark != "" {
		d.tags[i], d.texts[i+1] = "", mark+behind
		return
	}
	if d.opens(tag) {
		d.open = append(d.open, openTag{d.shutOf(tag), i})
		return
	}
	for {
		top := len(d.open) - 1
		switch {
		case top >= 0 && d.open[top].shut == tag:
			d.open = d.open[:top]
			return
		case tag == "'":
			d.tags[i], d.texts[i+1] = "", "’"+d.texts[i+1]
			return
		case !d.awaits(tag):
			d.text(i)
			return
		}
		d.text(d.open[top].at)
		d.open = d.open[:top]
	}
}

// awaits says whether something is open that the tag closes.
func (d *decorator) awaits(tag string) bool {
	for _, o := range d.open {
		if o.shut == tag {
			return true
		}
	}
	return false
}

// text makes a quotation mark without its pair text again; a tag is left out.
func (d *decorator) text(at int) {
	tag := d.tags[at]
	if at > 0 && at <= len(d.forced) && d.forced[at-1] && isStraightOpening(tag) {
		tag = tag[1:]
	}
	if isTagRune([]rune(tag)[0]) {
		tag = ""
	}
	d.tags[at], d.texts[at+1] = "", tag+d.texts[at+1]
}

// apostrophe says what a straight mark is that can be no quotation mark.
func apostrophe(tag, behind string) string {
	switch {
	case tag == "'" && behind != "" && !strings.ContainsRune(",.?:; ", []rune(behind)[0]):
		return "’"
	case tag == " '" && strings.HasPrefix(behind, " "):
		return " ’"
	}
	return ""
}

// spans writes the settled text.
func (d *decorator) spans() []span {
	d.merge()
	w := spanWriter{marks: d.marks, inner: d.firstIsInner()}
	w.add(strings.TrimPrefix(strings.TrimPrefix(d.texts[0], " "), " "))
	for i, tag := range d.tags {
		switch {
		case d.opens(tag):
			if isStraightOpening(tag) && !d.forced[i] && (len(w.out) > 0 || tag[0] == '(') {
				w.add(tag[:1])
			}
			w.begin(tag)
		default:
			w.end()
		}
		w.add(d.texts[i+1])
	}
	return w.out
}

// merge joins what turned out to be text.
func (d *decorator) merge() {
	tags, texts := []string{}, d.texts[:1]
	var forced []bool
	for i, tag := range d.tags {
		if tag == "" {
			texts[len(texts)-1] += d.texts[i+1]
			continue
		}
		if d.opens(tag) {
			forced = append(forced, i > 0 && i <= len(d.forced) && d.forced[i-1])
		} else {
			forced = append(forced, false)
		}
		tags, texts = append(tags, tag), append(texts, d.texts[i+1])
	}
	d.tags, d.texts, d.forced = tags, texts, forced
}

// firstIsInner says whether the first quotation is in the language's inner marks,
// which then stay unless something stands around it. Straight marks of either
// kind become outer ones.
func (d *decorator) firstIsInner() bool {
	for _, tag := range d.tags {
		if isStraightOpening(tag) || tag == d.marks[0].open {
			return false
		}
		if tag == d.marks[1].open {
			return true
		}
	}
	return false
}

// spanWriter gives the pieces their letters.
type spanWriter struct {
	marks quoteMarks
	inner bool
	out   []span
	stack []string
}

func (w *spanWriter) add(text string) {
	if text == "" {
		return
	}
	s := span{text: text}
	for _, tag := range w.stack {
		switch {
		case tag == string(tagItalic):
			s.slant = !s.slant
		case tag == string(tagBold):
			s.tag = "b"
		case tag == string(tagSub):
			s.tag = "sub"
		case tag == string(tagSup):
			s.tag = "sup"
		}
	}
	w.out = append(w.out, s)
}

func (w *spanWriter) quotes() int {
	n := 0
	for _, tag := range w.stack {
		if !isTagRune([]rune(tag)[0]) {
			n++
		}
	}
	return n
}

func (w *spanWriter) begin(tag string) {
	if !isTagRune([]rune(tag)[0]) {
		w.mark(openingQuote)
	}
	w.stack = append(w.stack, tag)
}

func (w *spanWriter) end() {
	top := len(w.stack) - 1
	if top < 0 {
		return
	}
	tag := w.stack[top]
	w.stack = w.stack[:top]
	if !isTagRune([]rune(tag)[0]) {
		w.mark(closingQuote)
	}
}

// mark writes a quotation mark of its level; spans keep the level, for a part that
// is quoted as a whole.
func (w *spanWriter) mark(q quoteMark) {
	depth := w.quotes()
	w.add(w.marks.text(q, depth, w.inner))
	last := &w.out[len(w.out)-1]
	last.quote, last.depth = q, depth
}

// text gives the mark of a level: the levels take turns.
func (m quoteMarks) text(q quoteMark, depth int, inner bool) string {
	level := depth % 2
	if inner {
		level = 1 - level
	}
	if q == openingQuote {
		return m[level].open
	}
	return m[level].shut
}

// quoted puts a part in the quotation marks of the style's language; those inside
// it become marks of the next level.
func quoted(p part) part {
	return func(it *item) []span {
		spans := p(it)
		if len(spans) == 0 {
			return nil
		}
		marks := it.style.marks()
		out := []span{{text: marks[0].open, fixed: true, joint: true, quote: openingQuote}}
		for _, s := range spans {
			if s.quote != noQuote {
				s.depth++
				s.text = marks.text(s.quote, s.depth, false)
			}
			out = append(out, s)
		}
		return append(out, span{text: marks[0].shut, fixed: true, quote: closingQuote})
	}
}

// capitalFirst gives a text a capital at its beginning.
func capitalFirst(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}
