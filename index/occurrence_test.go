package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOccurrences packs words with random occurrences and reads them again.
func TestOccurrences(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	type kept struct {
		o      occurrence
		fields [textFields][]int
	}
	for range 50 {
		var all []kept
		var places []byte
		for range 40 {
			var k kept
			var flat []int
			var n counts
			for f := range textFields {
				at := 0
				for range r.IntN([]int{2, 3, 12}[r.IntN(3)]) {
					at += 1 + r.IntN(300)
					k.fields[f] = append(k.fields[f], at)
				}
				flat = append(flat, k.fields[f]...)
				n[f] = uint32(len(k.fields[f]))
			}
			switch len(flat) {
			case 0:
				continue
			case 1:
				k.o = once(slices.Index(n[:], 1), flat[0])
			default:
				k.o, places = repeated(n, flat, places)
			}
			all = append(all, k)
		}
		for _, k := range all {
			n := k.o.counts(places)
			for fields := range uint8(1 << textFields) {
				var want []int
				for f := range textFields {
					for _, at := range k.fields[f] {
						if fields&(1<<f) != 0 {
							want = append(want, f<<fieldShift|at)
						}
					}
				}
				got, err := k.o.places(nil, fields, func() []byte { return places })
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Fatalf("fields %b: error %v, places (-want +got):\n%s", fields, err, diff)
				}
			}
			for f := range textFields {
				got, err := k.o.positions(nil, f, places)
				if diff := cmp.Diff(k.fields[f], got); diff != "" || err != nil || int(n[f]) != len(got) {
					t.Fatalf("field %d: count %d, error %v, positions (-want +got):\n%s", f, n[f], err, diff)
				}
			}
		}
	}
}

// FuzzOccurrence reads what no index wrote: damage is an error, not a panic.
func FuzzOccurrence(f *testing.F) {
	f.Add(uint64(0), []byte{})
	f.Add(uint64(occMany), []byte{1, 2, 3, 4})
	f.Add(^uint64(0), []byte{255, 255})
	f.Fuzz(func(t *testing.T, o uint64, places []byte) {
		occurrence(o).counts(places)
		all, err := occurrence(o).places(nil, 7, func() []byte { return places })
		if err == nil && len(all) > 1+8*len(places) {
			t.Errorf("%d places of %d bytes", len(all), len(places))
		}
		for field := range textFields {
			if got, err := occurrence(o).positions(nil, field, places); err == nil && len(got) > 1+8*len(places) {
				t.Errorf("%d positions of %d bytes", len(got), len(places))
			}
		}
	})
}
