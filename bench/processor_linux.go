package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
	"unsafe"
)

// The clocks of clock_gettime(2) that count processor time.
const (
	clockProgram = 2
	clockThread  = 3
)

// programTime gives the processor time that the program has used so far.
func programTime() time.Duration { return processorTime(clockProgram) }

// threadTime gives the processor time that the goroutine's thread has used. The
// goroutine must be locked to it.
func threadTime() time.Duration { return processorTime(clockThread) }

func processorTime(clock uintptr) time.Duration {
	var t syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&t)), 0); errno != 0 {
		return 0
	}
	return time.Duration(t.Nano())
}

// residentMB gives the program's pages that are in memory, those of files that it has
// mapped among them.
func residentMB() float64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var all, resident float64
	if _, err := fmt.Sscan(string(b), &all, &resident); err != nil {
		return 0
	}
	return resident * float64(os.Getpagesize()) / (1 << 20)
}
