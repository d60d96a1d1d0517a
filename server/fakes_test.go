package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"evidelic/index"
	"evidelic/study"
)

// testNow is the time of every test.
var testNow = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// fakeLibrary is a library in memory.
type fakeLibrary struct {
	studies []study.Study
	states  []study.SourceState
	empty   bool
	err     error  // given by every method
	breakAt string // Studies fails when it comes to this id
	changes []study.Change

	versions []study.Study // of earlier changes
}

func (f *fakeLibrary) Resolve(_ context.Context, ref string) (string, error) {
	if f.err != nil {
		return "", f.err
	}
	if ref == "evjoined1" {
		return "", fmt.Errorf("resolve %s: %w", ref, &study.Redirect{To: "evaaaaaa1"})
	}
	for _, s := range f.studies {
		if slices.Contains([]string{s.ID, "pmid:" + s.IDs.PMID, "doi:" + s.IDs.DOI, "nct:" + s.IDs.Registry}, strings.ToLower(ref)) || ref == "nct:"+s.IDs.Registry {
			return s.ID, nil
		}
	}
	return "", fmt.Errorf("resolve %s: %w", ref, study.ErrNotFound)
}

func (f *fakeLibrary) Study(_ context.Context, id string) (study.Study, error) {
	for _, s := range f.studies {
		if s.ID == id {
			return s, nil
		}
	}
	return study.Study{}, study.ErrNotFound
}

func (f *fakeLibrary) Studies(_ context.Context, ids []string) ([]study.Study, error) {
	byID := make(map[string]study.Study, len(f.studies))
	for _, s := range f.studies {
		byID[s.ID] = s
	}
	var out []study.Study
	for _, id := range ids {
		if id == f.breakAt {
			return nil, fmt.Errorf("the disk is gone")
		}
		if s, ok := byID[id]; ok {
			out = append(out, s)
		}
	}
	slices.Reverse(out) // the order is not the caller's
	return out, f.err
}

func (f *fakeLibrary) Records(ctx context.Context, id string) ([]study.Record, error) {
	s, err := f.Study(ctx, id)
	var out []study.Record
	for _, r := range s.Records {
		out = append(out, study.Record{Source: r.Source, Key: r.Key, Fetched: r.Fetched, Report: s.Report, Raw: []byte("<as fetched/>"), RawType: "application/xml"})
	}
	return out, errors.Join(err, f.err)
}

func (f *fakeLibrary) History(_ context.Context, id string) ([]study.Change, error) {
	var out []study.Change
	for _, ch := range f.changes {
		if ch.Study == id {
			out = append(out, ch)
		}
	}
	return out, f.err
}

// Families joins the trial and its registration.
func (f *fakeLibrary) Families(_ context.Context, id string) ([]study.Family, error) {
	if id != "evbbbbbb2" && id != "evdddddd4" {
		return nil, f.err
	}
	return []study.Family{{Number: "NCT09999999", Completed: study.Date{Year: 2024}, Overdue: true, Members: []study.FamilyMember{
		{ID: "evdddddd4", Kind: study.KindRegistration, Title: "Sublingual ketamine at home for depression", Date: study.Date{Year: 2023, Month: 5}, Stage: study.StageRegistered, Why: study.TieRegistration},
		{ID: "evbbbbbb2", Kind: study.KindArticle, Title: "Oral ketamine for treatment-resistant depression", Date: study.Date{Year: 2024, Month: 4}, Stage: study.StageResults, Why: study.TieReports}}}}, f.err
}

func (f *fakeLibrary) Ledger(_ context.Context, id string) ([]study.NoticeCheck, error) {
	for _, s := range f.studies {
		if s.ID == id {
			return study.Ledger(s.Notices, []study.Asked{{Source: study.SourcePubMed, At: testNow.Add(-5 * time.Hour)}, {Source: study.SourceCrossref, Failed: testNow, Reason: "the source did not answer"}}, testNow), f.err
		}
	}
	return nil, study.ErrNotFound
}

func (f *fakeLibrary) Version(_ context.Context, id string, seq uint64) (study.Study, error) {
	for _, v := range f.versions {
		if v.ID == id && v.Seq == seq {
			return v, nil
		}
	}
	return study.Study{}, study.ErrNotFound
}

func (f *fakeLibrary) Changes(_ context.Context, after uint64, n int) ([]study.Change, error) {
	var out []study.Change
	for _, ch := range f.changes {
		if ch.Seq > after && len(out) < n {
			out = append(out, ch)
		}
	}
	return out, f.err
}

func (f *fakeLibrary) Sources(context.Context) ([]study.SourceState, error) { return f.states, f.err }

func (f *fakeLibrary) Harvests(_ context.Context, source string, _ int) ([]study.Harvest, error) {
	for _, s := range f.states {
		if s.Source == source && s.Last != nil {
			return []study.Harvest{*s.Last}, f.err
		}
	}
	return nil, f.err
}

func (f *fakeLibrary) Noticed(context.Context, int) ([]study.Change, error) {
	return []study.Change{{Seq: 9, Study: "evaaaaaa1", Kind: study.ChangeNoticed}, {Seq: 8, Study: "evaaaaaa1", Kind: study.ChangeNoticed}}, f.err
}

func (f *fakeLibrary) Library(context.Context) (study.Library, error) {
	n := len(f.studies)
	if f.empty {
		n = 0
	}
	return study.Library{ID: "lib", Epoch: "e1", Seq: 9, Count: n}, f.err
}

// Flow counts what fakeStudies would make of three sources.
func (f *fakeLibrary) Flow(context.Context) (study.Flow, error) {
	return study.Flow{Records: 12, Studies: 8, Included: 6,
		Sources:    []study.FlowCount{{Name: "crossref", N: 2}, {Name: "import:=refs.ris", N: 1}, {Name: "pubmed", N: 9}},
		Duplicates: []study.FlowCount{{Name: "doi", N: 3}, {Name: "title-pages", N: 1}},
		OutOfScope: []study.FlowCount{{Name: study.RuleNoneNamed, N: 2}}, Noticed: []study.FlowCount{{Name: "retraction", N: 1}}}, f.err
}

func (f *fakeLibrary) FlowOf(_ context.Context, ids []string, _ bool) (study.Flow, error) {
	n := len(ids)
	return study.Flow{Records: n + 1, Studies: n, Included: n, Sources: []study.FlowCount{{Name: "pubmed", N: n + 1}}, Duplicates: []study.FlowCount{{Name: "doi", N: 1}}}, f.err
}

// CitedRetracted lets the review cite the retracted study.
func (f *fakeLibrary) CitedRetracted(ctx context.Context, id string) ([]study.Study, error) {
	if id != "evbbbbbb2" {
		return nil, f.err
	}
	return f.Studies(ctx, []string{"evaaaaaa1"})
}

func (f *fakeLibrary) Citing(ctx context.Context, id string) ([]study.Study, error) {
	if id != "evaaaaaa1" {
		return nil, f.err
	}
	return f.Studies(ctx, []string{"evbbbbbb2"})
}

func (f *fakeLibrary) Decisions(_ context.Context, id string) ([]study.Decision, error) {
	if id != "evbbbbbb2" {
		return nil, f.err
	}
	one := study.RecordKey{Source: "pubmed", Key: "900001"}
	return []study.Decision{
		{A: one, B: study.RecordKey{Source: "europepmc", Key: "MED:1"}, Join: true, Reason: "printed <twice>", At: testNow.Add(-time.Hour)},
		{A: one, B: study.RecordKey{Source: "import:a.ris", Key: "x"}, Reason: "another paper", Other: "evcccccc3", At: testNow}}, f.err
}

func (f *fakeLibrary) Corrections(_ context.Context, id string) ([]study.Correction, error) {
	if id != "evbbbbbb2" {
		return nil, f.err
	}
	return []study.Correction{
		{Task: study.TaskDose, Tag: &study.Tag{Status: study.Reported, Values: []study.TagValue{{Value: "1-mg", Label: "1 mg"}}}, Reason: "a slip", At: testNow.Add(-2 * time.Hour)},
		{Task: study.TaskDose, Reason: "it was right", At: testNow.Add(-time.Hour)},
		{Task: study.TaskRoute, Tag: &study.Tag{Status: study.NotReported}, Reason: "the route is a <guess>", At: testNow}}, f.err
}

// fakeSearch finds every study whose title or abstract holds the text.
type fakeSearch struct {
	mu   sync.Mutex // guards what was asked last
	lib  *fakeLibrary
	err  error
	last index.Request

	facets   []index.Facet // given in place of fakeFacets
	building bool
}

func (f *fakeSearch) find(text string) []study.Study {
	var out []study.Study
	for _, s := range f.lib.studies {
		if strings.Contains(strings.ToLower(s.Title+" "+s.AbstractText()), strings.ToLower(text)) {
			out = append(out, s)
		}
	}
	return out
}

func (f *fakeSearch) Search(_ context.Context, req index.Request) (*index.Result, error) {
	if req.Facets || req.Size != 1 { // not a count on the side
		f.mu.Lock()
		f.last = req
		f.mu.Unlock()
	}
	if f.err != nil {
		return nil, f.err
	}
	if strings.Contains(req.Text, "((") {
		return nil, fmt.Errorf("query: position 1: a parenthesis is not closed: %w", study.ErrInvalid)
	}
	found := f.find(req.Text)
	res := &index.Result{Total: len(found), Query: index.Understood{Text: req.Text, Understood: req.Text}, Seq: 9}
	if req.Text == "ketamine" {
		res.Query.Understood = "(ketamine OR esketamine OR arketamine)"
		res.OutOfScope = 12
	}
	if strings.Contains(req.Text, " and ") {
		i := strings.Index(req.Text, " and ") + 1
		res.Query.Warnings = []index.Warning{{Message: "Operators are written in capitals.", Start: i, End: i + 3, Suggestion: strings.Replace(req.Text, " and ", " AND ", 1)}}
	}
	if req.Facets {
		res.Facets, res.Years = fakeFacets(req), fakeYears()
		if f.facets != nil {
			res.Facets = f.facets
		}
	}
	res.Building = f.building
	for _, s := range found[:min(len(found), max(req.Size, 1))] {
		h := index.Hit{Study: s, Score: 1}
		if req.Explain {
			h.Why = []index.Reason{{Kind: "word", Words: req.Text, Score: 0.75}, {Kind: "near", Words: "oral dose", Score: 0.25}}
		}
		if at := strings.Index(strings.ToLower(s.AbstractText()), strings.ToLower(req.Text)); req.Snippets && at >= 0 && req.Text != "" {
			text := s.AbstractText()
			end := min(len(text), at+160)
			h.Snippets = []index.Snippet{{Field: "abstract", Section: "RESULTS", Text: text[at:end], Marks: []study.Span{{Start: 0, End: len(req.Text)}}}}
		}
		res.Hits = append(res.Hits, h)
	}
	return res, nil
}

func fakeFacets(req index.Request) []index.Facet {
	chosen := func(key, value string) bool { return slices.Contains(req.Filters[key], value) }
	return []index.Facet{
		{Key: "kind", Label: "Kind", Choices: []index.Choice{
			{Value: "article", Label: "Article", Count: 1204, Selected: chosen("kind", "article")},
			{Value: "preprint", Label: "Preprint", Count: 88, Selected: chosen("kind", "preprint")},
			{Value: "registration", Label: "Trial registration", Count: 310, Selected: chosen("kind", "registration")}}},
		{Key: "notice", Label: "Notice", Choices: []index.Choice{
			{Value: "retraction", Label: "Retracted", Count: 4, Selected: chosen("notice", "retraction")},
			{Value: "none", Label: "None", Count: 1580}}},
		{Key: "type", Label: "Publication type", Choices: []index.Choice{
			{Value: "Randomized Controlled Trial", Label: "Randomized Controlled Trial", Count: 214},
			{Value: "Review", Label: "Review", Count: 402}}},
		{Key: "journal", Label: "Journal", More: 240, Choices: []index.Choice{
			{Value: "Journal of Affective Disorders, The", Label: "Journal of Affective Disorders, The", Count: 91},
			{Value: "<b>", Label: "<b>Bold Journal</b>", Count: 3}}},
		{Key: "source", Label: "Source", Choices: []index.Choice{{Value: "pubmed", Label: "PubMed", Count: 1400}}},
	}
}

func fakeYears() []index.YearCount {
	var out []index.YearCount
	for y := 1996; y <= 2026; y++ {
		out = append(out, index.YearCount{Year: y, Count: (y - 1994) * (y - 1994) / 3 * (1 + y%3)})
	}
	return out
}

func (f *fakeSearch) Similar(_ context.Context, id string, n int) ([]index.Related, error) {
	var out []index.Related
	for _, s := range f.lib.studies {
		if s.ID != id && !s.Retracted() && len(out) < n {
			out = append(out, index.Related{Study: s, Score: 0.5, Reasons: []string{"both are about ketamine"}})
		}
	}
	return out, f.err
}

func (f *fakeSearch) Complete(_ context.Context, text string, n int) ([]index.Completion, error) {
	return []index.Completion{{Text: text + "amine", Query: text + "amine", Kind: "drug", Count: 3}}[:min(n, 1)], f.err
}

func (f *fakeSearch) Translate(text string) (index.Translation, error) {
	return index.Translation{Text: text, Understood: "substance:" + text, PubMed: text + "[tiab]", EuropePMC: "TITLE:" + text, Notes: []string{"nothing was left out"}}, f.err
}

func (f *fakeSearch) Matches(_ context.Context, req index.Request) ([]string, error) {
	if f.err != nil {
		return nil, f.err
	}
	if f.building {
		return nil, fmt.Errorf("%w: the index is being made and does not have every study yet", study.ErrBusy)
	}
	var ids []string
	for _, s := range f.find(req.Text) {
		ids = append(ids, s.ID)
	}
	return ids, nil
}

// newTestServer gives a server over the fakes; change may alter its options.
func newTestServer(t *testing.T, change func(*Options, *fakeLibrary, *fakeSearch)) *Server {
	t.Helper()
	s, err := New(testOptions(change))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func testOptions(change func(*Options, *fakeLibrary, *fakeSearch)) Options {
	lib := &fakeLibrary{studies: fakeStudies(), states: fakeStates(), changes: fakeChanges()}
	search := &fakeSearch{lib: lib}
	opt := Options{Search: search, Library: lib, Version: "test", Now: func() time.Time { return testNow },
		Notes: func() []string {
			return []string{"No mail address is configured: sources are asked at their lower limits."}
		},
		Cite: func(s *study.Study, style string) (string, string, error) {
			if style != "apa" {
				return "", "", fmt.Errorf("style %q: %w", style, study.ErrInvalid)
			}
			return s.Title + " (text)", "<i>" + "cited" + "</i>", nil
		},
		Styles: []Style{{"apa", "APA"}},
	}
	if change != nil {
		change(&opt, lib, search)
	}
	return opt
}
