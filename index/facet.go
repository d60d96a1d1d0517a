package index

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"evidelic/study"
)

// maxChoices bounds the choices of a facet with open values; the rest is
// counted in More.
const maxChoices = 20

// facetLabels are the names of the groups.
var facetLabels = map[string]string{
	keyKind: "Kind", keyYear: "Year", keyJournal: "Journal", keyType: "Publication type", keySource: "Source", keyNotice: "Notice",
	string(study.TaskScope): "Scope", string(study.TaskSubstance): "Substance", string(study.TaskCondition): "Condition",
	string(study.TaskDesign): "Design", string(study.TaskLevel): "Level of evidence", string(study.TaskPhase): "Phase",
	string(study.TaskN): "Sample size", string(study.TaskComparator): "Comparator", string(study.TaskRoute): "Route",
	string(study.TaskDose): "Dose", string(study.TaskRegimen): "Regimen", string(study.TaskPsychotherapy): "Psychotherapy",
	string(study.TaskSetting): "Setting", string(study.TaskAge): "Age group", string(study.TaskSex): "Sex",
	string(study.TaskFollowup): "Follow-up", string(study.TaskOutcome): "Outcome", string(study.TaskHarms): "Harms",
	string(study.TaskConclusion): "Conclusion", string(study.TaskRegistration): "Registration", string(study.TaskFunding): "Funding",
}

// facets counts every facet exactly: a facet's own choices do not narrow its
// counts, those of the others do. Choices that no study has are left out unless
// they are chosen.
func (f *found) facets(req *Request) ([]Facet, []YearCount) {
	var out []Facet
	var years []YearCount
	all := f.v.cols.counter(f.set)
	for _, key := range facetKeys() {
		count := all
		if f.filters[key] != nil {
			count = f.v.cols.counter(f.without(key))
		}
		switch key {
		case string(study.TaskN):
			continue
		case keyYear:
			years = f.years(count)
			continue
		}
		if facet := f.facet(key, count, req.Filters[key]); len(facet.Choices) > 0 {
			out = append(out, facet)
		}
	}
	return out, years
}

// countBeside begins to count the facets on another processor, from the set as it
// is now, and gives the function that waits for them.
func (x *Index) countBeside(f *found, req *Request) func() ([]Facet, []YearCount, error) {
	g := *f
	var facets []Facet
	var years []YearCount
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = x.guard(g.v, func() error {
			facets, years = g.facets(req)
			return nil
		})
	}()
	return func() ([]Facet, []YearCount, error) {
		<-done
		return facets, years, err
	}
}

// counter counts the studies of a set that have a value.
type counter struct {
	cols   *columns
	set    *roaring.Bitmap
	counts []uint32 // by code; nil: counted when asked for
	asked  uint32   // means nothing; see count
}

// countEach is the number of studies up to which it is faster to look at each
// one's values than at each value's studies.
const countEach = 20_000

func (c *columns) counter(set *roaring.Bitmap) counter {
	out := counter{cols: c, set: set}
	if set.GetCardinality() > countEach {
		return out
	}
	out.counts = make([]uint32, len(c.values))
	eachOf(set, func(ords []uint32) { out.count(ords) })
	return out
}

// count counts the values of at most someOrds studies. The studies of a set stand
// far apart in memory, and most of the time would go into waiting for one after
// the other: the codes of all of them are asked for before any is counted.
func (c *counter) count(ords []uint32) {
	var lists [someOrds][]uint32
	for n, ord := range ords {
		k, i := c.cols.chunk(ord)
		lists[n] = k.codesOf(i)
	}
	for _, codes := range lists[:len(ords)] {
		for at := 0; at < len(codes); at += cacheLine / 4 {
			c.asked += codes[at]
		}
	}
	counts := c.counts
	for _, codes := range lists[:len(ords)] {
		for _, code := range codes {
			counts[code]++
		}
	}
}

// cacheLine is the number of bytes that a processor reads from memory at once.
const cacheLine = 64

// of gives how many studies have the value of a code.
func (c counter) of(code uint32) int {
	if c.counts != nil {
		return int(c.counts[code])
	}
	return int(c.set.AndCardinality(c.cols.sets[code]))
}

// someOrds is the number of members that eachOf gives at once.
const someOrds = 256

// eachOf calls fn with the members of a set, some at a time, in their order.
func eachOf(set *roaring.Bitmap, fn func(ords []uint32)) {
	var some [someOrds]uint32
	it := set.ManyIterator()
	for n := it.NextMany(some[:]); n > 0; n = it.NextMany(some[:]) {
		fn(some[:n])
	}
}

// facet counts one group.
func (f *found) facet(key string, count counter, chosen []string) Facet {
	cols := f.v.cols
	facet := Facet{Key: key, Label: facetLabels[key]}
	counts := make([]int, len(cols.byKey[key]))
	for i, code := range cols.byKey[key] {
		counts[i] = count.of(code)
	}
	least := leastShown(key, counts)
	for i, code := range cols.byKey[key] {
		v := cols.values[code]
		switch selected := slices.Contains(chosen, v.value); {
		case counts[i] >= least && counts[i] > 0 || selected:
			facet.Choices = append(facet.Choices, Choice{Value: v.value, Label: v.label, Count: counts[i], Selected: selected})
		case counts[i] > 0:
			facet.More++
		}
	}
	orderChoices(key, facet.Choices)
	if len(facet.Choices) > maxChoices {
		more := 0
		facet.Choices, more = cutChoices(facet.Choices)
		facet.More += more
	}
	return facet
}

// leastShown gives a count below which no choice is among the first maxChoices;
// 0 where the order is not by counts, or the choices are few.
func leastShown(key string, counts []int) int {
	if orderedByName(key) || len(counts) <= 2*maxChoices {
		return 0
	}
	sorted := slices.Clone(counts)
	slices.Sort(sorted)
	return sorted[len(sorted)-maxChoices-1] // one more: "not reported" comes last whatever its count
}

// orderedByName says whether a group's choices keep the order of their names.
func orderedByName(key string) bool {
	return key == string(study.TaskLevel) || key == string(study.TaskPhase)
}

// orderChoices puts the most frequent first; levels and phases keep the order of
// their names, "not reported" comes last.
func orderChoices(key string, choices []Choice) {
	named := orderedByName(key)
	slices.SortFunc(choices, func(a, b Choice) int {
		if d := cmp.Compare(btoi(a.Value == NotReported), btoi(b.Value == NotReported)); d != 0 {
			return d
		}
		if named {
			return cmp.Compare(a.Value, b.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// cutChoices keeps the first maxChoices and those that are chosen.
func cutChoices(all []Choice) (kept []Choice, more int) {
	for i, c := range all {
		if i < maxChoices || c.Selected {
			kept = append(kept, c)
		} else {
			more++
		}
	}
	return kept, more
}

// years counts the matches by year of publication; one with two years counts in
// both.
func (f *found) years(count counter) []YearCount {
	cols := f.v.cols
	var out []YearCount
	for _, code := range cols.byKey[keyYear] {
		n := count.of(code)
		if y, err := strconv.Atoi(cols.values[code].value); err == nil && n > 0 {
			out = append(out, YearCount{Year: y, Count: n})
		}
	}
	slices.SortFunc(out, func(a, b YearCount) int { return cmp.Compare(a.Year, b.Year) })
	return out
}
