package demo_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"evidelic/demo"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

type trialAnswer struct {
	Studies []struct {
		Protocol struct {
			ID struct {
				NCT   string `json:"nctId"`
				Title string `json:"briefTitle"`
			} `json:"identificationModule"`
			Description struct {
				Summary string `json:"briefSummary"`
			} `json:"descriptionModule"`
			Status struct {
				Update struct{ Date string } `json:"lastUpdatePostDateStruct"`
			} `json:"statusModule"`
		} `json:"protocolSection"`
	} `json:"studies"`
	Total *int   `json:"totalCount"`
	Next  string `json:"nextPageToken"`
}

func trials(t *testing.T, base string, pairs ...string) trialAnswer {
	t.Helper()
	status, _, body := get(t, base+"/ctgov/studies", form(pairs...))
	var a trialAnswer
	if err := json.Unmarshal([]byte(body), &a); err != nil || status != http.StatusOK {
		t.Fatalf("ClinicalTrials.gov: %d %v in %.200s", status, err, body)
	}
	return a
}

// harvestTrials follows tokens until the last page, at most a thousand pages.
func harvestTrials(t *testing.T, base, size string, pairs ...string) []string {
	t.Helper()
	var got []string
	token := ""
	for range 1000 {
		a := trials(t, base, append(slices.Clone(pairs), "pageSize", size, "pageToken", token, "countTotal", "true")...)
		for _, s := range a.Studies {
			got = append(got, s.Protocol.ID.NCT)
		}
		if (a.Total != nil) != (token == "") {
			t.Fatal("the total stands on the first page, and on no other")
		}
		if a.Next == "" {
			slices.Sort(got)
			return got
		}
		token = a.Next
	}
	t.Fatal("the tokens never end")
	return nil
}

func TestTrialsDeliverTheTruth(t *testing.T) {
	w, base := newWorld(t, 6_000, demo.Faults{})
	want := w.Truth().Sources[study.SourceClinicalTrials].Keys
	if diff := cmp.Diff(want, harvestTrials(t, base, "1000", "query.intr", "")); diff != "" {
		t.Errorf("delivered registrations differ: %s", diff)
	}
	rest := `esketamine OR arketamine OR psilocybin OR psilocin OR MDMA OR LSD OR "lysergic acid diethylamide" OR dimethyltryptamine OR ayahuasca OR "5-MeO-DMT" OR ibogaine OR mescaline`
	got := append(harvestTrials(t, base, "500", "query.intr", "ketamine", "query.cond", "depression OR PTSD"), harvestTrials(t, base, "500", "query.intr", rest)...)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ketamine and the rest, asked for by themselves, are not the whole: %s", diff)
	}
}

func TestTrialsTokensBelongToTheirData(t *testing.T) {
	w, base := newWorld(t, 500, demo.Faults{})
	_, _, before := get(t, base+"/ctgov/version", nil)
	token := trials(t, base, "query.intr", "ketamine").Next
	if token == "" {
		t.Fatal("no second page")
	}
	status, _, _ := get(t, base+"/ctgov/studies", form("query.intr", "psilocybin", "pageToken", token))
	if status != http.StatusBadRequest {
		t.Errorf("a token of another query: %d, want 400", status)
	}
	if _, err := w.Advance(demo.Step{Days: 1, Revise: 3}); err != nil {
		t.Fatal(err)
	}
	status, h, body := get(t, base+"/ctgov/studies", form("query.intr", "ketamine", "pageToken", token))
	if status != http.StatusBadRequest || !strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
		t.Errorf("a token of older data: %d %s %s, want 400 in plain text", status, h.Get("Content-Type"), body)
	}
	if _, _, after := get(t, base+"/ctgov/version", nil); after == before {
		t.Errorf("the data version is %s still", after)
	}
}

func TestTrialsAnswers(t *testing.T) {
	w, base := newWorld(t, 300, demo.Faults{})
	key := w.Truth().Sources[study.SourceClinicalTrials].Keys[0]
	for _, tt := range []struct {
		name, path string
		ask        []string
		status     int
		want       string
	}{
		{"one study", "studies/" + key, nil, http.StatusOK, key},
		{"escaped Markdown", "studies/" + key, nil, http.StatusOK, `systolic \\> 160`},
		{"legacy markup", "studies/" + key, []string{"markupFormat", "legacy"}, http.StatusOK, "systolic > 160"},
		{"an unknown number", "studies/NCT00000001", nil, http.StatusNotFound, "not found"},
		{"no number", "studies/ketamine", nil, http.StatusBadRequest, "Invalid"},
		{"an unknown area", "studies", []string{"filter.advanced", "AREA[Mood]RANGE[2020,MAX]"}, http.StatusBadRequest, "Unknown area name"},
		{"a broken range", "studies", []string{"filter.advanced", "AREA[LastUpdatePostDate]RANGE[soon,MAX]"}, http.StatusBadRequest, "incorrect format"},
		{"a broken field", "studies", []string{"fields", "No Such Field!"}, http.StatusInternalServerError, ""},
		{"a bad id", "studies", []string{"filter.ids", key + ",junk"}, http.StatusBadRequest, "junk"},
		{"two ids", "studies", []string{"filter.ids", key + ",NCT00000001"}, http.StatusOK, key},
		{"a page too large", "studies", []string{"pageSize", "1001"}, http.StatusBadRequest, "pageSize"},
	} {
		status, _, body := get(t, base+"/ctgov/"+tt.path, form(tt.ask...))
		if status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %.200s; want %d with %q", tt.name, status, body, tt.status, tt.want)
		}
	}
}

func TestTrialsByDate(t *testing.T) {
	_, base := newWorld(t, 2000, demo.Faults{})
	all := trials(t, base, "pageSize", "1000", "sort", "LastUpdatePostDate:desc").Studies
	cut := all[len(all)/3].Protocol.Status.Update.Date
	want := 0
	for i, s := range all {
		if i > 0 && s.Protocol.Status.Update.Date > all[i-1].Protocol.Status.Update.Date {
			t.Fatal("not sorted newest first")
		}
		if s.Protocol.Status.Update.Date >= cut {
			want++
		}
		if !strings.HasPrefix(s.Protocol.ID.Title, demo.TitlePrefix) || !strings.HasSuffix(s.Protocol.Description.Summary, demo.Disclaimer) {
			t.Fatalf("%s does not say that it is synthetic", s.Protocol.ID.NCT)
		}
	}
	got := trials(t, base, "pageSize", "1000", "filter.advanced", "AREA[LastUpdatePostDate]RANGE["+cut+",MAX]")
	if len(got.Studies) != want || got.Total != nil {
		t.Errorf("since %s: %d studies, want %d, and no total unless asked for", cut, len(got.Studies), want)
	}
}
