package main

import (
	"context"
	"fmt"
	"strings"

	"evidelic/store"
	"evidelic/study"
)

// catalogue tells a source that completes the library which studies it is to be
// asked about. It is a crawler.Catalogue.
type catalogue struct {
	*store.DB
	fits func(*study.Study) bool
}

// catalogueBatch is how many studies are looked at in one read.
const catalogueBatch = 500

// Wanted gives the studies that fit, from the oldest in the library on. Synthetic
// studies are as good as any: a demo library has no others.
func (c catalogue) Wanted(ctx context.Context, after string, n int) ([]study.Ref, error) {
	var out []study.Ref
	for len(out) < n {
		studies, err := c.Oldest(ctx, after, catalogueBatch)
		if err != nil {
			return nil, fmt.Errorf("studies to ask about: %w", err)
		}
		for i := range studies {
			s := &studies[i]
			if after = s.ID; !c.fits(s) {
				continue
			}
			if out = append(out, study.Ref{ID: s.ID, PMID: s.IDs.PMID, DOI: s.IDs.DOI}); len(out) == n {
				return out, nil
			}
		}
		if len(studies) < catalogueBatch {
			break
		}
	}
	return out, nil
}

// hasDOI fits every study that a registration agency of DOIs can be asked about.
func hasDOI(s *study.Study) bool { return s.IDs.DOI != "" }

// isRxiv fits the preprints of bioRxiv and medRxiv, which share the prefixes of
// Cold Spring Harbor Laboratory and of openRxiv, and all those of the demo world.
func isRxiv(s *study.Study) bool {
	return s.Kind == study.KindPreprint && (strings.HasPrefix(s.IDs.DOI, "10.1101/") || strings.HasPrefix(s.IDs.DOI, "10.64898/") || s.Demo && s.IDs.DOI != "")
}

// lacksAbstract fits reports whose abstract no source has given yet.
func lacksAbstract(s *study.Study) bool {
	return hasDOI(s) && s.Kind != study.KindNotice && s.AbstractText() == ""
}
