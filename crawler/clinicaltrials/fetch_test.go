package clinicaltrials_test

import (
	"testing"
	"time"

	"evidelic/crawler/clinicaltrials"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

func TestFetchByID(t *testing.T) {
	w, err := demo.New(demo.Options{Studies: 400, Seed: 3, Now: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := clinicaltrials.New(sourcetest.RealFetcher(t), clinicaltrials.Options{BaseURL: demo.BaseURLs(base)[study.SourceClinicalTrials],
		Queries: []clinicaltrials.Query{{Intr: "ketamine"}}, Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.FetchByID(t, s, w.Truth().Sources[study.SourceClinicalTrials].Keys, "NCT00000001", "NCT1|NCT2")
}
