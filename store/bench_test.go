package store_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/store"
	"evidelic/study"
)

// BenchmarkApply stores batches of 500 new records of the size of a PubMed
// citation: "records/s" is what an import may reach.
func BenchmarkApply(b *testing.B) {
	db, err := store.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "library.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	const size = 500
	n := 0
	for b.Loop() {
		b.StopTimer()
		batch := study.Batch{Source: "pubmed", Records: make([]study.Record, size), Cursor: []byte(`{}`)}
		for i := range batch.Records {
			n++
			batch.Records[i] = citation(n)
		}
		b.StartTimer()
		if _, err := db.Apply(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "records/s")
}

// citation makes a record like one of PubMed: 1.5 KB of abstract, ten authors
// with affiliations, headings, references and a raw payload of 8 KB.
func citation(n int) study.Record {
	r := article(fmt.Sprint(10_000_000+n), fmt.Sprintf("10.1000/j.%d", n), "Ketamine: "+words(n, 12))
	r.Report.IDs.PMCID = fmt.Sprintf("PMC%d", 1_000_000+n)
	r.Report.Journal = study.Journal{Title: "Journal of " + words(n%50, 3), Abbrev: "J " + words(n%50, 2), ISSN: []string{"1234-5678"}}
	r.Report.Abstract = nil
	for i, label := range []string{"BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"} {
		r.Report.Abstract = append(r.Report.Abstract, study.Section{Label: label, Category: label, Text: words(n*7+i, 55)})
	}
	for i := range 10 {
		r.Report.Authors = append(r.Report.Authors, study.Author{Family: words(n+i, 1), Given: words(n-i, 1), Initials: "AB",
			Affiliations: []string{words(n%97+i, 12)}})
		r.Report.MeSH = append(r.Report.MeSH, study.Heading{Name: words(i, 2), UI: fmt.Sprintf("D%06d", i), Major: i == 0})
		r.Report.References = append(r.Report.References, study.Ref{PMID: fmt.Sprint(1_000_000 + n + i), DOI: fmt.Sprintf("10.1000/r.%d", n+i)})
	}
	r.Report.PublicationTypes = []string{"Journal Article", "Randomized Controlled Trial"}
	r.Report.Published.Print, _ = study.NewDate(2020, 1+n%12, 0)
	r.Raw = []byte("<PubmedArticle>" + strings.Repeat("<a>"+words(n, 40)+"</a>", 24) + "</PubmedArticle>")
	return r
}

// words gives pseudo-random text, the same for the same seed.
func words(seed, n int) string {
	rng := rand.New(rand.NewPCG(uint64(seed), 1))
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		for range 2 + rng.IntN(4) {
			b.WriteString([]string{"ke", "ta", "mi", "ne", "psi", "lo", "cy", "bin", "dose", "trial", "mood", "re", "sult"}[rng.IntN(13)])
		}
	}
	return b.String()
}
