package index

import (
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// The columns of a few thousand studies stand together in a chunk; a batch
// copies only the chunks that it changes.
const (
	chunkBits = 12
	chunkSize = 1 << chunkBits
	chunkMask = chunkSize - 1
)

// chunk holds the columns of chunkSize ordinals.
type chunk struct {
	ids   [chunkSize]string
	dates [dateKinds][chunkSize]uint32
	day   [chunkSize]uint32 // the date to sort by
	n     [chunkSize]int32
	cited [chunkSize]int32
	level [chunkSize]uint16 // rank on the evidence ladder, 0 the best; see levelRank
	lens  [textFields][chunkSize]uint32
	// codes of the studies' values, those of each one together; what a change left
	// behind stays until there is more of it than of what is used
	codes   []uint32
	codesAt [chunkSize]struct{ from, n uint32 }
	codesIn uint32 // in use
	// places of words that a study has more than once; see occurrence
	places [chunkSize][]byte
	stems  [chunkSize][]byte // see packStems
}

// codesOf gives the codes of a study's values. Do not change them.
func (k *chunk) codesOf(i uint32) []uint32 {
	at := k.codesAt[i]
	return k.codes[at.from : at.from+at.n]
}

// putCodes sets the codes of a study's values. Codes that others may look at stay
// where they are.
func (k *chunk) putCodes(i uint32, codes []uint32) {
	k.codesIn += uint32(len(codes)) - k.codesAt[i].n
	k.codesAt[i].n = 0
	if len(k.codes) > chunkSize && uint32(len(k.codes)) > 2*k.codesIn {
		tight := make([]uint32, 0, k.codesIn)
		for j, at := range k.codesAt {
			k.codesAt[j].from = uint32(len(tight))
			tight = append(tight, k.codes[at.from:at.from+at.n]...)
		}
		k.codes = tight
	}
	k.codesAt[i] = struct{ from, n uint32 }{uint32(len(k.codes)), uint32(len(codes))}
	k.codes = append(k.codes, codes...)
}

// columns are the studies' filters, facets and sort keys at one moment, by
// ordinal. A published one never changes.
type columns struct {
	chunks []*chunk
	size   uint32              // ordinals in use, holes included
	live   *roaring.Bitmap     // ordinals of the studies that can be found
	total  [textFields]uint64  // words in all live studies, by field
	values []value             // by code
	sets   []*roaring.Bitmap   // by code: the studies with the value
	byKey  map[string][]uint32 // facet key -> codes
	dict   *dictionary
	stems  stemCounts
	ranges *memo // of sets of years and the like
}

// value is one value of a facet.
type value struct{ key, value, label string }

// dictionary gives values their codes. Codes are never reused.
type dictionary struct {
	mu    sync.RWMutex
	codes map[[2]string]uint32
}

// code finds a value's code among the first n.
func (d *dictionary) code(key, val string, n int) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c, ok := d.codes[[2]string{key, val}]
	return c, ok && int(c) < n
}

// set gives the studies with a value; nil when there is none. Do not change it.
func (c *columns) set(key, val string) *roaring.Bitmap {
	if code, ok := c.dict.code(key, val, len(c.values)); ok {
		return c.sets[code]
	}
	return nil
}

func (c *columns) chunk(ord uint32) (*chunk, uint32) {
	return c.chunks[ord>>chunkBits], ord & chunkMask
}

// ordinalOf finds a live study by its id. It looks at every one.
func (c *columns) ordinalOf(id string) (uint32, bool) {
	for n, k := range c.chunks {
		for i := range k.ids {
			if ord := uint32(n<<chunkBits + i); k.ids[i] == id && c.live.Contains(ord) {
				return ord, true
			}
		}
	}
	return 0, false
}

// averages gives the mean number of words of each field, over all live studies.
func (c *columns) averages() (avg [textFields]float64) {
	n := c.live.GetCardinality()
	for i := range avg {
		if n > 0 {
			avg[i] = float64(c.total[i]) / float64(n)
		}
	}
	return avg
}

// book is the writer's side of the columns. Only the follower uses it.
type book struct {
	columns
	ords      map[string]uint32 // study id -> ordinal
	ownChunks map[int]bool      // chunks that no published columns share
	ownSets   map[uint32]bool
	ownStems  map[int]bool
	ownLive   bool
	kept      int // values that are on disk
}

func newBook() *book {
	return &book{
		columns: columns{live: roaring.New(), byKey: map[string][]uint32{}, dict: &dictionary{codes: map[[2]string]uint32{}}},
		ords:    map[string]uint32{}, ownChunks: map[int]bool{}, ownSets: map[uint32]bool{}, ownStems: map[int]bool{}, ownLive: true,
	}
}

// rangeBytes bounds the sets of ranges that columns keep.
const rangeBytes = 4 << 20

// publish gives the columns as they are now. What the writer changes later it
// copies first.
func (b *book) publish() *columns {
	c := b.columns
	c.chunks = append([]*chunk(nil), b.chunks...)
	c.sets = append([]*roaring.Bitmap(nil), b.sets...)
	c.stems = slices.Clone(b.stems)
	c.ranges = newMemo(rangeBytes)
	c.values = b.values[:len(b.values):len(b.values)]
	clear(b.ownChunks)
	clear(b.ownSets)
	clear(b.ownStems)
	b.ownLive = false
	return &c
}

// ordinal gives the study's ordinal, a new one where it has none.
func (b *book) ordinal(id string) uint32 {
	if o, ok := b.ords[id]; ok {
		return o
	}
	o := b.size
	b.grow(o + 1)
	b.ords[id] = o
	return o
}

// grow makes room for ordinals below n.
func (b *book) grow(n uint32) {
	for uint32(len(b.chunks))<<chunkBits < n {
		b.ownChunks[len(b.chunks)] = true
		b.chunks = append(b.chunks, new(chunk))
	}
	b.size = max(b.size, n)
}

// writable gives the chunk of an ordinal for writing.
func (b *book) writable(ord uint32) (*chunk, uint32) {
	i := int(ord >> chunkBits)
	if !b.ownChunks[i] {
		c := *b.chunks[i]
		b.chunks[i], b.ownChunks[i] = &c, true
	}
	return b.chunks[i], ord & chunkMask
}

// put enters a study's row, in place of the one that is there.
func (b *book) put(ord uint32, r *row) {
	b.grow(ord + 1)
	b.clear(ord)
	b.ords[r.id] = ord
	c, i := b.writable(ord)
	c.ids[i], c.n[i], c.cited[i] = r.id, r.n, r.cited
	for k, d := range r.dates {
		c.dates[k][i] = d
	}
	c.day[i] = sortDay(r.dates)
	c.level[i] = levelRank(r.values)
	c.places[i], c.stems[i] = r.places, r.stems
	b.countStems(r.stems, 1)
	for f, n := range r.lens {
		c.lens[f][i] = n
		b.total[f] += uint64(n)
	}
	codes := make([]uint32, len(r.values))
	for n, v := range r.values {
		codes[n] = b.codeOf(v)
		b.setFor(codes[n]).Add(ord)
	}
	c.putCodes(i, codes)
	b.liveSet().Add(ord)
}

// remove takes a study out; its ordinal stays unused.
func (b *book) remove(id string) (ord uint32, ok bool) {
	if ord, ok = b.ords[id]; ok {
		b.clear(ord)
		delete(b.ords, id)
	}
	return ord, ok
}

// clear takes an ordinal's row out.
func (b *book) clear(ord uint32) {
	if !b.live.Contains(ord) {
		return
	}
	c, i := b.chunk(ord)
	for f := range c.lens {
		b.total[f] -= uint64(c.lens[f][i])
	}
	b.countStems(c.stems[i], -1)
	for _, code := range c.codesOf(i) {
		b.setFor(code).Remove(ord)
	}
	b.liveSet().Remove(ord)
}

func (b *book) liveSet() *roaring.Bitmap {
	if !b.ownLive {
		b.live, b.ownLive = b.live.Clone(), true
	}
	return b.live
}

func (b *book) setFor(code uint32) *roaring.Bitmap {
	if !b.ownSets[code] {
		b.sets[code], b.ownSets[code] = b.sets[code].Clone(), true
	}
	return b.sets[code]
}

// codeOf gives a value's code, a new one where it has none.
func (b *book) codeOf(v rowValue) uint32 {
	if code, ok := b.dict.code(v.key, v.value, len(b.values)); ok {
		return code
	}
	code := uint32(len(b.values))
	b.values = append(b.values, value(v))
	b.sets = append(b.sets, roaring.New())
	b.ownSets[code] = true
	keys := make(map[string][]uint32, len(b.byKey)+1)
	for k, codes := range b.byKey {
		keys[k] = codes
	}
	keys[v.key] = append(keys[v.key][:len(keys[v.key]):len(keys[v.key])], code)
	b.byKey = keys
	b.dict.mu.Lock()
	defer b.dict.mu.Unlock()
	b.dict.codes[[2]string{v.key, v.value}] = code
	return code
}

// sortDay gives the date that "newest" sorts by: that of the citation, for a
// registration that of its first posting.
func sortDay(dates [dateKinds]uint32) uint32 {
	for _, k := range []int{datePrint, dateElectronic, dateEntered} {
		if dates[k] != 0 {
			return dates[k]
		}
	}
	return 0
}

// The ranks of levelRank beside those of the ladder.
const (
	levelUnknown = 1 << 8
	levelGrave   = 1 << 9 // added for a retracted study
)

// levelRank places a study on the evidence ladder by its level tag, the number
// in the value; a retracted study stands below every other.
func levelRank(values []rowValue) uint16 {
	rank, grave := uint16(levelUnknown), uint16(0)
	for _, v := range values {
		switch {
		case v.key == string(study.TaskLevel):
			rank = min(rank, levelNumber(v.value))
		case v.key == keyNotice && study.NoticeType(v.value).Grave():
			grave = levelGrave
		}
	}
	return rank + grave
}

// levelNumber reads the number in a level's value; levelUnknown without one.
func levelNumber(s string) uint16 {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n := uint16(s[i] - '0')
			if i+1 < len(s) && isDigit(s[i+1]) {
				n = n*10 + uint16(s[i+1]-'0')
			}
			return n
		}
	}
	return levelUnknown
}
