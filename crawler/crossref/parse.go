package crossref

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"evidelic/crawler"
	"evidelic/study"
)

// Answer is what one request gave.
type Answer struct {
	Records  []study.Record
	Failed   []study.RecordError // works that could not be read; the others are good
	Warnings []string
	Size     int    // works in the answer, whether they could be read or not
	Total    int    // what the service says the whole list has; 0 for one work
	Next     string // the cursor of the next page; "" when the list was not asked for in pages

	aliases map[string][]string // by a record's key: further DOIs under which Crossref knows it
	updates map[string][]string // by a record's key: the DOIs of what it is a notice about
}

// RefusedError is a refusal in Crossref's own words, or an error of its insides.
type RefusedError struct{ Message string }

// Error gives the service's words.
func (e *RefusedError) Error() string { return "the service refused: " + e.Message }

// Parse reads an answer: a list of works, or one work. A work that cannot be read
// goes into Failed with its DOI and its place; an answer that is an error, is cut
// off or is no JSON is an error, of type *RefusedError when the service says so
// itself. The caller sets Fetched.
func Parse(body []byte) (Answer, error) {
	var e envelope
	if err := crawler.ReadJSON(body, &e); err != nil {
		return Answer{}, err
	}
	if e.Status != "ok" {
		return Answer{}, refusal(e)
	}
	var l list
	switch e.Type {
	case "work":
		l.Items = []json.RawMessage{e.Message}
	case "work-list":
		if err := json.Unmarshal(e.Message, &l); err != nil {
			return Answer{}, fmt.Errorf("read the list of works: %w", err)
		}
		if l.Total == nil && l.Items == nil {
			return Answer{}, errors.New("the answer has no list of works")
		}
	default:
		return Answer{}, fmt.Errorf("the answer is of type %.40q, want works", e.Type)
	}
	a := Answer{Next: l.Next, Size: len(l.Items), aliases: map[string][]string{}, updates: map[string][]string{}}
	if l.Total != nil {
		a.Total = max(0, *l.Total)
	}
	for i, raw := range l.Items {
		a.add(i, raw)
	}
	return a, nil
}

// refusal finds the words in an answer whose status is not ok.
func refusal(e envelope) error {
	var faults []struct {
		Message string `json:"message"`
	}
	var failure struct {
		Message string `json:"message"`
	}
	text := e.Type
	if json.Unmarshal(e.Message, &faults) == nil && len(faults) > 0 {
		text = faults[0].Message
	} else if json.Unmarshal(e.Message, &failure) == nil && failure.Message != "" {
		text = failure.Message
	}
	text = crawler.CleanText(text[:min(len(text), 300)])
	if text == "" {
		text = "no reason given"
	}
	return &RefusedError{text}
}

// add reads one work.
func (a *Answer) add(i int, raw json.RawMessage) {
	var w work
	err := crawler.ReadRecord(raw, &w)
	doi, ok := study.NormalDOI(w.DOI)
	if err == nil && !ok {
		err = fmt.Errorf("DOI: %.80q is none", w.DOI)
	}
	if err != nil {
		a.Failed = append(a.Failed, crawler.Unreadable(study.SourceCrossref, i, doi, err))
		return
	}
	a.Records = append(a.Records, study.Record{
		Source: study.SourceCrossref, Key: doi, Revision: w.revision(), Report: w.report(doi),
		Raw: bytes.Clone(raw), RawType: "application/json",
	})
	for _, alias := range w.Aliases {
		if v, ok := study.NormalDOI(alias); ok {
			a.aliases[doi] = append(a.aliases[doi], v)
		}
	}
	for _, u := range w.UpdateTo {
		if v, ok := study.NormalDOI(u.DOI); ok {
			a.updates[doi] = append(a.updates[doi], v)
		}
	}
}
