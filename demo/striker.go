package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"evidelic/study"
)

// Faults say what goes wrong, and when. The zero Faults: nothing. Whatever they
// say, a request with the header X-Demo-Fault or the parameter demo_fault gets
// the fault named there, every time.
type Faults struct {
	Seed     uint64        // of Chance and of the choice among Kinds
	Every    int           // strike every so many requests: 3 is every third; 0: none
	Chance   float64       // strike a request with this probability, 0 to 1
	Kinds    []Fault       // the passing faults to choose from; empty: those that cost a client no waiting
	Times    int           // how often one and the same request is struck at most: 1 or 2; 0: 1
	Standing []Fault       // standing faults, on for every request
	Patience time.Duration // of FaultHang and FaultSlow: 0 to 5 minutes; 0: 2 s
}

// waiting are the faults that cost a client time. They strike only on request.
var waiting = []Fault{Fault429, FaultSlow, FaultHang}

// maxStruck bounds the memory of struck requests.
const maxStruck = 1 << 16

// striker decides which request is struck by what, and counts.
type striker struct {
	mu     sync.Mutex
	faults Faults
	r      *rand.Rand
	seen   int            // requests
	struck map[string]int // how often, by request
	counts map[Fault]int  // how often, by fault
}

func newStriker(f Faults) (*striker, error) {
	s := &striker{counts: map[Fault]int{}}
	return s, s.set(f)
}

func (s *striker) set(f Faults) error {
	if f.Every < 0 || f.Chance < 0 || f.Chance > 1 || f.Times < 0 || f.Times > 2 || f.Patience < 0 || f.Patience > 5*time.Minute {
		return fmt.Errorf("demo: faults: every %d, chance %g, times %d or patience %s out of range: %w", f.Every, f.Chance, f.Times, f.Patience, study.ErrInvalid)
	}
	for _, k := range f.Kinds {
		if !slices.Contains(PassingFaults(), k) {
			return fmt.Errorf("demo: faults: kinds: %q is not a passing fault: %w", k, study.ErrInvalid)
		}
	}
	for _, k := range f.Standing {
		if !slices.Contains(StandingFaults(), k) {
			return fmt.Errorf("demo: faults: standing: %q is not a standing fault: %w", k, study.ErrInvalid)
		}
	}
	if len(f.Kinds) == 0 {
		f.Kinds = slices.DeleteFunc(PassingFaults(), func(k Fault) bool { return slices.Contains(waiting, k) })
	}
	f.Times = max(f.Times, 1)
	if f.Patience == 0 {
		f.Patience = 2 * time.Second
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.r, s.struck = f, dice(f.Seed, 0xfa017), map[string]int{}
	return nil
}

// next gives the fault that meets the call; "" for none. A standing fault is
// given when no other one strikes.
func (s *striker) next(c *call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.choose(c)
	if f != "" {
		s.counts[f]++
	}
	return f
}

func (s *striker) choose(c *call) Fault {
	if f := Fault(c.r.Header.Get("X-Demo-Fault")); f != "" {
		return f
	}
	if f := Fault(c.form.Get("demo_fault")); f != "" {
		return f
	}
	if c.source == "" {
		return ""
	}
	s.seen++
	due := s.faults.Every > 0 && s.seen%s.faults.Every == 0
	if s.faults.Chance > 0 && s.r.Float64() < s.faults.Chance {
		due = true
	}
	if due && s.strikes(c) {
		return pick(s.r, s.faults.Kinds)
	}
	return s.standing(c)
}

// strikes says whether the call may be struck once more, and notes it.
func (s *striker) strikes(c *call) bool {
	id := c.r.Method + " " + c.r.URL.Path + "?" + c.form.Encode()
	if s.struck[id] >= s.faults.Times {
		return false
	}
	if len(s.struck) >= maxStruck {
		clear(s.struck)
	}
	s.struck[id]++
	return true
}

// standing gives the standing fault for the call. Where both are set, totals are
// wrong on first pages and cursors repeat on later ones.
func (s *striker) standing(c *call) Fault {
	switch {
	case slices.Contains(s.faults.Standing, FaultRepeatCursor) && c.later():
		return FaultRepeatCursor
	case slices.Contains(s.faults.Standing, FaultWrongTotal):
		return FaultWrongTotal
	}
	return ""
}

// later says whether the call asks for a page after the first.
func (c *call) later() bool {
	mark := c.form.Get("cursorMark") + c.form.Get("cursor")
	return c.form.Get("pageToken") != "" || c.form.Get("resumptionToken") != "" || mark != "" && mark != "*"
}

func (s *striker) extra() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.faults.Standing, FaultWrongTotal) {
		return extraTotal
	}
	return 0
}

func (s *striker) patience() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.Patience
}

// SetFaults changes what goes wrong from the next request on. It returns an
// error wrapping study.ErrInvalid, and changes nothing, when f is out of range.
func (w *World) SetFaults(f Faults) error { return w.faults.set(f) }

// Struck gives how often each fault has struck since the world began, so that a
// test can tell that it did.
func (w *World) Struck() map[Fault]int {
	w.faults.mu.Lock()
	defer w.faults.mu.Unlock()
	out := make(map[Fault]int, len(w.faults.counts))
	for f, n := range w.faults.counts {
		out[f] = n
	}
	return out
}
