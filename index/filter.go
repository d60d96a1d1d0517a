package index

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// maxFilterValues bounds the chosen values of one request.
const maxFilterValues = 1000

// facetKeys lists every key that filters take, in the order of display.
func facetKeys() []string {
	keys := []string{keyKind, keyYear}
	for _, t := range study.Tasks() {
		keys = append(keys, string(t))
	}
	return append(keys, keyJournal, keyType, keySource, keyNotice)
}

// filters gives the studies of each chosen facet. Do not change them.
func (c *columns) filters(chosen map[string][]string, fold *folder) (map[string]*roaring.Bitmap, error) {
	out := make(map[string]*roaring.Bitmap)
	n := 0
	for key, values := range chosen {
		if !slices.Contains(facetKeys(), key) {
			return nil, fmt.Errorf("%w: filter %q is not known", study.ErrInvalid, key)
		}
		if n += len(values); n > maxFilterValues {
			return nil, fmt.Errorf("%w: filter %s: more than %d values", study.ErrInvalid, key, maxFilterValues)
		}
		for _, v := range values {
			set, err := c.facetSet(key, v, fold)
			if err != nil {
				return nil, err
			}
			if out[key] != nil {
				set = roaring.Or(out[key], set)
			}
			out[key] = set
		}
	}
	return out, nil
}

// facetSet gives the studies with a value of a key, or within a range of "n" or
// "year". Do not change it.
func (c *columns) facetSet(key, val string, fold *folder) (*roaring.Bitmap, error) {
	if key == keyYear || key == string(study.TaskN) {
		if key == string(study.TaskN) && val == NotReported {
			return c.scanN(-1, -1), nil
		}
		from, to, err := parseRange(val)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %q: %w", study.ErrInvalid, key, val, err)
		}
		if key == keyYear {
			return c.remember(key+val, func() *roaring.Bitmap { return c.yearSet(from, to) }), nil
		}
		return c.remember(key+val, func() *roaring.Bitmap { return c.scanN(from, to) }), nil
	}
	if set := c.set(key, val); set != nil {
		return set, nil
	}
	if set := c.set(key, slug(fold, val)); set != nil {
		return set, nil
	}
	return roaring.New(), nil
}

// remember gives the range that is kept under a key, or makes it.
func (c *columns) remember(key string, make func() *roaring.Bitmap) *roaring.Bitmap {
	if set, ok := c.ranges.get(key).(*roaring.Bitmap); ok {
		return set
	}
	set := make()
	c.ranges.put(key, set, int(set.GetSizeInBytes()))
	return set
}

// maxNumber is the open end of a range.
const maxNumber = 1<<31 - 1

// parseRange reads "a..b", "a..", "..b" or a single number.
func parseRange(s string) (from, to int, err error) {
	a, b, isRange := strings.Cut(s, "..")
	if !isRange {
		b = a
	}
	from, to = 0, maxNumber
	if a != "" {
		from, err = strconv.Atoi(a)
	}
	if b != "" && err == nil {
		to, err = strconv.Atoi(b)
	}
	switch {
	case err != nil || from < 0 || to > maxNumber || a == "" && b == "":
		return 0, 0, fmt.Errorf("want a number or a range like 10..50")
	case from > to:
		return 0, 0, fmt.Errorf("the range begins after its end")
	}
	return from, to, nil
}

// yearSet gives the studies that appeared, in print or electronically, in years.
func (c *columns) yearSet(from, to int) *roaring.Bitmap {
	out := roaring.New()
	for _, code := range c.byKey[keyYear] {
		if y, err := strconv.Atoi(c.values[code].value); err == nil && y >= from && y <= to {
			out.Or(c.sets[code])
		}
	}
	return out
}

// scanN gives the studies with that many participants.
func (c *columns) scanN(from, to int) *roaring.Bitmap {
	return c.scan(func(k *chunk, i uint32) bool { return int(k.n[i]) >= from && int(k.n[i]) <= to })
}

// scanDates gives the studies with any of the kinds of dates from one day to
// another (yyyymmdd); a date without a day or month counts from its first.
func (c *columns) scanDates(kinds []int, from, to uint32) *roaring.Bitmap {
	return c.scan(func(k *chunk, i uint32) bool {
		for _, kind := range kinds {
			if d := k.dates[kind][i]; d != 0 && firstDay(d) >= from && firstDay(d) <= to {
				return true
			}
		}
		return false
	})
}

// firstDay fills unknown parts of a date with the first.
func firstDay(d uint32) uint32 {
	if d/100%100 == 0 {
		d += 100
	}
	if d%100 == 0 {
		d++
	}
	return d
}

// scan gives the live studies for which keep is true.
func (c *columns) scan(keep func(k *chunk, i uint32) bool) *roaring.Bitmap {
	out := make([]uint64, (len(c.chunks)<<chunkBits)/64)
	for n, k := range c.chunks {
		for i := range uint32(chunkSize) {
			if keep(k, i) {
				ord := uint32(n)<<chunkBits + i
				out[ord/64] |= 1 << (ord % 64)
			}
		}
	}
	return roaring.And(roaring.FromDense(out, true), c.live)
}
