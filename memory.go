package main

import "runtime/debug"

// How a long import uses memory: garbage is collected when the heap has grown
// fivefold in place of twofold, which saves a fifth of the time, and as often as
// ever once the program holds 768 MB.
const (
	importGCPercent   = 400
	importMemoryLimit = 768 << 20
)

// useMemory sets that for the time of a long import; the function it gives sets
// back what was there.
func useMemory() (restore func()) {
	percent, limit := debug.SetGCPercent(importGCPercent), debug.SetMemoryLimit(importMemoryLimit)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
