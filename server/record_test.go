package server

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func TestSearchRecordHoldsWhatAReviewReports(t *testing.T) {
	s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.BaseURL = "https://evidence.example.org" })
	var got searchRecord
	getJSON(t, s, "/api/v1/search/record?q=ketamine&design=cohort&kind=article", &got)
	if got.Query != "ketamine" || got.Understood != "(ketamine OR esketamine OR arketamine)" || got.Found != 6 || got.OutOfScope != 12 || got.Library.Seq != 9 || !got.Searched.Equal(testNow) {
		t.Errorf("got %+v", got)
	}
	if len(got.Sources) != 3 || got.Sources[0].Label != "PubMed" || got.Sources[0].Found != 1400 || got.Sources[0].Last == nil || got.Sources[1].Last != nil {
		t.Errorf("sources: %+v", got.Sources)
	}
	want := "https://evidence.example.org/search?asof=9&design=cohort&kind=article&library=lib&q=ketamine&read=" + readMark(got.Understood)
	if got.Address != want {
		t.Errorf("address: got %s, want %s", got.Address, want)
	}
	text := get(t, s, "/api/v1/search/record?q=ketamine&design=cohort&format=text").Body.String()
	for _, want := range []string{"Search as typed: ketamine\n", "Understood as: (ketamine OR", "Filters: design = cohort\n", "Searched: 2026-03-04 12:00 UTC", "Evidelic library lib, state 9",
		"- PubMed: 2026-03-04 10:00 UTC, partial; 18204 records; 1400 found", "Found: 6 studies, records about the same report merged; 12 more out of scope", "Address: https://"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	ris := get(t, s, "/api/v1/search/record?q=ketamine&format=ris").Body.String()
	if !strings.HasPrefix(ris, "TY  - ELEC\r\nTI  - Evidelic search: ketamine\r\n") || !strings.HasSuffix(ris, "ER  - \r\n") {
		t.Errorf("RIS: %q", ris)
	}
	for _, line := range strings.Split(strings.TrimSuffix(ris, "\r\n"), "\r\n") {
		if !regexp.MustCompile(`^[A-Z][A-Z0-9]  - `).MatchString(line) {
			t.Errorf("RIS: %q is no line of RIS", line)
		}
	}
}

// sinceServer holds a library in which, after change 4: one study was joined away,
// one lost its words, one came, one was retracted, one preprint was published.
func sinceServer(t *testing.T) *Server {
	return newTestServer(t, func(_ *Options, l *fakeLibrary, f *fakeSearch) {
		old := func(st study.Study, seq uint64, change func(*study.Study)) {
			st.Seq = seq
			change(&st)
			l.versions = append(l.versions, st)
		}
		old(sampleRetracted(), 1, func(st *study.Study) { st.Notices = nil })
		old(study.Study{ID: "evjoined1", Report: study.Report{Title: "Ketamine in a study that was joined later"}}, 2, func(*study.Study) {})
		old(sampleTrial(), 3, func(st *study.Study) { st.Report, st.Tags = study.Report{Title: "Something else"}, nil })
		old(samplePreprint(), 3, func(st *study.Study) { st.Relations = nil })
		lost := study.Study{ID: "evggggggg", Report: study.Report{Title: "No longer about it"}}
		old(lost, 4, func(st *study.Study) { st.Title = "Ketamine, before the title was changed" })
		l.studies = append(l.studies, lost)
		at := func(seq uint64, id string, kind study.ChangeKind) study.Change {
			return study.Change{Seq: seq, Study: id, Kind: kind, At: testNow.Add(-time.Duration(100-seq) * time.Hour)}
		}
		l.changes = []study.Change{at(1, "evaaaaaa1", study.ChangeAdded), at(2, "evjoined1", study.ChangeAdded), at(3, "evbbbbbb2", study.ChangeAdded), at(3, "evcccccc3", study.ChangeAdded), at(4, "evggggggg", study.ChangeAdded),
			at(5, "evjoined1", study.ChangeJoined), at(6, "evggggggg", study.ChangeChanged), at(7, "evbbbbbb2", study.ChangeChanged), at(8, "eveeeeee5", study.ChangeAdded), at(8, "evcccccc3", study.ChangeChanged), at(9, "evaaaaaa1", study.ChangeNoticed)}
	})
}

func TestRecordedSearchSaysWhatChanged(t *testing.T) {
	s := sinceServer(t)
	var got since
	getJSON(t, s, "/api/v1/search/since?q=ketamine&asof=4&library=lib&read="+readMark("(ketamine OR esketamine OR arketamine)"), &got)
	for _, list := range []*[]string{&got.Added, &got.Removed, &got.Retracted, &got.Published} {
		slices.Sort(*list)
	}
	want := since{AsOf: 4, At: testNow.Add(-96 * time.Hour), Seq: 9, Changes: 6, Added: []string{"evbbbbbb2", "eveeeeee5"}, Removed: []string{"evggggggg", "evjoined1"},
		Retracted: []string{"evaaaaaa1"}, Published: []string{"evcccccc3"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	body := html.UnescapeString(get(t, s, "/search?q=ketamine&asof=4&library=lib&read=00000000").Body.String())
	for _, want := range []string{"Since this search was recorded", "Retracted since: 1", "Found now and not then: 2", "Found then and not now: 2", "Preprints published since: 1",
		"No longer about it", "joined into another study, or gone", "understood in another way today"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestRecordOfAnotherLibraryIsSaid(t *testing.T) {
	s := sinceServer(t)
	for _, query := range []string{"q=ketamine&asof=4&library=other", "q=ketamine&asof=4000"} {
		body := get(t, s, "/search?"+query).Body.String()
		if !strings.Contains(body, "Nothing can be said about the time since") || !strings.Contains(body, "Oral ketamine") {
			t.Errorf("%s: the page hides the problem, or the search", query)
		}
		if rec := get(t, s, "/api/v1/search/since?"+query); rec.Code != 400 {
			t.Errorf("%s: the API answers %d", query, rec.Code)
		}
	}
	if rec := get(t, s, "/search?q=ketamine&asof=x"); rec.Code != 400 {
		t.Errorf("asof=x: got %d", rec.Code)
	}
	body := get(t, s, "/search?q=ketamine&asof=9&library=lib").Body.String()
	if !strings.Contains(body, "The search finds the same studies.") {
		t.Error("an unchanged library is not said to be so")
	}
}

func TestSearchPageCanBeCited(t *testing.T) {
	body := html.UnescapeString(get(t, newTestServer(t, nil), "/search?q=ketamine&kind=article").Body.String())
	for _, want := range []string{"Cite this search", "Search as typed: ketamine", "/search?asof=9&kind=article&library=lib&q=ketamine&read=", "/api/v1/search/record?format=ris&kind=article&q=ketamine"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
}
