package server

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/study"
)

// filterValues lists the values that a filter can have; nil where they are open
// (a journal, a dose) or a range.
func filterValues(key string) []evidence.Value {
	if key == "notice" {
		var out []evidence.Value
		for _, t := range study.NoticeTypes() {
			out = append(out, evidence.Value{Slug: string(t), Label: t.Label()})
		}
		return out
	}
	out := slices.Clone(evidence.Values(study.Task(key)))
	if out == nil {
		return nil
	}
	if key == string(study.TaskSubstance) {
		out = append(out, evidence.Value{Slug: anyKetamine, Label: "ketamine, any form"})
	}
	return append(out, evidence.Value{Slug: index.NotReported, Label: "Not reported"})
}

// filterWarnings says which chosen values cannot match anything, so that a
// mistyped filter never looks like a question without studies. Values of closed
// lists are checked against the list; open ones, when nothing was found, against
// the library.
func (s *Server) filterWarnings(ctx context.Context, req index.Request, total int) ([]index.Warning, error) {
	var out []index.Warning
	for _, key := range filterKeys() {
		if key == "kind" || key == "year" || key == string(study.TaskN) {
			continue // refused before they come here
		}
		list := filterValues(key)
		for _, v := range req.Filters[key] {
			switch {
			case list != nil && !hasValue(list, v):
				out = append(out, index.Warning{Message: unknownValue(key, v, list)})
			case list == nil && total == 0:
				known, err := s.anyWith(ctx, key, v)
				if err != nil {
					return nil, err
				}
				if !known {
					out = append(out, index.Warning{Message: fmt.Sprintf("No study of this library has %s=%s. The facets of a search list the values there are.", key, cutWord(v, 80))})
				}
			}
		}
	}
	return out, nil
}

// filterFixes gives the search with each mistyped value replaced by the one that
// is meant, where it can be told.
func filterFixes(req index.Request) []chipView {
	var out []chipView
	for _, key := range filterKeys() {
		list := filterValues(key)
		if list == nil {
			continue
		}
		for i, v := range req.Filters[key] {
			near := nearest(v, list)
			if hasValue(list, v) || near == "" {
				continue
			}
			next := firstPage(req)
			next.Filters[key][i] = near
			out = append(out, chipView{key, near, searchHref(requestValues(next))})
		}
	}
	return out
}

// anyWith says whether any study has the value.
func (s *Server) anyWith(ctx context.Context, key, value string) (bool, error) {
	res, err := s.opt.Search.Search(ctx, index.Request{Sort: index.SortNewest, Page: 1, Size: 1, AllScopes: true, Filters: map[string][]string{key: {value}}})
	if err != nil {
		return false, err
	}
	return res.Total > 0, nil
}

func hasValue(list []evidence.Value, value string) bool {
	return slices.ContainsFunc(list, func(v evidence.Value) bool { return v.Slug == value })
}

// maxNamed bounds the values that a message lists.
const maxNamed = 12

// unknownValue says what is wrong with a value and which one may be meant.
func unknownValue(key, value string, list []evidence.Value) string {
	text := fmt.Sprintf("%s=%s is no value of this filter, so it matches nothing.", key, cutWord(value, 80))
	if near := nearest(value, list); near != "" {
		return text + " Did you mean " + key + "=" + near + "?"
	}
	var names []string
	for i, v := range list {
		if i == maxNamed {
			names = append(names, fmt.Sprintf("and %d more, see the facets", len(list)-maxNamed))
			break
		}
		names = append(names, v.Slug)
	}
	return text + " Its values: " + strings.Join(names, ", ") + "."
}

// nearest gives the value that a mistyped one may mean: the same words spelled
// otherwise, an abbreviation by initials, or the only one that it begins.
func nearest(value string, list []evidence.Value) string {
	want := plainValue(value)
	var begun []string
	for _, v := range list {
		slug := plainValue(v.Slug)
		if slug == want || plainValue(v.Label) == want || distance(slug, want) <= len(want)/5 {
			return v.Slug
		}
		if len(want) > 2 && (strings.HasPrefix(slug, want) || strings.HasPrefix(want, slug+"-")) {
			begun = append(begun, v.Slug)
		}
	}
	if common := (map[string]string{"rct": "randomised-trial", "iv": "intravenous", "im": "intramuscular", "sl": "sublingual", "nasal": "intranasal",
		"s-ketamine": "esketamine", "r-ketamine": "arketamine", "trd": "treatment-resistant-depression", "mdd": "depression"})[want]; common != "" && hasValue(list, common) {
		return common
	}
	if len(begun) == 1 {
		return begun[0]
	}
	return ""
}

// plainValue writes a value without the differences that typing makes: case,
// spaces, underscores, and the two spellings of "randomised".
func plainValue(s string) string {
	s = strings.ToLower(strings.TrimSpace(cutWord(s, 80)))
	return strings.NewReplacer(" ", "-", "_", "-", "iz", "is").Replace(s)
}

// distance counts the bytes to insert, delete or change between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
