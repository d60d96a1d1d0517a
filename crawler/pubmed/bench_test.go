package pubmed

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"evidelic/crawler/sourcetest"
)

// BenchmarkReadXML measures reading on one worker and on two, over recorded
// citations of 10 KB on average; it skips where they are not here.
func BenchmarkReadXML(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(map[int]string{1: "one worker", 2: "two workers"}[workers], func(b *testing.B) {
			body, err := os.ReadFile(filepath.Join(sourcetest.Folder(b, "pubmed"), "nlm_pubmedsample_2019.xml"))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				for item, err := range ReadXML(context.Background(), bytes.NewReader(body), "sample", ReadOptions{Workers: workers}) {
					if err != nil {
						b.Fatal(err)
					}
					if item.Record != nil {
						n++
					}
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "citations/s")
		})
	}
}
