package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mount gives a folder on a file system of its own that holds size kilobytes.
// Only root may mount one.
func mount(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
		t.Skipf("no small file system to fill: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestReadOnlyData starts commands over a folder that cannot be written.
func TestReadOnlyData(t *testing.T) {
	var data, reason string
	if os.Getuid() == 0 { // whom rights do not stop
		data, reason = mount(t, 1024), "read-only file system"
		if err := syscall.Mount("", data, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Skipf("no read-only file system: %v", err)
		}
	} else {
		data, reason = t.TempDir(), "permission denied"
		if err := os.Chmod(data, 0o500); err != nil {
			t.Fatal(err)
		}
	}
	file := writeFile(t, "sample.jsonl", sample)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"serve", "--demo", "--addr", "127.0.0.1:0"}, {"crawl"}, {"import", file}} {
		got := command1(t, append(args, "--data", data)...)
		where := data
		if len(args) > 1 && args[1] == "--demo" {
			expectFault(t, got, exitFailed, fmt.Sprintf("data folder: mkdir %s/demo: %s; choose another with --data DIR", where, reason))
			continue
		}
		if got.code != exitFailed || !strings.HasPrefix(got.faults, "evidelic: data folder "+where+" cannot be written to: ") ||
			!strings.HasSuffix(got.faults, reason+"; mend its rights or choose another with --data DIR\n") || strings.Count(got.faults, "\n") != 1 {
			t.Errorf("%v: status %d, %q", args, got.code, got.faults)
		}
	}
}

// TestFullDisk imports until the disk is full: the message says so, what was
// stored before stays, and after some room was made the rest goes in.
func TestFullDisk(t *testing.T) {
	data := mount(t, 3000)
	filler := filepath.Join(data, "filler")
	if err := os.WriteFile(filler, make([]byte, 1000<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := command1(t, "import", "--data", data, writeFile(t, "sample.jsonl", sample)); got.code != exitOK {
		t.Fatalf("import: %+v", got)
	}
	before := state(t, data)
	many := writeFile(t, "many.jsonl", manyRecords(1500))
	got := command1(t, "import", "--data", data, many)
	if got.code != exitFailed || strings.Count(got.faults, "\n") != 1 || !strings.Contains(got.faults, "the disk is full: nothing of this step was stored; free some space") {
		t.Errorf("status %d: %s", got.code, got.faults)
	}
	after := state(t, data)
	if after.Count < before.Count || after.Count%importBatch != before.Count%importBatch {
		t.Errorf("%d studies, were %d: half a batch was stored", after.Count, before.Count)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", data, "", syscall.MS_REMOUNT, "size=100m"); err != nil {
		t.Fatal(err)
	}
	if got := command1(t, "import", "--data", data, many); got.code != exitOK || state(t, data).Count != before.Count+1500 {
		t.Errorf("with room again: %+v", got)
	}
}

// manyRecords gives n records in our flat form.
func manyRecords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"pmid":"%d","title":"Ketamine study %d","abstract":"%d adults with depression were given %d mg ketamine."}`+"\n", 80000000+i, i, i, i)
	}
	return b.String()
}

// TestFullOutput exports onto a device that takes nothing, and leaves the device
// in its place.
func TestFullOutput(t *testing.T) {
	data := newLibrary(t)
	got := command1(t, "export", "--data", data, "--format", "ris", "-o", "/dev/full")
	expectFault(t, got, exitFailed, "output: write /dev/full: no space left on device")
	if info, err := os.Stat("/dev/full"); err != nil || info.Mode().IsRegular() {
		t.Fatalf("/dev/full was replaced: %v, %v", info, err)
	}
	dir := mount(t, 4)
	got = command1(t, "export", "--data", data, "--format", "jsonl", "-o", filepath.Join(dir, "out.jsonl"))
	if got.code != exitFailed || !strings.Contains(got.faults, "no space left on device") {
		t.Errorf("status %d: %s", got.code, got.faults)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
