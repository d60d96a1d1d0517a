package cite

import (
	"fmt"
	"strings"

	"evidelic/study"
)

// builder puts one reference together.
type builder struct {
	s     *study.Study
	style style
	spans []span
}

func (b *builder) add(text string)    { b.spans = append(b.spans, span{text: text}) }
func (b *builder) italic(text string) { b.spans = append(b.spans, span{text, "i"}) }

// stop ends a sentence, unless the text ends one already.
func (b *builder) stop(end string) {
	for i := len(b.spans) - 1; i >= 0; i-- {
		t := b.spans[i].text
		if t == "" {
			continue
		}
		if strings.HasSuffix(t, ".") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, "!") {
			end = strings.TrimPrefix(end, ".")
		}
		break
	}
	b.add(end)
}

// flags puts before the reference what must not be missed.
func (b *builder) flags() {
	if b.s.Demo {
		b.add("[Synthetic demo study, describes no real study] ")
	}
	if b.s.Withdrawn && !b.s.Retracted() {
		b.add("[Withdrawn by its source] ")
	}
}

func (b *builder) authors() bool {
	if len(b.s.Authors) == 0 {
		return false
	}
	b.spans = append(b.spans, b.style.names.write(b.s.Authors)...)
	return true
}

// title writes the title with its inline markup, in the case of the style, and
// the mark of retracted work.
func (b *builder) title(italic bool) {
	title := strings.TrimSuffix(b.s.Title, ".")
	switch {
	case b.style.titleCase && english(b.s):
		b.spans = append(b.spans, span{titleCase(title), pick(italic, "i")})
	case b.s.TitleMarkup != "" && !italic:
		b.spans = append(b.spans, markupSpans(strings.TrimSuffix(b.s.TitleMarkup, "."))...)
	default:
		b.spans = append(b.spans, span{title, pick(italic, "i")})
	}
	if mark := b.mark(); mark != "" {
		b.add(" [" + mark + "]")
	}
}

// mark names retraction, preprint and registration behind the title.
func (b *builder) mark() string {
	var marks []string
	for _, n := range b.s.Notices {
		if n.Type.Grave() {
			marks = append(marks, n.Type.Label())
			break
		}
	}
	switch b.s.Kind {
	case study.KindPreprint:
		marks = append(marks, "Preprint")
	case study.KindRegistration:
		marks = append(marks, "Clinical trial registration")
	}
	return strings.Join(marks, "; ")
}

func english(s *study.Study) bool {
	return len(s.Languages) == 0 || s.Languages[0] == "eng" || s.Languages[0] == "en"
}

func pick(cond bool, s string) string {
	if cond {
		return s
	}
	return ""
}

// container names what the report appeared in.
func (b *builder) container() string {
	switch {
	case b.s.Kind == study.KindRegistration:
		return "ClinicalTrials.gov"
	case b.s.Book != nil:
		return b.s.Book.Title
	case b.style.short && b.s.Journal.Abbrev != "":
		return strings.ReplaceAll(b.s.Journal.Abbrev, ".", "")
	}
	return journalTitle(b.s)
}

// place gives pages or the article number.
func (b *builder) place() string {
	if b.s.Pages != "" {
		return b.style.pages.write(b.s.Pages)
	}
	return b.s.ELocator
}

func (b *builder) year(unknown string) string {
	if y := b.s.Year(); y > 0 {
		return fmt.Sprint(y)
	}
	return unknown
}

// locator gives the DOI as an address, the registration's page, or "".
func (b *builder) locator() string {
	switch {
	case b.s.IDs.DOI != "":
		return "https://doi.org/" + b.s.IDs.DOI
	case strings.HasPrefix(b.s.IDs.Registry, "NCT"):
		return "https://clinicaltrials.gov/study/" + b.s.IDs.Registry
	}
	return ""
}

func (b *builder) apa() {
	if b.authors() {
		b.stop(". ")
	} else {
		b.title(false)
		b.stop(". ")
	}
	b.add("(" + b.year("n.d.") + "). ")
	if len(b.s.Authors) > 0 {
		b.title(b.s.Kind != study.KindArticle && b.s.Kind != study.KindNotice)
		b.stop(". ")
	}
	if c := b.container(); c != "" {
		b.italic(c)
		if b.s.Volume != "" {
			b.add(", ")
			b.italic(b.s.Volume)
		}
		if b.s.Issue != "" {
			b.add("(" + b.s.Issue + ")")
		}
		if p := b.place(); p != "" {
			b.add(", " + articleNumber(b.s, p))
		}
		b.stop(".")
	}
	if l := b.locator(); l != "" {
		b.add(" " + l)
	}
}

// articleNumber puts APA's word before a locator that is no page.
func articleNumber(s *study.Study, place string) string {
	if s.Pages == "" && s.ELocator != "" {
		return "Article " + place
	}
	return place
}

func (b *builder) ama() {
	if b.authors() {
		b.stop(". ")
	}
	b.title(false)
	b.stop(". ")
	if c := b.container(); c != "" {
		b.italic(c)
		b.stop(". ")
	}
	b.add(b.year("") + b.issue(";") + ".")
	if b.s.IDs.DOI != "" {
		b.add(" doi:" + b.s.IDs.DOI)
	} else if l := b.locator(); l != "" {
		b.add(" " + l)
	}
}

// issue writes "Volume(Issue):pages" as the medical styles do.
func (b *builder) issue(lead string) string {
	out := b.s.Volume
	if b.s.Issue != "" {
		out += "(" + b.s.Issue + ")"
	}
	if p := b.place(); p != "" {
		out += ":" + p
	}
	if out == "" {
		return ""
	}
	return lead + out
}

func (b *builder) nlm() {
	if b.authors() {
		b.stop(". ")
	}
	b.title(false)
	b.stop(". ")
	if c := b.container(); c != "" {
		b.add(c)
		b.stop(". ")
	}
	b.add(nbibDate(published(b.s)) + b.issue(";") + ".")
	if b.s.IDs.DOI != "" {
		b.add(" doi: " + b.s.IDs.DOI + ".")
	} else if l := b.locator(); l != "" {
		b.add(" " + l)
	}
	if b.style.Name == "nlm" && b.s.IDs.PMID != "" {
		b.add(" PubMed PMID: " + b.s.IDs.PMID + ".")
	}
}

func (b *builder) mla() {
	if b.authors() {
		b.stop(". ")
	}
	b.add("“")
	b.title(false)
	b.stop(".")
	b.add("” ")
	parts := []string{}
	if b.s.Volume != "" {
		parts = append(parts, "vol. "+b.s.Volume)
	}
	if b.s.Issue != "" {
		parts = append(parts, "no. "+b.s.Issue)
	}
	if d := mlaDate(published(b.s)); d != "" {
		parts = append(parts, d)
	}
	if p := b.place(); p != "" {
		parts = append(parts, mlaPages(b.s, p))
	}
	if l := b.locator(); l != "" {
		parts = append(parts, l)
	}
	if c := b.container(); c != "" {
		b.italic(c)
		if len(parts) > 0 {
			b.add(", ")
		}
	}
	b.add(strings.Join(parts, ", "))
	b.stop(".")
}

func mlaPages(s *study.Study, p string) string {
	switch {
	case s.Pages == "":
		return p
	case strings.ContainsAny(p, "–-,"):
		return "pp. " + p
	}
	return "p. " + p
}

// mlaDate writes "5 Mar. 2024"; May, June and July are not abbreviated.
func mlaDate(d study.Date) string {
	months := [...]string{"", "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."}
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0 || d.Season != "":
		return strings.TrimSpace(d.Season + " " + fmt.Sprint(d.Year))
	case d.Day == 0:
		return fmt.Sprintf("%s %d", months[d.Month], d.Year)
	}
	return fmt.Sprintf("%d %s %d", d.Day, months[d.Month], d.Year)
}

func (b *builder) chicago() {
	if b.authors() {
		b.stop(". ")
	}
	b.add(b.year("n.d.") + ". “")
	b.title(false)
	b.stop(".")
	b.add("” ")
	if c := b.container(); c != "" {
		b.italic(c)
	}
	if b.s.Volume != "" {
		b.add(" " + b.s.Volume)
	}
	if b.s.Issue != "" {
		b.add(" (" + b.s.Issue + ")")
	}
	if p := b.place(); p != "" {
		b.add(": " + p)
	}
	b.stop(".")
	if l := b.locator(); l != "" {
		b.add(" " + l + ".")
	}
}

func (b *builder) harvard() {
	if b.authors() {
		b.add(" ")
	}
	b.add("(" + b.year("no date") + ") ‘")
	b.title(false)
	b.add("’")
	if c := b.container(); c != "" {
		b.add(", ")
		b.italic(c)
	}
	if v := b.s.Volume; v != "" || b.s.Issue != "" {
		b.add(", " + v)
		if b.s.Issue != "" {
			b.add("(" + b.s.Issue + ")")
		}
	}
	if p := b.place(); p != "" {
		b.add(", " + mlaPages(b.s, p))
	}
	if l := b.locator(); l != "" {
		b.stop(".")
		b.add(" Available at: " + l)
	}
	b.stop(".")
}
