package check

import (
	"regexp"
	"slices"
	"strings"

	"evidelic/lexicon"
	"evidelic/study"
)

// genre is what a text about another text is: such texts share its title, and are
// not it.
type genre string

// The genres, by the words that journals put before a title. A reply or comment
// may say so behind it.
var genres = []struct {
	genre genre
	re    *regexp.Regexp
}{
	{"retraction", regexp.MustCompile(`(?i)^\W*(?:(?:notice of |partial )?retraction(?: note| notice)?|statement of retraction|withdrawal|removal notice)\b`)},
	{"correction", regexp.MustCompile(`(?i)^\W*(?:(?:author|publisher)s? correction|erratum|errata|corrigend(?:um|a)|corrections?|addendum)\b|: (?:corrigendum|erratum|correction)\W*$`)},
	{"concern", regexp.MustCompile(`(?i)^\W*(?:editorial )?expressions? of concern\b`)},
	{"reply", regexp.MustCompile(`(?i)^\W*(?:in )?(?:reply|response) to\b|\W(?:in reply|authors?.? (?:reply|response)|reply|response to .{0,40})\W*$`)},
	{"comment", regexp.MustCompile(`(?i)^\W*(?:re\s*:|re\b\W*["“‘']|comments?\s*(?:on\b|:)|commentary\s*(?:on\b|:)|invited commentary|letter(?: to the editor)?\s*(?::|regarding|re\b))|\W(?:invited )?commentary\W*$`)},
}

// genreOf reads the genre off a title, "" for a report proper.
func genreOf(title string) genre {
	for _, g := range genres {
		if g.re.MatchString(title) {
			return g.genre
		}
	}
	return ""
}

// sameGenre says whether an entry and a study are the same sort of text, as far as
// their titles tell; in a pasted entry the words may stand anywhere.
func sameGenre(e *Entry, s *study.Study) bool {
	g := genreOf(s.Title)
	if g == genreOf(e.Report.Title) || e.Text == "" && e.Report.Title == "" {
		return true
	}
	// "Retracted: …" before a title, or the title cut otherwise than in the library.
	return e.Text != "" && g != "" && len(titleWords(s.Title)) > 0 && inside(titleWords(s.Title), titleWords(e.Text)) > 0.97
}

// withdraws says whether a study is the notice that retracts or doubts a work with
// the entry's title.
func withdraws(e *Entry, s *study.Study) (Finding, bool) {
	g := genreOf(s.Title)
	if g != "retraction" && g != "concern" || genreOf(e.Report.Title) != "" {
		return Finding{}, false
	}
	title := titleWords(genreWords(s.Title))
	have := titleWords(e.Report.Title)
	if len(title) < 4 || alike(have, title) < 0.95 && (e.Text == "" || inside(title, titleWords(e.Text)) < 0.97) {
		return Finding{}, false
	}
	f := Finding{Kind: Retracted, Grave: true, Want: s.Title, Message: "The library has a notice of retraction about a work of this title"}
	if g == "concern" {
		f.Kind, f.Message = Concern, "The library has an expression of concern about a work of this title"
	}
	f.Message += ": " + s.ID + "."
	return f, true
}

// genreWords takes the words that say the genre off the front of a title.
func genreWords(title string) string {
	if _, rest, ok := strings.Cut(title, ":"); ok {
		return rest
	}
	for _, g := range genres {
		title = g.re.ReplaceAllString(title, "")
	}
	return strings.TrimPrefix(strings.TrimSpace(title), "of ")
}

// otherSubject says whether two titles are about different things: a substance or
// condition that the other does not name, or a number: "MDMA for anxiety" is not
// "psilocybin for anxiety", and phase 2 is not phase 3, however alike the rest.
// title is the entry's, "" where it is not certain.
func otherSubject(studyTitle, title string, e *Entry) bool {
	names := subjects(studyTitle)
	if lacks(names, e.about()) || lacks(figures(studyTitle), figures(e.Report.Title+" "+e.Text)) {
		return true
	}
	return title != "" && (lacks(subjects(title), names) || lacks(figures(title), figures(studyTitle)))
}

// lacks says whether one of the wanted is not there.
func lacks(want, have []string) bool {
	return slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}

// subjects lists the substances and conditions that a text names, with what they
// are forms of: "treatment-resistant depression" is named by "depression", too.
func subjects(text string) []string {
	var out []string
	for _, m := range lexicon.Find(lexicon.Tokenize(text)) {
		if k := m.Concept; k.Kind == lexicon.Drug || k.Kind == lexicon.Condition {
			for ok := true; ok && !slices.Contains(out, k.ID); k, ok = lexicon.ByID(k.Parent) {
				out = append(out, k.ID)
			}
		}
	}
	return out
}

var reFigure = regexp.MustCompile(`\b[0-9]+\b`)

func figures(text string) []string { return reFigure.FindAllString(text, -1) }
