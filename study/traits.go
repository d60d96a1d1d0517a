package study

import (
	"hash/fnv"
	"slices"
	"strings"
)

// traits are what the bibliographic rules compare of a record, computed once.
type traits struct {
	titles  []string // squeezed: the title, then others that the record gives beside it
	halves  int      // how many of those others are parts of the title
	words   []string // of the title, folded
	numbers string
	genre   genre // that the title announces
	typed   bool  // the record gives publication types
	kind    genre // that they say
	noted   bool  // marked as a conference abstract
	foreign bool  // the title is a translation
	authors []authorName
	unread  bool   // authors are given, as letters that tell no names
	letters uint32 // with which the names of the first author begin
	years   [2]int // first and last that the record gives; 0: none
	journal journalName
	volume  string
	place   place
	placed  bool
	langs   []string
	doi     string
	text    map[uint32]bool // hashes of the abstract's words, three at a time
}

// Bounds of what is looked at, in bytes.
const (
	maxTitle    = 1000
	maxPages    = 120
	maxAbstract = 6000
)

// traitsOf reads a report.
func traitsOf(r *Report) *traits {
	t := sketch(r)
	title, noted := plainTitle(shortTitle(r))
	t.noted, t.genre, t.numbers = noted, genreOf(title), numbersOf(t.words)
	raw := shortTitle(r)
	t.foreign = strings.HasPrefix(strings.TrimLeft(raw, `"' `), "[") || strings.Contains(raw, "<ORIGINAL>")
	t.langs, t.doi = languagesOf(r.Languages), bareDOI(r.IDs.DOI)
	t.authors, t.journal = namesOf(r.Authors, maxAuthors), nameOfJournal(&r.Journal)
	t.unread = len(t.authors) == 0 && slices.ContainsFunc(r.Authors[:min(len(r.Authors), maxAuthors)], onlyLetters)
	if len(r.Authors) > 0 {
		t.letters = lettersOf(r.Authors[0])
	}
	t.typed = len(r.PublicationTypes) > 0
	for _, p := range r.PublicationTypes {
		if g, ok := typeGenres[p]; ok && g == "abstract" {
			t.noted = true
		} else if ok && t.kind == "" {
			t.kind = g
		}
	}
	if text := JoinSections(r.Abstract); text != "" {
		t.text = shingles(fold(text[:min(len(text), maxAbstract)]))
	}
	return t
}

// sketch reads what MatchKeys needs of a report, which is asked for every record;
// the rest is only needed of those that share a key.
func sketch(r *Report) *traits {
	t := &traits{volume: normalVolume(r.Volume), authors: namesOf(r.Authors, 1)}
	t.readTitle(r)
	t.readYears(r)
	pages := r.Pages
	if pages == "" {
		pages = r.ELocator
	}
	t.place, t.placed = parsePlace(pages[:min(len(pages), maxPages)])
	return t
}

// shortTitle gives the title as far as it is looked at.
func shortTitle(r *Report) string { return r.Title[:min(len(r.Title), maxTitle)] }

// readTitle takes the title apart.
func (t *traits) readTitle(r *Report) {
	title, _ := plainTitle(shortTitle(r))
	t.words = titleWords(title)
	t.titles = append(t.titles, strings.Join(t.words, ""))
	others := strings.Split(title, "; ")
	if len(others) != 2 {
		others = nil
	}
	if r.OriginalTitle != "" {
		others = append(others, r.OriginalTitle[:min(len(r.OriginalTitle), maxTitle)])
	}
	for _, o := range others {
		half := len(others) >= 2 && o != r.OriginalTitle
		o, _ = plainTitle(o)
		words := titleWords(o)
		if s := strings.Join(words, ""); telling(words, s) && !slices.Contains(t.titles, s) {
			t.titles = append(t.titles, s)
			if half {
				t.halves++
			}
		}
	}
}

// titleWords folds a title and leaves out a leading article.
func titleWords(title string) []string {
	words := strings.Fields(fold(title))
	if len(words) > 1 && (words[0] == "the" || words[0] == "a" || words[0] == "an") {
		words = words[1:]
	}
	for i, w := range words {
		if w == "versus" || w == "v" && i > 0 && i < len(words)-1 && !numbered[words[i-1]] {
			words[i] = "vs"
		}
	}
	return words
}

// numbered are words that a number follows: "factor V" is no comparison.
var numbered = map[string]bool{"part": true, "factor": true, "type": true, "phase": true, "stage": true, "class": true, "grade": true, "group": true,
	"level": true, "collagen": true, "nerve": true, "volume": true, "chapter": true, "report": true, "paper": true, "study": true, "trial": true, "and": true, "or": true, "iv": true}

// telling says whether a title is long enough to stand for one report alone:
// "Editorial" and "Ketamine for depression" are not.
func telling(words []string, squeezed string) bool { return len(words) >= 5 && len(squeezed) >= 28 }

// long says whether the record's own title tells that much.
func (t *traits) long() bool { return telling(t.words, t.titles[0]) }

// readYears notes the years of publication.
func (t *traits) readYears(r *Report) {
	for _, d := range []Date{r.Published.Print, r.Published.Electronic} {
		if d.Year == 0 {
			continue
		}
		if t.years[0] == 0 {
			t.years = [2]int{d.Year, d.Year}
		}
		t.years = [2]int{min(t.years[0], d.Year), max(t.years[1], d.Year)}
	}
}

// yearsApart gives the distance between the years of two records, ok false when
// one gives none.
func yearsApart(a, b *traits) (n int, ok bool) {
	switch {
	case a.years[0] == 0 || b.years[0] == 0:
		return 0, false
	case a.years[0] > b.years[1]:
		return a.years[0] - b.years[1], true
	}
	return max(0, b.years[0]-a.years[1]), true
}

// bareDOI leaves out what copying adds behind a DOI.
func bareDOI(doi string) string {
	doi = strings.TrimRight(doi, ".,;)]")
	for _, tail := range []string{"/abstract", "/full", "/pdf", "/epdf", "/meta"} {
		doi = strings.TrimSuffix(doi, tail)
	}
	return doi
}

// shingles gives the hashes of a text's words, three at a time; nil for a text
// too short to be an abstract.
func shingles(folded string) map[uint32]bool {
	words := strings.Fields(folded)
	if len(words) < 40 {
		return nil
	}
	out := make(map[uint32]bool, len(words))
	for i := range words[2:] {
		h := fnv.New32a()
		for _, w := range words[i : i+3] {
			_, _ = h.Write([]byte(w))
		}
		out[h.Sum32()] = true
	}
	return out
}

// compareTexts says whether two abstracts are one: same for nine in ten of the
// shorter one's words in the other (a copy cut short, relabelled sections),
// conflict for fewer than three in ten.
func compareTexts(a, b map[uint32]bool) agreement {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return unknown
	}
	n := 0
	for h := range a {
		if b[h] {
			n++
		}
	}
	switch share := float64(n) / float64(len(a)); {
	case share >= 0.9:
		return same
	case share >= 0.3:
		return explained
	}
	return conflict
}
