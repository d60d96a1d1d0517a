package cite

import (
	"io"
	"iter"
	"os"
	"runtime"
	"testing"

	"evidelic/study"
)

// exportBound is what the memory in use may grow by while studies are written,
// in bytes: that of some studies, not of all.
const exportBound = 2 << 20

// TestExportInConstantMemory writes 100,000 studies in every format (20,000 unless
// EVIDELIC_LONG is set) and watches the memory in use.
func TestExportInConstantMemory(t *testing.T) {
	n := 20_000
	if os.Getenv("EVIDELIC_LONG") != "" {
		n = 100_000
	}
	items := libraryItems(5, 200)
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			var out countingWriter
			before := inUse()
			peak := before
			count, err := Write(&out, f.Name, repeated(items, n, func() { peak = max(peak, inUse()) }), Options{})
			if err != nil || count.Studies+count.LeftOut != n {
				t.Fatalf("%d written, %d left out, %v", count.Studies, count.LeftOut, err)
			}
			grown := int64(peak) - int64(before)
			t.Logf("%d studies, %d MB; memory in use grew by %.1f MB", count.Studies, out.n>>20, float64(grown)/(1<<20))
			if grown > exportBound {
				t.Errorf("memory in use grew by %d bytes, want %d at most", grown, exportBound)
			}
		})
	}
}

// inUse gives the bytes that are reachable: what a garbage collection leaves.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// repeated yields n studies and looks at the memory at ten places.
func repeated(items []study.Study, n int, look func()) iter.Seq2[study.Study, error] {
	return func(yield func(study.Study, error) bool) {
		for i := range n {
			if i%(n/10) == n/20 {
				look()
			}
			if !yield(items[i%len(items)], nil) {
				return
			}
		}
	}
}

type countingWriter struct{ n int64 }

var _ io.Writer = (*countingWriter)(nil)

func (w *countingWriter) Write(p []byte) (int, error) {
	w.n += int64(len(p))
	return len(p), nil
}
