package study

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What bibliographic databases add to a title: MEDLINE through Ovid its type and
// number of references, the Cochrane Library the kind of its summary, Embase the
// language, LILACS and others the title in the original language.
var (
	reAnnotation = regexp.MustCompile(`(?i)^(?:(?:systematic |literature )?review|\d+ refs?|(?:provisional|structured|meeting|conference) abstract|abstract\b.*|` +
		`brief record|erratum (?:appears|in)\b.*|\(?published erratum\b.*|see comments?.*|comments? in\b.*|summary for patients in\b.*|` +
		`letter; comment|editorial; comment|comment|letter|editorial|corrected\b.*|in process citation|electronic resource|includes discussion|with discussion|original article|` +
		`retracted(?: article| by\b.*)?|retraction in\b.*|updates? (?:in|of)\b.*|republished\b.*|reprint in\b.*|article in .{3,20}|` +
		`english|french|german|spanish|italian|portuguese|russian|chinese|japanese|korean|polish|turkish|dutch|czech|hungarian|danish|` +
		`swedish|norwegian|finnish|hebrew|arabic|persian|greek|croatian|serbian|ukrainian|romanian|bulgarian|slovak)\.?$`)
	reTag      = regexp.MustCompile(`</?(?i:i|b|u|sub|sup|em|strong|italic|bold|sc|inf|it)\s*/?>`)
	reOriginal = regexp.MustCompile(`(?:<ORIGINAL>|\s(?:LA|TO|VO|OT): \S).*$|\.\.\. ?includes discussion$`)
	reWas      = regexp.MustCompile(`(?i)^\W*(?:retracted(?: article| and replaced)?|withdrawn(?: article)?|article in press)\W*:\s*`)
)

// reSection is a journal's section in front of a title.
var reSection = regexp.MustCompile(`(?i)^\W*(?:original (?:article|research|paper|investigation|contribution)|research(?: article| paper)?|` +
	`(?:brief|short|rapid) (?:report|communication)|clinical (?:research|investigation|trial|study))\s*[:.]\s+`)

// cutSection takes the section off a title that is long enough without it.
func cutSection(s string) string {
	if i := strings.IndexAny(s[:min(len(s), 40)], ":."); i < 8 || len(s)-i < 30 {
		return s
	}
	return reSection.ReplaceAllString(s, "")
}

// plainTitle gives a title as its authors wrote it, without what a database put
// around and behind it, and says whether it was marked as a conference abstract.
func plainTitle(s string) (title string, abstract bool) {
	s = strings.TrimSpace(s)
	for range 2 { // some exports escape what is escaped already
		if strings.Contains(s, "&") && strings.Contains(s, ";") {
			s = html.UnescapeString(s)
		}
	}
	if strings.Contains(s, "<") || strings.Contains(s, ": ") || strings.Contains(s, "...") {
		s = reOriginal.ReplaceAllString(s, "")
		s = reTag.ReplaceAllString(s, "")
	}
	for range 6 {
		rest, note := cutNote(strings.TrimRight(strings.Trim(s, `"' `), " ."))
		if note == "" {
			break
		}
		abstract = abstract || strings.Contains(strings.ToLower(note), "abstract") && !reSummary.MatchString(note)
		s = rest
	}
	if s = strings.Trim(s, `"' .`); strings.Contains(s, ":") {
		s = reWas.ReplaceAllString(s, "")
	}
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = s[1 : len(s)-1]
	}
	return cutSection(s), abstract
}

// reSummary are the Cochrane Library's own summaries of articles.
var reSummary = regexp.MustCompile(`(?i)^(?:provisional|structured) abstract`)

// cutNote takes an annotation in brackets off the end; note is "" when there is
// none.
func cutNote(s string) (rest, note string) {
	if s == "" {
		return s, ""
	}
	open := byte('[')
	switch s[len(s)-1] {
	case ']':
	case ')':
		open = '('
	default:
		return s, ""
	}
	i := openingOf(s, open)
	if i <= 0 {
		return s, ""
	}
	if note = strings.TrimSpace(s[i+1 : len(s)-1]); !reAnnotation.MatchString(note) {
		return s, ""
	}
	return s[:i], note
}

// openingOf finds the bracket that the last byte of s closes, -1 for none.
func openingOf(s string, open byte) int {
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case s[len(s)-1]:
			depth++
		case open:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// genre is what sort of text a title announces; texts of different genres share
// titles, authors, even pages, and are never one report.
type genre string

// The genres, from the words that journals use.
var genres = []struct {
	genre genre
	re    *regexp.Regexp
}{
	{"erratum", regexp.MustCompile(`(?i)^\W*(?:(?:author|publisher)s? correction|erratum|errata|corrigend(?:um|a)|corrections?|correction and republication|addendum)\b`)},
	{"retraction", regexp.MustCompile(`(?i)^\W*(?:(?:notice of |partial )?retraction|withdrawal|removal notice|statement of retraction|retraction notice)\b`)},
	{"concern", regexp.MustCompile(`(?i)^\W*(?:editorial )?expressions? of concern\b`)},
	{"reply", regexp.MustCompile(`(?i)^\W*(?:in )?(?:reply|response|authors?.? (?:reply|response))\b|\W(?:in reply|authors?.? (?:reply|response)|(?:reply|response)(?: to .{0,40})?)\W*$`)},
	{"comment", regexp.MustCompile(`(?i)^\W*(?:re\s*:|re\b\W*["“‘']|comments?\s*(?:on\b|:)|commentary\s*(?:on\b|:)|invited commentary|editorial comment|letter(?: to the editor)?\s*(?::|regarding|re\b)|discussion of\b)|\W(?:invited )?commentary\W*$`)},
	{"protocol", regexp.MustCompile(`(?i)\b(?:study|trial|review) protocol\b|\bprotocol (?:for|of) (?:a|an|the)\b|:\s*protocol\b|\(protocol\)|\brationale and (?:study )?(?:design|protocol|methods)\b|\bstatistical analysis plan\b`)},
}

// reRemark is a note that a source puts in front of a title.
var reRemark = regexp.MustCompile(`^\[[^\[\]]{1,30}\] `)

// genreWords are parts of words of which every title that announces a genre has one;
// they spare the others a closer look.
var genreWords = []string{"errat", "corrig", "correct", "addend", "retract", "withdraw", "removal", "concern", "reply", "response", "comment", "letter",
	"discussion", "protocol", "rationale", "analysis plan"}

// announces says whether a title may announce a genre.
func announces(title string) bool {
	low := strings.ToLower(title)
	if strings.HasPrefix(strings.TrimLeftFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "re") {
		return true // "Re: "
	}
	return slices.ContainsFunc(genreWords, func(w string) bool { return strings.Contains(low, w) })
}

// genreOf reads the genre off a title, "" for a report proper.
func genreOf(title string) genre {
	if !announces(title) {
		return ""
	}
	if strings.HasPrefix(title, "[") {
		title = reRemark.ReplaceAllString(title, "")
	}
	for _, g := range genres {
		if g.re.MatchString(title) {
			return g.genre
		}
	}
	return ""
}

// noticeWords are the genreWords of notices.
const noticeWords = 8

// noticeTitle says whether a title announces a notice.
func noticeTitle(title string) bool {
	low := strings.ToLower(title[:min(len(title), 60)])
	if !slices.ContainsFunc(genreWords[:noticeWords], func(w string) bool { return strings.Contains(low, w) }) {
		return false
	}
	plain, _ := plainTitle(title)
	return genreOf(plain).notice()
}

// typeGenres are NLM's publication types that say a genre.
var typeGenres = map[string]genre{
	"Published Erratum": "erratum", "Retraction of Publication": "retraction", "Retraction Notice": "retraction",
	"Expression of Concern": "concern", "Comment": "comment", "Clinical Trial Protocol": "protocol", "Meeting Abstract": "abstract",
	"Congress": "abstract", "Conference Abstract": "abstract",
}

// numbering are the words that number parts and years besides digits.
var numbering = map[string]string{
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5",
}

var reDigits = regexp.MustCompile(`[0-9]+`)

// numbersOf gives the numbers of a folded title in their order: titles that
// differ in one are of different parts, doses, phases or years.
func numbersOf(words []string) string {
	var out []string
	for _, w := range words {
		if n, ok := numbering[w]; ok {
			out = append(out, n)
			continue
		}
		for _, d := range reDigits.FindAllString(w, -1) {
			out = append(out, strings.TrimLeft(d, "0"))
		}
	}
	return strings.Join(out, " ")
}
