package main

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
)

// TestCatalogue asks for the studies that each source completes, some at a time.
func TestCatalogue(t *testing.T) {
	data := t.TempDir()
	file := writeFile(t, "some.jsonl", `{"pmid":"90000001","doi":"10.5555/one","title":"One on ketamine","abstract":"It helped."}
{"pmid":"90000002","title":"Two on ketamine","abstract":"It helped as well."}
{"pmid":"90000003","doi":"10.5555/three","title":"Three on ketamine"}
{"doi":"10.5555/four","title":"Four on ketamine","abstract":"It did not help."}
`)
	if got := command1(t, "import", "--data", data, file); got.code != exitOK {
		t.Fatal(got)
	}
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(data, "evidelic.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for name, tt := range map[string]struct {
		c    catalogue
		want []string
	}{
		"with a DOI":          {catalogue{db, hasDOI}, []string{"10.5555/one", "10.5555/three", "10.5555/four"}},
		"without an abstract": {catalogue{db, lacksAbstract}, []string{"10.5555/three"}},
		"preprints":           {catalogue{db, isRxiv}, nil},
	} {
		var got []string
		after := ""
		for range 10 {
			refs, err := tt.c.Wanted(t.Context(), after, 2)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, r := range refs {
				got, after = append(got, r.DOI), r.ID
			}
			if len(refs) < 2 {
				break
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
