package check

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"evidelic/study"
)

// Sure is the confidence from which a match is taken for one. Between Possible
// and Sure a study is shown as a candidate, and nothing is said about the entry.
const (
	Sure     = 0.8
	Possible = 0.55
)

// Match is the study that an entry is about, how it was found, and how sure that
// is (0 to 1).
type Match struct {
	Study      study.Study `json:"-"`
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	By         string      `json:"by"` // "doi", "pmid", "pmcid", "nct", "title"
	Confidence float64     `json:"confidence"`
}

// matcher finds the studies of entries.
type matcher struct {
	lib    Library
	titles Titles
}

// byIdentifier tries every identifier of the entry, strongest first. missed are
// those that the library does not know, foreign those of a study whose title is
// another one.
func (m *matcher) byIdentifier(ctx context.Context, e *Entry) (best *Match, missed []string, foreign []Match, err error) {
	ids := e.Report.IDs
	for _, id := range []struct{ by, value string }{{"doi", ids.DOI}, {"pmid", ids.PMID}, {"pmcid", ids.PMCID}, {"nct", ids.Registry}} {
		if id.value == "" {
			continue
		}
		s, err := m.resolve(ctx, id.by+":"+id.value)
		switch {
		case errors.Is(err, study.ErrNotFound), errors.Is(err, study.ErrInvalid):
			missed = append(missed, id.by)
			continue
		case err != nil:
			return nil, nil, nil, err
		}
		found := Match{Study: s, ID: s.ID, Title: s.Title, By: id.by, Confidence: 1}
		if fit, known := titleFit(e, &s); known && fit < Possible && !named(e, &s) {
			foreign = append(foreign, found)
			continue
		} else if known && fit < Sure && !cutShort(e, &s) && !named(e, &s) {
			found.Confidence = fit
		}
		switch {
		case best == nil:
			best = &found
		case best.ID != found.ID && fitOf(e, &found.Study) > fitOf(e, &best.Study):
			foreign = append(foreign, *best)
			best = &found
		case best.ID != found.ID:
			foreign = append(foreign, found)
		}
	}
	return best, missed, foreign, nil
}

// named says whether a pasted entry has a study's title, word for word: that is
// enough beside an identifier, however short the title.
func named(e *Entry, s *study.Study) bool {
	title := strings.Join(titleWords(s.Title), " ")
	return e.Text != "" && title != "" && strings.Contains(" "+strings.Join(titleWords(e.Text), " ")+" ", " "+title+" ")
}

// cutShort says whether an entry's title is a study's without its end or its head.
func cutShort(e *Entry, s *study.Study) bool {
	have, want := titleWords(e.Report.Title), titleWords(s.Title)
	return len(have) >= 3 && inside(have, want) > 0.97
}

func fitOf(e *Entry, s *study.Study) float64 {
	fit, _ := titleFit(e, s)
	return fit
}

// doubted looks, where an identifier's study has not quite the title of the entry,
// for one that has: then the identifier is another study's. Where only the year is
// another, it may be another version under the same DOI, as Cochrane reviews have.
func (m *matcher) doubted(ctx context.Context, e *Entry, match *Match) (better *Match, version bool, err error) {
	fit, known := titleFit(e, &match.Study)
	year := e.Report.Published.Date().Year
	version = fit >= 0.95 && year > 0 && nearestYear(year, &match.Study) > 0
	if !known || fit >= 0.95 && !version {
		return nil, false, nil
	}
	other, _, err := m.byTitle(ctx, e)
	if err != nil || other == nil || other.ID == match.ID {
		return nil, false, err
	}
	if version {
		if other.Study.IDs.DOI == "" || other.Study.IDs.DOI != match.Study.IDs.DOI || nearestYear(year, &other.Study) > 0 {
			return nil, false, nil
		}
		other.By, other.Confidence = match.By, match.Confidence
	} else if fitOf(e, &other.Study) < max(0.95, fit+0.05) {
		return nil, false, nil
	}
	return other, version, nil
}

func (m *matcher) resolve(ctx context.Context, ref string) (study.Study, error) {
	id, err := m.lib.Resolve(ctx, ref)
	var moved *study.Redirect
	if errors.As(err, &moved) {
		id, err = moved.To, nil
	}
	if err != nil {
		return study.Study{}, err
	}
	found, err := m.lib.Studies(ctx, []string{id})
	if err != nil {
		return study.Study{}, fmt.Errorf("read %s: %w", id, err)
	}
	if len(found) == 0 {
		return study.Study{}, study.ErrNotFound
	}
	return found[0], nil
}

// titleFit says how far a study's title is that of the entry; known is false when
// the entry has no title to compare. The text of a pasted entry is compared as a
// whole, too: it is no use to be strict about where a title ends.
func titleFit(e *Entry, s *study.Study) (fit float64, known bool) {
	want := titleWords(s.Title)
	have := titleWords(e.Report.Title)
	if len(have) >= 2 {
		fit, known = alike(have, want), true
		if len(have) >= 6 && len(want) > len(have) {
			// A title without its subtitle, or that of an earlier report: author and year tell.
			fit = max(fit, 0.72*inside(have, want))
		}
	}
	if e.Text != "" && len(want) >= 4 {
		fit, known = max(fit, inside(want, titleWords(e.Text))), true
	}
	if s.OriginalTitle != "" && len(have) > 0 {
		fit = max(fit, alike(have, titleWords(s.OriginalTitle)))
	}
	title := e.Report.Title
	if e.Text != "" && alike(have, want) < 0.85 {
		title = "" // a guess that took something else for the title
	}
	if known && (!sameGenre(e, s) || otherSubject(s.Title, title, e)) {
		fit *= 0.6
	}
	return fit, known
}

// byTitle finds the study by title, first author and year, and what withdraws a
// work of the title. What was read as the title of a pasted entry is a guess: where
// it leads to nothing sure, the entry's longest sentence and its whole text are asked
// for, too.
func (m *matcher) byTitle(ctx context.Context, e *Entry) (best *Match, withdrawn []Finding, err error) {
	if m.titles == nil {
		return nil, nil, nil
	}
	for _, query := range titleQueries(e) {
		found, err := m.titles.ByTitle(ctx, query, 8)
		if err != nil {
			return nil, nil, err
		}
		for i := range found {
			s := &found[i]
			if f, ok := withdraws(e, s); ok && len(withdrawn) == 0 {
				withdrawn = []Finding{f}
			}
			c := confidence(e, s)
			if c >= Possible && (best == nil || c > best.Confidence || c == best.Confidence && preferred(e, s, &best.Study)) {
				best = &Match{Study: *s, ID: s.ID, Title: s.Title, By: "title", Confidence: c}
			}
		}
		if best != nil && best.Confidence >= Sure {
			break
		}
	}
	if best != nil {
		best.Confidence = min(best.Confidence, 0.99) // only an identifier is certain
	}
	return best, withdrawn, nil
}

func titleQueries(e *Entry) []string {
	var out []string
	bare := reURL.ReplaceAllString(reDOI.ReplaceAllString(e.Text, " "), " ")
	for _, q := range []string{e.Report.Title, longestSentence(bare), bare} {
		if len(titleWords(q)) >= 2 && !contains(out, q) {
			out = append(out, q)
		}
	}
	return out
}

func longestSentence(text string) string {
	longest := ""
	for range 12 {
		head := firstSentence(text)
		if head == "" {
			break
		}
		if len(head) > len(longest) && !looksLikeNames(head) {
			longest = head
		}
		text = strings.TrimLeft(text[min(len(text), strings.Index(text, head)+len(head)):], " .?!")
	}
	return longest
}

// preferred says which of two that fit alike is meant: of two titles that both
// stand in a pasted text the longer one; the article, not its preprint or
// registration, unless the entry itself says that it is a preprint; what has a DOI.
func preferred(e *Entry, a, b *study.Study) bool {
	if n, m := len(titleWords(a.Title)), len(titleWords(b.Title)); e.Text != "" && n != m {
		return n > m
	}
	kind := study.KindArticle
	if e.Report.Kind == study.KindPreprint || rePreprint.MatchString(e.Text+" "+e.Report.Journal.Title) {
		kind = study.KindPreprint
	}
	if (a.Kind == kind) != (b.Kind == kind) {
		return a.Kind == kind
	}
	return a.IDs.DOI != "" && b.IDs.DOI == ""
}

var rePreprint = regexp.MustCompile(`(?i)\b(?:bioRxiv|medRxiv|PsyArXiv|arXiv|SSRN|Research Square|Preprints?(?:\.org)?)\b`)

// confidence weighs the title by far the most. The same title by other authors in
// another year is another work ("Ketamine for depression"). It may pass 1, so that
// of two that fit the better one is told.
func confidence(e *Entry, s *study.Study) float64 {
	fit, known := titleFit(e, s)
	if !known {
		return 0
	}
	c := fit
	switch authorFit(e, s) {
	case agrees:
		c += 0.05
	case differs:
		c -= 0.2
	}
	if have := e.Report.Published.Date().Year; have > 0 && s.Year() > 0 {
		switch gap := nearestYear(have, s); {
		case gap == 0:
			c += 0.05
		case gap > 2:
			c -= 0.15
		}
	}
	if len(titleWords(s.Title)) < 4 {
		c -= 0.15 // a short title says little
	}
	return max(c, 0)
}

type verdict int

const (
	unknown verdict = iota
	agrees
	differs
)

// authorFit compares all authors where they can be told, else the first.
func authorFit(e *Entry, s *study.Study) verdict {
	if a := compareAuthors(e, s); a.known {
		switch {
		case a.all:
			return differs
		case len(a.foreign) > 0:
			return unknown
		}
		return agrees
	}
	if len(e.Report.Authors) == 0 || len(s.Authors) == 0 {
		return unknown
	}
	have := strings.Join(titleWords(e.Report.Authors[0].Family+e.Report.Authors[0].Collective), " ")
	if have == "" {
		return unknown
	}
	for i, a := range s.Authors {
		want := strings.Join(titleWords(a.Family+a.Collective), " ")
		if want != "" && (want == have || i == 0 && (strings.HasPrefix(have, want) || strings.HasSuffix(have, want) || strings.HasPrefix(want, have))) {
			return agrees
		}
	}
	return differs
}

// nearestYear gives the distance to the nearest of the years in which the study
// was published, in print or before.
func nearestYear(year int, s *study.Study) int {
	best := 1000
	for _, d := range []study.Date{s.Published.Print, s.Published.Electronic, {Year: s.Year()}} {
		if d.Year > 0 {
			best = min(best, max(year-d.Year, d.Year-year))
		}
	}
	return best
}
