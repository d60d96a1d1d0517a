package pubmed

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// maxSlice is the most records that one search can be read to the end of. Both
// esearch and efetch give the first 9,999 and clamp in silence, so a set that
// reaches that number cannot be told from a larger one.
const maxSlice = 9998

// result is what one esearch found.
type result struct {
	count       int
	ids         []string // as many as were asked for
	env, key    string   // where the history server keeps the set
	translation string   // how PubMed understood the expression
	warnings    []string // phrases that it did not find or left out
}

// search asks for what matches the expression within a slice; nil: at any time.
// retmax is how many of the PMIDs are wanted with it.
func (s *Source) search(ctx context.Context, in *slice, retmax int) (result, error) {
	var res result
	err := s.patiently(ctx, func() error {
		params := url.Values{"term": {s.opt.Query}, "retmode": {"json"}, "usehistory": {"y"}, "retmax": {strconv.Itoa(retmax)}, "sort": {"pub_date"}}
		if in != nil {
			params.Set("datetype", in.By)
			params.Set("mindate", strings.ReplaceAll(in.From, "-", "/"))
			params.Set("maxdate", strings.ReplaceAll(in.To, "-", "/"))
		}
		answer, err := s.ask(ctx, "esearch.fcgi", params)
		if err != nil {
			return err
		}
		res, err = readSearch(answer.Body)
		res.warnings = append(res.warnings, answer.Warnings...)
		return err
	})
	if err != nil {
		return result{}, fmt.Errorf("search %s: %w", in, err)
	}
	return res, nil
}

// searchAnswer is esearch's JSON as far as it is looked at. Numbers are strings
// there, and lists of one entry may be the entry alone.
type searchAnswer struct {
	Result *struct {
		Error       string   `json:"ERROR"`
		Count       *numeral `json:"count"`
		QueryKey    numeral  `json:"querykey"`
		WebEnv      string   `json:"webenv"`
		IDs         list     `json:"idlist"`
		Translation string   `json:"querytranslation"`
		Errors      struct {
			Phrases list `json:"phrasesnotfound"`
			Fields  list `json:"fieldsnotfound"`
		} `json:"errorlist"`
		Warnings struct {
			Ignored  list `json:"phrasesignored"`
			Quoted   list `json:"quotedphrasesnotfound"`
			Messages list `json:"outputmessages"`
		} `json:"warninglist"`
	} `json:"esearchresult"`
}

// numeral is a number that may be written as a string.
type numeral string

// UnmarshalJSON takes 12 and "12".
func (n *numeral) UnmarshalJSON(b []byte) error {
	*n = numeral(strings.Trim(string(b), `"`))
	if *n == "null" {
		*n = ""
	}
	if len(*n) > 12 || strings.ContainsFunc(string(*n), func(r rune) bool { return r < '0' || r > '9' }) {
		return fmt.Errorf("want a number, have %.20s", b)
	}
	return nil
}

// list is a list of strings, or one string.
type list []string

// UnmarshalJSON takes ["a"], "a" and null.
func (l *list) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(l))
	}
	var one string
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	if *l = nil; one != "" {
		*l = list{one}
	}
	return nil
}

// readSearch reads esearch's JSON, or the error that came in its place.
func readSearch(body []byte) (result, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return result{}, fmt.Errorf("%w: the answer is empty", ErrMalformed)
	}
	if body[0] != '{' {
		return result{}, notSearch(body)
	}
	if err := jsonAnswer(body); err != nil {
		return result{}, err
	}
	var a searchAnswer
	if err := json.Unmarshal(body, &a); err != nil {
		return result{}, fmt.Errorf("%w: esearch: %w", ErrMalformed, err)
	}
	r := a.Result
	if r == nil || r.Count == nil || *r.Count == "" {
		return result{}, fmt.Errorf("%w: esearch gives no count: %.100q", ErrMalformed, body)
	}
	count, err := strconv.Atoi(string(*r.Count))
	if err != nil || count > 0 && (r.WebEnv == "" || r.QueryKey == "") {
		return result{}, fmt.Errorf("%w: esearch gives a count of %q without a place in the history", ErrMalformed, *r.Count)
	}
	res := result{count: count, ids: r.IDs, env: r.WebEnv, key: string(r.QueryKey), translation: r.Translation}
	for what, phrases := range map[string]list{"does not find the phrase": r.Errors.Phrases, "does not know the field": r.Errors.Fields,
		"ignores": r.Warnings.Ignored, "does not find the quoted phrase": r.Warnings.Quoted, "says:": r.Warnings.Messages} {
		for _, p := range phrases {
			res.warnings = append(res.warnings, fmt.Sprintf("PubMed %s %s", what, clip(p)))
		}
	}
	return res, nil
}

// notSearch explains an answer that is no JSON: a page, or an error in XML.
func notSearch(body []byte) error {
	_, err := newSplitter(bytes.NewReader(body)).next()
	if err == nil {
		err = fmt.Errorf("%w: esearch answers with records", ErrMalformed)
	}
	return err
}
