package crossref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

const sici = "10.1002/(sici)1097<1::aid3>3.0.co;2-#"

// world holds 7 studies, one of them with a DOI of another agency, one of a form
// that cannot stand in a filter.
func world() (*registry, *sourcetest.Library) {
	g, lib := newRegistry(), &sourcetest.Library{}
	for i := range 5 {
		doi := fmt.Sprintf("10.5555/s%d", i)
		g.add(doi, "Study "+doi, "")
		lib.Refs = append(lib.Refs, ref(i, doi))
	}
	g.add(sici, "An old study", "")
	lib.Refs = append(lib.Refs, ref(5, "10.5281/elsewhere"), ref(6, sici))
	return g, lib
}

func TestFirstHarvestAsksAboutEveryStudy(t *testing.T) {
	g, lib := world()
	s := g.serve(t, lib, Options{Batch: 3, Email: "ops@example.org"})
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10")}, 0)
	if got.Err != nil || len(got.Keys) != 6 || got.Keys[sici] != 1 {
		t.Fatalf("keys %v, error %v", got.Keys, got.Err)
	}
	if w := strings.Join(got.Warnings, "\n"); !strings.Contains(w, "does not know 1 of 7 DOIs") || !strings.Contains(w, "repaired") {
		t.Errorf("warnings %q: want the unknown DOI and what was repaired in transit", got.Warnings)
	}
	for i, q := range g.calls {
		if q.Get("mailto") != "ops@example.org" {
			t.Errorf("call %d names no address: %v", i, q)
		}
	}
	if c, err := parseCursor(got.Cursor); err != nil || c.Bound != "2026-03-10" || c.After != lib.Refs[6].ID || !c.Swept.Equal(at("2026-03-10")) {
		t.Errorf("cursor %s, %v", got.Cursor, err)
	}
	if r := got.Records[0]; !r.Fetched.Equal(at("2026-03-10")) || r.Source != "crossref" || r.Revision != "2026-03-01T10:00:00Z" {
		t.Errorf("record %s:%s of %v, revision %q", r.Source, r.Key, r.Fetched, r.Revision)
	}
}

func TestLaterHarvestAsksAboutNewStudiesAndNotices(t *testing.T) {
	g, lib := world()
	s := g.serve(t, lib, Options{Batch: 3})
	first := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10")}, 0)
	g.add("10.5555/new", "A new study", "")
	lib.Refs = append(lib.Refs, ref(7, "10.5555/new"))
	for i := range 7 { // notices about works that the library does not have
		g.notice(fmt.Sprintf("10.5555/other-notice%d", i), fmt.Sprintf("10.5555/other%d", i), "retraction", "publisher")
	}
	g.notice("10.5555/notice", "10.5555/s3", "retraction", "retraction-watch")
	g.calls = nil
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-12"), Cursor: first.Cursor}, 0)
	want := map[string]int{"10.5555/notice": 1, "10.5555/s3": 1, "10.5555/new": 1}
	if diff := cmp.Diff(want, got.Keys); diff != "" || got.Err != nil {
		t.Errorf("error %v, keys (-want +got):\n%s", got.Err, diff)
	}
	if f := g.calls[0].Get("filter"); !strings.HasPrefix(f, "from-index-date:2026-03-08,until-index-date:2026-03-12,update-type:retraction,") {
		t.Errorf("filter %q", f)
	}
	i := slices.IndexFunc(got.Records, func(r study.Record) bool { return r.Key == "10.5555/s3" })
	wantNotice := []study.Notice{{Type: study.NoticeRetraction, Source: "crossref", By: study.Ref{DOI: "10.5555/notice"},
		Date: study.Date{Year: 2026, Month: 2, Day: 3}, Detail: "Retraction (retraction-watch)", Checked: at("2026-03-12")}}
	if diff := cmp.Diff(wantNotice, got.Records[i].Report.Notices); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	third := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-20"), Cursor: got.Cursor}, 0)
	if len(third.Keys) != 8 {
		t.Errorf("a week later %d records, want all 7 that Crossref knows and the notice: %v", len(third.Keys), third.Keys)
	}
}

func TestNothingNew(t *testing.T) {
	g, lib := world()
	s := g.serve(t, lib, Options{})
	first := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10")}, 0)
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-11"), Cursor: first.Cursor}, 0)
	if n := len(got.Pages); got.Err != nil || n == 0 || !got.Pages[n-1].Unchanged || len(got.Keys) != 0 {
		t.Errorf("pages %+v, error %v, want the last to say Unchanged", got.Pages, got.Err)
	}
	if c, _ := parseCursor(got.Cursor); c.Bound != "2026-03-11" {
		t.Errorf("cursor %s: the bound must move", got.Cursor)
	}
	full := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-11"), Cursor: first.Cursor, Full: true}, 0)
	if len(full.Keys) != 6 {
		t.Errorf("a full run gives %v", full.Keys)
	}
}

func TestInterruptedHarvestGoesOn(t *testing.T) {
	g, lib := world()
	s := g.serve(t, lib, Options{Batch: 2})
	first := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10")}, 2)
	rest := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10"), Cursor: first.Cursor}, 0)
	for key, n := range first.Keys {
		rest.Keys[key] += n
	}
	if len(rest.Keys) != 6 || rest.Err != nil {
		t.Errorf("keys %v, error %v", rest.Keys, rest.Err)
	}
	for key, n := range rest.Keys {
		if n != 1 {
			t.Errorf("%s came %d times", key, n)
		}
	}
}

func TestSinceLeavesThePlaceAlone(t *testing.T) {
	g, lib := world()
	g.notice("10.5555/notice", "10.5555/s3", "retraction", "publisher")
	s := g.serve(t, lib, Options{})
	cursor := cursor{V: 1, Bound: "2026-03-01", After: "ev00000003", Swept: at("2026-03-01")}.raw()
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-02"), Since: at("2020-01-01"), Cursor: cursor}, 0)
	if string(got.Cursor) != string(cursor) || len(got.Keys) != 2 {
		t.Errorf("cursor %s, keys %v", got.Cursor, got.Keys)
	}
	if f := g.calls[0].Get("filter"); !strings.HasPrefix(f, "from-index-date:2020-01-01,until-index-date:2026-03-02,") {
		t.Errorf("filter %q", f)
	}
}

func TestFeedThatFallsShortOrLoops(t *testing.T) {
	g, lib := world()
	for i := range 4 {
		g.notice(fmt.Sprintf("10.5555/n%d", i), fmt.Sprintf("10.5555/s%d", i), "correction", "publisher")
	}
	g.more = 5
	s := g.serve(t, lib, Options{})
	cursor := cursor{V: 1, Bound: "2026-03-01", After: lib.Refs[6].ID, Swept: at("2026-03-01")}.raw()
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-02"), Cursor: cursor}, 0)
	want := []study.Gap{{What: "notices indexed 2026-02-27..2026-03-02", Announced: 9, Delivered: 4, Reason: "the last page came before the announced total was reached"}}
	if diff := cmp.Diff(want, got.Gaps); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
	g.loop = true
	got = sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-02"), Cursor: cursor}, 0)
	if got.Err != nil || len(got.Pages) > 5 {
		t.Errorf("a feed that loops gives %d pages, error %v", len(got.Pages), got.Err)
	}
}

func TestOneRefusedDOICostsItselfAlone(t *testing.T) {
	g, lib := world()
	g.refuse = "10.5555/s2"
	got := sourcetest.Harvest(t, g.serve(t, lib, Options{}), crawler.Plan{Now: at("2026-03-10")}, 0)
	if got.Err != nil || len(got.Keys) != 6 {
		t.Errorf("keys %v, error %v", got.Keys, got.Err)
	}
}

func TestErrors(t *testing.T) {
	g, lib := world()
	s := g.serve(t, lib, Options{})
	g.works["10.5555/s1"] = `{"DOI":"10.5555/s1","title":17}`
	got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10")}, 0)
	want := []study.RecordError{{Source: "crossref", Position: "record 2", Key: "10.5555/s1", Reason: "title: did not expect a JSON number here"}}
	if diff := cmp.Diff(want, got.Failed); diff != "" || len(got.Keys) != 5 {
		t.Errorf("%d keys, failed (-want +got):\n%s", len(got.Keys), diff)
	}
	lib.Fail = errors.New("the store is away")
	if got := sourcetest.Harvest(t, s, crawler.Plan{Now: at("2026-03-10")}, 0); !errors.Is(got.Err, lib.Fail) {
		t.Errorf("error %v, want the library's", got.Err)
	}
	for _, bad := range []string{`{`, `{"v":2}`, `{"v":1,"bound":"soon"}`, `[]`} {
		if got := sourcetest.Harvest(t, s, crawler.Plan{Cursor: []byte(bad)}, 0); !errors.Is(got.Err, study.ErrInvalid) {
			t.Errorf("cursor %s: error %v", bad, got.Err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"base_url": {BaseURL: "ftp://x"}, "batch": {Batch: 101}, "overlap": {Overlap: -1}, "recheck": {Recheck: -time.Second}, "interval": {Interval: time.Millisecond},
	} {
		if _, err := New(nil, nil, o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
