package webpage

import (
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// longDescription is the length in bytes from which the description of a page is
// no teaser: those have a sentence or two.
const longDescription = 600

// reFootnote are what bioRxiv and others put behind an abstract in the same tag.
var reFootnote = regexp.MustCompile(`(?:\n\s*\n|### )\s*(?:### )?(?:Competing Interest Statement|Funding Statement|Clinical Trial|Author Declarations|Footnotes?|\*? ?Abbreviations|Data Availability|Key ?words)\b[\s\S]*$`)

// candidate is a text that may be the abstract.
type candidate struct {
	place, text string
}

// candidates gives the texts in the order of their places' worth.
func (p *Page) candidates() []candidate {
	var out []candidate
	add := func(place string, texts ...string) {
		for _, t := range texts {
			if strings.TrimSpace(t) != "" {
				out = append(out, candidate{place: place, text: t})
			}
		}
	}
	add("citation_abstract", p.Tags["citation_abstract"]...)
	for _, th := range p.Things {
		add("JSON-LD", th.Abstract)
	}
	add("Dublin Core", p.Tags["dc.description.abstract"]...)
	add("Dublin Core", p.Tags["dc.abstract"]...)
	add("Dublin Core", p.Tags["dc.description"]...)
	add("the page's text", p.Marked...)
	for _, name := range []string{"description", "og:description", "twitter:description"} {
		if t := p.first(name); len(t) >= longDescription {
			add(name, t)
		}
	}
	return out
}

// abstract gives the first text that is one, as sections; why says what was wrong
// with the first that is none.
func (p *Page) abstract(title string) (sections []study.Section, why string) {
	why = "the page has no abstract where programs look for it"
	for i, c := range p.candidates() {
		text := c.text
		// Some publishers escape the markup a second time.
		if strings.Contains(text, "&lt;") {
			text = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
		}
		text = reFootnote.ReplaceAllString(text, "")
		found := withoutHeading(withoutExtras(crawler.SplitSections(text)))
		reason := crawler.JudgeAbstract(study.JoinSections(found), title)
		if reason == "" {
			return found, ""
		}
		if i == 0 {
			why = c.place + ": " + reason
		}
	}
	return nil, why
}

// extras are the headings of what stands beside an abstract, in the same element.
var extras = map[string]bool{
	"highlights": true, "graphical abstract": true, "keywords": true, "key words": true, "copyright": true, "funding": true, "author summary": true,
}

// withoutExtras leaves those out.
func withoutExtras(sections []study.Section) []study.Section {
	var out []study.Section
	for _, s := range sections {
		if !extras[strings.ToLower(s.Label)] {
			out = append(out, s)
		}
	}
	return out
}

// withoutHeading takes the word "Abstract" off the head of the text.
func withoutHeading(sections []study.Section) []study.Section {
	if len(sections) == 0 {
		return nil
	}
	s := &sections[0]
	for _, head := range []string{"abstract", "summary"} {
		if len(s.Text) > len(head) && strings.EqualFold(s.Text[:len(head)], head) {
			rest := s.Text[len(head):]
			if trimmed := strings.TrimLeft(rest, " :.—-"); trimmed != rest && trimmed != "" {
				s.Text = trimmed
			} else if c := rest[0]; c >= 'A' && c <= 'Z' {
				s.Text = rest
			}
		}
	}
	return sections
}
