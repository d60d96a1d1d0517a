package server

import (
	"context"
	"slices"
	"strings"

	"evidelic/index"
	"evidelic/study"
)

// anyKetamine is the value of the filter "substance" that stands for ketamine in
// any form. Studies are tagged by the form that they name, so that racemic, S- and
// R-ketamine can be told apart; most readers want them together.
const anyKetamine = "ketamine-any"

// ketamineForms lists the values that anyKetamine stands for.
func ketamineForms() []string {
	return []string{"ketamine", "racemic-ketamine", "esketamine", "arketamine", "norketamine"}
}

// widen writes out the filter values that stand for several.
func widen(req index.Request) index.Request {
	key := string(study.TaskSubstance)
	if !slices.Contains(req.Filters[key], anyKetamine) {
		return req
	}
	filters := make(map[string][]string, len(req.Filters))
	for k, values := range req.Filters {
		filters[k] = values
	}
	var all []string
	for _, v := range req.Filters[key] {
		if v != anyKetamine {
			all = append(all, v)
		}
	}
	for _, form := range ketamineForms() {
		if !slices.Contains(all, form) {
			all = append(all, form)
		}
	}
	filters[key] = all
	req.Filters = filters
	return req
}

// addFamilies puts the choice that stands for every form of ketamine before its
// forms, with its own count: a study of two forms counts once.
func (s *Server) addFamilies(ctx context.Context, req index.Request, res *index.Result) error {
	key := string(study.TaskSubstance)
	at := slices.IndexFunc(res.Facets, func(f index.Facet) bool { return f.Key == key })
	if at < 0 {
		return nil
	}
	chosen := slices.Contains(req.Filters[key], anyKetamine)
	var forms, others []index.Choice
	for _, c := range res.Facets[at].Choices {
		c.Selected = slices.Contains(req.Filters[key], c.Value)
		switch {
		case slices.Contains(ketamineForms(), c.Value):
			forms = append(forms, c)
		default:
			others = append(others, c)
		}
	}
	if len(forms) == 0 && !chosen {
		return nil
	}
	family := index.Choice{Value: anyKetamine, Label: "ketamine, any form", Selected: chosen}
	if len(forms) == 1 && res.Facets[at].More == 0 {
		family.Count = forms[0].Count // no other form to count, so no second search
	} else {
		var err error
		if family.Count, err = s.countFamily(ctx, req); err != nil {
			return err
		}
	}
	res.Facets[at].Choices = slices.Concat([]index.Choice{family}, forms, others)
	return nil
}

// countFamily counts the studies of any form of ketamine under the other filters.
func (s *Server) countFamily(ctx context.Context, req index.Request) (int, error) {
	one := firstPage(req)
	one.Filters[string(study.TaskSubstance)] = ketamineForms()
	one.Size, one.Facets, one.Snippets = 1, false, false
	res, err := s.opt.Search.Search(ctx, one)
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

// isForm says whether a choice belongs under anyKetamine.
func isForm(key, value string) bool {
	return key == string(study.TaskSubstance) && slices.Contains(ketamineForms(), value)
}

// formLabel names a form of ketamine where it stands among the others: the plain
// value means that the study does not say which form it was.
func formLabel(value, label string) string {
	if strings.EqualFold(value, "ketamine") {
		return "ketamine, form not named"
	}
	return label
}
