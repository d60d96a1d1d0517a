package main

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"evidelic/bench/long/kill"
	"evidelic/demo"
)

// asProgram is the environment variable that makes the test binary the program.
const asProgram = "EVIDELIC_TEST_AS_PROGRAM"

// TestMain lets the tests start this binary as the program itself, to kill it.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, retryPause: 10 * time.Millisecond}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// thisProgram starts the test binary as the program.
func thisProgram(t *testing.T) kill.Program {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return kill.Program{Path: path, Env: []string{asProgram + "=1"}}
}

func newLab(t *testing.T, opt demo.Options, pageSize int) *kill.Lab {
	t.Helper()
	opt.Seed, opt.NoRateLimit = 11, true
	lab, err := kill.New(t.Context(), t.TempDir(), thisProgram(t), opt, pageSize)
	if err != nil {
		t.Fatal(err)
	}
	return lab
}

// TestParity harvests a world with and without faults: what is stored is what the
// world holds, in both.
func TestParity(t *testing.T) {
	t.Parallel()
	lab := newLab(t, demo.Options{Studies: 400}, 40)
	if err := lab.WithAndWithout(t.Context(), kill.Faults()); err != nil {
		t.Error(err)
	}
}

// TestWrongTotal harvests from sources that announce more than they have: all of
// it arrives, and the gap is named.
func TestWrongTotal(t *testing.T) {
	t.Parallel()
	lab := newLab(t, demo.Options{Studies: 150, Faults: demo.Faults{Standing: []demo.Fault{demo.FaultWrongTotal}}}, 100)
	if err := lab.Crawl(t.Context(), "library"); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("status 3 is wanted, not %v", err)
	}
	if diff, err := lab.Parity(t.Context(), "library"); err != nil || len(diff) > 0 {
		t.Errorf("%v, %q", err, diff)
	}
	states, err := lab.Harvests(t.Context(), "library")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		if s.Last == nil || s.Last.Outcome != "partial" || len(s.Last.Gaps) == 0 {
			t.Errorf("%s: %+v, want a gap", s.Source, s.Last)
		}
	}
	if len(states) != 3 {
		t.Errorf("%d sources", len(states))
	}
}

// TestKill kills the program at a few random moments of a harvest.
func TestKill(t *testing.T) {
	t.Parallel()
	lab := newLab(t, demo.Options{Studies: 300, Faults: kill.Faults()}, 30)
	seed := uint64(time.Now().UnixNano())
	o, err := lab.Rounds(t.Context(), 5, 5, rand.New(rand.NewPCG(seed, 0)))
	if err != nil || o.Kills != 5 {
		t.Errorf("seed %d: %+v: %v", seed, o, err)
	}
}

// TestLong runs bench/long, which does the same with the program as users have
// it: 20 kills over 5,000 studies, and 20,000 studies with and without faults.
func TestLong(t *testing.T) {
	if os.Getenv("EVIDELIC_LONG") == "" {
		t.Skip("EVIDELIC_LONG is not set")
	}
	long := filepath.Join(t.TempDir(), "long")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", long, "./bench/long").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for _, args := range [][]string{{"--studies", "5000", "--kills", "20"}, {"--studies", "20000", "--page-size", "500", "--kills", "0"}} {
		out, err := exec.CommandContext(t.Context(), long, args...).CombinedOutput()
		if err != nil {
			t.Errorf("%v: %v", args, err)
		}
		t.Logf("%s", out)
	}
}

// TestSecondHarvest lets the world live on after a harvest: the library differs
// until the next harvest, and then it is what a first harvest of the new world
// gives.
func TestSecondHarvest(t *testing.T) {
	t.Parallel()
	lab := newLab(t, demo.Options{Studies: 200}, 50)
	if err := lab.Harvest(t.Context(), "library"); err != nil {
		t.Fatal(err)
	}
	if _, err := lab.World.Advance(demo.Step{Add: 12, Revise: 12, Retract: 3, Correct: 2, Publish: 3}); err != nil {
		t.Fatal(err)
	}
	if diff, err := lab.Parity(t.Context(), "library"); err != nil || len(diff) == 0 {
		t.Errorf("the world lived on, and the comparison found nothing: %v", err)
	}
	for _, name := range []string{"library", "fresh"} {
		if err := lab.Harvest(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		if diff, err := lab.Parity(t.Context(), name); err != nil || len(diff) > 0 {
			t.Errorf("%s: %v, %q", name, err, diff)
		}
	}
	if diff, err := lab.Differences(t.Context(), "fresh", "library"); err != nil || len(diff) > 0 {
		t.Errorf("%v, %q", err, diff)
	}
}
