package server

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"evidelic/index"
	"evidelic/study"
)

// flowBody is the way of the records into the library, or into what a search
// finds, in the steps that a systematic review reports (PRISMA 2020; PRISMA-S).
// Identified less NotMatched is Matched; Matched less Duplicates is Studies;
// Studies less OutOfScope is Included.
type flowBody struct {
	Query      string              `json:"query" doc:"As typed; empty for the whole library"`
	Understood string              `json:"understood,omitempty" doc:"After synonyms; itself a valid query"`
	Filters    map[string][]string `json:"filters"`
	AllScopes  bool                `json:"all_scopes,omitempty"`
	Counted    time.Time           `json:"counted"`
	Library    study.Library       `json:"library"`

	Identified flowPart   `json:"identified" doc:"Records that the sources gave"`
	NotMatched int        `json:"not_matched" doc:"Of them, records of studies that the search does not find; 0 without a search"`
	Matched    flowPart   `json:"matched" doc:"The records that are left"`
	Duplicates flowPart   `json:"duplicates" doc:"Of them, records of a report that another record tells of already, by the rule that saw it"`
	Studies    int        `json:"studies" doc:"Different reports"`
	OutOfScope flowPart   `json:"out_of_scope" doc:"Of them, studies that the library is not about, by rule; none where the search asks for them"`
	Included   int        `json:"included" doc:"Studies in the library, or found by the search"`
	Noticed    flowPart   `json:"noticed" doc:"Of them, studies with a notice, by the gravest"`
	Related    int        `json:"related,omitempty" doc:"Studies that the page of results shows after those found, since they have much in common with them; in none of these numbers"`
	NotStored  []flowLoss `json:"not_stored" doc:"What the last harvest of a source announced and did not deliver, or delivered and could not be read"`
	Address    string     `json:"address"`
	Demo       bool       `json:"demo,omitempty" doc:"Every record of this library is synthetic"`

	search bool
}

// flowPart is a number with what it consists of.
type flowPart struct {
	N  int        `json:"n"`
	By []flowItem `json:"by"`
}

// flowItem is a share of a flowPart.
type flowItem struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Kind  string `json:"kind,omitempty" doc:"Of a source: database, register, repository, file, or looked up by identifier"`
	N     int    `json:"n"`
}

// flowLoss is what of a source is not in the library.
type flowLoss struct {
	Source  string `json:"source"`
	Label   string `json:"label"`
	Failed  int    `json:"failed" doc:"Records that could not be read"`
	Missing int    `json:"missing" doc:"Records that were announced and did not arrive"`
}

// flow counts the way of the records for a search, or, where it asks for nothing,
// for the library. Searches are counted one at a time: each looks up every record
// that it finds.
func (s *Server) flow(ctx context.Context, req index.Request) (*flowBody, error) {
	lib, states, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	b := &flowBody{Query: req.Text, Filters: req.Filters, AllScopes: req.AllScopes, Counted: s.opt.Now().UTC().Truncate(time.Second), Library: lib,
		NotStored: flowLosses(states), Address: s.address(flowHref(req)), Demo: s.opt.Demo, search: strings.TrimSpace(req.Text) != "" || len(req.Filters) > 0}
	if b.Filters == nil {
		b.Filters = map[string][]string{}
	}
	var found study.Flow
	if b.search {
		if found, err = s.flowOfSearch(ctx, req, b); err != nil {
			return nil, err
		}
	}
	// Afterwards, since the library only grows.
	all, err := s.opt.Library.Flow(ctx)
	if err != nil {
		return nil, err
	}
	if !b.search {
		found = all
	}
	b.fill(all, found, states)
	return b, nil
}

// flowOfSearch counts what a search finds. Its studies that are out of scope are
// told by asking twice: a search may ask for them itself.
func (s *Server) flowOfSearch(ctx context.Context, req index.Request, b *flowBody) (study.Flow, error) {
	select {
	case s.past <- struct{}{}:
	case <-ctx.Done():
		return study.Flow{}, ctx.Err()
	}
	defer func() { <-s.past }()
	one := widen(firstPage(req))
	one.Size, one.Facets, one.Snippets = 1, false, false
	res, err := s.opt.Search.Search(ctx, one)
	if err != nil {
		return study.Flow{}, err
	}
	b.Understood, b.Related = res.Query.Understood, res.Related
	one.Sort = index.SortNewest // nothing is ranked for a count
	in, err := s.opt.Search.Matches(ctx, one)
	if err != nil {
		return study.Flow{}, err
	}
	one.AllScopes = true
	all, err := s.opt.Search.Matches(ctx, one)
	if err != nil {
		return study.Flow{}, err
	}
	return s.opt.Library.FlowOf(ctx, all, len(in) < len(all))
}

// fill writes the numbers down, each part with its greatest share first. A source
// that was asked and gave nothing is named all the same.
func (b *flowBody) fill(all, found study.Flow, states []study.SourceState) {
	sources := map[string]int{}
	for _, st := range states {
		if st.Last != nil {
			sources[st.Source] = 0
		}
	}
	part := func(counts []study.FlowCount, asked map[string]int, label func(string) string) flowPart {
		by := maps.Clone(asked)
		if by == nil {
			by = map[string]int{}
		}
		for _, c := range counts {
			by[c.Name] += c.N
		}
		p := flowPart{N: study.Sum(counts), By: []flowItem{}}
		for name, n := range by {
			p.By = append(p.By, flowItem{Name: name, Label: label(name), N: n})
		}
		slices.SortFunc(p.By, func(x, y flowItem) int { return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.Label, y.Label)) })
		return p
	}
	b.Identified, b.Matched = part(all.Sources, sources, sourceLabel), part(found.Sources, sources, sourceLabel)
	for _, p := range []flowPart{b.Identified, b.Matched} {
		for i := range p.By {
			p.By[i].Kind = sourceKind(p.By[i].Name)
		}
	}
	b.NotMatched = b.Identified.N - b.Matched.N
	b.Duplicates, b.Studies = part(found.Duplicates, nil, joinWords), found.Studies
	b.OutOfScope, b.Included = part(found.OutOfScope, nil, scopeWords), found.Included
	b.Noticed = part(found.Noticed, nil, func(t string) string { return study.NoticeType(t).Label() })
}

// flowLosses gives the sources of which something is not in the library.
func flowLosses(states []study.SourceState) []flowLoss {
	out := []flowLoss{}
	for _, st := range states {
		if st.Last == nil {
			continue
		}
		l := flowLoss{Source: st.Source, Label: sourceLabel(st.Source), Failed: st.Last.Failed}
		for _, g := range st.Last.Gaps {
			l.Missing += max(0, g.Announced-g.Delivered)
		}
		if l.Failed+l.Missing > 0 {
			out = append(out, l)
		}
	}
	return out
}

// sourceKind says what a source is to a review: PRISMA 2020 counts databases and
// registers apart from other ways of finding.
func sourceKind(name string) string {
	switch {
	case name == study.SourcePubMed || name == study.SourceEuropePMC || name == study.SourceOpenAlex:
		return "database"
	case name == study.SourceClinicalTrials:
		return "register"
	case strings.HasPrefix(name, "oai:"):
		return "repository"
	case strings.HasPrefix(name, "import:"):
		return "file"
	}
	return "looked up by identifier"
}

// joinWords names a rule that joins records.
func joinWords(rule string) string {
	switch rule {
	case "pmid":
		return "same PMID"
	case "pmcid":
		return "same PMCID"
	case "doi":
		return "same DOI"
	case "registry":
		return "same registry number"
	case "europepmc":
		return "same Europe PMC id"
	case "openalex":
		return "same OpenAlex id"
	case "title-pages":
		return "same title, volume and page"
	case "pages":
		return "same volume, pages, author and journal"
	case "title-near":
		return "title but for typing errors, page and author"
	case "title-journal":
		return "same title, journal, year and authors"
	case "title-abstract":
		return "same title, author and abstract"
	case study.RuleOperator:
		return "joined by hand"
	}
	return rule
}

// scopeWords names a rule by which a study is out of scope.
func scopeWords(rule string) string {
	switch rule {
	case study.RuleNoneNamed:
		return "names no drug of the field"
	case "scope.mentioned-only":
		return "only mentions a drug of the field"
	case study.RuleOperator:
		return "placed out of scope by hand"
	}
	return rule
}
