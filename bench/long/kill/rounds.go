package kill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"evidelic/demo"
)

// Outcome is what came of Rounds.
type Outcome struct {
	Kills  int           // how often the program was killed
	Rounds int           // how many libraries were harvested to the end
	Whole  time.Duration // what the harvest takes that is not killed
	Took   time.Duration // all of it
}

// Rounds harvests once without a kill, and then again and again into an empty
// library while it kills the program, until it has done so kills times in all,
// about perRound times in each. Each library must end as the first one, which
// must be exact; the first difference is an error.
func (l *Lab) Rounds(ctx context.Context, kills, perRound int, r *rand.Rand) (Outcome, error) {
	begin := time.Now()
	var o Outcome
	if err := l.Harvest(ctx, "whole"); err != nil {
		return o, err
	}
	o.Whole = time.Since(begin)
	if err := l.exact(ctx, "whole"); err != nil {
		return o, err
	}
	for o.Kills < kills {
		name := fmt.Sprintf("killed-%d", o.Rounds)
		n, err := l.HarvestKilled(ctx, name, min(perRound, kills-o.Kills), l.moment(o.Whole, perRound), r)
		o.Kills += n
		o.Took = time.Since(begin)
		if err != nil {
			return o, fmt.Errorf("round %d: %w", o.Rounds, err)
		}
		if err := l.same(ctx, name); err != nil {
			return o, fmt.Errorf("round %d, %d kills: %w", o.Rounds, n, err)
		}
		o.Rounds++
	}
	return o, nil
}

// Faults are the passing faults that cost no waiting, at every fifth request.
func Faults() demo.Faults { return demo.Faults{Seed: 7, Every: 5} }

// WithAndWithout harvests the world as it is and then with faults: both libraries
// must hold exactly what the world holds, and the same. The first difference is
// an error.
func (l *Lab) WithAndWithout(ctx context.Context, f demo.Faults) error {
	if err := l.Harvest(ctx, "whole"); err != nil {
		return err
	}
	if err := l.exact(ctx, "whole"); err != nil {
		return fmt.Errorf("without faults: %w", err)
	}
	if err := l.World.SetFaults(f); err != nil {
		return err
	}
	if err := l.Harvest(ctx, "faults"); err != nil {
		return err
	}
	if n := len(l.World.Struck()); n < 3 {
		return fmt.Errorf("only %d kinds of faults struck", n)
	}
	if err := l.Faultless(ctx, "faults"); err != nil {
		return fmt.Errorf("with faults: %w", err)
	}
	return l.same(ctx, "faults")
}

// moment gives the longest time that a program is left running: short enough for
// about n kills in one harvest, long enough to get somewhere.
func (l *Lab) moment(whole time.Duration, n int) time.Duration {
	return max(2*whole/time.Duration(n), 300*time.Millisecond)
}

// exact checks a library against the world.
func (l *Lab) exact(ctx context.Context, name string) error {
	diff, err := l.Parity(ctx, name)
	if err == nil && len(diff) > 0 {
		err = fmt.Errorf("the library is not what the world holds: %q", diff)
	}
	if err == nil {
		err = l.Faultless(ctx, name)
	}
	return err
}

// same checks a library against the world and against the whole one, and deletes
// it.
func (l *Lab) same(ctx context.Context, name string) error {
	diff, err := l.Parity(ctx, name)
	if err == nil && len(diff) == 0 {
		diff, err = l.Differences(ctx, "whole", name)
	}
	if err == nil && len(diff) > 0 {
		err = fmt.Errorf("the library %s differs: %q", name, diff)
	}
	if err != nil {
		return err
	}
	return l.Remove(name)
}
