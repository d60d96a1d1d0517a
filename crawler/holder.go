package crawler

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// holderName names this run to whoever finds the lease held: the host and the
// process for people; then where process numbers mean the same (one boot of one
// kernel, one namespace), when the process started, and a random part that keeps
// two runs of one process apart.
func holderName() string {
	return holderOf(os.Getpid())
}

func holderOf(pid int) string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	started, _ := startOf(pid)
	return fmt.Sprintf("%s, process %d, run %s-%s-%s", host, pid, token(boot()), token(boot()+started), rand.Text()[:6])
}

// reHolder takes apart what holderOf writes.
var reHolder = regexp.MustCompile(`, process ([0-9]{1,10}), run ([A-Z2-7]{8})-([A-Z2-7]{8})-[A-Z2-7]{6}$`)

// gone says whether the process that holds a lease has provably ended: it ran
// where our process numbers mean the same, and its number is free or another
// process has it now. A process elsewhere, or where /proc does not tell, is not
// provably gone; its lease runs out.
func gone(holder string) bool {
	m := reHolder.FindStringSubmatch(holder)
	where := boot()
	if m == nil || where == "" || m[2] != token(where) {
		return false
	}
	pid, err := strconv.Atoi(m[1])
	if err != nil {
		return false
	}
	started, err := startOf(pid)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	return err == nil && m[3] != token(where+started)
}

// boot names this boot of the kernel and our namespace of process numbers, "" where
// they cannot be told, as outside Linux.
func boot() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id)) + " " + namespace
}

// startOf gives when a process of this boot started, in ticks of the kernel. A
// process that has ended and only waits for its parent gives fs.ErrNotExist, as one
// that never was does. See proc_pid_stat(5): the name in parentheses may hold
// anything, the state is the first field behind it, the start the twentieth.
func startOf(pid int) (string, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", err
	}
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) < 20 {
		return "", fmt.Errorf("process %d: unknown form of /proc/%d/stat", pid, pid)
	}
	if state := string(fields[0]); state == "Z" || state == "X" {
		return "", fs.ErrNotExist
	}
	return string(fields[19]), nil
}

// token shortens a text to 40 bits, as letters that a holder's name may have.
func token(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base32.StdEncoding.EncodeToString(sum[:5])
}
