package demo_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"evidelic/demo"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

type europeAnswer struct {
	Version string  `json:"version"`
	Hits    int     `json:"hitCount"`
	Next    *string `json:"nextCursorMark"`
	ErrCode int     `json:"errCode"`
	List    struct {
		Result []struct {
			ID, Source, Title, DOI string
			Abstract               string `json:"abstractText"`
			Links                  struct {
				Link []struct{ Type string } `json:"commentCorrection"`
			} `json:"commentCorrectionList"`
		} `json:"result"`
	} `json:"resultList"`
}

func (a europeAnswer) keys() []string {
	var out []string
	for _, r := range a.List.Result {
		out = append(out, r.Source+":"+r.ID)
	}
	return out
}

func europe(t *testing.T, base, query string, pairs ...string) europeAnswer {
	t.Helper()
	f := form("query", query, "format", "json", "resultType", "core", "pageSize", "1000")
	for k, v := range form(pairs...) {
		f[k] = v
	}
	status, _, body := get(t, base+"/europepmc/search", f)
	var a europeAnswer
	if err := json.Unmarshal([]byte(body), &a); err != nil || status != http.StatusOK {
		t.Fatalf("Europe PMC: %d %v in %.200s", status, err, body)
	}
	return a
}

// harvestEurope follows cursors until the last page, at most a thousand pages.
func harvestEurope(t *testing.T, base, result, size string) (got []string, hits int) {
	t.Helper()
	cursor := "*"
	for range 1000 {
		a := europe(t, base, "TITLE_ABS:ketamine AND (SRC:MED OR SRC:PMC OR SRC:PPR)", "cursorMark", cursor, "pageSize", size, "resultType", result)
		got, hits = append(got, a.keys()...), a.Hits
		if a.Next == nil || *a.Next == cursor || len(a.List.Result) == 0 {
			return got, hits
		}
		cursor = *a.Next
	}
	t.Fatal("the cursors never end")
	return nil, 0
}

func TestEuropePMCDeliversTheTruth(t *testing.T) {
	for _, tt := range []struct {
		studies      int
		result, size string
	}{{20_000, "lite", "1000"}, {700, "core", "7"}} {
		w, base := newWorld(t, tt.studies, demo.Faults{})
		want := w.Truth().Sources[study.SourceEuropePMC].Keys
		got, hits := harvestEurope(t, base, tt.result, tt.size)
		if hits != len(want) {
			t.Errorf("hitCount %d, want %d", hits, len(want))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d studies: delivered results differ: %s", tt.studies, diff)
		}
	}
}

func TestEuropePMCQueries(t *testing.T) {
	w, base := newWorld(t, 1500, demo.Faults{})
	count := map[string]int{}
	keys := w.Truth().Sources[study.SourceEuropePMC].Keys
	med := ""
	for _, k := range keys {
		count[k[:3]]++
		if strings.HasPrefix(k, "MED:") {
			med = k[4:]
		}
	}
	for _, tt := range []struct {
		query string
		want  int
	}{
		{"ketamine", len(keys)},
		{"ketamine AND SRC:PPR", count["PPR"]},
		{"x AND (SRC:MED OR SRC:PMC)", count["MED"] + count["PMC"]},
		{"x AND UPDATE_DATE:[1960-01-01 TO *]", len(keys)},
		{"x AND UPDATE_DATE:[* TO 1960-01-01]", 0},
		{"x AND FIRST_PDATE:[1900 TO 2100]", len(keys)},
		{"EXT_ID:" + med + " AND SRC:MED", 1},
		{`EXT_ID:"` + med + `" AND SRC:MED`, 0},
		{"EXT_ID:1 AND SRC:MED", 0},
	} {
		a := europe(t, base, tt.query)
		if a.Hits != tt.want || len(a.List.Result) != min(tt.want, 1000) {
			t.Errorf("%s: hitCount %d, %d results; want %d", tt.query, a.Hits, len(a.List.Result), tt.want)
		}
		if tt.want == 0 && a.Next != nil {
			t.Errorf("%s: an empty set has a cursor", tt.query)
		}
	}
	if count["MED"] == 0 || count["PMC"] == 0 || count["PPR"] == 0 {
		t.Errorf("the world lacks one of Europe PMC's sources: %v", count)
	}
}

func TestEuropePMCErrors(t *testing.T) {
	_, base := newWorld(t, 20, demo.Faults{})
	for name, pairs := range map[string][]string{
		"no query": {"query", ""}, "page size 0": {"pageSize", "0"}, "page size 1001": {"pageSize", "1001"}, "a bad cursor": {"cursorMark", "nonsense"},
	} {
		if a := europe(t, base, "x", pairs...); a.ErrCode == 0 {
			t.Errorf("%s: no errCode", name)
		}
	}
	long := strings.Repeat("a", 12_000)
	if status, _, _ := get(t, base+"/europepmc/search", form("query", long, "format", "json")); status != http.StatusRequestURITooLong {
		t.Errorf("12,000 characters by GET: %d, want 414", status)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/europepmc/searchPOST", strings.NewReader(form("query", long, "format", "json").Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if status, _, body := do(t, req); status != http.StatusOK || !strings.Contains(body, `"hitCount":`) {
		t.Errorf("12,000 characters by POST: %d %.100s", status, body)
	}
}

func TestEuropePMCText(t *testing.T) {
	w, base := newWorld(t, 1000, demo.Faults{})
	titles := map[string]string{}
	for _, s := range w.Truth().Studies {
		for _, k := range s.Records {
			titles[k.Key] = s.Title
		}
	}
	a := europe(t, base, "x")
	bare, headed, links := 0, 0, map[string]int{}
	for _, r := range a.List.Result {
		plain := strings.NewReplacer("<i>", "", "</i>", "", "<sub>", "", "</sub>", "", "<sup>", "", "</sup>", "").Replace(r.Title)
		if strings.TrimSuffix(plain, ".") != titles[r.Source+":"+r.ID] {
			t.Errorf("%s: title %q, want %q", r.ID, r.Title, titles[r.Source+":"+r.ID])
		}
		if r.DOI != strings.ToLower(r.DOI) {
			t.Errorf("DOI %s is not in lower case", r.DOI)
		}
		if r.Abstract != "" && !strings.HasSuffix(r.Abstract, demo.Disclaimer) {
			t.Errorf("%s: the abstract does not end with the disclaimer", r.ID)
		}
		bare += strings.Count(r.Abstract, "P<0.001")
		headed += strings.Count(r.Abstract, "<h4>")
		for _, l := range r.Links.Link {
			links[l.Type]++
		}
	}
	for _, want := range []string{"Retraction in", "Retraction of", "Erratum in", "Preprint of", "Preprint in", "Expression of concern in"} {
		if links[want] == 0 {
			t.Errorf("no link %q: %v", want, links)
		}
	}
	if bare == 0 || headed == 0 || links[""] > 0 {
		t.Errorf("%s bare signs, %d headings, %d links without a type", strconv.Itoa(bare), headed, links[""])
	}
}
