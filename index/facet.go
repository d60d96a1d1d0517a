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
	for _, key := range facetKeys() {
		set := f.set
		if f.filters[key] != nil {
			set = f.without(key)
		}
		switch key {
		case string(study.TaskN):
			continue
		case keyYear:
			years = f.years(set)
			continue
		}
		if facet := f.facet(key, set, req.Filters[key]); len(facet.Choices) > 0 {
			out = append(out, facet)
		}
	}
	return out, years
}

// facet counts one group.
func (f *found) facet(key string, set *roaring.Bitmap, chosen []string) Facet {
	cols := f.v.cols
	facet := Facet{Key: key, Label: facetLabels[key]}
	for _, code := range cols.byKey[key] {
		v := cols.values[code]
		n := int(set.AndCardinality(cols.sets[code]))
		selected := slices.Contains(chosen, v.value)
		if n > 0 || selected {
			facet.Choices = append(facet.Choices, Choice{Value: v.value, Label: v.label, Count: n, Selected: selected})
		}
	}
	orderChoices(key, facet.Choices)
	if len(facet.Choices) > maxChoices {
		facet.Choices, facet.More = cutChoices(facet.Choices)
	}
	return facet
}

// orderChoices puts the most frequent first; levels and phases keep the order of
// their names, "not reported" comes last.
func orderChoices(key string, choices []Choice) {
	named := key == string(study.TaskLevel) || key == string(study.TaskPhase)
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
func (f *found) years(set *roaring.Bitmap) []YearCount {
	cols := f.v.cols
	var out []YearCount
	for _, code := range cols.byKey[keyYear] {
		n := int(set.AndCardinality(cols.sets[code]))
		if y, err := strconv.Atoi(cols.values[code].value); err == nil && n > 0 {
			out = append(out, YearCount{Year: y, Count: n})
		}
	}
	slices.SortFunc(out, func(a, b YearCount) int { return cmp.Compare(a.Year, b.Year) })
	return out
}
