package crossref

import (
	"testing"

	"evidelic/crawler/sourcetest"
)

func TestFetchByID(t *testing.T) {
	g, lib := world()
	sourcetest.FetchByID(t, g.serve(t, lib, Options{Batch: 2}), []string{"10.5555/s0", "10.5555/s1", "10.5555/s3", sici}, "10.5281/elsewhere", "no doi")
}
