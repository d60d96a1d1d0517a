package main

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"evidelic/study"
)

// withoutNetwork is the way out for whoever has no network.
const withoutNetwork = `Without a network, "evidelic serve --demo" shows a synthetic library.`

// watch follows the harvests of a running serve: it logs where each begins and
// ends, and knows which sources failed last. It is safe for concurrent use.
type watch struct {
	log *slog.Logger

	mu     sync.Mutex
	began  map[string]int64 // the running harvest, by source
	failed map[string]bool
	told   bool // of the way out
}

// newWatch begins with what the library knows about its sources.
func newWatch(states []study.SourceState, log *slog.Logger) *watch {
	w := &watch{log: log, began: map[string]int64{}, failed: map[string]bool{}}
	for _, s := range states {
		w.failed[s.Source] = s.Last != nil && s.Last.Outcome == study.HarvestFailed
	}
	return w
}

// update takes the state of a harvest: at its start, after each page, at its end.
func (w *watch) update(h study.Harvest) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if h.Outcome == study.HarvestRunning {
		if w.began[h.Source] != h.ID {
			w.began[h.Source] = h.ID
			w.log.Info("harvest: began", "source", h.Source)
		}
		return
	}
	w.failed[h.Source] = h.Outcome == study.HarvestFailed
	if !w.failed[h.Source] {
		w.log.Info("harvest: ended", "source", h.Source, "outcome", h.Outcome, "announced", h.Announced, "seen", h.Seen, "new", h.New,
			"changed", h.Changed, "failed", h.Failed, "gaps", len(h.Gaps), "took", h.Ended.Sub(h.Started))
	} else if !w.told { // the schedule logs why, and when it tries again
		w.told = true
		w.log.Warn("harvest: a source could not be harvested. " + withoutNetwork)
	}
}

// notes says which sources failed last, in words for the pages.
func (w *watch) notes() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var names []string
	for name, failed := range w.failed {
		if failed {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return []string{fmt.Sprintf("The last harvest failed for %s. The page of the sources says why, and when each is tried again. %s",
		strings.Join(names, ", "), withoutNetwork)}
}
