package study

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The rules that join records without a shared identifier, strongest first. Each
// needs the title or the whole place to agree, and something of everything else;
// what a record does not give never counts for a join.
const (
	ruleTitlePages    = "title-pages"    // the title, and the volume with the first page
	rulePages         = "pages"          // the volume with first and last page, the first author, the journal: one paper, its title translated or retyped
	ruleTitleNear     = "title-near"     // the title but for typing errors, the volume with the first page, the first author, the journal
	ruleTitleJournal  = "title-journal"  // the title, the journal, the year, the authors; pages or volume missing or written in another way
	ruleTitleAbstract = "title-abstract" // the title, the first author and the words of the abstract
)

// matchRules are the rules in the order in which they are tried.
var matchRules = []struct {
	name  string
	holds func(p *pair) bool
}{
	{ruleTitlePages, titlePages},
	{rulePages, samePages},
	{ruleTitleNear, titleNear},
	{ruleTitleJournal, titleJournal},
	{ruleTitleAbstract, titleAbstract},
}

// titleTie says how two titles stand to each other.
type titleTie int

const (
	titlesDiffer  titleTie = iota
	titlesNear             // typing errors
	titlesContain          // one begins or ends with the other, or with its translation
	titlesEqual
)

// pair is two records that a rule looks at, and how what they say agrees.
type pair struct {
	a, b                          *traits
	title                         titleTie
	years                         int // apart
	dated                         bool
	volume, place, journal, first agreement
	authors                       float64 // share of the shorter list
}

// newPair compares two records, ok false when something that they say keeps them
// apart.
func newPair(a, b *traits) (p *pair, ok bool) {
	p = &pair{a: a, b: b, volume: unknown, place: unknown}
	p.years, p.dated = yearsApart(a, b)
	p.volume = compareVolumes(a, b)
	if p.volume == conflict && p.years > 0 {
		return nil, false
	}
	if a.placed && b.placed {
		p.place = comparePlaces(a.place, b.place)
	}
	// One mistyped number does not outweigh a page that agrees. The number of an
	// article is no page: later versions of a review keep it.
	// Every volume has its first pages.
	paged := p.place == same && !a.place.loc && a.place.start > 20
	if p.years > 1 && !(paged && p.volume == same) || p.volume == conflict && !(paged && a.place.span() >= 2 && a.place.span() == b.place.span()) {
		return nil, false
	}
	p.authors = overlap(a.authors, b.authors)
	if p.place == conflict && !p.fileOnly() || p.authors == 0 && len(a.authors) > 0 && len(b.authors) > 0 || excluded(a, b) {
		return nil, false
	}
	p.first = compareFirst(a.authors, b.authors)
	p.journal = compareJournals(&a.journal, &b.journal)
	return p, true
}

// compareVolumes compares the numbers of volumes. The year in the place of a volume
// says nothing.
func compareVolumes(a, b *traits) agreement {
	switch {
	case a.volume == "" || b.volume == "":
		return unknown
	case a.volume == b.volume, a.volume == partOf(b.volume), b.volume == partOf(a.volume):
		return same
	case a.yearly() != b.yearly():
		return unknown
	}
	return conflict
}

// partOf gives the volume that a part with a letter belongs to: some sources leave
// the letter out, as of "29A".
func partOf(volume string) string { return strings.TrimRight(volume, "abcdefghijklmnopqrstuvwxyz") }

// yearly says whether the volume is the year of publication.
func (t *traits) yearly() bool {
	n, err := strconv.Atoi(t.volume)
	return err == nil && n > 1800 && (n == t.years[0] || n == t.years[1])
}

// fileOnly says whether one record was made before the paper had its volume:
// then its pages count from 1 and are as many.
func (p *pair) fileOnly() bool {
	early := func(x, y *traits) bool {
		return x.volume == "" && x.place.start == 1 && x.place.span() > 2 && x.place.span() == y.place.span()
	}
	if early(p.a, p.b) || early(p.b, p.a) {
		p.place = explained
		return true
	}
	return false
}

// excluded says whether two records are of different genres, editions or
// languages, of which one is a preprint, or have different DOIs.
func excluded(a, b *traits) bool {
	if a.genre != b.genre || a.typed && b.typed && a.kind != b.kind || a.journal.edition != b.journal.edition || a.journal.preprints != b.journal.preprints {
		return true
	}
	if differ(a.doi, b.doi) {
		return true
	}
	return len(a.langs) > 0 && len(b.langs) > 0 && !slices.ContainsFunc(a.langs, func(l string) bool { return slices.Contains(b.langs, l) })
}

// match finds the strongest rule by which two records are one report.
func match(a, b *traits) (rule int, p *pair, ok bool) {
	if p, ok = newPair(a, b); !ok {
		return 0, nil, false
	}
	p.title = compareTitles(a, b)
	for i, r := range matchRules {
		if r.holds(p) {
			return i, p, true
		}
	}
	return 0, nil, false
}

// compareTitles ties two titles. Titles that differ in a number are never near.
func compareTitles(a, b *traits) titleTie {
	x, y := a.titles[0], b.titles[0]
	if x == y && x != "" {
		return titlesEqual
	}
	for i, s := range a.titles {
		for j, t := range b.titles {
			if i > 0 && j > 0 && i <= a.halves && j <= b.halves {
				continue // two titles may begin alike and go on differently
			}
			if s == t && len(s) >= 28 || a.long() && b.long() && (affix(s, t) || affix(t, s)) {
				return titlesContain
			}
		}
	}
	limit := max(len(x), len(y)) * 8 / 100
	if a.long() && b.long() && a.numbers == b.numbers && distance(x, y, limit) <= limit {
		return titlesNear
	}
	return titlesDiffer
}

// affix says whether long begins or ends with short.
func affix(long, short string) bool {
	return len(short) >= 28 && (strings.HasPrefix(long, short) || strings.HasSuffix(long, short))
}

// titlePages: a volume's page begins one report; the title says that it is this
// one. Several reports of one conference may share a page, so a title that goes
// on differently needs more than one page or the same numbers.
func titlePages(p *pair) bool {
	if p.place != same || p.title < titlesContain || p.otherJournal() {
		return false
	}
	if p.volume == unknown && !p.unvolumed() {
		return p.ownPages()
	}
	journal, first := p.journal >= explained, p.first == same || p.firm() || p.journal == same && p.ranged() && p.writers()
	if p.volume == unknown && p.years > 0 {
		return p.title == titlesEqual && p.a.long() && first && p.authors >= 0.6
	}
	if p.volume == conflict || p.years > 1 {
		return p.title == titlesEqual && p.a.long() && first && journal && p.dated
	}
	if p.title == titlesEqual && p.a.long() {
		return first || journal && (p.first == unknown || p.authors >= 0.5) || p.journal == unknown && p.authors >= 0.5
	}
	if p.title == titlesContain && p.span() < 1 && p.a.numbers != p.b.numbers {
		return false
	}
	return first && journal && p.years == 0 || p.title == titlesContain && first && p.years == 0
}

// ranged says whether both records give the last page, and the same, or the number
// of the article.
func (p *pair) ranged() bool {
	return p.a.place.loc && p.b.place.loc || p.a.place.span() >= 1 && p.a.place.span() == p.b.place.span()
}

// unvolumed says whether a volume is missing, and the year stands for it: the
// proceedings of yearly conferences have none.
func (p *pair) unvolumed() bool {
	years := 1
	if p.a.place.loc {
		years = 0 // later versions of a review keep its number
	}
	return p.volume == unknown && p.journal >= explained && (p.first == same || p.firm()) && p.dated && p.years <= years && p.place == same && p.ranged()
}

// firm says whether the place is told in full, so that the first author may be
// missing from one record.
func (p *pair) firm() bool {
	return p.first == unknown && !p.a.unread && !p.b.unread && p.place == same && p.ranged() && p.journal == same && p.dated && p.years == 0 && (p.volume == same || p.volume == unknown)
}

// ownPages says whether one title and several pages of one year tell the report
// although the volume is missing and the journal is told in ways that nothing
// ties together, as names of conferences are.
func (p *pair) ownPages() bool {
	return p.title == titlesEqual && p.a.long() && p.first == same && p.authors >= 0.6 && p.dated && p.years == 0 &&
		p.ranged() && p.span() >= 2 && p.a.place.start > 20
}

// span gives how many pages there are beyond the first as far as one record says.
func (p *pair) span() int { return max(p.a.place.span(), p.b.place.span()) }

// samePages: two papers never share the same range of pages of a volume; the
// first author and some word of the title exclude journals that begin each issue
// at page 1.
func samePages(p *pair) bool {
	whole := p.a.place.loc && p.b.place.loc || p.a.place.span() >= 2 && p.a.place.span() == p.b.place.span()
	unvolumed := p.unvolumed() && p.journal == same && p.years == 0
	if p.years > 1 || p.volume != same && !unvolumed || p.place != same || !whole || p.first != same && !p.firm() || p.journal < explained {
		return false
	}
	if p.title < titlesContain && p.companions() {
		return false
	}
	if p.first == unknown {
		return p.span() < manyPages && p.a.place.start > 1 && likeness(p.a.words, p.b.words) >= 0.3
	}
	if p.title < titlesContain && namesakes(p.a, p.b) {
		return false
	}
	if p.a.foreign != p.b.foreign || len(p.a.titles)+len(p.b.titles) > 2 {
		return p.authors >= 0.6
	}
	// Abstracts are cited with all the pages of their supplement, too.
	if p.span() >= manyPages || p.a.place.lettered() {
		return p.title >= titlesContain || typingErrors(p.a.words, p.b.words)
	}
	alike := likeness(p.a.words, p.b.words)
	return p.authors >= 0.6 && alike >= 0.3 || alike >= 0.6
}

// companions says whether the titles are those of two reports of one series. Two
// translations of one title differ in the same way.
func (p *pair) companions() bool {
	return !p.a.foreign && !p.b.foreign && parallel(p.a.words, p.b.words)
}

// titlesApart says whether the titles are those of two reports whatever else
// agrees: of one series, or of other parts.
func (p *pair) titlesApart() bool {
	p.title = compareTitles(p.a, p.b)
	return p.title < titlesContain && p.companions()
}

// manyPages are more than a paper has.
const manyPages = 60

// likeness gives the share of words that two titles have in common.
func likeness(a, b []string) float64 {
	set := make(map[string]bool, len(a))
	for _, w := range a {
		set[w] = true
	}
	n, common := len(set), 0
	for _, w := range b {
		in, seen := set[w]
		switch {
		case !seen:
			n++
			set[w] = false
		case in:
			common++
			set[w] = false
		}
	}
	if n == 0 {
		return 0
	}
	return float64(common) / float64(n)
}

// titleNear: on a page that conferences' abstracts share, an exchanged word makes
// another report; a typing error does not.
func titleNear(p *pair) bool {
	if p.title != titlesNear && p.title != titlesContain {
		return false
	}
	if p.title == titlesNear && p.companions() {
		return false
	}
	if p.title == titlesNear && (p.journalLost() || p.pagesLost()) {
		return true
	}
	if p.journal < explained {
		return false
	}
	if p.place == explained && p.a.place.start == p.b.place.start || p.years == 1 {
		// Page or year differ as well: four authors who are all the same answer for it.
		return p.place >= explained && p.years <= 1 && p.volume == same && p.first == same && p.authors == 1 &&
			min(len(p.a.authors), len(p.b.authors)) >= 4 && (typingErrors(p.a.words, p.b.words) || p.title == titlesContain && p.a.numbers == p.b.numbers)
	}
	if p.title == titlesContain || p.place != same || p.first != same && !p.firm() || p.years > 0 {
		return false
	}
	if p.volume != same && !(p.a.place.loc && p.b.place.loc) && !p.unvolumed() {
		return false
	}
	return p.span() >= 1 && p.span() < manyPages || p.a.place.loc && p.b.place.loc || typingErrors(p.a.words, p.b.words)
}

// journalLost says whether all but the journal, which one record does not give,
// agrees.
func (p *pair) journalLost() bool {
	return p.journal == unknown && p.volume == same && p.place == same && p.ranged() && p.span() < manyPages && p.first == same && p.authors >= 0.6 && p.dated && p.years == 0
}

// pagesLost says whether all but the pages, which one record does not give, agrees,
// and the titles differ by one letter a word.
func (p *pair) pagesLost() bool {
	alike := p.journal == same && p.volume == same && p.place == unknown && p.first == same && p.dated && p.years == 0
	return alike && p.authors == 1 && len(p.a.authors) == len(p.b.authors) && len(p.a.authors) >= 3 &&
		!abstractOnly(p.a, p.b) && !abstractOnly(p.b, p.a) && slips(p.a.words, p.b.words)
}

// titleJournal: the pages are missing from one record, or each writes them in its
// way. The authors and the year must agree, with one of journal, volume and page;
// where one record gives no authors or no year, two of these. A paper of several
// pages is no conference abstract of the same title.
func titleJournal(p *pair) bool {
	if p.title != titlesEqual || p.volume == conflict || p.journal == conflict || p.years > 1 || !p.known() {
		return false
	}
	if namesakes(p.a, p.b) && min(len(p.a.authors), len(p.b.authors)) < 3 {
		return false
	}
	if compareTexts(p.a.text, p.b.text) == conflict || abstractOnly(p.a, p.b) || abstractOnly(p.b, p.a) {
		return false
	}
	if p.bare() {
		return true
	}
	need := 1
	if !p.dated {
		need++
	}
	switch {
	case p.first == unknown:
		need++
	case !p.writers() || p.authors < 0.6:
		return false
	}
	if need > 2 || p.years > 0 && p.volume != same {
		return false
	}
	return p.support() >= need && (p.authors >= 0.8 || p.first == unknown || p.volume == same && p.journal >= explained)
}

// bare says whether both records give title, authors and year, the same, and of the
// place nothing, as records of books and reports do.
func (p *pair) bare() bool {
	nowhere := func(t *traits) bool {
		return len(t.journal.variants)+len(t.journal.issn) == 0 && t.volume == "" && !t.placed
	}
	n := len(p.a.authors)
	return p.a.long() && p.dated && p.years == 0 && p.authors == 1 && n >= 2 && n == len(p.b.authors) && nowhere(p.a) && nowhere(p.b)
}

// support counts what agrees of journal, volume and page.
func (p *pair) support() int {
	n := 0
	for _, a := range []agreement{p.journal, p.volume, p.place} {
		if a == same {
			n++
		}
	}
	return n
}

// writers says whether the first authors agree, or of three and more nearly all:
// databases begin a list in different places.
func (p *pair) writers() bool {
	return p.first == same || p.authors >= 0.8 && min(len(p.a.authors), len(p.b.authors)) >= 3
}

// known says whether the title, or a shorter one with three authors, tells one
// report from the others of a journal's year.
func (p *pair) known() bool {
	return p.a.long() || len(p.a.words) >= 4 && min(len(p.a.authors), len(p.b.authors)) >= 3 && p.authors == 1
}

// abstractOnly says whether a is a conference's abstract and b a paper.
func abstractOnly(a, b *traits) bool {
	n := b.place.span()
	return a.noted && !b.noted && (n >= 2 || n == 1 && !b.place.lettered())
}

// titleAbstract: title, first author and the abstract's words agree, and neither
// volume nor pages speak against it.
func titleAbstract(p *pair) bool {
	if p.title != titlesEqual || !p.a.long() || p.first != same || p.authors < 0.6 || !p.dated || p.volume == conflict || p.years > 1 {
		return false
	}
	if abstractOnly(p.a, p.b) || abstractOnly(p.b, p.a) {
		return false
	}
	if p.otherJournal() || compareTexts(p.a.text, p.b.text) != same {
		return false
	}
	// A record made ahead of print has the year before, and no volume; an update of a
	// review has the number of the one before.
	numbered := p.a.placed && p.a.place.loc || p.b.placed && p.b.place.loc
	return p.volume == same || p.years == 0 || p.journal >= explained && p.authors >= 0.8 && !numbered
}

// otherJournal says whether the journals differ and no page says that one of them
// is told by a translated or transliterated name: authors publish a text twice, and
// volumes of one year have one number by chance.
func (p *pair) otherJournal() bool {
	if p.journal != conflict {
		return false
	}
	own := p.place == same && p.a.place.start > 20 && !p.a.place.lettered() && (p.volume == same || p.ranged() && p.span() >= 2)
	return !own
}

// evidence says in words what matched.
func (p *pair) evidence() string {
	parts := []string{[]string{"pages", "nearly the same title", "one title in the other", "same title"}[p.title]}
	if p.title == titlesDiffer {
		parts = nil
	}
	if p.volume == same {
		parts = append(parts, "volume "+p.a.volume)
	}
	if p.place == same {
		parts = append(parts, p.a.place.words())
	}
	if p.first == same {
		parts = append(parts, "first author "+p.a.authors[0].key())
	}
	if p.journal >= explained {
		parts = append(parts, "journal")
	}
	if p.dated && p.years == 0 {
		parts = append(parts, fmt.Sprintf("year %d", max(p.a.years[0], p.b.years[0])))
	}
	if compareTexts(p.a.text, p.b.text) == same {
		parts = append(parts, "abstract")
	}
	return strings.Join(parts, ", ")
}

// words gives the place for readers.
func (p place) words() string {
	if p.span() > 0 {
		return fmt.Sprintf("pages %s%d-%d", p.prefix, p.start, p.end)
	}
	return fmt.Sprintf("page %s%d", p.prefix, p.start)
}
