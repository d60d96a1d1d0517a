package index

import "sync"

// memo keeps what searches have made out of an index, so that others need not
// make it again: bounded by bytes, what was not used for longest goes first. It
// is safe for concurrent use. What is kept is never changed.
type memo struct {
	mu          sync.Mutex
	max, used   int
	entries     map[string]*kept
	first, last *kept // in the order of use, the latest first
}

// kept is one thing in a memo.
type kept struct {
	key          string
	value        any
	size         int
	newer, older *kept
}

// keptOverhead is what an entry takes beside its value and key, in bytes.
const keptOverhead = 160

func newMemo(size int) *memo { return &memo{max: size, entries: map[string]*kept{}} }

// get gives what is kept under a key; nil where there is nothing.
func (m *memo) get(key string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.entries[key]
	if k == nil {
		return nil
	}
	if m.first != k {
		m.unlink(k)
		m.link(k)
	}
	return k.value
}

// put keeps a value of so many bytes, in place of the one that is there. What
// would take a quarter of all the room is not kept.
func (m *memo) put(key string, value any, size int) {
	size += len(key) + keptOverhead
	if size > m.max/4 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if old := m.entries[key]; old != nil {
		m.drop(old)
	}
	k := &kept{key: key, value: value, size: size}
	m.entries[key] = k
	m.used += size
	m.link(k)
	for m.used > m.max {
		m.drop(m.last)
	}
}

// resize sets the room.
func (m *memo) resize(size int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.max = size
}

// fullness gives the part of the room that is used.
func (m *memo) fullness() float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return float64(m.used) / float64(m.max)
}

func (m *memo) drop(k *kept) {
	m.unlink(k)
	delete(m.entries, k.key)
	m.used -= k.size
}

// link makes an entry the latest.
func (m *memo) link(k *kept) {
	k.newer, k.older = nil, m.first
	if m.first != nil {
		m.first.newer = k
	}
	m.first = k
	if m.last == nil {
		m.last = k
	}
}

func (m *memo) unlink(k *kept) {
	if k.newer != nil {
		k.newer.older = k.older
	} else {
		m.first = k.older
	}
	if k.older != nil {
		k.older.newer = k.newer
	} else {
		m.last = k.newer
	}
}
