package crawler

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"evidelic/study"
)

// otherProcess starts this test's program, which waits for the end of its input.
func otherProcess(t *testing.T) (cmd *exec.Cmd, end func()) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWaitsAsAnotherProcess$")
	cmd.Env = append(os.Environ(), "EVIDELIC_WAITS=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return cmd, func() {
		_ = in.Close()
		_ = cmd.Process.Kill()
	}
}

// TestWaitsAsAnotherProcess is what otherProcess runs.
func TestWaitsAsAnotherProcess(t *testing.T) {
	if os.Getenv("EVIDELIC_WAITS") == "" {
		t.Skip("not started by another test")
	}
	_, _ = os.Stdout.WriteString("ready\n")
	_, _ = bufio.NewReader(os.Stdin).ReadByte()
}

func TestLeaseOfAKilledProcessIsTakenAtOnce(t *testing.T) {
	if boot() == "" {
		t.Skip("this system does not tell when processes start")
	}
	cmd, end := otherProcess(t)
	holder := holderOf(cmd.Process.Pid)
	m := newMemory()
	if _, err := m.AcquireLease(t.Context(), "fake", holder, time.Hour); err != nil {
		t.Fatal(err)
	}
	h := NewHarvester(m, m, nil)
	var held *study.LeaseHeld
	if _, err := h.acquire(t.Context(), "fake", 0); !errors.As(err, &held) || gone(holder) {
		t.Fatalf("while it runs: %v, want a lease that is held", err)
	}
	end()
	_ = cmd.Wait()
	l, err := h.acquire(t.Context(), "fake", 0)
	if err != nil || l.Holder == holder {
		t.Errorf("after it was killed: %+v, %v", l, err)
	}
}

func TestOnlyWhatIsProvedIsGone(t *testing.T) {
	if boot() == "" {
		t.Skip("this system does not tell when processes start")
	}
	own := holderName()
	cut := strings.LastIndex(own, ", run ") + len(", run ")
	place, start := own[cut:cut+8], own[cut+9:cut+17]
	for _, tt := range []struct {
		name, holder string
		want         bool
	}{
		{"this process", own, false},
		{"its number under another start", strings.Replace(own, start, "AAAAAAAA", 1), true},
		{"another boot or container", strings.Replace(own, place, "AAAAAAAA", 1), false},
		{"a number that no process has", strings.Replace(own, "process ", "process 9", 1) + "", !exists("9" + own[strings.Index(own, "process ")+8:])},
		{"an older form", "host, process 12, run ABCDEF", false},
		{"nothing", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := gone(tt.holder); got != tt.want {
				t.Errorf("gone(%q) = %v, want %v", tt.holder, got, tt.want)
			}
		})
	}
}

// exists says whether a process has the number that a text begins with.
func exists(s string) bool {
	n, _, _ := strings.Cut(s, ",")
	_, err := os.Stat("/proc/" + n)
	return err == nil
}
