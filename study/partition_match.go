package study

import (
	"cmp"
	"slices"
)

// Bounds of the work on records that share one key: of more than maxRun, which
// only a made-up collection has, each is compared with the maxWindow next to it in
// the order of year, volume, page and author.
const (
	maxRun    = 400
	maxWindow = 50
)

// hit is a pair of positions that a bibliographic rule joins.
type hit struct {
	rule, a, b int
	evidence   string
}

// joinByMatch joins records by what they say of title, authors, journal, volume
// and pages: the strongest rule first, then in the order of the records. Two
// components become one only when no record of one speaks against a record of the
// other.
func (p *partitioner) joinByMatch(keys [][]int64) {
	var hits []hit
	for _, c := range p.candidates(keys) {
		a, b := c[0], c[1]
		if p.part[a] == p.part[b] || !p.matchable(a, b) {
			continue
		}
		if rule, pair, ok := match(p.traitsAt(a), p.traitsAt(b)); ok {
			hits = append(hits, hit{rule, a, b, pair.evidence()})
		}
	}
	slices.SortFunc(hits, func(x, y hit) int {
		return cmp.Or(cmp.Compare(x.rule, y.rule), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for _, h := range hits {
		p.join(h.a, h.b, matchRules[h.rule].name, h.evidence, p.agree)
	}
}

// matchable says whether the components of two records can be one report at all.
func (p *partitioner) matchable(a, b int) bool {
	return compatible("", &p.parts[p.part[a]], &p.parts[p.part[b]])
}

// agree says whether every record of one component can be one report with every
// record of the other. A record that does not give its journal ties no two journals
// together; one that gives another name of it does.
func (p *partitioner) agree(a, b *component) bool {
	if !compatible("", a, b) {
		return false
	}
	elsewhere, tied := false, false
	for _, x := range a.members {
		for _, y := range b.members {
			pair, ok := newPair(p.traitsAt(x), p.traitsAt(y))
			if !ok || pair.titlesApart() {
				return false
			}
			elsewhere = elsewhere || pair.otherJournal()
			tied = tied || pair.journal >= explained
		}
	}
	return tied || !elsewhere
}

// traitsAt reads a record's traits when they are first asked for.
func (p *partitioner) traitsAt(pos int) *traits {
	if p.traits[pos] == nil {
		p.traits[pos] = traitsOf(&p.records[p.order[pos]].Report)
	}
	return p.traits[pos]
}

// candidates gives the pairs of positions that share a key and no kind of anchor,
// each once, the smaller first.
func (p *partitioner) candidates(keys [][]int64) [][2]int {
	type holder struct {
		key int64
		pos int
	}
	var all []holder
	for pos, i := range p.order {
		for _, k := range keys[i] {
			all = append(all, holder{k, pos})
		}
	}
	slices.SortFunc(all, func(x, y holder) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.pos, y.pos)) })
	var out [][2]int
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].key == all[from].key {
			to++
		}
		run := make([]int, 0, to-from)
		for _, h := range all[from:to] {
			run = append(run, h.pos)
		}
		out = p.pairsOf(slices.Compact(run), out)
		from = to
	}
	slices.SortFunc(out, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.Compact(out)
}

// pairsOf adds the pairs of one run of positions that share a key.
func (p *partitioner) pairsOf(run []int, out [][2]int) [][2]int {
	window := len(run)
	if len(run) > maxRun {
		slices.SortFunc(run, p.compareNearby)
		window = maxWindow
	}
	for i, a := range run {
		for _, b := range run[i+1 : min(len(run), i+1+window)] {
			if Anchors(&p.records[p.order[a]])&Anchors(&p.records[p.order[b]]) != 0 {
				continue
			}
			out = append(out, [2]int{min(a, b), max(a, b)})
		}
	}
	return out
}

// compareNearby puts records that may be one report beside each other.
func (p *partitioner) compareNearby(x, y int) int {
	a, b := p.traitsAt(x), p.traitsAt(y)
	first := func(t *traits) string {
		if len(t.authors) == 0 {
			return ""
		}
		return t.authors[0].key()
	}
	return cmp.Or(cmp.Compare(a.years[0], b.years[0]), cmp.Compare(a.volume, b.volume), cmp.Compare(a.place.start, b.place.start),
		cmp.Compare(first(a), first(b)), cmp.Compare(x, y))
}
