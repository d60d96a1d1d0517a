package demo

import (
	"fmt"
	"strings"

	"evidelic/study"
)

// TitlePrefix stands at the head of every title of the world.
const TitlePrefix = "[Synthetic demo] "

// Disclaimer is the last sentence of every abstract, summary and notice.
const Disclaimer = "This text is synthetic: it was made for a demonstration and describes no real study."

// section is one part of an abstract. Text is markup: PubMed's inline elements
// (i, sub, sup), everything else escaped for XML.
type section struct{ label, category, text string }

// plainOf takes the inline elements off and the escapes out.
func plainOf(markup string) string {
	var b strings.Builder
	inside := false
	for _, c := range markup {
		switch {
		case c == '<':
			inside = true
		case c == '>':
			inside = false
		case !inside:
			b.WriteRune(c)
		}
	}
	return unescape(b.String())
}

var (
	unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
	escaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

func unescape(s string) string { return unescaper.Replace(s) }

func escape(s string) string { return escaper.Replace(s) }

// escapeForeign escapes what a client sent: signs that XML 1.0 does not allow at
// all become U+FFFD.
func escapeForeign(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	return escape(strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == '\ufffe' || c == '\uffff' {
			return '\ufffd'
		}
		return c
	}, s))
}

// titleOf gives the item's title as markup, without the final full stop.
func titleOf(it *item) string { return TitlePrefix + bareTitle(it) }

func bareTitle(it *item) string {
	switch it.role {
	case roleRetraction:
		return "Retraction: " + topicTitle(it.links[0].target)
	case roleErratum:
		return "Correction to: " + topicTitle(it.links[0].target)
	case roleConcern:
		return "Expression of concern: " + topicTitle(it.links[0].target)
	case roleLetter:
		return "Comment on: " + topicTitle(it.links[0].target)
	}
	t := topicTitle(it)
	if it.retracted {
		return "RETRACTED: " + t
	}
	return t
}

// topicTitle gives the title of the experiment in the spelling of its authors.
func topicTitle(it *item) string { return spell(it, draftTitle(it)) }

var american = strings.NewReplacer("andomised", "andomized", "andomisation", "andomization", "eneralised", "eneralized", "tandardised", "tandardized",
	"nalysed", "nalyzed", "entre ", "enter ", "naesthesia", "nesthesia")

// spell gives every second topic American spelling.
func spell(it *item, text string) string {
	if it.topic%2 == 0 {
		return american.Replace(text)
	}
	return text
}

func draftTitle(it *item) string {
	e := experimentOf(it.topic, it.design)
	r := dice(it.seed, saltText+100)
	head := fmt.Sprintf("%s for %s", e.substance.title, e.condition.name)
	switch r.IntN(5) {
	case 0:
		head = fmt.Sprintf("%s %s in %s", capital(e.route.name), e.substance.name, e.condition.name)
	case 1:
		head = fmt.Sprintf("Efficacy and safety of %s %s for %s", e.route.name, e.substance.name, e.condition.name)
	case 2:
		head = fmt.Sprintf("%s-assisted psychotherapy for %s", e.substance.title, e.condition.name)
	}
	switch {
	case it.kind == study.KindRegistration:
		return fmt.Sprintf("%s %s versus %s in %s", capital(e.route.name), e.substance.name, e.comparator, e.condition.name)
	case it.design == designPreclinical:
		head = fmt.Sprintf("%s and synaptic plasticity", e.substance.title)
	case it.design == designSurvey:
		head = fmt.Sprintf("Naturalistic use of %s and symptoms of %s", e.substance.name, e.condition.name)
	case it.role == roleResults && e.months > 6:
		return fmt.Sprintf("%s: %s with %d-month follow-up", head, designs[it.design].title, e.months)
	}
	return head + ": " + designs[it.design].title
}

// capital raises the first letter, behind an inline element too.
func capital(s string) string {
	if s == "" || s[0] == '<' || s[0] == '(' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// abstractOf gives the sections of the item's abstract: one without a label when
// it is unstructured, none when the report has no abstract. The last one ends
// with the Disclaimer.
func abstractOf(it *item) []section {
	r := dice(it.seed, saltText)
	if it.kind == study.KindNotice || it.role == roleLetter {
		if it.seed%2 == 0 {
			return nil
		}
		return []section{{text: noticeText(it) + " " + Disclaimer}}
	}
	missing := chance(r, 6)
	if missing && it.edits == 0 && it.kind == study.KindArticle {
		return nil // some records gain an abstract when they are revised
	}
	e := experimentOf(it.topic, it.design)
	parts := writeSections(&e, r)
	for i := range parts {
		parts[i].text = spell(it, parts[i].text)
	}
	if it.edits > 0 {
		parts[len(parts)-1].text += fmt.Sprintf(" This is revision %d of the record.", it.edits)
	}
	parts[len(parts)-1].text += " " + Disclaimer
	if chance(r, 30) || it.design == designNarrative || it.design == designCaseReport {
		return []section{{text: joinTexts(parts)}}
	}
	return parts
}

func joinTexts(parts []section) string {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.text
	}
	return strings.Join(texts, " ")
}

func noticeText(it *item) string {
	switch it.role {
	case roleRetraction:
		return "The article is retracted at the request of the editors because the invented data could not be verified."
	case roleErratum:
		return "In the article, the standard deviations in Table 2 were exchanged. The conclusions are unchanged."
	case roleConcern:
		return "The editors express their concern about the randomisation reported in this article; an inquiry is under way."
	}
	return "We read with interest the article named above and question the blinding of its participants."
}
