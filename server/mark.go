package server

import (
	"html"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"evidelic/study"
)

// markText gives the text as HTML with the spans in <mark>. Spans may overlap
// and come in any order; one that does not fit the text is left out, since a
// wrong mark is worse than none. With id, the first mark can be jumped to.
func markText(text string, spans []study.Span, id string) template.HTML {
	var b strings.Builder
	at := 0
	for _, sp := range joinSpans(text, spans) {
		b.WriteString(html.EscapeString(text[at:sp.Start]))
		if b.WriteString("<mark"); id != "" {
			b.WriteString(` id="` + html.EscapeString(id) + `"`)
			id = ""
		}
		b.WriteString(">" + html.EscapeString(text[sp.Start:sp.End]) + "</mark>")
		at = sp.End
	}
	b.WriteString(html.EscapeString(text[at:]))
	return template.HTML(b.String()) // every part above is escaped
}

// joinSpans sorts the spans, joins those that touch, and leaves out those that
// do not lie on characters of the text.
func joinSpans(text string, spans []study.Span) []study.Span {
	in := slices.Clone(spans)
	slices.SortFunc(in, func(a, b study.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	var out []study.Span
	for _, sp := range in {
		if !fits(text, sp) {
			continue
		}
		if n := len(out); n > 0 && sp.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, sp.End)
			continue
		}
		out = append(out, sp)
	}
	return out
}

func fits(text string, sp study.Span) bool {
	if sp.Start < 0 || sp.End <= sp.Start || sp.End > len(text) {
		return false
	}
	return utf8.RuneStart(text[sp.Start]) && (sp.End == len(text) || utf8.RuneStart(text[sp.End]))
}

// within gives the parts of the spans that lie in a part of the text, counted
// from the part's beginning.
func within(spans []study.Span, part study.Span) []study.Span {
	var out []study.Span
	for _, sp := range spans {
		start, end := max(sp.Start, part.Start), min(sp.End, part.End)
		if start < end {
			out = append(out, study.Span{Start: start - part.Start, End: end - part.Start})
		}
	}
	return out
}

// titleHTML gives a study's title with its inline markup. TitleMarkup comes from
// outside: anything but balanced <i> <b> <sub> <sup> and escaped text means that
// the plain title is shown instead.
func titleHTML(st *study.Study) template.HTML {
	if st.TitleMarkup != "" {
		if safe, ok := inlineMarkup(st.TitleMarkup); ok {
			return safe
		}
	}
	return template.HTML(html.EscapeString(titleText(st)))
}

// titleText gives the title, or words that say that there is none.
func titleText(st *study.Study) string {
	if st.Title == "" {
		return "[No title given]"
	}
	return st.Title
}

// inlineMarkup lets the four tags through and escapes all else.
func inlineMarkup(s string) (template.HTML, bool) {
	var b strings.Builder
	var open []string
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		b.WriteString(html.EscapeString(html.UnescapeString(s[:i])))
		if s = s[i:]; s == "" {
			break
		}
		name, closing, rest, ok := inlineTag(s)
		if !ok {
			return "", false
		}
		if !closing {
			open = append(open, name)
		} else if n := len(open); n == 0 || open[n-1] != name {
			return "", false
		} else {
			open = open[:n-1]
		}
		b.WriteString(s[:len(s)-len(rest)])
		s = rest
	}
	return template.HTML(b.String()), len(open) == 0
}

func inlineTag(s string) (name string, closing bool, rest string, ok bool) {
	for _, n := range []string{"i", "b", "sub", "sup"} {
		if rest, ok := strings.CutPrefix(s, "<"+n+">"); ok {
			return n, false, rest, true
		}
		if rest, ok := strings.CutPrefix(s, "</"+n+">"); ok {
			return n, true, rest, true
		}
	}
	return "", false, s, false
}
