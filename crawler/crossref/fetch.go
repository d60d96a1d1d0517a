package crossref

import (
	"context"
	"fmt"

	"evidelic/crawler"
	"evidelic/study"
)

// FetchByID asks for works by DOI, in batches. missing lists the DOIs that Crossref
// does not know. The page has the records and those that could not be read, and no
// cursor.
func (s *Source) FetchByID(ctx context.Context, keys []string) (page crawler.Page, missing []string, err error) {
	var asked []string
	for _, k := range keys {
		doi, ok := study.NormalDOI(k)
		if !ok {
			return crawler.Page{}, nil, fmt.Errorf("crossref: %.80q is no DOI: %w", k, study.ErrInvalid)
		}
		asked = append(asked, doi)
	}
	a, err := s.works(ctx, asked)
	if err != nil {
		return crawler.Page{}, nil, err
	}
	have := map[string]bool{}
	for _, r := range a.Records {
		have[r.Key] = true
		for _, alias := range a.aliases[r.Key] {
			have[alias] = true
		}
	}
	for _, f := range a.Failed {
		have[f.Key] = true
	}
	for _, d := range asked {
		if !have[d] {
			missing = append(missing, d)
		}
	}
	return crawler.Page{Records: a.Records, Failed: a.Failed, Warnings: a.Warnings, Announced: len(asked)}, missing, nil
}
