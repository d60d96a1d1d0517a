package crawler

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"evidelic/study"
)

// memory is a library, its leases and its timetable, in memory.
type memory struct {
	mu        sync.Mutex
	records   map[string]string // key -> title
	cursors   map[string]json.RawMessage
	harvests  []study.Harvest
	leases    map[string]study.Lease
	next      map[string]time.Time
	why       map[string]string
	refuse    map[string]bool // keys that cannot be stored
	fail      error           // what Apply fails with
	failTable error           // what the timetable fails with
}

func newMemory() *memory {
	return &memory{
		records: map[string]string{}, cursors: map[string]json.RawMessage{}, leases: map[string]study.Lease{},
		next: map[string]time.Time{}, why: map[string]string{}, refuse: map[string]bool{},
	}
}

func (m *memory) Apply(ctx context.Context, b study.Batch) (study.Applied, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return study.Applied{}, err
	}
	if m.fail != nil {
		return study.Applied{}, m.fail
	}
	if held := m.leases[b.Source]; held.Holder != b.Lease.Holder {
		return study.Applied{}, study.ErrLeaseLost
	}
	b.Lease.Until = time.Now().Add(LeaseTime)
	m.leases[b.Source] = *b.Lease
	var a study.Applied
	for _, r := range b.Records {
		old, there := m.records[r.Key]
		switch {
		case m.refuse[r.Key]:
			a.Failed = append(a.Failed, study.RecordError{Key: r.Key, Reason: "refused"})
			continue
		case !there:
			a.New++
		case old != r.Report.Title:
			a.Changed++
		default:
			a.Unchanged++
		}
		m.records[r.Key] = r.Report.Title
	}
	for _, k := range b.Deleted {
		delete(m.records, k)
	}
	if b.Cursor != nil {
		m.cursors[b.Source] = b.Cursor
	}
	if b.Harvest == nil { // a re-check
		return a, nil
	}
	b.Harvest.Seen += len(b.Records)
	b.Harvest.New += a.New
	b.Harvest.Changed += a.Changed
	b.Harvest.Failed += len(a.Failed)
	m.harvests[b.Harvest.ID-1] = *b.Harvest
	return a, nil
}

func (m *memory) Cursor(_ context.Context, source string) (json.RawMessage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cursors[source], nil
}

func (m *memory) BeginHarvest(_ context.Context, h study.Harvest) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	h.ID = int64(len(m.harvests) + 1)
	m.harvests = append(m.harvests, h)
	return h.ID, nil
}

func (m *memory) EndHarvest(ctx context.Context, h study.Harvest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.harvests[h.ID-1] = h
	return nil
}

func (m *memory) AcquireLease(ctx context.Context, source, holder string, ttl time.Duration) (study.Lease, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return study.Lease{}, err
	}
	now := time.Now()
	if l, ok := m.leases[source]; ok && l.Holder != holder && l.Until.After(now) {
		return study.Lease{}, &study.LeaseHeld{Lease: l}
	}
	l := study.Lease{Source: source, Holder: holder, Since: now, Until: now.Add(ttl)}
	m.leases[source] = l
	return l, nil
}

func (m *memory) ReleaseLease(_ context.Context, l study.Lease) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.leases[l.Source].Holder == l.Holder {
		delete(m.leases, l.Source)
	}
	return nil
}

func (m *memory) NextRun(_ context.Context, source string) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.next[source], m.failTable
}

func (m *memory) SetNextRun(_ context.Context, source string, at time.Time, why string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next[source], m.why[source] = at, why
	return nil
}

func (m *memory) keys() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.records))
}

func (m *memory) runs() []study.Harvest {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.harvests)
}

// fakeSource is a source made of a function.
type fakeSource struct {
	name  string
	pages func(ctx context.Context, plan Plan, yield func(Page, error) bool)
}

func (s fakeSource) Name() string { return s.name }

func (s fakeSource) Pages(ctx context.Context, plan Plan) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) { s.pages(ctx, plan, yield) }
}

// pageOf makes a page of records whose titles are their keys.
func pageOf(next string, keys ...string) Page {
	p := Page{Next: json.RawMessage(next)}
	for _, k := range keys {
		p.Records = append(p.Records, study.Record{Source: "fake", Key: k, Report: study.Report{Title: k}})
	}
	return p
}

// pagesThen is a source that gives pages and then err, if there is one.
func pagesThen(err error, pages ...Page) fakeSource {
	return fakeSource{"fake", func(_ context.Context, _ Plan, yield func(Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
		if err != nil {
			yield(Page{}, err)
		}
	}}
}
