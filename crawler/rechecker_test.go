package crawler

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"evidelic/study"
)

// rechecked is a source that notes when it is asked for records, and takes a while.
type rechecked struct {
	fakeSource
	mu    sync.Mutex
	at    []time.Duration // since start
	start time.Time
	takes time.Duration
	fail  error
}

func (r *rechecked) FetchByID(ctx context.Context, keys []string) (page Page, missing []string, err error) {
	r.mu.Lock()
	r.at = append(r.at, time.Since(r.start).Round(time.Second))
	r.mu.Unlock()
	if err := sleep(ctx, r.takes); err != nil {
		return page, nil, err
	}
	return pageOf("", keys...), nil, r.fail
}

// always is an account by which one record is due at each run.
type always struct {
	mu     sync.Mutex
	failed int
	done   bool
}

func (a *always) DueChecks(context.Context, string, time.Time, int) ([]study.DueCheck, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.done = !a.done; !a.done {
		return nil, nil
	}
	return []study.DueCheck{{Record: study.RecordKey{Source: "fake", Key: "a"}, Ref: study.Ref{ID: "eva"}}}, nil
}

func (a *always) Checked(context.Context, string, []string, time.Time) error { return nil }

func (a *always) CheckFailed(context.Context, string, []string, time.Time, string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed++
	a.done = false
	return nil
}

const recheckName = "recheck:fake"

func recheckerOf(m *memory, src Fetchable) *Rechecker {
	return NewRechecker(NewHarvester(m, m, nil), m, &always{}, []Fetchable{src}, RecheckOptions{Every: time.Hour, Age: time.Hour})
}

// runRechecker runs it for a time and gives when the source was asked.
func runRechecker(t *testing.T, m *memory, d time.Duration, src *rechecked, n int) []time.Duration {
	t.Helper()
	src.name, src.start = "fake", time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() { _ = recheckerOf(m, src).Run(ctx) })
	}
	wg.Wait()
	return src.at
}

func TestRecheckIsRemembered(t *testing.T) {
	for _, tt := range []struct {
		name   string
		cursor bool          // the source was harvested before
		next   time.Duration // from now; 0: not in the timetable
		want   []time.Duration
	}{
		{"a library that was crawled before", true, 0, []time.Duration{0, time.Hour + time.Minute, 2*time.Hour + 2*time.Minute}},
		{"a new library", false, 0, []time.Duration{time.Hour, 2*time.Hour + time.Minute}},
		{"planned before the start", true, 20 * time.Minute, []time.Duration{20 * time.Minute, 80*time.Minute + time.Minute, 142 * time.Minute}},
		{"missed several times", true, -30 * time.Hour, []time.Duration{0, time.Hour + time.Minute, 2*time.Hour + 2*time.Minute}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				if tt.cursor {
					m.cursors["fake"] = []byte(`1`)
				}
				if tt.next != 0 {
					m.next[recheckName] = time.Now().Add(tt.next)
				}
				got := runRechecker(t, m, 150*time.Minute, &rechecked{}, 1)
				if len(got) != len(tt.want) {
					t.Fatalf("asked at %v, want about %v", got, tt.want)
				}
				for i := range got {
					if d := tt.want[i] - got[i]; d < 0 || d > 3*time.Minute {
						t.Errorf("asked at %v, want about %v", got, tt.want)
					}
				}
				if runs := m.runs(); len(runs) != len(got) || runs[0].Source != recheckName || runs[0].Outcome != study.HarvestDone || runs[0].Seen != 1 || runs[0].Ended.IsZero() {
					t.Errorf("recorded %+v", runs)
				}
				if at := m.next[recheckName]; !at.After(time.Now()) {
					t.Errorf("next %s, want a time to come", at)
				}
			})
		})
	}
}

// Two processes on one library take turns, and one entry of the timetable is one
// run.
func TestTwoProcessesRecheckOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.cursors["fake"] = []byte(`1`)
		if got := runRechecker(t, m, 30*time.Minute, &rechecked{takes: 10 * time.Minute}, 3); len(got) != 1 {
			t.Errorf("asked at %v, want once", got)
		}
	})
}

// A harvest of the source goes first; the re-check follows it.
func TestRecheckWaitsForAHarvest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.cursors["fake"] = []byte(`1`)
		if _, err := m.AcquireLease(t.Context(), "fake", "another", 10*time.Minute); err != nil {
			t.Fatal(err)
		}
		got := runRechecker(t, m, 30*time.Minute, &rechecked{}, 1)
		if len(got) != 1 || got[0] < 10*time.Minute || got[0] > 12*time.Minute {
			t.Errorf("asked at %v, want once after ten minutes", got)
		}
	})
}

func TestRecheckThatFailsOrIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.cursors["fake"] = []byte(`1`)
		src := &rechecked{fail: errors.New("down")}
		runRechecker(t, m, 10*time.Minute, src, 1)
		runs := m.runs()
		if len(runs) != 1 || runs[0].Outcome != study.HarvestFailed || runs[0].Error == "" || !m.next[recheckName].After(time.Now()) {
			t.Errorf("a source that is down: %+v, next %s", runs, m.next[recheckName])
		}
		m.next[recheckName] = time.Now().Add(-time.Second)
		was := m.next[recheckName]
		runRechecker(t, m, time.Minute, &rechecked{takes: time.Hour}, 1)
		if len(m.runs()) != 1 || !m.next[recheckName].Equal(was) {
			t.Errorf("one that was stopped stays due: %+v, next %s", m.runs(), m.next[recheckName])
		}
	})
}
