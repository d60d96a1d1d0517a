package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/lexicon"
	"evidelic/study"
)

// candidate is a study that may bear on a claim, with how far it fits (0 to 1).
type candidate struct {
	study   study.Study
	level   int // of the evidence ladder, 1 highest, 9 for none
	fit     float64
	passage passage
	read    *document
	shared  []string // what the study shares with the claim
}

// passage is the sentence of a study that fits best.
type passage struct {
	field, text string
	weight      float64
}

// Bounds of what is read for a claim, and the parts of a fit. They were chosen by
// reading the first studies of claims, not computed.
const (
	foundFor = 20   // studies of a search
	shownFor = 5    // candidates that a claim shows
	goodFit  = 0.5  // of the best of them: below, it looks further
	leastFit = 0.35 // below, a study shares words but not the claim
	topBand  = 0.86 // of the best fit: within it the evidence ladder decides

	passagePart = 0.45 // of the fit: what one sentence shares
	wholePart   = 0.30 // what the study shares somewhere
	titlePart   = 0.25 // what its title shares; half of the claim is all that a title holds

	notAbout     = 0.80 // by which a study is held back whose tags name another substance,
	otherMalady  = 0.85 // or another condition,
	nothingNamed = 0.75 // or which names none of the claim's conditions, routes and mechanisms,
	noReport     = 0.70 // or which is a letter, a correction or a plan
	onlyIntended = 0.85 // a sentence that tells what was to be found out
)

// find gives the candidates of a claim, best evidence first. It looks among the
// studies whose tags name the substance and the conditions or routes of the claim,
// then, where these are too few, among those about the substance, then among all.
func (c *claim) find(ctx context.Context, search Searcher, read *reader) ([]candidate, error) {
	var out []candidate
	seen := map[string]bool{}
	for _, filters := range c.filters() {
		res, err := search.Search(ctx, index.Request{Text: c.query, Filters: filters, Size: foundFor, Plain: true})
		if errors.Is(err, study.ErrInvalid) {
			return nil, nil // the words of a draft are no query
		}
		if err != nil {
			return nil, fmt.Errorf("search %.60q: %w", c.query, err)
		}
		for _, h := range res.Hits {
			if seen[h.Study.ID] {
				continue
			}
			seen[h.Study.ID] = true
			if k, ok := c.weigh(h.Study, read); ok {
				out = append(out, k)
			}
		}
		if len(out) >= shownFor && slices.ContainsFunc(out, func(k candidate) bool { return k.fit >= goodFit }) {
			break
		}
	}
	c.rank(out)
	return out, nil
}

// filters lists the tags that fitting studies have, the narrowest first; the last
// asks for none.
func (c *claim) filters() []map[string][]string {
	about := map[string][]string{string(study.TaskSubstance): c.about}
	if len(c.narrow) == 0 {
		return []map[string][]string{about, nil}
	}
	narrow := maps.Clone(c.narrow)
	narrow[string(study.TaskSubstance)] = c.about
	return []map[string][]string{narrow, about, nil}
}

// weigh measures a study against the claim: what of it one of its sentences
// shares, its title, and all of it. A study that does not name the substance is no
// candidate.
func (c *claim) weigh(s study.Study, read *reader) (candidate, bool) {
	k := candidate{study: s, level: evidence.Level(s.Tags), read: read.study(&s)}
	if k.level == 0 {
		k.level = 9
	}
	if !k.read.about(c.drug) {
		return k, false
	}
	total := 0.0
	for _, t := range c.terms {
		total += t.weight
		if k.read.has(t) != 0 {
			k.shared = append(k.shared, t.label)
		}
	}
	whole, sums := k.read.weights(c.terms)
	k.passage = k.read.passage(&sums)
	if total > 0 {
		title := min(1, 2*sums[0]/total)
		k.fit = (passagePart*k.passage.weight+wholePart*whole)/total + titlePart*title
	}
	k.fit *= c.holdBack(&k)
	return k, k.fit >= leastFit
}

// holdBack gives the factor for what a study is, beside what it says.
func (c *claim) holdBack(k *candidate) float64 {
	factor := 1.0
	if has := k.study.Tags[study.TaskSubstance].Values; len(has) > 0 && !tagged(has, c.about...) {
		factor *= notAbout
	}
	condition := c.condition()
	if has := k.study.Tags[study.TaskCondition].Values; condition != nil && len(has) > 0 && !within(has, condition) {
		factor *= otherMalady
	}
	named, had := 0, 0
	for _, t := range c.terms {
		if t.concept != nil && t.weight == conceptWeight {
			named++
			if k.read.has(t) != 0 {
				had++
			}
		}
	}
	if named > 0 && had == 0 {
		factor *= nothingNamed
	}
	if k.read.genre != "" || k.level == 7 {
		factor *= noReport
	}
	return factor
}

func tagged(values []study.TagValue, any ...string) bool {
	return slices.ContainsFunc(values, func(v study.TagValue) bool { return slices.Contains(any, v.Value) })
}

// within says whether a tag names a condition, a form of it, or one of which it is
// a form.
func within(values []study.TagValue, condition *lexicon.Concept) bool {
	return slices.ContainsFunc(values, func(v study.TagValue) bool {
		return lexicon.Within(v.Value, condition.ID) || lexicon.Within(condition.ID, v.Value)
	})
}

// rank puts what fits about as well as the best in the order of the evidence
// ladder, the rest behind it by how far it fits; what was retracted comes last.
// How a substance acts is a matter of the laboratory: there the fit alone decides.
func (c *claim) rank(list []candidate) {
	best := 0.0
	for _, k := range list {
		if !k.study.Retracted() {
			best = max(best, k.fit)
		}
	}
	ladder := !slices.Contains(c.rules, "mechanism") || slices.Contains(c.rules, "safety")
	band := func(k candidate) int {
		switch {
		case k.study.Retracted():
			return 2
		case ladder && k.fit >= topBand*best:
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		if d := cmp.Compare(band(a), band(b)); d != 0 {
			return d
		}
		if ladder && band(a) == 0 {
			if d := cmp.Compare(a.level, b.level); d != 0 {
				return d
			}
		}
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(a.level, b.level), strings.Compare(a.study.ID, b.study.ID))
	})
}
