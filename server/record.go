package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"evidelic/index"
	"evidelic/study"
)

// searchRecord is what others need to repeat a search and what a review reports
// of it: the items of PRISMA-S (Rethlefsen 2021) that a library can know.
type searchRecord struct {
	Query      string              `json:"query" doc:"As typed"`
	Understood string              `json:"understood" doc:"After synonyms; itself a valid query"`
	Filters    map[string][]string `json:"filters"`
	Sort       string              `json:"sort"`
	AllScopes  bool                `json:"all_scopes"`
	Searched   time.Time           `json:"searched"`
	Library    study.Library       `json:"library" doc:"Its seq is that of the last change which the search knew"`
	Found      int                 `json:"found" doc:"Studies, after records about the same report were merged"`
	OutOfScope int                 `json:"out_of_scope" doc:"Further matches, hidden because they are out of scope"`
	Sources    []recordedSource    `json:"sources"`
	Address    string              `json:"address" doc:"Repeats the search and says what changed since"`
	Program    string              `json:"program"`
	Demo       bool                `json:"demo,omitempty"`
}

// recordedSource is a source as it stood when the search was made.
type recordedSource struct {
	Source  string     `json:"source"`
	Label   string     `json:"label"`
	Records int        `json:"records" doc:"Records held"`
	Found   int        `json:"found" doc:"Found studies that this source holds a record of, before duplicates between sources"`
	Last    *time.Time `json:"last_harvest,omitempty" doc:"When its last harvest ended; absent when none has"`
	Outcome string     `json:"outcome,omitempty"`
}

// stateAge is how long the state of library and sources is kept for pages of
// results, which are many; counting records is not free.
const stateAge = 10 * time.Second

// stateCache keeps the state of library and sources for stateAge.
type stateCache struct {
	mu     sync.Mutex
	made   time.Time
	lib    study.Library
	states []study.SourceState
}

func (s *Server) state(ctx context.Context) (study.Library, []study.SourceState, error) {
	s.states.mu.Lock()
	defer s.states.mu.Unlock()
	now := s.opt.Now()
	if age := now.Sub(s.states.made); !s.states.made.IsZero() && age >= 0 && age < stateAge {
		return s.states.lib, s.states.states, nil
	}
	lib, states, err := s.freshState(ctx)
	if err != nil {
		return lib, nil, err
	}
	s.states.made, s.states.lib, s.states.states = now, lib, states
	return lib, states, nil
}

// freshState gives the library and its sources as they are now.
func (s *Server) freshState(ctx context.Context) (lib study.Library, states []study.SourceState, err error) {
	if lib, err = s.opt.Library.Library(ctx); err == nil {
		states, err = s.opt.Library.Sources(ctx)
	}
	return lib, states, err
}

// newRecord describes a search that was made; res must have been made with
// facets.
func (s *Server) newRecord(ctx context.Context, req index.Request, res *index.Result) (*searchRecord, error) {
	lib, states, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	lib.Seq = res.Seq
	r := &searchRecord{Query: req.Text, Understood: res.Query.Understood, Filters: req.Filters, Sort: string(req.Sort), AllScopes: req.AllScopes,
		Searched: s.opt.Now().UTC().Truncate(time.Second), Library: lib, Found: res.Total, OutOfScope: res.OutOfScope, Sources: []recordedSource{},
		Address: s.address(asOfHref(req, lib, res.Query.Understood)), Program: strings.TrimSpace("Evidelic " + s.opt.Version), Demo: s.opt.Demo}
	if r.Filters == nil {
		r.Filters = map[string][]string{}
	}
	counts := sourceCounts(res.Facets)
	for _, st := range states {
		rs := recordedSource{Source: st.Source, Label: sourceLabel(st.Source), Records: st.Records, Found: counts[st.Source]}
		if st.Last != nil {
			at := st.Last.Ended
			rs.Last, rs.Outcome = &at, string(st.Last.Outcome)
		}
		delete(counts, st.Source)
		r.Sources = append(r.Sources, rs)
	}
	for name, n := range counts {
		if n > 0 {
			r.Sources = append(r.Sources, recordedSource{Source: name, Label: sourceLabel(name), Found: n})
		}
	}
	slices.SortStableFunc(r.Sources[len(states):], func(a, b recordedSource) int { return strings.Compare(a.Source, b.Source) })
	return r, nil
}

// sourceCounts gives the found studies by source.
func sourceCounts(facets []index.Facet) map[string]int {
	out := map[string]int{}
	for _, f := range facets {
		if f.Key == "source" {
			for _, c := range f.Choices {
				out[c.Value] = c.Count
			}
		}
	}
	return out
}

// asOfHref gives the permanent address of a search: it names the library and the
// change up to which it was made, and by a checksum how the query was understood.
func asOfHref(req index.Request, lib study.Library, understood string) string {
	first := firstPage(req)
	first.Size = index.DefaultSize
	v := requestValues(first)
	v.Set("asof", strconv.FormatUint(lib.Seq, 10))
	v.Set("library", lib.ID)
	v.Set("read", readMark(understood))
	return searchHref(v)
}

// readMark is a short checksum of an understood query.
func readMark(understood string) string {
	sum := sha256.Sum256([]byte(understood))
	return hex.EncodeToString(sum[:4])
}

// text writes the record as a methods section takes it.
func (r *searchRecord) text() string {
	var b strings.Builder
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", label, value)
		}
	}
	if r.Demo {
		b.WriteString("Synthetic demo library: this search found no real study.\n")
	}
	line("Search as typed", orWords(r.Query, "(every study)"))
	if r.Understood != r.Query {
		line("Understood as", r.Understood)
	}
	line("Filters", r.filterWords())
	if !r.AllScopes {
		line("Limits", "studies out of scope left out")
	}
	line("Searched", r.Searched.Format("2006-01-02 15:04 MST"))
	line("Library", fmt.Sprintf("Evidelic library %s, state %d, %d studies", r.Library.ID, r.Library.Seq, r.Library.Count))
	b.WriteString("Sources, with last harvest, records held, and found studies they hold a record of:\n")
	for _, s := range r.Sources {
		fmt.Fprintf(&b, "- %s: %s\n", s.Label, s.words())
	}
	found := fmt.Sprintf("%d studies, records about the same report merged", r.Found)
	if r.OutOfScope > 0 && !r.AllScopes {
		found += fmt.Sprintf("; %d more out of scope", r.OutOfScope)
	}
	line("Found", found)
	line("Address", r.Address)
	line("Program", r.Program)
	return b.String()
}

func (s recordedSource) words() string {
	var parts []string
	if s.Last != nil {
		parts = append(parts, s.Last.UTC().Format("2006-01-02 15:04 MST")+", "+s.Outcome)
	}
	if s.Records > 0 {
		parts = append(parts, fmt.Sprintf("%d records", s.Records))
	}
	return strings.Join(append(parts, fmt.Sprintf("%d found", s.Found)), "; ")
}

func (r *searchRecord) filterWords() string {
	var out []string
	for _, key := range filterKeys() {
		if v := r.Filters[key]; len(v) > 0 {
			out = append(out, key+" = "+strings.Join(v, " or "))
		}
	}
	return strings.Join(out, "; ")
}

func orWords(s, otherwise string) string {
	if strings.TrimSpace(s) == "" {
		return otherwise
	}
	return s
}

// ris writes the record as one reference, for reference managers.
func (r *searchRecord) ris() string {
	var b strings.Builder
	tag := func(name, value string) {
		value = strings.Join(strings.Fields(value), " ")
		fmt.Fprintf(&b, "%s  - %s\r\n", name, value)
	}
	tag("TY", "ELEC")
	title := "Evidelic search: " + orWords(r.Query, "every study")
	if r.Demo {
		title = "[Synthetic demo library] " + title
	}
	tag("TI", title)
	tag("PB", "Evidelic")
	tag("PY", strconv.Itoa(r.Searched.Year()))
	tag("Y2", r.Searched.Format("2006/01/02"))
	tag("UR", r.Address)
	tag("N1", r.text())
	tag("ER", "")
	return b.String()
}

// recordLinks gives the record of a search as files.
func recordLinks(req index.Request) []linkView {
	v := requestValues(firstPage(req))
	v.Del("size")
	var out []linkView
	for _, f := range []linkView{{"text", "text"}, {"RIS", "ris"}, {"JSON", "json"}} {
		q := url.Values{"format": {f.Href}}
		for k, values := range v {
			q[k] = values
		}
		out = append(out, linkView{f.Label, apiPrefix + "/search/record?" + q.Encode()})
	}
	return out
}
