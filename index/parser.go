package index

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"evidelic/study"
)

// Bounds of a query.
const (
	maxTerms = 10_000
	maxDepth = 100
)

// grammar is what the parser knows: built once, then only read.
type grammar struct {
	tags, fields map[string]fieldDef
	stop         map[string]bool
	thesaurus    *thesaurus
	names        []name
}

func newGrammar() *grammar {
	stop, fold := stopWords(), newFolder()
	return &grammar{tagTable(), fieldTable(), stop, newThesaurus(fold, stop), lexiconNames(fold)}
}

// parser reads one query. It evaluates as PubMed does: operators from left to
// right, terms side by side as AND.
type parser struct {
	*grammar
	fold     *folder
	toks     []lexeme
	closes   map[int]int // index of "(" -> index of its ")"
	at       int
	terms    int
	untagged int // words before this place are known to have no tag behind them
	warnings []Warning
	scope    bool // a part asks for scopes itself
	strict   bool // operators or tags were typed: nothing is relaxed
}

// parse reads a query. Everything that may not mean what was meant is told as a
// warning with its place; only a query beyond the bounds is an error, which
// wraps study.ErrInvalid.
func parse(text string, fold *folder, g *grammar) (*query, error) {
	if len(text) > MaxText {
		return nil, fmt.Errorf("%w: the query has %d bytes, at most %d can be read", study.ErrInvalid, len(text), MaxText)
	}
	text = spaceInvalid(text)
	p := &parser{grammar: g, fold: fold}
	p.toks, p.warnings = lex(text)
	if err := p.balance(); err != nil {
		return nil, err
	}
	var root node = allNode{}
	if p.peek().kind != lexEnd {
		var err error
		if root, err = p.top(); err != nil {
			return nil, err
		}
	}
	q := &query{root: root, usesScope: p.scope}
	p.lint(q.root)
	q.split(p.strict, p.stop)
	if p.strict {
		q.root = p.dropStops(q.root)
	}
	all := map[string]bool{}
	allTerms(q.root, all)
	p.synonyms(q.root, all)
	q.collect(q.root)
	q.warnings = append(p.warnings, q.warnings...)
	return q, nil
}

// spaceInvalid puts a space in place of each byte that is no UTF-8, so that all
// other bytes keep their places.
func spaceInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = ' '
		}
		i += n
	}
	return string(b)
}

// top reads everything; what a stray closing parenthesis leaves is joined on.
func (p *parser) top() (node, error) {
	if n := p.loneIdentifier(); n != nil {
		return n, nil
	}
	n, err := p.expression(nil)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return allNode{}, nil
	}
	return n, nil
}

// balance pairs the parentheses. One that closes nothing is left out, one that
// is not closed closes at the end; both are warned of.
func (p *parser) balance() error {
	var open []int
	p.closes = map[int]int{}
	kept := p.toks[:0:0]
	for _, t := range p.toks {
		switch t.kind {
		case lexOpen:
			open = append(open, len(kept))
			if len(open) > maxDepth {
				return fmt.Errorf("%w: at byte %d: parentheses are nested more than %d deep", study.ErrInvalid, t.start, maxDepth)
			}
		case lexClose:
			if len(open) == 0 {
				p.warn(t.span(), "a parenthesis closes that was not opened; it is left out", "")
				continue
			}
			p.closes[open[len(open)-1]] = len(kept)
			open = open[:len(open)-1]
		case lexEnd:
			for i := len(open) - 1; i >= 0; i-- {
				p.warn(kept[open[i]].span(), "this parenthesis is not closed; it closes at the end", "")
				p.closes[open[i]] = len(kept)
				kept = append(kept, lexeme{kind: lexClose, start: t.start, end: t.end})
			}
		}
		kept = append(kept, t)
	}
	p.toks = kept
	return nil
}

func (p *parser) warn(s study.Span, message, suggestion string) {
	p.warnings = append(p.warnings, Warning{Message: message, Start: s.Start, End: s.End, Suggestion: suggestion})
}

func (p *parser) peek() lexeme       { return p.toks[p.at] }
func (p *parser) ahead(n int) lexeme { return p.toks[min(p.at+n, len(p.toks)-1)] }
func (p *parser) atEnd() bool        { k := p.peek().kind; return k == lexEnd || k == lexClose }

// expression reads terms and operators up to the end or a closing parenthesis.
// field is what a group's tag or a name before it says; nil for none. It gives
// nil when there is no term.
func (p *parser) expression(field *fieldDef) (node, error) {
	e := builder{p: p}
	for !p.atEnd() {
		t := p.peek()
		if t.kind == lexOp {
			p.at++
			p.strict = true
			e.operator(t)
			continue
		}
		n, err := p.operand(field)
		if err != nil {
			return nil, err
		}
		if n != nil {
			e.operand(n)
		}
	}
	return e.finish(), nil
}

// builder ties operands together from left to right.
type builder struct {
	p       *parser
	left    node
	op      string // the operator that waits for its right side; "" for none
	negated bool
	opAt    lexeme
	or, and lexeme // the first of each kind, to warn where they mix
	mixed   bool
}

// operator notes an operator for the next operand.
func (b *builder) operator(t lexeme) {
	switch {
	case t.text == "NOT":
		if b.negated {
			b.p.warn(t.span(), "NOT stands twice; once is enough", "")
		}
		b.negated = true
	case b.left == nil || b.op != "" || b.negated:
		b.p.warn(t.span(), t.text+" has nothing on its left; it is left out", "")
		return
	default:
		b.op = t.text
	}
	b.opAt = t
}

// operand joins a term on.
func (b *builder) operand(n node) {
	negated, op := b.negated, b.op
	implied := op == "" && !negated
	b.noteMixing(op, implied)
	b.op, b.negated = "", false
	if negated {
		n = &notNode{n}
	}
	if b.left == nil {
		b.left = n
		return
	}
	or := op == "OR"
	if l, ok := b.left.(*boolNode); ok && !l.closed && l.or == or && (or || l.implied == implied) {
		l.kids = append(l.kids, n)
		return
	}
	b.left = &boolNode{or: or, implied: implied, kids: []node{b.left, n}}
}

// noteMixing warns once where AND and OR stand side by side.
func (b *builder) noteMixing(op string, implied bool) {
	if b.left == nil {
		return
	}
	if op == "OR" {
		b.or = b.opAt
	} else if b.and = b.opAt; implied {
		b.and = b.p.peek()
		if b.and.end == 0 {
			b.and.end = 1
		}
	}
	if b.or.end > 0 && b.and.end > 0 && !b.mixed {
		b.mixed = true
		b.p.warn(b.opAt.span(), "AND and OR are mixed; they are read from left to right, as PubMed does; parentheses make it plain", "")
	}
}

// finish warns of an operator that waits in vain and gives the whole.
func (b *builder) finish() node {
	if b.op != "" || b.negated {
		b.p.warn(b.opAt.span(), b.opAt.text+" has nothing on its right; it is left out", "")
	}
	if g, ok := b.left.(*boolNode); ok {
		g.closed = true
	}
	return b.left
}

// operand reads one term, a run of words with a tag, or a group. It gives nil
// where there is nothing to search for.
func (p *parser) operand(field *fieldDef) (node, error) {
	if p.terms++; p.terms > maxTerms {
		return nil, fmt.Errorf("%w: at byte %d: the query has more than %d terms", study.ErrInvalid, p.peek().start, maxTerms)
	}
	switch t := p.peek(); t.kind {
	case lexOpen:
		return p.group(field)
	case lexTag:
		p.at++
		p.warn(t.span(), "the tag ["+t.text+"] has no term before it; it is left out", "")
		return nil, nil
	case lexColon:
		p.at++
		p.warn(t.span(), "a colon ties two dates, as in 2019:2024[dp]; it is left out", "")
		return nil, nil
	case lexPhrase:
		return p.phrase(field), nil
	}
	return p.words(field)
}

// group reads what stands in parentheses. A tag behind them holds for every
// term in them that has none.
func (p *parser) group(field *fieldDef) (node, error) {
	open := p.peek()
	end := p.closes[p.at]
	tagged := false
	if t := p.toks[min(end+1, len(p.toks)-1)]; t.kind == lexTag {
		if def, _, ok := p.lookup(t); ok {
			p.warn(t.span(), "a tag on a group holds for each of its terms", "")
			field, tagged = &def, true
		}
		p.strict = true
	}
	p.at++
	n, err := p.expression(field)
	if err != nil {
		return nil, err
	}
	p.at = end + 1
	if tagged || p.peek().kind == lexTag {
		p.at++
	}
	if n == nil {
		p.warn(study.Span{Start: open.start, End: p.toks[end].end}, "there is nothing in these parentheses", "")
	}
	return n, nil
}

// reTagSign finds the signs inside a tag around which spaces mean nothing.
var reTagSign = regexp.MustCompile(` ?([/:~]) ?`)

// lookup finds a tag's field. near is the distance of "[tiab:~3]", else -1. An
// unknown tag is warned of.
func (p *parser) lookup(t lexeme) (def fieldDef, near int, ok bool) {
	name := strings.ToLower(strings.Join(strings.Fields(t.text), " "))
	name = reTagSign.ReplaceAllString(name, "$1")
	near = -1
	if base, dist, isNear := strings.Cut(name, ":~"); isNear {
		name = strings.TrimSpace(base)
		if n := number(strings.TrimSpace(dist)); n >= 0 && n <= 1000 {
			near = int(n)
		} else {
			p.warn(t.span(), "the distance after ~ must be a number up to 1000; the words are read as a phrase", "")
		}
	}
	def, ok = p.tags[name]
	if !ok {
		def, ok = p.fields[name]
	}
	if !ok {
		p.warn(t.span(), "the tag ["+t.text+"] is not known; the term is searched everywhere", p.nearestTag(name))
	}
	return def, near, ok
}

// words reads a run of plain words. With a tag behind, the run is one term;
// without, the first word is.
func (p *parser) words(field *fieldDef) (node, error) {
	if n, ok, err := p.fieldValue(); ok || err != nil {
		return n, err
	}
	run := 1
	for p.at >= p.untagged && p.ahead(run).kind == lexWord && !p.isFieldWord(p.ahead(run).text) {
		run++
	}
	if p.at+run > p.untagged && p.ahead(run).kind != lexTag {
		p.untagged = p.at + run
	}
	if t := p.ahead(run); t.kind == lexTag && p.at >= p.untagged {
		first := p.peek()
		texts := make([]string, run)
		for i := range run {
			texts[i] = p.ahead(i).text
		}
		p.at += run
		return p.tagged(term{text: strings.Join(texts, " "), span: study.Span{Start: first.start, End: t.start}}, field), nil
	}
	t := p.peek()
	p.at++
	return p.make(term{text: t.text, span: t.span(), bare: true, near: -1}, field), nil
}

// phrase reads a quoted phrase with the tag behind it.
func (p *parser) phrase(field *fieldDef) node {
	t := p.peek()
	p.at++
	p.strictIfTag()
	return p.tagged(term{text: strings.TrimSpace(t.text), quoted: true, span: t.span()}, field)
}

func (p *parser) strictIfTag() {
	if p.peek().kind == lexTag {
		p.strict = true
	}
}

// tagged makes a term with the tag that stands next, if one does.
func (p *parser) tagged(t term, field *fieldDef) node {
	t.near = -1
	if p.peek().kind == lexTag {
		p.strict = true
		tag := p.peek()
		p.at++
		def, near, ok := p.lookup(tag)
		t.near = near
		if ok {
			field = &def
		}
		if field != nil && field.kind == kindDate && p.peek().kind == lexColon {
			return p.dateRange(t, field)
		}
	}
	return p.make(t, field)
}
