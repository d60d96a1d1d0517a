package sourcetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/study"
)

// FetchByID asks a source for keys that it holds, one that it does not hold, and
// one that is none, and expects the records, the missing key and an error.
func FetchByID(t testing.TB, s crawler.Fetchable, keys []string, absent, malformed string) []study.Record {
	t.Helper()
	if len(keys) < 2 {
		t.Fatalf("%d keys are too few to tell", len(keys))
	}
	asked := slices.Insert(slices.Clone(keys), 1, absent)
	page, missing, err := s.FetchByID(t.Context(), asked)
	if err != nil || len(page.Failed) > 0 {
		t.Fatalf("failed %v, error %v", page.Failed, err)
	}
	if diff := cmp.Diff([]string{absent}, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	var got []string
	for _, r := range page.Records {
		got = append(got, r.Key)
	}
	want := slices.Clone(keys)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if _, _, err := s.FetchByID(t.Context(), []string{malformed}); err == nil {
		t.Errorf("%q is taken for a key", malformed)
	}
	return page.Records
}
