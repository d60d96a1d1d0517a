package europepmc

import (
	"encoding/json"
	"fmt"
	"time"

	"evidelic/crawler"
	"evidelic/study"
)

// cursorVersion is raised when the meaning of a cursor changes; a cursor of
// another version is refused, so that nothing is skipped by mistake.
const cursorVersion = 1

// markLife is how long a cursorMark is trusted. The index behind it changes
// daily, and a mark holds a place in the ranking of its day.
const markLife = 24 * time.Hour

// day is the form of dates in queries and cursors.
const day = "2006-01-02"

// floor lies before every record: the first harvest goes down to it.
const floor = "1900-01-01"

// cursor says what has been harvested, and where a harvest that goes on stands.
type cursor struct {
	V     int    `json:"v"`
	Query string `json:"query"`           // fingerprint of the expression; another expression begins anew
	Bound string `json:"bound,omitempty"` // everything that changed up to this day has been harvested
	Run   *run   `json:"run,omitempty"`   // the range that is being harvested
}

// run is a frozen range of days and the place in it. Windows are walked from To
// down to From.
type run struct {
	From       string    `json:"from"`
	To         string    `json:"to"`
	WindowFrom string    `json:"window_from"`
	WindowTo   string    `json:"window_to"`
	Mark       string    `json:"mark"`      // the cursorMark to ask for next; "*" at the window's head
	At         time.Time `json:"at"`        // when Mark was given
	Delivered  int       `json:"delivered"` // records that this window has given so far
	Announced  int       `json:"announced"` // records of the whole range, all windows
}

// parseCursor reads a cursor strictly. nil gives the zero cursor.
func parseCursor(raw json.RawMessage) (cursor, error) {
	c, err := crawler.DecodeCursor[cursor]("europepmc", cursorVersion, raw)
	if err != nil {
		return cursor{}, err
	}
	if c.Bound != "" && !isDay(c.Bound) {
		return cursor{}, fmt.Errorf("europepmc: cursor: bound %q: %w", c.Bound, study.ErrInvalid)
	}
	if c.Run != nil {
		if err := c.Run.check(); err != nil {
			return cursor{}, fmt.Errorf("europepmc: cursor: %w: %w", study.ErrInvalid, err)
		}
	}
	return c, nil
}

// check makes sure that the run's days are days and lie in each other.
func (r *run) check() error {
	for _, d := range []string{r.From, r.To, r.WindowFrom, r.WindowTo} {
		if !isDay(d) {
			return fmt.Errorf("%q is not a day", d)
		}
	}
	if r.From > r.WindowFrom || r.WindowFrom > r.WindowTo || r.WindowTo > r.To {
		return fmt.Errorf("window %s..%s does not lie in %s..%s", r.WindowFrom, r.WindowTo, r.From, r.To)
	}
	if r.Mark == "" || r.Delivered < 0 || r.Announced < 0 {
		return fmt.Errorf("mark %q, delivered %d, announced %d", r.Mark, r.Delivered, r.Announced)
	}
	return nil
}

func isDay(s string) bool {
	t, err := time.Parse(day, s)
	return err == nil && t.Year() >= 1900
}

// raw writes the cursor.
func (c cursor) raw() json.RawMessage { return crawler.EncodeCursor(c) }

// firstWindow is the number of days of a run's newest window. Each further one is
// twice as long, so that a new library is useful soon and the distant past costs
// a dozen windows.
const firstWindow = 30

// newRun gives a run over a range, standing at the head of its newest window.
func newRun(from, to string) *run {
	r := &run{From: from, To: to, Mark: "*"}
	r.window(to, firstWindow)
	return r
}

// window sets the window that ends on to and has the given number of days; the
// last one reaches down to From.
func (r *run) window(to string, days int) {
	r.WindowTo = to
	r.WindowFrom = max(r.From, addDays(to, 1-days))
	r.Mark, r.Delivered, r.At = "*", 0, time.Time{}
}

// next moves to the next older window; false when there is none.
func (r *run) next() bool {
	if r.WindowFrom <= r.From {
		return false
	}
	r.window(addDays(r.WindowFrom, -1), 2*r.days())
	return true
}

// days gives the length of the window.
func (r *run) days() int {
	from, _ := time.Parse(day, r.WindowFrom)
	to, _ := time.Parse(day, r.WindowTo)
	return int(to.Sub(from).Hours()/24) + 1
}

// restart goes back to the head of the window.
func (r *run) restart() { r.Mark, r.Delivered, r.At = "*", 0, time.Time{} }

// addDays moves a day; what comes before the floor is the floor.
func addDays(d string, n int) string {
	t, _ := time.Parse(day, d)
	return max(floor, t.AddDate(0, 0, n).Format(day))
}
