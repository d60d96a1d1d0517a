package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"evidelic/study"
)

// Step says what happens in a world between two harvests. Numbers are upper
// limits: a world with five preprints cannot publish six.
type Step struct {
	Days    int // how far its day moves on; 0: all happens on the same day
	Add     int // new reports of all kinds
	Revise  int // records whose text changes; articles without an abstract gain one
	Retract int // articles retracted, each by a new notice
	Correct int // articles corrected, each by a new erratum
	Publish int // preprints that become a new article
	Delete  int // reports that vanish from all their sources
}

// Moved is what a Step did, as record keys. The records of a new notice or
// article are in Added as well.
type Moved struct {
	Added, Revised, Retracted, Corrected, Published, Deleted []study.RecordKey
}

// Advance lets the world live on by a step, deterministically. PubMed's, Europe
// PMC's and the registry's dates of change are of the world's new day, or lie
// between the old day and the new one for what is added. It returns an error
// wrapping study.ErrInvalid when the step is negative or too large.
func (w *World) Advance(s Step) (Moved, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range []int{s.Days, s.Add, s.Revise, s.Retract, s.Correct, s.Publish, s.Delete} {
		if n < 0 || n > maxStudies/10 || len(w.items)+n > maxStudies {
			return Moved{}, fmt.Errorf("demo: advance %+v: out of range: %w", s, study.ErrInvalid)
		}
	}
	old := dayOf(w.now)
	w.moves++
	w.now = w.now.AddDate(0, 0, s.Days)
	m := &maker{r: dice(w.seed, 0xad7a0ce^w.moves), now: dayOf(w.now), from: old}
	m.fill(s.Add)
	var moved Moved
	moved.Deleted = keysOf(w.each(m.r, s.Delete, fitToDelete, func(it *item) { it.gone = true }))
	moved.Retracted = keysOf(w.each(m.r, s.Retract, fitToRetract, m.retract))
	moved.Corrected = keysOf(w.each(m.r, s.Correct, fitToRetract, func(it *item) { m.notice(it, roleErratum, study.ErratumIn) }))
	moved.Published = keysOf(w.each(m.r, s.Publish, fitToPublish, m.publish))
	moved.Revised = keysOf(w.each(m.r, s.Revise, fitToRevise, func(it *item) { it.edits++ }))
	w.items = numbered(w.items, m.items)
	moved.Added = keysOf(m.items)
	return moved, nil
}

// numbered appends new items in the order of their days and numbers them. Reviews
// get their references.
func numbered(items, more []*item) []*item {
	slices.SortStableFunc(more, func(a, b *item) int { return int(a.entered) - int(b.entered) })
	for _, it := range more {
		it.read(items)
		items = append(items, it)
		it.n = len(items)
	}
	return items
}

// maxCites bounds the earlier articles that a review cites.
const maxCites = 4

// read lets a review cite articles that came before it.
func (it *item) read(before []*item) {
	switch it.design {
	case designSystematic, designMeta, designNarrative, designGuideline:
	default:
		return
	}
	r := dice(it.seed, saltCites)
	for n := min(len(before), maxCites); n > 0; n-- {
		old := before[r.IntN(len(before))]
		if old.kind == study.KindArticle && old.inPubMed && old.design != designNone && old.topic != it.topic && !slices.Contains(it.cites, old) {
			it.cites = append(it.cites, old)
		}
	}
}

// each lets something happen to at most n items that are fit for it, chosen at
// random, and dates their records today. The caller holds mu.
func (w *World) each(r *rand.Rand, n int, fit func(*item) bool, do func(*item)) []*item {
	var able []*item
	for _, it := range w.items {
		if !it.gone && fit(it) {
			able = append(able, it)
		}
	}
	r.Shuffle(len(able), func(i, j int) { able[i], able[j] = able[j], able[i] })
	able = able[:min(n, len(able))]
	for _, it := range able {
		do(it)
		it.revised = dayOf(w.now)
	}
	return able
}

func fitToRetract(it *item) bool {
	return it.kind == study.KindArticle && it.role != roleLetter && it.inPubMed && !it.retracted && !it.corrected
}

func fitToPublish(it *item) bool { return it.kind == study.KindPreprint && len(it.links) == 0 }

func fitToRevise(it *item) bool { return it.design != designNone }

// fitToDelete keeps what other reports speak of: an article that names its trial
// keeps the registration, too.
func fitToDelete(it *item) bool {
	return len(it.links) == 0 && it.trial == nil && !it.reported
}

// publish makes the article of a preprint.
func (m *maker) publish(pre *item) {
	tie(pre, study.UpdateIn, m.articleOn(pre.topic, pre.design, m.drawDay()))
}

// retract makes the notice of an article's retraction. The registry notes it
// beside the trial's results and dates the registration anew, so that whoever
// asks for what changed hears of it.
func (m *maker) retract(it *item) {
	m.notice(it, roleRetraction, study.RetractionIn)
	if it.trial != nil {
		it.trial.revised = m.now
	}
}

func keysOf(items []*item) []study.RecordKey {
	var out []study.RecordKey
	for _, it := range items {
		out = append(out, recordKeys(it)...)
	}
	return out
}
