package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"evidelic/study"
)

// Confidence in a match whose authors are others, in part or all.
const (
	otherAuthors = 0.85
	someAuthors  = 0.93
)

// authorship is what the authors of an entry say beside those of a study.
type authorship struct {
	known    bool     // both name persons
	names    []string // the entry's, as it has them
	foreign  []string // those that the study does not name
	all      bool     // it names none of them
	notFirst bool     // the entry's first author is not the study's
}

// compareAuthors holds the authors of an entry against those of a study. Lists that
// end early are no difference: styles cut them, and so do writers.
func compareAuthors(e *Entry, s *study.Study) authorship {
	list := e.Report.Authors
	if e.Text != "" {
		list = headAuthors(e, s)
	}
	list = slices.DeleteFunc(slices.Clone(list), func(a study.Author) bool { return reOthers.MatchString(a.String()) })
	places, compared := study.ForeignAuthors(list, s.Authors)
	out := authorship{known: compared > 0, all: compared > 0 && len(places) == compared}
	for i, a := range list {
		out.names = append(out.names, a.String())
		if slices.Contains(places, i) {
			out.foreign = append(out.foreign, a.String())
		}
	}
	if !out.known {
		return out
	}
	places, compared = study.ForeignAuthors(list[:1], s.Authors[:1])
	out.notFirst = compared > 0 && len(places) > 0
	return out
}

// reOthers are words in the place of authors that are not named.
var reOthers = regexp.MustCompile(`(?i)^(?:(?:and )?others|et\.? ?(?:al|coll)\.?(?: .{0,3})?|et|\.{2,}|…|and colleagues|authors?|unknown|n\.? ?a\.?|various)$`)

// finding says which authors differ, and how sure the match is at most.
func (a authorship) finding(s *study.Study) (f Finding, sure float64, ok bool) {
	f = Finding{Kind: AuthorsDiffer, Have: someNames(a.names), Want: someNames(authorNames(s.Authors))}
	switch {
	case a.all:
		f.Message, sure = "The authors differ: the study names none of these.", otherAuthors
	case len(a.foreign) > 0:
		f.Message, sure = fmt.Sprintf("The authors differ: the study does not name %s.", someNames(a.foreign)), someAuthors
	case a.notFirst:
		f.Message, sure = "The authors differ: another one comes first.", someAuthors
	default:
		return f, 1, false
	}
	return f, sure, true
}

func authorNames(list []study.Author) []string {
	var out []string
	for _, a := range list[:min(len(list), maxNames+1)] {
		out = append(out, a.String())
	}
	return out
}

// maxNames bounds the names of a message.
const maxNames = 6

func someNames(names []string) string {
	if len(names) > maxNames {
		return strings.Join(names[:maxNames], ", ") + ", et al."
	}
	return strings.Join(names, ", ")
}

var (
	reHeadTail = regexp.MustCompile(`\([^)]*\)?|\[[^\]]*\]?|\b(?:19|20)[0-9]{2}[a-z]?\b|[“"‘‟«].*$`)
	reBetween  = regexp.MustCompile(`[,;&…:]|\.{3}|\s(?:and|und|et|y|with|for|on behalf of)\s|\b[Ee]t\.? al\b`)
	reGivenDot = regexp.MustCompile(`\b(\p{L})\.`)
)

// headAuthors reads the persons that a pasted entry names before its title. Of an
// entry whose title stands in no place that is certain, it gives none.
func headAuthors(e *Entry, s *study.Study) []study.Author {
	end := titleStart(e.Text, s.Title)
	if end <= 0 {
		return nil
	}
	head := reGivenDot.ReplaceAllString(reHeadTail.ReplaceAllString(e.Text[:end], " "), "$1 ")
	var out []study.Author
	for _, part := range reBetween.Split(strings.ReplaceAll(head, ". ", ", "), maxHeadNames) {
		words := strings.Fields(strings.Trim(part, " .'’”\"-–*_"))
		if len(words) > 6 {
			return nil // a sentence: the title is elsewhere
		}
		name, initials := splitInitials(words)
		switch {
		case len(name) == 0:
			if n := len(out); n > 0 && out[n-1].Initials == "" {
				out[n-1].Initials = initials
			}
		case len(out) > 0 && out[len(out)-1].Initials == "" && givenOf(out[len(out)-1], name, s):
			out[len(out)-1].Given = strings.Join(name, " ")
		case strings.IndexFunc(strings.Join(name, ""), unicode.IsUpper) >= 0:
			out = append(out, study.Author{Family: strings.Join(name, " "), Initials: initials})
		default: // not read as a person, but somebody stands there
			out = append(out, study.Author{Collective: strings.Join(words, " ")})
		}
	}
	return out
}

// maxHeadNames bounds the parts of the text before a title.
const maxHeadNames = 400

// splitInitials parts the words of a name from its initials and what qualifies it.
func splitInitials(words []string) (name []string, initials string) {
	for _, w := range words {
		bare := strings.NewReplacer(".", "", "-", "").Replace(w)
		letters := []rune(bare)
		switch {
		case reSuffix.MatchString(bare) || len(letters) == 0 || !unicode.IsLetter(letters[0]):
		case len(letters) == 1, len(letters) <= 3 && strings.ToUpper(bare) == bare && strings.ToLower(bare) != bare:
			initials += bare
		default:
			name = append(name, w)
		}
	}
	if len(name) == 0 && len(words) > 1 && len([]rune(words[0])) > 1 && !strings.Contains(words[0], ".") {
		return words[:1], strings.Join(words[1:], "") // "LEE J"
	}
	return name, initials
}

var reSuffix = regexp.MustCompile(`(?i)^(?:jr|sr|[2-4](?:nd|rd|th)|ii|iii|iv|phd|md|eds?)$`)

// givenOf says whether a part of a list is the given name of the author before it,
// as in "Mitchell, Jennifer M.": the study has an author of both.
func givenOf(before study.Author, name []string, s *study.Study) bool {
	if before.Given != "" {
		return false
	}
	first := []rune(strings.ToLower(name[0]))[0]
	for _, a := range s.Authors {
		if in := []rune(strings.ToLower(a.InitialsOrGiven())); len(in) > 0 && in[0] == first {
			if places, compared := study.ForeignAuthors([]study.Author{before}, []study.Author{a}); compared > 0 && len(places) == 0 {
				return true
			}
		}
	}
	return false
}

// titleStart gives the place in a text where a title begins, -1 where it is not
// found: its first words in order, whatever stands between them.
func titleStart(text, title string) int {
	want := titleWords(title)
	want = want[:min(len(want), 4)]
	if len(want) < 2 {
		return -1
	}
	var words []string
	var places []int
	for _, at := range reWord.FindAllStringIndex(text, maxText) {
		for _, w := range titleWords(text[at[0]:at[1]]) {
			words, places = append(words, w), append(places, at[0])
		}
	}
	for i := 0; i+len(want) <= len(words); i++ {
		if slices.Equal(words[i:i+len(want)], want) {
			return places[i]
		}
	}
	return -1
}

var reWord = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+`)
