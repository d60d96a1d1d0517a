package server

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"evidelic/index"
	"evidelic/study"
)

// filterKeys lists the parameters that filter: the tasks of tags, and what every
// record has.
func filterKeys() []string {
	keys := []string{"kind", "year", "journal", "type", "source", "notice"}
	for _, t := range study.Tasks() {
		keys = append(keys, string(t))
	}
	return keys
}

// Bounds of the filters of one search.
const (
	maxChoices    = 100 // values of one filter
	maxChoiceText = 400 // bytes of one value
)

// The forms of a range: "10..20", "10..", "..20"; a lone number is the range
// that holds only it.
var reRange = regexp.MustCompile(`^([0-9]{0,9})\.\.([0-9]{0,9})$`)

// checkFilter refuses values that no filter can have; the parameter is named.
func checkFilter(key string, values []string) error {
	if len(values) > maxChoices {
		return &badParam{key, values[0], fmt.Sprintf("over %d values", maxChoices)}
	}
	for _, v := range values {
		switch {
		case len(v) > maxChoiceText:
			return &badParam{key, v, fmt.Sprintf("a value is over %d bytes", maxChoiceText)}
		case key == "kind" && !slices.Contains(study.Kinds(), study.Kind(v)):
			return &badParam{key, v, "want article, preprint, registration, book or notice"}
		case key == "year" || key == "n":
			if err := checkRange(key, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRange(key, v string) error {
	if !strings.Contains(v, "..") {
		return nil
	}
	m := reRange.FindStringSubmatch(v)
	if m == nil || (m[1] == "" && m[2] == "") {
		return &badParam{key, v, "want a range of whole numbers: 10..20, 10.. or ..20"}
	}
	from, _ := strconv.Atoi(m[1])
	if to, err := strconv.Atoi(m[2]); err == nil && from > to {
		return &badParam{key, v, "the range ends before it begins"}
	}
	return nil
}

// sorts lists the orders that readers can choose.
func sorts() []Style {
	return []Style{
		{string(index.SortBest), "Best match"}, {string(index.SortNewest), "Newest"},
		{string(index.SortEvidence), "Strongest evidence"}, {string(index.SortCited), "Most cited"},
	}
}

// checkRequest refuses what the index would not take, naming the parameter.
func checkRequest(req index.Request) error {
	if len(req.Text) > index.MaxText {
		return &badParam{"q", req.Text, fmt.Sprintf("a query has at most %d bytes", index.MaxText)}
	}
	for key, values := range req.Filters {
		if err := checkFilter(key, values); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(sorts(), func(s Style) bool { return s.Name == string(req.Sort) }) {
		return &badParam{"sort", string(req.Sort), "want best, newest, evidence or cited"}
	}
	return checkPaging(req)
}

func checkPaging(req index.Request) error {
	if req.Size < 1 || req.Size > index.MaxSize {
		return &badParam{"size", strconv.Itoa(req.Size), fmt.Sprintf("want 1 to %d", index.MaxSize)}
	}
	if req.Page < 1 || (req.Cursor == "" && req.Page > index.MaxWindow/req.Size) {
		return &badParam{"page", strconv.Itoa(req.Page),
			fmt.Sprintf("pages reach %d hits; go on with the cursor from an answer's next", index.MaxWindow)}
	}
	return nil
}

// pageRequest reads a search from the address of a page. Empty fields of the
// form count as absent; unknown ones are given back, to be shown.
func pageRequest(v url.Values) (req index.Request, unknown []string, err error) {
	req = index.Request{Text: v.Get("q"), Sort: index.Sort(v.Get("sort")), Cursor: v.Get("cursor"),
		Filters: map[string][]string{}, Facets: true, Snippets: true, AllScopes: v.Get("all_scopes") == "true", Explain: v.Get("explain") == "true"}
	if req.Sort == "" {
		req.Sort = index.SortBest
	}
	if req.Page, err = pageNumber(v, "page", 1); err != nil {
		return req, nil, err
	}
	if req.Size, err = pageNumber(v, "size", index.DefaultSize); err != nil {
		return req, nil, err
	}
	known := []string{"q", "sort", "cursor", "page", "size", "all_scopes", "explain", "asof", "library", "read", "year_from", "year_to", "n_from", "n_to"}
	for key, values := range v {
		if slices.Contains(filterKeys(), key) {
			req.Filters[key] = notEmpty(values)
		} else if !slices.Contains(known, key) {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	addRange(req.Filters, v, "year")
	addRange(req.Filters, v, "n")
	for k, values := range req.Filters {
		if len(values) == 0 {
			delete(req.Filters, k)
		}
	}
	return req, unknown, checkRequest(req)
}

func pageNumber(v url.Values, key string, otherwise int) (int, error) {
	s := strings.TrimSpace(v.Get(key))
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, &badParam{key, s, "want a whole number"}
	}
	return n, nil
}

// addRange makes one value of the two number fields of the form, in place of
// what stood there.
func addRange(filters map[string][]string, v url.Values, key string) {
	from, to := strings.TrimSpace(v.Get(key+"_from")), strings.TrimSpace(v.Get(key+"_to"))
	if from != "" || to != "" {
		filters[key] = []string{from + ".." + to}
	}
}

func notEmpty(values []string) []string {
	var out []string
	for _, v := range values {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// requestValues writes a request as the parameters of an address; what has its
// default is left out, so that addresses stay short and the same.
func requestValues(req index.Request) url.Values {
	v := url.Values{}
	set := func(key, value, otherwise string) {
		if value != otherwise {
			v.Set(key, value)
		}
	}
	set("q", req.Text, "")
	set("sort", string(req.Sort), string(index.SortBest))
	set("cursor", req.Cursor, "")
	set("page", strconv.Itoa(max(req.Page, 1)), "1")
	set("size", strconv.Itoa(req.Size), strconv.Itoa(index.DefaultSize))
	if req.AllScopes {
		v.Set("all_scopes", "true")
	}
	for key, values := range req.Filters {
		v[key] = append([]string(nil), values...)
	}
	return v
}
