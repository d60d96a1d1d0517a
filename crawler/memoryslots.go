package crawler

import (
	"context"
	"sync"
	"time"
)

// MemorySlots paces the requests of one process, for commands that have no store
// and for tests. It is safe for concurrent use; the zero value is ready.
type MemorySlots struct {
	mu   sync.Mutex
	next map[string]memorySlot
}

type memorySlot struct {
	at   time.Time // of the last request
	used int       // requests on that UTC day
}

// ReserveSlot gives the next free moment for a request to host under key, as
// Slots asks. It never fails.
func (m *MemorySlots) ReserveSlot(_ context.Context, host, key string, interval time.Duration, daily int) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.next == nil {
		m.next = make(map[string]memorySlot)
	}
	name := host + " " + key
	last := m.next[name]
	at := time.Now().UTC()
	if next := last.at.Add(interval); !last.at.IsZero() && next.After(at) {
		at = next
	}
	if last.at.After(at) {
		at = last.at
	}
	used := 1
	if sameDay(last.at, at) {
		used = last.used + 1
	}
	if daily > 0 && used > daily {
		at, used = at.Truncate(24*time.Hour).Add(24*time.Hour), 1
	}
	m.next[name] = memorySlot{at, used}
	return at, nil
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Truncate(24 * time.Hour).Equal(b.UTC().Truncate(24 * time.Hour))
}
