package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/study"
)

var ignoreTimes = cmpopts.IgnoreFields(study.Harvest{}, "ID", "Started", "Ended")

func TestRunOutcomes(t *testing.T) {
	broken := errors.New("status 500")
	failedRecord := study.RecordError{Key: "9", Reason: "no title"}
	none := []study.Gap{}
	tests := []struct {
		name   string
		source fakeSource
		refuse string
		want   study.Harvest
		keys   []string
		err    error
	}{
		{"all well", pagesThen(nil, pageOf(`1`, "a", "b"), pageOf(`2`, "c")), "",
			study.Harvest{Outcome: study.HarvestDone, Seen: 3, New: 3, Gaps: none}, []string{"a", "b", "c"}, nil},
		{"nothing new", pagesThen(nil, Page{Next: json.RawMessage(`1`), Unchanged: true}), "",
			study.Harvest{Outcome: study.HarvestUnchanged, Gaps: none}, nil, nil},
		{"no pages at all", pagesThen(nil), "",
			study.Harvest{Outcome: study.HarvestDone, Gaps: none}, nil, nil},
		{"an unreadable record", pagesThen(nil, Page{Next: json.RawMessage(`1`), Records: pageOf(`1`, "a").Records, Failed: []study.RecordError{failedRecord}}), "",
			study.Harvest{Outcome: study.HarvestPartial, Seen: 2, New: 1, Failed: 1, Gaps: none, Warnings: []string{"not stored: 9: no title"}}, []string{"a"}, nil},
		{"a record that the store refuses", pagesThen(nil, pageOf(`1`, "a", "b")), "b",
			study.Harvest{Outcome: study.HarvestPartial, Seen: 2, New: 1, Failed: 1, Gaps: none, Warnings: []string{"not stored: b: refused"}}, []string{"a"}, nil},
		{"less than announced", pagesThen(nil, Page{Next: json.RawMessage(`1`), Announced: 5, From: "2024", To: "2025", Records: pageOf(``, "a").Records}), "",
			study.Harvest{Outcome: study.HarvestPartial, From: "2024", To: "2025", Announced: 5, Seen: 1, New: 1,
				Gaps: []study.Gap{{What: "2024..2025", Announced: 5, Delivered: 1, Reason: "the source announced more records than it delivered"}}}, []string{"a"}, nil},
		{"a gap that the source named", pagesThen(nil, Page{Next: json.RawMessage(`1`), Announced: 3, Gaps: []study.Gap{{What: "x", Announced: 2}}, Records: pageOf(``, "a").Records}), "",
			study.Harvest{Outcome: study.HarvestPartial, Announced: 3, Seen: 1, New: 1, Gaps: []study.Gap{{What: "x", Announced: 2}}}, []string{"a"}, nil},
		{"an error after a page", pagesThen(broken, pageOf(`1`, "a")), "",
			study.Harvest{Outcome: study.HarvestFailed, Seen: 1, New: 1, Gaps: none, Error: "status 500"}, []string{"a"}, broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMemory()
			m.refuse[tt.refuse] = true
			got, err := NewHarvester(m, m, nil).Run(t.Context(), tt.source, RunOptions{})
			tt.want.Source = "fake"
			if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Errorf("error: got %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got, ignoreTimes); diff != "" {
				t.Errorf("harvest (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(got, m.runs()[0]); diff != "" {
				t.Errorf("recorded harvest (-returned +recorded):\n%s", diff)
			}
			if diff := cmp.Diff(tt.keys, m.keys()); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
			if got.Ended.IsZero() || len(m.leases) != 0 {
				t.Errorf("ended %v, leases left %v", got.Ended, m.leases)
			}
		})
	}
}

func TestRunDoesNotTakeAResumedRunForAGap(t *testing.T) {
	m := newMemory()
	rest := pageOf(`2`, "c")
	rest.Announced = 3 // of which an earlier harvest has stored a and b
	m.cursors["fake"] = json.RawMessage(`1`)
	got, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, rest), RunOptions{})
	if err != nil || got.Outcome != study.HarvestDone || len(got.Gaps) != 0 {
		t.Errorf("got %+v, error %v, want done without gaps", got, err)
	}
}

func TestRunRefusesBadCursors(t *testing.T) {
	forever := func(next func(int) string) fakeSource {
		return fakeSource{"fake", func(_ context.Context, _ Plan, yield func(Page, error) bool) {
			for i := range 1000 {
				if !yield(pageOf(next(i), fmt.Sprint(i)), nil) {
					return
				}
			}
		}}
	}
	tests := []struct {
		name   string
		source fakeSource
		want   string
		seen   int
	}{
		{"none", pagesThen(nil, pageOf(``, "a")), "page 1 has no cursor", 0},
		{"null", pagesThen(nil, pageOf(`1`, "a"), pageOf(`null`, "b")), "page 2 has no cursor", 1},
		{"not JSON", pagesThen(nil, pageOf(`{`, "a")), "no JSON", 0},
		{"huge", pagesThen(nil, pageOf(`"`+strings.Repeat("x", maxCursor)+`"`, "a")), "at most 1048576", 0},
		{"the same for ever", forever(func(int) string { return `"same"` }), "repeats its cursor", 4},
		{"two in turn for ever", forever(func(i int) string { return fmt.Sprint(i % 2) }), "repeats its cursor", 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMemory()
			got, err := NewHarvester(m, m, nil).Run(t.Context(), tt.source, RunOptions{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
			if got.Outcome != study.HarvestFailed || got.Seen != tt.seen {
				t.Errorf("got %s after %d records, want failed after %d", got.Outcome, got.Seen, tt.seen)
			}
		})
	}
}

func TestRunBesideTheUsualOneMayKeepItsCursor(t *testing.T) {
	var pages []Page
	for i := range 20 {
		pages = append(pages, pageOf(`"kept"`, fmt.Sprint(i)))
	}
	stuck := append(pages[:20:20], pages[19], pages[19], pages[19], pages[19])
	for name, o := range map[string]RunOptions{"full": {Full: true}, "since": {Since: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)}} {
		m := newMemory()
		got, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, pages...), o)
		if err != nil || got.Outcome != study.HarvestDone || got.Seen != 20 {
			t.Errorf("%s: got %+v, error %v, want 20 records", name, got, err)
		}
		if _, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, stuck...), o); err == nil {
			t.Errorf("%s: pages that repeat their records and their cursor must end the run", name)
		}
	}
}

func TestRunHandsThePlanOver(t *testing.T) {
	m := newMemory()
	m.cursors["fake"] = json.RawMessage(`{"v":1}`)
	since := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	var got Plan
	src := fakeSource{"fake", func(_ context.Context, p Plan, _ func(Page, error) bool) { got = p }}
	if _, err := NewHarvester(m, m, nil).Run(t.Context(), src, RunOptions{Since: since, Full: true}); err != nil {
		t.Fatal(err)
	}
	want := Plan{Since: since, Full: true, Cursor: json.RawMessage(`{"v":1}`), Now: got.Now}
	if diff := cmp.Diff(want, got); diff != "" || got.Now.IsZero() {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

func TestRunReportsProgress(t *testing.T) {
	m := newMemory()
	var got []string
	_, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, pageOf(`1`, "a"), pageOf(`2`, "b", "c")), RunOptions{
		Progress: func(h study.Harvest) { got = append(got, fmt.Sprintf("%s %d", h.Outcome, h.Seen)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"running 0", "running 1", "running 3", "done 3"}, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		t.Run(fmt.Sprintf("quiet %v", quiet), func(t *testing.T) {
			m := newMemory()
			ctx, cancel := context.WithCancel(t.Context())
			src := fakeSource{"fake", func(ctx context.Context, _ Plan, yield func(Page, error) bool) {
				yield(pageOf(`1`, "a"), nil)
				cancel()
				if !quiet {
					yield(Page{}, fmt.Errorf("fetch: %w", ctx.Err()))
				}
			}}
			got, err := NewHarvester(m, m, nil).Run(ctx, src, RunOptions{})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v, want context.Canceled", err)
			}
			if got.Outcome != study.HarvestInterrupted || m.runs()[0].Outcome != study.HarvestInterrupted {
				t.Errorf("got %s, recorded %s, want interrupted", got.Outcome, m.runs()[0].Outcome)
			}
			if string(m.cursors["fake"]) != "1" || len(m.leases) != 0 {
				t.Errorf("cursor %s, leases %v", m.cursors["fake"], m.leases)
			}
		})
	}
}

func TestRunSurvivesABrokenReader(t *testing.T) {
	m := newMemory()
	src := fakeSource{"fake", func(_ context.Context, _ Plan, yield func(Page, error) bool) {
		yield(pageOf(`1`, "a"), nil)
		panic("index out of range")
	}}
	got, err := NewHarvester(m, m, nil).Run(t.Context(), src, RunOptions{})
	if err == nil || got.Outcome != study.HarvestFailed || !strings.Contains(got.Error, "index out of range") {
		t.Errorf("got %s %q, error %v", got.Outcome, got.Error, err)
	}
}

func TestRunCountsNothingOfAPageThatWasNotStored(t *testing.T) {
	m := newMemory()
	m.fail = errors.New("disk full")
	p := pageOf(`1`, "a")
	p.Failed = []study.RecordError{{Key: "b"}}
	got, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, p), RunOptions{})
	if !errors.Is(err, m.fail) || got.Seen != 0 || got.Failed != 0 || m.cursors["fake"] != nil {
		t.Errorf("got %+v, error %v, cursor %s", got, err, m.cursors["fake"])
	}
}

func TestRunBoundsItsWarnings(t *testing.T) {
	p := pageOf(`1`, "a")
	for i := range maxWarnings + 7 {
		p.Warnings = append(p.Warnings, fmt.Sprint(i))
	}
	m := newMemory()
	got, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, p), RunOptions{})
	if err != nil || len(got.Warnings) != maxWarnings+1 || got.Warnings[maxWarnings] != "and 7 more, see the log" {
		t.Errorf("got %d warnings, the last %q, error %v", len(got.Warnings), got.Warnings[len(got.Warnings)-1], err)
	}
}

func TestRunLease(t *testing.T) {
	held := func(m *memory, d time.Duration) {
		m.leases["fake"] = study.Lease{Source: "fake", Holder: "other", Since: time.Now(), Until: time.Now().Add(d)}
	}
	t.Run("held by another", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			held(m, time.Minute)
			got, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, pageOf(`1`, "a")), RunOptions{Wait: 30 * time.Second})
			var who *study.LeaseHeld
			if !errors.As(err, &who) || who.Lease.Holder != "other" || got.Outcome != study.HarvestFailed || len(m.runs()) != 0 {
				t.Errorf("got %+v, error %v", got, err)
			}
		})
	})
	t.Run("waited for", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			held(m, time.Minute)
			start := time.Now()
			got, err := NewHarvester(m, m, nil).Run(t.Context(), pagesThen(nil, pageOf(`1`, "a")), RunOptions{Wait: 2 * time.Minute})
			if err != nil || got.Outcome != study.HarvestDone || time.Since(start) != time.Minute {
				t.Errorf("got %s after %v, error %v", got.Outcome, time.Since(start), err)
			}
		})
	})
	t.Run("renewed while a page takes long", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			src := fakeSource{"fake", func(ctx context.Context, _ Plan, yield func(Page, error) bool) {
				_ = sleep(ctx, 10*LeaseTime)
				yield(pageOf(`1`, "a"), nil)
			}}
			go func() {
				_ = sleep(t.Context(), 5*LeaseTime)
				if _, err := m.AcquireLease(t.Context(), "fake", "thief", LeaseTime); !errors.Is(err, study.ErrLeaseHeld) {
					t.Errorf("another process got the lease: %v", err)
				}
			}()
			if got, err := NewHarvester(m, m, nil).Run(t.Context(), src, RunOptions{}); err != nil || got.New != 1 {
				t.Errorf("got %+v, error %v", got, err)
			}
		})
	})
	t.Run("lost", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			src := fakeSource{"fake", func(ctx context.Context, _ Plan, yield func(Page, error) bool) {
				held(m, time.Hour)
				err := sleep(ctx, time.Hour)
				yield(Page{}, err)
			}}
			got, err := NewHarvester(m, m, nil).Run(t.Context(), src, RunOptions{})
			if !errors.Is(err, study.ErrLeaseLost) || got.Outcome != study.HarvestFailed {
				t.Errorf("got %s, error %v, want failed and ErrLeaseLost", got.Outcome, err)
			}
			if m.leases["fake"].Holder != "other" {
				t.Error("the other's lease was given away")
			}
		})
	})
}
