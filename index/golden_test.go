package index

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"evidelic/evidence"
)

// TestGolden asks what clinicians and writers ask and wants the studies that
// were chosen by reading among the first five. A change of the ranking that
// moves one shows here.
func TestGolden(t *testing.T) {
	dir := sharedDir(t)
	src := newFake()
	src.put(readLines(t, filepath.Join(dir, "corpus", "psychedelic_pubmed_2025.jsonl"), 1)...)
	src.put(readLines(t, filepath.Join(dir, "evidence", "abstracts.jsonl"), 100_000)...)
	for id, s := range src.studies {
		s.Tags = evidence.Tag(&s)
		src.studies[id] = s
	}
	x := mustOpen(t, src)
	golden, err := os.ReadFile(filepath.Join("testdata", "golden.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	questions := 0
	for _, line := range strings.Split(string(golden), "\n") {
		question, wanted, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		questions++
		t.Run(question, func(t *testing.T) {
			res, err := x.Search(t.Context(), Request{Text: question, Size: 5})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range res.Hits {
				got = append(got, "pmid:"+h.Study.IDs.PMID, "e:"+h.Study.IDs.OpenAlex)
			}
			for _, want := range strings.Split(wanted, "\t") {
				if !slices.Contains(got, want) {
					t.Errorf("%s is not among the first five: %v", want, got)
				}
			}
		})
	}
	if questions < 60 {
		t.Errorf("%d questions, want 60", questions)
	}
}
