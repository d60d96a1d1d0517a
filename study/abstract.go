package study

import "strings"

// Section is one part of an abstract. An unstructured abstract is one Section
// without a label.
type Section struct {
	Label    string `json:"label,omitempty"`    // the printed heading: "METHODS AND ANALYSIS"
	Category string `json:"category,omitempty"` // NLM's: BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS
	Text     string `json:"text"`
}

// Abstract is a further abstract of the same report: a translation or a
// plain-language summary.
type Abstract struct {
	Type     string    `json:"type,omitempty"`     // "Publisher", "plain-language-summary", …
	Language string    `json:"language,omitempty"` // ISO 639-2/B
	Sections []Section `json:"sections"`
}

// AbstractText gives the abstract as the one string that the API returns and
// that the offsets of tags count in: sections as "LABEL: text", joined by a
// newline. It is "" when the source gave no abstract.
func (r *Report) AbstractText() string { return JoinSections(r.Abstract) }

// JoinSections writes sections as AbstractText does.
func JoinSections(sections []Section) string {
	if len(sections) == 1 && sections[0].Label == "" {
		return sections[0].Text
	}
	var b strings.Builder
	for i, s := range sections {
		if i > 0 {
			b.WriteByte('\n')
		}
		if s.Label != "" {
			b.WriteString(s.Label)
			b.WriteString(": ")
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

// Span is a half-open range of UTF-8 bytes.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// SectionSpans gives, for each section, where its text (without its label)
// stands in JoinSections' string.
func SectionSpans(sections []Section) []Span {
	spans := make([]Span, len(sections))
	at := 0
	for i, s := range sections {
		if i > 0 {
			at++
		}
		if s.Label != "" {
			at += len(s.Label) + len(": ")
		}
		spans[i] = Span{at, at + len(s.Text)}
		at = spans[i].End
	}
	return spans
}
