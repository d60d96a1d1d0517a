package crawler

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"evidelic/study"
)

// maxHeading bounds a heading in bytes; what is longer is text that somebody set
// in a heading's type.
const maxHeading = 120

// SplitSections gives a marked-up abstract as sections: "<h4>Heading</h4>text" as
// Europe PMC writes it, "<sec><title>Heading</title>" as JATS does, and bold
// words that open a paragraph or follow a full stop and are a usual heading or
// end with a colon. A heading "Abstract" is dropped. Text before the first
// heading is a section without a label; no text gives nil. It takes linear time.
func SplitSections(s string) []study.Section {
	c := sectioner{}
	tokens := textTokens(s)
	for i := 0; i < len(tokens); {
		i = c.next(tokens, i)
	}
	c.end()
	return c.out
}

// sectioner collects sections; body holds the tokens of the one being read.
type sectioner struct {
	out   []study.Section
	label string
	body  []textToken
}

// next takes the tokens at i: a heading, or one token of text. It gives where the
// next ones are.
func (c *sectioner) next(tokens []textToken, i int) int {
	t := tokens[i]
	if t.tag != "" && !t.close && !t.void && headingTag(t.tag) {
		if label, after, ok := c.heading(tokens, i); ok {
			c.end()
			c.label = label
			return after
		}
	}
	c.body = append(c.body, t)
	return i + 1
}

// headingTag says whether an element may be a heading.
func headingTag(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' || name == "title" || boldTag(name)
}

func boldTag(name string) bool { return name == "b" || name == "strong" || name == "bold" }

// maxHeadingTokens bounds how far the end of a heading is looked for.
const maxHeadingTokens = 16

// heading reads the element at i as a heading and gives its label and the token
// after it.
func (c *sectioner) heading(tokens []textToken, i int) (label string, after int, ok bool) {
	name := tokens[i].tag
	end, size := i+1, 0
	for ; end < len(tokens) && end-i < maxHeadingTokens && tokens[end].tag != name; end++ {
		size += len(tokens[end].text)
	}
	if end == len(tokens) || tokens[end].tag != name || !tokens[end].close || size > maxHeading {
		return "", 0, false
	}
	label = joinTokens(tokens[i+1 : end])
	if label == "" || boldTag(name) && !c.boldHeading(label, tokens[end+1:]) {
		return "", 0, false
	}
	c.colon(tokens, end+1)
	return strings.TrimSpace(strings.TrimRight(label, ":. ")), end + 1, true
}

// boldHeading says whether bold words are a heading: they stand where a sentence
// may begin, and are a usual heading, or a colon ends them.
func (c *sectioner) boldHeading(label string, rest []textToken) bool {
	first, _ := utf8.DecodeRuneInString(label)
	if !c.atStart() || !unicode.IsUpper(first) || len(label) > 60 {
		return false
	}
	if strings.HasSuffix(label, ":") || nlmCategory(label) != "" {
		return true
	}
	if len(rest) == 0 {
		return false
	}
	return rest[0].block || strings.HasPrefix(strings.TrimSpace(rest[0].text), ":")
}

// atStart says whether the text so far has come to the end of a sentence.
func (c *sectioner) atStart() bool {
	for i := len(c.body) - 1; i >= 0; i-- {
		t := c.body[i]
		if t.block {
			return true
		}
		if s := strings.TrimSpace(t.text); s != "" {
			return strings.ContainsRune(".?!", rune(s[len(s)-1]))
		}
	}
	return true
}

// colon takes the colon between a heading and its text away.
func (c *sectioner) colon(tokens []textToken, i int) {
	if i < len(tokens) && tokens[i].tag == "" {
		if s, ok := strings.CutPrefix(strings.TrimSpace(tokens[i].text), ":"); ok {
			tokens[i].text = s + " "
		}
	}
}

// end puts out the section that was being read.
func (c *sectioner) end() {
	text := joinTokens(c.body)
	label := c.label
	c.body, c.label = c.body[:0], ""
	if genericHeading(label) {
		label = ""
	}
	if text == "" && label == "" {
		return
	}
	c.out = append(c.out, study.Section{Label: label, Category: nlmCategory(label), Text: text})
}

// genericHeading says whether a heading says no more than that this is the abstract.
func genericHeading(label string) bool { return strings.EqualFold(label, "abstract") }

// nlmCategory gives NLM's category of a printed heading, "" for one that NLM would
// call UNASSIGNED or that is not in the table. The table holds the most frequent
// labels of NLM's list "Structured Abstracts in MEDLINE: labels and their
// categories".
func nlmCategory(label string) string {
	key := strings.ToLower(strings.Trim(label, ":. "))
	for _, c := range nlmCategories {
		if c.labels[key] {
			return c.name
		}
	}
	return ""
}

var nlmCategories = []struct {
	name   string
	labels map[string]bool
}{
	{"BACKGROUND", labelSet("background|backgrounds|introduction|context|rationale|importance|background and purpose|" +
		"background/introduction|what is already known|background & aims")},
	{"OBJECTIVE", labelSet("objective|objectives|aim|aims|purpose|goal|goals|hypothesis|aim of the study|study objective|" +
		"background and objectives|background and aims|background and objective|background/objectives|aims and objectives|" +
		"background/aims|purpose of review|research question|study objectives|question")},
	{"METHODS", labelSet("method|methods|methodology|materials and methods|material and methods|methods and materials|" +
		"patients and methods|subjects and methods|participants and methods|design|study design|setting|settings|participants|" +
		"patients|subjects|intervention|interventions|measurements|main outcome measures|main outcome measure|" +
		"outcome measures|design and methods|methods and analysis|experimental approach|methods and findings|" +
		"design, setting, and participants|design, setting and participants|data sources|data extraction|study selection|" +
		"data sources and study selection|data extraction and synthesis|exposures|exposure|main outcomes and measures|" +
		"measures|procedure|procedures|experimental procedures|research design and methods|study design and methods|" +
		"search methods|selection criteria|data collection and analysis|data synthesis|eligibility criteria|approach|" +
		"statistical analysis|experimental design|methods/design|materials & methods|design/methods|study population")},
	{"RESULTS", labelSet("result|results|findings|main results|key results|principal findings|outcomes|observations|" +
		"results and limitations|recent findings|key findings|primary results|case presentation|case report|case description")},
	{"CONCLUSIONS", labelSet("conclusion|conclusions|interpretation|discussion|summary|conclusions and relevance|" +
		"conclusion and relevance|conclusions and implications|implications|limitations|clinical significance|significance|" +
		"authors' conclusions|conclusions and clinical relevance|discussion and conclusions|discussion and conclusion|" +
		"results and conclusions|clinical implications|conclusion and implications|impact|conclusions/significance")},
}

func labelSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, l := range strings.Split(s, "|") {
		set[l] = true
	}
	return set
}
