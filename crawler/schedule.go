package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"evidelic/study"
)

// checkTime is how often a waiting source looks at the timetable again: another
// process may have made the run, the computer may have slept.
const checkTime = time.Minute

// retryTimes are the pauses after a first, second and third failed run in a row;
// after that the source waits for its cron time. A run never waits longer than
// until its cron time, unless the source itself asks for more.
var retryTimes = [...]time.Duration{5 * time.Minute, 15 * time.Minute, time.Hour}

// Job is one source and when it is harvested.
type Job struct {
	Source Source
	Cron   Cron
	// Completes: the source completes what others have found. After a start it waits
	// until each of those that is due has made a run, so that a new library is
	// completed on its first day.
	Completes bool
}

// Schedule harvests sources by their timetable, each on its own and one run at a
// time. The timetable is in the store, so a restart forgets nothing: a run that
// was missed, once or often, is made up for once, at once.
type Schedule struct {
	harvester *Harvester
	table     Timetable
	jobs      []Job
	log       *slog.Logger
	progress  func(study.Harvest)
}

// NewSchedule gives a schedule that Run carries out. progress may be nil; it is
// called from several goroutines.
func NewSchedule(h *Harvester, table Timetable, jobs []Job, progress func(study.Harvest)) *Schedule {
	return &Schedule{harvester: h, table: table, jobs: jobs, log: h.log, progress: progress}
}

// Run harvests whenever a source is due, until ctx ends; then it waits for the
// runs to stop and gives nil. A run that fails is logged, recorded and tried
// again; it never ends the schedule.
func (s *Schedule) Run(ctx context.Context) error {
	var wg, finding sync.WaitGroup
	for _, j := range s.jobs {
		if !j.Completes {
			finding.Add(1)
		}
	}
	for _, j := range s.jobs {
		wg.Go(func() {
			k := &keeper{Job: j, looked: sync.OnceFunc(finding.Done)}
			if j.Completes {
				_, _ = s.due(ctx, k) // so that it is shown; keep tells of an error
				finding.Wait()
			} else {
				defer k.looked() // ctx may end before
			}
			s.keep(ctx, k)
		})
	}
	wg.Wait()
	return nil
}

// keeper follows one source.
type keeper struct {
	Job
	failures int       // runs that failed in a row
	next     time.Time // entered by the last run that ended
	looked   func()    // to be called once the source need not be waited for
}

func (s *Schedule) keep(ctx context.Context, k *keeper) {
	for ctx.Err() == nil {
		wait := checkTime
		due, err := s.due(ctx, k)
		switch {
		case err != nil && ctx.Err() == nil:
			s.log.Error("schedule: timetable not read", "source", k.Source.Name(), "error", err)
		case err == nil && !due.After(time.Now()):
			wait = s.harvest(ctx, k)
		case err == nil:
			wait = min(wait, time.Until(due))
		}
		if !k.Completes {
			k.looked()
		}
		if sleep(ctx, wait) != nil {
			return
		}
	}
}

// due gives the source's next run, and enters one where there is none: now for a
// source that the library has never harvested, else the cron time.
func (s *Schedule) due(ctx context.Context, k *keeper) (time.Time, error) {
	at, err := s.table.NextRun(ctx, k.Source.Name())
	if err != nil || !at.IsZero() {
		return at, err
	}
	cursor, err := s.harvester.library.Cursor(ctx, k.Source.Name())
	if err != nil {
		return at, err
	}
	// The entry stays until a run has ended, so that one that is killed is due
	// again after a restart.
	at, why := time.Now().UTC(), "the first harvest of this source"
	if cursor != nil {
		at, why = k.Cron.Next(at).UTC(), s.asPlanned(k)
	}
	return at, s.table.SetNextRun(ctx, k.Source.Name(), at, why)
}

// harvest makes one run and gives the time until the timetable is to be looked
// at again.
func (s *Schedule) harvest(ctx context.Context, k *keeper) time.Duration {
	k.next = time.Now().Add(checkTime).UTC() // for a run that cannot even begin
	_, err := s.harvester.Run(ctx, k.Source, RunOptions{
		Progress: s.progress,
		due: func(ctx context.Context) (bool, error) {
			at, err := s.table.NextRun(ctx, k.Source.Name())
			return err == nil && !at.After(time.Now()), err
		},
		ended: func(ctx context.Context, h study.Harvest, err error) error { return s.plan(ctx, k, h, err) },
	})
	var held *study.LeaseHeld
	switch {
	case err == nil, ctx.Err() != nil:
		return time.Second // not at once, should the timetable not have taken the entry
	case errors.As(err, &held):
		s.log.Info("schedule: another process harvests this source", "source", k.Source.Name(), "holder", held.Lease.Holder)
	case !errors.Is(err, errNotDue):
		s.log.Error("schedule: harvest failed", "source", k.Source.Name(), "again", k.next, "error", err)
	}
	return checkTime
}

// plan enters the next run after one that has ended. One that was stopped with
// the program stays due.
func (s *Schedule) plan(ctx context.Context, k *keeper, h study.Harvest, cause error) error {
	if h.Outcome == study.HarvestInterrupted {
		return nil
	}
	k.failures++
	at, why := s.again(k, cause)
	if cause == nil {
		k.failures = 0
		at, why = k.Cron.Next(time.Now()), s.asPlanned(k)
	}
	k.next = at.UTC()
	return s.table.SetNextRun(ctx, k.Source.Name(), k.next, why)
}

func (s *Schedule) asPlanned(k *keeper) string {
	return fmt.Sprintf("as planned (%s)", k.Cron)
}

// again gives the time of the next run after a failure, and why it is then.
func (s *Schedule) again(k *keeper, cause error) (time.Time, string) {
	now := time.Now()
	at := k.Cron.Next(now)
	if k.failures <= len(retryTimes) {
		if soon := now.Add(retryTimes[k.failures-1]); soon.Before(at) {
			at = soon
		}
	}
	var later *LaterError
	if errors.As(cause, &later) && later.At.After(at) {
		at = later.At
	}
	var status *StatusError
	if errors.As(cause, &status) && now.Add(status.RetryAfter).After(at) {
		at = now.Add(status.RetryAfter)
	}
	return at, clip(fmt.Sprintf("trying again after %s: %v", failures(k.failures), cause), 500)
}

func failures(n int) string {
	if n == 1 {
		return "a failed run"
	}
	return fmt.Sprintf("%d failed runs", n)
}
