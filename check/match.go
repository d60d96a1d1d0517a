package check

import (
	"context"
	"errors"
	"fmt"
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
		if fit, known := titleFit(e, &s); known && fit < Possible {
			foreign = append(foreign, found)
			continue
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

func fitOf(e *Entry, s *study.Study) float64 {
	fit, _ := titleFit(e, s)
	return fit
}

// doubted looks, where an identifier's study has not quite the title of the entry,
// for one that has: then the identifier is another study's.
func (m *matcher) doubted(ctx context.Context, e *Entry, match *Match) (better *Match, err error) {
	fit, known := titleFit(e, &match.Study)
	if !known || fit >= 0.95 {
		return nil, nil
	}
	other, err := m.byTitle(ctx, e)
	if err != nil || other == nil || other.ID == match.ID || fitOf(e, &other.Study) < max(0.95, fit+0.05) {
		return nil, err
	}
	return other, nil
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
	if known && otherSubject(s.Title, e.Report.Title+" "+e.Text) {
		fit *= 0.6
	}
	return fit, known
}

// byTitle finds the study by title, first author and year.
func (m *matcher) byTitle(ctx context.Context, e *Entry) (*Match, error) {
	query := e.Report.Title
	if query == "" {
		query = e.Text
	}
	if query == "" || m.titles == nil {
		return nil, nil
	}
	found, err := m.titles.ByTitle(ctx, query, 8)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && e.Text != "" && query != e.Text {
		if found, err = m.titles.ByTitle(ctx, e.Text, 8); err != nil {
			return nil, err
		}
	}
	var best *Match
	for i := range found {
		s := &found[i]
		c := confidence(e, s)
		if c >= Possible && (best == nil || c > best.Confidence || c == best.Confidence && preferred(s, &best.Study)) {
			best = &Match{Study: *s, ID: s.ID, Title: s.Title, By: "title", Confidence: c}
		}
	}
	return best, nil
}

// preferred says which of two that fit alike is meant: the article, not its
// preprint or registration.
func preferred(a, b *study.Study) bool {
	return a.Kind == study.KindArticle && b.Kind != study.KindArticle
}

// confidence weighs the title by far the most. The same title by other authors in
// another year is another work ("Ketamine for depression").
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
	return min(max(c, 0), 0.99)
}

type verdict int

const (
	unknown verdict = iota
	agrees
	differs
)

func authorFit(e *Entry, s *study.Study) verdict {
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
