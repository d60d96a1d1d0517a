package demo

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// The history server's bounds: it forgets an environment that nobody has added
// to for historyAge, and the oldest of more than maxEnvironments.
const (
	historyAge      = time.Hour
	maxEnvironments = 64
	maxQueries      = 16 // of one environment; more begin a new one
)

// history holds the sets that usehistory=y keeps, by WebEnv and query_key.
type history struct {
	mu    sync.Mutex
	made  int
	order []string // oldest first
	envs  map[string]*environment
}

type environment struct {
	used time.Time
	sets [][]int32
}

func newHistory() *history { return &history{envs: map[string]*environment{}} }

// add keeps what efetch can reach of a set in env, or in a new environment when
// env is unknown or full.
func (h *history) add(env string, ids []int32) (string, int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.envs[env]
	if e == nil || len(e.sets) >= maxQueries {
		h.made++
		env = fmt.Sprintf("MCID_%024x", 0x64656d6f0000+h.made)
		e = &environment{}
		h.envs[env] = e
		h.order = append(h.order, env)
	}
	e.used = time.Now()
	e.sets = append(e.sets, slices.Clone(ids[:min(len(ids), maxRetmax)]))
	if len(h.order) > maxEnvironments {
		delete(h.envs, h.order[0])
		h.order = h.order[1:]
	}
	return env, len(e.sets)
}

// set gives what add kept; ok is false when it has expired or never was.
func (h *history) set(env string, key int) (ids []int32, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.envs[env]
	if e == nil || key < 1 || key > len(e.sets) || time.Since(e.used) > historyAge {
		return nil, false
	}
	return e.sets[key-1], true
}

// expire forgets everything.
func (h *history) expire() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.envs)
	h.order = nil
}

// ExpireHistory makes PubMed forget every WebEnv, as it does after some hours.
func (w *World) ExpireHistory() { w.history.expire() }
