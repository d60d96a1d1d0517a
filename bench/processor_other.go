//go:build !linux

package main

import "time"

// programTime would give the processor time that the program has used; it is
// known on Linux only.
func programTime() time.Duration { return 0 }

// threadTime is as programTime, for a goroutine's thread.
func threadTime() time.Duration { return 0 }

// residentMB would give the program's memory; it is known on Linux only.
func residentMB() float64 { return 0 }
