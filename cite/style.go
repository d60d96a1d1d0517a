package cite

import (
	"fmt"

	"evidelic/study"
)

// Style is one citation style for readers: the name on the command line and in
// addresses, and its label.
type Style struct{ Name, Label string }

// Styles lists the styles in the order in which they are offered.
func Styles() []Style {
	var out []Style
	for _, m := range manuals() {
		out = append(out, m.Style)
	}
	return out
}

// StyleNamed gives the style of a name; the error lists the names there are and
// wraps study.ErrInvalid.
func StyleNamed(name string) (Style, error) {
	s, err := styleNamed(name)
	return s.Style, err
}

func styleNamed(name string) (style, error) {
	names := ""
	for _, m := range manuals() {
		if m.Name == name {
			st := m.rules()
			st.Style = m.Style
			return st, nil
		}
		names += " " + m.Name
	}
	return style{}, fmt.Errorf("style %q: want one of%s: %w", name, names, study.ErrInvalid)
}

// Reference gives the study's entry in a reference list, in the style and with
// the markup asked for. Retracted work is named as such in each style, synthetic
// studies say what they are. It fails with study.ErrInvalid for an unknown style.
func Reference(s *study.Study, name string, as Markup) (string, error) {
	st, err := styleNamed(name)
	if err != nil {
		return "", err
	}
	spans := append(flags(s), settle(st.reference(newItem(s, &st)), st.stopsInQuotes)...)
	return render(spans, as), nil
}

// InText gives the form in which a text points to the study: author and year, or
// the number of the reference in the list (from 1) in the styles that count. It
// fails with study.ErrInvalid for an unknown style.
func InText(s *study.Study, name string, number int, as Markup) (string, error) {
	st, err := styleNamed(name)
	if err != nil {
		return "", err
	}
	it := newItem(s, &st)
	it.inList = number
	return render(settle(st.inText(it), st.stopsInQuotes), as), nil
}

// flags puts before the reference what must not be missed.
func flags(s *study.Study) []span {
	var out []span
	if s.Demo {
		out = append(out, span{text: "[Synthetic demo study, describes no real study] "})
	}
	if s.Withdrawn && !s.Retracted() {
		out = append(out, span{text: "[Withdrawn by its source] "})
	}
	return out
}

// style is how one manual writes a reference: its rule for page ranges, whether
// full stops go before a closing quotation mark, and its two layouts.
type style struct {
	Style
	pages         pageRule
	stopsInQuotes bool
	reference     part
	inText        part
}

// marks are the quotation marks of the style's language: American manuals, which
// put stops inside them, and British ones.
func (s *style) marks() quoteMarks {
	if s.stopsInQuotes {
		return americanMarks
	}
	return britishMarks
}

// manual is a style by name, and its rules, which are made when it is used.
type manual struct {
	Style
	rules func() style
}

// manuals are the styles, each described where its rules are.
func manuals() []manual {
	return []manual{
		{Style{"apa", "APA 7"}, apaStyle},
		{Style{"ama", "AMA 11"}, amaStyle},
		{Style{"vancouver", "Vancouver (ICMJE)"}, vancouverStyle},
		{Style{"nlm", "NLM (Citing Medicine)"}, nlmStyle},
		{Style{"mla", "MLA 9"}, mlaStyle},
		{Style{"chicago", "Chicago 17 (author-date)"}, chicagoStyle},
		{Style{"harvard", "Harvard (Cite Them Right)"}, harvardStyle},
	}
}

// bracketNumber is how the numeric styles but AMA's point to a reference.
func bracketNumber(it *item) []span {
	return []span{{text: fmt.Sprintf("(%d)", it.inList)}}
}

// firstOf writes the first of the parts that has something to say.
func firstOf(parts ...part) part {
	return func(it *item) []span {
		for _, p := range parts {
			if spans := p(it); len(spans) > 0 {
				return spans
			}
		}
		return nil
	}
}

// led tells whether authors or editors stand before the title; without them the
// title itself does.
func led(it *item) bool { return len(it.authors) > 0 || len(it.editors) > 0 }

func hasAuthors(it *item) bool { return len(it.authors) > 0 }

// inside are the editors in their place behind the title: not when they stand
// before it for want of an author.
func inside(it *item) []study.Author {
	if len(it.authors) == 0 {
		return nil
	}
	return it.editors
}

// leading are authors, or else editors with their word, before the title.
func leading(rule nameRule, sep, one, several string) part {
	return firstOf(names(rule, authors), group(sep, names(rule, editors), plural(one, several)))
}

// plural picks the word for one or several editors.
func plural(one, several string) part {
	return func(it *item) []span {
		if len(it.editors) == 1 {
			return word(one)(it)
		}
		return word(several)(it)
	}
}
