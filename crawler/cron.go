package crawler

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Cron is a timetable entry: five fields (minute, hour, day of month, month, day
// of week), or "@daily" and its like, or "@every 6h", with "CRON_TZ=Area/City "
// before it when not local time.
type Cron struct {
	expression string
	schedule   cron.Schedule
}

// ParseCron reads a cron expression. The error says what is wrong with it and
// gives an example; an expression that never comes true, and one that comes more
// often than each minute, are refused too.
func ParseCron(expression string) (Cron, error) {
	fail := func(why string) (Cron, error) {
		return Cron{}, fmt.Errorf(`cron expression %q: %s (for 03:30 each day write "30 3 * * *" or for every six hours "@every 6h")`, clip(expression, 100), why)
	}
	e := strings.TrimSpace(expression)
	if e == "" || len(e) > 200 {
		return fail("it must have between 1 and 200 characters")
	}
	// The parser panics on a zone with nothing after it.
	if strings.Contains(e, "TZ=") && len(strings.Fields(e)) < 2 {
		return fail("nothing follows the time zone")
	}
	s, err := cron.ParseStandard(strings.Join(strings.Fields(e), " "))
	if err != nil {
		return fail(err.Error())
	}
	if every, ok := s.(cron.ConstantDelaySchedule); ok && every.Delay < time.Minute {
		return fail("it is more often than once a minute")
	}
	if s.Next(time.Now()).IsZero() {
		return fail("no such date ever comes")
	}
	return Cron{e, s}, nil
}

// Next gives the first moment after t at which the entry comes true.
func (c Cron) Next(t time.Time) time.Time { return c.schedule.Next(t) }

// String gives the expression.
func (c Cron) String() string { return c.expression }
