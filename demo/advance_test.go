package demo_test

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"evidelic/demo"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

// of gives the keys of one source.
func of(source string, keys []study.RecordKey) []string {
	var out []string
	for _, k := range keys {
		if k.Source == source {
			out = append(out, k.Key)
		}
	}
	slices.Sort(out)
	return out
}

func TestAdvanceIsFoundByDate(t *testing.T) {
	w, base := newWorld(t, 1500, demo.Faults{})
	moved, err := w.Advance(demo.Step{Days: 3, Add: 60, Revise: 25, Retract: 4, Correct: 3, Publish: 2, Delete: 12})
	if err != nil {
		t.Fatal(err)
	}
	from, to := worldDay.AddDate(0, 0, 1).Format("2006/01/02"), worldDay.AddDate(0, 0, 3).Format("2006/01/02")
	added := esearch(t, base, "datetype", "edat", "mindate", from, "maxdate", to, "retmax", "500").Result.IDs
	slices.Sort(added)
	if diff := cmp.Diff(of(study.SourcePubMed, moved.Added), added); diff != "" {
		t.Errorf("added, by edat: %s", diff)
	}
	want := of(study.SourcePubMed, slices.Concat(moved.Added, moved.Revised, moved.Retracted, moved.Corrected, moved.Published))
	changed := esearch(t, base, "datetype", "mdat", "mindate", from, "maxdate", to, "retmax", "500").Result.IDs
	slices.Sort(changed)
	if diff := cmp.Diff(slices.Compact(want), changed); diff != "" {
		t.Errorf("added and changed, by mdat: %s", diff)
	}
	day := strings.ReplaceAll(from, "/", "-")
	wantTrials := slices.Compact(of(study.SourceClinicalTrials, slices.Concat(moved.Added, moved.Revised)))
	got := harvestTrials(t, base, "100", "filter.advanced", "AREA[LastUpdatePostDate]RANGE["+day+",MAX]")
	for _, nct := range wantTrials {
		if !slices.Contains(got, nct) {
			t.Errorf("%s changed and is not found by LastUpdatePostDate", nct)
		}
	}
	wantEurope := slices.Compact(of(study.SourceEuropePMC, slices.Concat(moved.Added, moved.Revised, moved.Retracted, moved.Corrected, moved.Published)))
	gotEurope := europe(t, base, "x AND UPDATE_DATE:["+day+" TO *]").keys()
	slices.Sort(gotEurope)
	if diff := cmp.Diff(wantEurope, gotEurope); diff != "" {
		t.Errorf("changed in Europe PMC: %s", diff)
	}
}

func TestAdvanceChangesRecords(t *testing.T) {
	w, base := newWorld(t, 1500, demo.Faults{})
	before := w.Truth()
	moved, err := w.Advance(demo.Step{Revise: 30, Retract: 5, Delete: 120})
	if err != nil {
		t.Fatal(err)
	}
	after := w.Truth()
	for name, s := range after.Sources {
		gone := of(name, moved.Deleted)
		if len(gone) == 0 || !cmp.Equal(gone, s.Deleted) {
			t.Fatalf("%s: deleted %v, truth says %v", name, gone, s.Deleted)
		}
		if want := len(before.Sources[name].Keys) + len(of(name, moved.Added)) - len(gone); len(s.Keys) != want {
			t.Errorf("%s holds %d records, want %d", name, len(s.Keys), want)
		}
	}
	fetch := func(ids []string) string {
		_, _, body := get(t, base+"/eutils/efetch.fcgi", form("db", "pubmed", "id", strings.Join(ids, ",")))
		return body
	}
	if got := pmidsIn(fetch(of(study.SourcePubMed, moved.Deleted))); len(got) != 0 {
		t.Errorf("deleted citations are still there: %v", got)
	}
	retracted := fetch(of(study.SourcePubMed, moved.Retracted))
	for _, want := range []string{`<PublicationType UI="D016441">Retracted Publication</PublicationType>`, `RefType="RetractionIn"`, "RETRACTED: "} {
		if n := strings.Count(retracted, want); n < 5 {
			t.Errorf("%q stands in %d of 5 retracted citations", want, n)
		}
	}
	if notices := fetch(of(study.SourcePubMed, moved.Added)); strings.Count(notices, `RefType="RetractionOf"`) != 5 {
		t.Error("the retractions have no notices")
	}
	revised := of(study.SourcePubMed, moved.Revised)
	if n := strings.Count(fetch(revised), "This is revision 1 of the record."); n != len(revised) || n == 0 {
		t.Errorf("%d of %d revised citations say so", n, len(revised))
	}
	for _, nct := range of(study.SourceClinicalTrials, moved.Deleted)[:1] {
		if status, _, _ := get(t, base+"/ctgov/studies/"+nct, nil); status != http.StatusNotFound {
			t.Errorf("deleted registration %s: %d, want 404", nct, status)
		}
	}
}

func TestAdvanceRefuses(t *testing.T) {
	w, _ := newWorld(t, 20, demo.Faults{})
	before := w.Truth()
	for _, s := range []demo.Step{{Add: -1}, {Days: -1}, {Add: 1_000_000}} {
		if _, err := w.Advance(s); !errors.Is(err, study.ErrInvalid) {
			t.Errorf("%+v: got error %v, want one wrapping ErrInvalid", s, err)
		}
	}
	if diff := cmp.Diff(before, w.Truth()); diff != "" {
		t.Errorf("a refused step changed the world: %s", diff)
	}
}

// TestCursorsSurviveAdvance: what was there before and was not deleted arrives
// exactly once, though the world goes on between two pages.
func TestCursorsSurviveAdvance(t *testing.T) {
	w, base := newWorld(t, 300, demo.Faults{})
	keys := w.Truth().Sources[study.SourceEuropePMC].Keys
	seen := map[string]int{}
	cursor := "*"
	for i := range 100 {
		a := europe(t, base, "x", "pageSize", "20", "cursorMark", cursor)
		for _, k := range a.keys() {
			seen[k]++
		}
		if a.Next == nil {
			break
		}
		cursor = *a.Next
		if i < 5 {
			if _, err := w.Advance(demo.Step{Days: 1, Add: 10, Revise: 10}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, k := range keys {
		if seen[k] != 1 {
			t.Errorf("%s arrived %s times", k, strconv.Itoa(seen[k]))
		}
	}
}
