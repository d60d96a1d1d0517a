package crawler

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// fetchable is a source of records by key.
type fetchable struct {
	fakeSource
	holds  map[string]bool // false: cannot be read
	silent map[string]bool // neither given nor named missing
	fail   error
	asked  int
}

func (f *fetchable) FetchByID(_ context.Context, keys []string) (page Page, missing []string, err error) {
	f.asked++
	if f.fail != nil {
		return page, nil, f.fail
	}
	for _, k := range keys {
		switch good, ok := f.holds[k]; {
		case f.silent[k]:
		case !ok:
			missing = append(missing, k)
		case !good:
			page.Failed = append(page.Failed, study.RecordError{Key: k, Reason: "broken"})
		default:
			page.Records = append(page.Records, study.Record{Source: "fake", Key: k, Report: study.Report{Title: k}})
		}
	}
	return page, missing, nil
}

// account is a library's account of checks, in memory.
type account struct {
	due    map[string]bool
	ok     []string
	failed map[string]string
	stuck  bool
}

func (a *account) DueChecks(_ context.Context, _ string, _ time.Time, n int) ([]study.DueCheck, error) {
	var out []study.DueCheck
	for _, k := range slices.Sorted(maps.Keys(a.due)) {
		if len(out) < n {
			out = append(out, study.DueCheck{Record: study.RecordKey{Source: "fake", Key: k}, Ref: study.Ref{ID: "ev" + k}})
		}
	}
	return out, nil
}

func (a *account) Checked(_ context.Context, _ string, ids []string, _ time.Time) error {
	a.ok = append(a.ok, ids...)
	return a.take(ids)
}

func (a *account) CheckFailed(_ context.Context, _ string, ids []string, _ time.Time, reason string) error {
	for _, id := range ids {
		a.failed[id] = reason
	}
	return a.take(ids)
}

func (a *account) take(ids []string) error {
	for _, id := range ids {
		if !a.stuck {
			delete(a.due, id[2:])
		}
	}
	return nil
}

func newAccount(keys ...string) *account {
	a := &account{due: map[string]bool{}, failed: map[string]string{}}
	for _, k := range keys {
		a.due[k] = true
	}
	return a
}

func TestRecheck(t *testing.T) {
	m, a := newMemory(), newAccount("a", "b", "c", "d")
	m.records["a"] = "another title"
	src := &fetchable{fakeSource: fakeSource{name: "fake"}, holds: map[string]bool{"a": true, "b": false}, silent: map[string]bool{"d": true}}
	got, err := NewHarvester(m, m, nil).Recheck(t.Context(), src, a, time.Now())
	want := Rechecked{Asked: 4, Changed: 1, Missing: 2, Failed: 1}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	wantFailed := map[string]string{"evb": "broken", "evc": reasonMissing, "evd": reasonMissing}
	if diff := cmp.Diff(wantFailed, a.failed); diff != "" || !slices.Equal(a.ok, []string{"eva"}) {
		t.Errorf("answered %v, failed (-want +got):\n%s", a.ok, diff)
	}
	if m.records["a"] != "a" || len(m.leases) != 0 || m.cursors["fake"] != nil {
		t.Errorf("records %v, leases %v, cursor %s", m.records, m.leases, m.cursors["fake"])
	}
}

func TestRecheckThatGetsNoAnswer(t *testing.T) {
	m, a := newMemory(), newAccount("a", "b")
	src := &fetchable{fakeSource: fakeSource{name: "fake"}, fail: errors.New("down")}
	_, err := NewHarvester(m, m, nil).Recheck(t.Context(), src, a, time.Now())
	if !errors.Is(err, src.fail) || len(a.failed) != 2 || len(a.ok) != 0 {
		t.Errorf("error %v, failed %v, answered %v: a source that fails is never clear", err, a.failed, a.ok)
	}
	a, src.fail, src.holds = newAccount("a"), nil, map[string]bool{"a": true}
	a.stuck = true
	if _, err := NewHarvester(m, m, nil).Recheck(t.Context(), src, a, time.Now()); err == nil || src.asked != 2 {
		t.Errorf("a library that asks for the same again: %d requests, error %v", src.asked, err)
	}
	if _, err := m.AcquireLease(t.Context(), "fake", "another", time.Minute); err != nil {
		t.Fatal(err)
	}
	var held *study.LeaseHeld
	if _, err := NewHarvester(m, m, nil).Recheck(t.Context(), src, a, time.Now()); !errors.As(err, &held) {
		t.Errorf("beside a harvest: %v", err)
	}
}
