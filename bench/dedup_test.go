package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// writeCollection writes records and clusters into a folder of their own.
func writeCollection(t *testing.T, records, clusters string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"records.jsonl": records, "clusters.jsonl": clusters} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDedupCounts(t *testing.T) {
	c := clusters{name: "c", records: make([]study.Record, 7), truth: []int{0, 0, 0, 3, 3, -6, -7}, sizes: map[int]int{0: 3, 3: 2, -6: 1, -7: 1}}
	group := func(members ...int) (g study.Group) {
		for _, m := range members {
			g.Members = append(g.Members, study.Member{Index: m})
		}
		return g
	}
	for _, tt := range []struct {
		name   string
		groups []study.Group
		want   dedupResult
	}{
		{"all right", []study.Group{group(0, 1, 2), group(3, 4), group(5), group(6)}, dedupResult{TP: 3, TN: 4, Sensitivity: 1, Precision: 1}},
		{"one spread, two merged", []study.Group{group(0, 1), group(2), group(3, 4, 5), group(6)}, dedupResult{TP: 2, FN: 1, FP: 1, TN: 3, Sensitivity: 2. / 3, Precision: 2. / 3}},
		{"nothing found", []study.Group{group(0), group(1), group(2), group(3), group(4), group(5), group(6)}, dedupResult{FN: 3, TN: 4, Precision: 1}},
	} {
		tt.want.Collection, tt.want.Records = "c", 7
		if diff := cmp.Diff(tt.want, c.score(tt.groups)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestDedupReadsACollection(t *testing.T) {
	dir := writeCollection(t, `{"id":"a","type":"article","title":"Oral ketamine for depression in nursing homes","authors":["Berg, A B","Lind C"],"year":2014,"journal":"Mood","volume":12,"pages":"3-9"}
{"id":"b","title":"Oral ketamine for depression in nursing homes. [Review]","authors":"Berg, Anna; Lind, Carl","year":"2014","journal":"Mood","volume":"12","pages":"3-9","new":[1]}
{"id":"c","title":"Something else","authors":null,"year":null}
`, `["a","b"]`)
	var out bytes.Buffer
	if err := runDedup(context.Background(), []string{"--dir", dir, "--json"}, &out); err != nil {
		t.Fatal(err)
	}
	var got dedupResult
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	got.Seconds = 0
	if diff := cmp.Diff(dedupResult{Collection: "small", Records: 3, TP: 1, TN: 2, Sensitivity: 1, Precision: 1}, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	for _, bad := range []struct{ records, clusters, want string }{
		{`{"id":"a"}` + "\n" + `{"id":"a"}`, "", "line 2"}, {`{"id":"a"}`, `["b"]`, `no record "b"`}, {`{"id":"a","year":[1]}`, "", "line 1"},
	} {
		if err := runDedup(context.Background(), []string{"--dir", writeCollection(t, bad.records, bad.clusters)}, &out); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: error %v, want %q in it", bad.records, err, bad.want)
		}
	}
}

// The best published tool's sensitivity without a false merge, by collection.
func TestDedupBeatsWhatIsPublished(t *testing.T) {
	shared := os.Getenv("EVIDELIC_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	for name, published := range map[string]float64{"cytology": 0.9922, "respiratory": 0.9358} {
		dir := filepath.Join(shared, "dedup", name)
		if _, err := os.Stat(dir); err != nil {
			t.Skipf("no collections beside the project: %v", err)
		}
		c, err := readClusters(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.score(study.Partition(c.records, nil)); got.FP != 0 || got.Sensitivity <= published {
			t.Errorf("%s: %+v, want no false merge and a sensitivity above %v", name, got, published)
		}
	}
}

// What matching looks at per record does not grow with the library.
func TestDedupCostStaysConstant(t *testing.T) {
	records := madeRecords(6000)
	lib := newKeyLibrary(len(records))
	var looked []int
	for at := 0; at < len(records); at += 500 {
		before := lib.looked
		lib.arrive(records[at : at+500])
		looked = append(looked, lib.looked-before)
	}
	if last := looked[len(looked)-1]; last > 500 {
		t.Errorf("the last 500 records were compared with %d, want fewer than one each", last)
	}
	if n := len(study.Partition(records, nil)); n != 5400 {
		t.Errorf("%d studies, want the 5,400 that were made", n)
	}
}

// Records that arrive in the store in any order, in pages, give the studies that
// matching them all at once gives.
func TestStoreMatchesAsAllAtOnce(t *testing.T) {
	shared := os.Getenv("EVIDELIC_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	c, err := readClusters(filepath.Join(shared, "dedup", "respiratory"))
	if err != nil {
		t.Skipf("no collections beside the project: %v", err)
	}
	var want []string
	for _, g := range study.Partition(c.records, nil) {
		var names []string
		for _, m := range g.Members {
			names = append(names, c.records[m.Index].Key+" "+m.Rule)
		}
		slices.Sort(names)
		want = append(want, strings.Join(names, ", "))
	}
	slices.Sort(want)
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "library.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(c.records), func(i, j int) { c.records[i], c.records[j] = c.records[j], c.records[i] })
	for page := range slices.Chunk(c.records, 150) {
		if _, err := db.Apply(t.Context(), study.Batch{Source: page[0].Source, Records: page}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for after := ""; ; {
		page, err := db.Scan(t.Context(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, s := range page {
			after = s.ID
			var names []string
			for _, r := range s.Records {
				names = append(names, r.Key+" "+r.Rule)
			}
			slices.Sort(names)
			got = append(got, strings.Join(names, ", "))
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("studies (-at once +in the store):\n%s", diff)
	}
}
