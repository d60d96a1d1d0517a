package main

import (
	"os"
	"testing"
	"time"
)

// TestQueries asks random queries, 100,000 of them in a long run.
func TestQueries(t *testing.T) {
	f := queryFlags{count: 2000, seed: 1, budget: 10 * time.Second} // others use the machine
	if os.Getenv("EVIDELIC_LONG") != "" {
		f.count = 100_000
	}
	got, err := askQueries(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if got.compared+got.damaged != f.count {
		t.Errorf("of %d queries: %+v", f.count, got)
	}
}
