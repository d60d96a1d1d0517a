package index

import (
	"strings"

	"evidelic/lexicon"
	"evidelic/study"
)

// term is one term of a query before it is known what it is.
type term struct {
	text   string
	quoted bool
	bare   bool // a lone word without a tag
	near   int
	span   study.Span
}

// minTruncation is the number of letters that a truncated word needs, as
// PubMed's does.
const minTruncation = 4

// make gives the node of a term in a field; nil where there is nothing to search
// for, which is warned of.
func (p *parser) make(t term, field *fieldDef) node {
	if field == nil {
		if t.bare {
			if n := p.identifier(t.text); n != nil {
				return n
			}
			if len(t.text) > 1 && t.text[0] == '#' && allDigits(t.text[1:]) {
				p.warn(t.span, "search history ("+t.text+") is not kept; paste the search itself in parentheses", "")
				return noneNode{t.text}
			}
		}
		return p.textTerm(t, scopeAll)
	}
	if t.near >= 0 && field.kind != kindText {
		p.warn(t.span, "proximity works in title and abstract: [ti], [tiab], [all]; the distance is left out", "")
	}
	switch field.kind {
	case kindText:
		t.bare = false
		n := p.textTerm(t, field.scope)
		if w, ok := n.(*textNode); ok {
			w.tagged = true
		}
		return n
	case kindExact:
		return p.exactTerm(t, field)
	case kindWords:
		return p.wordsTerm(t, field)
	case kindDate:
		return p.dateTerm(t, field)
	case kindFacet:
		return p.facetTerm(t, field)
	case kindNone:
		return noneNode{t.text}
	}
	if field.tag == "sb" && hasFold(t.text, "all") {
		return allNode{}
	}
	p.warn(t.span, "the field ["+field.tag+"] is PubMed's own and is not kept here; the term is searched everywhere", "")
	return p.textTerm(t, scopeAll)
}

// textTerm makes a node for words of a text.
func (p *parser) textTerm(t term, scope textScope) node {
	n := &textNode{text: t.text, field: scope, quoted: t.quoted || strings.ContainsRune(t.text, ' '), near: t.near, span: t.span}
	if n.text = strings.TrimSuffix(t.text, "*"); n.text != t.text {
		n.prefix = true
	}
	n.tokens = p.fold.analyze(n.text)
	if len(n.tokens) == 0 {
		p.warn(t.span, "there is no word in "+quote(t.text)+"; it is left out", "")
		return nil
	}
	if strings.Contains(n.text, "*") {
		p.warn(t.span, "an asterisk counts only at the end of a word; the others are left out", strings.ReplaceAll(n.text, "*", "")+"*")
	}
	need := minTruncation
	if words(n.tokens) > 1 {
		need = 2 // the words before it narrow the search
	}
	if n.prefix && len(n.tokens[len(n.tokens)-1].surface) < need {
		p.warn(t.span, "a truncated word needs at least "+itoa(need)+" letters; the word is searched as it stands", "")
		n.prefix = false
	}
	p.checkNear(n)
	return n
}

// checkNear sees to it that a distance has what it needs.
func (p *parser) checkNear(n *textNode) {
	if n.near < 0 {
		return
	}
	if !n.quoted || words(n.tokens) < 2 {
		p.warn(n.span, "proximity needs two words or more in quotes", "")
		n.near = -1
	}
	if n.prefix {
		p.warn(n.span, "proximity and truncation do not go together; the word is searched as it stands", "")
		n.prefix = false
	}
}

// exactTerm makes a node for a name, a heading or an identifier. Several numbers
// side by side mean any of them, as in PubMed.
func (p *parser) exactTerm(t term, field *fieldDef) node {
	if field.exact == "pmid" || field.exact == "ev" || field.exact == "nct" {
		if parts := strings.FieldsFunc(t.text, func(r rune) bool { return r == ' ' || r == ',' }); len(parts) > 1 {
			or := &boolNode{or: true, closed: true, made: true}
			for _, s := range parts {
				or.kids = append(or.kids, p.exactOne(term{text: s, span: t.span}, field))
			}
			return or
		}
	}
	return p.exactOne(t, field)
}

// exactOne makes the node of one name.
func (p *parser) exactOne(t term, field *fieldDef) node {
	text := strings.TrimSuffix(t.text, "*")
	n := &exactNode{tag: field.tag, kind: field.exact, text: text, prefix: text != t.text, span: t.span}
	switch field.exact {
	case "pmid":
		n.key, _ = study.NormalPMID(text)
	case "pmcid":
		key, _ := study.NormalPMCID(text)
		n.key = strings.ToLower(key)
	case "doi":
		n.key, _ = study.NormalDOI(text)
	case "nct":
		if num, _, ok := study.NormalRegistry(lastPart(text)); ok {
			n.key = strings.ToLower(num)
		} else {
			n.key = strings.ToLower(text)
		}
	case "ev", "issn", "rn", "auid", "vi", "ip", "pg":
		n.key = strings.ToLower(text)
	case "la":
		n.key = languageCode(strings.ToLower(text))
	default:
		n.key = p.fold.foldKey(text)
		if field.narrower {
			n.narrower = p.narrower(text)
		}
	}
	if n.key == "" {
		p.warn(t.span, "there is nothing to search for in "+quote(t.text), "")
		return noneNode{t.text}
	}
	if n.prefix && len(n.key) < minTruncation {
		p.warn(t.span, "a truncated name needs at least four letters; the name is searched as it stands", "")
		n.prefix = false
	}
	return n
}

// narrower gives the keys of the headings below one, each with the subheading
// that is asked for.
func (p *parser) narrower(text string) []string {
	name, sub, _ := strings.Cut(text, "/")
	var out []string
	for _, h := range lexicon.NarrowerMeSH(strings.TrimSpace(name))[1:] {
		out = append(out, p.fold.foldKey(h+"/"+sub))
	}
	return out
}

// lastPart gives what stands behind the last slash that ends a name of a data
// bank: "ClinicalTrials.gov/NCT01234567".
func lastPart(s string) string {
	if i := strings.LastIndexByte(s, '/'); i >= 0 && strings.HasPrefix(strings.ToUpper(s[i+1:]), "NCT") {
		return s[i+1:]
	}
	return s
}

// wordsTerm makes a node for words of a field without positions: all of them.
func (p *parser) wordsTerm(t term, field *fieldDef) node {
	and := &boolNode{closed: true, made: true}
	for _, tok := range p.fold.analyze(t.text) {
		if !tok.unit {
			and.kids = append(and.kids, &exactNode{tag: field.tag, kind: field.exact, key: tok.term, text: t.text[tok.start:tok.end]})
		}
	}
	switch len(and.kids) {
	case 0:
		p.warn(t.span, "there is no word in "+quote(t.text)+"; it is left out", "")
		return nil
	case 1:
		return and.kids[0]
	}
	return and
}

// facetTerm makes a node for a facet's value.
func (p *parser) facetTerm(t term, field *fieldDef) node {
	if field.facet == string(study.TaskScope) {
		p.scope = true
	}
	v := strings.TrimSpace(t.text)
	if field.facet == keyYear || field.facet == string(study.TaskN) {
		if v != NotReported {
			if _, _, err := parseRange(v); err != nil {
				p.warn(t.span, field.facet+": "+quote(v)+" is no number and no range: "+err.Error(), field.facet+":2020..2024")
				return noneNode{v}
			}
		}
	} else {
		v = strings.ToLower(v)
	}
	return facetNode{field.facet, v, t.span}
}

// isFieldWord says whether a word begins with the name of a field.
func (p *parser) isFieldWord(s string) bool {
	name, _, _ := cutField(s)
	_, ok := p.fields[name]
	return ok
}

// cutField parts "name:value", "n>50" and the like; name is "" where there is no
// such sign.
func cutField(s string) (name, op, value string) {
	i := strings.IndexAny(s, ":<>=")
	if i <= 0 {
		return "", "", ""
	}
	op = s[i : i+1]
	if op != ":" && i+1 < len(s) && s[i+1] == '=' {
		op = s[i : i+2]
	}
	return strings.ToLower(s[:i]), op, s[i+len(op):]
}

// fieldValue reads "field:value", "field:"phrase"" and "field:(group)". ok is
// false where the next word is none of them.
func (p *parser) fieldValue() (n node, ok bool, err error) {
	t := p.peek()
	name, op, value := cutField(t.text)
	def, known := p.fields[name]
	if !known {
		if name != "" && op == ":" && value != "" && plainLetters(name) && !strings.HasPrefix(value, "/") && p.ahead(1).kind != lexTag {
			p.warn(t.span(), quote(name)+" is not a field; the words are searched everywhere", "")
		}
		return nil, false, nil
	}
	if op != ":" {
		n = p.comparison(t, def, op, value)
		return n, n != nil, nil
	}
	p.at++
	if value != "" {
		return p.make(term{text: value, span: t.span(), near: -1}, &def), true, nil
	}
	next := p.peek()
	switch next.kind {
	case lexTag:
		if from, to, ok := strings.Cut(next.text, " TO "); ok && (def.kind == kindDate || def.facet == keyYear) {
			p.at++
			sep := ":"
			if def.facet == keyYear {
				sep = ".."
			}
			text := strings.ReplaceAll(strings.TrimSpace(from)+sep+strings.TrimSpace(to), "-", "/")
			return p.make(term{text: text, span: study.Span{Start: t.start, End: next.end}, near: -1}, &def), true, nil
		}
	case lexOpen:
		n, err = p.group(&def)
		return n, true, err
	case lexPhrase:
		p.at++
		return p.make(term{text: strings.TrimSpace(next.text), quoted: true, span: study.Span{Start: t.start, End: next.end}, near: -1}, &def), true, nil
	case lexWord:
		p.at++
		return p.make(term{text: next.text, span: study.Span{Start: t.start, End: next.end}, near: -1}, &def), true, nil
	}
	p.warn(t.span(), "there is no value after "+t.text, "")
	return nil, true, nil
}

// comparison reads "n>50", "year<=2020"; nil where it is none, so that "p<0.05"
// stays words.
func (p *parser) comparison(t lexeme, def fieldDef, op, value string) node {
	if def.facet != keyYear && def.facet != string(study.TaskN) {
		return nil
	}
	num := number(value)
	if num < 0 {
		return nil
	}
	p.at++
	switch op {
	case ">":
		value = itoa(int(num)+1) + ".."
	case ">=":
		value = itoa(int(num)) + ".."
	case "<":
		value = ".." + itoa(max(int(num)-1, 0))
	case "<=":
		value = ".." + itoa(int(num))
	}
	return p.facetTerm(term{text: value, span: t.span()}, &def)
}
