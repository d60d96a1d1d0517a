package main

import (
	"errors"
	"os"
	"testing"
	"time"
)

// TestQueries asks random queries, 100,000 of them in a long run.
func TestQueries(t *testing.T) {
	f := queryFlags{count: 2000, seed: 1, budget: 10 * time.Second} // others use the machine
	if os.Getenv("EVIDELIC_LONG") != "" {
		f.count = 100_000
	}
	told := 0
	got, err := askQueries(t.Context(), f, func(int64) { told++ })
	if err != nil {
		t.Fatal(err)
	}
	if got.compared+got.damaged-got.again != f.count {
		t.Errorf("of %d queries: %+v", f.count, got)
	}
	if told != 20 {
		t.Errorf("told of the progress %d times, want 20", told)
	}
}

// TestSameIDs holds the comparison to finding what is missing, too much, or there twice.
func TestSameIDs(t *testing.T) {
	s := &shelf{number: map[string]int{"a": 0, "b": 1, "c": shelfSize - 1}}
	var want shelfSet
	want.add(0)
	want.add(shelfSize - 1)
	for _, tt := range []struct {
		name string
		ids  []string
		same bool
	}{
		{"the same", []string{"c", "a"}, true},
		{"one is missing", []string{"a"}, false},
		{"one too many", []string{"a", "b", "c"}, false},
		{"another one", []string{"a", "b"}, false},
		{"one twice", []string{"a", "a", "c"}, false},
		{"an unknown one", []string{"a", "c", "d"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.same(tt.ids, want); got != tt.same {
				t.Errorf("same(%v) = %v, want %v", tt.ids, got, tt.same)
			}
		})
	}
}

// TestInTime asks again what was slow once, and tells of what is always slow.
func TestInTime(t *testing.T) {
	fault := errors.New("fault")
	for _, tt := range []struct {
		name  string
		slow  int // tries that take too long
		err   error
		calls int
		fails bool
	}{
		{"in time", 0, nil, 1, false},
		{"slow once", 1, nil, 2, false},
		{"always slow", tries, nil, tries, true},
		{"a fault", 0, fault, 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			_, again, err := inTime(func() (time.Duration, error) {
				if calls++; calls <= tt.slow {
					return time.Minute, tt.err
				}
				return time.Second, tt.err
			}, time.Second)
			if calls != tt.calls || again != tt.calls-1 || (err != nil) != tt.fails {
				t.Errorf("%d calls, %d again, error %v; want %d calls", calls, again, err, tt.calls)
			}
		})
	}
}
