package crawler

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"evidelic/study"
)

// counted is a source that notes when it is asked, and fails as told.
type counted struct {
	name  string
	at    []time.Duration // since start
	fail  func(n int) error
	takes time.Duration
	start time.Time

	completes bool
}

func (c *counted) source() Source {
	return fakeSource{c.name, func(ctx context.Context, _ Plan, yield func(Page, error) bool) {
		c.at = append(c.at, time.Since(c.start))
		if err := sleep(ctx, c.takes); err != nil {
			yield(Page{}, err)
			return
		}
		if c.fail != nil {
			if err := c.fail(len(c.at)); err != nil {
				yield(Page{}, err)
				return
			}
		}
		yield(pageOf(`1`, c.name), nil)
	}}
}

func mustCron(t *testing.T, e string) Cron {
	t.Helper()
	c, err := ParseCron(e)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// runFor runs a schedule of the sources, each at every cron, for a time.
func runFor(t *testing.T, m *memory, d time.Duration, cron string, sources ...*counted) {
	t.Helper()
	var jobs []Job
	for _, s := range sources {
		s.start = time.Now()
		jobs = append(jobs, Job{Source: s.source(), Cron: mustCron(t, cron), Completes: s.completes})
	}
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := NewSchedule(NewHarvester(m, m, nil), m, jobs, nil).Run(ctx); err != nil {
		t.Fatal(err)
	}
}

func wantTimes(t *testing.T, got []time.Duration, want ...time.Duration) {
	t.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		// The timetable is looked at once a second at the finest.
		ok = got[i] >= want[i] && got[i] <= want[i]+2*time.Second
	}
	if !ok {
		t.Errorf("runs at %v, want %v", got, want)
	}
}

const every6h = "CRON_TZ=UTC 0 */6 * * *" // a bubble's clock starts at midnight UTC

func TestScheduleBeginsAtOnceAndGoesOnByCron(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s := newMemory(), &counted{name: "fake", takes: time.Minute}
		runFor(t, m, 13*time.Hour, every6h, s)
		wantTimes(t, s.at, 0, 6*time.Hour, 12*time.Hour)
		if got := m.next["fake"].Sub(s.start); got != 18*time.Hour || !strings.Contains(m.why["fake"], "as planned") {
			t.Errorf("next run after %v (%s), want 18h", got, m.why["fake"])
		}
	})
}

func TestScheduleWaitsWhenTheLibraryWasHarvestedByHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s := newMemory(), &counted{name: "fake"}
		m.cursors["fake"] = json.RawMessage(`1`)
		runFor(t, m, 7*time.Hour, every6h, s)
		wantTimes(t, s.at, 6*time.Hour)
	})
}

func TestScheduleMakesUpForMissedRunsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s := newMemory(), &counted{name: "fake"}
		m.next["fake"] = time.Now().Add(-100 * time.Hour)
		runFor(t, m, 7*time.Hour, every6h, s)
		wantTimes(t, s.at, 0, 6*time.Hour)
	})
}

func TestScheduleRetriesSoonerThenByCron(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		s := &counted{name: "fake", fail: func(int) error { return errors.New("no route") }}
		runFor(t, m, 13*time.Hour, every6h, s)
		wantTimes(t, s.at, 0, 5*time.Minute, 20*time.Minute, 80*time.Minute, 6*time.Hour, 12*time.Hour)
		if why := m.why["fake"]; !strings.Contains(why, "6 failed runs") || !strings.Contains(why, "no route") {
			t.Errorf("why: %q", why)
		}
	})
}

func TestScheduleForgetsFailuresAfterASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &counted{name: "fake", fail: func(n int) error {
			if n == 1 || n == 3 {
				return errors.New("no route")
			}
			return nil
		}}
		runFor(t, newMemory(), 7*time.Hour, every6h, s)
		wantTimes(t, s.at, 0, 5*time.Minute, 6*time.Hour, 6*time.Hour+5*time.Minute)
	})
}

func TestScheduleHonoursTheTimeThatAServerAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &counted{name: "fake"}
		s.fail = func(n int) error {
			if n == 1 {
				return &LaterError{Host: "x", At: time.Now().Add(9 * time.Hour)}
			}
			return nil
		}
		runFor(t, newMemory(), 10*time.Hour, every6h, s)
		wantTimes(t, s.at, 0, 9*time.Hour)
	})
}

func TestScheduleRunsSourcesBesideEachOtherAndOneOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := &counted{name: "a", takes: 8 * time.Hour}, &counted{name: "b"}
		runFor(t, newMemory(), 13*time.Hour, every6h, a, b)
		wantTimes(t, a.at, 0, 12*time.Hour) // 06:00 fell into the first run
		wantTimes(t, b.at, 0, 6*time.Hour, 12*time.Hour)
	})
}

func TestScheduleCompletesAfterTheFirstHarvests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		finds := &counted{name: "finds", takes: time.Hour}
		fails := &counted{name: "fails", takes: 2 * time.Hour, fail: func(int) error { return errors.New("no") }}
		rests := &counted{name: "rests"}
		m.cursors["rests"] = json.RawMessage(`1`)
		completes := &counted{name: "completes", completes: true}
		runFor(t, m, 5*time.Hour, every6h, completes, finds, fails, rests)
		wantTimes(t, completes.at, 2*time.Hour)
		wantTimes(t, rests.at)
	})
}

func TestTwoSchedulesOnOneStoreRunOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var runs, together, most atomic.Int32
		src := fakeSource{"fake", func(ctx context.Context, _ Plan, yield func(Page, error) bool) {
			runs.Add(1)
			most.Store(max(most.Load(), together.Add(1)))
			defer together.Add(-1)
			_ = sleep(ctx, 90*time.Second)
			yield(pageOf(`1`, "a"), nil)
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 13*time.Hour)
		defer cancel()
		done := make(chan error, 2)
		for range 2 {
			go func() {
				done <- NewSchedule(NewHarvester(m, m, nil), m, []Job{{Source: src, Cron: mustCron(t, every6h)}}, nil).Run(ctx)
			}()
		}
		<-done
		<-done
		if runs.Load() != 3 || most.Load() != 1 {
			t.Errorf("%d runs, %d at once; want 3, one at a time", runs.Load(), most.Load())
		}
	})
}

func TestScheduleStopsWithItsContextAndStaysDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s := newMemory(), &counted{name: "fake", takes: 5 * time.Hour}
		runFor(t, m, time.Hour, every6h, s)
		if got := time.Since(s.start); got != time.Hour {
			t.Errorf("stopped after %v, want at once at 1h", got)
		}
		if m.runs()[0].Outcome != study.HarvestInterrupted || m.next["fake"].After(time.Now()) {
			t.Errorf("outcome %s, next run %v", m.runs()[0].Outcome, m.next["fake"])
		}
		again := &counted{name: "fake"}
		runFor(t, m, time.Hour, every6h, again)
		wantTimes(t, again.at, 0)
	})
}

func TestScheduleSurvivesATimetableThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s := newMemory(), &counted{name: "fake"}
		m.failTable = errors.New("disk full")
		time.AfterFunc(10*time.Minute+30*time.Second, func() {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.failTable = nil
		})
		runFor(t, m, time.Hour, every6h, s)
		wantTimes(t, s.at, 11*time.Minute) // it is looked at once a minute
	})
}

func TestScheduleLogsWhenItTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		m := newMemory()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		want := time.Now().Add(5 * time.Minute).UTC().Format("15:04")
		h := NewHarvester(m, m, slog.New(slog.NewTextHandler(&log, nil)))
		jobs := []Job{{Source: pagesThen(errors.New("no such host")), Cron: mustCron(t, every6h)}}
		if err := NewSchedule(h, m, jobs, nil).Run(ctx); err != nil {
			t.Fatal(err)
		}
		if got := log.String(); !strings.Contains(got, "T"+want) || !strings.Contains(got, "no such host") || strings.Count(got, "\n") != 1 {
			t.Errorf("log:\n%s\nwant one line with the error and %s", got, want)
		}
	})
}
