package cite

import (
	"strings"
	"unicode"
)

// smallWords stay in lower case inside a title in title case: articles,
// conjunctions and prepositions, as the Citation Style Language lists them.
var smallWords = wordSet(`about above across afore after against al along alongside amid amidst among amongst anenst apropos apud around as
	aside astride at athwart atop barring before behind below beneath beside besides between beyond but by circa despite down during et except
	for forenenst from given in inside into lest like modulo near next notwithstanding of off on onto out over per plus pro qua sans since than
	through throughout thruout till to toward towards under underneath until unto up upon versus vs v via vis-à-vis with within without
	or yet so and nor a an the de d' von van c ca`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// titleCase writes the words of an English title with a capital, except small
// words inside it. A word that has a capital already is left alone, so that MDMA,
// 5-MeO-DMT and names stay what they are; subscripts and superscripts stay, too.
func titleCase(s string) string {
	c := titleCaser{pieces: splitTitle([]rune(s)), first: true}
	return c.run()
}

// titlePiece is a mark and the text behind it. Before the first text stands none.
type titlePiece struct {
	mark string
	text []rune
	was  []rune // the text before it was changed
}

// titleMarks divide a title: punctuation, quotation marks, markup.
const titleMarks = "‘’“”\"'-–—/.,;?!:[]()"

// splitTitle cuts a title at its marks. An apostrophe inside a word is no mark.
func splitTitle(in []rune) []titlePiece {
	out := []titlePiece{{}}
	add := func(mark string) { out = append(out, titlePiece{mark: mark}) }
	for i := 0; i < len(in); i++ {
		r := in[i]
		next := rune(0)
		if i+1 < len(in) {
			next = in[i+1]
		}
		switch {
		case r == ' ' && (next == '"' || next == '\''):
			add(string(in[i : i+2]))
			i++
		case r == '\'' && next != 0 && !isTitleMark(next) && (next != ' ' || i+2 >= len(in) || in[i+2] != '"' && in[i+2] != '\''):
			out = append(out, titlePiece{text: []rune{r}})
		case isTitleMark(r):
			add(string(r))
		default:
			last := &out[len(out)-1]
			last.text = append(last.text, r)
		}
	}
	for i := range out {
		out[i].was = append([]rune(nil), out[i].text...)
	}
	return out
}

func isTitleMark(r rune) bool { return strings.ContainsRune(titleMarks, r) || isTagRune(r) }

// titleCaser walks over the pieces of a title.
type titleCaser struct {
	pieces     []titlePiece
	first      bool // no word was seen yet
	afterPunct bool // a mark that opens a new sentence was the last one
	inTag      []rune
	quotes     []openQuote
	last       *lastWord
}

// openQuote is a quotation mark that is not closed yet: what opens and closes
// inside it, and where it stands (-1: not known).
type openQuote struct {
	opener, closer string
	at             int
}

type lastWord struct{ piece, start, end int }

func (c *titleCaser) run() string {
	if strings.TrimSpace(string(c.pieces[0].text)) != "" {
		c.capitalize(0, len(c.pieces) > 1 && c.pieces[1].mark == "-")
	}
	for i := 1; i < len(c.pieces); i++ {
		p := &c.pieces[i]
		c.tag(p.mark)
		if strings.HasSuffix(p.mark, "!") || strings.HasSuffix(p.mark, "?") || strings.HasSuffix(p.mark, ":") {
			c.afterPunct = true
		}
		said := strings.TrimSpace(string(p.text)) != ""
		switch {
		case len(c.inTag) == 0:
			c.capitalize(i, false)
		case said:
			c.last = nil
		}
		if at, astray := c.quote(p.mark, i); astray {
			c.restore(at)
			c.last = nil
		}
		if said {
			c.first, c.afterPunct = false, false
		}
	}
	for _, q := range c.quotes {
		if q.at >= 0 {
			c.restore(q.at)
		}
	}
	c.lastWord()
	var b strings.Builder
	for _, p := range c.pieces {
		b.WriteString(p.mark + string(p.text))
	}
	return b.String()
}

// tag keeps account of subscripts and superscripts, whose letters stay.
func (c *titleCaser) tag(mark string) {
	r := []rune(mark)
	switch {
	case len(r) != 1:
	case r[0] == tagSub || r[0] == tagSup:
		c.inTag = append(c.inTag, r[0]+1)
	case len(c.inTag) > 0 && c.inTag[len(c.inTag)-1] == r[0]:
		c.inTag = c.inTag[:len(c.inTag)-1]
	}
}

// quoteOpeners say what opens a quotation inside one, and what closes it.
var quoteOpeners = map[string]openQuote{
	` "`: {` '`, `"`, 0}, ` '`: {` "`, `'`, 0}, "‘": {"‘", "’", 0}, "“": {"“", "”", 0},
}

// quote follows the quotation marks; astray is where one stands that belongs to
// no pair: what follows it is no beginning of a quotation.
func (c *titleCaser) quote(mark string, at int) (place int, astray bool) {
	top := len(c.quotes) - 1
	if q, ok := quoteOpeners[mark]; ok {
		q.at = at
		if top < 0 || mark == c.quotes[top].opener {
			c.quotes = append(c.quotes, q)
			return 0, false
		}
		before := c.quotes[top].at
		q.at = -1
		c.quotes[top] = q
		return before, before >= 0
	}
	if !strings.Contains(`’”"'`, mark) || mark == "" {
		return 0, false
	}
	if top >= 0 && mark == c.quotes[top].closer {
		c.quotes = c.quotes[:top]
		return 0, false
	}
	return at, true
}

// restore gives a piece its first letter back.
func (c *titleCaser) restore(at int) {
	if p := &c.pieces[at]; len(p.text) > 0 {
		p.text[0] = p.was[0]
	}
}

// capitalize changes the words of one piece.
func (c *titleCaser) capitalize(i int, beforeHyphen bool) {
	text := c.pieces[i].text
	for start := 0; start < len(text); {
		if isTitleSpace(text[start]) {
			start++
			continue
		}
		end := start
		for end < len(text) && !isTitleSpace(text[end]) {
			end++
		}
		word := string(text[start:end])
		wants := end-start > 1 && !isSmallWord(word) || beforeHyphen && end == len(text) || c.first || c.afterPunct
		if wants && strings.ToLower(word) == word {
			upperFirst(text[start:end])
		}
		c.first, c.afterPunct = false, false
		c.last = &lastWord{i, start, end}
		start = end
	}
}

// lastWord gives a small word at the end its capital.
func (c *titleCaser) lastWord() {
	if c.last == nil {
		return
	}
	word := c.pieces[c.last.piece].text[c.last.start:c.last.end]
	if len(word) > 1 && isSmallWord(string(word)) {
		upperFirst(word)
	}
}

// upperFirst changes the first letter, but no Greek letter that stands alone.
func upperFirst(word []rune) {
	if len(word) > 1 || !unicode.Is(unicode.Greek, word[0]) {
		word[0] = unicode.ToUpper(word[0])
	}
}

func isSmallWord(word string) bool { return smallWords[strings.ToLower(word)] }

func isTitleSpace(r rune) bool {
	return r == ' ' || r == '\u00a0' || r >= '\u2000' && r <= '\u200b' || r == '\u205f' || r == '\u3000'
}
