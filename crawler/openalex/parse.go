package openalex

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// Answer is one page of works as read.
type Answer struct {
	Records  []study.Record
	Failed   []study.RecordError // works that could not be read; the others are good
	Warnings []string
	Size     int    // works on the page, whether they could be read or not
	Total    int    // what the service says the whole list has
	Next     string // the cursor of the next page; "" on the last
}

// RefusedError is a refusal in OpenAlex's own words.
type RefusedError struct{ Message string }

// Error gives the service's words.
func (e *RefusedError) Error() string { return "the service refused: " + e.Message }

// Parse reads a page of works. A work that cannot be read goes into Failed with
// its number and its place; an answer that is an error, is cut off or is no JSON
// is an error, of type *RefusedError when the service says so itself. The caller
// sets Fetched.
func Parse(body []byte) (Answer, error) {
	var e envelope
	if err := crawler.ReadJSON(body, &e); err != nil {
		return Answer{}, err
	}
	if e.Error != "" {
		text := e.Error + ": " + e.Message
		return Answer{}, &RefusedError{crawler.CleanText(text[:min(len(text), 400)])}
	}
	if e.Meta == nil || e.Results == nil {
		return Answer{}, errors.New("the answer has no list of works")
	}
	a := Answer{Size: len(e.Results), Total: max(0, e.Meta.Count), Next: e.Meta.Next}
	for i, raw := range e.Results {
		a.add(i, raw)
	}
	return a, nil
}

var reKey = regexp.MustCompile(`^W[1-9][0-9]{0,14}$`)

// keyOf takes the number out of OpenAlex's address of a work.
func keyOf(id string) (string, bool) {
	key := strings.ToUpper(id[strings.LastIndexByte(id, '/')+1:])
	return key, reKey.MatchString(key)
}

// add reads one work.
func (a *Answer) add(i int, raw json.RawMessage) {
	var w work
	err := crawler.ReadRecord(raw, &w)
	key, ok := keyOf(w.ID)
	if !ok {
		key = ""
		if err == nil {
			err = fmt.Errorf("id: %.80q names no work", w.ID)
		}
	}
	var rep study.Report
	if err == nil {
		rep, err = w.report(key)
	}
	if err != nil {
		a.Failed = append(a.Failed, crawler.Unreadable(study.SourceOpenAlex, i, key, err))
		return
	}
	a.Records = append(a.Records, study.Record{
		Source: study.SourceOpenAlex, Key: key, Revision: w.revision(), Report: rep, Raw: bytes.Clone(raw), RawType: "application/json",
	})
}
