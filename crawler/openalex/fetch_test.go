package openalex_test

import (
	"testing"
	"time"

	"evidelic/crawler/openalex"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

// TestFetchByID asks for single works, more than fit into one list, of which one was
// retracted after it was harvested.
func TestFetchByID(t *testing.T) {
	w, err := demo.New(demo.Options{Studies: 180, Seed: 3, Now: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := openalex.New(sourcetest.RealFetcher(t), openalex.Options{BaseURL: demo.FurtherURLs(base)[study.SourceOpenAlex], Queries: []string{"ketamine"}, Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	keys := w.TruthOf(study.SourceOpenAlex).Keys
	before := retracted(sourcetest.FetchByID(t, s, keys, "W1", "W1|W2"))
	if _, err := w.Advance(demo.Step{Days: 3, Retract: 4}); err != nil {
		t.Fatal(err)
	}
	if after := retracted(sourcetest.FetchByID(t, s, keys, "W1", "10.5555/x")); after <= before || len(keys) <= 100 {
		t.Errorf("%d of %d works are retracted, %d before", after, len(keys), before)
	}
}

func retracted(records []study.Record) int {
	n := 0
	for _, r := range records {
		if r.Report.Retracted() {
			n++
		}
	}
	return n
}
