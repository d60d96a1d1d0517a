package server

import (
	"slices"

	"evidelic/index"
	"evidelic/study"
)

// facetView is one group of filters.
type facetView struct {
	Key, Label string
	Choices    []choiceView // shown at once
	Rest       []choiceView // behind one more click
	More       int
	Open       bool
}

// choiceView is one value of a group.
type choiceView struct {
	index.Choice
	Form bool // it stands under the value before it
}

// choicesShown is how many choices of a group stand open; so many fit beside the
// first results.
const choicesShown = 8

// facetsFirst lists the groups that stand open, in the order in which a
// clinician narrows a question.
func facetsFirst() []string {
	return []string{string(study.TaskSubstance), string(study.TaskCondition), string(study.TaskDesign), string(study.TaskLevel)}
}

// facetsNext lists the groups that follow, closed.
func facetsNext() []string {
	return []string{string(study.TaskRoute), string(study.TaskRegimen), string(study.TaskComparator), string(study.TaskSetting), string(study.TaskAge),
		string(study.TaskConclusion), "kind", "notice", string(study.TaskScope), "journal"}
}

// facetViews sorts the groups into those shown and those behind a click. A group
// with a choice made is shown, and open. A group with one choice, which every
// match has, narrows nothing and stands behind the click. Years and numbers have
// fields of their own.
func facetViews(facets []index.Facet, filters map[string][]string, total int) (shown, later []facetView) {
	order := append(facetsFirst(), facetsNext()...)
	rank := func(f index.Facet) int {
		if i := slices.Index(order, f.Key); i >= 0 {
			return i
		}
		return len(order)
	}
	sorted := slices.Clone(facets)
	slices.SortStableFunc(sorted, func(a, b index.Facet) int { return rank(a) - rank(b) })
	for _, f := range sorted {
		if len(f.Choices) == 0 || f.Key == "year" || f.Key == "n" {
			continue
		}
		chosen := len(filters[f.Key]) > 0
		v := newFacetView(f)
		v.Open = chosen || slices.Contains(facetsFirst(), f.Key)
		idle := len(f.Choices) == 1 && f.Choices[0].Count == total
		if !chosen && (idle || rank(f) == len(order)) {
			later = append(later, v)
			continue
		}
		shown = append(shown, v)
	}
	return shown, later
}

func newFacetView(f index.Facet) facetView {
	v := facetView{Key: f.Key, Label: f.Label, More: f.More}
	family := slices.ContainsFunc(f.Choices, func(c index.Choice) bool { return c.Value == anyKetamine })
	for i, c := range f.Choices {
		view := choiceView{Choice: c, Form: family && isForm(f.Key, c.Value)}
		if view.Form {
			view.Label = formLabel(c.Value, c.Label)
		}
		view.Label = upperFirst(view.Label)
		if i < choicesShown || c.Selected || len(f.Choices) <= choicesShown+2 {
			v.Choices = append(v.Choices, view)
		} else {
			v.Rest = append(v.Rest, view)
		}
	}
	return v
}

// labelFacets names in words what the index knows by its key alone.
func labelFacets(facets []index.Facet) {
	for _, f := range facets {
		if f.Key != "source" {
			continue
		}
		for i := range f.Choices {
			f.Choices[i].Label = sourceLabel(f.Choices[i].Value)
		}
	}
}
