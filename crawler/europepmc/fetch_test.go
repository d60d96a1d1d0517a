package europepmc_test

import (
	"testing"
	"time"

	"evidelic/crawler/europepmc"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/study"
)

func TestFetchByID(t *testing.T) {
	w, err := demo.New(demo.Options{Studies: 150, Seed: 3, Now: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := europepmc.New(sourcetest.RealFetcher(t), europepmc.Options{BaseURL: demo.BaseURLs(base)[study.SourceEuropePMC], Query: "ketamine", Interval: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.FetchByID(t, s, w.Truth().Sources[study.SourceEuropePMC].Keys, "MED:1", `MED:1" OR "2`)
}
